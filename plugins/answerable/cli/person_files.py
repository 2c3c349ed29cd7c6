"""The files of people with the keys in them, read and changed for ``answerable keys``.

A file may have other errors: what can be read of its keys is used. Nothing is written after
which ``check`` would find more in the file than before, or over what another program wrote in
the meantime.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

import click

from answerable.cli.known_names import known_person
from answerable.cli.project import Project
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.model import PersonId
from answerable.source.files import LARGEST_FILE, open_file
from answerable.source.folder import Place, list_folder
from answerable.source.frontmatter import Document, read_document
from answerable.source.nodes import Mapping, Scalar, Sequence
from answerable.source.people import read_keys, read_person
from answerable.source.problems import Report, SourceFile
from answerable.source.write import write_atomically
from answerable.trust.keys import PublicKey, UnusableKeyError, parse_key_line

FOLDER = click.option(
    "--feedback",
    metavar="DIR",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Work on this folder instead.",
)

KeyState = Literal["usable", "retired", "revoked", "not-yet", "unusable"]


class ContentError(click.ClickException):
    """What a file says is in the way: wrong content, not a wrong call."""

    exit_code = 1


@dataclass(frozen=True, slots=True)
class Entry:
    """The entry ``number`` in a person's list of keys, as far as it can be read.

    ``key`` is None where it is no key that can sign; ``problem`` says why.
    """

    number: int
    key: PublicKey | None
    problem: str
    since: datetime | None = None
    until: datetime | None = None
    revoked: datetime | None = None
    note: str | None = None

    def state(self, now: datetime) -> KeyState:
        """What the key is good for at *now*; a revoked one has no time any more."""
        if self.key is None or self.since is None:
            return "unusable"
        if self.revoked is not None:
            return "revoked"
        if self.until is not None and self.until < now:
            return "retired"
        return "not-yet" if self.since > now else "usable"


class PersonFile:
    """A person's file: its text and its keys; ``shown`` is its path for people."""

    def __init__(self, place: Place, person: PersonId, settings: Settings) -> None:
        self.person, self.shown = person, place.shown
        self._path, self._settings = Path(place.path), settings
        self._data = self._read()
        try:
            self.text = self._data.decode()
        except UnicodeDecodeError:
            raise ContentError(f"{self.shown} is not UTF-8: answerable check says where") from None
        self._document, self._problems = _read(self.text, self.shown, settings)
        if self._document is None:
            problem = self._problems[0]
            raise ContentError(f"{self.shown}:{problem.line}: {problem.message}. {problem.mend}")
        self.entries = tuple(
            _entry(number, values) for number, values in enumerate(read_keys(self._document))
        )

    @property
    def name(self) -> str:
        """The person's name, the id where the file has none."""
        return self._word("name") or self.person

    def handle(self, forge: str) -> str | None:
        """The person's name on a forge."""
        return self._word("handles", forge)

    def line_of(self, entry: Entry, name: str) -> int:
        """The line on which the field *name* of *entry* stands, else that of the whole entry."""
        assert self._document is not None
        keys = self._document.fields.entries["keys"].value
        assert isinstance(keys, Sequence)
        node = keys.items[entry.number]
        assert isinstance(node, Mapping)
        value = node.entries[name].value if name in node.entries else None
        start = node.start if value is None else value.start
        return self._document.file.text.count("\n", 0, start) + 1

    def write(self, text: str) -> None:
        """Make the file hold *text*."""
        document, problems = _read(text, self.shown, self._settings)
        known = Counter((problem.code, problem.message) for problem in self._problems)
        for problem in problems:
            known[problem.code, problem.message] -= 1
            if document is None or known[problem.code, problem.message] < 0:
                raise ContentError(
                    f"nothing was written, because {self.shown} would be wrong after it: "
                    f"{problem.message}. {problem.mend}"
                )
        if self._read() != self._data:
            raise ContentError(f"another program is changing {self.shown}: try again")
        write_atomically(self._path, text.encode(), overwrite=True)

    def _read(self) -> bytes:
        with open_file(str(self._path)) as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise ContentError(f"{self.shown} is larger than 1 MiB")
        return data

    def _word(self, *names: str) -> str | None:
        assert self._document is not None
        node: object = self._document.fields
        for name in names:
            entry = node.entries.get(name) if isinstance(node, Mapping) else None
            node = entry.value if entry else None
        return node.text if isinstance(node, Scalar) else None


def open_person(project: Project, person: PersonId) -> PersonFile:
    """The file of *person*. Raises ProjectError where there is none."""
    known_person(person, _folder(project), project)
    return PersonFile(_place(project, person), person, project.settings)


def all_people(project: Project) -> tuple[list[PersonFile], list[str]]:
    """The files of all people, and in words which could not be read."""
    files, problems = [], []
    for person in _folder(project):
        try:
            files.append(PersonFile(_place(project, person), person, project.settings))
        except ContentError as error:  # noqa: PERF203  (one bad file never hides the others)
            problems.append(error.message)
    return files, problems


def _folder(project: Project) -> list[str]:
    root = Place(str(project.feedback), project.shown_as)
    return list_folder(root, Report(project.settings)).people


def _place(project: Project, person: PersonId) -> Place:
    root = Place(str(project.feedback), project.shown_as)
    return root.inner("people").inner(f"{person}.md")


def _read(text: str, shown: str, settings: Settings) -> tuple[Document | None, list[Diagnostic]]:
    """The document, and what is wrong with it as a person's file."""
    report = Report(settings)
    document = read_document(SourceFile(shown, text.removeprefix("\ufeff"), report))
    if document is not None:
        read_person(document, "")
    return document, report.diagnostics


def _entry(number: int, values: dict[str, object]) -> Entry:
    line = values.pop("key", None)
    key, problem = None, "there is no key in it"
    if isinstance(line, str):
        try:
            key, problem = parse_key_line(line), ""
        except UnusableKeyError as error:
            problem = str(error)
    if key is not None and "since" not in values:
        problem = "its 'since' is missing or wrong"
    return Entry(number, key, problem, **values)  # type: ignore[arg-type]
