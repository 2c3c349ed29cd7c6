"""A new reply: what it answers, its file, and what ``check`` says of it.

The rules that this module keeps:

* a reply is bound to the question and the title as its author saw them;
* it never takes the place of another file, and where ``check`` finds an error in it, it does
  not stay. That it is not signed yet is none: what is not there cannot be signed.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import click

from answerable.cli.ending import ProjectError
from answerable.cli.project import Project, now
from answerable.cli.refusals import NotWrittenError
from answerable.cli.thread_names import NamedThread
from answerable.codes import SIGNATURE_CODES
from answerable.model import Comment, Outcome, PersonId, Reply, Stem, Thread
from answerable.report import Finding, has_errors, render, weigh
from answerable.source import ThreadName, open_feedback, question_digest, title_digest
from answerable.source.write import WouldOverwriteError, reply_file, write_atomically
from answerable.terminal import visible

_MOST_OF_A_DAY = 9999


class CannotAnswerError(click.ClickException):
    """There is nothing that could be answered; nothing was written."""

    exit_code = 1


class Draft(NamedTuple):
    """A reply without its words: the thread ``name``, and the message ``asked`` in it."""

    name: ThreadName
    thread: Thread
    asked: Comment
    nonce: str

    def reply(
        self,
        signer: PersonId,
        words: str,
        *,
        date: datetime,
        language: str,
        outcome: Outcome | None = None,
    ) -> Reply:
        """The reply of *signer*, bound to the question; its stem is not chosen yet."""
        title = self.thread.title
        return Reply(
            stem="",
            path="",
            answers=self.asked.stem,
            question=question_digest(self.nonce, self.asked.body),
            title=None if title is None else title_digest(self.nonce, title),
            signed_by=signer,
            date=date,
            language=language,
            body=words,
            outcome=outcome,
        )


def draft_of(project: Project, named: NamedThread, stem: Stem | None) -> Draft:
    """What there is to answer in the thread *named*: the message *stem*.

    Without it that of the permalink; else the last published one that has no answer, or just
    the last published one. Raises ProjectError where there is no message *stem*, and
    CannotAnswerError where the public does not see what is to be answered.
    """
    read = named.read
    if read.thread is None:
        problems = render(weigh(read.diagnostics, project.settings), "text")
        click.echo(f"{problems}\n", err=True)
        raise CannotAnswerError("the thread has errors: mend them first, then answer")
    thread = read.thread
    messages = {message.stem: message for message in (thread.comment, *thread.follow_ups)}
    if stem is not None and stem not in messages:
        listed = ", ".join(messages)
        raise ProjectError(f"--answers {visible(stem)}: the customer's messages are {listed}")
    asked = messages[stem] if stem is not None else _waiting(thread, messages, named.message)
    decided = asked.moderation.decision
    if decided != "published" or asked.nonce is None:
        raise CannotAnswerError(f"'{asked.stem}' is {decided}: only what is published is answered")
    return Draft(ThreadName(thread.year, thread.slug), thread, asked, asked.nonce)


def _waiting(thread: Thread, messages: dict[Stem, Comment], permalink: Stem | None) -> Comment:
    published = [m for m in messages.values() if m.moderation.decision == "published"]
    if not published:
        return thread.comment
    answered = {reply.answers for reply in thread.replies}
    linked = [message for message in published if message.stem == permalink]
    waiting = [message for message in published if message.stem not in answered]
    return (linked or waiting or published)[-1]


def write_reply(project: Project, draft: Draft, reply: Reply) -> tuple[str, tuple[Finding, ...]]:
    """Write *reply* into its thread's folder, under a name that is free.

    Returns its path, as it is shown, and what else ``check`` says of it. Raises
    NotWrittenError where that is an error.
    """
    # Read again: it may have taken an hour to write.
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    reader = opened.reader()
    data = reply_file(draft.thread.id, reply).encode()
    file = _placed(Path(reader.folder(draft.name)), reply, data)
    path = f"{project.shown_as}/threads/{draft.name.year}/{draft.name.slug}/{file.name}"
    try:
        found = weigh(reader.read(draft.name).diagnostics, project.settings)
        findings = tuple(
            finding
            for finding in found
            if finding.problem.path == path and finding.problem.code not in SIGNATURE_CODES
        )
        if has_errors(findings):
            raise NotWrittenError(findings)
    except BaseException:
        file.unlink()
        raise
    return path, findings


def _placed(folder: Path, reply: Reply, data: bytes) -> Path:
    first = f"{reply.date.date().isoformat()}-{reply.signed_by}"
    for number in range(1, _MOST_OF_A_DAY + 1):
        file = folder / (f"{first}.md" if number == 1 else f"{first}-{number}.md")
        # A signature that was left behind is not one of this reply.
        if os.path.lexists(file) or os.path.lexists(f"{file}.sig"):
            continue
        try:
            if write_atomically(file, data):
                return file
        except WouldOverwriteError:
            continue
    raise CannotAnswerError("there are too many replies of that day already")
