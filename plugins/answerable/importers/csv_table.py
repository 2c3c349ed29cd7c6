"""A table of text from a file that a spreadsheet or a help desk wrote.

Nothing in such a file says how it is written, so it is told by what is in it:

* the encoding by the mark at its beginning, by the zeros of UTF-16, and by whether it is
  UTF-8; what is neither is Windows-1252. A few bytes that are wrong do not change the rest;
* the sign between cells by the first line: the one that makes the most columns of it.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from answerable.importers.export_files import ExportFileError, read_export_file
from answerable.importers.options import OptionError

LARGEST = 256 * 1024 * 1024
DELIMITERS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BEGINNING = 16 * 1024
_MOST_COLUMNS = 2000


class NoTableError(Exception):
    """A file holds no table; the message says why."""


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows with the numbers that spreadsheets show.

    ``replaced`` is how many characters could not be read.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    replaced: int = 0


def read_table(file: Path, encoding: str | None, delimiter: str | None) -> Table:
    """The table in *file*. Raises NoTableError.

    *encoding* and *delimiter* are told by the file where they are None.
    """
    try:
        data = read_export_file(file, LARGEST)
    except ExportFileError as error:
        raise NoTableError(str(error)) from error
    text, replaced = _text(data, encoding)
    # A NUL ends the reading of older readers.
    text = text.replace("\0", "")
    if text[:4].lower() == "sep=":  # a note of spreadsheets to themselves
        note, _, text = text.partition("\n")
        noted = note.strip("\r")[4:5]
        delimiter = delimiter or (noted if noted in DELIMITERS.values() else None)
    rows = _rows(text, delimiter or _delimiter(text))
    _, header = next(rows, (0, ()))
    if not header:
        raise NoTableError("is empty")
    if len(header) > _MOST_COLUMNS:
        raise NoTableError(f"has more than {_MOST_COLUMNS} columns")
    return Table(tuple(name.strip() for name in header), tuple(rows), replaced)


def known_encoding(name: str) -> str:
    """*name* as an encoding of text. Raises OptionError."""
    try:
        "".encode(name)
        return codecs.lookup(name).name
    except (LookupError, ValueError) as error:
        raise OptionError(f"--encoding '{name}' is no encoding that is known here") from error


def _text(data: bytes, encoding: str | None) -> tuple[str, int]:
    """*data* as text, and how many characters could not be read."""
    if encoding is None:
        encoding = _encoding(data)
    try:
        return data.decode(encoding), 0
    except ValueError:
        text = data.decode(encoding, "replace")
        return text, text.count("\N{REPLACEMENT CHARACTER}")


def _encoding(data: bytes) -> str:
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    beginning = data[:_BEGINNING]
    zeros = [beginning[start::2].count(0) for start in (0, 1)]
    if max(zeros) > len(beginning) // 4:
        return "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        wrong = text.count("\N{REPLACEMENT CHARACTER}")
        right = sum(1 for character in text if character > "\x7f") - wrong
        return "utf-8" if right > 2 * wrong else "cp1252"
    return "utf-8"


def _delimiter(text: str) -> str:
    found = {}
    for sign in DELIMITERS.values():
        _, first = next(_rows(text[:_BEGINNING], sign), (0, ()))
        found[sign] = len(first)
    return max(found, key=lambda sign: found[sign])


def _rows(text: str, sign: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The rows that hold anything, with their numbers. A cell may be as long as the file."""
    before = csv.field_size_limit(LARGEST)
    try:
        rows: Sequence[Sequence[str]] = list(csv.reader(StringIO(text, newline=""), delimiter=sign))
    except csv.Error as error:
        raise NoTableError(f"is no table ({error})") from error
    finally:
        csv.field_size_limit(before)
    for number, row in enumerate(rows, start=1):
        if any(cell.strip() for cell in row):
            yield number, tuple(row)
