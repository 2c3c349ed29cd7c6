"""A message as safe HTML: the whole way from Markdown to what stands on a page.

The dialect is GitHub Flavored Markdown with footnotes. Each message is rendered alone, so no
reference definition, footnote or open element reaches into another. What cannot be shown as
its author meant it (too long, too deep, nothing visible) is shown as the text that it is:
no customer's words vanish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from answerable.markup.clean import clean
from answerable.markup.dress import Labels, Picture, Setting, dress
from answerable.markup.footnotes import MARK, link_footnotes
from answerable.markup.parse import parse

_VISIBLE = re.compile(r"(?:\A|>)\s*[^\s<]|<img |<hr>")


def render_message(
    markdown: str,
    *,
    stem: str,
    trusted_links: bool,
    assets: Mapping[str, Picture],
    base: str,
    labels: Labels,
) -> str:
    """*markdown* as HTML that any element which holds blocks can hold.

    Identifiers begin with *stem*. *trusted_links* is for messages of employees: their links
    do not carry ``ugc nofollow``, and may lead to a message of the same page. *assets* are
    the thread's files by name, and *base* leads to the folder around ``assets/``.
    """
    if not markdown.strip():
        return ""
    html = parse(markdown)
    if html is None:
        return _as_text(markdown)
    html = clean(html)
    if not _VISIBLE.search(html):
        return _as_text(markdown)
    html = dress(html, Setting(stem, trusted_links, assets, base, labels))
    if MARK in html:
        html = link_footnotes(html, stem, labels.footnotes, labels.way_back)
    return html


def _as_text(markdown: str) -> str:
    # A browser drops a newline right behind `<pre>`.
    words = escape(markdown.strip("\n"), quote=False)
    return f'<pre class="ans-plain">{words}</pre>'
