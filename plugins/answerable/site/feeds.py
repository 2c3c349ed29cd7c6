"""Feeds of messages: Atom (RFC 4287, RFC 4685) and JSON Feed 1.1.

A feed lies beside its page, as ``feed.xml`` and ``feed.json``. Nothing in it comes from the
time of the build: it was updated when its newest entry appeared, and an empty one never.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from answerable.site.context import Site
from answerable.site.encoding import json_file, xml
from answerable.site.feed_entries import FeedEntry

ATOM_TYPE = "application/atom+xml"
JSON_TYPE = "application/feed+json"

_NEVER = "1970-01-01T00:00:00Z"
_NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"'
)


@dataclass(frozen=True, slots=True)
class Feed:
    """The latest messages of a page. ``page`` is relative to the site's root.

    ``entries`` are the newest first, as :func:`answerable.site.feed_entries.newest` gives them.
    """

    title: str
    page: str
    entries: Sequence[FeedEntry]

    @property
    def atom_path(self) -> str:
        """Where the Atom form lies."""
        return atom_path(self.page)

    @property
    def json_path(self) -> str:
        """Where the JSON form lies."""
        return json_path(self.page)


def atom_path(page: str) -> str:
    """Where the Atom feed of *page* lies."""
    return f"{page}feed.xml"


def json_path(page: str) -> str:
    """Where the JSON feed of *page* lies."""
    return f"{page}feed.json"


def atom(feed: Feed, site: Site) -> bytes:
    """The Atom document of *feed*."""
    address = xml(site.absolute(feed.atom_path))
    entries = feed.entries[: site.settings.feed_entries]
    updated = entries[0].updated.isoformat() if entries else _NEVER
    head = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed {_NAMESPACES} xml:lang="{xml(language_tag(site))}">',
        f"<id>{address}</id>",
        f"<title>{xml(feed.title)}</title>",
        f"<updated>{updated}</updated>",
        f"<author><name>{xml(site.name)}</name><uri>{xml(site.url)}</uri></author>",
        f'<link rel="self" type="{ATOM_TYPE}" href="{address}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(site.absolute(feed.page))}"/>',
        "<generator>Answerable</generator>",
    ]
    lines = [*head, *(entry.atom for entry in entries), "</feed>", ""]
    return "\n".join(lines).encode("utf-8")


def json_feed(feed: Feed, site: Site) -> bytes:
    """The JSON Feed document of *feed*."""
    head = json_file(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed.title,
            "home_page_url": site.absolute(feed.page),
            "feed_url": site.absolute(feed.json_path),
            "authors": [{"name": site.name, "url": site.url}],
            "language": language_tag(site),
            "items": [],
        }
    )
    items = ",".join(entry.json for entry in feed.entries[: site.settings.feed_entries])
    # The entries are JSON already: they go between the brackets that end the empty document.
    return head.removesuffix(b"]}\n") + items.encode("utf-8") + b"]}\n"


def language_tag(site: Site) -> str:
    """The language of the interface as RFC 5646 writes it."""
    return site.language.code.replace("_", "-")
