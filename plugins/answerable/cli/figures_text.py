"""The figures of the site for a terminal and for programs, counted by the site's own code."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

from answerable.model import STATES
from answerable.site.figures import Figures
from answerable.site.publication import GONE
from answerable.site.suppression import ALL
from answerable.site.transparency import Report
from answerable.site.transparency_files import figures_of
from answerable.site.words import MEASURE, STATE
from answerable.terminal import columns

_THREADS = "threads"
_MESSAGES = "messages"

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class AllFigures:
    """What the page of figures counts, and what the page of moderation shows."""

    threads: Figures
    messages: Report


def as_json(figures: AllFigures) -> str:
    """All figures; those of moderation as in ``transparency/transparency.json``."""
    threads, messages = figures.threads, figures.messages
    counts: dict[str, Any] = {"received": threads.received}
    counts |= {state: threads.states.get(state, 0) for state in (*STATES, *GONE)}
    counts["median_working_days_to_answer"] = _plain(threads.median_days)
    counts["months"] = [
        {"month": f"{month.first:%Y-%m}", "answered": month.answered, "open": month.open}
        for month in threads.months
    ]
    moderated = {
        "least": messages.least,
        "complaints": {
            decision: None if share is None else float(share)
            for decision, share in messages.complaints.items()
        },
        "all": figures_of(messages.all, messages),
        "months": [
            {"month": month, "figures": figures_of(row, messages)}
            for month, row in messages.months.items()
        ],
    }
    value = {"version": 1, _THREADS: counts, _MESSAGES: moderated}
    return json.dumps(value, indent=2)


def as_csv(figures: AllFigures) -> str:
    """One line for a figure: of what, of which month or of all, its name and its value."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["of", "month", "figure", "value"])
    for row in _lines(json.loads(as_json(figures))):
        table.writerow(["" if cell is None else cell for cell in row])
    return text.getvalue().removesuffix("\n")


def as_table(figures: AllFigures) -> str:
    """All figures without those of each month, as two columns for people."""
    threads, messages = figures.threads, figures.messages
    few = f"fewer than {messages.least}"
    lines: list[tuple[str, str]] = [("Threads", ""), ("  Received", str(threads.received))]
    lines += [(f"  {STATE[state]}", str(threads.states.get(state, 0))) for state in STATES]
    lines += [
        (f"  {STATE[gone]}", str(threads.states[gone])) for gone in GONE if threads.states.get(gone)
    ]
    median = _plain(threads.median_days)
    lines.append(("  Working days to answer (median)", "–" if median is None else str(median)))
    lines += [("", ""), ("Messages of customers", "")]
    values = figures_of(messages.all, messages)
    lines += [(f"  {name}", _shown(value, few)) for name, value in _measures(values)]
    lines += [
        (f"  {name}, {part}", str(_plain(days)))
        for name, span in (
            ("Days to the decision", messages.all.decided),
            ("Working days to the first answer", messages.all.answered),
        )
        for part, days in (("median", span.median), ("nine in ten within", span.most))
        if days is not None
    ]
    wide = max(columns(name) for name, _ in lines)
    return "\n".join(
        f"{name}{' ' * (wide - columns(name))}  {value}".rstrip() for name, value in lines
    )


def _measures(values: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name == "withheld_by_rule":
            yield from ((f"  by the rule {code}", number) for code, number in value.items())
        elif name == "appeals":
            yield from ((MEASURE[part], number) for part, number in value.items())
        elif name in MEASURE:
            yield MEASURE[name], value


def _shown(value: Any, few: str) -> str:
    if isinstance(value, dict):
        return few
    return "not shown" if value is None else str(value)


def _lines(value: dict[str, Any]) -> Iterator[tuple[str, str, str, Value]]:
    for of in (_THREADS, _MESSAGES):
        part = value[of]
        months = part.pop("months")
        total = part.pop(ALL, {})
        for name, number in (*_flat(part), *_flat(total)):
            yield of, ALL, name, number
        for month in months:
            for name, number in _flat(month.get("figures", month)):
                if name != "month":
                    yield of, month["month"], name, number


def _flat(values: dict[str, Any], before: str = "") -> Iterator[tuple[str, Value]]:
    """The figures of *values*, in which some are groups, by their whole names."""
    for name, value in values.items():
        if isinstance(value, dict) and "fewer_than" in value:
            yield f"{before}{name}", f"<{value['fewer_than']}"
        elif isinstance(value, dict):
            yield from _flat(value, f"{before}{name}:")
        else:
            yield f"{before}{name}", value


def _plain(days: float | None) -> float | None:
    # A median lies on a value or in the middle between two.
    return int(days) if days is not None and days == int(days) else days
