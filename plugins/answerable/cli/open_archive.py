"""The archive of a project, as commands read it that ask about all threads."""

from __future__ import annotations

import click

from answerable.build.archive import Archive, read_archive
from answerable.cache import key_of
from answerable.cli.progress import ThreadProgress
from answerable.cli.project import CONFIG, Project
from answerable.cli.thread_changes import CACHE
from answerable.report import has_errors, tally, weigh
from answerable.site.publishing import publish
from answerable.source import Opened


def archive_of(project: Project, opened: Opened) -> Archive:
    """All threads of *project*."""
    known = opened.known
    publication = publish(known.policy, known.people, known.topics)
    # A folder that is no site's has no place for what is kept.
    is_site = (project.root / CONFIG).is_file()
    name = key_of(str(project.feedback.resolve()))[:12]
    cache = project.root / CACHE / f"{name}.commands" if is_site else None
    return read_archive(opened, publication, cache, ThreadProgress())


def say_errors(project: Project, archive: Archive) -> bool:
    """Whether errors keep messages out of *archive*; if so, people are told."""
    errors = [
        one for one in weigh(archive.diagnostics, project.settings) if one.severity == "error"
    ]
    if not has_errors(errors):
        return False
    click.echo(
        f"{tally(errors)}: what has an error is left out, 'answerable check' shows where.", err=True
    )
    return True
