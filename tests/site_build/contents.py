"""What a project holds: threads with their messages, and employees."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from samples import NONCE, comment_text, follow_up_text, question, reply_text, title
from software_keys import ed25519

SHAPE = "![A hinge](assets/{name}) and more.\n"


def picture(shade: int) -> bytes:
    """A grey picture of 2 x 2 pixels; all of them have the same number of bytes."""
    header = struct.pack(">2I5B", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes([0, shade, shade] * 2), 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


@dataclass
class Answer:
    """A reply, or without a signer a follow-up, *day* days after the comment.

    ``signature`` is what lies beside it, whatever it was made for.
    """

    day: int
    body: str
    signer: str | None
    outcome: str | None = None
    decision: str = "published"
    signature: bytes | None = None


@dataclass
class Moderated:
    """What was decided of a comment besides: each as it stands in the front matter.

    *redacted* says that a name in it is blacked out.
    """

    prompted_by: str | None = None
    facts: str | None = None
    history: str | None = None
    appeal: str | None = None
    redacted: bool = False


@dataclass
class Thread:
    """One thread, received *day* days after the beginning of September 2026."""

    id: str
    day: int
    title: str = "Spare parts take six weeks"
    body: str = "I have waited six weeks for a hinge.\n"
    topic: str = "spare-parts"
    kind: str = "problem"
    tags: str = "[delivery]"
    sender: str = "P. M."
    language: str = "en"
    decision: str = "published"
    moderated: Moderated = field(default_factory=Moderated)
    answers: list[Answer] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    broken: bool = False
    nonce: str = NONCE

    def file_of(self, answer: Answer) -> bytes:
        """The file of *answer*."""
        return self.files()[self._name(answer)]

    def _start(self) -> datetime:
        return datetime.fromisoformat("2026-09-01T09:12:00+02:00") + timedelta(days=self.day)

    def _time(self, answer: Answer) -> datetime:
        return self._start() + timedelta(days=answer.day, hours=3)

    def _name(self, answer: Answer) -> str:
        return f"{self._time(answer).date()}-{answer.signer or 'customer'}.md"

    def files(self) -> dict[str, bytes]:
        """Its files by their paths in its folder."""
        body = self.body + "".join(map(SHAPE.format_map, ({"name": n} for n in self.assets)))
        start = self._start()
        erased = self.decision == "erased"
        moderated = self.moderated
        redacted = moderated.redacted and not erased
        if redacted:
            body = f"{body}\n[██ name removed by Mo Derator ██]\n"
        texts = {
            "comment.md": comment_text(
                id=self.id,
                title=None if self.broken or erased else self.title,
                topic=self.topic,
                kind=self.kind,
                tags=self.tags,
                language=self.language,
                from_=None if erased else self.sender,
                nonce=None if erased else self.nonce,
                received=start.isoformat(),
                moderation=_decision(self.decision, start, moderated),
                history=moderated.history and _at(moderated.history, start),
                appeal=moderated.appeal and _at(moderated.appeal, start),
                redactions=_at(_REDACTED, start) if redacted else None,
                body="" if erased else body,
            )
        }
        for answer in self.answers:
            at, name = self._time(answer), self._name(answer)
            if answer.signer:
                texts[name] = reply_text(
                    thread=self.id,
                    question=question(self.nonce, body),
                    title=title(self.nonce, self.title),
                    signed_by=answer.signer,
                    date=at.isoformat(),
                    outcome=answer.outcome,
                    body=answer.body,
                )
            else:
                texts[name] = follow_up_text(
                    thread=self.id,
                    received=at.isoformat(),
                    moderation=_decision(answer.decision, at),
                    resolved=None,
                    body=answer.body,
                )
        files = {name: text.encode() for name, text in texts.items()}
        for answer in self.answers:
            if answer.signature is not None:
                files[f"{self._name(answer)}.sig"] = answer.signature
        return files | {f"assets/{name}": data for name, data in self.assets.items()}


def _at(text: str, start: datetime) -> str:
    """*text* with a time for each ``{0}``, ``{1}``: so many hours after *start*."""
    return text.format(*((start + timedelta(hours=hours)).isoformat() for hours in range(3)))


_REDACTED = "[{{kind: name, by: moderator, at: {1}}}]"


def _decision(name: str, at: datetime, moderated: Moderated | None = None) -> str:
    reason = ", reason: insult" if name == "withheld" else ""
    if moderated and name == "withheld":
        if moderated.prompted_by:
            reason += f", prompted_by: {moderated.prompted_by}"
        if moderated.facts:
            reason += f", facts: {moderated.facts}"
    when = "" if name == "pending" else f", by: moderator, at: {at.isoformat()}"
    return f"{{decision: {name}{when}{reason}}}"


@dataclass(frozen=True)
class Key:
    """An entry of a person's keys; the key is that of ``software_keys`` with this *name*."""

    name: str
    since: str = "2020-01-01"
    until: str | None = None
    revoked: str | None = None
    note: str | None = None

    def entry(self) -> str:
        """The entry in YAML."""
        fields = {
            "key": ed25519(self.name).public.line,
            "since": self.since,
            "until": self.until,
            "revoked": self.revoked,
            "note": self.note,
        }
        return ", ".join(f'{name}: "{text}"' for name, text in fields.items() if text)


@dataclass
class Person:
    """An employee."""

    name: str
    role: str = "Service"
    until: str | None = None
    portrait: bytes | None = None
    keys: list[Key] = field(default_factory=list)
