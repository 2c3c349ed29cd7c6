"""The last look at a site before anybody else sees it: nothing hidden may be in it.

Whatever wrote a file, ours or another plugin, a hook, or a page that somebody copied together:
all files below the site's folder are looked through for all that the feedback folder holds and
the site does not show (``answerable.build.hidden``).

* With nothing to hide nothing is read.
* A file in which nothing was found is not looked through again while it stays as it is and the
  same texts are hidden. What is kept of it are digests; no text, no name, no password.
* Of the files that the build itself made of threads that hide nothing, and that nobody changed
  since, a sample is looked through (``answerable.build.written``); if one of it is no good, all.
* No message repeats what was found.
* A file that holds something hidden is deleted from the site's folder, so that nobody publishes
  it by mistake, and the next build begins anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from pathlib import Path
from typing import NamedTuple

from answerable.build.hidden import Hidden
from answerable.build.public import Public
from answerable.build.standing import HIDDEN as OUR_OWN
from answerable.build.standing import MARK
from answerable.build.version import program_version
from answerable.build.written import stamp_of, written_files, written_tables
from answerable.cache import Cache, key_of
from answerable.leaks import NOTHING, HiddenFile, Hits, Scanner, Secret
from answerable.processes import Inbox, Team, how_many

TABLE = "clean"
"""The table of clean files: their stamps, digests of their bytes, and numbers of public texts."""

_DIGEST = 16
_SAMPLE = 100
_LEAST = 400
_CHUNK = 20
_CONTROLS = 50
"""Files of our own that are looked through: what is around the threads is the same in each."""

_MOST_SHOWN = 100
_MOST_TOLD = 3

_MEND = """\
  mend: these files are deleted from the site's folder; do not publish this site. Find out what
  writes them: a page under docs/, a file beside it, a hook or another plugin. If it may be
  public all the same, because a customer quotes your own page, name the words in the setting
  leak_exceptions."""
_NOT_OURS = (f"{OUR_OWN}/lock", f"{OUR_OWN}/aside")


class Leak(NamedTuple):
    """A hidden thing and a file of the site that shows it."""

    file: str
    found: Secret | HiddenFile


class _Known(NamedTuple):
    """A file as it was when it was clean, and the public texts that it may hold."""

    stamp: bytes
    digest: bytes
    said: frozenset[int]


class _File(NamedTuple):
    path: str
    stamp: bytes
    known: _Known | None


class _Looked(NamedTuple):
    path: str
    stamp: bytes
    digest: bytes
    hits: Hits
    said: frozenset[int] | None = None


@dataclass(frozen=True)
class _Job:
    folder: str
    scanner: Scanner


def find_leaks(folder: Path, hidden: Hidden, public: Public, state: Path) -> list[Leak]:
    """What of *hidden* stands in the files below *folder*, sorted by file; deletes those.

    *state* is where it is kept which files are clean. Raises OSError where one cannot be read
    or deleted.
    """
    if not hidden:
        return []
    with Cache(state, {TABLE: _version(hidden), **written_tables()}) as cache:
        search = _Search(folder, hidden, public, cache)
        leaks = search.leaks()
        cache.save()
    for path in {leak.file for leak in leaks}:
        _delete(folder, path)
    if leaks:
        # Without its mark the folder is not built upon: it is not whole any more.
        Path(folder, OUR_OWN, MARK).unlink(missing_ok=True)
    return sorted(leaks, key=lambda leak: (leak.file, leak.found.path))


def controls(paths: Iterable[str]) -> set[str]:
    """Some of *paths*, the same of the same, and in a large site some of each kind of file."""
    # A thread has the same files as the next, so that each n-th file may always be of one kind.
    return set(nsmallest(_CONTROLS, paths, key=lambda path: blake2b(path.encode()).digest()))


def _delete(folder: Path, path: str) -> None:
    """Delete a file of the site, or the link by which it is there, and nothing behind a link."""
    place = folder
    for part in Path(path).parts:
        place /= part
        if place.is_symlink():
            break
    place.unlink(missing_ok=True)


def _version(hidden: Hidden) -> str:
    """What the numbers of secrets belong to. It holds nonces, so nobody can guess from it."""
    texts = blake2b(hidden.digest.encode())
    for secret in hidden.texts:
        texts.update(secret.text + b"\0")
    return key_of(program_version(), texts.hexdigest(), hidden.without)


class _Search:
    """One look through the files of *folder*.

    A text that is public on purpose can stand in each of them. It is kept by its number beside
    the files that may hold it: those are clean as long as somebody says it in public. In a
    large site some files are looked through before the others, and such texts left out then.
    """

    def __init__(self, folder: Path, hidden: Hidden, public: Public, cache: Cache) -> None:
        self._folder = folder
        self._hidden = hidden
        self._public = public
        self._cache = cache
        self._said: set[int] = set()
        self._asked: set[int] = set()
        self._leaks: list[Leak] = []

    def leaks(self) -> list[Leak]:
        """What is in the files that must not be."""
        known = {
            path: _Known(stamp, value[:_DIGEST], _numbers(value[_DIGEST:]))
            for path, stamp, value in self._cache.all(TABLE)
        }
        self._ask(number for one in known.values() for number in one.said)
        ours = written_files(self._cache, self._public.threads() - self._hidden.threads)
        samples = controls(ours)
        trusted = {path: stamp for path, stamp in ours.items() if path not in samples}
        files = list(self._changed(known, trusted))
        self._look_in_two(files)
        if any(leak.file in samples for leak in self._leaks):
            # What is around one thread is around all of them.
            looked = {file.path for file in files}
            self._look_in_two([one for one in self._changed(known, {}) if one.path not in looked])
        return self._leaks

    def _look_in_two(self, files: Sequence[_File]) -> None:
        sample = files[:: len(files) // _SAMPLE] if len(files) > _SAMPLE * 4 else []
        self._look(sample)
        first = {file.path for file in sample}
        self._look([file for file in files if file.path not in first])

    def _changed(
        self, known: Mapping[str, _Known], trusted: Mapping[str, bytes]
    ) -> Iterator[_File]:
        """The files that do not look as they did when they were clean, or when *trusted*."""
        for path, stamp in _stamps(str(self._folder), "", set()):
            if trusted.get(path) == stamp:
                continue
            kept = known.get(path)
            if kept is None or not self._said.issuperset(kept.said):
                yield _File(path, stamp, None)
            elif kept.stamp != stamp:
                yield _File(path, stamp, kept)

    def _ask(self, numbers: Iterable[int]) -> None:
        """Find out which of the secrets *numbers* somebody says in public."""
        new = set(numbers) - self._asked
        self._asked |= new
        texts = self._hidden.texts
        public = self._public.texts({texts[number] for number in new})
        self._said |= {number for number in new if texts[number] in public}

    def _look(self, files: Sequence[_File]) -> None:
        hidden = self._hidden
        left_out = frozenset(self._said)
        scanner = Scanner(hidden.texts, hidden.files, hidden.without, left_out)
        chunks = [files[start : start + _CHUNK] for start in range(0, len(files), _CHUNK)]
        team: Team[Sequence[_File], _Looked] = Team(
            _look_through,
            _Job(str(self._folder), scanner),
            chunks,
            how_many(len(files), _LEAST),
        )
        team.tell(True)
        found = []
        for looked in team.results():
            if looked.hits:
                found.append(looked)
            else:
                self._keep(looked, left_out)
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
                self._cache.drop(TABLE, [looked.path])
            else:
                self._keep(looked, left_out | looked.hits.secrets)

    def _keep(self, looked: _Looked, said: frozenset[int]) -> None:
        said = looked.said if looked.said is not None else said
        numbers = ",".join(map(str, sorted(said))).encode()
        self._cache.put(TABLE, [(looked.path, looked.stamp, looked.digest + numbers)])


def _numbers(text: bytes) -> frozenset[int]:
    return frozenset(map(int, text.split(b","))) if text else frozenset()


def leak_message(leaks: Sequence[Leak], hidden: Hidden) -> str:
    """What to tell of *leaks*: where they are, what was found there and what to do."""
    by_file: dict[str, set[str]] = {}
    for leak in leaks:
        file = leak.file
        texts = [leak.found] if isinstance(leak.found, Secret) else []
        if Scanner(texts, (), hidden.without).scan(file, b""):
            file = f"{file.rpartition('/')[0] or '.'}/ (in the name of a file)"
        by_file.setdefault(file, set()).add(_told(leak.found))
    lines = [f"  {file} holds {_listed(told)}" for file, told in sorted(by_file.items())]
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


def _stamps(folder: str, prefix: str, seen: set[str]) -> Iterator[tuple[str, bytes]]:
    """The files below *folder*, also where a link leads: a copy of the site follows it."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{prefix}{entry.name}"
            if path in _NOT_OURS:
                continue
            if entry.is_dir():
                yield from _stamps(entry.path, f"{path}/", seen)
            elif entry.is_file():
                yield path, stamp_of(entry.stat())


def _look_through(job: _Job, chunks: Iterable[Sequence[_File]], _: Inbox) -> Iterator[_Looked]:
    for chunk in chunks:
        for path, stamp, known in chunk:
            data = Path(job.folder, path).read_bytes()
            digest = blake2b(data, digest_size=_DIGEST).digest()
            if known and digest == known.digest:
                yield _Looked(path, stamp, digest, NOTHING, known.said)
            else:
                yield _Looked(path, stamp, digest, job.scanner.scan(path, data))
