"""The figures of moderation: what came in, what became of it, and how long that took.

Messages are counted, those of customers: comments and follow-ups. Each figure is defined in
docs/figures-explained.md, and what is too small to be shown is held back
(:mod:`answerable.site.suppression`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil
from statistics import median

from answerable.model import RuleCode
from answerable.site.publication import GONE
from answerable.site.summary import Summary
from answerable.site.suppression import ALL, Measure, Place, Shade, shades
from answerable.site.tally import Item, read_item

RULE = "rule-"
"""How the name of a measure begins that counts what was withheld by one rule."""

SHOWN = ("published",)
DECIDED = (*SHOWN, *GONE)
APPEALS = ("requested", "upheld", "reversed")
_MOST_EMPTY = 1200


@dataclass
class Counts:
    """All figures, as they are: by row (a month, e.g. ``2026-11``, or ``ALL``) and measure.

    ``decided`` are the days to the first decision, ``answered`` the working days to the first
    answer of a thread. ``complaints`` counts them among the published and the withheld.
    """

    figures: Counter[Place] = field(default_factory=Counter)
    decided: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    answered: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    complaints: Counter[str] = field(default_factory=Counter)

    @property
    def months(self) -> list[str]:
        """Every month from the first to the last, those without a message as well."""
        return _filled({row for row, _ in self.figures} - {ALL})

    @property
    def rules(self) -> list[RuleCode]:
        """The rules by which something is withheld, by code."""
        found = {measure for row, measure in self.figures if row == ALL}
        return sorted(name.removeprefix(RULE) for name in found if name.startswith(RULE))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and how it may be shown; ``value`` is None where it may not."""

    value: int | None
    shade: Shade


@dataclass(frozen=True, slots=True)
class Span:
    """How long it took, in days; both None where too few are counted."""

    median: float | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """The figures of a month, or of all: ``figures`` by measure."""

    figures: Mapping[str, Figure]
    decided: Span
    answered: Span


@dataclass(frozen=True, slots=True)
class Report:
    """What may be shown. ``complaints`` is a share of 1, None where it may not be shown."""

    all: Row
    months: Mapping[str, Row]
    complaints: Mapping[str, Fraction | None]
    rules: Sequence[RuleCode]
    least: int


def count(threads: Iterable[Summary], unpublished: Iterable[str]) -> Counts:
    """Count the messages of *threads*, and of others of which there is only a tally."""
    counts = Counts()
    written: Counter[str] = Counter()
    for tally in unpublished:
        written.update(tally.split())
    for thread in threads:
        written.update(thread.items.split())
        if thread.answered_in is not None and not thread.is_stub:
            for row in (thread.month, ALL):
                counts.answered[row][thread.answered_in] += 1
    # Of a hundred thousand messages only some thousand are not alike.
    for text, number in written.items():
        _count_item(read_item(text), number, counts)
    return counts


def _count_item(item: Item, number: int, counts: Counts) -> None:
    measures = ["received", "waiting" if item.decision == "pending" else item.decision]
    if item.decision == "withheld":
        measures.append(f"{RULE}{item.reason}")
    if item.decision == "published":
        measures.append("redacted" if item.redacted else "whole")
    if item.appeal:
        measures += ["requested", "undecided" if item.appeal == "open" else item.appeal]
    for row in (item.month, ALL):
        for measure in measures:
            counts.figures[row, measure] += number
        if item.days is not None:
            counts.decided[row][item.days] += number
    if item.complaint:
        counts.complaints[item.decision] += number


def report(counts: Counts, least: int) -> Report:
    """What may be shown of *counts* where no figure may come from fewer than *least* items."""
    months, rules = counts.months, counts.rules
    how: dict[str, dict[str, Shade]] = {row: {} for row in (ALL, *months)}
    for measure in _measures(rules):
        for (row, name), shade in shades(counts.figures, months, measure, least).items():
            how[row][name] = shade
    figures = {
        row: {
            name: Figure(counts.figures[row, name] if shade == "shown" else None, shade)
            for name, shade in shown.items()
        }
        for row, shown in how.items()
    }
    rows = {
        row: Row(
            shown,
            _span(counts.decided.get(row, Counter()), _known(figures, row, DECIDED, least), least),
            _span(counts.answered.get(row, Counter()), _known(figures, row, SHOWN, least), least),
        )
        for row, shown in figures.items()
    }
    total = rows.pop(ALL)
    return Report(
        all=total,
        months=rows,
        complaints={
            decision: _share(counts, decision, total, least)
            for decision in ("published", "withheld")
        },
        rules=rules,
        least=least,
    )


def _measures(rules: Iterable[RuleCode]) -> tuple[Measure, Measure]:
    """Which figure is the sum of which: of messages, and of objections."""
    by_rule = tuple(Measure(f"{RULE}{code}") for code in rules)
    return (
        Measure(
            "received",
            (
                Measure("waiting"),
                Measure("published", (Measure("redacted"), Measure("whole", listed=False))),
                Measure("withheld", by_rule),
                Measure("withdrawn"),
                Measure("erased"),
            ),
        ),
        Measure(
            "requested",
            (Measure("upheld"), Measure("reversed"), Measure("undecided", listed=False)),
        ),
    )


def _known(
    figures: Mapping[str, Mapping[str, Figure]], row: str, names: Sequence[str], least: int
) -> int:
    """How many messages of *row* are of *names*, at least, for all that a reader can tell.

    To show how long it took says that there are enough of them. Where a reader knows that
    anyhow, it gives nothing away.
    """
    shown = figures[row]
    counted = sum(shown[name].value or 0 for name in names)
    rest = shown["received"].value
    for name in {*DECIDED, "waiting"} - {*names}:
        most = least - 1 if shown[name].shade == "few" else shown[name].value
        rest = None if rest is None or most is None else rest - most
    months = figures.keys() - {ALL} if row == ALL else ()
    by_month = sum(_known(figures, month, names, least) for month in months)
    return max(counted, rest or 0, by_month)


def _span(days: Counter[int], known: int, least: int) -> Span:
    if min(days.total(), known) < max(1, least):
        return Span()
    ordered = sorted(days.elements())
    # The nearest rank: the smallest that nine in ten do not exceed.
    return Span(median(ordered), ordered[ceil(len(ordered) * 9 / 10) - 1])


def _share(counts: Counts, decision: str, row: Row, least: int) -> Fraction | None:
    """The share of complaints, where neither they nor the others are too few."""
    whole = row.figures[decision].value
    if not whole or whole < least:
        return None
    part = counts.complaints[decision]
    if any(0 < number < least for number in (part, whole - part)):
        return None
    return Fraction(part, whole)


def _filled(months: set[str]) -> list[str]:
    if not months:
        return []
    first, last = (int(one[:4]) * 12 + int(one[5:]) - 1 for one in (min(months), max(months)))
    if last - first > _MOST_EMPTY:
        # One of them is a mistake, and nobody reads a thousand empty rows.
        return sorted(months)
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]
