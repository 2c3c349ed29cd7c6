"""The files of a site that somebody else made: read, never followed, never trusted.

No link is followed, in whatever part of a path it stands, so that nothing outside of the
folder is read. No more of a file is read than it may hold.

Names come from the site's own data. One with a backslash or a colon is that of no file: on
Windows it would lead elsewhere, even to a computer of somebody's choice.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


class UnreadableError(Exception):
    """A file that is there and cannot be read; the message says why."""


class Folder:
    """A folder. Paths in it are relative and have slashes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._known: dict[str, bool] = {"": True}

    def read(self, path: str, most: int) -> bytes | None:
        """The bytes of the file at *path*, None where there is none.

        Raises UnreadableError, also for a link, and for a file of more than *most* bytes.
        """
        parent, _, name = path.rpartition("/")
        if not _is_plain(name) or not self._is_folder(parent):
            return None
        try:
            handle = os.open(self._place(path), _FLAGS)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, ValueError) as error:
            raise UnreadableError(self._why(path, error)) from error
        with os.fdopen(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise UnreadableError("it is no file")
            try:
                data = file.read(most + 1)
            except OSError as error:
                raise UnreadableError(self._why(path, error)) from error
        if len(data) > most:
            raise UnreadableError(f"it is larger than {most:,} bytes")
        return data

    def entries(self, path: str) -> dict[str, bool]:
        """The names in the folder *path*, and whether each is a folder itself; links are none."""
        if not self._is_folder(path):
            return {}
        try:
            with os.scandir(self._place(path)) as found:
                return {entry.name: entry.is_dir(follow_symlinks=False) for entry in found}
        except OSError:
            return {}

    def _place(self, path: str) -> str:
        return os.path.join(self.root, *path.split("/"))  # noqa: PTH118  (often)

    def _is_folder(self, path: str) -> bool:
        known = self._known.get(path)
        if known is None:
            parent, _, name = path.rpartition("/")
            known = _is_plain(name) and self._is_folder(parent)
            try:
                known = known and stat.S_ISDIR(os.lstat(self._place(path)).st_mode)
            except (OSError, ValueError):
                known = False
            self._known[path] = known
        return known

    def _why(self, path: str, error: Exception) -> str:
        try:
            if stat.S_ISLNK(os.lstat(self._place(path)).st_mode):
                return "it is a link, which is not followed"
        except (OSError, ValueError):
            pass
        return f"it cannot be read: {getattr(error, 'strerror', None) or error}"


def _is_plain(name: str) -> bool:
    """Whether *name* is one within its folder, on any system."""
    return name not in ("", ".", "..") and "\\" not in name and ":" not in name
