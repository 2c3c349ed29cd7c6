"""A few threads as the generator itself makes their pages, to be compared with ours.

Our pages are put into a page of the theme that was made for none of them
(``answerable.site.shell``). That is right as long as the theme, and whatever else has a hand
in it, uses nothing of a page but its title, its description, its address and its content.
Whether it does is seen by letting the generator make some pages in its own way.

One difference is allowed: a link to a page above goes through the root in ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from answerable.build.shells import Shells
from answerable.build.threads import ThreadMaker
from answerable.site.context import Page, Site
from answerable.site.thread_files import thread_files
from answerable.source import Opened, ThreadName

MOST = 3
_TRIED = 20
_SHOWN = 60

# Titles are escaped by their authors in one way and in shells in another.
_UNUSUAL = re.compile(r"[^\w .,:-]+")
_ADDRESS = re.compile(r"""\b(href|src)=(["']?)(\.[^"'\s>]*)""")


def sample_pages(opened: Opened, maker: ThreadMaker) -> list[Page]:
    """The pages of up to :data:`MOST` threads, from the first to the last."""
    pages: list[Page] = []
    for name in _spread(opened.threads):
        published = maker.published(name) if len(pages) < MOST else None
        if published:
            page, _ = thread_files(*maker.worked_out(published), maker.site, maker.templates)
            title, about = _usual(page.title), _usual(page.description)
            pages.append(replace(page, title=title, description=about))
    return pages


def difference(page: Page, made: str, shells: Shells, site: Site) -> str | None:
    """Where our *page* differs from what the generator *made* of it, None if nowhere."""
    address = site.absolute(page.url)
    ours = _resolved(shells.page(page, site).decode(), address)
    theirs = _resolved(made, address)
    if ours == theirs:
        return None
    pairs = enumerate(zip(ours, theirs, strict=False))
    start = next((at for at, (one, other) in pairs if one != other), min(len(ours), len(theirs)))
    shown = slice(max(0, start - _SHOWN // 2), start + _SHOWN)
    return f"of '{page.url}' the theme makes …{theirs[shown]}…, and here stands …{ours[shown]}…"


def _spread(names: tuple[ThreadName, ...]) -> Iterator[ThreadName]:
    step = max(1, len(names) // MOST)
    yield from dict.fromkeys([*names[::step][:MOST], *names[-1:], *names[:_TRIED]])


def _usual(text: str) -> str:
    return _UNUSUAL.sub(" ", text).strip() or "page"


def _resolved(html: str, address: str) -> str:
    def resolve(match: re.Match[str]) -> str:
        return f"{match[1]}={match[2]}{urljoin(address, match[3])}"

    return _ADDRESS.sub(resolve, html)
