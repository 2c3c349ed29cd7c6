"""What a reader gets from a piece of HTML, as a list that can be compared.

Words, where links and pictures lead, and the structure. Left out is what says nothing to a
reader, differs between two builds or pages, or is changed by what makes pages smaller:

* spaces where they do not count, the order of attributes, what stands for itself;
* identifiers, and what attributes say to programs: how a picture loads, where a link opens;
* the words for those who hear the page, which are in the reader's language;
* the colours of code.

An attribute that is not known counts: it may hide something, or show what is not there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from urllib.parse import urljoin

from answerable.verification.tree import Element

Token = tuple[str, ...]
Resolve = Callable[[str], str]

_SPACES = re.compile(r"[ \t\n\r\f]+")
_INLINE = frozenset("a abbr b code del em i ins kbd mark s span strong sub sup".split())
_OBJECTS = frozenset({"img"})
_BRACKETS = frozenset({"thead", "tbody"})
_SILENT = frozenset({"id", "rel", "target", "loading", "decoding", "tabindex", "aria-label"})
# What Pygments calls its colours; a longer class may be one by which a theme hides things.
_COLOUR = re.compile(r"[a-z]{0,3}[0-9]?")
_WEB = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_ORIGIN = "http://site.invalid/"


def one_line(text: str) -> str:
    """*text* with single spaces."""
    return _SPACES.sub(" ", text).strip(" ")


def resolver(page: str, site_url: str = "") -> Resolve:
    """What an address in *page* leads to; both *page* and what is found lie below the root.

    *site_url* is the public address of the root, ends with a slash, and may not be known.
    """

    def resolve(address: str) -> str:
        address = address.strip(" \t\n\r\f")
        if address.startswith("#"):
            return address
        if site_url and address.startswith(site_url):
            return _ORIGIN + address.removeprefix(site_url)
        if _WEB.match(address):
            return address
        try:
            return urljoin(_ORIGIN + page, address)
        except ValueError:
            return address

    return resolve


def below_root(path: str) -> str:
    """What *path*, relative to the root, is once it is resolved."""
    return _ORIGIN + path


def tokens(element: Element, resolve: Resolve, not_shown: Collection[str]) -> list[Token]:
    """What stands in *element*. *not_shown* are the words for a picture that is not shown."""
    walker = _Walker(resolve, not_shown)
    walker.children(element.children)
    return walker.found


class _Walker:
    def __init__(self, resolve: Resolve, not_shown: Collection[str]) -> None:
        self.found: list[Token] = []
        self._resolve = resolve
        self._not_shown = not_shown
        self._space = False
        self._at_edge = True

    def children(self, children: Iterable[Element | str]) -> None:
        for child in children:
            if isinstance(child, str):
                self._words(child)
            else:
                self._element(child)

    def _element(self, element: Element) -> None:
        name = element.name
        if name == "pre":
            self._verbatim(element)
        elif name in _BRACKETS and not element.attributes:
            self.children(element.children)
        elif name == "span" and "ans-image-missing" in element.classes:
            self._no_picture(element)
        elif name in _OBJECTS:
            self._object((name, *self._attributes(element)))
        else:
            add = self._inline if name in _INLINE else self._block
            add((name, *self._attributes(element)))
            self.children(element.children)
            add((f"/{name}",))

    def _attributes(self, element: Element) -> list[str]:
        said = []
        if element.name == "img" and "alt" not in element.attributes:
            said.append("alt=")
        for name, value in sorted(element.attributes.items()):
            if name in _SILENT:
                continue
            said.append(f"{name}={self._value(name, value)}")
        return said

    def _value(self, name: str, value: str) -> str:
        if name in ("href", "src"):
            return self._resolve(value)
        if name == "class":
            return " ".join(sorted(value.split()))
        return one_line(value) if name == "alt" else value

    def _words(self, text: str) -> None:
        words = _SPACES.sub(" ", text)
        if not words:
            return
        if words[0] == " ":
            self._space = True
        stripped = words.strip(" ")
        if stripped:
            self._append((" " if self._space and not self._at_edge else "") + stripped)
            self._at_edge = False
            self._space = words[-1] == " "

    def _append(self, words: str) -> None:
        if self.found and self.found[-1][0] == "words":
            self.found[-1] = ("words", self.found[-1][1] + words)
        else:
            self.found.append(("words", words))

    def _inline(self, token: Token) -> None:
        self.found.append(token)

    def _object(self, token: Token) -> None:
        if self._space and not self._at_edge:
            self._append(" ")
        self._space = self._at_edge = False
        self.found.append(token)

    def _block(self, token: Token) -> None:
        self.found.append(token)
        self._space, self._at_edge = False, True

    def _no_picture(self, element: Element) -> None:
        text = one_line(element.text)
        for label in self._not_shown:
            if element.attributes.keys() != {"class"} or element.elements:
                break
            if text == label or text.startswith(f"{label}: "):
                self._object(("no picture", text[len(label) :]))
                return
        self._object(("span", text, *self._attributes(element)))

    def _verbatim(self, element: Element) -> None:
        self._block(("pre", *self._attributes(element)))
        parts: list[str] = []
        self._code(element, parts)
        # The newline behind `<pre>` and the last one are nobody's.
        self._append("".join(parts).replace("\r\n", "\n").strip("\n"))
        self._block(("/pre",))

    def _code(self, element: Element, parts: list[str]) -> None:
        for child in element.children:
            if isinstance(child, str):
                parts.append(child)
                continue
            if not _is_code(child):
                self._inline((child.name, *self._attributes(child)))
            self._code(child, parts)


def _is_code(element: Element) -> bool:
    """Whether *element* only holds code, or gives it a colour."""
    allowed = {"class"} if element.name == "span" else {"tabindex", "role", "aria-label"}
    return (
        element.name in ("span", "code")
        and element.attributes.keys() <= allowed
        and _COLOUR.fullmatch(element.attributes.get("class", "")) is not None
    )
