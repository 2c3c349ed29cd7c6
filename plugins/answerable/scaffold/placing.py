"""Putting a new project into its folder: all of it or nothing.

The rules that this module keeps:

* a folder that holds anything but the beginnings of a repository is refused;
* what is there is never overwritten, also not where another program writes it meanwhile;
* everything is written into a folder of its own first, on the same disk, and moved when it is
  complete: in one step where the project's folder is new, else entry by entry. If a move fails,
  what was moved before is taken away again.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

# What forges put into a new repository.
_HARMLESS = (".git", ".gitignore", ".gitattributes", ".ds_store")
_HARMLESS_BEGINNINGS = ("readme", "license", "licence", "copying")


class StaysError(Exception):
    """The folder is not empty; the message names what lies in it."""


def kept(folder: Path) -> list[str]:
    """What lies in *folder* and stays, by name.

    Raises StaysError where that is more than the beginnings of a repository.
    """
    if not folder.exists():
        return []
    names = sorted(entry.name for entry in folder.iterdir())
    others = [name for name in names if not _is_harmless(name)]
    if others:
        raise StaysError(", ".join(others[:5]) + (", …" if len(others) > 5 else ""))
    return names


def _is_harmless(name: str) -> bool:
    folded = name.casefold()
    return folded in _HARMLESS or folded.startswith(_HARMLESS_BEGINNINGS)


@contextlib.contextmanager
def written_nearby(folder: Path, files: Mapping[str, bytes]) -> Iterator[Path]:
    """A new folder near *folder* that holds *files*, for as long as it is needed."""
    # In the folder itself if it is there: what lies around it may be another disk.
    near = next(place for place in (folder, *folder.parents) if place.is_dir())
    with tempfile.TemporaryDirectory(prefix=".answerable-", dir=near) as root:
        stage = Path(root, "project")
        for name, data in files.items():
            path = stage.joinpath(*name.split("/"))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        yield stage


def place(stage: Path, folder: Path) -> None:
    """Move what lies in *stage* to *folder*. Raises OSError; then nothing was moved."""
    if not os.path.lexists(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        stage.rename(folder)
        return
    moved: list[Path] = []
    try:
        for entry in sorted(stage.iterdir()):
            target = folder / entry.name
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "it is there already", str(target))
            entry.rename(target)
            moved.append(target)
    except BaseException:
        for target in moved:
            with contextlib.suppress(OSError):
                shutil.rmtree(target) if target.is_dir() else target.unlink()
        raise
