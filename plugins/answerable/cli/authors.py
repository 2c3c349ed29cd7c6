"""``check --author``: who opens a pull request signs the replies in it.

A forge knows who opened a pull request, and the people's files say who is who there. So an
answer that somebody else prepared in an employee's name is seen before it is merged. The rules
that this module keeps:

* nobody is signed for, by CI neither: an author whom no file names can touch no reply;
* a pull request cannot give its own author the right. With ``--since``, what the policy and
  the files of people said before it counts; only who is new in it is taken from there;
* a signature belongs to its reply: to change or delete it is to change the reply;
* to delete a reply takes its signer as well. One that only lies elsewhere now, byte for byte
  and with the same signature, was not touched.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from answerable.cli.project import Project
from answerable.cli.pull_request import Deleted, inner_name, read_pull_request
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.model import Person, PersonId, Policy, Reply
from answerable.report import count
from answerable.source import Loaded
from answerable.source.frontmatter import read_document
from answerable.source.problems import Report, SourceFile, quoted
from answerable.source.scalars import scalar
from answerable.terminal import visible

CODE = "not-the-author"


@dataclass(frozen=True, slots=True)
class Author:
    """Who opened the pull request: ``handle`` is the name on a forge.

    ``people`` are those whose ``handles`` count, ``now`` those whom the files name now.
    """

    handle: str
    people: Mapping[PersonId, Person]
    now: Mapping[PersonId, Person]

    def may_sign_as(self, person: PersonId) -> bool:
        """Whether the author is *person*; somebody unknown is another check's problem."""
        return person not in self.people or self._is(self.people[person])

    def mend(self, signer: PersonId) -> str:
        """What to do where the author is not *signer*."""
        person = self.people[signer]
        opens = f"{quoted(signer)} opens the pull request"
        if signer in self.now and self._is(self.now[signer]):
            return (
                f"{person.path} names this author only since this pull request: "
                "merge that on its own first."
            )
        if person.handles:
            names = ", ".join(f"{name} on {forge}" for forge, name in person.handles.items())
            return f"{opens}: {names}, as {person.path} says."
        line = f"handles: {{github: {scalar(_bare(self.handle), inside=True)}}}"
        return f"{opens}; if this is the same person, add '{line}' to {person.path} first."

    @property
    def name(self) -> str:
        """The author as messages show it."""
        return quoted(f"@{_bare(self.handle)}")

    def _is(self, person: Person) -> bool:
        handles = (_bare(handle).casefold() for handle in person.handles.values())
        return _bare(self.handle).casefold() in handles


class Compared(NamedTuple):
    """What came of a comparison: the problems, and what to tell people besides."""

    problems: tuple[Diagnostic, ...]
    note: str


def author_problems(
    replies: Iterable[Reply], deleted: Iterable[Deleted], author: Author, settings: Settings
) -> tuple[Diagnostic, ...]:
    """The *replies*, touched by *author*, that somebody else signs, and those *deleted*."""
    report = Report(settings)
    for reply in replies:
        if not author.may_sign_as(reply.signed_by):
            text = reply.file.decode("utf-8-sig")
            # Its other problems have been reported.
            document = read_document(SourceFile(reply.path, text, Report(settings)))
            span = document.span("signed_by") if document else (0, 1)
            message = f"{author.name} opened the pull request, and is not {quoted(reply.signed_by)}"
            file = SourceFile(reply.path, text, report)
            file.problem(CODE, *span, message, author.mend(reply.signed_by))
    for path, signer in deleted:
        if not author.may_sign_as(signer):
            message = f"the pull request of {author.name} deletes this answer of {quoted(signer)}"
            report.path_problem(CODE, path, message, author.mend(signer))
    return tuple(report.diagnostics)


def compare_within(
    project: Project, loaded: Loaded, handle: str, wanted: Sequence[Path]
) -> Compared:
    """Compare the author *handle* with the signers of the replies within *wanted*.

    *wanted* are paths without links, as those of the feedback folder.
    """
    people, policy = loaded.feedback.people, loaded.feedback.policy
    folder = Path(os.path.realpath(project.feedback))
    replies = [
        reply
        for reply in loaded.replies
        if any((folder / inner_name(project, reply)).is_relative_to(path) for path in wanted)
    ]
    author = Author(handle, people, people)
    return _compared(replies, (), author, policy, policy, project.settings)


def compare_since(project: Project, loaded: Loaded, handle: str, ref: str) -> Compared:
    """Compare the author *handle* with the signers of all replies touched since *ref*.

    Raises ProjectError where git cannot tell which those are.
    """
    people, policy = loaded.feedback.people, loaded.feedback.policy
    touched = read_pull_request(project, loaded, ref)
    author = Author(handle, touched.people, people)
    compared = _compared(
        touched.replies, touched.deleted, author, policy, touched.policy, project.settings
    )
    if not touched.short:
        return compared
    short = f"The history here does not reach back to where it began: compared with {visible(ref)}."
    return compared._replace(note=f"{compared.note}\n{short}")


def _compared(
    replies: Sequence[Reply],
    deleted: Sequence[Deleted],
    author: Author,
    policy: Policy,
    before: Policy,
    settings: Settings,
) -> Compared:
    if before.write_for_others:
        note = "policy.yml lets an author write for others: nobody was compared with the signers."
        return Compared((), note)
    number = count(len(replies) + len(deleted), "reply", "replies")
    note = f"{author.name} was compared with the signers of {number}."
    if policy.write_for_others:
        note += " That policy.yml lets an author write for others counts once it is merged."
    return Compared(author_problems(replies, deleted, author, settings), note)


def _bare(handle: str) -> str:
    return handle.strip().removeprefix("@")
