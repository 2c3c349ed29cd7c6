"""The figures that the site shows, counted from what is published.

Every figure is defined in docs/figures-explained.md and counts a list that the reader can open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from statistics import median

from answerable.model import State
from answerable.site.publication import Gone, PublishedThread, Stub


@dataclass(frozen=True, slots=True)
class Month:
    """The threads received in one month that has an open, an answered or a resolved one."""

    first: date
    answered: int
    open: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a set of threads; ``received`` is the sum of states and gone.

    ``days`` are the working days to the first answer of each thread that has one;
    ``median_days`` is their median, None while nothing is answered.
    """

    received: int
    states: Mapping[State, int]
    gone: Mapping[Gone, int]
    median_days: float | None
    days: Sequence[int]
    months: Sequence[Month]


def figures(threads: Iterable[PublishedThread], timezone: tzinfo, now: datetime) -> Figures:
    """Count *threads*; months are those of *timezone*, none is later than that of *now*."""
    received = 0
    states: Counter[State] = Counter()
    gone: Counter[Gone] = Counter()
    days: list[int] = []
    answered_in_month: Counter[date] = Counter()
    open_in_month: Counter[date] = Counter()
    for thread in threads:
        received += 1
        if isinstance(thread.opening, Stub):
            gone[thread.opening.decision] += 1
            continue
        assert thread.state is not None
        states[thread.state] += 1
        month = thread.received.astimezone(timezone).date().replace(day=1)
        if thread.answered_in is None:
            open_in_month[month] += 1
        else:
            answered_in_month[month] += 1
            days.append(thread.answered_in)
    this_month = now.astimezone(timezone).date().replace(day=1)
    return Figures(
        received=received,
        states=states,
        gone=gone,
        median_days=median(days) if days else None,
        days=days,
        months=[
            Month(month, answered_in_month[month], open_in_month[month])
            for month in _all_months(answered_in_month.keys() | open_in_month.keys())
            if month <= this_month
        ],
    )


def _all_months(months: Iterable[date]) -> list[date]:
    """Every month from the first to the last, the empty ones as well."""
    known = sorted(months)
    if not known:
        return []
    count = (known[-1].year - known[0].year) * 12 + known[-1].month - known[0].month
    start = known[0].year * 12 + known[0].month - 1
    return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(count + 1)]
