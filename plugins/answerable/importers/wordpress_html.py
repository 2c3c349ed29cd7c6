"""A WordPress comment as it was shown: lines and paragraphs as HTML.

WordPress keeps a comment as it was typed, with the HTML that it allows, and makes paragraphs
when it shows it (``wpautop`` in its ``formatting.php``). So an empty line parts paragraphs here
and a line end is a ``<br>``, but not within code, and not beside an element that is a block.
"""

from __future__ import annotations

import re

_BLOCK = "address|article|blockquote|dd|div|dl|dt|figure|h[1-6]|hr|li|ol|p|pre|section|table|ul"
_CODE = re.compile(r"(<pre\b[^>]*>.*?</pre\s*>)", re.IGNORECASE | re.DOTALL)
_LONG_CODE = re.compile(r"<code\b[^>]*>([^<]*\n[^<]*)</code\s*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(rf"[ \t]*\n?[ \t]*(</?(?:{_BLOCK})\b[^<>]*>)[ \t]*\n?", re.IGNORECASE)
_OPENS_BLOCK = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
_PARTS = re.compile(r"\n[ \t]*\n\s*")


def shown_html(content: str) -> str:
    """The HTML that the *content* of a comment was shown as."""
    text = content.replace("\r\n", "\n").replace("\r", "\n").strip()
    text = _LONG_CODE.sub(r"<pre><code>\1</code></pre>", text)
    pieces = _CODE.split(text)
    # Every second piece is code.
    pieces[::2] = [_paragraphs(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _paragraphs(text: str) -> str:
    parts = _PARTS.split(_BLOCK_TAG.sub(r"\n\n\1\n\n", text).strip())
    return "".join(_paragraph(part) for part in parts if part)


def _paragraph(part: str) -> str:
    if _OPENS_BLOCK.match(part):
        return part
    return f"<p>{part.replace(chr(10), '<br>')}</p>"
