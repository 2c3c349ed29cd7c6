"""A message's Markdown as orderly HTML, not yet clean."""

from __future__ import annotations

import re
from functools import lru_cache

from answerable.markup.footnotes import MARK, mark_footnotes
from answerable.markup.gfm import to_html
from answerable.markup.raw import MAX_DEPTH, TooDeep, settle

# No letter is as long. What is longer is somebody's attempt to keep the site from building.
LONGEST_MARKDOWN = 200_000

# cmark-gfm fills up the rows of a table: 12 KB can become 5 MB.
LONGEST_HTML = 2_000_000

_RAW_HTML = re.compile(r"<[A-Za-z/!?]")
_TASK = re.compile(r'<input type="checkbox" (checked="" )?disabled="" /> (\n<p>)?')


# A message's HTML, its words and its pictures are asked for one soon after the other.
@lru_cache(maxsize=16)
def parse(markdown: str) -> str | None:
    """*markdown* as HTML: footnotes marked, tasks as ☐ and ☑, raw HTML in order.

    Returns None where it is too long or too deeply nested to be shown as anything but text.
    """
    if len(markdown) > LONGEST_MARKDOWN:
        return None
    html = to_html(markdown)
    if len(html) > LONGEST_HTML:
        return None
    if "<input" in html:
        html = _TASK.sub(_task, html)
    forged = MARK in markdown.lower()
    if MARK in html and not forged:
        html = mark_footnotes(html)
    if forged or _RAW_HTML.search(markdown) or html.count("<") > 2 * MAX_DEPTH:
        try:
            return settle(html, footnotes=not forged)
        except TooDeep:
            return None
    return html


def _task(match: re.Match[str]) -> str:
    return (match[2] or "") + ("☑ " if match[1] else "☐ ")
