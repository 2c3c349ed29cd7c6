"""Which figures of a table are held back, so that nobody can work out a small one.

A figure between 1 and *least* - 1 is never shown. Often it could still be computed: from a
total and the other figures below it. Then others are held back as well, as few as it takes.
The rules that this module keeps:

* a reader knows every figure that is shown, every sum that the table implies, that a figure
  called ``few`` lies between 1 and *least* - 1, and that one called ``hidden`` is 1 or more.
  From all this together no small figure can be derived: at least one other value is possible;
* 0 is shown. It says that there is nobody, and so nothing of anybody;
* the same figures give the same result.

A table of months and measures, of which some are parts of others, with a total for each, is a
network in which the figures flow: what comes into a node goes out of it. A figure can have
another value exactly if it lies on a circle along which one more could flow without any figure
leaving its bounds (the residual graph of network flows; Ahuja, Magnanti, Orlin, "Network
Flows", 1993, chapter 2.4). For each small figure such a circle is looked for, through figures
that are held back already where that is possible, and what is shown on it is held back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import count
from typing import Literal

Shade = Literal["shown", "few", "hidden"]
Place = tuple[str, str]
"""A figure's row and measure."""

ALL = "all"
"""The row of the totals."""

_SOURCE = ("", "")
_RELABEL = 1000.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that is the sum of its *parts*, if it has any.

    One that is not ``listed`` is shown nowhere; it is there so that the sum is right.
    """

    name: str
    parts: tuple[Measure, ...] = ()
    listed: bool = True


@dataclass(slots=True)
class _Figure:
    """A figure as a flow of *value* from *tail* to *head*; *price* is that of hiding it."""

    place: Place
    tail: Place
    head: Place
    value: int
    price: float
    shade: Shade | Literal["unlisted"]


def shades(
    figures: Mapping[Place, int], rows: Sequence[str], measure: Measure, least: int
) -> dict[Place, Shade]:
    """How each figure of *measure* and its parts is shown, in each of *rows* and in ``ALL``.

    What is not in *figures* is 0. Each total must be the sum of its rows, and each measure
    that has parts the sum of these.
    """
    network = _Network(least)
    for row in (*rows, ALL):
        for place, tail, head, price, listed in _places(measure, row):
            network.add(place, tail, head, figures.get(place, 0), price, listed)
    network.protect()
    return {figure.place: figure.shade for figure in network.figures if figure.shade != "unlisted"}


def _places(
    measure: Measure, row: str, parent: Place = _SOURCE
) -> Iterator[tuple[Place, Place, Place, float, bool]]:
    """Every figure of *row* with the nodes that it connects and what it costs to hide it."""
    own = (row, measure.name)
    # What comes out of the months of one measure flows on into its total.
    inner = own if measure.parts else ("", measure.name)
    depth = 2.0 if parent == _SOURCE else 1.0
    if row == ALL:
        yield own, inner, parent, 20 * depth, measure.listed
    else:
        yield own, parent, inner, 4 * depth, measure.listed
    for part in measure.parts:
        yield from _places(part, row, own)


class _Network:
    def __init__(self, least: int) -> None:
        self.figures: list[_Figure] = []
        self._least = least
        self._at: dict[Place, list[tuple[_Figure, bool]]] = defaultdict(list)

    def add(
        self, place: Place, tail: Place, head: Place, value: int, price: float, listed: bool
    ) -> None:
        shade: Shade | Literal["unlisted"] = "few" if 0 < value < self._least else "shown"
        figure = _Figure(place, tail, head, value, price, shade if listed else "unlisted")
        self.figures.append(figure)
        self._at[tail].append((figure, True))
        self._at[head].append((figure, False))

    def protect(self) -> None:
        safe: set[Place] = set()
        for figure in self.figures:
            small = figure.shade != "unlisted" and 0 < figure.value < self._least
            if small and figure.place not in safe:
                circle = self._circle(figure)
                self._hide(circle)
                safe |= {one.place for one, _ in circle}

    def _circle(self, figure: _Figure) -> list[tuple[_Figure, bool]]:
        """The cheapest circle through *figure*; True stands for one more, False for one less."""
        found = []
        for up in (True, False):
            own = self._cost(figure, up=up)
            if own is not None:
                start, end = (figure.head, figure.tail) if up else (figure.tail, figure.head)
                cost, path = self._path(start, end, figure)
                found.append((own + cost, [(figure, up), *path]))
        # One more of the same in a month and in all totals above it is always possible.
        return min(found, key=lambda one: one[0])[1]

    def _path(
        self, start: Place, end: Place, without: _Figure
    ) -> tuple[float, list[tuple[_Figure, bool]]]:
        """The cheapest way from *start* to *end*, and its price; infinite where there is none."""
        order = count()
        best: dict[Place, tuple[float, tuple[_Figure, bool, Place] | None]] = {start: (0.0, None)}
        waiting = [(0.0, next(order), start)]
        done: set[Place] = set()
        while waiting:
            cost, _, node = heappop(waiting)
            if node == end:
                return cost, _way(best, end)
            if node in done:
                continue
            done.add(node)
            for figure, up in self._at[node]:
                step = None if figure is without else self._cost(figure, up=up)
                if step is None:
                    continue
                reached = figure.head if up else figure.tail
                if reached not in best or cost + step < best[reached][0]:
                    best[reached] = (cost + step, (figure, up, node))
                    heappush(waiting, (cost + step, next(order), reached))
        return float("inf"), []

    def _cost(self, figure: _Figure, *, up: bool) -> float | None:
        """What it costs to hold *figure* back so that it could be one more, or one less.

        None where it could not, whatever is done.
        """
        value, shade = figure.value, figure.shade
        if shade == "unlisted":
            return 0.0 if up or value else None
        if value == 0 or (value == 1 and not up):
            return None
        if shade == "shown":
            # The smaller of two equals says less.
            return figure.price + min(value, 999) / 1000
        if shade == "few" and up and value == self._least - 1:
            return _RELABEL
        return 0.0

    def _hide(self, circle: list[tuple[_Figure, bool]]) -> None:
        for figure, up in circle:
            full = figure.shade == "few" and up and figure.value == self._least - 1
            if figure.shade == "shown" or full:
                figure.shade = "hidden"


def _way(
    best: Mapping[Place, tuple[float, tuple[_Figure, bool, Place] | None]], end: Place
) -> list[tuple[_Figure, bool]]:
    way = []
    step = best[end][1]
    while step is not None:
        figure, up, node = step
        way.append((figure, up))
        step = best[node][1]
    return way
