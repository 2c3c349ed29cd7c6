"""Lists of threads, in pages that keep their place.

Pages are numbered from the oldest, so that a new thread changes the first page that a
reader sees and no other: the page ``…/page/1/`` holds the oldest threads for ever. The list's
own address shows the newest threads, at least as many as a page holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from markupsafe import Markup

from answerable.cache import key_of
from answerable.site.context import Page, Planned, Site
from answerable.site.head import Preview, head_links
from answerable.site.items import Lines
from answerable.site.summary import Summary
from answerable.site.templating import Templates


@dataclass(frozen=True, slots=True)
class Link:
    """A name and where it leads."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A list that a reader can choose, with its count."""

    name: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """A group of choices."""

    name: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of threads at an address. ``threads`` are in the order of receipt.

    ``parent`` and the choices of ``filters`` have addresses relative to the site's root.
    ``template`` shows the first page; ``extra`` gives what only that template knows, for a way
    to the root; ``structured`` is the first page's structured data.
    """

    url: str
    title: str
    description: str
    threads: Sequence[Summary]
    parent: Link | None = None
    introduction: Markup = Markup()
    filters: Sequence[Filter] = ()
    feeds: bool = True
    template: str = "list.html"
    extra: Callable[[str], Mapping[str, Any]] | None = None
    structured: Markup = Markup()

    def facts(self, site: Site) -> tuple[object, ...]:
        """All that the first page shows besides its threads, to be compared."""
        extra = self.extra and self.extra(site.root_of(self.url))
        about = (self.title, self.description, self.parent, self.introduction, self.filters)
        return (*about, self.feeds, self.template, extra, self.structured, len(self.threads))


@dataclass(frozen=True, slots=True)
class ListPage:
    """One page of a list, its threads the newest first; addresses from the site's root."""

    url: str
    threads: list[Summary]
    newer: str | None
    older: str | None


def paged(url: str, threads: Sequence[Summary], size: int) -> list[ListPage]:
    """Divide *threads* (in the order of receipt) into pages of *size*, the newest first."""
    full = max(0, len(threads) // size - 1)
    urls = [f"{url}page/{number}/" for number in range(1, full + 1)] + [url]
    pages = []
    for place, page_url in enumerate(urls):
        end = len(threads) if page_url == url else (place + 1) * size
        pages.append(
            ListPage(
                url=page_url,
                threads=list(reversed(threads[place * size : end])),
                newer=urls[place + 1] if place + 1 < len(urls) else None,
                older=urls[place - 1] if place else None,
            )
        )
    return pages[::-1]


def planned_pages(
    listing: Listing, lines: Lines, site: Site, templates: Templates
) -> list[Planned]:
    """The pages of *listing*, the first one at its own address."""
    about = (listing.title, listing.description, listing.parent, listing.feeds)
    pages = []
    for part in paged(listing.url, listing.threads, site.settings.per_page):
        shown = [lines.keys[thread.id] for thread in part.threads]
        # A page behind the first says nothing that a new thread would change.
        rest = listing.facts(site) if part.url == listing.url else part.newer
        latest = max(part.threads, key=_changed_at, default=None)
        pages.append(
            Planned(
                path=site.file(part.url),
                key=key_of(about, rest, part.older, *shown),
                make=partial(_page, listing, part, lines, site, templates),
                url=part.url,
                changed=latest and latest.changed,
            )
        )
    return pages


def _changed_at(thread: Summary) -> float:
    return thread.changed_at


def _page(listing: Listing, part: ListPage, lines: Lines, site: Site, templates: Templates) -> Page:
    root = site.root_of(part.url)
    first = part.url == listing.url
    span = _span(part, site)
    title = listing.title if first else f"{listing.title} ({span})"
    values: dict[str, Any] = {
        "title": listing.title,
        "count": len(listing.threads) if first else None,
        "span": "" if part.newer is None and part.older is None else span,
        "parent": listing.parent and Link(listing.parent.name, site.link(root, listing.parent.url)),
        "introduction": listing.introduction if first else "",
        "filters": _placed_filters(listing.filters, root, site) if first else (),
        "lines": lines.placed(part.threads, root),
        "newer": part.newer and site.link(root, part.newer),
        "older": part.older and site.link(root, part.older),
        "place": span,
        "feeds": root + listing.url if listing.feeds else "",
        "root": root,
    }
    return Page(
        url=part.url,
        title=title,
        description=listing.description,
        head=head_links(
            Preview(part.url, title, listing.description),
            site,
            feeds_of=listing.url if listing.feeds else None,
        )
        + (listing.structured if first else ""),
        body=templates.render(
            listing.template if first else "list.html",
            **values,
            **(listing.extra(root) if first and listing.extra else {}),
        ),
    )


def _span(part: ListPage, site: Site) -> str:
    if not part.threads:
        return ""
    newest, oldest = (
        site.language.day(datetime.fromisoformat(thread.received))
        for thread in (part.threads[0], part.threads[-1])
    )
    if newest == oldest:
        return newest
    return site.language.text("{first} to {last}", first=oldest, last=newest)


def _placed_filters(filters: Sequence[Filter], root: str, site: Site) -> list[Filter]:
    return [
        Filter(
            group.name,
            [
                Choice(choice.name, site.link(root, choice.url), choice.count)
                for choice in group.choices
            ],
        )
        for group in filters
    ]
