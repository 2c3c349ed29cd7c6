"""Reading one message: what opens a thread, a follow-up, or a reply.

A message is judged here by what its own file says; what it says about others (people, topics,
the message it answers) is judged in ``checks``, when all of them are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from answerable.model import (
    CHANNELS,
    KINDS,
    LONGEST_SENDER,
    LONGEST_TITLE,
    OUTCOMES,
    Comment,
    Reply,
)
from answerable.placeholders import line_left
from answerable.source.appeals import APPEAL, check_appeal
from answerable.source.fields import (
    each,
    language,
    matching,
    one_of,
    origin,
    short,
    slug,
    text,
    time,
    truth,
)
from answerable.source.frontmatter import Document
from answerable.source.hidden import check_hidden, check_hidden_fields
from answerable.source.moderation import HISTORY, MODERATION, check_moderation
from answerable.source.names import DIGEST, NONCE, THREAD_ID, MessageName, is_visible
from answerable.source.personal import check_personal
from answerable.source.redaction import REDACTIONS, check_redactions
from answerable.source.schema import Field, Schema, Values

M = TypeVar("M", Comment, Reply)

MOST_TAGS = 20

_ID_MEND = "write 'id: ' and ten random characters of a-z and 0-9."
_NONCE_MEND = "write 'nonce: ' and 32 random hex digits, as 'openssl rand -hex 16' gives them."

_SENDER = Field("from", short(LONGEST_SENDER), "anonymous", required=False)
_NONCE = Field(
    "nonce", matching(NONCE.fullmatch, "32 hex digits"), "", required=False, mend=_NONCE_MEND
)
_TITLE = Field("title", short(LONGEST_TITLE), "Spare parts take six weeks", required=False)
_RECEIVED = Field("received", time, "2026-11-01T09:12:00+01:00")
_SOURCE = Field("source", origin, '{system: staticman, id: "42"}', required=False)
_SUPPRESSED = Field(
    "suppressed",
    matching(DIGEST.fullmatch, "hmac-sha256: and 64 hex digits"),
    "hmac-sha256:…",
    required=False,
    mend="delete it, and delete the message in the system that it was imported from.",
)
_LANGUAGE = Field("language", language, "en")
_CHANNEL = Field("channel", one_of(CHANNELS), "email")

_COMMENT = Schema(
    Field("id", matching(THREAD_ID.fullmatch, "ten of a-z and 0-9"), "", mend=_ID_MEND),
    _TITLE,
    _SENDER,
    Field("kind", one_of(KINDS), "question"),
    _CHANNEL,
    _SOURCE,
    _SUPPRESSED,
    _RECEIVED,
    _LANGUAGE,
    Field("topic", text, "spare-parts"),
    Field("tags", each(slug, MOST_TAGS), "[delivery, prices]", required=False),
    _NONCE,
    MODERATION,
    HISTORY,
    APPEAL,
    REDACTIONS,
)
_FOLLOW_UP = Schema(
    Field("thread", text, "k7q2m9x4tb", mend="write 'thread: ' and the id in comment.md."),
    _SENDER,
    _CHANNEL,
    _SOURCE,
    _SUPPRESSED,
    _RECEIVED,
    _LANGUAGE,
    _NONCE,
    MODERATION,
    HISTORY,
    APPEAL,
    REDACTIONS,
    Field("resolved", truth, "true", required=False),
)
_REPLY = Schema(
    Field("thread", text, "k7q2m9x4tb", mend="write 'thread: ' and the id in comment.md."),
    Field("answers", text, "comment", required=False),
    # Its form and its presence are checked with the message that it answers at hand.
    Field("question", text, "hmac-sha256:…", required=False),
    Field("title", text, "hmac-sha256:…", required=False),
    Field("signed_by", text, "anna"),
    Field("date", time, "2026-11-03T10:05:00+01:00"),
    _LANGUAGE,
    Field("outcome", one_of(OUTCOMES), "changed", required=False),
    _SOURCE,
)


@dataclass(frozen=True, slots=True)
class ReadMessage(Generic[M]):
    """A message as its file gave it; ``message`` is None where a value is missing."""

    document: Document
    values: Values
    message: M | None

    @property
    def usable(self) -> M | None:
        """The message, None if it has an error."""
        return None if self.document.file.failed else self.message


def read_comment(document: Document, year: str, public: bool) -> ReadMessage[Comment]:
    """Read comment.md of a thread in the folder *year*."""
    values = _COMMENT.read(document.fields, document.file)
    check_moderation(document, values, (_TITLE, _SENDER, _NONCE), public)
    check_appeal(document, values)
    check_redactions(document, values)
    check_personal(document)
    check_hidden(document)
    received: datetime | None = values.get("received")
    if received is not None and f"{received.year}" != year:
        mend = f"move the thread's folder to threads/{received.year}/."
        message = f"the thread lies in {year}, and was received in {received.year}"
        document.problem("file-name", "received", message, mend)
    complete = _COMMENT.complete(values)
    return ReadMessage(document, values, _comment(document, values, "comment", complete))


def read_follow_up(document: Document, name: MessageName, public: bool) -> ReadMessage[Comment]:
    """Read a customer's later message."""
    values = _FOLLOW_UP.read(document.fields, document.file)
    check_moderation(document, values, (_SENDER, _NONCE), public)
    check_appeal(document, values)
    check_redactions(document, values)
    check_personal(document)
    check_hidden(document)
    _check_day(document, values, "received", name)
    complete = _FOLLOW_UP.complete(values)
    return ReadMessage(document, values, _comment(document, values, name.stem, complete))


def read_reply(document: Document, name: MessageName) -> ReadMessage[Reply]:
    """Read an employee's message."""
    values = _REPLY.read(document.fields, document.file)
    _check_day(document, values, "date", name)
    check_hidden_fields(document)
    check_hidden(document)
    if not is_visible(document.body):
        document.empty_body("write the answer below the front matter.")
    elif left := line_left(document.body):
        start = document.body_start + document.body.index(left)
        message = "this line still stands where the answer belongs"
        mend = "write the answer in its place."
        document.file.problem("empty-body", start, start + len(left), message, mend)
    if not _REPLY.complete(values):
        return ReadMessage(document, values, None)
    reply = Reply(
        stem=name.stem,
        path=document.file.path,
        answers=values.get("answers", "comment"),
        question=values.get("question", ""),
        signed_by=values["signed_by"],
        date=values["date"],
        language=values["language"],
        body=document.body,
        outcome=values.get("outcome"),
        source=values.get("source"),
        title=values.get("title"),
        file=document.file.data,
    )
    return ReadMessage(document, values, reply)


def _comment(document: Document, values: Values, stem: str, complete: bool) -> Comment | None:
    if not complete:
        return None
    sender = values.get("from")
    return Comment(
        stem=stem,
        path=document.file.path,
        sender=None if sender == "anonymous" else sender,
        channel=values["channel"],
        received=values["received"],
        language=values["language"],
        nonce=values.get("nonce"),
        moderation=values["moderation"],
        body=document.body,
        source=values.get("source"),
        resolved=values.get("resolved", False),
        history=values.get("history", ()),
        appeal=values.get("appeal"),
        redactions=values.get("redactions", ()),
        suppressed=values.get("suppressed"),
    )


def _check_day(document: Document, values: Values, field: str, name: MessageName) -> None:
    written: datetime | None = values.get(field)
    if written is not None and written.date() != name.day:
        message = f"the file is named after {name.day}, and this is {written.date()}"
        right = f"{written.date()}-{name.author}.md"
        document.problem("file-name", field, message, f"rename the file to '{right}'.")
