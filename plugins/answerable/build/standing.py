"""What an earlier build left in the site's folder, and whether it can be built upon.

MkDocs empties the folder before it writes. The rules by which what we wrote survives that:

* the last thing that a build writes is a mark, ``.answerable/state`` in the site's folder: a
  digest of all that was made. The first thing that the next build does is to delete it. So a
  folder with the mark that we know is whole, and any other is built from nothing;
* our folders are moved aside, into ``.answerable/``, which MkDocs spares, and back;
* files of others within our folders are deleted as MkDocs would delete them;
* one build at a time: the others wait for a while, then say why they cannot go on.
"""

from __future__ import annotations

import contextlib
import gzip
import logging
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from filelock import FileLock, Timeout

from answerable.build.writer import FOLDERS, Writer

HIDDEN = ".answerable"
"""Where we keep our own things in the site's folder; nothing in it is secret."""

MARK = "state"
"""The file in it without which the folder is not built upon."""

FEEDS = ("feed.xml", "feed.json")
"""Our files beside the folders that stay while nothing of them changes."""

LONGEST_WAIT = 60.0
"""Seconds to wait for another build."""

log = logging.getLogger("mkdocs.plugins.answerable")


class BusyError(Exception):
    """Another build writes into the same folder."""


class Standing:
    """The site's folder *folder* from one build to the next."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._aside = folder / HIDDEN / "aside"
        self._mark = folder / HIDDEN / MARK
        self._lock = FileLock(folder / HIDDEN / "lock")

    def enter(self) -> None:
        """Keep other builds out. Raises BusyError, and OSError."""
        self._mark.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            log.info("Another build writes into %s: waiting for it.", self.folder)
            try:
                self._lock.acquire(timeout=LONGEST_WAIT)
            except Timeout:
                raise BusyError(
                    f"another build writes into {self.folder}. Wait until it is done, "
                    "or stop it, and build again."
                ) from None

    def leave(self) -> None:
        """Let other builds in."""
        self._lock.release()

    def read_mark(self) -> str:
        """The mark of the last whole build, which is deleted; empty where there is none."""
        try:
            mark = self._mark.read_text(encoding="utf-8")
            self._mark.unlink()
        except OSError:
            return ""
        return mark

    def write_mark(self, mark: str) -> None:
        """Say that the folder holds all that *mark* stands for."""
        self._mark.write_text(mark, encoding="utf-8")

    def put_aside(self, others: Iterable[str]) -> None:
        """Save our folders from being emptied, without the files of *others* in them."""
        self.clear_aside()
        writer = Writer(self.folder, {}, fresh=False)
        for path in others:
            with contextlib.suppress(OSError):
                writer.remove(path)
        sitemaps = [path.name for path in self.folder.glob("sitemap*.xml*")]
        for name in (*FOLDERS, *FEEDS, *sitemaps):
            _move(self.folder / name, self._aside / name)

    def take_back(self) -> None:
        """Put our folders and feeds back into the emptied folder."""
        for name in (*FOLDERS, *FEEDS):
            _move(self._aside / name, self.folder / name)

    def write_root(self, sitemap: Mapping[str, bytes]) -> None:
        """Write the files of the *sitemap* by name; what they were stays as it is."""
        for name, content in sitemap.items():
            saved, packed = self._aside / name, self._aside / f"{name}.gz"
            if packed.is_file() and saved.is_file() and saved.read_bytes() == content:
                saved.replace(self.folder / name)
                packed.replace(self.folder / packed.name)
            else:
                (self.folder / name).write_bytes(content)
                (self.folder / packed.name).write_bytes(gzip.compress(content, mtime=0))

    def empty(self) -> None:
        """Delete what an earlier build left, where it cannot be built upon."""
        self.clear_aside()
        for name in FOLDERS:
            if (self.folder / name).is_dir():
                shutil.rmtree(self.folder / name)

    def clear_aside(self) -> None:
        """Delete what was put aside and is not needed any more."""
        if self._aside.exists():
            shutil.rmtree(self._aside)


def _move(source: Path, target: Path) -> None:
    if source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
