"""``answerable codeowners``: who is asked to look at a change, from the owners of topics."""

from __future__ import annotations

from pathlib import Path

import click

from answerable.cli.ending import ProjectError
from answerable.cli.person_files import FOLDER, ContentError
from answerable.cli.project import Project, find_project, now
from answerable.forges import KINDS, ForgeKind
from answerable.model import Feedback, Person
from answerable.promises import state_of
from answerable.scaffold import UnmarkedError, marked_part, with_part
from answerable.source import load_feedback
from answerable.source.write import write_atomically
from answerable.workdays import local_day

_PLACES = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", ".gitea/CODEOWNERS")
_EXAMPLES = """\b
Examples:
  answerable codeowners
  answerable codeowners --threads --check
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--threads",
    is_flag=True,
    help="Have a line as well for each thread that waits for an answer.",
)
@click.option("--check", is_flag=True, help="Write nothing, say whether it is up to date.")
@click.option(
    "--forge",
    "kind",
    type=click.Choice(KINDS),
    help="Write it for this one.  [default: the setting 'forge', else github]",
)
@FOLDER
@click.pass_context
def codeowners(
    context: click.Context,
    *,
    threads: bool,
    check: bool,
    kind: ForgeKind | None,
    feedback: Path | None,
) -> None:
    """Write who is asked to look at a change.

    The forge reads it in the file CODEOWNERS. Who owns a topic is asked for that topic, under
    the name that 'handles' has in the person's file. Only the part of the file between the two
    marks is written, the lines around it are yours.

    Ends with 0 when the file is up to date, with 1 when it is not, or when it is not clear which
    of its lines may be written, and with 2 when there is nothing to work on.
    """
    project = find_project(context.find_object(Path), feedback)
    loaded = load_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    forge = kind or (project.settings.forge.kind if project.settings.forge else "github")
    known = loaded.feedback
    waiting = [one for one in known.threads if state_of(one) == "open"] if threads else []
    top = _top(project)
    folder = _within(top, project.feedback)
    part = marked_part(forge, folder, _people_here(known), known.topics, waiting)
    file = next((top / one for one in _PLACES if (top / one).is_file()), top / _PLACES[0])
    old = _text(file)
    try:
        new = with_part(old, part.text)
    except UnmarkedError as error:
        raise ContentError(
            f"{file} has not one beginning and one end of the marked part: mend the marks"
        ) from error
    for name in part.without_handle:
        click.echo(
            f"{name} owns a topic, and cannot be asked: their file has no name on {forge} "
            f"under 'handles'.",
            err=True,
        )
    if new == old:
        click.echo(f"{file} is up to date.", err=True)
        return
    if check:
        raise ContentError(f"{file} is not up to date: run 'answerable codeowners'")
    write_atomically(file, new.encode(), overwrite=True)
    click.echo(file)


def _people_here(known: Feedback) -> dict[str, Person]:
    """Those who have not left."""
    today = local_day(now(), known.policy.calendar)
    return {
        name: person
        for name, person in known.people.items()
        if person.until is None or person.until >= today
    }


def _top(project: Project) -> Path:
    """The top of the repository, as far as the settings say where that is."""
    top = project.root.resolve()
    folder = project.settings.forge.folder if project.settings.forge else ""
    for part in reversed(folder.split("/") if folder else []):
        if top.name != part:
            raise ProjectError(f"'folder' of the setting 'forge' is {folder}, but {top} is not")
        top = top.parent
    return top


def _within(top: Path, feedback: Path) -> str:
    try:
        return feedback.resolve().relative_to(top).as_posix()
    except ValueError as error:
        raise ProjectError(f"{feedback} does not lie in {top}") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise ContentError(f"{file} is not UTF-8") from error
