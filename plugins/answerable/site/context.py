"""What every page knows of the site it belongs to, and what a page is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from markupsafe import Markup

from answerable.config import Settings
from answerable.site.language import Language
from answerable.site.publication import Publication

_PLAIN = re.compile(r"[A-Za-z0-9/._#-]*")


@dataclass(frozen=True, slots=True)
class Site:
    """The site around the pages.

    ``url`` is the public address and ends with a slash. ``now`` is the time of the build.
    ``page_markdown`` renders the site's own Markdown (people, topics) with its extensions.
    ``flat`` makes a page the file ``<name>.html`` instead of a folder.

    The address of a page is written as that of its folder, ``topics/app/``, everywhere in this
    package. Where it leads to is asked of the site.
    """

    name: str
    url: str
    language: Language
    settings: Settings
    now: datetime
    publication: Publication
    page_markdown: Callable[[str], str]
    flat: bool = False

    @property
    def today(self) -> str:
        """The day of the build in the site's time zone, e.g. ``2026-11-03``."""
        return self.now.astimezone(self.language.timezone).date().isoformat()

    def absolute(self, path: str) -> str:
        """The public address of *path*, a page or a file, which is relative to the site's root."""
        return _absolute(self.url, self.page(path))

    def folder(self, path: str) -> str:
        """The public address of the folder *path*, which ends with a slash."""
        return _absolute(self.url, path)

    def page(self, address: str) -> str:
        """Where the page *address* is found, relative to the site's root; a file stays."""
        return _flat(address) if self.flat else address

    def file(self, address: str) -> str:
        """The file of the page *address*, relative to the site's root."""
        page = self.page(address)
        return page if self.flat and page else f"{page}index.html"

    def root_of(self, address: str) -> str:
        """The way from the page *address* to the site's root: ``../../`` for ``topics/app/``."""
        return "../" * self.page(address).count("/")

    def link(self, root: str, address: str) -> str:
        """A link to the page *address* from one whose way to the site's root is *root*."""
        return root + self.page(address)


def _flat(address: str) -> str:
    page, mark, place = address.partition("#")
    if not page.endswith("/"):
        return address
    # The pages of the first level are those that MkDocs makes of an index.md.
    file = f"{page}index.html" if page.count("/") == 1 else f"{page[:-1]}.html"
    return f"{file}{mark}{place}"


@lru_cache(maxsize=4096)
def _absolute(url: str, path: str) -> str:
    # Nearly all are names that need no quoting, and looking costs less than quoting.
    return url + (path if _PLAIN.fullmatch(path) else quote(path, safe="/#?=&%~"))


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the theme's shell surrounds.

    ``url`` is relative to the site's root and ends with a slash. ``title`` and
    ``description`` are plain text; ``head`` and ``body`` are finished HTML.
    """

    url: str
    title: str
    description: str
    head: Markup
    body: Markup


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that is written as it is: a feed, data, an embedded page, a picture."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Planned:
    """A page or file that can be made.

    ``path`` is where it is written below the site's root. Two with the same path and ``key``
    are the same, so that what lies there need not be made again. ``url`` is that of a page
    which search engines should know, below the site's; ``changed`` is when its content last
    changed, None where that is not known.
    """

    path: str
    key: str
    make: Callable[[], Page | Resource]
    url: str | None = None
    changed: str | None = None
