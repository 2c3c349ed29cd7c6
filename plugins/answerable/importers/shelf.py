"""What a feedback folder holds already, as far as an import must know.

Everything counts, the unpublished and what has errors as well: an import never writes a
message that is there in any form, nor one of which only a stub or a tombstone is left
(``suppressed``; see ``answerable.digests``). A file whose front matter cannot be read could be any
message; then nothing can be imported until it is mended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.digests import question_digest, source_digest
from answerable.importers.times import parse_time
from answerable.model import COMMENT, Stem, ThreadId
from answerable.source.files import read_file
from answerable.source.folder import ASSETS, Place, ThreadFolder, list_folder, list_thread
from answerable.source.frontmatter import Document, read_document
from answerable.source.names import NONCE
from answerable.source.nodes import Mapping, Scalar
from answerable.source.problems import Report

SourceKey = tuple[str, str]
"""A system, and a message's id there."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """A message that is in the folder, or will be at the end of the import.

    ``at`` is when it was received or signed, as written. ``question`` is the digest that a
    reply to it needs, ``nonce`` the key of that one and of the title's. ``decision`` is None
    for a reply. ``suppressed`` is the digest of its source, where that is not told any more.
    """

    path: Path
    thread: ThreadId
    stem: Stem
    at: str
    question: str | None = None
    nonce: str | None = None
    decision: str | None = None
    suppressed: str | None = None

    @property
    def is_customers(self) -> bool:
        """Whether a customer wrote it."""
        return self.decision is not None


class UnreadableError(Exception):
    """Files that nobody can tell what they are; the message names them and says why."""


class Shelf:
    """The messages of a folder by their sources, and the names that are taken in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._by_source: dict[SourceKey, Shelved] = {}
        self.threads: set[ThreadId] = set()
        self.titles: dict[ThreadId, str] = {}
        self._suppressed: defaultdict[ThreadId, dict[str, Shelved]] = defaultdict(dict)
        self._not_suppressed: set[SourceKey] = set()
        self._names: defaultdict[Path, set[str]] = defaultdict(set)
        self._next: defaultdict[tuple[Path, str], int] = defaultdict(lambda: 1)

    def add(self, shelved: Shelved, source: SourceKey | None) -> None:
        """Count *shelved* as there."""
        if source is not None:
            self._by_source.setdefault(source, shelved)
        elif shelved.suppressed is not None:
            self._suppressed[shelved.thread][shelved.suppressed] = shelved
        self.threads.add(shelved.thread)
        folder = shelved.path.parent
        self._names[folder].add(shelved.stem)
        self._names[folder.parent].add(folder.name)

    def find(self, source: SourceKey) -> Shelved | None:
        """The message that came from *source*, or what is left of it."""
        known = self._by_source.get(source)
        if known is not None or not self._suppressed or source in self._not_suppressed:
            return known
        for thread, left in self._suppressed.items():
            found = left.get(source_digest(thread, *source))
            if found is not None:
                self._by_source[source] = found
                return found
        # An import asks several times for each message.
        self._not_suppressed.add(source)
        return None

    def take(self, folder: Path, name: str) -> str:
        """A name in *folder* that is free: *name*, ``name-2``, and so on; now it is taken."""
        taken = self._names[folder]
        free = name
        while free in taken:
            self._next[folder, name] += 1
            free = f"{name}-{self._next[folder, name]}"
        taken.add(free)
        return free


def read_shelf(root: Path, settings: Settings, shown_as: str) -> Shelf:
    """What lies below *root*. Raises UnreadableError."""
    report = Report(settings)
    shelf = Shelf(root)
    broken: list[str] = []
    whole = Place(str(root), shown_as)
    for name in list_folder(whole, report).threads:
        folder = list_thread(whole, name, report)
        for stem in _stems(folder):
            place = folder.place.inner(f"{stem}.md")
            file = read_file(place.path, place.shown, report)
            document = read_document(file) if file else None
            if document is None:
                broken.append(place.shown)
                continue
            shelved, source = _shelved(document, Path(place.path))
            shelf.add(shelved, source)
            if stem == COMMENT and (title := _text(document.fields, "title")):
                shelf.titles[shelved.thread] = title
    unread = (problem for problem in report.diagnostics if _was_not_read(problem, root, shown_as))
    broken = list(dict.fromkeys([*broken, *(problem.path for problem in unread)]))
    if broken:
        names = ", ".join(broken[:5]) + (f" and {len(broken) - 5} more" if len(broken) > 5 else "")
        raise UnreadableError(
            f"nobody can tell which messages are here: {names}. Mend them first, "
            "`answerable check` says how."
        )
    return shelf


def _stems(folder: ThreadFolder) -> Iterator[Stem]:
    if folder.comment:
        yield COMMENT
    for name in folder.messages:
        yield name.stem


def _shelved(document: Document, path: Path) -> tuple[Shelved, SourceKey | None]:
    fields = document.fields
    source = _mapping(fields, "source")
    moderation = _mapping(fields, "moderation")
    system, identity = _text(source, "system"), _text(source, "id")
    decision = None
    if "signed_by" not in fields.entries:
        decision = _text(moderation, "decision") or "pending"
    written = _text(fields, "nonce")
    nonce = written if NONCE.fullmatch(written) else None
    shelved = Shelved(
        path=path,
        thread=_text(fields, "id") or _text(fields, "thread"),
        stem=path.stem,
        at=_text(fields, "received") or _text(fields, "date"),
        question=question_digest(nonce, document.body) if nonce else None,
        nonce=nonce,
        decision=decision,
        suppressed=_text(fields, "suppressed") or None,
    )
    return shelved, (system, identity) if system and identity else None


def _was_not_read(problem: Diagnostic, root: Path, shown_as: str) -> bool:
    """Whether messages may lie where *problem* is: in what is misnamed, a link or closed."""
    inner = problem.path.removeprefix(shown_as)
    if problem.code == "unreadable":
        return not inner or f"{inner}/".startswith("/threads/")
    if not f"{inner}/".startswith("/threads/") or f"/{ASSETS}/" in inner:
        return False
    if problem.code == "unexpected-file":
        return inner.endswith(".md") or Path(f"{root}{inner}").is_symlink()
    return problem.code == "file-name"


def _mapping(fields: Mapping | None, name: str) -> Mapping | None:
    entry = fields.entries.get(name) if fields else None
    return entry.value if entry is not None and isinstance(entry.value, Mapping) else None


def _text(fields: Mapping | None, name: str) -> str:
    entry = fields.entries.get(name) if fields else None
    return entry.value.text if entry is not None and isinstance(entry.value, Scalar) else ""


def time_of(shelved: Shelved) -> datetime | None:
    """When *shelved* was received or signed, None where its file does not say it rightly."""
    return parse_time(shelved.at)
