"""``answerable due``: which answers are due or overdue, for whom, and an issue that says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import click

from answerable.cli.due_issues import DueIssues
from answerable.cli.due_list import Owed, as_data, as_text, owed
from answerable.cli.ending import ProjectError
from answerable.cli.forge_access import VARIABLE, api_here, api_option, forge_of
from answerable.cli.known_names import known_person
from answerable.cli.mkdocs_yml import ConfigError, read_config
from answerable.cli.project import CONFIG, Project, find_project, now
from answerable.forge_api.http import ApiError
from answerable.model import PersonId
from answerable.report import count
from answerable.source import load_feedback
from answerable.terminal import visible
from answerable.workdays import local_day

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

_EXAMPLES = """\b
Examples:
  answerable due
  answerable due --owner anna --within 3
  answerable due --issues
"""


@click.command(epilog=_EXAMPLES)
@click.option("--owner", metavar="PERSON", help="Only what this person owes.")
@click.option(
    "--within",
    metavar="DAYS",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="Also what is due within so many working days after today.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How the list is shown.",
)
@click.option("--issues", is_flag=True, help="Open, update or close an issue for each owner.")
@api_option
@click.option("--feedback", metavar="DIR", type=_FOLDER, help="Look into this folder instead.")
@click.pass_context
def due(
    context: click.Context,
    *,
    owner: PersonId | None,
    within: int,
    form: Literal["text", "json"],
    issues: bool,
    api: str | None,
    feedback: Path | None,
) -> None:
    """List the threads whose first answer is due or overdue, by owner of their topic.

    What was promised is in the policy, or in the topic: a first answer within some working days.
    The last of these days is shown, and how it lies to today.

    With --issues the forge of the settings gets one issue for each owner, assigned to the
    handle in the owner's file. It is updated while something is due, and closed when nothing is.
    The token for that is in the environment variable ANSWERABLE_FORGE_TOKEN.

    Ends with 0, also when something is overdue, and with 2 when the forge cannot be reached.
    """
    if issues and owner is not None:
        raise click.UsageError("--issues is for all owners: leave --owner out", context)
    project = find_project(context.find_object(Path), feedback)
    at = now()
    known = load_feedback(
        project.feedback, project.settings, now=at, shown_as=project.shown_as
    ).feedback
    listed = owed(known, at, within)
    if owner is not None:
        known_person(owner, known.people, project)
        listed = [one for one in listed if one.person is not None and one.person.id == owner]
    if form == "json":
        today = local_day(at, known.policy.calendar)
        click.echo(json.dumps(as_data(listed, today), indent=2))
    elif listed:
        click.echo(as_text(listed, project.shown_as))
    threads = {due.thread.id for one in listed for due in one.threads}
    closing = f"{count(len(threads), 'answer is', 'answers are')} due." if threads else ""
    click.echo(closing or "Nothing is due.", err=True)
    if issues:
        _update(project, listed, api)


def _update(project: Project, listed: list[Owed], address: str | None) -> None:
    api = api_here(project, address)
    pages = DueIssues(api, forge_of(project), site=_site(project), language=project.language)
    try:
        for line in pages.update(listed):
            click.echo(visible(line), err=True)
    except ApiError as error:
        raise ProjectError(f"{error} (the token is that in {VARIABLE})") from error


def _site(project: Project) -> str:
    """The public address of the site, empty where it is not set."""
    try:
        address = read_config(project.root / CONFIG).get("site_url")
    except ConfigError:
        return ""
    return address if isinstance(address, str) and address.startswith("https://") else ""
