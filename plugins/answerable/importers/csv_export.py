"""CSV and TSV: a table with a row for every message or ticket.

:mod:`importers.csv_table` reads the file, :mod:`importers.csv_columns` tells what the columns
are. Messages with the same ``thread`` are one conversation, in the order of time; without that
column those that are joined by ``parent`` are. A row without an id is known by what stands in
it, so two rows that are equal are the same message.

Such a table seldom says that everybody could read it: what customers wrote stays unpublished
until a person decides. Tickets came as mail, so quotes and signatures are cut as in mail.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timezone, tzinfo
from pathlib import Path
from typing import cast
from zoneinfo import ZoneInfo, available_timezones

from answerable.importers.csv_columns import FIELDS, Columns, find_columns, read_choices
from answerable.importers.csv_marks import is_staff, why_left_out
from answerable.importers.csv_table import (
    DELIMITERS,
    NoTableError,
    Table,
    known_encoding,
    read_table,
)
from answerable.importers.dates import DayOrder, day_order, is_ambiguous, parse_date
from answerable.importers.export_files import named_file, walk_export
from answerable.importers.html import HtmlError
from answerable.importers.interface import (
    Conversation,
    Importer,
    ImportPathError,
    LeftOut,
    Markup,
    SourceMessage,
)
from answerable.importers.mail_html import cut_html
from answerable.importers.mail_quotes import cut_mail
from answerable.importers.options import FormatOption, Given, OptionError
from answerable.importers.words import LONGEST_UNCUT, NoWordsError

_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
_HTML = re.compile(
    r"<(?:p|div|ul|ol|blockquote|html|body|table)\b[^>]*>.*</\w+>", re.IGNORECASE | re.DOTALL
)
_TAG_SIGNS = re.compile(r"[,;|]")

OPTIONS = (
    FormatOption(
        "column",
        f"which column holds what; FIELD is {', '.join(FIELDS)}. An empty NAME means none.",
        metavar='"FIELD=NAME"',
        repeated=True,
    ),
    FormatOption("delimiter", "the sign between cells.", choices=tuple(DELIMITERS)),
    FormatOption("encoding", "the encoding of the file, like windows-1252.", metavar="NAME"),
    FormatOption("dates", "what 03/04/2026 means.", choices=("day-first", "month-first")),
    FormatOption("timezone", "the zone of times without one, like Europe/Berlin.", metavar="ZONE"),
    FormatOption("markup", "how texts are written.", choices=("plain", "markdown", "html")),
)


@dataclass(frozen=True)
class Csv:
    """The format ``csv``, and what the caller said about the table."""

    columns: Mapping[str, str] = field(default_factory=dict)
    delimiter: str | None = None
    encoding: str | None = None
    dates: DayOrder | None = None
    zone: tzinfo = timezone.utc
    markup: Markup | None = None

    name = "csv"
    description = "a table (.csv, .tsv), or a folder of tables"
    options = OPTIONS

    def configured(self, given: Given) -> Importer:
        """The importer that keeps to what is *given*. Raises OptionError."""
        one = {name: values[0] for name, values in given.items() if values}
        zone = one.get("timezone")
        if zone is not None and zone not in available_timezones():
            raise OptionError(f"--timezone '{zone}' must be a name like Europe/Berlin")
        return Csv(
            columns=read_choices(given.get("column", ())),
            delimiter=DELIMITERS[one["delimiter"]] if "delimiter" in one else None,
            encoding=known_encoding(one["encoding"]) if "encoding" in one else None,
            dates=cast("DayOrder | None", one.get("dates")),
            zone=ZoneInfo(zone) if zone else timezone.utc,
            markup=cast("Markup | None", one.get("markup")),
        )

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a thread of each table, by its first row."""
        del base_url  # a row has its own address, or none
        if path.is_file():
            try:
                yield from self._table(named_file(path), path.name)
            except NoTableError as error:
                raise ImportPathError(f"{path} {error}") from error
            return
        found = False
        for folder in walk_export(path):
            for item, reason in folder.passed_over:
                found = True
                yield LeftOut(item.relative_to(path).as_posix(), reason)
            for file in folder.files:
                if file.suffix.lower() not in _SUFFIXES:
                    continue
                found = True
                shown = file.relative_to(path).as_posix()
                try:
                    yield from self._table(file, shown)
                except (NoTableError, OptionError) as error:
                    yield LeftOut(shown, str(error))
        if not found:
            raise ImportPathError(f"no tables (.csv, .tsv) below {path}")

    def _table(self, file: Path, shown: str) -> Iterator[Conversation | LeftOut]:
        table = read_table(file, self.encoding, self.delimiter)
        columns = find_columns(table.header, self.columns)
        reader = _Reader(self, shown, columns, self._order(table, columns))
        warnings: list[str] = []
        if table.replaced:
            warnings.append(
                f"{shown} holds {table.replaced} characters that could not be read; if they "
                "matter, name the encoding with --encoding"
            )
        groups: dict[str, list[_Row]] = {}
        rows = []
        for number, cells in table.rows:
            row = reader.row(number, cells)
            if isinstance(row, LeftOut):
                yield row
            else:
                rows.append(row)
        roots = _roots(rows)
        for row in rows:
            groups.setdefault(roots[row.message.id], []).append(row)
        for group in groups.values():
            yield _conversation(group, tuple(warnings))
            warnings.clear()

    def _order(self, table: Table, columns: Columns) -> DayOrder:
        """Whether days or months stand first. Raises OptionError where nobody can tell."""
        dates = [columns.cell(row, "date") for _, row in table.rows]
        order = self.dates or day_order(dates)
        unclear = next(filter(is_ambiguous, dates), None) if order is None else None
        if unclear is not None:
            raise OptionError(
                f"dates like '{unclear}' can be read in two ways: say --dates day-first or "
                "--dates month-first"
            )
        return order or "day-first"


