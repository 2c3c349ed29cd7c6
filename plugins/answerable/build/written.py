"""Which files the build made of a thread of which everything is public, and how they looked then.

Such a file holds what that thread says in public and the theme's page around it, and nothing of
any other thread: whoever made it had read no other. So the search for leaks need not read it
again while it looks as it did when it was written, to the nanosecond of its last change, and
while the thread still hides nothing. Whatever else writes into it, a hook or another plugin,
changes that.

What is kept are addresses and times. Where it cannot be kept, all files are read.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Set

import orjson

from answerable.build.job import Job
from answerable.build.version import program_version
from answerable.cache import Cache

WRITTEN = "written"
"""The table of threads by their key in the cache, with the paths and stamps of their files."""


def stamp_of(stat: os.stat_result) -> bytes:
    """How a file looks. The time of change cannot be set by a program that copies files."""
    return b"%d,%d,%d,%d" % (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino)


def written_tables() -> dict[str, str]:
    """The table, with what its values depend on."""
    return {WRITTEN: program_version()}


class Written:
    """What one process of the build *job* writes of threads, which are known by their keys."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._public: set[str] = set()
        self._files: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)

    def is_public(self, key: str) -> None:
        """Note that everything is public of the thread *key*."""
        self._public.add(key)

    def add(self, key: str, path: str, stat: os.stat_result) -> None:
        """Note that the file *path* of the thread *key* was written, and looks so."""
        self._files[key].append((path, stamp_of(stat).decode()))

    def keep(self) -> None:
        """Keep what was noted, where somebody will look for leaks."""
        rows = [
            (key, b"", orjson.dumps(files))
            for key, files in self._files.items()
            if key in self._public
        ]
        if rows and self._job.opened.settings.leak_check:
            with Cache(self._job.state, written_tables()) as cache:
                cache.put(WRITTEN, rows)
                cache.save()
        self._files.clear()


def written_files(cache: Cache, threads: Set[str]) -> dict[str, bytes]:
    """The files of *threads* that were kept, with how they looked; forgets all other threads."""
    known: dict[str, bytes] = {}
    gone = []
    for key, _, value in cache.all(WRITTEN):
        if key in threads:
            known.update((path, stamp.encode()) for path, stamp in orjson.loads(value))
        else:
            gone.append(key)
    cache.drop(WRITTEN, gone)
    return known
