"""The way from a feedback folder to its values: policy, people, topics, then the threads.

What is right is returned beside everything that was wrong. Nothing in a folder can make the
load fail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from answerable.config import Settings
from answerable.diagnostics import Diagnostic, did_you_mean
from answerable.model import Feedback, Person, PersonKey, Reply, Thread, Topic
from answerable.source.assets import PICTURES, read_asset
from answerable.source.checks import Known, same_name
from answerable.source.files import read_file
from answerable.source.folder import (
    COMMENT,
    POLICY,
    Folder,
    Place,
    ThreadFolder,
    ThreadName,
    list_folder,
    list_thread,
)
from answerable.source.frontmatter import Document, read_document
from answerable.source.nodes import Scalar, Sequence
from answerable.source.people import read_person
from answerable.source.policy import ReadPolicy, no_policy, read_policy
from answerable.source.problems import Report, mend_by, quoted
from answerable.source.threads import read_thread
from answerable.source.topics import read_topic
from answerable.trust.judgement import KeyRing


@dataclass(frozen=True)
class Loaded:
    """A feedback folder: all that is usable in it, and every problem, sorted by place.

    Problems of a check that is ``off`` are not in it; ``Settings.severity`` tells how much
    the others weigh. ``replies`` are all that have their values, also those that a problem
    keeps out of ``feedback``.
    """

    feedback: Feedback
    replies: tuple[Reply, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True)
class Opened:
    """A feedback folder before its threads are read; it can be sent to another process.

    ``threads`` are their folders, by year and name.
    """

    place: Place
    settings: Settings
    known: Known
    threads: tuple[ThreadName, ...]
    diagnostics: tuple[Diagnostic, ...]

    def reader(self) -> ThreadReader:
        """What reads the threads one by one."""
        return ThreadReader(self)


class ThreadRead(NamedTuple):
    """One thread: ``thread`` is None where it is unusable, ``id`` where it has none.

    ``folder`` are its files, ``texts`` the bytes of its messages by their files' names.
    ``replies`` are all that have their values, also those that a problem keeps out of the
    thread.
    """

    folder: ThreadFolder
    id: str | None
    thread: Thread | None
    replies: tuple[Reply, ...]
    texts: Mapping[str, bytes]
    diagnostics: tuple[Diagnostic, ...]


class ThreadReader:
    """Reads the threads of one folder, each on its own."""

    def __init__(self, opened: Opened) -> None:
        self.root = Path(opened.place.path)
        self._opened = opened
        self._report = Report(opened.settings)

    def folder(self, name: ThreadName) -> str:
        """Where the thread *name* lies."""
        return os.path.join(self._opened.place.path, "threads", *name)  # noqa: PTH118  (often)

    def names(self, name: ThreadName) -> list[str]:
        """The names of all files of a thread."""
        return list_thread(self._opened.place, name, Report(self._opened.settings)).names

    def read(self, name: ThreadName) -> ThreadRead:
        """Read one thread. What has an error is left out, and with the comment the thread."""
        opened, report = self._opened, self._report
        report.diagnostics = []
        folder = list_thread(opened.place, name, report)
        public = opened.settings.repository == "public"
        comment, thread, replies, texts = read_thread(folder, opened.known, public, report)
        id_ = comment.values.get("id") if comment else None
        if comment is None or comment.document.file.failed:
            thread = None
        return ThreadRead(folder, id_, thread, replies, texts, tuple(report.diagnostics))


def open_feedback(
    root: Path, settings: Settings, *, now: datetime, shown_as: str = "feedback"
) -> Opened:
    """Read the feedback folder *root* without its threads.

    *now* is aware: what is dated later is reported. *shown_as* stands for *root* in the paths
    of diagnostics and of people, topics and messages.
    """
    report = Report(settings)
    place = Place(str(root), shown_as)
    folder = list_folder(place, report)
    policy = _policy(folder, report)
    shared = _SharedKeys()
    people = {
        name: shared.revoked_in(person) for name, person in [*_people(folder, report, shared)]
    }
    known = Known(
        shown_as=shown_as,
        now=now,
        policy=policy.policy,
        people=people,
        topics={},
        written_people=folder.people,
        written_topics=folder.topics,
        written_rules=policy.codes,
        names={same_name(person.name) for person in people.values()},
        keys=KeyRing.of(people.values()),
    )
    known = replace(known, topics=dict(_topics(folder, known, report)))
    return Opened(place, settings, known, tuple(folder.threads), tuple(report.diagnostics))


def load_feedback(
    root: Path, settings: Settings, *, now: datetime, shown_as: str = "feedback"
) -> Loaded:
    """Read the feedback folder *root* as a whole, with the parameters of :func:`open_feedback`.

    A message with an error is left out, and with its comment the whole thread; a warning
    leaves nothing out. A reference to a person, topic or rule that does not exist stays in
    the values only where the settings make its check weigh less than an error.
    """
    opened = open_feedback(root, settings, now=now, shown_as=shown_as)
    reader = opened.reader()
    diagnostics = list(opened.diagnostics)
    threads = []
    replies: list[Reply] = []
    seen: dict[str, ThreadName] = {}
    for name in opened.threads:
        read = reader.read(name)
        diagnostics += read.diagnostics
        replies += read.replies
        if read.id is not None and read.id in seen:
            diagnostics += doubled_id(opened, name, seen[read.id])
        else:
            if read.id is not None:
                seen[read.id] = name
            if read.thread:
                threads.append(read.thread)
    threads.sort(key=lambda thread: (thread.comment.received, thread.id))
    known = opened.known
    feedback = Feedback(known.policy, known.people, known.topics, tuple(threads))
    return Loaded(feedback, tuple(replies), tuple(sorted(diagnostics)))


def doubled_id(opened: Opened, name: ThreadName, first: ThreadName) -> tuple[Diagnostic, ...]:
    """The problem of the thread *name*, which has the id of the thread *first*."""
    report = Report(opened.settings)
    threads = opened.place.inner("threads")
    document = _document(threads.inner(name.year).inner(name.slug).inner(COMMENT), report)
    report.diagnostics = []
    if document:
        shown = threads.inner(first.year).inner(first.slug).shown
        mend = "give the newer thread another id, in its replies as well."
        document.problem("doubled-id", "id", f"{shown} has the same id", mend)
    return tuple(report.diagnostics)


def _policy(folder: Folder, report: Report) -> ReadPolicy:
    place = folder.root.inner(POLICY)
    if not folder.policy:
        if folder.readable:
            message = "there is no policy.yml"
            mend = "write one with version, promise, calendar and rules."
            report.path_problem("unreadable", place.shown, message, mend)
        return no_policy()
    file = read_file(place.path, place.shown, report)
    return read_policy(file) if file else no_policy()


def _document(place: Place, report: Report) -> Document | None:
    file = read_file(place.path, place.shown, report)
    return read_document(file) if file else None


def _people(folder: Folder, report: Report, shared: _SharedKeys) -> Iterator[tuple[str, Person]]:
    place = folder.root.inner("people")
    shown = set()
    for name in folder.people:
        document = _document(place.inner(f"{name}.md"), report)
        if document is None:
            continue
        person, portrait = read_person(document, name)
        if portrait in folder.others:
            shown.add(portrait)
            asset = read_asset(place.inner(portrait), portrait, PICTURES, report)
            person = replace(person, portrait=asset) if person else None
        elif portrait is not None:
            code = "image-outside" if "/" in portrait else "image-missing"
            message = f"there is no {quoted(portrait)} beside this file"
            guess = did_you_mean(portrait, folder.others)
            mend = mend_by(guess, "put the picture into the folder people.")
            document.problem(code, "portrait", message, mend)
        if person:
            yield name, shared.without(document, person)
    for name in folder.others:
        if name not in shown:
            _unused(place.inner(name), name, report)


class _SharedKeys:
    """Keys that several people have: only the first of them keeps such a key."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}
        self._revoked: dict[str, datetime] = {}

    def without(self, document: Document, person: Person) -> Person:
        """*person* without the keys that an earlier one has, which are reported."""
        keys = []
        for key in person.keys:
            line = _bare(key)
            owner = self._owners.setdefault(line, person.id)
            if owner == person.id:
                keys.append(key)
                continue
            if key.revoked is not None:
                self._revoked[line] = min(key.revoked, self._revoked.get(line, key.revoked))
            message = f"{quoted(owner)} has one of these keys: nobody could tell who signed"
            mend = "take it out of one of the two files; each person makes a key of their own."
            document.problem("shared-key", "keys", message, mend)
        return replace(person, keys=tuple(keys))

    def revoked_in(self, person: Person) -> Person:
        """*person* with the keys revoked that are so in another file: a thief has them all."""
        keys = (
            replace(key, revoked=min(moment, key.revoked or moment))
            if (moment := self._revoked.get(_bare(key)))
            else key
            for key in person.keys
        )
        return replace(person, keys=tuple(keys))


def _bare(key: PersonKey) -> str:
    """The line of *key* without its comment."""
    return " ".join(key.key.split()[:2])


def _unused(place: Place, name: str, report: Report) -> None:
    if name.lower().endswith(PICTURES):
        mend = f"delete it, or name it as 'portrait' in the person's file: {quoted(name)}."
        report.path_problem("unused-asset", place.shown, "no person shows this picture", mend)
    else:
        mend = "delete or move it; a person's file is named like 'anna.md'."
        report.path_problem("unexpected-file", place.shown, "no such file is expected", mend)


def _topics(folder: Folder, known: Known, report: Report) -> Iterator[tuple[str, Topic]]:
    place = folder.root.inner("topics")
    for name in folder.topics:
        document = _document(place.inner(f"{name}.md"), report)
        topic = read_topic(document, name) if document else None
        if document and topic:
            written = document.fields.entries["owners"].value
            for owner in written.items if type(written) is Sequence else ():
                if type(owner) is Scalar:
                    known.check_person(document, (owner.start, owner.end), owner.text)
            owners = tuple(owner for owner in topic.owners if owner in known.people)
            yield name, replace(topic, owners=owners)
