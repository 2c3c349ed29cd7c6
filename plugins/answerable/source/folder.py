"""What lies in the feedback folder: its names, and which file is what.

Listing follows no link, opens no file and asks for no attributes; names that begin with a
dot are passed over. The folders of threads are listed one by one, when they are asked for.
Names that the format does not know are problems of their own and never keep the others from
being read.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from answerable.diagnostics import did_you_mean
from answerable.placeholders import DAY, PERSON
from answerable.source.names import (
    YEAR,
    MessageName,
    is_person,
    is_slug,
    message_name,
    printable,
    slug_of,
)
from answerable.source.personal import check_name
from answerable.source.problems import Report, mend_by, quoted

POLICY = "policy.yml"
COMMENT = "comment.md"
ASSETS = "assets"

_FILE, _FOLDER = "file", "folder"
_UNNAMED_MEND = (
    "rename it after the day and yourself, like '2026-11-03-anna.md'; on the forge's page, edit "
    "the file and change its name above the text."
)
_MESSAGE_MEND = "name it like '2026-11-03-anna.md', or '2026-11-05-customer.md' for a follow-up."


class Place(NamedTuple):
    """A file or folder: where it lies, and how that is shown."""

    path: str
    shown: str

    def inner(self, name: str) -> Place:
        """The place of *name* in this folder."""
        return Place(f"{self.path}{os.sep}{name}", f"{self.shown}/{printable(name)}")


class ThreadName(NamedTuple):
    """Which folder of a thread: ``threads/<year>/<slug>``."""

    year: str
    slug: str


@dataclass(slots=True)
class ThreadFolder:
    """The files of one thread.

    ``comment`` says whether there is a comment.md; ``names`` are all names in the folder, and
    those in its assets folder with ``assets/`` in front.
    """

    place: Place
    year: str
    slug: str
    names: list[str] = field(default_factory=list)
    comment: bool = False
    messages: list[MessageName] = field(default_factory=list)
    assets: list[str] = field(default_factory=list)


class _Lister:
    """Lists folders and reports what is no plain file or folder."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.failed = False

    def entries(self, place: Place) -> list[tuple[str, str]]:
        """The names in a folder, sorted, each with whether it is a file or a folder."""
        found = []
        try:
            with os.scandir(place.path) as scan:
                for entry in scan:
                    if entry.name[0] == ".":
                        continue
                    if entry.is_file(follow_symlinks=False):
                        found.append((entry.name, _FILE))
                    elif entry.is_dir(follow_symlinks=False):
                        found.append((entry.name, _FOLDER))
                    else:
                        self.no_file(place.inner(entry.name))
        except OSError as error:
            self.failed = True
            message = f"the folder cannot be read: {error.strerror or error}"
            mend = "check that the folder is there and who may read it."
            self.report.path_problem("unreadable", place.shown, message, mend)
        found.sort()
        return found

    def no_file(self, place: Place) -> None:
        message = "this is a link or a device, which is never followed"
        mend = "replace it by the file itself, or delete it."
        self.report.path_problem("unexpected-file", place.shown, message, mend)

    def unexpected(self, place: Place, kind: str, mend: str) -> None:
        message = f"no {kind} is expected here"
        self.report.path_problem("unexpected-file", place.shown, message, mend)

    def misnamed(self, place: Place, message: str, mend: str) -> None:
        self.report.path_problem("file-name", place.shown, message, mend)

    def no_comment(self, place: Place) -> None:
        message = "the thread has no comment.md"
        mend = "put the customer's words into comment.md, or delete the folder."
        self.report.path_problem("thread-without-comment", place.shown, message, mend)

    def signature(self, place: Place, name: str, files: set[str]) -> bool:
        """Whether *name* is a signature; one without its message is reported."""
        if not name.endswith(".md.sig"):
            return False
        if name.removesuffix(".sig") not in files:
            message = f"there is no {quoted(name.removesuffix('.sig'))} beside this signature"
            mend = "delete the signature, or rename it as its message was renamed."
            self.report.path_problem("orphan-signature", place.shown, message, mend)
        return True


@dataclass(slots=True)
class Folder:
    """The feedback folder. ``others`` are the other files in people/."""

    root: Place
    policy: bool = False
    readable: bool = True
    people: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    threads: list[ThreadName] = field(default_factory=list)


