"""Raw HTML in a message, set in order before it is cleaned.

GitHub drops what it does not allow, and with it words: ``List<String>`` becomes ``List``. Here
no word of a customer vanishes, and the cleaner gets nothing that it would have to repair:

* a tag that is not allowed, and whatever only looks like a tag, becomes text;
* an allowed tag without its partner goes, as does an item or a cell outside of its list or
  table; a list or table that has no end ends with what is around it;
* a tag keeps its attributes only where something further on reads them;
* a comment goes, as on GitHub; one that never ends becomes text;
* elements are at most MAX_DEPTH deep: the time that a browser's way of parsing takes grows with
  the square of the depth.

Nothing here makes the HTML safe: that is the cleaner's work.
"""

from __future__ import annotations

import re
from collections import Counter

from answerable.markup.footnotes import ATTRIBUTES

MAX_DEPTH = 60

# The grammar of tags in CommonMark, section 6.6. A match ends at the first chance that it
# gets, so the time is linear.
TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)"
    r"(?P<attributes>(?:\s+[A-Za-z_:][A-Za-z0-9_.:-]*"
    r"""(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*)"""
    r"\s*/?>"
)

TEXT_TAGS = frozenset("b strong i em s del ins mark kbd sub sup abbr code a".split())
BLOCK_TAGS = frozenset(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre table thead tbody tr th td details summary"
    " section hr".split()
)
VOID_TAGS = frozenset({"br", "hr", "img"})
KEPT_TAGS = TEXT_TAGS | BLOCK_TAGS | VOID_TAGS

# These say how something looks or hold things together, so nothing is lost without them.
_DROPPED_TAGS = frozenset("div span font center u big small tt strike".split())

_WITH_ATTRIBUTES = frozenset("a img ol td th pre".split())

_PARENTS = {
    "li": {"ul", "ol"},
    "thead": {"table"},
    "tbody": {"table"},
    "tr": {"table", "thead", "tbody"},
    "th": {"tr"},
    "td": {"tr"},
}
_ONLY_PARTS = frozenset({"table", "thead", "tbody", "tr"})
_HOLDERS = _ONLY_PARTS | {"ul", "ol"}


class TooDeep(Exception):
    """Elements are nested deeper than MAX_DEPTH."""


def settle(html: str, *, footnotes: bool) -> str:
    """*html* with every tag known, closed and in its place.

    *footnotes* says whether the marks of footnotes are ours. Raises TooDeep.
    """
    ordered = _Ordered(_WITH_ATTRIBUTES.union(ATTRIBUTES if footnotes else ()))
    position = 0
    last_comment_end = html.rfind("-->")
    while (start := html.find("<", position)) >= 0:
        ordered.pieces.append(html[position:start])
        if html.startswith("<!--", start) and start + 2 <= last_comment_end:
            # `<!-->` is a whole comment.
            position = html.index("-->", start + 2) + 3
        elif tag := TAG.match(html, start):
            ordered.add(tag)
            position = tag.end()
        else:
            ordered.pieces.append("&lt;")
            position = start + 1
    ordered.pieces.append(html[position:])
    ordered.end_open(0)
    return "".join(ordered.pieces)


class _Ordered:
    """The pieces so far, and the elements that are open: their names and their pieces."""

    def __init__(self, with_attributes: frozenset[str]) -> None:
        self._with_attributes = with_attributes
        self.pieces: list[str] = []
        self.open: list[tuple[str, int]] = []
        self.names: Counter[str] = Counter()

    def add(self, tag: re.Match[str]) -> None:
        name = tag["name"].lower()
        if name not in KEPT_TAGS:
            if name not in _DROPPED_TAGS:
                self.pieces.append(tag[0].replace("<", "&lt;"))
        elif tag["end"]:
            self._close(name)
        elif self._fits(name):
            self._open(name, tag)

    def _fits(self, name: str) -> bool:
        parent = self.open[-1][0] if self.open else ""
        if name in _PARENTS:
            return parent in _PARENTS[name]
        return parent not in _ONLY_PARTS

    def _open(self, name: str, tag: re.Match[str]) -> None:
        if name in BLOCK_TAGS and self.names["p"]:
            # A block ends the paragraph around it. Left to the parser, each block in
            # `<p><b>…` would get its own copy of every element in between.
            self._forget("p")
        if name not in VOID_TAGS:
            self.open.append((name, len(self.pieces)))
            self.names[name] += 1
            if len(self.open) > MAX_DEPTH:
                raise TooDeep
        self.pieces.append(f"<{name}{tag['attributes'] if name in self._with_attributes else ''}>")

    def _close(self, name: str) -> None:
        if not self.names[name]:
            return
        depth = max(at for at, (other, _) in enumerate(self.open) if other == name)
        self.end_open(depth + 1)
        self.open.pop()
        self.names[name] -= 1
        self.pieces.append(f"</{name}>")

    def _forget(self, name: str) -> None:
        for at, (other, piece) in enumerate(self.open):
            if other == name:
                self.pieces[piece] = ""
                del self.open[at]
                self.names[name] -= 1
                return

    def end_open(self, depth: int) -> None:
        """End the elements that are open deeper than *depth*, for want of an end tag."""
        for name, piece in reversed(self.open[depth:]):
            if name in _HOLDERS:
                self.pieces.append(f"</{name}>")
            else:
                self.pieces[piece] = ""
            self.names[name] -= 1
        del self.open[depth:]
