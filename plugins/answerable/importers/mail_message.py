"""One letter (RFC 5322, MIME): who wrote what and when, and why it may not be published.

The reader is the standard library's, with its old policy: the new one parses every field of
the head at once and stumbles over those that hostile or broken programs write. Nothing that
it raises comes out of here but as :class:`NoLetterError`.

Message-IDs and addresses are personal data. An id is the digest of a Message-ID, so that it is
the same in every copy and tells nothing; an address only recognises staff.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32
from email.utils import parseaddr, parsedate_tz

from answerable.importers.interface import Attachment, Markup
from answerable.importers.mail_body import read_body
from answerable.importers.mail_fields import decoded, field_of
from answerable.importers.mail_refusal import why_left_out

_MOST_REFERENCES = 100
_LONGEST_FIELD = 100_000
_LONGEST_CONTENT_FIELD = 8_000
_MOST_WORK = 10_000_000
_MESSAGE_ID = re.compile(r"<([^<>\s]{1,900})>")
_REPEATED = re.compile(
    r"\s*(?:\[[^\[\]]{1,40}\]\s*)?(?:re|aw|antw|antwort|wg|fw|fwd|tr|rv|sv|vs|odp|res|enc|rif|ref)"
    r"(?:\[[0-9]{1,3}\]|\s?\([0-9]{1,3}\))?\s*:",
    re.IGNORECASE,
)
_LIST_MARK = re.compile(r"\s*\[[^\[\]]{1,40}\]\s*(?=\S)")
_VIA = re.compile(r"\s+(?:via|über)\s+[^@]{1,80}$", re.IGNORECASE)
_HIDDEN = ("To", "Cc", "Bcc", "Reply-To", "Sender", "Return-Path", "X-Originating-IP", "Received")
_RAW = re.compile(r"\A(?:>?From [^\n]*\r?\n)?(?:[!-9;-~]{1,200}[ \t]*:)", re.ASCII)


class _ShortFields(Compat32):
    """Fields that are no longer than a program's: parameters are looked at again and again."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        is_content = name.lower().startswith("content-")
        return name, value[: _LONGEST_CONTENT_FIELD if is_content else _LONGEST_FIELD]


class NoLetterError(Exception):
    """The bytes are no letter; the message says why."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as it is needed here. ``answers`` are ids, the nearest first."""

    id: str
    name: str
    address: str
    date: datetime
    subject: str
    text: str
    markup: Markup
    answers: tuple[str, ...] = ()
    left_out: str | None = None
    dropped: Mapping[str, int] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()


def read_letter(raw: bytes, *, posted: datetime | None = None, attachments: bool = False) -> Letter:
    """The letter that *raw* holds. Raises NoLetterError.

    *posted* is the time for a letter that has none. *attachments* says that they are wanted.
    """
    if not _RAW.match(raw[:400].decode("latin-1").lstrip("\r\n")):
        raise NoLetterError(
            "is no e-mail message: it does not begin with lines such as 'From: …' and 'Subject: …'"
        )
    # Every line of a part is compared with the ends of all the parts around it.
    if raw.count(b"\n") * raw.lower().count(b"multipart/") > _MOST_WORK:
        raise NoLetterError("has too many parts within parts")
    try:
        message = BytesParser(policy=_ShortFields()).parsebytes(raw.lstrip(b"\r\n"))
        return _letter(message, raw, posted, attachments)
    except NoLetterError:
        raise
    except RecursionError as error:
        raise NoLetterError("its parts are nested too deeply") from error
    except Exception as error:  # whatever the library stumbles over
        raise NoLetterError(f"cannot be read ({type(error).__name__})") from error


def _letter(message: Message, raw: bytes, posted: datetime | None, attachments: bool) -> Letter:
    date = _date(field_of(message, "Date")) or _received(message) or posted
    if date is None:
        raise NoLetterError("has no date")
    name, address = _author(message)
    dropped = Counter(_counted(message))
    reason = why_left_out(message, address)
    body = read_body(message, attachments=attachments and reason is None)
    dropped.update(body.dropped)
    written = _MESSAGE_ID.search(field_of(message, "Message-ID"))
    return Letter(
        id=_digest(written[1].encode("utf-8", "surrogateescape") if written else raw),
        name=name,
        address=address,
        date=date,
        subject=_subject(message),
        text=body.text,
        markup=body.markup,
        answers=_answers(message),
        left_out=reason or body.left_out,
        dropped=dropped,
        attachments=body.attachments,
    )


def _author(message: Message) -> tuple[str, str]:
    """The name to show, empty if there is none, and the address in small letters."""
    written = field_of(message, "From")
    encoded, address = parseaddr(written)
    if "@" not in address:
        match = re.search(r"[^\s<>\"(),;:]{1,100}@[^\s<>\"(),;:]{1,200}", written)
        address = match[0] if match else ""
    name = " ".join(_VIA.sub("", decoded(encoded).strip(" '\"")).split())
    # The local part of an address is no name, and nobody may call himself by an address.
    return ("" if "@" in name else name), address.lower().removesuffix(".invalid")


def _subject(message: Message) -> str:
    """The subject without the marks of answers and lists."""
    subject = decoded(field_of(message, "Subject"))[:1000]
    for _ in range(20):
        match = _REPEATED.match(subject) or _LIST_MARK.match(subject)
        if match is None:
            break
        subject = subject[match.end() :]
    return subject.strip()


def _date(written: str) -> datetime | None:
    try:
        parts = parsedate_tz(written)
        if parts is None:
            return None
        offset = parts[9] or 0
        # Zones are told in whole minutes, and less than a day away.
        zone = timezone(timedelta(minutes=offset // 60)) if abs(offset) < 86_400 else timezone.utc
        return datetime(*parts[:5], min(parts[5], 59), tzinfo=zone)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _received(message: Message) -> datetime | None:
    """When the letter arrived, as the last host on its way wrote it."""
    return _date(field_of(message, "Received").rpartition(";")[2])


def _answers(message: Message) -> tuple[str, ...]:
    nearest = _MESSAGE_ID.findall(field_of(message, "In-Reply-To"))
    others = _MESSAGE_ID.findall(field_of(message, "References"))[-_MOST_REFERENCES:]
    names = dict.fromkeys([*nearest[:1], *reversed(others)])
    return tuple(_digest(name.encode("utf-8", "surrogateescape")) for name in names)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _counted(message: Message) -> Mapping[str, int]:
    return {name: 1 for name in ("From", *_HIDDEN) if message.get(name) is not None}
