"""Changing one field in a file's front matter, and nothing else in the file.

The rules that this module keeps:

* what is not changed stays byte for byte: comments, quotes, order, blank lines, line ends;
* a change adds to the text, replaces one word of it, or takes away one field with its lines.
  It never takes away a comment on a line of its own, or one between others in brackets;
* the result is read back and must hold exactly the old values and the change, above the same
  body. Whatever would not, or cannot be read in one way only, raises EditError.

A path leads from the front matter inwards: ``("keys", 0, "until")`` is the field ``until`` of
the first entry in the list ``keys``.
"""

from __future__ import annotations

from typing import Any

from answerable.config import Settings
from answerable.source.canonical import BYTE_ORDER_MARK
from answerable.source.frontmatter import read_document
from answerable.source.layout import Layout, Splice
from answerable.source.nodes import Mapping, Node, Scalar, Sequence
from answerable.source.problems import Report, SourceFile, quoted
from answerable.source.smallyaml import read_yaml
from answerable.source.yamltext import EditError, Value, Word, read_as

__all__ = ["EditError", "Path", "Value", "Word", "append_item", "remove_field", "set_value"]

Path = tuple[str | int, ...]

# Problems of an escaped character leave no doubt about what is written where.
_HARMLESS = {"control-character", "bidi-override", "not-nfc"}


def set_value(text: str, path: Path, value: Value) -> str:
    """*text*, a whole file, with the word at *path* set to *value*.

    A field that is not there is added behind the last one of its mapping; a *value* that has
    parts takes the place of no other. Raises EditError where the mapping is not there, or the
    field holds a list or a mapping.
    """
    front = _FrontMatter(text, path)
    mapping, name, inside = front.mapping, front.name, front.inside
    entry = mapping.entries.get(name)
    if entry is None:
        splices = front.layout.added(mapping, name, value, inside=inside)
    elif not isinstance(entry.value, Scalar) or not isinstance(value, Word):
        raise EditError(f"{quoted(name)} holds more than one word: change it by hand")
    elif entry.value.text == read_as(value):
        return text
    else:
        splices = front.layout.replaced(entry.end, entry.value, value, inside=inside)
    front.around[name] = read_as(value)
    return front.with_changes(splices)


def append_item(text: str, path: Path, item: Value, *, on_one_line: bool = False) -> str:
    """*text*, a whole file, with *item* behind the last one of the list at *path*.

    A list that is not there, or has nothing behind its name, is begun; *on_one_line* its first
    item stands in brackets. Raises EditError where something else stands there.
    """
    front = _FrontMatter(text, path)
    mapping, name, inside = front.mapping, front.name, front.inside
    entry = mapping.entries.get(name)
    if entry is None:
        splices = front.layout.added_list(mapping, name, item, inside=inside, flat=on_one_line)
    elif isinstance(entry.value, Sequence):
        splices = front.layout.appended(entry.value, item)
    elif isinstance(entry.value, Scalar) and entry.value.start == entry.value.end:
        splices = front.layout.begun_list(mapping, entry.end, item, inside=inside, flat=on_one_line)
    else:
        raise EditError(f"{quoted(name)} is not a list: make it one by hand")
    front.around[name] = [*(front.around.get(name) or []), read_as(item)]
    return front.with_changes(splices)


def remove_field(text: str, path: Path) -> str:
    """*text*, a whole file, without the field at *path* and without what stands on its lines.

    One that is not there is no mistake. Raises EditError where its mapping is not there, or a
    comment would go that may belong to another field.
    """
    front = _FrontMatter(text, path)
    if front.name not in front.mapping.entries:
        return text
    splice = front.layout.removed(front.mapping, front.name, inside=front.inside)
    del front.around[front.name]
    return front.with_changes([splice])


class _FrontMatter:
    """The front matter of a file, opened at a path.

    ``mapping`` is what the path leads into, ``name`` what it ends with there; ``inside`` says
    whether that stands in brackets. ``around`` are the mapping's values, to be changed as the
    text is.
    """

    def __init__(self, text: str, path: Path) -> None:
        self._mark = BYTE_ORDER_MARK if text.startswith(BYTE_ORDER_MARK) else ""
        self._text = text[len(self._mark) :]
        root, self._body = _read(self._text)
        self._values: Any = _values(root)
        self.layout = Layout(self._text)
        self.around = self._values
        self.inside = self.layout.in_brackets(root)
        node: Node = root
        *way, name = path
        for step in way:
            node = _inner(node, step)
            brackets = self.layout.in_brackets(node)
            if self.inside and not brackets:
                raise EditError(f"{quoted(str(step))} has no brackets: put them around it by hand")
            self.inside = brackets
            self.around = self.around[step]
        if not isinstance(node, Mapping):
            raise EditError(f"{quoted(str(way[-1]))} is not a mapping of names and values")
        self.mapping, self.name = node, str(name)

    def with_changes(self, splices: list[Splice]) -> str:
        """The whole file after *splices*, if it holds what is expected."""
        text = self._text
        for start, end, new in sorted(splices, reverse=True):
            text = f"{text[:start]}{new}{text[end:]}"
        try:
            root, body = _read(text)
        except EditError as error:
            raise EditError(f"after the change it could not be read: {error}") from error
        if _values(root) != self._values or body != self._body:
            raise EditError("it is written in an unusual way: make the change by hand")
        return self._mark + text


def _read(text: str) -> tuple[Mapping, str]:
    """The fields of the file *text* with their places, and its body."""
    report = Report(Settings())
    document = read_document(SourceFile("", text, report))
    for problem in report.diagnostics:
        if problem.code not in _HARMLESS:
            raise EditError(f"line {problem.line}: {problem.message}")
    assert document is not None
    start = text.index("\n") + 1
    # The document's own mapping has the place of the line that opens it.
    fields = read_yaml(document.file, start, document.closing)
    assert fields is not None
    return fields, document.body


def _inner(node: Node, step: str | int) -> Node:
    if isinstance(node, Mapping) and step in node.entries:
        return node.entries[str(step)].value
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    raise EditError(f"there is no {quoted(str(step))}")


def _values(node: Node) -> Any:
    """What *node* says, without places."""
    assert node is not None
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_values(item) for item in node.items]
    return {name: _values(entry.value) for name, entry in node.entries.items()}
