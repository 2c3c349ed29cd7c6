"""Which customer's message a call means, and what its file says.

    2026/spare-parts                         the comment that opens the thread
    2026/spare-parts#2026-11-05-customer     a follow-up
    https://…/threads/2026/spare-parts/#…    the same by its permalink
    feedback/threads/…/comment.md            the file itself

A thread may have other errors: only the message itself must be readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from answerable.cli.ending import ProjectError
from answerable.cli.known_names import known_person
from answerable.cli.moments import Clock
from answerable.cli.person_files import ContentError
from answerable.cli.project import Project, find_project, now
from answerable.cli.thread_names import find_thread
from answerable.cli.whoami import who_is_here
from answerable.model import COMMENT, Comment, PersonId, Stem
from answerable.report import render, weigh
from answerable.source import Opened, ThreadName, ThreadRead, open_feedback
from answerable.source.files import read_file
from answerable.source.frontmatter import Document, read_document
from answerable.source.messages import read_comment, read_follow_up
from answerable.source.names import message_name
from answerable.source.problems import Report
from answerable.source.schema import Values
from answerable.terminal import visible

SAY_BY = "say who decides with --by PERSON"


@dataclass(frozen=True)
class CustomerMessage:
    """A customer's message and the thread around it.

    ``text`` is its whole file; ``values`` are its fields, ``message`` what they make together.
    ``shown`` is the file's path for people.
    """

    project: Project
    opened: Opened
    read: ThreadRead
    stem: Stem
    document: Document
    values: Values
    message: Comment

    @property
    def name(self) -> ThreadName:
        """Its thread's folder."""
        return ThreadName(self.read.folder.year, self.read.folder.slug)

    @property
    def folder(self) -> Path:
        """Where its thread lies."""
        return Path(self.read.folder.place.path)

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.stem}.md"

    @property
    def shown(self) -> str:
        """Its file as people see it."""
        return f"{self.read.folder.place.shown}/{self.file}"

    @property
    def text(self) -> str:
        """Its file, with a byte order mark where it has one."""
        return self.document.file.data.decode()

    @property
    def is_opening(self) -> bool:
        """Whether it opens the thread."""
        return self.stem == COMMENT

    @property
    def is_public(self) -> bool:
        """Whether everybody can read the repository."""
        return self.project.settings.repository == "public"

    @property
    def is_stub(self) -> bool:
        """Whether its words are not in the file any more."""
        decided = self.message.moderation.decision
        return decided not in ("pending", "published") and self.message.nonce is None


def open_message(config: Path | None, feedback: Path | None, word: str) -> CustomerMessage:
    """The message that *word* means. Raises ProjectError, or ContentError if it is unreadable."""
    project = find_project(config, feedback)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    thread, stem = _parts(word)
    named = find_thread(opened, thread)
    stem = stem or named.message or COMMENT
    folder = named.read.folder
    name = message_name(stem)
    if stem == COMMENT:
        there = folder.comment
    elif name is not None and not name.is_follow_up:
        raise ProjectError(f"'{visible(stem)}' is an answer: only customers' words are moderated")
    else:
        there = name in folder.messages
    if not there:
        known = [COMMENT] * folder.comment + [
            one.stem for one in folder.messages if one.is_follow_up
        ]
        raise ProjectError(
            f"no message '{visible(stem)}' of the customer in {folder.place.shown}: there are "
            f"{', '.join(known) or 'none'}"
        )
    return _read(project, opened, named.read, stem)


def decided_by(message: CustomerMessage, person: PersonId | None, clock: Clock) -> PersonId:
    """*person*, or whose key is here. Raises ProjectError."""
    if person is not None:
        return known_person(person, message.opened.known.people, message.project)
    at = moment_of(message, clock)
    return who_is_here(message.project, message.opened, at, say=SAY_BY).person


def moment_of(message: CustomerMessage, clock: Clock) -> datetime:
    """The time that an option means."""
    return clock(message.opened.known.policy.calendar)


def _parts(word: str) -> tuple[str, Stem | None]:
    """The thread and the message that *word* names."""
    if "://" in word:
        return word, None
    thread, _, stem = word.partition("#")
    if stem:
        return thread, stem
    path = Path(word)
    # A folder may be called so as well.
    is_file = path.suffix == ".md" and not path.is_dir()
    return (str(path.parent), path.stem) if is_file else (word, None)


def _read(project: Project, opened: Opened, read: ThreadRead, stem: Stem) -> CustomerMessage:
    report = Report(project.settings)
    place = read.folder.place.inner(f"{stem}.md")
    file = read_file(place.path, place.shown, report)
    document = read_document(file) if file else None
    found = None
    if document is not None:
        name = message_name(stem)
        if name is None:
            found = read_comment(document, read.folder.year, public=False)
        else:
            found = read_follow_up(document, name, public=False)
    if document is None or found is None or found.message is None:
        problems = render(weigh(report.diagnostics, project.settings), "text")
        raise ContentError(f"{place.shown} has errors: mend them first.\n{problems}")
    return CustomerMessage(project, opened, read, stem, document, found.values, found.message)
