"""The last look at a site before anybody else sees it: nothing hidden may be in it.

Whatever wrote a file, ours or another plugin, a hook, or a page that somebody copied together:
all files below the site's folder are looked through for all that the feedback folder holds and
the site does not show (``answerable.build.hidden``).

* With nothing to hide nothing is read.
* What was looked through is not looked through again while nothing can have come into it
  (``answerable.build.clean``).
* No message repeats what was found.
* A file that holds something hidden is deleted from the site's folder, so that nobody publishes
  it by mistake, and the next build begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from answerable.build.clean import CleanFiles, File, Known, digest_of
from answerable.build.hidden import Hidden
from answerable.build.job import Job
from answerable.build.public import Public
from answerable.build.standing import HIDDEN as OUR_OWN
from answerable.build.standing import MARK
from answerable.leaks import NOTHING, HiddenFile, Hits, Scanner, Secret, count_words
from answerable.processes import Inbox, Team, how_many
from answerable.source.names import printable

_SAMPLE = 100
_LEAST = 400
_CHUNK = 20

_MOST_SHOWN = 100
_MOST_TOLD = 3

_MEND = """\
  mend: these files are deleted from the site's folder; do not publish this site. Find out what
  writes them: a page under docs/, a file beside it, a hook or another plugin. If it may be
  public all the same, because a customer quotes your own page, name the words in the setting
  leak_exceptions."""


class Leak(NamedTuple):
    """A hidden thing and a file of the site that shows it."""

    file: str
    found: Secret | HiddenFile


class _Looked(NamedTuple):
    path: str
    stamp: bytes
    digest: bytes
    hits: Hits
    known: Known | None = None

    def clean(self, said: frozenset[int]) -> tuple[str, Known]:
        """The file as it looks now; *said* it may hold, unless it is the one that is known."""
        return self.path, Known(self.stamp, self.digest, self.known.said if self.known else said)


@dataclass(frozen=True)
class _Task:
    folder: str
    scanner: Scanner


def find_leaks(build: Job, hidden: Hidden, public: Public) -> list[Leak]:
    """What of *hidden* stands in the site of *build*, sorted by file; deletes those files.

    Raises OSError where one cannot be read or deleted.
    """
    if not hidden:
        return []
    folder = build.folder
    with CleanFiles(build, hidden, public.threads) as clean:
        leaks = _Search(folder, hidden, public, clean).leaks()
        clean.save()
    for path in {leak.file for leak in leaks}:
        _delete(folder, path)
    if leaks:
        # Without its mark the folder is not built upon: it is not whole any more.
        Path(folder, OUR_OWN, MARK).unlink(missing_ok=True)
    return sorted(leaks, key=lambda leak: (leak.file, leak.found.path))


def _delete(folder: Path, path: str) -> None:
    """Delete a file of the site, or the link by which it is there, and nothing behind a link."""
    place = folder
    for part in Path(path).parts:
        place /= part
        if place.is_symlink():
            break
    place.unlink(missing_ok=True)


class _Search:
    """One look through the files of *folder*.

    A text that is public on purpose can stand in each of them. In a large site some files are
    looked through before the others, and such texts left out then.
    """

    def __init__(self, folder: Path, hidden: Hidden, public: Public, clean: CleanFiles) -> None:
        self._folder = folder
        self._hidden = hidden
        self._public = public
        self._clean = clean
        self._said: set[int] = set()
        self._asked: set[int] = set()
        self._leaks: list[Leak] = []

    def leaks(self) -> list[Leak]:
        """What is in the files that must not be."""
        self._ask(self._clean.said())
        files = list(self._clean.changed(self._said))
        sample = files[:: len(files) // _SAMPLE] if len(files) > _SAMPLE * 4 else []
        common = count_words(Path(self._folder, file.path).read_bytes() for file in sample)
        self._look(sample, common)
        first = {file.path for file in sample}
        self._look([file for file in files if file.path not in first], common)
        if self._leaks:
            # What says it here, a theme or a setting, can say it in files that were clean.
            done = {file.path for file in files if not file.known}
            done |= {leak.file for leak in self._leaks}
            self._look([file for file in self._clean.all() if file.path not in done], common)
        return self._leaks

    def _ask(self, numbers: Iterable[int]) -> None:
        """Find out which of the secrets *numbers* somebody says in public."""
        new = set(numbers) - self._asked
        self._asked |= new
        texts = self._hidden.texts
        public = self._public.texts({texts[number] for number in new})
        self._said |= {number for number in new if texts[number] in public}

    def _look(self, files: Sequence[File], common: Mapping[bytes, int]) -> None:
        hidden = self._hidden
        left_out = frozenset(self._said)
        scanner = Scanner(hidden.texts, hidden.files, hidden.without, left_out, common)
        chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]
        team: Team[Sequence[File], _Looked] = Team(
            _look_through,
            _Task(str(self._folder), scanner),
            chunks,
            how_many(len(files), _LEAST),
        )
        team.tell(True)
        found = []
        clean = []
        for looked in team.results():
            if looked.hits:
                found.append(looked)
            else:
                clean.append(looked.clean(left_out))
        self._clean.keep(clean)
        self._judge(found, left_out)

    def _judge(self, found: Sequence[_Looked], left_out: frozenset[int]) -> None:
        hidden = self._hidden
        self._ask(number for looked in found for number in looked.hits.secrets)
        files = {hidden.files[number] for looked in found for number in looked.hits.files}
        shown = self._public.files(files)
        for looked in found:
            texts = [hidden.texts[number] for number in looked.hits.secrets - self._said]
            copies = [hidden.files[number] for number in looked.hits.files]
            leaks = [Leak(looked.path, one) for one in texts]
            leaks += [Leak(looked.path, one) for one in copies if one not in shown]
            self._leaks += leaks
            if leaks or copies:
                self._clean.drop([looked.path])
            else:
                self._clean.keep([looked.clean(left_out | looked.hits.secrets)])


def leak_message(leaks: Sequence[Leak], hidden: Hidden) -> str:
    """What to tell of *leaks*: where they are, what was found there and what to do."""
    by_file: dict[str, set[str]] = {}
    for leak in leaks:
        file = leak.file
        texts = [leak.found] if isinstance(leak.found, Secret) else []
        if Scanner(texts, (), hidden.without).scan(file, b""):
            file = f"{file.rpartition('/')[0] or '.'}/ (in the name of a file)"
        by_file.setdefault(file, set()).add(_told(leak.found))
    lines = [f"  {printable(file)} holds {_listed(told)}" for file, told in sorted(by_file.items())]
    more = len(lines) - _MOST_SHOWN
    if more > 0:
        lines = [*lines[:_MOST_SHOWN], f"  … and {more} more files"]
    return "\n".join(["the site holds what is not public:", *lines, _MEND])


def _listed(told: set[str]) -> str:
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return ", ".join(sorted(told)[:_MOST_TOLD]) + more


def _told(found: Secret | HiddenFile) -> str:
    if isinstance(found, HiddenFile):
        return found.path
    return f"{found.what} of {found.path}"


def _look_through(task: _Task, chunks: Iterable[Sequence[File]], _: Inbox) -> Iterator[_Looked]:
    for chunk in chunks:
        for path, stamp, known in chunk:
            data = Path(task.folder, path).read_bytes()
            digest = digest_of(data)
            if known and digest == known.digest:
                yield _Looked(path, stamp, digest, NOTHING, known)
            else:
                yield _Looked(path, stamp, digest, task.scanner.scan(path, data))
