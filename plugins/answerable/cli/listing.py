"""Threads as a list of commands shows them: which there are, how they wait, and as a table."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from answerable.build.archive import Archive
from answerable.model import Kind, PersonId, ThreadId, TopicId
from answerable.terminal import columns, visible
from answerable.workdays import working_days_until

PENDING = "pending"
_HEADS = ("promised", "clock", "state", "topic", "id", "thread", "title")
_GAP = "  "
_SHORTEST_TITLE = 16
_LAYOUTS: tuple[tuple[str, ...], ...] = (
    _HEADS,
    ("promised", "clock", "state", "topic", "thread", "title"),
    ("promised", "clock", "state", "thread", "title"),
    ("promised", "clock", "thread", "title"),
    ("clock", "thread", "title"),
    ("clock", "id", "title"),
    ("id", "title"),
)
"""The columns on terminals of less and less room. The id stands in for a name that is too long."""


class Row(NamedTuple):
    """One thread. ``promised`` is the last day that keeps the promise, None while it is hidden.

    ``left`` are the working days until then, of one that waits for its first answer.
    ``undecided`` is how many of its messages wait for a decision.
    """

    name: str
    id: ThreadId
    title: str | None
    kind: Kind
    topic: TopicId
    state: str
    received: str
    promised: str | None
    left: int | None
    answered_in: int | None
    undecided: int
    signers: Sequence[PersonId]

    @property
    def is_overdue(self) -> bool:
        """Whether the day is over until which the first answer was promised."""
        return self.left is not None and self.left < 0

    @property
    def clock(self) -> str:
        """How it stands with the promise, in two or three words."""
        if self.state == PENDING:
            return "to decide"
        if self.left is not None:
            if self.left < 0:
                return f"overdue by {-self.left}"
            return f"due in {self.left}" if self.left else "due today"
        if self.answered_in is None:
            return ""
        return "asked again" if self.state == "open" else f"in {self.answered_in}"


def rows_of(archive: Archive, today: date) -> list[Row]:
    """All threads that have no errors; what was promised first comes first."""
    return sorted(_rows(archive, today), key=lambda row: (row.promised or row.received, row.id))


def _rows(archive: Archive, today: date) -> Iterator[Row]:
    calendar = archive.publication.calendar
    for entry in archive.entries:
        name = f"{entry.name.year}/{entry.name.slug}"
        one, hidden = entry.summary, entry.hidden
        if hidden is not None and entry.id is not None:
            values = hidden.title, hidden.kind, hidden.topic, PENDING, hidden.received
            yield Row(name, entry.id, *values, None, None, None, entry.undecided, ())
        if one is not None:
            left = None
            if one.state == "open" and one.answered_in is None:
                left = working_days_until(date.fromisoformat(one.due), today, calendar)
            yield Row(
                name,
                one.id,
                one.title,
                one.kind,
                one.topic,
                one.state,
                one.received,
                one.due,
                left,
                one.answered_in,
                entry.undecided,
                one.signers,
            )


def as_json(rows: Iterable[Row]) -> str:
    """*rows* for programs."""
    return json.dumps({"version": 1, "threads": [*map(_value, rows)]}, indent=2, ensure_ascii=False)


def _value(row: Row) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "title": row.title,
        "kind": row.kind,
        "topic": row.topic,
        "state": row.state,
        "received": row.received,
        "promised": row.promised,
        "working_days_left": row.left,
        "overdue": row.is_overdue,
        "answered_in_working_days": row.answered_in,
        "waiting_for_decision": row.undecided,
        "answered_by": list(dict.fromkeys(row.signers)),
    }


def as_table(rows: Sequence[Row], width: int | None) -> str:
    """*rows* as lines of at most *width* columns; None: as wide as they are."""
    cells = [dict(zip(_HEADS, _cells(row), strict=True)) for row in rows]
    cells.insert(0, {head: head for head in _HEADS})
    widths = {head: max(columns(line[head]) for line in cells) for head in _HEADS}
    least = min(_SHORTEST_TITLE, widths["title"])
    heads: tuple[str, ...] = _HEADS
    room = None
    if width is not None:
        rooms = {names: width - _fixed(names, widths) for names in _LAYOUTS}
        heads = next((names for names in _LAYOUTS if rooms[names] >= least), _LAYOUTS[-1])
        room = max(_SHORTEST_TITLE, rooms[heads])
    return "\n".join(_line(line, heads, widths, room) for line in cells)


def _fixed(heads: Sequence[str], widths: dict[str, int]) -> int:
    """The columns that all but the last of *heads* take."""
    return sum(widths[head] + len(_GAP) for head in heads[:-1])


def _cells(row: Row) -> tuple[str, ...]:
    title = row.title or f"({row.state})"
    if row.undecided and row.state != PENDING:
        title = f"[{row.undecided} to decide] {title}"
    return (row.promised or "", row.clock, row.state, row.topic, row.id, row.name, visible(title))


def _line(
    line: dict[str, str], heads: Sequence[str], widths: dict[str, int], room: int | None
) -> str:
    parts = [line[head] + " " * (widths[head] - columns(line[head])) for head in heads[:-1]]
    return _GAP.join([*parts, fitted(line["title"], room)]).rstrip()


def fitted(text: str, room: int | None) -> str:
    """*text*, already visible, cut to *room* columns of a terminal."""
    if room is None or columns(text) <= room:
        return text
    taken, kept = 0, []
    for character in text:
        taken += columns(character)
        if taken > room - 1:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"
