"""Writing what is made into the site's folder, beside what others write there.

A file that lies there with the same bytes is left as it is, with its times: hosts and
programs that copy sites go by them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

FOLDERS = (
    ".well-known/answerable",
    "answer",
    "api",
    "assets/answerable/search",
    "figures",
    "kinds",
    "overdue",
    "people",
    "rules",
    "states",
    "tags",
    "threads",
    "topics",
    "transparency",
    "verify",
    "write",
)
"""The folders below the site's that hold nothing but what is made of the feedback."""


class CollisionError(Exception):
    """A page of the site's own and one of the feedback want the same address."""


class Writer:
    """Writes files below *folder*; *taken* names the source of what others write there.

    *fresh* says that nothing of an earlier build lies there.
    """

    def __init__(self, folder: Path, taken: Mapping[str, str], *, fresh: bool) -> None:
        self._folder = str(folder)
        self._taken = taken
        self._fresh = fresh

    def write(self, path: str, content: bytes) -> None:
        """Write one file. Raises CollisionError where the path is taken, and OSError."""
        if path in self._taken:
            raise CollisionError(
                f"docs/{self._taken[path]} and the feedback both make '{path}': "
                "rename the page, or the thread, topic, tag or person."
            )
        target = f"{self._folder}/{path}"
        if not self._fresh and _holds(target, content):
            return
        try:
            handle = _create(target)
        except FileNotFoundError:
            os.makedirs(target.rpartition("/")[0], exist_ok=True)  # noqa: PTH103  (often)
            handle = _create(target)
        try:
            _write_all(handle, content)
        finally:
            os.close(handle)

    def remove(self, path: str) -> None:
        """Delete a file that is not of others, and the folders that are empty without it."""
        if path in self._taken:
            return
        target = Path(self._folder, path)
        target.unlink(missing_ok=True)
        for folder in target.parents:
            if folder == Path(self._folder):
                break
            try:
                folder.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                break  # something else lies in it

    def remove_folder(self, path: str) -> None:
        """Delete a folder with all that is in it and not of others."""
        self._empty(path, frozenset())

    def keep_only(self, path: str, kept: Iterable[str]) -> None:
        """Delete what lies below the folder *path* and is not among the paths *kept*."""
        if self._fresh:
            return
        self._empty(path, set(kept))

    def _empty(self, path: str, kept: Set[str]) -> None:
        for file in list(Path(self._folder, path).rglob("*")):
            found = file.relative_to(self._folder).as_posix()
            if found not in kept and file.is_file():
                self.remove(found)


def _create(target: str) -> int:
    return os.open(
        target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666
    )


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        # A nearly full disk takes a part.
        view = view[os.write(handle, view) :]


def _holds(target: str, content: bytes) -> bool:
    try:
        if os.stat(target).st_size != len(content):  # noqa: PTH116  (often)
            return False
        with open(target, "rb") as file:  # noqa: PTH123  (often)
            return file.read() == content
    except OSError:
        return False
