"""Reading people/<person>.md: who answers, since when, and with which keys.

A key is one line in OpenSSH's form; certificates are refused, because whoever signs them
could sign in everybody's name. A day in ``since`` or ``until`` of a key means all of it, UTC.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, time, timezone

from answerable.model import Person, PersonKey
from answerable.source.fields import (
    day,
    each,
    language,
    local_text,
    matching,
    nested,
    text,
    translations,
)
from answerable.source.fields import time as time_of_day
from answerable.source.frontmatter import Document
from answerable.source.names import is_slug
from answerable.source.nodes import Mapping, Node, Scalar
from answerable.source.problems import SourceFile
from answerable.source.schema import Converter, Field, Schema, Values

_KEY_TYPES = (
    "ssh-ed25519",
    "ssh-rsa",
    "ecdsa-sha2-nistp256",
    "ecdsa-sha2-nistp384",
    "ecdsa-sha2-nistp521",
    "sk-ssh-ed25519@openssh.com",
    "sk-ecdsa-sha2-nistp256@openssh.com",
)
_KEY = re.compile(r"([a-z0-9@.-]+) ([A-Za-z0-9+/]+={0,2})(?: [^\r\n]*)?")
_EXAMPLE_KEY = "{key: ssh-ed25519 AAAAC3Nz…, since: 2026-01-01}"


def _is_public_key(word: str) -> bool:
    match = _KEY.fullmatch(word)
    if match is None or match[1] not in _KEY_TYPES:
        return False
    try:
        blob = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        return False
    # The blob begins with the type again, as a string with its length (RFC 4253, 6.6).
    name = match[1].encode()
    return blob.startswith(len(name).to_bytes(4, "big") + name) and len(blob) > len(name) + 8


def _moment(at: time) -> Converter:
    def convert(field: Field, node: Node, file: SourceFile) -> datetime | None:
        if type(node) is Scalar and "T" not in node.text:
            whole = day(field, node, file)
            return None if whole is None else datetime.combine(whole, at, timezone.utc)
        moment = time_of_day(field, node, file)
        return None if moment is None else moment.astimezone(timezone.utc)

    return convert


_SIGNING_KEY = Schema(
    Field(
        "key",
        matching(_is_public_key, "a public SSH key on one line"),
        "",
        mend="copy the line of the file whose name ends in .pub, such as id_ed25519.pub.",
    ),
    Field("since", _moment(time.min), "2026-01-01"),
    Field("until", _moment(time(23, 59, 59)), "2027-12-31", required=False),
    Field("note", text, "laptop", required=False),
)


def _signing_key(values: Values, mapping: Mapping, file: SourceFile) -> PersonKey | None:
    check_order(values, mapping, file)
    return PersonKey(**values) if _SIGNING_KEY.complete(values) else None


def _handles(field: Field, node: Node, file: SourceFile) -> dict[str, str] | None:
    if type(node) is not Mapping:
        field.wrong(node, file, f"a mapping, as in {field.example}")
        return None
    handles = {}
    for forge, entry in node.entries.items():
        handle = text(field, entry.value, file)
        if not is_slug(forge):
            field.wrong(entry, file, "a mapping from small names such as 'github'")
        elif handle is not None:
            handles[forge] = handle
    return handles


_PERSON = Schema(
    Field("name", text, "Anna Berg"),
    Field("role", local_text(text), "{en: Head of service, de: Leiterin Kundendienst}"),
    Field("unit", local_text(text), "{en: Service, de: Kundendienst}"),
    Field("since", day, "2020-01-01"),
    Field("until", day, "2026-12-31", required=False),
    Field(
        "keys",
        each(nested(_SIGNING_KEY, _signing_key)),
        f"[{_EXAMPLE_KEY}]",
        required=False,
    ),
    Field("handles", _handles, "{github: annaberg}", required=False),
    Field("portrait", text, "anna.jpg", required=False),
    Field("language", language, "en", required=False),
    Field("translations", translations, "{de: Anna mag Scharniere.}", required=False),
)


def read_person(document: Document, person: str) -> tuple[Person | None, str | None]:
    """The person, None if a value is missing, and the name of the portrait's file."""
    values = _PERSON.read(document.fields, document.file)
    check_order(values, document.fields, document.file)
    portrait: str | None = values.pop("portrait", None)
    if not _PERSON.complete(values):
        return None, portrait
    path = document.file.path
    return Person(id=person, path=path, body=document.body, **values), portrait


def check_order(values: Values, mapping: Mapping, file: SourceFile) -> None:
    """Report an ``until`` that is before its ``since``."""
    since, until = values.get("since"), values.get("until")
    if since is not None and until is not None and until < since:
        start, end = mapping.span("until")
        message = "this ends before it begins"
        mend = f"correct it; it begins on {since:%Y-%m-%d}."
        file.problem("person-until-before-since", start, end, message, mend)
