"""All that is made of more than one thread: lists, feeds, figures, data.

What is planned here is not made yet. A group is the pages and feeds of one list: while the
key of a group is the one that it had, nothing of it needs even to be planned.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup

from answerable.cache import key_of
from answerable.model import PersonId, Stem, ThreadId
from answerable.site import data, feeds
from answerable.site.answering import answer_pages
from answerable.site.catalogue import Catalogue, catalogue
from answerable.site.context import Page, Planned, Resource, Site
from answerable.site.due_page import due_page
from answerable.site.feed_entries import FeedEntry
from answerable.site.items import Lines
from answerable.site.lists import Listing, planned_pages
from answerable.site.moderation_lists import URL, moderation_listings
from answerable.site.newest import newest, newest_by
from answerable.site.overview import Rendered, figures_page, overview
from answerable.site.people import people_page, person_listing
from answerable.site.sections import index_pages, listings
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.thread_files import entry_of
from answerable.site.transparency import count
from answerable.site.transparency_page import planned_transparency, transparency_key
from answerable.site.trust_files import trust_lists
from answerable.site.verify_page import verify_page
from answerable.site.write_page import write_pages


@dataclass(frozen=True, slots=True)
class Group:
    """The pages and feeds of one list. Two with the same ``name`` and ``key`` are the same."""

    name: str
    key: str
    plan: Callable[[], list[Planned]]


class SharedFiles:
    """What is made of *threads*, which are in the order of receipt, together."""

    def __init__(
        self,
        threads: Sequence[Summary],
        keys: Mapping[ThreadId, str],
        rendered: Rendered,
        site: Site,
        unpublished: Sequence[str] = (),
    ) -> None:
        """*keys* are those of ``ThreadKeys``; *rendered* gives a thread with its words.

        *unpublished* are the tallies of the threads of which nothing is public.
        """
        self._threads = threads
        self._keys = keys
        self._rendered = rendered
        self._site = site
        self._unpublished = unpublished
        self._templates = Templates(site.language)
        self._lines = Lines(site, self._templates, keys)
        self._entries: dict[tuple[ThreadId, Stem], FeedEntry] = {}

    @cached_property
    def lists(self) -> Catalogue:
        """The threads in every order."""
        return catalogue(self._threads, self._site.publication)

    def overview(self, root: str) -> Markup:
        """What the home page shows, on a page whose way to the site's root is *root*."""
        return overview(self.lists, self._lines, self._rendered, root, self._site, self._templates)

    def groups(self) -> Iterator[Group]:
        """Every list of threads, and the feeds of all of them."""
        site = self._site
        for listing in listings(self.lists, site):
            yield self._group(listing)
        for person in site.publication.people.values():
            yield self._group(person_listing(person, self.lists, site), person.id)
        for listing in moderation_listings(self.lists, site):
            yield self._group(listing)
        yield self._transparency()
        everything = key_of("".join(self._keys[thread.id] for thread in self._threads))
        yield Group("", everything, lambda: self._feeds(site.name, "", self._threads))
        yield Group("api/", everything, self._data)

    def others(self) -> Iterator[Page | Resource]:
        """What is made anew in each build: pages that list lists, figures, pictures of people."""
        yield from index_pages(self.lists, self._site, self._templates)
        yield people_page(self.lists, self._site, self._templates)
        yield figures_page(self.lists, self._site, self._templates)
        yield due_page(self.lists, self._site, self._templates)
        yield verify_page(self.lists, self._rendered, self._site, self._templates)
        yield from write_pages(self._site, self._templates)
        yield from answer_pages(self._site, self._templates)
        yield from data.schemas()
        yield from trust_lists(self._site)
        for person in self._site.publication.people.values():
            if person.portrait:
                path = f"people/{person.id}/{person.portrait.name}"
                yield Resource(path, person.portrait.path.read_bytes())

    def _transparency(self) -> Group:
        counts = count(self._threads, self._unpublished)
        key = transparency_key(counts, self.lists, self._site)
        plan = partial(planned_transparency, counts, key, self.lists, self._site, self._templates)
        return Group(URL, key, plan)

    def _data(self) -> list[Planned]:
        return list(data.planned_data(self._threads, self._keys, self._site))

    def _group(self, listing: Listing, person: PersonId | None = None) -> Group:
        keys = "".join([self._keys[thread.id] for thread in listing.threads])
        return Group(
            listing.url,
            key_of(listing.facts(self._site), keys),
            partial(self._plan, listing, person),
        )

    def _plan(self, listing: Listing, person: PersonId | None) -> list[Planned]:
        pages = planned_pages(listing, self._lines, self._site, self._templates)
        if not listing.feeds:
            return pages
        title = f"{listing.title} - {self._site.name}"
        return [*pages, *self._feeds(title, listing.url, listing.threads, person)]

    def _feeds(
        self, title: str, page: str, threads: Sequence[Summary], person: PersonId | None = None
    ) -> list[Planned]:
        count = self._site.settings.feed_entries
        shown = newest_by(person, threads, count) if person else newest(threads, count)
        key = key_of(title, page, count, [(self._keys[thread.id], stem) for thread, stem in shown])
        return [
            Planned(path, key, partial(self._feed, path, form, title, page, shown))
            for path, form in (
                (feeds.atom_path(page), feeds.atom),
                (feeds.json_path(page), feeds.json_feed),
            )
        ]

    def _feed(
        self,
        path: str,
        form: Callable[[feeds.Feed, Site], bytes],
        title: str,
        page: str,
        shown: list[tuple[Summary, Stem]],
    ) -> Resource:
        entries = [self._entry(thread, stem) for thread, stem in shown]
        return Resource(path, form(feeds.Feed(title, page, entries), self._site))

    def _entry(self, thread: Summary, stem: Stem) -> FeedEntry:
        key = (thread.id, stem)
        if key not in self._entries:
            self._entries[key] = entry_of(self._rendered(thread), stem, self._site)
        return self._entries[key]
