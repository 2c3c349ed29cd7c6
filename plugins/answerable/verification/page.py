"""A page of a thread in its parts: the title, and the messages with what belongs to each.

What stands where none of these parts is, is told as a problem: of a message where it stands
in that, of the page where it stands between messages or around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from answerable.model import Stem
from answerable.verification.tokens import one_line
from answerable.verification.tree import UNCLEAR, Element, UnclearPageError, parse

Kind = Literal["reply", "comment", "stub"]

_KINDS: dict[str, Kind] = {
    "ans-message--reply": "reply",
    "ans-message--comment": "comment",
    "ans-message--stub": "stub",
}
_AROUND = frozenset({"", "html", "body", "div", "main", "article", "section"})
_HEADS = frozenset({"ans-head", "ans-person"})
_UNSEEN = frozenset({"script", "link", "meta", "style"})
_PLAIN = frozenset(
    "header footer div details summary p h2 dl dt dd a span strong code time img label textarea"
    " button svg path".split()
)
_PLAIN_ATTRIBUTES = frozenset(
    "class id href rel src alt width height loading decoding datetime lang dir aria-hidden viewbox"
    " d for rows readonly spellcheck type data-ans-seal data-ans-signer data-ans-thread"
    " data-ans-part data-ans-check-label data-ans-check-failed data-ans-copy"
    " data-ans-copied data-ans-note".split()
)
_OWN_MARKUP = frozenset({"ans-message__words", "ans-statement"})
"""Parts with Markdown in them: an author's, or the company's on objections."""
_BUTTONS = frozenset({"ans-copy", "md-button"})
_HIDING = frozenset({"hidden", "inert", "popover"})
_HIDING_STYLE = re.compile(r"none|hidden|opacity|transform|position|clip|font|color|size|indent")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")
_LONGEST_QUOTE = 60

_PARTS: dict[Kind, dict[str, str]] = {
    "reply": {
        "ans-message__head": "header",
        "ans-message__remark": "p",
        "ans-message__words": "div",
        "ans-message__foot": "footer",
    },
    "comment": {
        "ans-message__head": "header",
        "ans-message__words": "div",
        "ans-outcome": "p",
        "ans-message__notes": "footer",
    },
    "stub": {"ans-message__head": "header", "": "p", "ans-statement": "details"},
}


@dataclass(slots=True)
class ShownMessage:
    """A message on a page. ``parts`` are its elements by their classes.

    ``previous`` is the message above it.
    """

    kind: Kind
    stem: Stem
    parts: dict[str, Element]
    problems: list[str]
    previous: Stem | None


@dataclass(slots=True)
class ShownPage:
    """What a page shows of a thread. ``title`` is None where it has none, or several.

    ``unread`` says why the page cannot be read; then there is nothing else in it.
    ``data`` are the addresses of the thread's data that it names, ``threads`` the names that
    seals on it give the thread.
    """

    unread: str = ""
    language: str = "en"
    title: str | None = None
    messages: dict[Stem, ShownMessage] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)


def read_page(data: bytes) -> ShownPage:
    """What the page in *data* shows."""
    try:
        root = parse(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return ShownPage("it is not UTF-8")
    except UnclearPageError as error:
        return ShownPage(str(error))
    page = ShownPage()
    found: list[tuple[bool, Element]] = []
    _walk(root, (), page, found)
    # The theme may have one of its own.
    ours = [title for own, title in found if own]
    titles = ours or [title for _, title in found]
    if len(titles) == 1:
        page.title = titles[0].text.strip()
        if any(not _is_plain_link(element) for element in titles[0].elements):
            page.problems.append("its title holds more than words")
    else:
        page.problems.append(f"it has {len(titles) or 'no'} titles")
    return page


def quoted(text: str) -> str:
    """*text* on one line, in quotes, and not endless."""
    line = one_line(text)
    return f"“{line if len(line) <= _LONGEST_QUOTE else line[: _LONGEST_QUOTE - 1] + '…'}”"


def _walk(
    element: Element,
    around: tuple[Element, ...],
    page: ShownPage,
    titles: list[tuple[bool, Element]],
) -> None:
    page.problems += _look_at(element, page)
    if element.name == "h1":
        own = any(not _HEADS.isdisjoint(one.classes) for one in around)
        titles.append((own, element))
    inner = (*around, element)
    messages = [child for child in element.elements if "ans-message" in child.classes]
    if messages:
        _messages(element, messages, inner, page)
    for child in element.elements:
        if "ans-message" not in child.classes:
            _walk(child, inner, page, titles)


def _look_at(element: Element, page: ShownPage) -> Iterator[str]:
    attributes = element.attributes
    if element.name == "html" and _LANGUAGE.fullmatch(attributes.get("lang", "")):
        page.language = attributes["lang"]
    elif element.name == "base" and "href" in attributes:
        yield "its addresses lead elsewhere (base)"
    elif element.name == "meta":
        if attributes.get("http-equiv", "").lower() == "refresh":
            yield "it leads readers on to another page"
        if attributes.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
            yield "it says that it is not UTF-8"
    elif element.name in ("a", "link") and "api/threads/" in attributes.get("href", ""):
        page.data.append(attributes["href"])


def _messages(
    parent: Element, messages: list[Element], around: tuple[Element, ...], page: ShownPage
) -> None:
    for element in around:
        if element.name not in _AROUND or _hides(element):
            page.problems.append(f"its messages stand where they are not seen ({element.name})")
    children = parent.children
    first = next(at for at, child in enumerate(children) if child is messages[0])
    last = next(at for at, child in enumerate(children) if child is messages[-1])
    begin, end = first, last + 1
    for at, child in enumerate(children):
        if isinstance(child, Element) and at < first and "ans-head" in child.classes:
            begin = at + 1
        if isinstance(child, Element) and at > last and "ans-after" in child.classes:
            end = at
            break
    if sum("ans-head" in child.classes for child in parent.elements) > 1:
        page.problems.append("it has several heads")
    for child in children[begin:end]:
        if isinstance(child, str):
            if child.strip():
                page.problems.append(f"between its messages stands {quoted(child)}")
        elif "ans-message" in child.classes:
            _message(child, page)
        elif child.name not in _UNSEEN:
            page.problems.append(f"between its messages stands {quoted(child.text)}")


def _message(element: Element, page: ShownPage) -> None:
    stem = element.attributes.get("id", "")
    kinds = [_KINDS[one] for one in element.classes if one in _KINDS]
    fits = len(kinds) == 1 and len(element.classes) == 2 and element.name == "section"
    if not fits or not stem or stem in page.messages:
        page.problems.append(f"a message in it is none that the site makes: {quoted(stem)}")
        return
    above = next(reversed(page.messages), None)
    message = ShownMessage(kinds[0], stem, {}, [], above)
    page.messages[stem] = message
    page.threads += _threads(element)
    if element.attributes.keys() != {"class", "id"}:
        message.problems.append("something is done to the message as a whole")
    known = _PARTS[message.kind]
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                message.problems.append(f"it also shows {quoted(child)}")
            continue
        name = child.attributes.get("class", "")
        if child.name == UNCLEAR:
            message.problems.append("its elements do not fit into one another")
        elif known.get(name) != child.name or name in message.parts:
            message.problems.append(f"it also shows {quoted(child.text) or child.name}")
        else:
            message.parts[name] = child
            if name not in _OWN_MARKUP and not _is_plain(child):
                message.problems.append(f"it holds what the site does not make: {quoted(name)}")


def _is_plain(element: Element) -> bool:
    """Whether there are only elements in *element* that the site makes around the words.

    None of them may be hidden, or be given another look.
    """
    attributes = element.attributes
    known = _PLAIN_ATTRIBUTES
    if "ans-seal__check" in element.classes and not element.children:
        known = known | {"hidden"}  # the script shows it
    return (
        element.name in _PLAIN
        and attributes.keys() <= known
        and all(one.startswith("ans-") or one in _BUTTONS for one in element.classes)
        and (element.name == "button" or element.classes.isdisjoint(_BUTTONS))
        and not attributes.get("alt")
        and (attributes.get("aria-hidden") is None or element.name in ("svg", "span"))
        and all(map(_is_plain, element.elements))
    )


def _threads(element: Element) -> Iterator[str]:
    if thread := element.attributes.get("data-ans-thread"):
        yield thread
    for child in element.elements:
        yield from _threads(child)


def _hides(element: Element) -> bool:
    attributes = element.attributes
    return (
        not _HIDING.isdisjoint(attributes)
        or attributes.get("aria-hidden") == "true"
        or _HIDING_STYLE.search(attributes.get("style", "").lower()) is not None
    )


def _is_plain_link(element: Element) -> bool:
    allowed = {"href", "class", "title", "id"}
    return element.name == "a" and element.attributes.keys() <= allowed and not element.elements
