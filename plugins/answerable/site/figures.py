"""The figures that the site shows, counted from what is published.

Every figure is defined in docs/figures-explained.md and counts a list that the reader can open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from answerable.site.publication import ThreadState
from answerable.site.summary import Summary


@dataclass(frozen=True, slots=True)
class Month:
    """The threads received in one month that has an open, an answered or a resolved one."""

    first: date
    answered: int
    open: int


@dataclass(frozen=True, slots=True)
class Figures:
    """The counts of a set of threads; ``received`` is the sum of ``states``.

    ``days`` are the working days to the first answer of each thread that has one;
    ``median_days`` is their median, None while nothing is answered.
    """

    received: int
    states: Mapping[ThreadState, int]
    median_days: float | None
    days: Sequence[int]
    months: Sequence[Month]


def figures(threads: Iterable[Summary], today: str) -> Figures:
    """Count *threads*; no month is later than that of *today*."""
    received = 0
    states: Counter[ThreadState] = Counter()
    days: list[int] = []
    answered_in_month: Counter[str] = Counter()
    open_in_month: Counter[str] = Counter()
    for thread in threads:
        received += 1
        states[thread.state] += 1
        if thread.is_stub:
            continue
        if thread.answered_in is None:
            open_in_month[thread.month] += 1
        else:
            answered_in_month[thread.month] += 1
            days.append(thread.answered_in)
    return Figures(
        received=received,
        states=states,
        median_days=median(days) if days else None,
        days=days,
        months=[
            Month(date.fromisoformat(f"{month}-01"), answered_in_month[month], open_in_month[month])
            for month in _all_months(answered_in_month.keys() | open_in_month.keys())
            if month <= today[:7]
        ],
    )


def _all_months(months: Iterable[str]) -> list[str]:
    """Every month from the first to the last, the empty ones as well."""
    known = sorted(months)
    if not known:
        return []
    first, last = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (known[0], known[-1]))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
