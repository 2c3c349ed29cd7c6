"""Where in a front matter a change goes, in the style of what stands there already.

In brackets a new part comes behind the last one, else it is a line of its own, with the same
indentation. A comment keeps its line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence as List
from typing import NamedTuple

from answerable.source.nodes import Mapping, Node, Scalar, Sequence
from answerable.source.yamltext import EditError, Value, Word, field, in_brackets, item_lines, word

_REST = re.compile(r"[ \t]*(,?)[ \t]*(?:#.*)?\r?")
_SPACE = " \t\r\n"


class Splice(NamedTuple):
    """What comes in place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Layout:
    """The text of a file, and the changes that its nodes need; *inside* of brackets or not."""

    def __init__(self, text: str) -> None:
        self.text = text

    def in_brackets(self, node: Node) -> bool:
        """Whether *node* is a list or a mapping in brackets."""
        return isinstance(node, Mapping | Sequence) and self.text[node.start] in "{["

    def replaced(self, name_end: int, old: Scalar, value: Word, *, inside: bool) -> list[Splice]:
        """*value* in place of *old*, which stands behind a name that ends at *name_end*."""
        new = word(value, inside=inside)
        if old.start == old.end:
            place = self._colon(name_end, old.start)
            return [Splice(place, place, f" {new}")]
        lines = self.text[old.start : old.end].rstrip(_SPACE)
        if _is_block_text(lines) and "#" in lines.split("\n", 1)[0]:
            raise EditError("a comment stands within the old text: change it by hand")
        return [Splice(old.start, old.start + len(lines), new)]

    def added(self, mapping: Mapping, name: str, value: Value, *, inside: bool) -> list[Splice]:
        """A field *name* behind the last one of *mapping*."""
        if inside:
            return self._added_inside(mapping, field(name, value, inside=True))
        column = self._column(mapping.start)
        return [self._below(mapping, [" " * column + field(name, value)])]

    def added_list(
        self, mapping: Mapping, name: str, item: Value, *, inside: bool, flat: bool
    ) -> list[Splice]:
        """A field *name* that holds a list of *item* alone, behind the last one of *mapping*."""
        if inside:
            return self._added_inside(mapping, f"{word(name, inside=True)}: {in_brackets([item])}")
        column = self._column(mapping.start)
        lines = [f"{' ' * column}{word(name)}:", *_item(item, column + 2, 2, flat=flat)]
        return [self._below(mapping, lines)]

    def begun_list(
        self, mapping: Mapping, name_end: int, item: Value, *, inside: bool, flat: bool
    ) -> list[Splice]:
        """A list of *item* alone behind a name, which ends at *name_end* and has no value."""
        place = self._colon(name_end, len(self.text))
        if inside:
            return [Splice(place, place, f" {in_brackets([item])}")]
        lines = _item(item, self._column(mapping.start) + 2, 2, flat=flat)
        return [self._lines(self._next_line(place), lines)]

    def appended(self, items: Sequence, item: Value) -> list[Splice]:
        """*item* behind the last of *items*."""
        if self.in_brackets(items):
            if not items.items:
                return [Splice(items.start + 1, items.start + 1, in_brackets(item))]
            start, end = self._span(items.items[-1])
            return self._behind(start, end, in_brackets(item))
        last = items.items[-1]
        dash = self._column(items.start)
        start, end = self._span(last)
        gap = self._column(start) - dash if start < end else 2
        flat = isinstance(last, Mapping) and self.in_brackets(last)
        return [self._lines(self._next_line(end), _item(item, dash, gap, flat=flat))]

    def removed(self, mapping: Mapping, name: str, *, inside: bool) -> Splice:
        """Nothing in place of the field *name* of *mapping*."""
        start, end = self._whole(mapping, name)
        if not inside:
            line = start - self._column(start)
            if self.text[line:start].strip(_SPACE):
                raise EditError(f"{name} shares its line with others: delete it by hand")
            return Splice(line, self._next_line(end), "")
        names = list(mapping.entries)
        place = names.index(name)
        if place + 1 < len(names):
            following = mapping.entries[names[place + 1]].start
            return self._gap(end, following, Splice(start, following, ""))
        if place:
            before = self._whole(mapping, names[place - 1])[1]
            return self._gap(before, start, Splice(before, end, ""))
        return Splice(start, end, "")

    def _whole(self, mapping: Mapping, name: str) -> tuple[int, int]:
        """The place of a field from its name to behind its value."""
        entry = mapping.entries[name]
        end = self._span(entry.value)[1] if entry.value is not None else entry.end
        return entry.start, max(entry.end, end)

    def _gap(self, start: int, end: int, splice: Splice) -> Splice:
        """*splice*, if only a comma stands in the gap from *start* to *end*."""
        if self.text[start:end].strip(_SPACE) != ",":
            raise EditError("a comment stands between the parts: change it by hand")
        return splice

    def _added_inside(self, mapping: Mapping, new: str) -> list[Splice]:
        if not mapping.entries:
            return [Splice(mapping.start + 1, mapping.start + 1, new)]
        last = list(mapping.entries.values())[-1]
        return self._behind(last.start, max(last.end, self._span(last.value)[1]), new)

    def _behind(self, start: int, end: int, new: str) -> list[Splice]:
        """*new* behind the last part, from *start* to *end*, of a list or mapping in brackets."""
        line_end = self.text.index("\n", end)
        rest = _REST.fullmatch(self.text, end, line_end)
        if rest is None:
            return [Splice(end, end, f", {new}")]
        # On a line of its own, so that a comment stays beside what it is about.
        comma = Splice(end, end, "" if rest[1] else ",")
        return [comma, self._lines(line_end + 1, [" " * self._column(start) + new])]

    def _below(self, mapping: Mapping, lines: List[str]) -> Splice:
        """*lines* below the last field of *mapping*."""
        if not mapping.entries:
            return self._lines(mapping.start, lines)
        return self._lines(self._next_line(self._span(mapping)[1]), lines)

    def _lines(self, place: int, lines: List[str]) -> Splice:
        """Whole *lines* at *place*, which is the beginning of a line."""
        newline = "\r\n" if self.text.endswith("\r\n", 0, place) else "\n"
        return Splice(place, place, "".join(f"{line}{newline}" for line in lines))

    def _span(self, node: Node) -> tuple[int, int]:
        """The place of *node* from its first to behind its last sign."""
        assert node is not None
        if isinstance(node, Scalar):
            return node.start, self._scalar_end(node)
        if self.in_brackets(node):
            return node.start, node.end
        if isinstance(node, Sequence):
            return node.start, self._span(node.items[-1])[1]
        last = list(node.entries.values())[-1]
        return node.start, max(last.end, self._span(last.value)[1])

    def _scalar_end(self, node: Scalar) -> int:
        lines = self.text[node.start : node.end]
        if not _is_block_text(lines):
            return node.end
        # With a plus, the blank lines below belong to the text.
        keeps = "+" in lines.split("\n", 1)[0]
        return node.end - 1 if keeps else node.start + len(lines.rstrip(_SPACE))

    def _colon(self, name_end: int, before: int) -> int:
        """The place behind the colon that follows a name."""
        place = self.text.find(":", name_end, before) + 1
        if not place or self.text[name_end : place - 1].strip(_SPACE):
            raise EditError("a name has no colon: change it by hand")
        return place

    def _column(self, place: int) -> int:
        return place - self.text.rfind("\n", 0, place) - 1

    def _next_line(self, place: int) -> int:
        return self.text.index("\n", place) + 1


def _item(item: Value, dash: int, gap: int, *, flat: bool) -> List[str]:
    """The lines of an item of a list; *flat* in brackets."""
    if flat:
        return [f"{' ' * dash}-{' ' * (gap - 1)}{in_brackets(item)}"]
    return item_lines(item, dash, gap)


def _is_block_text(lines: str) -> bool:
    return lines.startswith(("|", ">"))
