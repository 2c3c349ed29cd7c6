"""Which files of the site were looked through for leaks, so that nobody has to do it again.

* A file is clean when nothing was found in it that was hidden then.
* A file that the build makes of threads says nothing that came to the feedback folder later,
  while it stays as it is. So a new comment that waits for a decision costs a look at what
  changed with it, and at what others made: pages under docs/ can say anything. So can the theme
  and the settings, around every page: a few pages of ours count as made by others.
* What was public before can be in any file, wherever a build failed to take it out. So no file
  counts as clean once a message or a file of a thread is not public any more, or an address
  that says what is hidden need not be left out any more.
* Neither does one when anything else than threads hides something else, or does it otherwise.
* A hidden text that somebody says in public is no leak. A file that may hold it is clean as long
  as it is said.

What is kept are addresses, times and digests: no text, no name, no password. Where it cannot be
kept, all files are looked through.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator, Set
from hashlib import blake2b
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from answerable.build.hidden import Hidden
from answerable.build.job import Job
from answerable.build.standing import HIDDEN as OUR_OWN
from answerable.build.version import program_version
from answerable.build.writer import FOLDERS
from answerable.cache import Cache, key_of
from answerable.leaks import Secret
from answerable.site.summary import Summary
from answerable.source.stamps import YOUNG

CLEAN = "clean"
"""The table of clean files: their stamps, digests of their bytes, and a key of the next table."""
OTHERS = "others"
"""The same table of files that others made."""
SAID = "said"
"""The table of the hidden texts that a file may hold, since they are said in public: digests."""
SHOWN = "shown"
"""The table of threads as they were then, with the names of the messages that were public."""

DIGEST = 16
"""Bytes of the digest of a file."""

_FEW_PAGES = {"answer", "figures", "rules", "transparency", "verify", "write"}
OUR_FOLDERS = tuple(f"{folder}/" for folder in FOLDERS if folder not in _FEW_PAGES)
_NOT_LOOKED_AT = (f"{OUR_OWN}/lock", f"{OUR_OWN}/aside")


class Known(NamedTuple):
    """A file as it was when it was clean, and the numbers of hidden texts that it may hold."""

    stamp: bytes
    digest: bytes
    said: frozenset[int]


class File(NamedTuple):
    """A file that is to be looked through, and what is known of it if it may be the same."""

    path: str
    stamp: bytes
    known: Known | None


class CleanFiles:
    """The clean files of the site of *job*.

    Texts are known by their numbers in *hidden*. *threads* are those that are public.
    """

    def __init__(self, job: Job, hidden: Hidden, threads: Iterable[Summary]) -> None:
        version = program_version()
        tables = dict.fromkeys((SAID, SHOWN), version)
        tables |= {CLEAN: key_of(version, hidden.apart), OTHERS: key_of(version, hidden.digest)}
        self._folder = job.folder
        self._taken = job.taken
        self._cache = Cache(job.state, tables)
        self._ids = [_id(secret) for secret in hidden.texts]
        # This first: where it cannot be read, the cache gives nothing from then on.
        less_public = self._is_less_public(threads, hidden.without)
        self._known = self._read()
        if less_public or self._lost_assets():
            for table in (CLEAN, OTHERS):
                self._cache.clear(table)
            self._known = {}

    def __enter__(self) -> CleanFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self._cache.close()

    def said(self) -> set[int]:
        """The texts that some clean file may hold, as long as somebody says them in public."""
        sets = {known.said for known in self._known.values()}
        return {number for said in sets for number in said}

    def changed(self, said: Set[int]) -> Iterator[File]:
        """The files that are not clean, or perhaps not; *said* are the texts said in public."""
        left = dict(self._known)
        for path, stamp in _stamps(str(self._folder), "", set()):
            known = left.pop(path, None)
            if known is None or not known.said <= said:
                yield File(path, stamp, None)
            elif not stamp or known.stamp != stamp:
                yield File(path, stamp, known)
        self.drop(left)

    def all(self) -> Iterator[File]:
        """All files, as if none were clean."""
        for path, stamp in _stamps(str(self._folder), "", set()):
            yield File(path, stamp, None)

    def keep(self, files: Iterable[tuple[str, Known]]) -> None:
        """Note that *files* are clean, for good only after :meth:`save`."""
        # In a large site the same few sets of texts belong to all files.
        keys: dict[frozenset[int], str] = {}
        rows: dict[str, list[tuple[str, bytes, bytes]]] = {CLEAN: [], OTHERS: []}
        for path, known in files:
            if known.said not in keys:
                ids = b"".join(sorted(self._ids[number] for number in known.said))
                keys[known.said] = key_of(ids)
                self._cache.put(SAID, [(key_of(ids), b"", ids)])
            row = (_key(path), known.stamp, known.digest + keys[known.said].encode())
            rows[CLEAN if self._is_ours(path) else OTHERS].append(row)
        for table, some in rows.items():
            self._cache.put(table, some)

    def drop(self, paths: Collection[str]) -> None:
        """Note that the files *paths* are not clean, for good only after :meth:`save`."""
        for table in (CLEAN, OTHERS):
            self._cache.drop(table, map(_key, paths))

    def save(self) -> None:
        """Keep what was noted."""
        self._cache.save()

    def _read(self) -> dict[str, Known]:
        numbers = {id_: number for number, id_ in enumerate(self._ids)}
        said = {}
        for key, _, ids in self._cache.all(SAID):
            parts = (ids[at : at + _ID] for at in range(0, len(ids), _ID))
            # What is not hidden any more may be anywhere.
            said[key.encode()] = frozenset(numbers[id_] for id_ in parts if id_ in numbers)
        known = {}
        ours = (row for row in self._cache.all(CLEAN) if self._is_ours(_path(row[0])))
        for key, stamp, value in chain(ours, self._cache.all(OTHERS)):
            if (texts := said.get(value[DIGEST:])) is not None:
                known[_path(key)] = Known(stamp, value[:DIGEST], texts)
        used = {one.said for one in known.values()}
        self._cache.drop(SAID, (key.decode() for key, texts in said.items() if texts not in used))
        return known

    def _is_ours(self, path: str) -> bool:
        return path.startswith(OUR_FOLDERS) and path not in self._taken

    def _is_less_public(self, threads: Iterable[Summary], without: Collection[str]) -> bool:
        """Whether something was public that is not among *threads*, which are noted.

        That is a message, or an address that was left out and is not *without* any more.
        """
        now = {f"{one.year}/{one.slug}": one for one in threads}
        addresses = frozenset(without)
        new = {key: _shown_stamp(one, addresses) for key, one in now.items()}
        gone = []
        less = False
        for key, stamp, names in self._cache.all(SHOWN):
            if key not in now:
                gone.append(key)
            elif stamp == new[key]:
                del new[key]
            elif not less:
                less = not set(names.split()) <= set(_names(now[key], addresses).split())
        self._cache.drop(SHOWN, gone)
        rows = ((key, stamp, _names(now[key], addresses)) for key, stamp in new.items())
        self._cache.put(SHOWN, rows)
        return less or bool(gone)

    def _lost_assets(self) -> bool:
        """Whether a file of a thread was there that is another now, or none."""
        return any(
            path.startswith("threads/")
            and "/assets/" in path
            and not _is_there(Path(self._folder, path), known)
            for path, known in self._known.items()
        )


_ID = 8
_LEFT_OUT = "="
"""No message has such a name."""


def _id(secret: Secret) -> bytes:
    """What stands for a text that is said in public: the same in the next build."""
    return blake2b(secret.way.encode() + secret.text, digest_size=_ID).digest()


def _shown_stamp(thread: Summary, without: Set[str]) -> bytes:
    return f"{thread.digest}{_LEFT_OUT if thread.slug in without else ''}".encode()


def _names(thread: Summary, without: Set[str]) -> bytes:
    """The names of the messages of *thread* that are public, and a sign if it is *without*."""
    names = {stem for stem, *_ in thread.messages()}
    if thread.slug in without:
        names.add(_LEFT_OUT)
    return " ".join(names).encode()


def _is_there(file: Path, known: Known) -> bool:
    """Whether *file* has the bytes that are *known*."""
    try:
        if known.stamp and known.stamp == _stamp_of(file.stat()):
            return True
        return digest_of(file.read_bytes()) == known.digest
    except OSError:
        return False


def digest_of(data: bytes) -> bytes:
    """What stands for the bytes of a file."""
    return blake2b(data, digest_size=DIGEST).digest()


def _key(path: str) -> str:
    """*path* in the cache: a name can hold bytes that are no text."""
    return os.fsencode(path).decode("latin-1")


def _path(key: str) -> str:
    return os.fsdecode(key.encode("latin-1"))


def _stamps(folder: str, prefix: str, seen: set[str]) -> Iterator[tuple[str, bytes]]:
    """The files below *folder*, also where a link leads: a copy of the site follows it."""
    real = os.path.realpath(folder)
    if real in seen:
        return
    seen.add(real)
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{prefix}{entry.name}"
            if path in _NOT_LOOKED_AT:
                continue
            if entry.is_dir():
                yield from _stamps(entry.path, f"{path}/", seen)
            elif entry.is_file():
                yield path, _stamp_of(entry.stat())


def _stamp_of(stat: os.stat_result) -> bytes:
    """How a file looks. The time of change cannot be set by a program that copies files.

    Empty, which is no stamp, where it changed so lately that it can change without a trace.
    """
    if max(stat.st_mtime_ns, stat.st_ctime_ns) > time.time_ns() - YOUNG:
        return b""
    return b"%d,%d,%d,%d" % (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)
