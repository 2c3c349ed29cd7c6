"""The feedback folder as it was: at a commit, or in an older checkout.

The rules that this module keeps:

* nothing of the repository changes: no checkout, no worktree, no index. The files of the commit
  are read one by one and written into a temporary folder;
* only plain files with plain names are written there, so that no commit can make one appear
  anywhere else. A link in the feedback folder is an error of ``check`` anyway;
* a commit that is not here is explained with the line that fetches it.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from answerable.cli.changes import base_of, has_commit
from answerable.cli.ending import ProjectError
from answerable.cli.git import GitError, git
from answerable.cli.project import CONFIG, Project, find_project
from answerable.config import Settings
from answerable.terminal import visible

_FILES = (b"100644", b"100755", b"100664")
_MOST = 1_000_000


class Earlier(NamedTuple):
    """A feedback folder that was, and its settings; ``name`` is what to call it.

    ``short`` says that the history here does not reach back to where the branch began: then it
    is compared with the commit that was named.
    """

    folder: Path
    settings: Settings
    name: str
    short: bool


@contextlib.contextmanager
def earlier(project: Project, base: str) -> Iterator[Earlier]:
    """What *base* means, a commit first and else a folder, as long as the context lasts.

    Of a commit it is where the branch here left it. Raises ProjectError where *base* means
    nothing here.
    """
    if not has_commit(project.feedback, base) and Path(base).is_dir():
        yield _checkout(Path(base))
        return
    commit, short = base_of(project.feedback, base)
    # Only its owner can read such a folder.
    with tempfile.TemporaryDirectory(prefix="answerable-") as root:
        folder = Path(root, "feedback")
        folder.mkdir()
        _write(project, commit, folder)
        yield Earlier(folder, project.settings, base, short)


def _checkout(folder: Path) -> Earlier:
    if (folder / CONFIG).is_file():
        found = find_project(folder / CONFIG)
        return Earlier(found.feedback, found.settings, str(folder), short=False)
    inner = folder / Settings().feedback_dir
    if not inner.is_dir():
        raise ProjectError(f"{folder} is no older checkout: there is no {CONFIG} in it")
    return Earlier(inner, Settings(), str(folder), short=False)


def _write(project: Project, commit: str, folder: Path) -> None:
    """Write the files of the feedback folder at *commit* into *folder*."""
    try:
        listing = git(project.feedback, "ls-tree", "-r", "-z", commit, "--", ".")
        entries = list(_entries(listing))
        given = b"".join(entry.object + b"\n" for entry in entries)
        answer = git(project.feedback, "cat-file", "--batch", given=given)
    except GitError as error:
        raise ProjectError(
            f"git cannot say what {visible(commit)} held: {visible(str(error))}"
        ) from error
    place = 0
    for entry in entries:
        end = answer.index(b"\n", place)
        size = int(answer[place:end].rpartition(b" ")[2])
        target = folder.joinpath(*entry.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(answer[end + 1 : end + 1 + size])
        place = end + 1 + size + 1


class _Entry(NamedTuple):
    object: bytes
    parts: tuple[str, ...]


def _entries(listing: bytes) -> Iterator[_Entry]:
    for number, line in enumerate(filter(None, listing.split(b"\0"))):
        head, _, name = line.partition(b"\t")
        mode, _, object_ = head.split(b" ")[:3]
        parts = tuple(os.fsdecode(name).split("/"))
        plain = all(part not in ("", ".", "..") and "\\" not in part for part in parts)
        if mode in _FILES and plain and number < _MOST:
            yield _Entry(object_, parts)
