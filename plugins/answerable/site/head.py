"""What the head of a page tells programs: previews, other forms of the page, no indexing.

Open Graph (ogp.me) is what other sites show when somebody passes the address on. The
canonical link and the description of the page itself are the theme's. A page that is not to
be indexed says so and nothing about its content.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from markupsafe import Markup, escape

from answerable.site.context import Page, Site
from answerable.site.data import data_path
from answerable.site.encoding import ALTERNATE
from answerable.site.feeds import ATOM_TYPE, JSON_TYPE, atom_path, json_path, language_tag
from answerable.site.items import thread_title
from answerable.site.oembed import oembed_link
from answerable.site.publication import Stub
from answerable.site.rendered import RenderedThread
from answerable.site.structured import breadcrumbs_json_ld, script_json, thread_json_ld

NOT_INDEXED = '<meta name="robots" content="noindex">'


@dataclass(frozen=True, slots=True)
class Preview:
    """A page as other sites show it. ``path`` is relative to the site's root."""

    path: str
    title: str
    description: str
    type: Literal["website", "article", "profile"] = "website"
    published: datetime | None = None
    modified: datetime | None = None


def head_links(
    preview: Preview, site: Site, *, feeds_of: str | None = None, indexed: bool = True
) -> Markup:
    """The head of any page; *feeds_of* is the page whose feeds are this one's, "" the site's."""
    lines = _open_graph(preview, site) if indexed else [NOT_INDEXED]
    if feeds_of is not None:
        lines += _feed_links(feeds_of, preview.title if feeds_of else site.name, site)
    return _joined(lines)


def plain_page(url: str, title: str, description: str, body: Markup, site: Site) -> Page:
    """A page without feeds or structured data of its own."""
    head = head_links(Preview(url, title, description), site)
    return Page(url=url, title=title, description=description, head=head, body=body)


def thread_head(rendered: RenderedThread, description: str, site: Site) -> Markup:
    """The head of a thread's page, with its structured data; a stub has data only."""
    thread = rendered.thread
    title = thread_title(thread, site)
    data = _alternate("application/json", f"{title} (JSON)", data_path(thread.id), site)
    opening = thread.opening
    if isinstance(opening, Stub):
        return _joined([NOT_INDEXED, data])
    preview = Preview(
        path=thread.url,
        title=title,
        description=description,
        type="article",
        published=opening.published,
        modified=thread.changed,
    )
    topic = site.publication.topics[thread.topic].title.in_language(site.language.code)
    trail = [(site.name, ""), (topic, f"topics/{thread.topic}/"), (title, thread.url)]
    return _joined(
        [
            *_open_graph(preview, site),
            *_feed_links(thread.url, title, site),
            data,
            oembed_link(thread, site),
            script_json(thread_json_ld(rendered, site)),
            script_json(breadcrumbs_json_ld(trail, site)),
        ]
    )


@cache
def og_locale(tag: str) -> str:
    """The language *tag* with a territory, as Open Graph wants it: ``de_DE`` for ``de``."""
    try:
        locale = Locale.parse(tag, sep="-")
        if not locale.territory:
            likely = get_global("likely_subtags")
            locale = Locale.parse(likely.get(str(locale)) or likely[locale.language])
    except (UnknownLocaleError, ValueError, KeyError):
        return "en_US"
    return f"{locale.language}_{locale.territory}"


def _open_graph(preview: Preview, site: Site) -> list[str]:
    """The properties of Open Graph, and the one of Twitter that has no counterpart there."""
    properties = [
        ("og:title", preview.title),
        ("og:description", preview.description),
        ("og:type", preview.type),
        ("og:url", site.absolute(preview.path)),
        ("og:site_name", site.name),
        ("og:locale", og_locale(language_tag(site))),
    ]
    if preview.published:
        properties.append(("article:published_time", preview.published.isoformat()))
    if preview.modified:
        properties.append(("article:modified_time", preview.modified.isoformat()))
    return [
        *(
            f'<meta property="{name}" content="{escape(content)}">'
            for name, content in properties
            if content
        ),
        '<meta name="twitter:card" content="summary">',
    ]


def _feed_links(page: str, title: str, site: Site) -> list[str]:
    return [
        _alternate(ATOM_TYPE, f"{title} (Atom)", atom_path(page), site),
        _alternate(JSON_TYPE, f"{title} (JSON Feed)", json_path(page), site),
    ]


def _alternate(media_type: str, title: str, path: str, site: Site) -> str:
    return (
        f'<link rel="{ALTERNATE}" type="{media_type}" title="{escape(title)}"'
        f' href="{escape(site.absolute(path))}">'
    )


def _joined(lines: Iterable[str]) -> Markup:
    return Markup("\n".join(map(str, lines)))  # noqa: S704  (each value was escaped in its place)
