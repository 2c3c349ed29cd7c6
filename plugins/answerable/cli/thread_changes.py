"""Changes of a thread's folder: several files, and its name.

The rules that this module keeps:

* nothing is written after which ``check`` would find more errors in the thread than
  before: the change is tried on a copy first;
* each step leaves a state that ``check`` accepts: the folder's new name first, then the
  message, then the pictures that nothing shows any more. What fails half-way is taken back;
* what another program wrote in the meantime is never overwritten;
* what is derived of words that are gone goes as well: the cache of the builds.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from answerable.cli.customer_messages import CustomerMessage
from answerable.cli.person_files import ContentError
from answerable.cli.project import Project
from answerable.diagnostics import Diagnostic
from answerable.report import Finding, has_errors, render, weigh
from answerable.source import Opened, ThreadName
from answerable.source.folder import Place
from answerable.source.write import write_atomically

CACHE = Path(".cache", "answerable")


@dataclass(frozen=True)
class ThreadChange:
    """What becomes of a thread.

    ``text`` is the new file of the message, ``gone`` are the files that are deleted, by their
    names in the folder. ``slug`` is the folder's new name, None where it stays.
    """

    message: CustomerMessage
    text: str
    gone: tuple[str, ...] = ()
    slug: str | None = None
    ignored: frozenset[str] = field(default=frozenset())

    @property
    def name(self) -> ThreadName:
        """The folder after the change."""
        old = self.message.name
        return old if self.slug is None else ThreadName(old.year, self.slug)

    @property
    def shown(self) -> str:
        """The message's file after the change, for people."""
        threads = f"{self.message.project.shown_as}/threads"
        return f"{threads}/{self.name.year}/{self.name.slug}/{self.message.file}"

    def check(self) -> None:
        """Raise ContentError where there would be more errors than before."""
        found = self.new_problems()
        if has_errors(found):
            told = render([one for one in found if one.severity == "error"], "text")
            raise ContentError(f"this would be wrong, so nothing was written.\n{told}")

    def new_problems(self) -> tuple[Finding, ...]:
        """What ``check`` would find besides, each as this site weighs it."""
        message = self.message
        known = Counter(_kind(problem) for problem in message.read.diagnostics)
        found = []
        for problem in self._tried():
            known[_kind(problem)] -= 1
            if known[_kind(problem)] < 0 and problem.code not in self.ignored:
                found.append(problem)
        return weigh(found, message.project.settings)

    def _tried(self) -> tuple[Diagnostic, ...]:
        """What ``check`` finds in a copy of the thread after the change."""
        message = self.message
        # Only the owner can read such a folder, and with it go the words in it.
        with tempfile.TemporaryDirectory(prefix="answerable-") as root:
            copy = Path(root, "threads", self.name.year, self.name.slug)
            shutil.copytree(message.folder, copy, symlinks=True)
            for name in self.gone:
                (copy / name).unlink(missing_ok=True)
            (copy / message.file).write_bytes(self.text.encode())
            place = Place(root, message.opened.place.shown)
            opened: Opened = replace(message.opened, place=place, threads=(self.name,))
            return opened.reader().read(self.name).diagnostics

    def apply(self) -> None:
        """Make the change. Raises ContentError, or OSError; then all is as it was."""
        message = self.message
        folder = message.folder
        target = folder.with_name(self.slug) if self.slug else folder
        if (folder / message.file).read_bytes() != message.document.file.data:
            raise ContentError(f"another program is changing {message.shown}: try again")
        if target != folder and target.exists():
            raise ContentError(f"{target} is there already: nothing was written")
        kept: dict[str, bytes] = {}
        try:
            if target != folder:
                folder.rename(target)
            kept[message.file] = message.document.file.data
            write_atomically(target / message.file, self.text.encode(), overwrite=True)
            for name in self.gone:
                kept[name] = (target / name).read_bytes()
                (target / name).unlink()
        except BaseException:
            _take_back(folder, target, kept)
            raise
        with contextlib.suppress(OSError):
            (target / "assets").rmdir()


def drop_cache(project: Project) -> str:
    """Delete what builds keep, which may hold the words; what could not be deleted, in words."""
    folder = project.root / CACHE
    with contextlib.suppress(FileNotFoundError):
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            raise
        except OSError as error:
            return f"{folder} could not be deleted ({error.strerror}): delete it by hand"
    return ""


def confirm(question: str, *, yes: bool, instead: str) -> None:
    """Ask, where there is a terminal; without one, *yes* has to be said in the call.

    Raises ContentError where somebody says no, and UsageError, which tells *instead*.
    """
    if yes:
        return
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise click.UsageError(instead)
    if not click.confirm(question, err=True):
        raise ContentError("nothing was written")


def _take_back(folder: Path, target: Path, kept: Mapping[str, bytes]) -> None:
    with contextlib.suppress(OSError):
        for name, data in kept.items():
            write_atomically(target / name, data, overwrite=True)
    if target != folder and target.exists():
        with contextlib.suppress(OSError):
            target.rename(folder)


def _kind(problem: Diagnostic) -> tuple[str, str, str]:
    # The folder may have another name, and lines move.
    return problem.path.rpartition("/")[2], problem.code, problem.message
