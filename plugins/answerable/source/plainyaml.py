r"""The usual front matter, read at once: lines such as ``name: words`` and nothing else.

The patterns below describe what can be read in one way only. On each line stands one field;
its value is a text, a list or a mapping that ends on the same line:

* a text begins with a letter or digit and has no ``#``, and no ``:`` before a space;
* in a list or a mapping a text is made of letters, digits, spaces and some signs;
* a text in double quotes has no backslash;
* nowhere is a tab, or a character that YAML forbids or that ends a line.

The nodes are those that :mod:`answerable.source.smallyaml` makes of the same, and there is no
problem to report. Whatever else a file holds, be it right or wrong, is declined.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from answerable.source.nodes import Entry, Mapping, Node, Scalar, Sequence

LONGEST = 4_096
"""How many characters are read. As each node takes one, they cannot hold too many nodes."""

_NEVER = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_QUOTED = rf'"[^"\\{_NEVER}]*"'
_TEXT = rf"\w[^:#{_NEVER}]*(?::(?![ \n])[^:#{_NEVER}]*)*(?<! )"
_INNER = rf"(?:\w[\w.+/@ -]*(?::\w[\w.+/@ -]*)*(?<! )|{_QUOTED})"
_NAME = r"[a-z][a-z_-]{0,40}"
_SEQUENCE = rf"\[(?:{_INNER}(?:, {_INNER})*)?\]"
_MAPPING = rf"\{{(?:{_NAME}: {_INNER}(?:, {_NAME}: {_INNER})*)?\}}"

_LINE = re.compile(rf"({_NAME}): ({_TEXT}|{_QUOTED}|{_SEQUENCE}|{_MAPPING})\n")
_PAIR = re.compile(rf"({_NAME}): ({_INNER})")
_ITEM = re.compile(_INNER)

# Takes half the time of a named tuple's own.
_new = tuple.__new__


def read_plain(text: str, start: int, end: int) -> Mapping | None:
    """The mapping from *start* to *end* in *text*, None if anything there is unusual."""
    if end - start > LONGEST:
        return None
    entries: dict[str, Entry] = {}
    behind = _fill(entries, _LINE.findall(text, start, end), start, len("\n"))
    # Whatever is no such line was left out, so that the others end too early.
    return Mapping(entries, start, end) if behind == end else None


def _fill(entries: dict[str, Entry], pairs: list[tuple[str, str]], place: int, gap: int) -> int:
    """Make *entries* of *pairs*, which stand from *place* on, each with *gap* characters behind.

    Returns the place behind the last gap, -1 if a name stands twice.
    """
    for name, word in pairs:
        name_end = place + len(name)
        start = name_end + len(": ")
        end = start + len(word)
        node = _node(word, start, end) if word[0] in '"[{' else _new(Scalar, (word, start, end))
        if node is None:
            return -1
        entries[name] = _new(Entry, (node, place, name_end))
        place = end + gap
    return place if len(entries) == len(pairs) else -1


def _node(word: str, start: int, end: int) -> Node:
    if word[0] == "[":
        return Sequence(tuple(_items(word, start + 1)), start, end)
    if word[0] == "{":
        entries: dict[str, Entry] = {}
        behind = _fill(entries, _PAIR.findall(word), start + 1, len(", "))
        return None if behind < 0 else Mapping(entries, start, end)
    return Scalar(word[1:-1], start, end)


def _items(word: str, place: int) -> Iterator[Scalar]:
    for item in _ITEM.findall(word):
        end = place + len(item)
        yield Scalar(item.strip('"'), place, end)
        place = end + len(", ")
