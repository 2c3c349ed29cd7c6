"""``answerable import``: comments and replies of another system as feedback files."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal

import click

from answerable.cli.completing import people, topics
from answerable.cli.ending import ProjectError
from answerable.cli.import_options import configured, format_options
from answerable.cli.known_names import known_person, known_topic
from answerable.cli.project import Project, find_project, now
from answerable.importers.drafts import Choices
from answerable.importers.formats import FORMATS
from answerable.importers.interface import Importer, ImportPathError
from answerable.importers.options import OptionError
from answerable.importers.report import Report, as_json, as_text
from answerable.importers.run import run_import
from answerable.importers.shelf import Shelf, UnreadableError, read_shelf
from answerable.model import KINDS, Feedback, Kind, PersonId, TopicId
from answerable.source import load_feedback
from answerable.source.write import WouldOverwriteError

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_EXISTING = click.Path(exists=True, path_type=Path)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_SYSTEM = re.compile(r"[a-z0-9][a-z0-9.-]{0,79}")
_EVERY = 1000


def _matching(
    pattern: re.Pattern[str], must: str
) -> Callable[[click.Context, click.Parameter, str | None], str | None]:
    def check(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
        if value is not None and not pattern.fullmatch(value):
            raise click.BadParameter(f"'{value}' must be {must}")
        return value

    return check


@click.command("import")
@click.argument("format_name", metavar="FORMAT", type=click.Choice(tuple(FORMATS)))
@click.argument("path", metavar="PATH", type=_EXISTING)
@click.option(
    "--staff",
    "staff_pairs",
    multiple=True,
    metavar='"NAME=PERSON"',
    help="Who signed as NAME is PERSON, a file in people/. May be given several times.",
)
@click.option(
    "--by",
    metavar="PERSON",
    shell_complete=people,
    help="Who decides that all this is published, what was private before as well.",
)
@click.option(
    "--kind",
    type=click.Choice(KINDS),
    default="question",
    show_default=True,
    help="What all the threads are.",
)
@click.option(
    "--topic",
    metavar="TOPIC",
    shell_complete=topics,
    help="A file in topics/.  [default: the only one]",
)
@click.option(
    "--language",
    callback=_matching(_LANGUAGE, "a language code like 'en' or 'de-AT'"),
    help="The language of the texts.  [default: the site's]",
)
@click.option(
    "--url",
    "base_url",
    metavar="ADDRESS",
    callback=_matching(re.compile(r"https?://[^\s<>\"]+"), "an http or https address"),
    help="The address of the old site: links to it are kept.",
)
@click.option(
    "--system",
    metavar="NAME",
    callback=_matching(_SYSTEM, "small letters, digits, dots and hyphens"),
    help="A name for the old site, if you import from two of a kind.  [default: FORMAT]",
)
@click.option("--dry-run", is_flag=True, help="Write nothing, say what would be written.")
@click.option("--feedback", metavar="DIR", type=_FOLDER, help="Import into this folder instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="How the report is shown.",
)
@format_options(FORMATS)
@click.pass_context
def import_(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    /,
    *,
    format_name: str,
    path: Path,
    staff_pairs: tuple[str, ...],
    by: PersonId | None,
    kind: Kind,
    topic: TopicId | None,
    language: str | None,
    base_url: str | None,
    system: str | None,
    dry_run: bool,
    feedback: Path | None,
    form: Literal["text", "json"],
    **of_formats: Any,
) -> None:
    """Take over the comments of another system.

    What is there already is never changed and never written again, so an import can be
    repeated, and goes on where it was interrupted. The report names every item that was not
    taken over, with the reason.

    \b
    FORMAT and PATH:
      csv            a table (.csv, .tsv), or a folder of tables
      discourse      a topic's JSON file, or a folder of such files
      disqus         the file that Disqus exports, .xml or .xml.gz
      github         a JSON file with issues, or a folder of such files
      isso           the database of Isso, usually comments.db
      mail           an mbox, an .eml, a Maildir, or a folder of these
      remark42       a backup of Remark42, plain or .gz
      stackexchange  the folder of a data dump, or its Posts.xml
      staticman      the folder of a Jekyll or Hugo site, or its _data/comments
      wxr            the file that WordPress exports, .xml or .xml.gz

    \b
    Examples:
      answerable import staticman ../blog --dry-run
      answerable import staticman ../blog --staff "Anna Berg=anna"
      answerable import discourse export/ --url https://forum.example.com
      answerable import mail support.mbox --staff "anna@example.com=anna" --by anna
    """
    project = find_project(context.find_object(Path), feedback)
    importer = configured(FORMATS[format_name], FORMATS, of_formats)
    shelf = _shelf(project)
    known = load_feedback(
        project.feedback, project.settings, now=now(), shown_as=project.shown_as
    ).feedback
    choices = Choices(
        system=system or importer.name,
        kind=kind,
        topic=known_topic(topic, known.topics, project),
        language=language or project.language,
        calendar=known.policy.calendar,
        staff=_staff(staff_pairs, known, project),
        people=known.people,
        moderator=known_person(by, known.people, project) if by else None,
        base_url=base_url,
        decided=now().replace(microsecond=0),
    )
    report = _report(importer, path, choices, project, shelf, dry_run)
    named = bool(choices.staff)
    click.echo(as_json(report) if form == "json" else as_text(report, staff_named=named))


def _shelf(project: Project) -> Shelf:
    try:
        return read_shelf(project.feedback, project.settings, project.shown_as)
    except UnreadableError as error:
        raise click.ClickException(str(error)) from error


def _report(
    importer: Importer,
    path: Path,
    choices: Choices,
    project: Project,
    shelf: Shelf,
    dry_run: bool,
) -> Report:
    """The report of the import, done or tried."""
    progress = _Progress()
    try:
        return run_import(
            importer, path, choices, project.settings, shelf, dry_run=dry_run, progress=progress
        )
    except OptionError as error:
        raise ProjectError(str(error)) from error
    except ImportPathError as error:
        raise ProjectError(f"{error}: PATH must be {importer.description}") from error
    except WouldOverwriteError as error:
        raise click.ClickException(
            f"{error} was written by another program during the import, and stays as it is. "
            "Run the same import again: it does the rest."
        ) from error
    finally:
        progress.close()


def _staff(pairs: tuple[str, ...], known: Feedback, project: Project) -> Mapping[str, PersonId]:
    staff: dict[str, PersonId] = {}
    for pair in pairs:
        # A name may hold the sign, a person's id cannot.
        name, sign, person = (part.strip() for part in pair.rpartition("="))
        if not sign or not name or not person:
            raise ProjectError(f"--staff '{pair}' must be NAME=PERSON")
        person = known_person(person, known.people, project)
        if staff.setdefault(name, person) != person:
            raise ProjectError(f"--staff says that '{name}' is {staff[name]} and {person}")
    return staff


class _Progress:
    """How far it is, on standard error: on one line of a terminal, else now and then."""

    def __init__(self) -> None:
        # A closed standard error is None.
        self._on_terminal = sys.stderr is not None and sys.stderr.isatty()
        self._said = 0

    def __call__(self, read: int) -> None:
        if read - self._said < (_EVERY // 10 if self._on_terminal else _EVERY):
            return
        self._said = read
        click.echo(
            f"\r{read} items" if self._on_terminal else f"{read} items",
            err=True,
            nl=not self._on_terminal,
        )

    def close(self) -> None:
        """Leave the line to what follows."""
        if self._on_terminal and self._said:
            click.echo("\r\x1b[K", err=True, nl=False)
