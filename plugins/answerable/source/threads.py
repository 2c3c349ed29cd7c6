"""Reading one thread: its comment, follow-ups, replies and assets.

Threads are read one by one and on their own, so that the archive is never in memory as text.
One bad file never hides the others: each is read and judged, and what has an error is left
out; without its comment, so is the thread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from answerable.model import Comment, Reply, Thread
from answerable.source.assets import check_references, check_unused, read_assets
from answerable.source.checks import Asked, Known, check_follow_up, check_reply, check_thread_id
from answerable.source.files import read_file, read_signature
from answerable.source.folder import ASSETS, COMMENT, ThreadFolder
from answerable.source.frontmatter import Document, read_document
from answerable.source.messages import ReadMessage, read_comment, read_follow_up, read_reply
from answerable.source.moderation import check_address
from answerable.source.names import stem_order
from answerable.source.problems import Report
from answerable.source.seals import check_seal, elsewhere, sealed


class ReadThread(NamedTuple):
    """What a thread's folder gave.

    ``comment`` and ``thread`` are None where unusable. ``replies`` are all that have their
    values, also those that are left out because of a problem. ``texts`` are the bytes of the
    messages by their files' names.
    """

    comment: ReadMessage[Comment] | None
    thread: Thread | None
    replies: tuple[Reply, ...]
    texts: Mapping[str, bytes]


def read_thread(folder: ThreadFolder, known: Known, public: bool, report: Report) -> ReadThread:
    """Read the thread in *folder*; *public* says that everyone can read the repository."""
    reading = _Reading(folder, report)
    comment = _read_opening(reading, known, public)
    thread_id = comment.values.get("id") if comment else None
    asked: dict[str, ReadMessage[Comment] | None] = {"comment": comment}
    for name in folder.messages:
        if name.is_follow_up:
            asked[name.stem] = None
            document = reading.document(f"{name.stem}.md")
            if document:
                follow_up = read_follow_up(document, name, public)
                check_thread_id(document, follow_up.values.get("thread"), thread_id)
                check_follow_up(follow_up, comment)
                known.check_decision(follow_up)
                known.check_sender(follow_up)
                reading.check_references(document)
                asked[name.stem] = follow_up
    replies = _read_replies(reading, asked, known, thread_id)
    usable = [reply.message for reply in replies if reply.usable and reply.message]
    thread = _thread(reading, comment, asked, usable)
    written = tuple(reply.message for reply in replies if reply.message)
    return ReadThread(comment, thread, written, reading.texts)


class _Reading:
    """The files of a thread, and what its messages show."""

    def __init__(self, folder: ThreadFolder, report: Report) -> None:
        self.folder = folder
        self.report = report
        self.shown: set[str] = set()
        self.texts: dict[str, bytes] = {}
        self.whole = True

    def document(self, name: str) -> Document | None:
        place = self.folder.place.inner(name)
        file = read_file(place.path, place.shown, self.report)
        document = read_document(file) if file else None
        if file is None or document is None:
            self.whole = False
            return None
        self.texts[name] = file.data
        return document

    def signature(self, name: str) -> bytes | None:
        signature = f"{name}.sig"
        if signature not in self.folder.names:
            return None
        place = self.folder.place.inner(signature)
        data = read_signature(place.path, place.shown, self.report)
        if data is not None:
            self.texts[signature] = data
        return data

    def check_references(self, document: Document) -> None:
        self.shown |= check_references(document, self.folder.assets)


def _read_opening(reading: _Reading, known: Known, public: bool) -> ReadMessage[Comment] | None:
    folder = reading.folder
    document = reading.document(COMMENT) if folder.comment else None
    if document is None:
        return None
    comment = read_comment(document, folder.year, public)
    known.check_decision(comment)
    known.check_sender(comment)
    if "topic" in comment.values:
        known.check_topic(document, comment.values["topic"])
    check_address(document, comment.values, folder.place.shown, folder.slug)
    reading.check_references(document)
    return comment


def _read_replies(
    reading: _Reading, asked: Asked, known: Known, thread_id: str | None
) -> list[ReadMessage[Reply]]:
    replies = []
    for name in reading.folder.messages:
        file = f"{name.stem}.md"
        document = None if name.is_follow_up else reading.document(file)
        if document:
            signature = reading.signature(file)
            reply = read_reply(document, name)
            check_thread_id(document, reply.values.get("thread"), thread_id)
            if signature is None and f"{file}.sig" in reading.folder.names:
                document.file.depends("unreadable")
            binding = check_reply(reply, name, asked, known, signed=signature is not None)
            if reply.values.get("thread") != thread_id:
                binding = "broken"
            reading.check_references(document)
            if reply.message:
                later = binding == "redacted"
                message = replace(reply.message, redacted_later=later)
                message = sealed(message, signature, known)
                check_seal(document, message, known)
                if binding == "broken" and not document.file.failed:
                    message = elsewhere(message)
                reply = replace(reply, message=message)
            replies.append(reply)
    return replies


def _thread(
    reading: _Reading, comment: ReadMessage[Comment] | None, asked: Asked, replies: list[Reply]
) -> Thread | None:
    folder = reading.folder
    assets = {}
    if folder.assets:
        place = folder.place.inner(ASSETS)
        assets = read_assets(place, folder.assets, reading.report)
        if reading.whole:
            # A message that cannot be read may show what seems unused.
            check_unused(place, list(assets), reading.shown, reading.report)
    opening = comment.usable if comment else None
    if comment is None or opening is None:
        return None
    follow_ups = [
        read.usable for stem, read in asked.items() if stem != "comment" and read and read.usable
    ]
    follow_ups.sort(key=lambda message: (message.received, stem_order(message.stem)))
    replies.sort(key=lambda message: (message.date, stem_order(message.stem)))
    values = comment.values
    return Thread(
        id=values["id"],
        year=folder.year,
        slug=folder.slug,
        title=values.get("title"),
        kind=values["kind"],
        topic=values["topic"],
        tags=tuple(dict.fromkeys(values.get("tags", ()))),
        comment=opening,
        follow_ups=tuple(follow_ups),
        replies=tuple(replies),
        assets=tuple(assets.values()),
    )
