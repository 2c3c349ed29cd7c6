"""Discourse's own elements as plain HTML, so that the general conversion understands them.

A post's ``cooked`` text holds what the forum's page needs: quotes with avatars and buttons,
pictures in boxes, previews of links, emoji as pictures. Each becomes the plain element that
says the same: a quote with the name, a picture, a link, the emoji's name.
"""

from __future__ import annotations

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from bs4.element import Tag

from answerable.importers.html import HtmlError, parse_html

_PREVIEWS = "aside.onebox, div.onebox, div.lazyYT, div.youtube-onebox, div.lazy-video-container"
_NEVER_SAID = ".quote-controls, .poll-info, .meta, .badge-notification, .cooked-selection-barrier"
_PLAIN = "a.mention, a.mention-group, span.mention, a.hashtag, a.hashtag-cooked, span.hashtag"


def plain_html(cooked: str, base_url: str | None) -> str:
    """The text of a post in plain HTML. Addresses within the forum become whole ones.

    Raises HtmlError.
    """
    soup = parse_html(cooked)
    try:
        _make_plain(soup, base_url)
        return str(soup)
    except RecursionError as error:
        raise HtmlError("its HTML is nested too deeply") from error


def _make_plain(soup: BeautifulSoup, base_url: str | None) -> None:
    for image in soup.select("img.emoji"):
        image.replace_with(str(image.get("alt") or image.get("title") or ""))
    for element in soup.select(_PLAIN):
        element.replace_with(element.get_text())
    for box in soup.select("a.lightbox"):
        _open_box(soup, box)
    for preview in soup.select(_PREVIEWS):
        _link_preview(soup, preview)
    for quote in soup.select("aside.quote"):
        _name_quote(soup, quote)
    for element in soup.select(_NEVER_SAID):
        element.decompose()
    if base_url:
        _complete(soup, base_url)


def _open_box(soup: BeautifulSoup, box: Tag) -> None:
    """A small picture that opens a large one becomes the large one."""
    small = box.find("img")
    words = box.get("title") or (small.get("alt") if isinstance(small, Tag) else None) or ""
    large = {"src": str(box.get("href", "")), "alt": str(words)}
    box.replace_with(soup.new_tag("img", attrs=large))


def _link_preview(soup: BeautifulSoup, preview: Tag) -> None:
    """A preview of another page becomes a link with that page's title."""
    link = preview.select_one("h3 a[href], h4 a[href]") or preview.select_one("a[href]")
    address = preview.get("data-onebox-src") or (link.get("href") if link else None)
    if not address:
        return
    title = preview.get("data-youtube-title") or preview.get("data-video-title")
    words = title or (link.get_text(" ", strip=True) if link else "") or address
    paragraph = soup.new_tag("p")
    anchor = soup.new_tag("a", attrs={"href": str(address)})
    anchor.string = str(words)
    paragraph.append(anchor)
    preview.replace_with(paragraph)


def _name_quote(soup: BeautifulSoup, quote: Tag) -> None:
    """A quote of a post becomes a quote that begins with the name of its author."""
    title = quote.find(class_="title")
    name = quote.get("data-username") or (title.get_text(" ", strip=True) if title else "")
    if isinstance(title, Tag):
        title.decompose()
    inner = quote.find("blockquote")
    if isinstance(inner, Tag):
        inner.unwrap()
    quote.name = "blockquote"
    if name:
        paragraph = soup.new_tag("p")
        paragraph.string = f"{str(name).rstrip(':')}:"
        quote.insert(0, paragraph)


def _complete(soup: BeautifulSoup, base_url: str) -> None:
    for attribute in ("href", "src"):
        for element in soup.select(f"[{attribute}]"):
            element[attribute] = _whole(base_url, str(element[attribute]))


def _whole(base_url: str, address: str) -> str:
    try:
        return urljoin(base_url, address)
    except ValueError:
        return address
