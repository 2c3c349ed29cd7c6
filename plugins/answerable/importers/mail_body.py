"""The words of a letter: which of its parts holds them, in which encoding, cut to its own.

Of several forms of the same words the plain one is taken, else the HTML. Encodings that do not
hold what they promise are read as UTF-8, else as Windows-1252. Wrapped lines are joined where
the letter says that they were wrapped (RFC 3676, ``format=flowed``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message

from answerable.importers.html import HtmlError
from answerable.importers.interface import Attachment, Markup
from answerable.importers.mail_fields import decoded
from answerable.importers.mail_html import cut_html
from answerable.importers.mail_quotes import cut_mail
from answerable.importers.words import LONGEST_UNCUT

_MOST_PARTS = 200
_LARGEST_ATTACHMENT = 16 * 1024 * 1024
_TEXTS = ("text/plain", "text/html", "text/enriched")
_NOT_FILES = ("application/pgp-signature", "application/pkcs7-signature", "message/rfc822")
_NAMES = {"ks_c_5601-1987": "cp949", "unicode-1-1-utf-7": "utf-7", "x-unknown": "ascii"}
_PGP = "-----BEGIN PGP "
_PGP_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_PGP_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----"
_ENRICHED = re.compile(r"(?i)<param>[^<]{0,200}</param>|<<|</?[a-z][a-z0-9-]{0,60}>")


@dataclass(frozen=True, slots=True)
class Body:
    """The words, or the reason why there are none, and what was dropped with them."""

    text: str = ""
    markup: Markup = "plain"
    left_out: str | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def read_body(message: Message, *, attachments: bool) -> Body:
    """The words of *message*, and its files if they are wanted."""
    texts: dict[str, str] = {}
    files: list[Attachment] = []
    dropped: Counter[str] = Counter()
    for part in _parts(message):
        kind = part.get_content_type()
        name = _file_name(part)
        is_text = kind in _TEXTS and part.get_content_disposition() != "attachment" and not name
        if is_text and not texts.get(kind, "").strip():
            texts[kind] = _text(part)
        elif name or part.get_content_maintype() not in ("text", "multipart"):
            data = _data(part) if attachments and kind not in _NOT_FILES else None
            if data is not None and len(data) <= _LARGEST_ATTACHMENT:
                files.append(Attachment(name, data))
            elif kind not in _NOT_FILES:
                dropped["attachment"] += 1
    body = _words(texts)
    dropped.update(body.dropped)
    return Body(body.text, body.markup, body.left_out, dropped, tuple(files))


def _parts(message: Message) -> Iterator[Message]:
    """The parts without parts, in their order; not those of letters that came as a file."""
    waiting: list[Message] = [message]
    for _ in range(_MOST_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [each for each in reversed(inner) if isinstance(each, Message)]
        else:
            yield part


def _words(texts: Mapping[str, str]) -> Body:
    plain = texts.get("text/plain", "")
    if not plain.strip() and "text/enriched" in texts:
        plain = _ENRICHED.sub(_without_command, texts["text/enriched"])
    if plain.strip():
        if len(plain) > LONGEST_UNCUT:
            return Body(left_out=f"its text is longer than {LONGEST_UNCUT} characters")
        plain = _without_seal(plain)
        if plain.lstrip().startswith(_PGP):
            return Body(left_out="encrypted")
        cut = cut_mail(plain)
        return Body(cut.text, dropped=cut.dropped)
    html = texts.get("text/html", "")
    if len(html) > LONGEST_UNCUT:
        return Body(left_out=f"its HTML is longer than {LONGEST_UNCUT} characters")
    try:
        cut = cut_html(html)
    except HtmlError as error:
        return Body(left_out=str(error))
    return Body(cut.text, "html", dropped=cut.dropped)


def _without_seal(text: str) -> str:
    """What a PGP signature around *text* signs; *text* itself without one."""
    head, begins, rest = text.partition(_PGP_SIGNED)
    signed, ends, _ = rest.partition(_PGP_SIGNATURE)
    if head.strip() or not begins or not ends:
        return text
    # Its fields, "Hash: SHA512", end at an empty line.
    fields, _, words = signed.partition("\n\n")
    words = words if fields.startswith("Hash:") else signed
    return re.sub(r"(?m)^- (?=-)", "", words)


def _without_command(match: re.Match[str]) -> str:
    return "<" if match[0] == "<<" else ""


def _text(part: Message) -> str:
    data = _data(part) or b""
    name = str(part.get_content_charset() or "utf-8").strip("'\" ").lower()
    name = _NAMES.get(name, name)
    if name in ("us-ascii", "ascii", "iso-8859-1", "latin-1"):
        name = "utf-8"  # what says so often means the larger set
    text = _decode(data, name).replace("\r\n", "\n").replace("\r", "\n")
    if str(part.get_param("format", "")).lower() == "flowed":
        text = _unflowed(text, delete_space=str(part.get_param("delsp", "")).lower() == "yes")
    return text


def _decode(data: bytes, name: str) -> str:
    for encoding in (name, "utf-8"):
        try:
            text = data.decode(encoding)
        except (LookupError, ValueError):
            continue
        if isinstance(text, str):
            return text
    if name.startswith(("iso-2022", "shift", "euc", "gb", "big5", "cp9")):
        return data.decode(name, "replace")
    return data.decode("cp1252", "replace")


def _data(part: Message) -> bytes | None:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else None


def _file_name(part: Message) -> str:
    name = part.get_filename()
    return decoded(str(name)[:1000]) if name else ""


def _unflowed(text: str, *, delete_space: bool) -> str:
    """Lines that were wrapped joined again, each quote by itself."""
    lines: list[list[str]] = []
    goes_on: str | None = None
    for line in text.split("\n"):
        words = line.lstrip(">")
        quote = line[: len(line) - len(words)]
        words = words.removeprefix(" ")
        flows = words.endswith(" ") and words != "-- "
        if delete_space and flows:
            words = words[:-1]
        if goes_on == quote and words != "-- ":
            lines[-1].append(words)
        else:
            lines.append([f"{quote} {words}" if quote else words])
        goes_on = quote if flows else None
    return "\n".join(map("".join, lines))
