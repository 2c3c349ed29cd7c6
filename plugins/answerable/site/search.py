"""What the theme's search finds of a thread.

The search shows an entry's title and text as HTML, so both are escaped here.
"""

from __future__ import annotations

from html import escape

from answerable.markup import plain_text
from answerable.site.dialogue import shown_messages
from answerable.site.publication import PublishedThread


def search_entry(thread: PublishedThread) -> dict[str, object]:
    """The entry of a *thread* that is shown, as Material's search index has it."""
    words = " ".join(plain_text(message.body) for _, message in shown_messages([thread]))
    entry: dict[str, object] = {
        "location": thread.url,
        "title": escape(thread.title or "", quote=False),
        "text": escape(words, quote=False),
    }
    if thread.tags:
        entry["tags"] = [escape(tag, quote=False) for tag in thread.tags]
    return entry
