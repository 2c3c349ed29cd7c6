"""HTML of other systems as GitHub Flavored Markdown, by markdownify.

The library walks the elements; what it writes is narrowed here so that the Markdown renders
to the words that the HTML showed:

* text is escaped as Markdown where it must be (:mod:`importers.escape`);
* a picture becomes a link to it. Pictures are shown from the thread's own folder only, and
  nobody asked the other host whether it may serve the readers;
* links that lead nowhere outside of the old site (``/u/name``, ``#top``) become their text.
"""

from __future__ import annotations

import re
import warnings
from typing import Any
from urllib.parse import quote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag
from markdownify import MarkdownConverter

from answerable.importers.escape import escape_text
from answerable.importers.html_ends import MOST_TAGS, with_ends

_BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul [document]".split()
)
_MARKED = frozenset("b strong i em del s strike summary".split())
_NEVER_SHOWN = ("script", "style", "svg", "template", "noscript", "head", "button", "input")
_LANGUAGE = re.compile(r"(?:lang|language)-([\w+#.-]+)")
_NO_LANGUAGE = frozenset({"auto", "nohighlight", "none", "plaintext", "text"})
_MOST_EMPTY = 20


class HtmlError(Exception):
    """A text cannot be converted; the message says why."""


def markdown_from_html(html: str, picture: str = "picture") -> tuple[str, int]:
    """The Markdown of *html*, and how many pictures became links.

    *picture* is the text of a link to a picture that has none. Raises HtmlError.
    """
    soup = parse_html(html)
    converter = _Converter(picture)
    try:
        _mend(soup)
        return converter.convert_soup(soup).strip("\n"), converter.pictures
    except RecursionError as error:
        raise HtmlError("its HTML is nested too deeply") from error
    except Exception as error:  # whatever a library stumbles over
        raise HtmlError(f"its HTML cannot be converted ({type(error).__name__})") from error


def parse_html(html: str) -> BeautifulSoup:
    """The elements of *html*. Raises HtmlError."""
    if html.count("<") > 2 * MOST_TAGS:
        raise HtmlError(f"its HTML holds more than {MOST_TAGS} elements")
    try:
        with warnings.catch_warnings():
            # A text that is an address and nothing else is no mistake here.
            warnings.simplefilter("ignore")
            return BeautifulSoup(with_ends(html), "html.parser")
    except Exception as error:  # whatever a library stumbles over
        raise HtmlError(f"its HTML cannot be read ({type(error).__name__})") from error


def web_address(address: object) -> str | None:
    """*address* in a form that can stand in ``[text](address)``; None if it is no web address."""
    if not isinstance(address, str):
        return None
    address = address.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if not re.match(r"(?:https?://|mailto:)[^\s]", address, re.IGNORECASE):
        return None
    return quote(address, safe="!#$%&'*+,-./:;=?@[]_~")


def _mend(soup: BeautifulSoup) -> None:
    """Take out what is never shown, and put a list that lies between points into a point."""
    for element in soup.find_all(_NEVER_SHOWN):
        element.decompose()
    for outer in soup.find_all(["ul", "ol"]):
        point = None
        for inner in outer.find_all(["li", "ul", "ol"], recursive=False):
            if inner.name == "li":
                point = inner
            elif point is not None:
                point.append(inner.extract())


# Its types name only a few of the methods that it documents for overriding.
_Library: Any = MarkdownConverter


