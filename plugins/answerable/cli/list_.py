"""``answerable list``: which threads wait, for whom, and until when."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Literal

import click

from answerable.cli.completing import people, topics
from answerable.cli.ending import ProjectError
from answerable.cli.known_names import known_person, known_topic
from answerable.cli.listing import PENDING, Row, as_json, as_table, rows_of
from answerable.cli.open_archive import archive_of, say_errors
from answerable.cli.person_files import FOLDER
from answerable.cli.project import Project, find_project, now
from answerable.cli.whoami import who_is_here
from answerable.model import KINDS, STATES, Kind, PersonId, Topic, TopicId
from answerable.report import count
from answerable.site.publication import GONE
from answerable.source import Opened, open_feedback
from answerable.workdays import local_day

ALL = "all"
_EXAMPLES = """\b
Examples:
  answerable list
  answerable list --mine --overdue
  answerable list --topic spare-parts --state all --format json
"""


@click.command("list", epilog=_EXAMPLES)
@click.option(
    "--state",
    "states",
    type=click.Choice([PENDING, *STATES, *GONE, ALL]),
    multiple=True,
    help="What they wait for, or what became of them; may be given several times.  [default: open]",
)
@click.option("--overdue", is_flag=True, help="Only those whose promised day is over.")
@click.option("--mine", is_flag=True, help="As --for, with the person whose key is here.")
@click.option(
    "--for",
    "person",
    metavar="PERSON",
    shell_complete=people,
    help="Only topics that PERSON owns, and what PERSON has answered.",
)
@click.option("--topic", metavar="TOPIC", shell_complete=topics, help="Only this topic.")
@click.option("--kind", type=click.Choice(KINDS), help="Only this kind.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How they are shown.",
)
@FOLDER
@click.pass_context
def list_(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    *,
    states: tuple[str, ...],
    overdue: bool,
    mine: bool,
    person: PersonId | None,
    topic: TopicId | None,
    kind: Kind | None,
    form: Literal["table", "json"],
    feedback: Path | None,
) -> None:
    """List the threads that wait for an answer.

    What was promised first comes first. The clock counts working days: "due in 2", "overdue by
    3", or for an answer that was given, "in 2". With --state pending it lists what waits for a
    decision. The columns "thread" and "id" each name a thread in all other commands.

    Ends with 0, with 1 where errors in the feedback folder leave something out, and with 2 when
    it is not clear what to list.
    """
    if mine and person is not None:
        raise ProjectError("--mine and --for say the same: give one of them")
    project = find_project(context.find_object(Path), feedback)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    known = opened.known
    if topic is not None:
        known_topic(topic, known.topics, project)
    if mine or person is not None:
        person = _person(project, opened, person)
    wanted = set(states or ("open",))
    archive = archive_of(project, opened)
    every = list(rows_of(archive, local_day(known.now, known.policy.calendar)))
    rows = [
        row
        for row in every
        if _is_wanted(row, wanted)
        and (not overdue or row.is_overdue)
        and topic in (None, row.topic)
        and kind in (None, row.kind)
        and (person is None or _is_theirs(row, person, known.topics.get(row.topic)))
    ]
    if form == "json":
        click.echo(as_json(rows))
    elif rows:
        click.echo(as_table(rows, _width()))
    of = len(archive.entries)
    click.echo(f"{len(rows):,} of {count(of, 'thread', 'threads')}", err=True)
    undecided = sum(row.undecided > 0 for row in every)
    if undecided and not states:
        wait = count(undecided, "waits", "wait")
        click.echo(f"{wait} for a decision: answerable list --state pending", err=True)
    context.exit(1 if say_errors(project, archive) else 0)


def _is_wanted(row: Row, states: set[str]) -> bool:
    return ALL in states or row.state in states or (PENDING in states and row.undecided > 0)


def _is_theirs(row: Row, person: PersonId, topic: Topic | None) -> bool:
    return person in row.signers or (topic is not None and person in topic.owners)


def _person(project: Project, opened: Opened, person: PersonId | None) -> PersonId:
    if person is not None:
        return known_person(person, opened.known.people, project)
    return who_is_here(
        project, opened, opened.known.now, say="say who you are with --for PERSON"
    ).person


def _width() -> int | None:
    """The columns of the terminal that shows it; None where a file or a program takes it."""
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else None
