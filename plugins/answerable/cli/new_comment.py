"""A new comment: its folder, its file, and what ``check`` says of it.

The rules that this module keeps:

* it is tried outside of the project first, and where ``check`` finds an error in it, nothing
  is written;
* it never takes the place of another thread.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from itertools import count
from pathlib import Path

from answerable.cli.project import Project
from answerable.cli.refusals import NotWrittenError
from answerable.importers.drafts import folder_name
from answerable.model import COMMENT, Thread
from answerable.report import Finding, has_errors, weigh
from answerable.source import Opened, ThreadName
from answerable.source.folder import Place
from answerable.source.write import WouldOverwriteError, comment_file, write_atomically

_FILE = f"{COMMENT}.md"


def write_comment(
    project: Project, opened: Opened, thread: Thread
) -> tuple[ThreadName, tuple[Finding, ...]]:
    """Write the comment of *thread* into a folder that is free; its slug is chosen here.

    Returns the folder, and what else ``check`` says of the comment. Raises NotWrittenError
    where that is an error.
    """
    data = comment_file(thread).encode()
    slug = folder_name(thread.title)
    findings = _tried(project, opened, ThreadName(thread.year, slug), data)
    if any(finding.problem.code == "personal-file-name" for finding in findings):
        # An address of a page is read by more people than the page.
        slug = thread.id
        findings = _tried(project, opened, ThreadName(thread.year, slug), data)
    if has_errors(findings):
        raise NotWrittenError(findings)
    for number in count(1):
        name = ThreadName(thread.year, slug if number == 1 else f"{slug}-{number}")
        folder = project.feedback.joinpath("threads", *name)
        # What lies there without a comment is nobody's to take.
        if folder.is_symlink() or folder.exists():
            continue
        try:
            write_atomically(folder / _FILE, data)
        except WouldOverwriteError:
            continue
        return name, findings
    raise AssertionError("numbers have no end")


def _tried(project: Project, opened: Opened, name: ThreadName, data: bytes) -> tuple[Finding, ...]:
    """What ``check`` finds in a thread *name* with nothing but a comment that holds *data*."""
    # Only the owner can read such a folder, and with it go the words in it.
    with tempfile.TemporaryDirectory(prefix="answerable-") as root:
        write_atomically(Path(root, "threads", *name, _FILE), data)
        place = Place(root, opened.place.shown)
        tried: Opened = replace(opened, place=place, threads=(name,))
        return weigh(tried.reader().read(name).diagnostics, project.settings)