def list_folder(root: Place, report: Report) -> Folder:
    """What lies in the folder *root*; its threads by year and name."""
    lister = _Lister(report)
    folder = Folder(root)
    entries = lister.entries(root)
    folder.readable = not lister.failed
    for name, kind in entries:
        place = root.inner(name)
        if name == POLICY and kind == _FILE:
            folder.policy = True
        elif name == "people" and kind == _FOLDER:
            folder.people, folder.others = _named(lister, place, is_person, "person")
        elif name == "topics" and kind == _FOLDER:
            folder.topics, others = _named(lister, place, is_slug, "topic")
            for other in others:
                lister.unexpected(place.inner(other), "file of this kind", "delete or move it.")
        elif name == "threads" and kind == _FOLDER:
            folder.threads = list(_threads(lister, place))
        else:
            known = (POLICY, "people", "topics", "threads")
            mend = mend_by(did_you_mean(name, known), f"here lie only {', '.join(known)}.")
            lister.unexpected(place, kind, mend)
    return folder


def list_thread(root: Place, name: ThreadName, report: Report) -> ThreadFolder:
    """The files of the thread *name* in the folder *root*."""
    place = root.inner("threads").inner(name.year).inner(name.slug)
    check_name(name.slug, place.shown, report)
    return _thread(_Lister(report), place, name)


def _named(
    lister: _Lister, place: Place, is_id: Callable[[str], bool], what: str
) -> tuple[list[str], list[str]]:
    """The ids that the files of a folder are named after, and the names of its other files."""
    ids, others = [], []
    entries = lister.entries(place)
    files = {name for name, kind in entries if kind == _FILE}
    for name, kind in entries:
        inner = place.inner(name)
        if kind == _FOLDER:
            lister.unexpected(inner, kind, "move its files up, or delete it.")
        elif name.endswith(".md"):
            if is_id(name[:-3]):
                ids.append(name[:-3])
            else:
                right = slug_of(name[:-3])
                mend = f"rename it, e.g. to '{right if is_id(right) else 'anna'}.md'."
                message = f"{quoted(name[:-3])} cannot be the id of a {what}"
                lister.misnamed(inner, message, mend)
        elif not lister.signature(inner, name, files):
            others.append(name)
    return ids, others


def _threads(lister: _Lister, place: Place) -> Iterator[ThreadName]:
    for year, kind in lister.entries(place):
        inner = place.inner(year)
        if kind == _FILE:
            lister.unexpected(inner, kind, "here lie only folders, one for each year.")
        elif YEAR.fullmatch(year) is None:
            lister.misnamed(inner, f"{quoted(year)} is no year", "name it like '2026'.")
        else:
            yield from _year(lister, inner, year)


def _year(lister: _Lister, place: Place, year: str) -> Iterator[ThreadName]:
    for slug, kind in lister.entries(place):
        if kind == _FILE:
            mend = "give each thread a folder, with the comment as comment.md."
            lister.unexpected(place.inner(slug), kind, mend)
        elif not is_slug(slug):
            right = slug_of(slug)[:80].strip("-") or "spare-parts"
            message = "the folder's name is not made of small letters, digits and hyphens"
            lister.misnamed(place.inner(slug), message, f"rename it, e.g. to '{right}'.")
        else:
            yield ThreadName(year, slug)


def _thread(lister: _Lister, place: Place, which: ThreadName) -> ThreadFolder:
    thread = ThreadFolder(place, which.year, which.slug)
    entries = lister.entries(place)
    for name, kind in entries:
        thread.names.append(name)
        if kind == _FOLDER:
            if name == ASSETS:
                thread.assets = _assets(lister, place.inner(name))
                thread.names += [f"{ASSETS}/{asset}" for asset in thread.assets]
            else:
                mend = "the files of a thread lie side by side; pictures lie in assets."
                lister.unexpected(place.inner(name), kind, mend)
        elif name == COMMENT:
            thread.comment = True
        elif name.endswith(".md"):
            message = message_name(name[:-3])
            if message is not None:
                thread.messages.append(message)
            else:
                _misnamed_message(lister, place, name)
        else:
            files = {name for name, kind in entries if kind == _FILE}
            if not lister.signature(place.inner(name), name, files):
                mend = "put pictures and documents into the folder assets."
                lister.unexpected(place.inner(name), kind, mend)
    if not thread.comment:
        lister.no_comment(place)
    return thread


def _misnamed_message(lister: _Lister, place: Place, name: str) -> None:
    if DAY in name or PERSON in name:
        what = "the day and the name are still to be filled in"
        lister.misnamed(place.inner(name), what, _UNNAMED_MEND)
        return
    guess = did_you_mean(name, (COMMENT,))
    what = f"{quoted(name)} is no name of a message"
    lister.misnamed(place.inner(name), what, mend_by(guess, _MESSAGE_MEND))


def _assets(lister: _Lister, place: Place) -> list[str]:
    names = []
    for name, kind in lister.entries(place):
        if kind == _FILE:
            names.append(name)
        else:
            lister.unexpected(place.inner(name), kind, "put its files into assets itself.")
    return names
