"""The files of threads, made by one of several processes.

A thread whose files are those of before costs a look at their times. Any other is read,
published, rendered and written at once, so that its words are in memory only as long as that
takes. Its page waits for the theme's page around it, which comes when MkDocs is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

import orjson

from answerable.build.job import PAGES, THREADS, WORDS, Job
from answerable.build.shells import Shells
from answerable.build.writer import Writer
from answerable.cache import Cache, Kept
from answerable.diagnostics import Diagnostic
from answerable.processes import Inbox
from answerable.site.context import Page
from answerable.site.keys import ThreadKeys
from answerable.site.publication import PublishedThread, Stub
from answerable.site.publishing import publish_thread
from answerable.site.rendered import (
    RenderedThread,
    decode_rendered,
    encode_rendered,
    encode_thread,
    render_thread,
)
from answerable.site.search import search_entry
from answerable.site.summary import Summary, summarize
from answerable.site.tally import tally
from answerable.site.templating import Templates
from answerable.site.thread_files import thread_files
from answerable.source import ThreadName, ThreadRead, content_stamp, stat_stamp

MOST_WAITING = 2_000
"""Pages that one process holds while it waits for the theme's page around them."""

_NO_STAMP = bytes(16)

Chunk = Sequence[ThreadName]


class Made(NamedTuple):
    """What became of one thread that is not as it was.

    ``summary`` is None where nothing of it is public. ``key`` is that of its files if they
    were made; ``entry`` is what the theme's search finds of it. ``items`` counts its messages
    where there is no summary (see :mod:`answerable.site.tally`).
    ``row`` and ``words`` are what is to be kept; without them nothing may be.
    """

    name: ThreadName
    id: str | None
    summary: Summary | None
    key: str | None
    diagnostics: tuple[Diagnostic, ...]
    row: Kept | None
    words: Kept | None
    entry: str | None = None
    items: str = ""


class Touched(NamedTuple):
    """A thread that says what it said, in files that look otherwise now."""

    name: ThreadName
    row: Kept


def key_in_cache(name: ThreadName) -> str:
    """Under which key the caches hold the thread *name*."""
    return f"{name.year}/{name.slug}"


def summary_in(value: bytes) -> Summary:
    """The summary in a row of the table THREADS."""
    return Summary(*orjson.loads(value.partition(b"\n\n")[2]))


def make_threads(job: Job, chunks: Iterable[Chunk], inbox: Inbox) -> Iterator[Made | Touched]:
    """Make the files of the threads in *chunks*; the inbox brings the :class:`Shells`."""
    with (
        Cache(job.cache, job.cache_tables(), write=False) as cache,
        Cache(job.state, job.state_tables(), write=False) as state,
    ):
        maker = ThreadMaker(job, cache)
        work = _Work(job, maker, state, inbox)
        for chunk in chunks:
            yield from work.chunk(chunk)
        work.write_waiting(block=True)


class ThreadMaker:
    """Makes the files of threads, of which it finds the words in the cache or in their files."""

    def __init__(self, job: Job, cache: Cache) -> None:
        self.site = job.site
        self.cache = cache
        self.reader = job.opened.reader()
        self.templates = Templates(job.site.language)
        self.writer = Writer(job.folder, job.taken, fresh=job.fresh)

    def rendered(self, summary: Summary) -> RenderedThread:
        """The thread of *summary* with its words."""
        name = ThreadName(summary.year, summary.slug)
        return self.kept(name, summary.digest) or self.anew(name)

    def kept(self, name: ThreadName, digest: str) -> RenderedThread | None:
        """The thread *name* from the cache, where that has the one with this *digest*."""
        words = self.cache.get(WORDS, key_in_cache(name))
        if words is None or words.stamp != digest.encode():
            return None
        try:
            return decode_rendered(words.value, self.reader.root)
        except (ValueError, TypeError, KeyError):
            return None

    def anew(self, name: ThreadName) -> RenderedThread:
        """The thread *name* from its files."""
        published = self.published(name)
        if published is None:
            raise ChangedError(name)
        return render_thread(published, self.site.language)

    def published(self, name: ThreadName) -> PublishedThread | None:
        """What is public of the thread *name*, from its files."""
        thread = self.reader.read(name).thread
        return publish_thread(thread, self.site.publication) if thread else None

    def worked_out(self, published: PublishedThread, items: str) -> tuple[RenderedThread, Summary]:
        """A thread with its words, and its summary; *items* are its tally."""
        timezone = self.site.language.timezone
        summary = summarize(published, public_digest(published), timezone, items)
        return render_thread(published, self.site.language), summary

    def write(self, rendered: RenderedThread, summary: Summary) -> Page:
        """Write all files but the page, which is returned."""
        page, files = thread_files(rendered, summary, self.site, self.templates)
        for file in files:
            self.writer.write(file.path, file.content)
        self.writer.keep_only(page.url, [self.site.file(page.url), *(file.path for file in files)])
        return page

    def write_page(self, page: Page, shells: Shells) -> None:
        """Write the *page* of a thread with the theme around it."""
        self.writer.write(self.site.file(page.url), shells.page(page, self.site))


