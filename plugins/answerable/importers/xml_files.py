"""An XML export as records, without trust in who wrote it.

The rules kept here, whatever the file holds:

* it is read in pieces; never more than one record is kept in memory;
* a document type definition is refused, and with it every entity: no bomb, no other file;
* depth, tags and records have a largest size; a record above it is passed over by name;
* where the file stops being XML, what was whole before counts, and the place is told. Nothing
  behind it is read: what looks like a record there may be a customer's text.

Names are taken as they are written, ``wp:comment``: exporters write the same prefixes for ever
and changed what they stand for (``http://wordpress.org/export/1.0/`` to ``https://…/1.2/``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from answerable.importers.export_files import ExportFileError
from answerable.importers.export_stream import open_export
from answerable.importers.interface import ImportPathError, LeftOut
from answerable.importers.xml_text import UnknownEncodingError, xml_text

DEEPEST = 50
LARGEST_TAG = 8 * 1024 * 1024
LARGEST_RECORD = 4 * 1024 * 1024
MOST_ELEMENTS = 10_000

_Path = tuple[str, ...]
_CUT_OFF = frozenset({"no element found", "unclosed token", "unclosed CDATA section"})


@dataclass(slots=True)
class Element:
    """An element; ``line`` is where it begins."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text, without what its elements hold."""
        return "".join(self.parts)

    def first(self, *names: str) -> Element | None:
        """The first of its elements with the first name, in that with the second, and so on."""
        found: Element | None = self
        for name in names:
            children = found.children if found is not None else ()
            found = next((child for child in children if child.name == name), None)
        return found

    def value(self, *names: str) -> str:
        """The text of :meth:`first` without the space around it, empty if there is none."""
        found = self.first(*names)
        return "" if found is None else found.text.strip()


@dataclass(frozen=True, slots=True)
class Unread:
    """A record that is too large, or, without a name, the rest of the file."""

    name: str
    left_out: LeftOut


class _DefectError(Exception):
    """The file cannot be read on; the message says why, in words that need no file name."""


def read_records(path: Path, records: Collection[_Path]) -> Iterator[Element | Unread]:
    """The elements of the file *path* that lie at *records*, in the order of their ends.

    A record within a record comes before it, and is not in it. Raises ImportPathError where
    nothing could be read, or the file begins with another element.
    """
    reader = _Reader(records)
    found = False
    try:
        with open_export(path) as stream:
            for text in xml_text(stream.pieces()):
                reader.feed(text)
                found = found or bool(reader.ready)
                yield from reader.taken(path.name)
            reader.close()
    except (ExportFileError, UnknownEncodingError, _DefectError) as error:
        found = found or bool(reader.ready)
        yield from reader.taken(path.name)
        reason = str(error)
        if isinstance(error, UnknownEncodingError):
            reason = f"is in the encoding '{error}', which is not known"
        if not found:
            raise ImportPathError(f"{path} {reason}") from error
        yield Unread("", LeftOut(path.name, f"{reason}; what comes behind was not read"))


@dataclass(slots=True)
class _Frame:
    """A record that is being read: its open elements, and what it holds so far."""

    open: list[Element]
    size: int = 0
    elements: int = 0

    @property
    def too_large(self) -> str | None:
        if self.size > LARGEST_RECORD:
            return f"holds more than {LARGEST_RECORD // 1024**2} million characters"
        if self.elements > MOST_ELEMENTS:
            return f"holds more than {MOST_ELEMENTS} elements"
        return None


class _Reader:
    """The records of one file; ``ready`` are those that have ended."""

    def __init__(self, records: Collection[_Path]) -> None:
        self._records = frozenset(records)
        self._roots = {path[0] for path in records}
        self._open: list[str] = []
        self._frames: list[_Frame] = []
        self._waiting = 0
        self.ready: list[tuple[Element, str | None]] = []
        parser = expat.ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        self._parser = parser

    def feed(self, text: str) -> None:
        """Read on. Raises _DefectError."""
        data = text.encode()
        self._waiting += len(data)
        self._parse(data, last=False)
        if self._waiting > LARGEST_TAG:
            line = self._parser.CurrentLineNumber
            raise _DefectError(
                f"holds a tag or a remark of more than {LARGEST_TAG // 1024**2} MiB in line {line}"
            )

    def close(self) -> None:
        """Say that this was all. Raises _DefectError."""
        self._parse(b"", last=True)

    def taken(self, file: str) -> Iterator[Element | Unread]:
        """The records that have ended since the last call."""
        ready, self.ready = self.ready, []
        for element, reason in ready:
            if reason is None:
                yield element
            else:
                yield Unread(element.name, LeftOut(f"{file} line {element.line}", reason))

    def _parse(self, data: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(data, last)
        except expat.ExpatError as error:
            words = expat.ErrorString(error.code)
            if words in _CUT_OFF and self._open:
                raise _DefectError(f"ends in the middle, in line {error.lineno}") from error
            raise _DefectError(f"is not XML in line {error.lineno} ({words})") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._waiting = 0
        line = self._parser.CurrentLineNumber
        if not self._open and name not in self._roots:
            raise _DefectError(f"is something else: it begins with <{name[:80]}>")
        if len(self._open) >= DEEPEST:
            raise _DefectError(f"is nested deeper than {DEEPEST} elements in line {line}")
        self._open.append(name)
        element = Element(name, line, attributes)
        if tuple(self._open) in self._records:
            self._frames.append(_Frame([element]))
        elif self._frames:
            frame = self._frames[-1]
            frame.elements += 1
            if frame.too_large is None:
                frame.open[-1].children.append(element)
            frame.open.append(element)
        if self._frames:
            self._grow(len(name) + sum(len(key) + len(value) for key, value in attributes.items()))

    def _end(self, _name: str) -> None:
        self._waiting = 0
        is_record = tuple(self._open) in self._records
        self._open.pop()
        if is_record:
            frame = self._frames.pop()
            self.ready.append((frame.open[0], frame.too_large))
        elif self._frames:
            self._frames[-1].open.pop()

    def _text(self, text: str) -> None:
        self._waiting = 0
        if self._frames:
            self._grow(len(text))
            if self._frames[-1].too_large is None:
                self._frames[-1].open[-1].parts.append(text)

    def _grow(self, size: int) -> None:
        frame = self._frames[-1]
        frame.size += size
        if frame.too_large is not None:
            # It is passed over; until its end it needs no memory.
            frame.open[0].children.clear()
            frame.open[-1].parts.clear()

    def _doctype(self, *_declared: object) -> None:
        line = self._parser.CurrentLineNumber
        raise _DefectError(f"declares a document type (DOCTYPE) in line {line}, which is refused")
