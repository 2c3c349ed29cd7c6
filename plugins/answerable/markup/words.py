"""A message without its markup: its words, and the files and pictures that it refers to."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from answerable.markup.footnotes import MARK, REFERENCE
from answerable.markup.parse import parse
from answerable.markup.raw import TAG, TEXT_TAGS

_ATTRIBUTE = re.compile(
    r"""\s([A-Za-z_:][A-Za-z0-9_.:-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"""
)
_SOURCES = {"a": "href", "img": "src"}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def asset_references(markdown: str) -> tuple[str, ...]:
    """What a message shows or links to beside itself: relative addresses, and all pictures.

    Each stands once, in the order of the text. Relative addresses are percent-decoded, so
    that they name files (``assets/my photo.jpg``); those of the same page (``#…``) are left
    out. A message that can only be shown as text refers to nothing.
    """
    html = parse(markdown)
    if html is None:
        return ()
    found: dict[str, None] = {}
    for tag in TAG.finditer(html):
        source = _SOURCES.get(tag["name"])
        if not source or tag["end"]:
            continue
        address = _attributes(tag["attributes"]).get(source, "").strip()
        if not _ABSOLUTE.match(address):
            if address and not address.startswith("#"):
                found[unquote(address)] = None
        elif source == "src":
            found[address] = None
    return tuple(found)


def _attributes(text: str) -> dict[str, str]:
    """Attributes by name, the first of each, as a browser takes them."""
    attributes: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        attributes.setdefault(name.lower(), unescape("".join(values)))
    return attributes


def plain_text(markdown: str) -> str:
    """The words of a message without markup, single-spaced.

    Pictures give their description. It is text, not HTML: a ``<`` that the customer wrote
    stands in it as it is.
    """
    html = parse(markdown)
    if html is None:
        return " ".join(markdown.split())
    if MARK in html:
        html = REFERENCE.sub("", html)
    return " ".join(unescape(TAG.sub(_spoken, html)).split())


def _spoken(tag: re.Match[str]) -> str:
    if tag["name"] == "img":
        return _attributes(tag["attributes"]).get("alt", "")
    return "" if tag["name"] in TEXT_TAGS else " "


def excerpt(text: str, length: int) -> str:
    """*text* in at most *length* characters, cut after a word and closed by ``…``."""
    if len(text) <= length:
        return text
    cut = text[: length - 1]
    words, _, _ = cut.rpartition(" ")
    # One long word, or a language that has no spaces between words.
    whole = cut if text[length - 1].isspace() or len(words) < length // 2 else words
    return whole.rstrip(" ,;:.-–") + "…"
