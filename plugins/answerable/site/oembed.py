"""Threads on other people's pages: the frame, its oEmbed document and how that is found.

oEmbed 1.0, type ``rich`` (oembed.com, section 2.3.4). The document is a file beside the
thread's page, found through the link in the page's head. A static file cannot answer
``maxwidth``; so the frame is narrow enough for a column and never wider than its place.
"""

from __future__ import annotations

from markupsafe import escape

from answerable.site.context import Site
from answerable.site.encoding import ALTERNATE, json_file
from answerable.site.items import thread_title
from answerable.site.messages import sender_name
from answerable.site.publication import PublishedThread, Stub

WIDTH = 600
HEIGHT = 480
CACHE_AGE = 86_400
"""Seconds for which other sites may keep the document: a thread seldom changes twice a day."""


def oembed_path(thread: PublishedThread) -> str:
    """Where the oEmbed document of *thread* lies."""
    return f"{thread.url}oembed.json"


def oembed_json(thread: PublishedThread, site: Site) -> bytes:
    """The oEmbed document of *thread*. That of a stub names no author."""
    document = {
        "type": "rich",
        "version": "1.0",
        "title": thread_title(thread, site),
        "provider_name": site.name,
        "provider_url": site.url,
        "cache_age": CACHE_AGE,
        "html": embed_code(thread, site),
        "width": WIDTH,
        "height": HEIGHT,
    }
    if not isinstance(thread.opening, Stub):
        document["author_name"] = sender_name(thread.opening, site.language)
    return json_file(document)


def embed_code(thread: PublishedThread, site: Site) -> str:
    """The HTML that shows *thread* on another page.

    The frame runs no script and knows nothing of the page around it. What a reader opens
    from it is a page like any other, outside of the sandbox.
    """
    title = f"{thread_title(thread, site)} - {site.name}"
    return (
        f'<iframe src="{escape(site.absolute(f"{thread.url}embed/"))}"'
        f' width="{WIDTH}" height="{HEIGHT}" title="{escape(title)}" loading="lazy"'
        ' sandbox="allow-popups allow-popups-to-escape-sandbox"'
        ' style="max-width:100%;border:0"></iframe>'
    )


def oembed_link(thread: PublishedThread, site: Site) -> str:
    """The link in the head of the thread's page by which programs find the document."""
    return (
        f'<link rel="{ALTERNATE}" type="application/json+oembed"'
        f' href="{escape(site.absolute(oembed_path(thread)))}"'
        f' title="{escape(thread_title(thread, site))}">'
    )