class ChangedError(Exception):
    """A thread changed while the site was built."""

    def __init__(self, name: ThreadName) -> None:
        super().__init__(name)

    def __str__(self) -> str:
        year, slug = self.args[0]
        return f"threads/{year}/{slug} changed during the build: build again."


class _Work:
    def __init__(self, job: Job, maker: ThreadMaker, state: Cache, inbox: Inbox) -> None:
        self._job = job
        self._maker = maker
        self._state = state
        self._inbox = inbox
        self._keys = ThreadKeys(job.site)
        self._waiting: list[Page] = []

    def chunk(self, chunk: Chunk) -> Iterator[Made | Touched]:
        first, last = key_in_cache(chunk[0]), key_in_cache(chunk[-1])
        rows = {
            key: Kept(stamp, value)
            for key, stamp, value in self._maker.cache.between(THREADS, first, last)
        }
        for name in chunk:
            row = rows.get(key_in_cache(name))
            same = row and self._same(name, row)
            if same and not self._job.fresh:
                if same != row:
                    yield Touched(name, same)
                continue
            yield (same and self._again(name, same)) or self._anew(name)

    def _same(self, name: ThreadName, row: Kept) -> Kept | None:
        """*row*, with a new stamp if need be; None where the thread says something else."""
        folder = self._maker.reader.folder(name)
        names = row.value.partition(b"\n\n")[0].decode().split("\n")
        if row.stamp[:16] == stat_stamp(folder, names):
            return row
        if self._maker.reader.names(name) != names:
            return None
        if content_stamp(folder, names, {}) != row.stamp[16:]:
            return None
        return Kept(_stamp(folder, names, row.stamp[16:]), row.value)

    def _again(self, name: ThreadName, row: Kept) -> Made | None:
        """Make the files of a thread that is known, into a folder that does not hold them."""
        summary = summary_in(row.value)
        rendered = self._maker.kept(name, summary.digest)
        if rendered is None:
            return None
        made = self._made(name, rendered, summary, ())
        return made._replace(row=row)

    def _anew(self, name: ThreadName) -> Made:
        site = self._job.site
        read = self._maker.reader.read(name)
        thread, publication = read.thread, site.publication
        items = tally(thread, publication.calendar) if thread else ""
        published = publish_thread(thread, publication) if thread else None
        if published is None:
            return Made(name, read.id, None, None, read.diagnostics, None, None, items=items)
        rendered, summary = self._maker.worked_out(published, items)
        made = self._made(name, rendered, summary, read.diagnostics)
        if self._job.searched and not summary.is_stub:
            made = made._replace(entry=search_entry(rendered, site))
        if not all_public(read, published):
            return made
        return made._replace(
            row=self._row(read, summary),
            words=Kept(summary.digest.encode(), encode_rendered(rendered)),
        )

    def _made(
        self,
        name: ThreadName,
        rendered: RenderedThread,
        summary: Summary,
        diagnostics: tuple[Diagnostic, ...],
    ) -> Made:
        key: str | None = self._keys.of(summary)
        kept = None if self._job.fresh else self._state.get(PAGES, key_in_cache(name))
        if kept and kept.stamp == (key or "").encode():
            key = None
        else:
            self._waiting.append(self._maker.write(rendered, summary))
            self.write_waiting(block=len(self._waiting) >= MOST_WAITING)
        return Made(name, summary.id, summary, key, diagnostics, None, None)

    def write_waiting(self, *, block: bool) -> None:
        """Write the pages whose surroundings are known by now."""
        shells: Shells | None = self._inbox.read(block=block)
        if shells is None:
            return
        for page in self._waiting:
            self._maker.write_page(page, shells)
        self._waiting.clear()

    def _row(self, read: ThreadRead, summary: Summary) -> Kept:
        folder, names = read.folder.place.path, read.folder.names
        content = content_stamp(folder, names, read.texts)
        value = "\n".join(names).encode() + b"\n\n" + orjson.dumps(tuple(summary))
        return Kept(_stamp(folder, names, content), value)


def public_digest(thread: PublishedThread) -> str:
    """A digest of all that is public of *thread*, the bytes of its files as well."""
    digest = blake2b(encode_thread(thread), digest_size=12)
    for asset in thread.assets:
        digest.update(blake2b(asset.path.read_bytes()).digest())
    return digest.hexdigest()


def _stamp(folder: str, names: list[str], content: bytes) -> bytes:
    return (stat_stamp(folder, names, settled=True) or _NO_STAMP) + content


def all_public(read: ThreadRead, published: PublishedThread) -> bool:
    """Whether all that the files say is public: only that may be kept."""
    thread = read.thread
    assert thread is not None
    return (
        not read.diagnostics
        and len(published.messages) == 1 + len(thread.follow_ups) + len(thread.replies)
        and len(published.assets) == len(read.folder.assets)
        and not any(isinstance(message, Stub) for message in published.messages)
    )
