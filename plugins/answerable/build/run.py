"""One build of the site, from the feedback folder to the last file.

    build = SiteBuild(opened, site, site_folder, cache_folder, name)
    build.prepare()                  # before the site's folder is emptied
    build.start(taken)               # after that; the threads are under way from here on
    build.read(shells)               # once the theme's pages are known
    build.write(shells, search=…)    # all that is made of more than one thread
    build.complete(addresses)        # the last of all
    build.end()                      # whatever happened

What an earlier build left saves work, and changes no byte of the result.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from markupsafe import Markup

from answerable.build.access import AccessPages
from answerable.build.hidden import Hiding
from answerable.build.job import ENTRIES, FACTS, Job
from answerable.build.leaks import find_leaks, leak_message
from answerable.build.public import Public
from answerable.build.records import Records
from answerable.build.samples import sample_pages
from answerable.build.search import remove_search, write_search
from answerable.build.shared import Plan
from answerable.build.shells import Shells
from answerable.build.staff import locked_area, staff_area
from answerable.build.standing import Standing
from answerable.build.state import PageState, SiteState, read_state, write_state
from answerable.build.thread_places import addresses_of, remove_threads
from answerable.build.threads import Chunk, Made, Touched, key_in_cache, make_threads
from answerable.build.words import Words
from answerable.build.writer import Writer
from answerable.cache import Cache, Kept, key_of
from answerable.diagnostics import Diagnostic
from answerable.model import ThreadId
from answerable.processes import Team, how_many, rare_collections
from answerable.site.context import Page, Site
from answerable.site.keys import ThreadKeys
from answerable.site.publishing import publish_thread
from answerable.site.rendered import RenderedThread
from answerable.site.search import search_entry
from answerable.site.shared_files import SharedFiles
from answerable.site.sitemap import SitemapEntry, sitemap
from answerable.site.staff import staff_page
from answerable.site.summary import Summary
from answerable.source import Opened, ThreadName, ThreadRead
from answerable.vault.keychain import KeyChain
from answerable.vault.passwords import Password

_OTHERS = "others"
_CHUNK = 100
_LEAST = 150
"""Threads that are worth a process of their own."""


class SiteBuild:
    """One build of *site* into *folder*; *cache* is where it keeps what it worked out."""

    def __init__(
        self,
        opened: Opened,
        site: Site,
        folder: Path,
        cache: Path,
        name: str,
        *,
        searched: bool,
    ) -> None:
        """*name* tells the sites apart that share the folder *cache*.

        *searched* says that the theme's search finds the threads.
        """
        self.site = site
        self.threads: list[Summary] = []
        self._standing = Standing(folder)
        self._job = Job(
            opened=opened,
            # The site's own Markdown is no matter of threads, and its renderer cannot be sent.
            site=replace(site, page_markdown=str),
            folder=folder,
            taken={},
            cache=cache / f"{key_of(name)[:12]}.threads",
            state=cache / f"{key_of(name, folder)[:12]}.site",
            fresh=True,
            searched=searched,
        )
        self._words = Words(self._job)
        self._records = Records()
        self._team: Team[Chunk, Made | Touched] | None = None
        self._shared: SharedFiles | None = None
        self._unsettled: dict[str, ThreadId] = {}
        self._finished: tuple[Callable[[], None], str] = (lambda: None, "")

    def prepare(self) -> None:
        """Save what an earlier build left, if it is whole. Raises BusyError and OSError."""
        self._standing.enter()
        mark = self._standing.read_mark()
        with Cache(self._job.state, self._job.state_tables()) as state:
            known = state.get(FACTS, "mark")
            others = state.get(FACTS, "taken")
        if mark and others and known and known.value == mark.encode():
            self._job = replace(self._job, fresh=False)
            self._standing.put_aside(json.loads(others.value))
        else:
            self._standing.empty()

    def start(self, taken: Mapping[str, str]) -> None:
        """Begin with the threads; *taken* names the source of each file that others write."""
        self._standing.take_back()
        self._job = replace(self._job, taken=dict(taken))
        self._words.close()
        self._words = Words(self._job)
        names = self._job.opened.threads
        count = how_many(len(names), _LEAST)
        self._team = Team(make_threads, self._job, _chunks(names), count)

    def samples(self) -> list[Page]:
        """The pages of a few threads, to be compared with those of the theme."""
        return sample_pages(self._job.opened, self._words.maker)

    def read(self, shells: Shells) -> list[Diagnostic]:
        """Read all threads and write their own files; returns what is wrong with them."""
        with rare_collections():
            return self._read(shells)

    def _read(self, shells: Shells) -> list[Diagnostic]:
        assert self._team is not None
        records, opened = self._records, self._job.opened
        names = [key_in_cache(name) for name in opened.threads]
        self._team.tell(shells)
        with Cache(self._job.cache, self._job.cache_tables()) as cache:
            if not self._job.fresh:
                records.recall(cache, names)
            records.take(self._team.results(), cache)
            if missing := set(records.missing(names)):
                again = [name for name in opened.threads if key_in_cache(name) in missing]
                without = replace(self._job, cache=self._job.cache.with_suffix(".none"))
                team = Team(make_threads, without, _chunks(again), 0)
                team.tell(shells)
                records.take(team.results(), cache)
        self._unsettled = records.settle_ids(opened)
        self.threads = records.in_order()
        return records.diagnostics

    def write(self, shells: Shells, *, search: bool) -> list[SitemapEntry]:
        """Write what is made of several threads; returns the addresses of all our pages.

        *search* asks for a full-text index of the threads; raises PagefindError.
        """
        with rare_collections():
            return self._write(shells, search=search)

    def _write(self, shells: Shells, *, search: bool) -> list[SitemapEntry]:
        job = self._job
        maker = ThreadKeys(self.site)
        keys = {thread.id: maker.of(thread) for thread in self.threads}
        unpublished = list(self._records.items.values())
        self._shared = shared = SharedFiles(
            self.threads, keys, self.rendered, self.site, unpublished
        )
        before, now = read_state(job), SiteState(shells.key)
        now.pages = {
            f"{thread.year}/{thread.slug}": PageState(keys[thread.id], thread.id)
            for thread in self.threads
        }
        plan = Plan(job, shells, self._words)
        plan.threads(self._stale(before, now))
        for group in shared.groups():
            now.groups[group.name] = plan.group(group, before.groups.get(group.name))
        now.groups[_OTHERS] = plan.others(shared.others(), before.groups.get(_OTHERS))
        plan.lost(before, now)
        plan.make()
        writer = Writer(job.folder, job.taken, fresh=False)
        remove_threads(before, now, self._unsettled, self.site, writer)
        plan.remove()
        if not search:
            remove_search(job.folder)
        else:
            now.groups |= write_search(
                job.folder, self.threads, self._words, before.groups, self.site
            )
        addresses = list(addresses_of(self.threads, now, self.site))
        mark = self._mark(now)
        self._finished = partial(write_state, job, before, now, mark), mark
        return addresses

    def _mark(self, now: SiteState) -> str:
        """A digest of all that is made, the same for the same site."""
        return key_of(
            self._job.state_tables(),
            now.shells,
            [page.key for page in now.pages.values()],
            [(name, group.key) for name, group in now.groups.items()],
            sorted(now.groups[_OTHERS].files),
            sorted(self._job.taken),
        )

    def rendered(self, thread: Summary) -> RenderedThread:
        """*thread* with its words."""
        return self._words.of(thread)

    def overview(self, root: str) -> Markup:
        """What the home page shows, on a page whose way to the site's root is *root*."""
        assert self._shared is not None
        return self._shared.overview(root)

    def search_entries(self) -> Iterator[str]:
        """What the theme's search finds of the threads, as JSON."""
        with Cache(self._job.cache, self._job.cache_tables(), write=False) as cache:
            kept = {key: Kept(stamp, value) for key, stamp, value in cache.all(ENTRIES)}
        for thread in self.threads:
            if thread.is_stub:
                continue
            key = f"{thread.year}/{thread.slug}"
            known = kept.get(key)
            if entry := self._records.entries.get(key):
                yield entry
            elif known and known.stamp == thread.digest.encode():
                yield known.value.decode()
            else:
                yield search_entry(self.rendered(thread), self.site)

    def complete(self, addresses: Iterable[SitemapEntry]) -> None:
        """Write the sitemap of *addresses*, and say that all is written."""
        self._standing.write_root(sitemap(addresses, self.site.url))
        self._standing.clear_aside()
        keep, mark = self._finished
        keep()
        # It says all that was made: whatever is kept beside the same mark is true.
        self._standing.write_mark(mark)

    def staff(self, shells: Shells, passwords: Mapping[str, Password], keys: KeyChain) -> None:
        """Write the staff area, encrypted."""
        job = self._job
        area = staff_area(
            [read for read, _ in self._not_public()],
            [*job.opened.diagnostics, *self._records.diagnostics],
            self.threads,
            job.opened.settings,
        )
        page = staff_page(area, self.site, self._words.maker.templates)
        html = shells.page(page, self.site).decode()
        writer = Writer(job.folder, job.taken, fresh=job.fresh)
        writer.write(self.site.file(page.url), locked_area(html, self.site, passwords, keys))

    def _not_public(self) -> Iterator[tuple[ThreadRead, bool]]:
        """The threads of which not all is public, read anew, and whether something of them is."""
        records = self._records
        for name in self._job.opened.threads:
            key = key_in_cache(name)
            if key in records.private or key not in records.summaries:
                yield self._words.maker.reader.read(name), key in records.summaries

    def leaks(self, access: AccessPages, public: Iterable[Path]) -> str:
        """What is in the site's folder and must not be public, in words; empty if nothing is.

        *access* are pages that are hidden as well; *public* are files that everybody has.
        """
        job = self._job
        hiding = Hiding(job.opened.settings)
        for read, is_shown in self._not_public():
            shown = read.thread if is_shown else None
            public_part = publish_thread(shown, self.site.publication) if shown else None
            hiding.thread(read, public_part)
        hiding.pages(access.hidden(), access.public_words())
        for path, data in access.hidden_files():
            hiding.file(path, data)
        hidden = hiding.all(job.opened.settings.leak_exceptions)
        said = Public(self.site, self.threads, self._words, public)
        leaks = find_leaks(job, hidden, said)
        return leak_message(leaks, hidden) if leaks else ""

    def end(self) -> None:
        """Stop what still works and let other builds in."""
        if self._team is not None:
            self._team.dismiss()
        self._words.close()
        self._standing.leave()

    def _stale(self, before: SiteState, now: SiteState) -> list[Summary]:
        """The threads whose files are to be made, and were not already."""
        same_shells = before.shells == now.shells
        stale = []
        for thread in self.threads:
            name = f"{thread.year}/{thread.slug}"
            page = now.pages[name]
            made = self._records.made.get(name) == page.key
            there = same_shells and before.pages.get(name) == page
            if name in self._unsettled or not (made or there):
                stale.append(thread)
        return stale


def _chunks(names: Sequence[ThreadName]) -> list[Chunk]:
    return [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