class _Converter(_Library):  # type: ignore[misc]
    """The conversion of one text; ``pictures`` counts those that became links."""

    def __init__(self, picture: str) -> None:
        super().__init__(heading_style="atx", bullets="-", strip_pre=None)
        self._picture = picture
        self._opens_line = True
        self._before_element = True
        self.pictures = 0

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        self._opens_line = _opens_line(el)
        self._before_element = _inline_follows(el)
        return str(super().process_text(el, parent_tags))

    def escape(self, text: str, parent_tags: set[str]) -> str:
        return escape_text(
            text,
            opens_line=self._opens_line,
            before_element=self._before_element,
            in_link="a" in parent_tags,
        )

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = web_address(el.get("href"))
        words = text.strip()
        if "_noformat" in parent_tags or not words or address is None:
            return text
        if "a" in parent_tags:
            return text  # HTML knows no link in a link, and Markdown neither
        if el.get_text().strip() == address:
            return _around(text, f"<{address}>")
        return _around(text, f"[{_one_line(words)}]({address})")

    def convert_img(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del text
        words = self.escape(_one_line(str(el.get("alt") or "")), {*parent_tags, "a"})
        address = web_address(el.get("src"))
        if address is None or "_noformat" in parent_tags:
            return words
        self.pictures += 1
        return (
            words or self._picture
            if "a" in parent_tags
            else (f"[{words or self._picture}]({address})")
        )

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        address = web_address(el.get("src"))
        return f"\n\n<{address}>\n\n" if address and "_inline" not in parent_tags else text

    convert_video = convert_audio = convert_embed = convert_iframe

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        if "pre" in parent_tags:
            return "\n"
        return str(super().convert_br(el, text, parent_tags))

    def convert_hN(self, n: int, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: N802
        # Signs at its end would close the line of the heading and not be shown.
        text = re.sub(r"(?:^|(?<=\s))(?=#+\Z)", r"\\", text.rstrip())
        return str(super().convert_hN(n, el, text, parent_tags))

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        del el
        if "_noformat" in parent_tags:
            return text
        # A line of it could begin with a sign that ends the paragraph.
        code = text.replace("\n", " ").strip()
        if not code:
            return text
        mark = _fence(code, 1)
        inner = f" {code} " if "`" in code else code
        return _around(text, f"{mark}{inner}{mark}")

    convert_kbd = convert_samp = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        code = text.strip("\n")
        if not code.strip():
            return ""
        if "_inline" in parent_tags:
            return f"`{_one_line(code)}`"
        fence = _fence(code, 3)
        return f"\n\n{fence}{_language(el)}\n{code}\n{fence}\n\n"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._marked(el, text, parent_tags, "**")

    def convert_em(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._marked(el, text, parent_tags, "*")

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return self._marked(el, text, parent_tags, "~~")

    convert_strong, convert_i = convert_b, convert_em
    convert_s = convert_strike = convert_del

    def convert_summary(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return f"\n\n{self._marked(el, text, parent_tags, '**')}\n\n"

    def convert_td(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_td(el, text.replace("|", r"\|"), parent_tags))

    def convert_th(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        return str(super().convert_th(el, text.replace("|", r"\|"), parent_tags))

    def _marked(self, el: Tag, text: str, parent_tags: set[str], mark: str) -> str:
        words = text.strip()
        blocks = "\n\n" in words
        if "_noformat" in parent_tags or not words or blocks or not _can_mark(el, text):
            return text
        return _around(text, f"{mark}{words}{mark}")


def _fence(code: str, least: int) -> str:
    """As many backticks as *code* cannot end."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", code)), default=0))


def _around(text: str, marked: str) -> str:
    """*marked* with a space on the sides where *text* has one."""
    return f"{' ' * text[0].isspace()}{marked}{' ' * text[-1].isspace()}"


def _opens_line(text: NavigableString) -> bool:
    """Whether nothing stands before *text* on its line."""
    element: PageElement = text
    while True:
        before = element.previous_sibling
        for _ in range(_MOST_EMPTY):
            if before is None:
                break
            if isinstance(before, Tag) and before.name in _BLOCKS:
                return True
            words = before.get_text().rstrip(" \t")
            if words:
                return words.endswith("\n")
            before = before.previous_sibling
        else:
            return True  # an escape too many harms nobody
        parent = element.parent
        if parent is None or parent.name in _BLOCKS:
            return True
        element = parent


def _inline_follows(text: NavigableString) -> bool:
    """Whether an element stands right behind *text* on its line."""
    element: PageElement = text
    while True:
        after = element.next_sibling
        if after is not None:
            return isinstance(after, Tag) and after.name not in _BLOCKS
        parent = element.parent
        if parent is None or parent.name in _BLOCKS:
            return False
        element = parent


def _can_mark(el: Tag, text: str) -> bool:
    """Whether marks around *text* would count as such where they stand.

    A mark between a letter and a sign marks nothing (CommonMark 6.2, flanking).
    """
    words = text.strip()
    sides = (el.previous_sibling, text[0], words[0], -1), (el.next_sibling, text[-1], words[-1], 0)
    for neighbour, outer, edge, place in sides:
        if outer.isspace() or neighbour is None:
            continue
        if isinstance(neighbour, Tag):
            if neighbour.name in _MARKED:
                return False
        elif str(neighbour)[place:][:1].isalnum() and not edge.isalnum():
            return False
    return True


def _language(pre: Tag) -> str:
    code = pre.find("code")
    for element in (code, pre):
        names = element.get("class") if isinstance(element, Tag) else None
        for name in names if isinstance(names, list) else ():
            match = _LANGUAGE.fullmatch(name)
            if match and match[1].lower() not in _NO_LANGUAGE:
                return match[1]
    return ""


def _one_line(text: str) -> str:
    return " ".join(text.split())
