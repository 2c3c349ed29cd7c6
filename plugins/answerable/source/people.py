"""Reading people/<person>.md: who answers, since when, and with which keys.

A key is one line in OpenSSH's form; certificates are refused, because whoever signs them
could sign in everybody's name. A day in ``since`` or ``until`` of a key means all of it, UTC.
A day in ``revoked`` means its beginning. A key can be revoked before, within and after its
time: it can be stolen before it is first used, and after it was last used.

An entry that cannot be read as a whole is left out: what is wrong may be what ends the key's
time or revokes it, and without that the key would sign for whoever stole it.
"""

from __future__ import annotations

from datetime import datetime, time, timezone

from answerable.model import Person, PersonKey
from answerable.source.fields import (
    day,
    each,
    language,
    local_text,
    text,
    translations,
)
from answerable.source.fields import time as time_of_day
from answerable.source.frontmatter import Document
from answerable.source.names import is_slug
from answerable.source.nodes import Mapping, Node, Scalar, Sequence
from answerable.source.problems import SourceFile
from answerable.source.schema import Converter, Field, Schema, Values
from answerable.trust.keys import UnusableKeyError, parse_key_line

_EXAMPLE_KEY = "{key: ssh-ed25519 AAAAC3Nz…, since: 2026-01-01}"


def _public_key(field: Field, node: Node, file: SourceFile) -> str | None:
    if type(node) is not Scalar:
        field.wrong(node, file, "a public SSH key on one line")
        return None
    try:
        parse_key_line(node.text)
    except UnusableKeyError as error:
        message = f"this is no key to sign with: {error}"
        file.problem("wrong-type", node.start, node.end, message, field.right_line)
        return None
    return node.text


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
        _public_key,
        "",
        mend="copy the line of the file whose name ends in .pub, such as id_ed25519.pub.",
    ),
    Field("since", _moment(time.min), "2026-01-01"),
    Field("until", _moment(time(23, 59, 59)), "2027-12-31", required=False),
    Field("revoked", _moment(time.min), "2026-05-01T10:30:00Z", required=False),
    Field("note", text, "laptop", required=False),
)


def _signing_key(field: Field, node: Node, file: SourceFile) -> PersonKey | None:
    if type(node) is not Mapping:
        field.wrong(node, file, f"a mapping, as in {field.example}")
        return None
    failed, file.failed = file.failed, False
    values = _SIGNING_KEY.read(node, file)
    # However much the checks weigh: a limit that cannot be read still is one.
    limits = node.entries.keys() & {"until", "revoked"}
    sound = not file.failed and limits <= values.keys()
    file.failed = failed or file.failed
    _check_key_order(values, node, file)
    return PersonKey(**values) if sound and _SIGNING_KEY.complete(values) else None


def _check_key_order(values: Values, mapping: Mapping, file: SourceFile) -> None:
    check_order(values, mapping, file)
    since, until = values.get("since"), values.get("until")
    if since is not None and since == until:
        # ssh-keygen takes such a time for none at all.
        start, end = mapping.span("until")
        mend = "let it end at least a second later."
        file.problem(
            "person-until-before-since", start, end, "this ends in the moment it begins", mend
        )


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
        each(_signing_key),
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


def read_keys(document: Document) -> tuple[Values, ...]:
    """What each entry of ``keys`` says, as far as it can be read; ``key`` is what is written.

    The values have the names and types of a PersonKey. An entry without any is empty.
    """
    written = document.fields.entries.get("keys")
    items = written.value.items if written and type(written.value) is Sequence else ()
    return tuple(_written_key(item, document.file) for item in items)


def _written_key(item: Node, file: SourceFile) -> Values:
    if type(item) is not Mapping:
        return {}
    values = _SIGNING_KEY.read(item, file)
    key = item.entries.get("key")
    # Also one that can no longer sign: it can be retired all the same.
    return values | {"key": key.value.text} if key and type(key.value) is Scalar else values


def check_order(values: Values, mapping: Mapping, file: SourceFile) -> None:
    """Report an ``until`` that is before its ``since``."""
    since, until = values.get("since"), values.get("until")
    if since is not None and until is not None and until < since:
        start, end = mapping.span("until")
        message = "this ends before it begins"
        mend = f"correct it; it begins on {since:%Y-%m-%d}."
        file.problem("person-until-before-since", start, end, message, mend)