@dataclass(frozen=True, slots=True)
class _Row:
    """A message, the thread that its row names, and what the row says about that."""

    message: SourceMessage
    thread: str
    title: str
    tags: tuple[str, ...]
    dropped: Mapping[str, int]


class _Reader:
    """Reads the rows of one table."""

    def __init__(self, chosen: Csv, shown: str, columns: Columns, order: DayOrder) -> None:
        self._chosen = chosen
        self._shown = shown
        self._columns = columns
        self._order: DayOrder = order

    def row(self, number: int, row: Sequence[str]) -> _Row | LeftOut:
        """The message in a row."""
        item = f"{self._shown} row {number}"
        columns = self._columns
        if len(row) > len(columns.header) and any(cell for cell in row[len(columns.header) :]):
            return LeftOut(item, f"has {len(row)} cells, and the table {len(columns.header)}")
        written = columns.cell(row, "date")
        date = parse_date(written, self._order, self._chosen.zone)
        if date is None:
            return LeftOut(item, f"'{written[:80]}' is no date" if written else "has no date")
        try:
            text, markup, dropped = self._text(columns.cell(row, "text"))
        except (HtmlError, NoWordsError) as error:
            return LeftOut(item, str(error))
        name, address = columns.cell(row, "author"), columns.cell(row, "email")
        if "@" in name:
            # Nobody may call himself by the address of another.
            name, address = "", address or name
        dropped.update(
            column for place, column in columns.unused.items() if place < len(row) and row[place]
        )
        dropped.update(["email"] if address else [])
        message = SourceMessage(
            id=columns.cell(row, "id") or _identity(columns, row),
            item=item,
            name=name,
            date=date,
            text=text,
            markup=markup,
            also=(address.lower(),) if address else (),
            parent=columns.cell(row, "parent") or None,
            url=columns.cell(row, "url") or None,
            marked_as_staff=is_staff(columns.cells(row, "role")),
            left_out=why_left_out(columns, row),
        )
        thread, title = columns.cell(row, "thread"), columns.cell(row, "title")
        return _Row(message, thread, title, _tags(columns.cell(row, "tags")), dropped)

    def _text(self, text: str) -> tuple[str, Markup, Counter[str]]:
        """The words of a cell, how they are written, and what was cut. Raises NoWordsError."""
        if len(text) > LONGEST_UNCUT:
            raise NoWordsError(f"its text is longer than {LONGEST_UNCUT} characters")
        markup: Markup = self._chosen.markup or ("html" if _HTML.fullmatch(text) else "plain")
        if markup == "markdown":
            return text, markup, Counter()
        cut = cut_html(text) if markup == "html" else cut_mail(text)
        return cut.text, markup, Counter(cut.dropped)


def _identity(columns: Columns, row: Sequence[str]) -> str:
    """An id for a row that has none, the same for the same words."""
    fields = ("thread", "parent", "title", "author", "email", "date", "text")
    words = "\0".join(columns.cell(row, name) for name in fields)
    return hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _tags(written: str) -> tuple[str, ...]:
    parts = _TAG_SIGNS.split(written) if _TAG_SIGNS.search(written) else written.split()
    return tuple(part.strip() for part in parts if part.strip())


def _roots(rows: Sequence[_Row]) -> Mapping[str, str]:
    """A name of its conversation for each message, by id."""
    parents: dict[str, str] = {}
    for row in rows:
        above = f"thread {row.thread}" if row.thread else f"message {row.message.parent}"
        parents.setdefault(row.message.id, above if row.thread or row.message.parent else "")
    roots: dict[str, str] = {}
    for name in parents:
        chain: dict[str, None] = {}
        top = name
        # What is known of a message is known of all below it: no way is gone twice.
        while top not in roots and top not in chain:
            chain[top] = None
            above = parents[top]
            if not above.startswith("message ") or above[8:] not in parents:
                roots[top] = above or f"message {top}"
                break
            top = above[8:]
        root = roots.get(top, f"message {top}")
        roots.update(dict.fromkeys(chain, root))
    return roots


def _conversation(group: Sequence[_Row], warnings: tuple[str, ...]) -> Conversation:
    dropped: Counter[str] = Counter()
    for row in group:
        dropped.update(row.dropped)
    # Tables have the latest first, or sort by something else.
    rows = sorted(group, key=lambda row: (row.message.parent is not None, row.message.date))
    title = next((row.title for row in rows if row.title), "")
    return Conversation(
        group[0].message.item,
        tuple(row.message for row in rows),
        "topic",
        page=title or rows[0].thread,
        title=title or None,
        tags=tuple(dict.fromkeys(tag for row in rows for tag in row.tags)),
        dropped=dropped,
        warnings=warnings,
        public=False,
    )
