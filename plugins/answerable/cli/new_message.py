"""A customer's new message on its way into the folder: written or refused, and what comes next.

Words that are refused and that nobody has any more are kept in a file.
"""

from __future__ import annotations

from typing import NoReturn

import click

from answerable.cli.moderation_words import say
from answerable.cli.new_comment import write_comment
from answerable.cli.new_follow_up import write_follow_up
from answerable.cli.next_steps import call, keeping
from answerable.cli.project import Project
from answerable.cli.refusals import NotWrittenError, refuse
from answerable.cli.written_words import keep
from answerable.model import COMMENT, KINDS, Comment, Thread
from answerable.report import Finding, render
from answerable.source import Opened

PREFIX = "comment-"
"""How the name of a file begins in which words are kept."""


def add_comment(
    project: Project, opened: Opened, thread: Thread, *, in_hand: bool, kind_assumed: bool
) -> None:
    """Write the comment that opens *thread*.

    *in_hand* says that its words are kept anyway, *kind_assumed* that nobody said its kind.
    """
    try:
        name, findings = write_comment(project, opened, thread)
    except NotWrittenError as error:
        _refuse(error, thread.comment, in_hand=in_hand)
    _report(findings)
    named = f"{name.year}/{name.slug}"
    folder = f"{project.shown_as}/threads/{named}"
    click.echo(f"{folder}/{COMMENT}.md")
    if kind_assumed:
        say(
            f"The call does not say the kind, so it is taken for: {thread.kind}. Where that is "
            f"wrong, correct 'kind' in the file to {' or '.join(_other_kinds(thread))}."
        )
    _say_next(thread, thread.comment, named, folder)


def add_follow_up(
    project: Project, opened: Opened, thread: Thread, message: Comment, *, in_hand: bool
) -> None:
    """Write *message* into the folder of *thread*; *in_hand* as above."""
    try:
        file, findings = write_follow_up(project, opened, thread, message)
    except NotWrittenError as error:
        _refuse(error, message, in_hand=in_hand)
    _report(findings)
    named = f"{thread.year}/{thread.slug}"
    path = f"{project.shown_as}/threads/{named}/{file}"
    click.echo(path)
    _say_next(thread, message, named, path, at=f"#{file.removesuffix('.md')}")


def _other_kinds(thread: Thread) -> list[str]:
    return [kind for kind in KINDS if kind != thread.kind]


def _refuse(error: NotWrittenError, message: Comment, *, in_hand: bool) -> NoReturn:
    refuse(error, "" if in_hand else str(keep(message.body, PREFIX)))


def _report(findings: tuple[Finding, ...]) -> None:
    if findings:
        click.echo(f"{render(findings, 'text')}\n", err=True)


def _say_next(thread: Thread, message: Comment, name: str, path: str, at: str = "") -> None:
    """What to do with *message* in *path*; a call names the thread *name*, and it *at*."""
    opening = thread.comment.moderation.decision
    if message.moderation.decision == "pending":
        say("It waits for a decision, and the site shows nothing of it. Next:")
        say(f"  {call('moderate', name + at, 'publish')}")
    elif opening != "published":
        say(f"The site shows nothing of this thread: its comment is {opening}. Next:")
    else:
        say("With the next build the site shows it. Next:")
        if not message.resolved:
            say(f"  {call('reply', name)}")
    for step in keeping(f"{'Follow-up' if at else 'Comment'} {name}{at}", path):
        say(f"  {step}")
