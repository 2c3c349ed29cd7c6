"""``answerable export``: all that is public, to take along.

The rules that this module keeps:

* it starts from what the site is made of (``answerable.site.publication``): what is not
  published is not there to be written;
* where errors would leave something out, nothing is written: a copy with holes is worse than
  none;
* nothing is overwritten unasked, and a file or a folder is there as a whole or not at all.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import click

from answerable.cli.completing import people
from answerable.cli.ending import ProjectError
from answerable.cli.export_folder import write_folder
from answerable.cli.known_names import known_person
from answerable.cli.mkdocs_yml import read_config
from answerable.cli.person_files import FOLDER, ContentError
from answerable.cli.progress import ThreadProgress
from answerable.cli.project import CONFIG, Project, find_project, now
from answerable.diagnostics import Diagnostic
from answerable.model import PersonId
from answerable.report import count, tally, weigh
from answerable.site.export import (
    export_csv,
    export_json,
    export_schema,
    thread_json,
    thread_rows,
)
from answerable.site.publication import Publication, PublishedThread
from answerable.site.publishing import publish, publish_thread
from answerable.source import Opened, ThreadName, doubled_id, open_feedback
from answerable.source.write import WouldOverwriteError, write_atomically

Form = Literal["json", "csv", "md", "schema"]

_OUT = click.Path(path_type=Path)
_EXAMPLES = """\b
Examples:
  answerable export json --out all.json
  answerable export csv > all.csv
  answerable export md --out copy/ --by anna
"""


@click.command(epilog=_EXAMPLES)
@click.argument(
    "form", metavar="json|csv|md|schema", type=click.Choice(["json", "csv", "md", "schema"])
)
@click.option(
    "--out",
    metavar="PATH",
    type=_OUT,
    help="A new file, or for md a new folder.  [default: standard output]",
)
@click.option("--force", is_flag=True, help="Replace what an earlier export wrote there.")
@click.option(
    "--by",
    metavar="PERSON",
    shell_complete=people,
    help="With md: who answers for all decisions in the copy.",
)
@FOLDER
@click.pass_context
def export(
    context: click.Context,
    *,
    form: Form,
    out: Path | None,
    force: bool,
    by: PersonId | None,
    feedback: Path | None,
) -> None:
    """Write all that is public, so that it can be taken anywhere.

    \b
    json     everything in one file, with the answers' files and signatures
    csv      a table with a row for each message
    md       a folder of Markdown files, in the form of a feedback folder
    schema   what the fields of the JSON mean, as JSON Schema

    Nothing is in it that the site does not show. Ends with 0 when it is written, with 1 where
    errors would leave something out (then nothing is written), and with 2 when it is not clear
    what to do.
    """
    if out is not None and not out.absolute().parent.is_dir():
        raise ProjectError(f"there is no folder {out.parent}, so nothing is written: make it first")
    if form == "schema":
        _give(export_schema().encode(), out, force=force)
        return
    if form == "md" and out is None:
        raise click.UsageError("a folder has to have a name: say --out FOLDER", context)
    if by is not None and form != "md":
        raise click.UsageError("--by belongs to md", context)
    config = context.find_object(Path)
    project = find_project(config, feedback)
    opened = open_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    known = opened.known
    publication = publish(known.policy, known.people, known.topics)
    if by is not None:
        known_person(by, known.people, project)
    source = _Threads(project, opened, publication)
    if form == "md" and out is not None:
        write_folder(out, publication, source, by, force=force)
    elif form == "csv":
        url = _url(project, config)
        rows = [(_order(one), list(thread_rows(one, url))) for one in source]
        _give(export_csv(row for _, part in sorted(rows) for row in part), out, force=force)
    else:
        url = _url(project, config)
        texts = sorted((_order(one), thread_json(one, url)) for one in source)
        data = export_json(
            publication, (text for _, text in texts), name=project.site_name, url=url
        )
        _give(data, out, force=force)
    click.echo(f"{count(source.number, 'thread', 'threads')} exported", err=True)


class _Threads:
    """The published threads of a project, read one by one.

    The last step of reading them raises ContentError where there are errors.
    """

    def __init__(self, project: Project, opened: Opened, publication: Publication) -> None:
        self.number = 0
        self._project, self._opened, self._publication = project, opened, publication

    def __iter__(self) -> Iterator[PublishedThread]:
        opened, progress = self._opened, ThreadProgress()
        reader = opened.reader()
        problems: list[Diagnostic] = list(opened.diagnostics)
        first: dict[str, ThreadName] = {}
        for number, name in enumerate(opened.threads, start=1):
            read = reader.read(name)
            problems += read.diagnostics
            if read.id is not None and first.setdefault(read.id, name) != name:
                problems += doubled_id(opened, name, first[read.id])
            elif read.thread is not None and (
                shown := publish_thread(read.thread, self._publication)
            ):
                self.number += 1
                yield shown
            progress(number, len(opened.threads))
        findings = weigh(problems, self._project.settings)
        errors = [finding for finding in findings if finding.severity == "error"]
        if errors:
            raise ContentError(
                f"{tally(errors)}: what has an error would be left out, so nothing was written. "
                "'answerable check' shows where"
            )


def _order(thread: PublishedThread) -> tuple[float, str]:
    return thread.received.timestamp(), thread.id


def _url(project: Project, config: Path | None) -> str | None:
    """The site's address with a slash at its end, None where it is not set."""
    file = config or project.root / CONFIG
    url = read_config(file).get("site_url") if file.is_file() else None
    return f"{url.rstrip('/')}/" if isinstance(url, str) and url else None


def _give(data: bytes, out: Path | None, *, force: bool) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    try:
        write_atomically(out, data, overwrite=force)
    except WouldOverwriteError as error:
        raise ProjectError(f"{error} is there already: name another file, or say --force") from None
