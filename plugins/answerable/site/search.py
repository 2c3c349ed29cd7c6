"""What the theme's search finds of a thread.

The search shows an entry's title and text as HTML, so both are escaped here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from answerable.site.context import Site
from answerable.site.encoding import json_text
from answerable.site.rendered import RenderedThread

_PLACE = "\0entries"


def search_entry(rendered: RenderedThread, site: Site) -> str:
    """The entry of a thread that is shown, as Material's search index has it, as JSON."""
    thread = rendered.thread
    entry: dict[str, object] = {
        "location": site.page(thread.url),
        "title": escape(thread.title or "", quote=False),
        "text": escape(" ".join(rendered.plain.values()), quote=False),
    }
    if thread.tags:
        entry["tags"] = [escape(tag, quote=False) for tag in thread.tags]
    return json_text(entry)


def with_entries(index: str, entries: Iterable[str]) -> str:
    """The theme's *index*, which is JSON, with *entries* behind its own."""
    content = json.loads(index)
    content["docs"].append(_PLACE)
    before, after = json_text(content).split(json_text(_PLACE))
    # There are thousands of them, and they are JSON already.
    inserted = ",".join(entries)
    return f"{before if inserted else before.removesuffix(',')}{inserted}{after}"
