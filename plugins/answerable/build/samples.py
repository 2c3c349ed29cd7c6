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
            page, _ = thread_files(*maker.worked_out(published, ""), maker.site, maker.templates)
            title, about = _usual(page.title), _usual(page.description)
            pages.append(replace(page, title=title, description=about))
    return pages


class DifferenceError(Exception):
    """The theme makes something else of a page than what stands in ours."""


class Samples:
    """Our pages by the source that the generator has of them, and what it made of each."""

    def __init__(self) -> None:
        self.pages: dict[str, Page] = {}
        self._made: dict[str, str] = {}

    def made(self, source: str, before: str, after: str) -> bool:
        """Take the generator's page, cut where our head goes; whether it is one of these."""
        page = self.pages.get(source)
        if page is not None:
            self._made[source] = f"{before}{page.head}{after}"
        return page is not None

    def compare(self, shells: Shells, site: Site) -> None:
        """Raises DifferenceError, which says where, if a page is not the generator's."""
        for source, made in self._made.items():
            page = self.pages[source]
            address = site.absolute(page.url)
            ours = _resolved(shells.page(page, site).decode(), address)
            theirs = _resolved(made, address)
            if ours != theirs:
                raise DifferenceError(
                    f"of '{page.url}' the theme makes {_shown(theirs, ours)}, and here stands "
                    f"{_shown(ours, theirs)}. Threads are put into pages that the theme makes "
                    "once: look in the templates under custom_dir, in plugins and in hooks for "
                    "what depends on more of a page than its title, description and address."
                )


def _shown(text: str, other: str) -> str:
    """*text* around the first place where *other* differs."""
    pairs = enumerate(zip(text, other, strict=False))
    place = next((at for at, (one, two) in pairs if one != two), min(len(text), len(other)))
    return f"…{text[max(0, place - _SHOWN // 2) : place + _SHOWN]}…"


def _spread(names: tuple[ThreadName, ...]) -> Iterator[ThreadName]:
    step = max(1, len(names) // MOST)
    yield from dict.fromkeys([*names[::step][:MOST], *names[-1:], *names[:_TRIED]])


def _usual(text: str) -> str:
    return _UNUSUAL.sub(" ", text).strip() or "page"


def _resolved(html: str, address: str) -> str:
    def resolve(match: re.Match[str]) -> str:
        return f"{match[1]}={match[2]}{urljoin(address, match[3])}"

    return _ADDRESS.sub(resolve, html)
