"""``answerable show``: a thread in the terminal."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from answerable.cli.completing import threads
from answerable.cli.dialogue_text import WIDEST, as_text
from answerable.cli.person_files import FOLDER
from answerable.cli.project import find_project, now
from answerable.cli.thread_names import find_thread
from answerable.model import Thread
from answerable.promises import first_answer, promise_of, state_of
from answerable.report import render, weigh
from answerable.source import Opened, open_feedback
from answerable.workdays import add_working_days, local_day, working_days_until

_EXAMPLES = """\b
Examples:
  answerable show 2026/spare-parts
  answerable show k7q2m9x4tb
  answerable show https://feedback.example.com/threads/2026/spare-parts/ --no-pager
"""


@click.command(epilog=_EXAMPLES)
@click.argument("thread", metavar="THREAD", shell_complete=threads)
@click.option("--no-pager", is_flag=True, help="Show a long thread at once.")
@FOLDER
@click.pass_context
def show(context: click.Context, *, thread: str, no_pager: bool, feedback: Path | None) -> None:
    """Show a thread: who said what, when, and what the signatures are worth.

    THREAD is the id of a thread, its folder, its year and name, or the address of its
    page. What the site does not show is shown here as well, and says so.

    Ends with 0, with 1 where the thread has errors, and with 2 where there is none.
    """
    project = find_project(context.find_object(Path), feedback)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    read = find_thread(opened, thread).read
    findings = weigh(read.diagnostics, project.settings)
    if read.thread is not None:
        size = shutil.get_terminal_size()
        on_terminal = sys.stdout.isatty()
        width = size.columns if on_terminal else WIDEST
        lines = list(
            as_text(read.thread, opened.known.people, width, _promised(read.thread, opened))
        )
        text = "".join(f"{line}\n" for line in lines)
        if on_terminal and not no_pager and len(lines) > size.lines - 1:
            click.echo_via_pager(text)
        else:
            click.echo(text, nl=False)
    errors = [finding for finding in findings if finding.severity == "error"]
    if errors:
        click.echo(f"\n{render(errors, 'text')}", err=True)
    context.exit(1 if errors else 0)


def _promised(thread: Thread, opened: Opened) -> str:
    """How it stands with the promise, where an answer is awaited."""
    if state_of(thread) != "open" or first_answer(thread) is not None:
        return ""
    known = opened.known
    policy = known.policy
    days = promise_of(thread.topic, known.topics, policy.promise)
    last = add_working_days(thread.comment.received, days, policy.calendar)
    left = working_days_until(last, local_day(known.now, policy.calendar), policy.calendar)
    if left < 0:
        return f"promised by {last}, overdue by {-left} working days"
    return f"promised by {last}, {left} working days left"
