"""The small YAML of the feedback folder: a mapping of words, texts, lists and mappings.

It is read from PyYAML's events, by libyaml where PyYAML has it, and nothing is ever resolved
or built: every scalar stays the text that was written, so that ``no``, ``010`` and ``12:30``
keep their meaning. Anchors, aliases, tags and doubled keys are problems, an alias is never
followed, and depth and number of nodes are limited.

Events cost many times what all the checks of a message cost, so they are asked for only where
:mod:`answerable.source.plainyaml` declines.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any, cast

import yaml
from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.reader import Reader

from answerable.source.canonical import BIDI, CONTROL, code_point
from answerable.source.nodes import Entry, Mapping, Node, Scalar, Sequence
from answerable.source.plainyaml import read_plain
from answerable.source.problems import SourceFile, quoted, shortened

MOST_NODES = 5_000
DEEPEST = 6

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SYNTAX_MEND = "write each field as 'name: value'; put a value with ': ' or ' #' in quotes."


class _TooMuch(Exception):
    """The YAML is too deep or too long to go on; reported already."""


def read_yaml(file: SourceFile, start: int, end: int) -> Mapping | None:
    """The mapping that stands from *start* to *end* in *file*.

    Returns None if there is none; then the reason is reported. A part without any content is
    an empty mapping.
    """
    return read_plain(file.text, start, end) or read_events(file, start, end)


def read_events(file: SourceFile, start: int, end: int) -> Mapping | None:
    """What :func:`read_yaml` returns, of any YAML."""
    reading = _Reading(file, start, end)
    try:
        return reading.document()
    except yaml.MarkedYAMLError as error:
        reading.syntax_error(error)
    except yaml.reader.ReaderError:
        reading.forbidden_character()
    except (ValueError, OverflowError) as error:
        # PyYAML's own loader lets a wrong escape through to chr().
        reading.problem("yaml-syntax", start, start + 1, f"the YAML cannot be read: {error}")
    except _TooMuch:
        pass
    return None


class _Reading:
    def __init__(self, file: SourceFile, start: int, end: int) -> None:
        self.file = file
        self.offset = start
        self.source = file.text[start:end]
        self.nodes = 0
        self.next: Callable[[], Any]

    def document(self) -> Mapping | None:
        self.next = _LOADER(self.source).get_event
        self.next()  # the start of the stream
        if type(self.next()) is yaml.StreamEndEvent:
            return Mapping({}, self.offset, self.offset)
        node = self.node(self.next(), 0)
        self.next()  # the end of the document
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            start = self.offset + event.start_mark.index
            self.problem("yaml-syntax", start, start + 1, "a second document begins here")
            return None
        if type(node) is Mapping:
            return node
        if node is not None:
            self.problem("yaml-syntax", node.start, node.end, "this is not a list of fields")
        return None

    def node(self, event: Any, depth: int) -> Node:
        self.nodes += 1
        kind = type(event)
        if kind is AliasEvent:
            self.alias(event)
            return None
        if event.anchor is not None or event.tag is not None:
            self.properties(event)
        start = self.offset + event.start_mark.index
        if depth > DEEPEST or self.nodes > MOST_NODES:
            self.problem("yaml-syntax", start, start + 1, "the YAML is too deep or too long")
            raise _TooMuch
        if kind is ScalarEvent:
            end = self.offset + event.end_mark.index
            node = Scalar(event.value, start, end)
            if event.style == '"':
                self.escapes(node)
            return node
        if kind is SequenceStartEvent:
            return self.sequence(start, depth)
        return self.mapping(start, depth)

    def sequence(self, start: int, depth: int) -> Sequence:
        items = []
        while type(event := self.next()) is not SequenceEndEvent:
            items.append(self.node(event, depth + 1))
        return Sequence(tuple(items), start, self.end(event))

    def mapping(self, start: int, depth: int) -> Mapping:
        entries: dict[str, Entry] = {}
        while type(event := self.next()) is not MappingEndEvent:
            key = self.node(event, depth + 1)
            value = self.node(self.next(), depth + 1)
            if type(key) is not Scalar:
                if key is not None:
                    self.problem("yaml-syntax", key.start, key.end, "a key must be a word")
            elif key.text in entries:
                message = f"the key {quoted(key.text)} stands twice"
                self.file.problem("doubled-key", key.start, key.end, message, "delete one of them.")
            else:
                entries[key.text] = Entry(value, key.start, key.end)
        return Mapping(entries, start, self.end(event))

    def end(self, event: Any) -> int:
        return self.offset + int(event.end_mark.index)

    def problem(self, code: str, start: int, end: int, message: str) -> None:
        self.file.problem(code, start, end, message, _SYNTAX_MEND)

    def alias(self, event: Any) -> None:
        start = self.offset + event.start_mark.index
        end = self.offset + event.end_mark.index
        mend = "write the value itself, or put it in quotes if it begins with '*'."
        self.file.problem(
            "yaml-alias", start, end, f"the alias {quoted('*' + event.anchor)} is not allowed", mend
        )

    def properties(self, event: Any) -> None:
        start = self.offset + event.start_mark.index
        if event.anchor is not None:
            place, end = self._find(f"&{event.anchor}", start)
            mend = "delete it, or put the value in quotes if it begins with '&'."
            message = f"the anchor {quoted('&' + event.anchor)} is not allowed"
            self.file.problem("yaml-anchor", place, end, message, mend)
        if event.tag is not None:
            place, end = self._find("!", start)
            tag = quoted(self.file.text[place:end])
            mend = "delete it, or put the value in quotes if it begins with '!'."
            self.file.problem("yaml-tag", place, end, f"the tag {tag} is not allowed", mend)

    def _find(self, word: str, start: int) -> tuple[int, int]:
        # Between a node's start and its value stand its anchor and its tag, in any order.
        text = self.file.text
        place = max(text.find(word, start), start)
        end = place
        while end < len(text) and not text[end].isspace() and text[end] not in ",]}":
            end += 1
        return place, max(end, place + 1)

    def escapes(self, node: Scalar) -> None:
        r"""Report what ``\u202e`` and the like bring in unseen by the check of the bytes."""
        if "\\" not in self.file.text[node.start : node.end]:
            return
        found = CONTROL.search(node.text)
        if found:
            self._escape("control-character", node, code_point(found[0]))
        found = BIDI.search(node.text)
        if found:
            self._escape("bidi-override", node, code_point(found[0]))
        if any("\ud800" <= character <= "\udfff" for character in node.text):
            self.problem("yaml-syntax", node.start, node.end, "half a character is escaped here")
            raise _TooMuch
        if not unicodedata.is_normalized("NFC", node.text):
            self._escape("not-nfc", node, "characters that are not in Unicode's form NFC")

    def _escape(self, code: str, node: Scalar, what: str) -> None:
        message = f"an escape in this text stands for {what}"
        self.file.problem(code, node.start, node.end, message, "write the text without it.")

    def syntax_error(self, error: yaml.MarkedYAMLError) -> None:
        mark = error.problem_mark or error.context_mark
        start = self.offset + min(mark.index if mark else 0, len(self.source))
        if start and self.file.text[start - 1 : start + 1] in ("\n-", "\n"):
            start -= 1  # an error at the end of the part belongs to its last line
        reason = ", ".join(shortened(part) for part in (error.context, error.problem) if part)
        self.problem("yaml-syntax", start, start + 1, f"the YAML cannot be read: {reason}")

    def forbidden_character(self) -> None:
        match = cast(Any, Reader.NON_PRINTABLE).search(self.source)
        place = match.start() if match else 0
        what = code_point(self.source[place : place + 1] or " ")
        start = self.offset + place
        self.problem("yaml-syntax", start, start + 1, f"YAML cannot hold {what}")
