"""The sitemap: every address that search engines should know, with its last change.

The protocol of sitemaps.org allows 50,000 addresses and 52,428,800 bytes a file. Ours hold a
fifth: whoever asks for what changed need not load what did not. Above that ``sitemap.xml``
lists the files ``sitemap-<n>.xml``. The order is the caller's, so that new addresses at the end
leave the files before them as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone

from answerable.site.encoding import xml

MOST_ADDRESSES = 10_000
MOST_BYTES = 52_428_800

_DECLARATION = '<?xml version="1.0" encoding="utf-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_HEAD = f"{_DECLARATION}<urlset {_NAMESPACE}>\n".encode()
_FOOT = b"</urlset>\n"


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """One address, absolute, and when its page last changed (ISO 8601), None if unknown."""

    loc: str
    lastmod: str | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    content: bytes
    lastmod: str | None


def sitemap(entries: Iterable[SitemapEntry], site_url: str) -> dict[str, bytes]:
    """The files of the sitemap by name; *site_url* ends with a slash."""
    parts = list(_parts(entries))
    if len(parts) == 1:
        return {"sitemap.xml": parts[0].content}
    named = {f"sitemap-{number}.xml": part for number, part in enumerate(parts, start=1)}
    index = "".join(
        _element("sitemap", SitemapEntry(site_url + name, part.lastmod))
        for name, part in named.items()
    )
    return {
        "sitemap.xml": (
            f"{_DECLARATION}<sitemapindex {_NAMESPACE}>\n{index}</sitemapindex>\n".encode()
        ),
        **{name: part.content for name, part in named.items()},
    }


def _parts(entries: Iterable[SitemapEntry]) -> Iterator[_Part]:
    """At least one file, each as full as the protocol allows."""
    elements: list[bytes] = []
    times: list[str] = []
    size = len(_HEAD) + len(_FOOT)
    for entry in entries:
        element = _element("url", entry).encode()
        if len(elements) == MOST_ADDRESSES or size + len(element) > MOST_BYTES:
            yield _part(elements, times)
            elements, times, size = [], [], len(_HEAD) + len(_FOOT)
        elements.append(element)
        size += len(element)
        if entry.lastmod:
            times.append(entry.lastmod)
    yield _part(elements, times)


def _part(elements: list[bytes], times: list[str]) -> _Part:
    return _Part(_HEAD + b"".join(elements) + _FOOT, max(times, key=_moment, default=None))


def _moment(day_or_time: str) -> datetime:
    moment = datetime.fromisoformat(day_or_time)
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _element(name: str, entry: SitemapEntry) -> str:
    lastmod = f"<lastmod>{entry.lastmod}</lastmod>" if entry.lastmod else ""
    return f"<{name}><loc>{xml(entry.loc)}</loc>{lastmod}</{name}>\n"
