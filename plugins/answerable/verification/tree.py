"""A page of a site as a tree, read as a browser reads it or not at all.

It is the standard library's parser with what browsers add: an end tag may be left out where
HTML allows it. Where the two could read the same text in two ways, so that a page could show
its readers something else than it shows this parser, the place is marked as unclear:

* comments that a browser ends earlier, or never;
* sections of CDATA and instructions, which are comments in HTML;
* elements whose content is nothing but text to a browser;
* end tags that do not match, and elements that end where they should not;
* scripts that a browser ends later.

A page costs no more than its size: what has more elements than a page of people's words can
have, or holds a tag that never ends, is refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

DEEPEST = 200
MOST_ELEMENTS = 500_000

UNCLEAR = "#unclear"
"""The name of an element that stands where a browser may read something else."""

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
_TEXT_WITH_SCRIPTS = frozenset({"noscript"})
_FOREIGN = frozenset({"svg", "math"})
_TEXT_ONLY = frozenset("textarea title xmp iframe noembed noframes plaintext".split())
_ENDS_PARAGRAPH = frozenset(
    "address article aside blockquote details div dl fieldset figcaption figure footer form h1 h2"
    " h3 h4 h5 h6 header hr main nav ol p pre section summary table ul".split()
)
_ENDS_ITSELF = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dt": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "dd": (frozenset({"dt", "dd"}), frozenset({"dl"})),
    "td": (frozenset({"td", "th"}), frozenset({"table"})),
    "th": (frozenset({"td", "th"}), frozenset({"table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
    "thead": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tbody": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
    "tfoot": (frozenset({"thead", "tbody", "tfoot"}), frozenset({"table"})),
}
_OPTIONAL_END = frozenset("p li dt dd td th tr thead tbody tfoot body html head option".split())
_BOUNDARIES = frozenset("table td th caption button".split())


@dataclass(slots=True)
class Element:
    """An element; of an attribute that stands twice the first value, as in browsers."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> frozenset[str]:
        """The classes."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def elements(self) -> list[Element]:
        """The elements in it, without the text between them."""
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def text(self) -> str:
        """The text in it and in its elements, as it stands there."""
        parts = [child if isinstance(child, str) else child.text for child in self.children]
        return "".join(parts)


class UnclearPageError(Exception):
    """A page that cannot be read in one way; the message says why."""


def parse(html: str) -> Element:
    """The tree of a page or of a piece of one, below an element without a name.

    Raises UnclearPageError where it cannot be read as a whole.
    """
    if html.rfind("<!--") > html.rfind("-->"):
        raise UnclearPageError("a comment in it never ends")
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, ValueError) as error:
        raise UnclearPageError("its HTML is broken") from error
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self._open = [self.root]
        # How many elements in which a tag may be none were opened and not ended.
        self._texts = 0
        self._elements = 0

    # The whole text is there from the beginning: what is not complete never will be. Left to
    # itself, the parser looks for its end again from each of thousands of such places.
    def parse_starttag(self, i: int) -> int:
        return _ended(super().parse_starttag(i))

    def parse_endtag(self, i: int) -> int:
        return _ended(super().parse_endtag(i))

    def parse_html_declaration(self, i: int) -> int:
        return _ended(super().parse_html_declaration(i))

    def parse_pi(self, i: int) -> int:
        return _ended(super().parse_pi(i))

    def updatepos(self, i: int, j: int) -> int:
        # Nobody asks for line numbers, and to count them takes a tenth of the time.
        del i
        return j

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._texts:
            self._check_text(tag, attrs)
        if tag in _ENDS_PARAGRAPH:
            self._end_implied(frozenset({"p"}), _BOUNDARIES)
        if tag in _ENDS_ITSELF:
            self._end_implied(*_ENDS_ITSELF[tag])
        attributes: dict[str, str] = {}
        for name, value in attrs:
            attributes.setdefault(name, value or "")
        element = Element(tag, attributes)
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise UnclearPageError("it has too many elements")
        self._open[-1].children.append(element)
        if tag in _VOID:
            return
        self._open.append(element)
        if tag in _TEXT_ONLY or tag in _TEXT_WITH_SCRIPTS:
            self._texts += 1
        if len(self._open) > DEEPEST:
            raise UnclearPageError("its elements stand too deep in one another")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        # Only in drawings does the slash end the element.
        if tag not in _VOID and any(element.name in _FOREIGN for element in self._open[1:]):
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag == "script" and self._open[-1].name == "script":
            script = self._open[-1].text.lower()
            if "<!--" in script and "<script" in script:
                raise UnclearPageError("a script in it ends where browsers differ")
        for depth in range(len(self._open) - 1, 0, -1):
            if self._open[depth].name == tag:
                if any(one.name not in _OPTIONAL_END for one in self._open[depth + 1 :]):
                    self._unclear()
                del self._open[depth:]
                if tag in _TEXT_ONLY or tag in _TEXT_WITH_SCRIPTS:
                    self._texts -= 1
                return
        self._unclear()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        if data.startswith((">", "->")) or "--!>" in data or self._is_in(_TEXT_WITH_SCRIPTS):
            raise UnclearPageError("a comment in it ends where browsers differ")

    def handle_pi(self, data: str) -> None:
        # XHTML begins with one.
        if self.root.children:
            raise UnclearPageError(f"it holds <?{data[:20]}")

    def unknown_decl(self, data: str) -> None:
        raise UnclearPageError(f"it holds <![{data[:20]}")

    def _is_in(self, names: frozenset[str]) -> bool:
        return any(element.name in names for element in self._open)

    def _check_text(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse a tag that is none to a browser, or may be none."""
        if self._is_in(_TEXT_ONLY) and not self._is_in(_FOREIGN):
            raise UnclearPageError(f"the element {self._open[-1].name} in it holds <{tag}>")
        if self._is_in(_TEXT_WITH_SCRIPTS) and any("<" in (value or "") for _, value in attrs):
            raise UnclearPageError(f"an element noscript in it holds more than <{tag}>")

    def _end_implied(self, names: frozenset[str], boundaries: frozenset[str]) -> None:
        for depth in range(len(self._open) - 1, 0, -1):
            name = self._open[depth].name
            if name in names:
                if any(one.name not in _OPTIONAL_END for one in self._open[depth + 1 :]):
                    self._unclear()
                del self._open[depth:]
                return
            if name in boundaries:
                return

    def _unclear(self) -> None:
        self._open[-1].children.append(Element(UNCLEAR))


def _ended(place: int) -> int:
    if place < 0:
        raise UnclearPageError("a tag in it never ends")
    return place
