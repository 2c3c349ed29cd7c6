"""All that the site shows of the feedback, in one pass over the publication.

Each function takes values and gives pages or files; nothing is written here and no stage
reaches back into an earlier one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial

from markupsafe import Markup

from answerable.markup import plain_text
from answerable.model import Stem, ThreadId
from answerable.site import data, feeds, oembed
from answerable.site.catalogue import Catalogue, catalogue
from answerable.site.context import Page, Resource, Site
from answerable.site.dialogue import ShownMessage, shown_messages
from answerable.site.feed_entries import FeedEntry, feed_entry, newest
from answerable.site.fragments import FILES, place
from answerable.site.head import thread_head
from answerable.site.items import items
from answerable.site.lists import Listing, listing_pages
from answerable.site.messages import dialogue, message_html
from answerable.site.overview import figures_page, overview
from answerable.site.people import people_page, person_listing
from answerable.site.publication import PublishedReply, PublishedThread
from answerable.site.sections import index_pages, listings
from answerable.site.templating import Templates
from answerable.site.threads import description, embed_page, thread_page


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page that a site's navigation can name: its address and its title."""

    url: str
    title: str


def entry_pages(site: Site) -> list[EntryPage]:
    """The pages from which all others are reached."""
    text = site.language.text
    return [
        EntryPage("threads/", text("Comments")),
        EntryPage("topics/", text("Topics")),
        EntryPage("tags/", text("Tags")),
        EntryPage("people/", text("People")),
        EntryPage("figures/", text("Figures")),
        EntryPage("rules/", text("Rules")),
    ]


class Build:
    """What is derived once for one build of *site*."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.templates = Templates(site.language)
        self._entries: dict[tuple[ThreadId, Stem], FeedEntry] = {}
        self._rendered: dict[ThreadId, dict[Stem, str]] = {}

    @cached_property
    def lists(self) -> Catalogue:
        """The threads in every order."""
        return catalogue(self.site.publication)

    @cached_property
    def lines(self) -> dict[ThreadId, str]:
        """Each thread as a line of a list."""
        return items(self.site, self.templates)

    def overview(self, root: str) -> Markup:
        """What the home page shows, on a page whose way to the site's root is *root*."""
        return overview(self.lists, self.lines, root, self.site, self.templates)

    def outputs(self) -> Iterator[Page | Resource]:
        """Every page and file; lists come before threads, and those the oldest first."""
        yield from self._lists()
        yield from index_pages(self.lists, self.site, self.templates)
        yield people_page(self.lists, self.site, self.templates)
        yield figures_page(self.lists, self.site, self.templates)
        yield from data.threads_pages(self.site)
        yield from data.schemas()
        everything = feeds.Feed(self.site.name, "", self._newest(self.site.publication.threads))
        yield from self._feed(everything)
        yield from self._portraits()
        for thread in self.site.publication.threads:
            yield from self._thread(thread)

    def _lists(self) -> Iterator[Page | Resource]:
        for listing in listings(self.lists, self.site):
            yield from self._listing(listing, self._newest(listing.threads))
        for person in self.site.publication.people.values():
            listing = person_listing(person, self.lists, self.site)
            said = (
                (thread, message)
                for thread, message in shown_messages(listing.threads)
                if isinstance(message, PublishedReply) and message.signed_by == person.id
            )
            yield from self._listing(listing, self._entries_of(said))

    def _listing(self, listing: Listing, entries: list[FeedEntry]) -> Iterator[Page | Resource]:
        yield from listing_pages(listing, self.lines, self.site, self.templates)
        if listing.feeds:
            title = f"{listing.title} - {self.site.name}"
            yield from self._feed(feeds.Feed(title, listing.url, entries))

    def _feed(self, feed: feeds.Feed) -> Iterator[Resource]:
        yield Resource(feed.atom_path, feeds.atom(feed, self.site))
        yield Resource(feed.json_path, feeds.json_feed(feed, self.site))

    def _newest(self, threads: Iterable[PublishedThread]) -> list[FeedEntry]:
        return self._entries_of(shown_messages(threads))

    def _entries_of(
        self, messages: Iterable[tuple[PublishedThread, ShownMessage]]
    ) -> list[FeedEntry]:
        return [self._entry(thread, message) for thread, message in newest(messages, self.site)]

    def _entry(self, thread: PublishedThread, message: ShownMessage) -> FeedEntry:
        key = (thread.id, message.stem)
        if key not in self._entries:
            html = self._absolute(thread, message)
            self._entries[key] = feed_entry(thread, message, html, self.site)
        return self._entries[key]

    def _words(self, thread: PublishedThread) -> dict[Stem, str]:
        """The messages of *thread* as HTML fragments, each rendered alone."""
        if thread.id not in self._rendered:
            self._rendered[thread.id] = {
                message.stem: message_html(message, thread, self.site.language, FILES)
                for message in thread.messages
            }
        return self._rendered[thread.id]

    def _absolute(self, thread: PublishedThread, message: ShownMessage) -> str:
        words = self._words(thread)[message.stem]
        return place(words, root=self.site.url, files=self.site.absolute(thread.url))

    def _thread(self, thread: PublishedThread) -> Iterator[Page | Resource]:
        site = self.site
        messages = dialogue(thread, self._words(thread), site, self.templates)
        head = thread_head(thread, description(thread, site), _plain, site)
        yield thread_page(thread, messages, head, site, self.templates)
        yield embed_page(thread, messages, site, self.templates)
        yield Resource(
            data.thread_path(thread),
            data.thread_json(thread, site, partial(self._absolute, thread)),
        )
        if not thread.is_stub:
            yield Resource(oembed.oembed_path(thread), oembed.oembed_json(thread, site))
            title = f"{thread.title} - {site.name}"
            yield from self._feed(feeds.Feed(title, thread.url, self._newest([thread])))
        for asset in thread.assets:
            yield Resource(f"{thread.url}assets/{asset.name}", asset.path.read_bytes())

    def _portraits(self) -> Iterator[Resource]:
        for person in self.site.publication.people.values():
            if person.portrait:
                yield Resource(
                    f"people/{person.id}/{person.portrait.name}", person.portrait.path.read_bytes()
                )


def _plain(message: ShownMessage) -> str:
    return plain_text(message.body)
