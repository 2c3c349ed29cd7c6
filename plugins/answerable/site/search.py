"""What the theme's search finds of a thread.

The search shows an entry's title and text as HTML, so both are escaped here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape

from answerable.site.rendered import RenderedThread


def search_entry(rendered: RenderedThread) -> dict[str, object]:
    """The entry of a thread that is shown, as Material's search index has it."""
    thread = rendered.thread
    entry: dict[str, object] = {
        "location": thread.url,
        "title": escape(thread.title or "", quote=False),
        "text": escape(" ".join(rendered.plain.values()), quote=False),
    }
    if thread.tags:
        entry["tags"] = [escape(tag, quote=False) for tag in thread.tags]
    return entry


def with_entries(index: str, entries: Iterable[dict[str, object]]) -> str:
    """The theme's *index*, which is JSON, with *entries* behind its own."""
    content = json.loads(index)
    content["docs"] += entries
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
