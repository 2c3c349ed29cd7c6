"""``answerable changes``: what a branch changes on the site, before anybody merges it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from answerable.cli.changes import has_commit
from answerable.cli.difference import difference
from answerable.cli.difference_words import as_json, as_markdown, as_text
from answerable.cli.earlier import earlier
from answerable.cli.ending import ProjectError
from answerable.cli.project import Project, find_project, now
from answerable.report import tally, weigh
from answerable.source import Loaded, load_feedback
from answerable.terminal import visible
from answerable.workdays import local_day

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)

_EXAMPLES = """\b
Examples:
  answerable changes
  answerable changes origin/main --format markdown
  answerable changes ../as-it-was --format json
"""


@click.command("changes", epilog=_EXAMPLES)
@click.argument("base", metavar="[BASE]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="How it is shown; markdown is for the summary of a run in CI.",
)
@click.option("--feedback", metavar="DIR", type=_FOLDER, help="Compare this folder instead.")
@click.pass_context
def site_changes(
    context: click.Context,
    base: str | None,
    *,
    form: Literal["text", "markdown", "json"],
    feedback: Path | None,
) -> None:
    """Say what changes on the site compared with BASE.

    BASE is a branch or a commit, or the folder of an older checkout. Of a branch it is the
    commit where this one left it. Without BASE it is the main branch of the settings' forge, as
    origin has it.

    New, changed and removed comments and answers are named, with who wrote them and where, then
    people, topics and rules, and the figures before and after. What is not committed yet counts
    as well. Only what is published is compared: of texts that wait for a decision there is
    nothing but their number.

    A shallow clone is enough, if the commit BASE is in it. Ends with 0, or with 2 when nothing
    can be compared.
    """
    project = find_project(context.find_object(Path), feedback)
    with earlier(project, base or _main_branch(project)) as was:
        before = load_feedback(was.folder, was.settings, now=now(), shown_as=project.shown_as)
        after = load_feedback(
            project.feedback, project.settings, now=now(), shown_as=project.shown_as
        )
        today = local_day(now(), after.feedback.policy.calendar)
        found = difference(before.feedback, after.feedback, today)
    if form == "json":
        click.echo(as_json(found, was.name))
    else:
        click.echo(as_markdown(found) if form == "markdown" else as_text(found))
    if was.short:
        click.echo(
            "The history here does not reach back to where the branch left "
            f"{visible(was.name)}: compared with that itself.",
            err=True,
        )
    _warn(project, after)


def _main_branch(project: Project) -> str:
    forge = project.settings.forge
    name = forge.branch if forge else "main"
    for ref in (f"origin/{name}", name):
        if has_commit(project.feedback, ref):
            return ref
    raise ProjectError(
        f"there is no commit origin/{name} or {name} here to compare with: name BASE, or fetch it: "
        f"'git fetch --depth=1 origin {name}', then 'answerable changes FETCH_HEAD'"
    )


def _warn(project: Project, loaded: Loaded) -> None:
    errors = [one for one in weigh(loaded.diagnostics, project.settings) if one.severity == "error"]
    if errors:
        click.echo(
            f"{tally(errors)}: what they keep from the site is not in this. 'answerable check' "
            "names them.",
            err=True,
        )
