"""Which files ``encrypt`` and ``decrypt`` read, and where they write, as StatiCrypt has it.

A file goes to the same place below the folder for results; a folder that is named goes there
with its name. Stricter than StatiCrypt:

* a file that is named must be a page: nothing else would be encrypted, only copied;
* links in a folder are not followed, neither to what is read nor to what is written;
* two files never go to one place, and the results in a folder are not read again.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from answerable.cli.ending import ProjectError
from answerable.terminal import visible

_PAGES = (".html", ".htm")


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read and its place *below* the folder for results."""

    file: Path
    below: Path
    is_page: bool

    @property
    def address(self) -> str:
        """The file's place as an address has it."""
        return self.below.as_posix()


class Results:
    """The folder for results.

    A file is written beside its place and then given its name. Nothing waits for the disk, as
    ``source.write`` does: what a power failure takes can be made again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made: set[Path] = set()

    def shown(self, below: Path) -> str:
        """The path of a result, for people."""
        return visible(Path(self.folder, below).as_posix())

    def write(self, below: Path, data: bytes) -> str:
        """Write a result over one that is there; gives its path. Raises ProjectError."""
        path = Path(self.folder, below)
        if path.parent not in self._made:
            self._make(path.parent, below)
        beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
        try:
            with beside.open("xb") as file:
                file.write(data)
            beside.replace(path)
        except BaseException as error:
            with contextlib.suppress(OSError):
                beside.unlink()
            if isinstance(error, OSError):
                # The temporary file is nothing to people.
                raise OSError(error.errno, error.strerror or str(error), str(path)) from error
            raise
        return self.shown(below)

    def _make(self, folder: Path, below: Path) -> None:
        root = self.folder.resolve()
        # Before it is made: a link in its path leads elsewhere.
        if not folder.resolve().is_relative_to(root):
            raise ProjectError(f"{self.shown(below)} would lie outside of {visible(str(root))}")
        folder.mkdir(parents=True, exist_ok=True)
        self._made.add(folder)


def jobs(named: Sequence[Path], results: Results, *, recursive: bool) -> list[Job]:
    """What to do for the files and folders that were *named*. Raises ProjectError."""
    found = [job for path in named for job in _jobs(path, results, recursive=recursive)]
    places: dict[Path, Path] = {}
    for job in found:
        other = places.setdefault(job.below, job.file)
        if other != job.file:
            raise ProjectError(
                f"{visible(str(other))} and {visible(str(job.file))} would both become "
                f"{results.shown(job.below)}: encrypt one after the other, with -d"
            )
    return list(dict.fromkeys(found))


def _jobs(path: Path, results: Results, *, recursive: bool) -> Iterator[Job]:
    full = Path(os.path.abspath(path))  # noqa: PTH100  (a link keeps its own name)
    if not full.is_dir():
        if not _is_page(full):
            raise ProjectError(
                f"{visible(str(path))} is no page: its name must end in .html or .htm"
            )
        yield Job(full, Path(full.name), is_page=True)
    elif not recursive:
        raise ProjectError(f"{visible(str(path))} is a folder: say -r to go through it")
    else:
        skipped = results.folder.resolve()
        for file in _files(full, skipped):
            yield Job(file, file.relative_to(full.parent), is_page=_is_page(file))


def _files(folder: Path, skipped: Path) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if entry.is_symlink():
            raise ProjectError(f"{visible(entry.path)} is a link: it is not followed")
        if entry.is_dir():
            # Encrypting in place is no reason to leave the folder out.
            if path != skipped:
                yield from _files(path, skipped)
        elif entry.is_file():
            yield path


def _is_page(path: Path) -> bool:
    return path.name.lower().endswith(_PAGES)


def read_text(path: Path) -> str:
    """The text of the file at *path*. Raises ProjectError unless it is UTF-8."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise ProjectError(f"{visible(str(path))} is not UTF-8") from error


def depth(below: Path) -> str:
    """What leads from the result back to the folder for results: ``../`` for each folder."""
    return "../" * (len(below.parts) - 1)
