"""The words of a message: its text as the format wants it, its title, its author's name.

A text keeps its Markdown. Only what would ask another host for a picture, or lead to a file
that stayed on the old site, is made a plain link or plain text (docs/importing.md, "What is
kept").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin

from answerable.importers.html import HtmlError, markdown_from_html, web_address
from answerable.importers.interface import SourceMessage
from answerable.importers.plain import markdown_from_plain
from answerable.markup import asset_references, excerpt, plain_text
from answerable.markup.gfm import to_html
from answerable.source.names import is_visible
from answerable.source.personal import holds_personal
from answerable.source.scalars import canonical_text
from answerable.source.write import ANONYMOUS

LONGEST_TITLE = 80
LONGEST_NAME = 100
LONGEST_TEXT = 200_000
LONGEST_UNCUT = 10 * LONGEST_TEXT
MOST_PICTURES = 100

_PICTURES = {"de": "Bild"}
_LINKED_PICTURE = re.compile(r"\[!\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)\](?=\()")
_PICTURE = re.compile(r"!\[(\s*)(?=\]\()|!(?=\[)")
_RAW_PICTURE = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
_SHOWN_PICTURE = re.compile(r"<img\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE
)
_NOT_PROSE = re.compile(r"(?ms)^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)|^ {0,3}>.*?$")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Markdown, canonical, and how many pictures in it became links."""

    text: str
    pictures: int = 0


class NoWordsError(Exception):
    """There is no text that could be published; the message says why."""


def words_of(message: SourceMessage, language: str, base_url: str | None) -> Words:
    """The text of *message*. Raises NoWordsError."""
    picture = _PICTURES.get(language.partition("-")[0], "picture")
    if len(message.text) > LONGEST_TEXT:
        raise NoWordsError(f"its text is longer than {LONGEST_TEXT} characters")
    pictures = 0
    text = canonical_text(message.text)
    if message.markup == "html":
        try:
            markdown, pictures = markdown_from_html(text, picture)
        except HtmlError as error:
            raise NoWordsError(str(error)) from error
        text = canonical_text(markdown)  # entities may stand for any character
    elif message.markup == "plain":
        text = markdown_from_plain(text)
    text, more = _without_pictures(text, picture)
    text = _with_whole_links(text, message.url or base_url)
    text = canonical_text(text).strip("\n").rstrip()
    if not is_visible(text):
        raise NoWordsError("it holds no text")
    return Words(text + "\n", pictures + more)


def title_of(text: str) -> str:
    """The first words of a Markdown text, empty where it has none.

    What is quoted and what is code comes last: it seldom says what a message is about.
    """
    prose = plain_text(_NOT_PROSE.sub("", text)) or plain_text(text)
    return excerpt(one_line(prose), LONGEST_TITLE)


def name_of(name: str) -> str | None:
    """An author's name on one line, None for nobody's.

    An address or a phone number is no name: who left it so did not choose it to be shown.
    """
    name = excerpt(one_line(name), LONGEST_NAME)
    if holds_personal(name):
        return None
    return name if is_visible(name) and name.lower() != ANONYMOUS else None


def one_line(text: str) -> str:
    """*text*, canonical, without line ends and doubled spaces."""
    return " ".join(canonical_text(text).split())


def _without_pictures(text: str, picture: str) -> tuple[str, int]:
    """*text* with links in place of the pictures that it shows, and how many these were.

    Only a parser knows what is a picture and what is code that looks like one. So each place
    is changed on trial, and stays changed if that takes a picture away.
    """
    if "![" not in text and not _RAW_PICTURE.search(text):
        return text, 0
    shown = _count_pictures(text)
    if shown > MOST_PICTURES:
        raise NoWordsError(f"it shows more than {MOST_PICTURES} pictures")
    before, tried = shown, 0
    for pattern in (_LINKED_PICTURE, _PICTURE, _RAW_PICTURE):
        for match in reversed(list(pattern.finditer(text))):
            if not shown or tried > 3 * MOST_PICTURES:
                break
            tried += 1
            changed = text[: match.start()] + _as_link(match, picture) + text[match.end() :]
            count = _count_pictures(changed)
            if count < shown:
                text, shown = changed, count
    return text, before - shown


def _as_link(match: re.Match[str], picture: str) -> str:
    """What stands in place of the picture, or of the mark that makes a link a picture."""
    if match.re is _RAW_PICTURE:
        return _link_to(match[0], picture)
    if match.re is _LINKED_PICTURE:
        return f"[{match[1].strip() or picture}]"
    return f"[{picture}" if match[1] is not None else ""


def _count_pictures(text: str) -> int:
    return len(_SHOWN_PICTURE.findall(to_html(text)))


def _link_to(tag: str, picture: str) -> str:
    values = {name.lower(): "".join(rest) for name, *rest in _ATTRIBUTE.findall(tag)}
    address = web_address(values.get("src"))
    words = one_line(values.get("alt", "")).replace("[", "(").replace("]", ")") or picture
    return f"[{words}]({address})" if address else words


def _with_whole_links(text: str, base_url: str | None) -> str:
    """*text* with links within the old site as whole addresses, or as text without a link."""
    for reference in asset_references(text):
        whole = _within(base_url, reference) if base_url else None
        for link in (f"]({reference}", f"](<{reference}>"):
            text = text.replace(link, f"]({whole}" if whole else f"] ({link[2:]}")
    return text


def _within(base_url: str, reference: str) -> str | None:
    try:
        return web_address(urljoin(base_url, reference))
    except ValueError:
        return None
