"""``answerable stats``: the figures of the site, without the site."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from answerable.cli.figures_text import AllFigures, as_csv, as_json, as_table
from answerable.cli.open_archive import archive_of, say_errors
from answerable.cli.person_files import FOLDER
from answerable.cli.project import find_project, now
from answerable.site.figures import figures
from answerable.site.transparency import count, report
from answerable.source import open_feedback
from answerable.workdays import local_day

_FORMATS = {"table": as_table, "json": as_json, "csv": as_csv}
_EXAMPLES = """\b
Examples:
  answerable stats
  answerable stats --format csv > figures.csv
"""


@click.command(epilog=_EXAMPLES)
@click.option(
    "--format",
    "form",
    type=click.Choice([*_FORMATS]),
    default="table",
    show_default=True,
    help="How they are shown; the table leaves out the months.",
)
@FOLDER
@click.pass_context
def stats(
    context: click.Context, *, form: Literal["table", "json", "csv"], feedback: Path | None
) -> None:
    """Count what the pages of figures and of transparency count.

    They are the same numbers by the same code: what is too small to be shown there is not
    shown here either. The manual defines each of them under "Figures explained".

    Ends with 0, with 1 where errors in the feedback folder leave something out, and with 2 when
    there is nothing to count.
    """
    project = find_project(context.find_object(Path), feedback)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    archive = archive_of(project, opened)
    publication, threads = archive.publication, archive.summaries
    today = local_day(opened.known.now, publication.calendar).isoformat()
    counted = AllFigures(
        figures(threads, today),
        report(count(threads, archive.unpublished), publication.least),
    )
    click.echo(_FORMATS[form](counted))
    context.exit(1 if say_errors(project, archive) else 0)
