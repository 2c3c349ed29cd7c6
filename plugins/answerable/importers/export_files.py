"""The files of an export, which anybody could have put together.

The rules kept here:

* only plain files are read, and only so much of each as the format allows: no link is
  followed, no device is read and no pipe is waited for;
* what is passed over for that comes out with its reason, so that the report can name it.
  Names that begin with a dot are no items.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path

_LINK = "is a link, which is not followed"
# Without O_NONBLOCK a pipe that nobody writes to would be waited for.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
)


class ExportFileError(Exception):
    """The file cannot be used; the message says why, in words that need no file name."""


@dataclass(slots=True)
class ExportFolder:
    """A folder: its plain files by name, and what is neither file nor folder, with the reason.

    A folder that cannot be read is in its own ``passed_over``.
    """

    path: Path
    files: list[Path] = field(default_factory=list)
    passed_over: list[tuple[Path, str]] = field(default_factory=list)


def walk_export(
    root: Path, enters: Callable[[Path], bool] = lambda _folder: True
) -> Iterator[ExportFolder]:
    """*root* and all folders below it that *enters* is true for, by name, from above.

    However deep the folders are, it is no recursion.
    """
    waiting = [root]
    while waiting:
        folder = ExportFolder(waiting.pop())
        below = []
        try:
            with os.scandir(folder.path) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
            for entry in entries:
                path = folder.path / entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_symlink():
                    folder.passed_over.append((path, _LINK))
                elif entry.is_dir(follow_symlinks=False):
                    below += [path] if enters(path) else []
                elif entry.is_file(follow_symlinks=False):
                    folder.files.append(path)
                else:
                    folder.passed_over.append((path, "is no file"))
        except OSError as error:
            folder.passed_over.append((folder.path, _cannot_be_read(error)))
        yield folder
        waiting += reversed(below)


def read_export_file(path: Path, most: int) -> bytes:
    """What *path* holds, up to *most* bytes. Raises ExportFileError."""
    with open_export_file(path) as file:
        try:
            data = file.read(most + 1)
        except OSError as error:
            raise ExportFileError(_cannot_be_read(error)) from error
    if len(data) > most:
        raise ExportFileError(too_large(most))
    return data


def named_file(path: Path) -> Path:
    """The file that the caller named, who may have named it by a link."""
    return Path(os.path.realpath(path))


def open_export_file(path: Path) -> BufferedReader:
    """The plain file *path*, for reading. Raises ExportFileError."""
    try:
        if path.is_symlink():
            raise ExportFileError(_LINK)
        handle = os.open(path, _FLAGS)
        # Opening a folder as a file fails, and would leave the handle open.
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return os.fdopen(handle, "rb")
        os.close(handle)
    except OSError as error:
        raise ExportFileError(_cannot_be_read(error)) from error
    raise ExportFileError("is no file")


def too_large(most: int) -> str:
    """The reason why what has more than *most* bytes stays out."""
    whole, unit = (most // 1024, "KiB") if most < 1024 * 1024 else (most // 1024**2, "MiB")
    return f"is larger than {whole} {unit}"


def _cannot_be_read(error: OSError) -> str:
    return f"cannot be read: {error.strerror or error}"
