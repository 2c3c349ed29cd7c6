"""Threads with their words, for what is made of several threads."""

from __future__ import annotations

import os

from answerable.build.job import Job
from answerable.build.threads import ThreadMaker
from answerable.cache import Cache
from answerable.site.rendered import RenderedThread
from answerable.site.summary import Summary


class Words:
    """Finds the words of threads, in whichever process they are wanted."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process = 0
        self._maker: ThreadMaker | None = None

    @property
    def maker(self) -> ThreadMaker:
        """What finds and makes threads in this process."""
        # A connection to SQLite must not be used by the copy of a process.
        if self._maker is None or self._process != os.getpid():
            cache = Cache(self._job.cache, self._job.cache_tables(), write=False)
            self._maker, self._process = ThreadMaker(self._job, cache), os.getpid()
        return self._maker

    def of(self, thread: Summary) -> RenderedThread:
        """*thread* with its words."""
        return self.maker.rendered(thread)

    def close(self) -> None:
        """Leave the cache; it is opened again when words are wanted."""
        if self._maker is not None and self._process == os.getpid():
            self._maker.cache.close()
        self._maker = None
