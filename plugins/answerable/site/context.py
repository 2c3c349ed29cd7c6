"""What every page knows of the site it belongs to, and what a page is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from answerable.config import Settings
from answerable.site.language import Language
from answerable.site.publication import Publication


@dataclass(frozen=True, slots=True)
class Site:
    """The site around the pages.

    ``url`` is the public address and ends with a slash. ``now`` is the time of the build.
    ``page_markdown`` renders the site's own Markdown (people, topics) with its extensions.
    """

    name: str
    url: str
    language: Language
    settings: Settings
    now: datetime
    publication: Publication
    page_markdown: Callable[[str], str]

    def absolute(self, path: str) -> str:
        """The public address of *path*, which is relative to the site's root."""
        return self.url + quote(path, safe="/#?=&%~")


@dataclass(frozen=True, slots=True)
class Page:
    """A page that the theme's shell surrounds.

    ``url`` is relative to the site's root and ends with a slash. ``title`` and
    ``description`` are plain text; ``head`` and ``body`` are finished HTML. ``changed`` is
    when its content last changed, None where that is not known.
    """

    url: str
    title: str
    description: str
    head: Markup
    body: Markup
    changed: datetime | None = None
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class Resource:
    """A file that is written as it is: a feed, data, an embedded page, a picture."""

    path: str
    content: bytes


def root_of(url: str) -> str:
    """The way from a page back to the site's root: ``../../`` for ``topics/app/``."""
    return "../" * url.count("/")
