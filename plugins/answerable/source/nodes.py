"""The small YAML as values: words, lists and mappings with their places.

A node that cannot be used, such as an alias, is None; its problem is reported already.
"""

from __future__ import annotations

from typing import NamedTuple


class Scalar(NamedTuple):
    """A word or text. ``start`` and ``end`` count characters of the file."""

    text: str
    start: int
    end: int


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    start: int
    end: int


class Entry(NamedTuple):
    """The value of one key of a mapping. ``start`` and ``end`` are the place of the key."""

    value: Node
    start: int
    end: int


class Mapping(NamedTuple):
    """A mapping; of a key that stands twice, the first entry."""

    entries: dict[str, Entry]
    start: int
    end: int

    def span(self, name: str) -> tuple[int, int]:
        """The place of the value of *name*; of its key, or of the mapping, without one."""
        entry = self.entries.get(name)
        if entry is None:
            return self.start, self.end
        node = entry.value or entry
        return node.start, node.end


Node = Scalar | Sequence | Mapping | None
