"""A new follow-up: the thread that it belongs to, its file, and what ``check`` says of it.

The rules that this module keeps:

* it is tried in a copy of the thread outside of the project first, and where ``check``
  finds an error in it, nothing is written;
* it never takes the place of another message.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

import click

from answerable.cli.person_files import ContentError
from answerable.cli.project import Project
from answerable.cli.refusals import NotWrittenError
from answerable.model import Comment, Thread
from answerable.report import Finding, has_errors, render, weigh
from answerable.source import Opened, ThreadName, ThreadRead
from answerable.source.folder import Place
from answerable.source.write import WouldOverwriteError, follow_up_file, write_atomically


def followed(project: Project, read: ThreadRead) -> Thread:
    """The thread in *read*. Raises ContentError where it cannot be told what it is."""
    if read.thread is None:
        click.echo(f"{render(weigh(read.diagnostics, project.settings), 'text')}\n", err=True)
        raise ContentError("the thread has errors: mend them first")
    return read.thread


def write_follow_up(
    project: Project, opened: Opened, thread: Thread, message: Comment
) -> tuple[str, tuple[Finding, ...]]:
    """Write *message* into the folder of *thread*, under a name that is free.

    Returns that name, and what else ``check`` says of it. Raises NotWrittenError where that is
    an error.
    """
    data = follow_up_file(thread.id, message).encode()
    name = ThreadName(thread.year, thread.slug)
    folder = project.feedback.joinpath("threads", *name)
    for number in count(1):
        file = f"{message.stem}.md" if number == 1 else f"{message.stem}-{number}.md"
        place = folder / file
        if place.is_symlink() or place.exists():
            continue
        findings = _tried(project, opened, name, file, data)
        if has_errors(findings):
            raise NotWrittenError(findings)
        try:
            write_atomically(place, data)
        except WouldOverwriteError:
            continue
        return file, findings
    raise AssertionError("numbers have no end")


def _tried(
    project: Project, opened: Opened, name: ThreadName, file: str, data: bytes
) -> tuple[Finding, ...]:
    """What ``check`` finds in a message *file* of the thread *name* that holds *data*."""
    # Only the owner can read such a folder, and with it go the words in it.
    with tempfile.TemporaryDirectory(prefix="answerable-") as root:
        copy = Path(root, "threads", *name)
        # A link is never followed, so neither is a copy of it.
        shutil.copytree(project.feedback.joinpath("threads", *name), copy, symlinks=True)
        write_atomically(copy / file, data)
        tried: Opened = replace(opened, place=Place(root, opened.place.shown), threads=(name,))
        read = tried.reader().read(name)
        shown = read.folder.place.inner(file).shown
        return tuple(
            finding
            for finding in weigh(read.diagnostics, project.settings)
            if finding.problem.path == shown
        )
