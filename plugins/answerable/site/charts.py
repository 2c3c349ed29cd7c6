"""Column charts as inline SVG, with the same figures as a table.

The rules that this module keeps:

* pure functions: the same figures give the same bytes, whatever else is on the page;
* no script, no style attribute and no style element, so that a strict Content Security
  Policy holds. Colours, and smaller type where there is room, come from the style sheet;
* every text is escaped, and every id begins with the chart's own name;
* the second series differs by its outline, not by colour alone (WCAG 1.4.1), and what the
  drawing shows stands in a table as well, for everybody.

A chart is drawn for a phone: the viewBox is 360 wide, so a unit is about a pixel there, and
type of 13 units stays legible. Labels that would touch each other are left out.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import Literal

from markupsafe import Markup

_MOST_COLUMNS = 24
_WIDTH, _HEIGHT = 360, 184
_TOP, _BASE = 20, 160
_TYPE = 13
_CHARACTER = 0.6 * _TYPE  # more than the average of the usual system fonts
_GAP = 6
_WIDEST_BAR = 28
_LABEL_STEPS = (1, 2, 3, 4, 6, 12, _MOST_COLUMNS)  # parts of a year; at last, one label alone

_DAYS = ("0", "1", "2", "3", "4", "5", "6–10", ">10")
_LAST_DAYS = (0, 1, 2, 3, 4, 5, 10)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one kind, each 0 or more, or None where there is none for that label."""

    name: str
    values: Sequence[int | None]
    style: Literal["first", "second"]


@dataclass(frozen=True, slots=True)
class ChartTexts:
    """What a chart says, in the language of the page.

    ``title`` names the drawing and the table; ``description`` says what is to be seen to
    those who do not see it. ``summary`` opens the table, ``labels`` heads its first column,
    and ``missing`` stands where there is no figure. ``number`` writes a figure.
    """

    title: str
    description: str
    summary: str
    labels: str
    missing: str = "–"
    number: Callable[[int], str] = str


def columns(
    series: Sequence[Series],
    labels: Sequence[str],
    texts: ChartTexts,
    *,
    name: str,
    stacked: bool = False,
) -> Markup:
    """Series as columns side by side, or *stacked* from the first up as parts of a whole.

    Of more than 24 labels the last 24 are shown. *name* begins the chart's ids: letters,
    digits and hyphens, another name for each chart of a page. Empty where there are no
    figures. Raises ValueError where a series has not one value for each label.
    """
    if any(len(one.values) != len(labels) for one in series):
        raise ValueError(f"chart '{name}': a series has not one value for each label")
    labels = labels[-_MOST_COLUMNS:]
    series = [Series(one.name, one.values[-_MOST_COLUMNS:], one.style) for one in series]
    if all(value is None for one in series for value in one.values):
        return Markup("")
    bars = _stacked(series) if stacked else _side_by_side(series)
    frame = _frame(bars, len(labels), 1 if stacked else len(series), texts)
    drawing = [
        *_grid(frame, texts),
        *_bars(frame, bars),
        *_figures(frame, bars, texts),
        *_labels(frame, labels),
    ]
    return Markup(
        '<figure class="ans-chart">\n'
        "{legend}"
        '<svg class="ans-chart__drawing" viewBox="0 0 {width} {height}" width="100%"'
        ' font-size="{type}" role="img" aria-labelledby="{name}-title {name}-desc">\n'
        '<title id="{name}-title">{title}</title>\n'
        '<desc id="{name}-desc">{description}</desc>\n'
        "{drawing}\n"
        "</svg>\n"
        "{table}"
        "</figure>\n"
    ).format(
        legend=_legend(series),
        width=_WIDTH,
        height=_HEIGHT,
        type=_TYPE,
        name=name,
        title=texts.title,
        description=texts.description,
        drawing=Markup("\n").join(drawing),
        table=_table(series, labels, texts),
    )


def histogram(days: Iterable[int], counted: str, texts: ChartTexts, *, name: str) -> Markup:
    """How many of *days* (0 or more each) are 0, 1, 2, 3, 4, 5, 6 to 10, and above 10.

    *counted* heads the column of the table. Empty where there are no days.
    """
    tally = Counter(bisect_left(_LAST_DAYS, taken) for taken in days)
    values = [tally[bucket] if tally else None for bucket in range(len(_DAYS))]
    return columns([Series(counted, values, "first")], _DAYS, texts, name=name)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar above label *column*, in lane *lane* of that column, from *low* to *high*."""

    style: str
    column: int
    lane: int
    low: int
    high: int


def _side_by_side(series: Sequence[Series]) -> list[_Bar]:
    return [
        _Bar(one.style, column, lane, 0, value)
        for lane, one in enumerate(series)
        for column, value in enumerate(one.values)
        if value is not None
    ]


def _stacked(series: Sequence[Series]) -> list[_Bar]:
    bars: list[_Bar] = []
    reached: Counter[int] = Counter()
    for one in series:
        for column, value in enumerate(one.values):
            if value is not None:
                low = reached[column]
                reached[column] += value
                bars.append(_Bar(one.style, column, 0, low, low + value))
    return bars


@dataclass(frozen=True, slots=True)
class _Frame:
    """The scales: *slot* units for a label, right of *left*; *lane* units for a bar and its gap."""

    left: float
    slot: float
    lane: float
    lanes: int
    ticks: Sequence[int]

    def y(self, figure: int) -> float:
        return _BASE - (_BASE - _TOP) * figure / self.ticks[-1]

    def middle(self, column: int) -> float:
        return self.left + self.slot * (column + 0.5)

    def bar_middle(self, bar: _Bar) -> float:
        return self.middle(bar.column) + self.lane * (bar.lane - (self.lanes - 1) / 2)


def _frame(bars: Sequence[_Bar], slots: int, lanes: int, texts: ChartTexts) -> _Frame:
    ticks = _ticks(max(bar.high for bar in bars))
    left = max(_wide(texts.number(tick)) for tick in ticks) + _GAP
    slot = (_WIDTH - left) / slots
    return _Frame(left, slot, min(0.72 * slot / lanes, _WIDEST_BAR), lanes, ticks)


def _ticks(largest: int) -> Sequence[int]:
    """From 0 to *largest* or above, in at most four steps of 1, 2 or 5 times a power of ten."""
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if 4 * step >= largest)
    return range(0, max(largest, 1) + step, step)


def _grid(frame: _Frame, texts: ChartTexts) -> Iterator[Markup]:
    for tick in frame.ticks:
        yield Markup(
            '<line class="ans-chart__{kind}" x1="{left}" y1="{y}" x2="{right}" y2="{y}"/>'
            '<text class="ans-chart__text" x="{end}" y="{y}" dy="0.35em"'
            ' text-anchor="end">{figure}</text>'
        ).format(
            kind="grid" if tick else "base",
            left=_units(frame.left),
            right=_WIDTH,
            y=_units(frame.y(tick)),
            end=_units(frame.left - _GAP),
            figure=texts.number(tick),
        )


def _bars(frame: _Frame, bars: Sequence[_Bar]) -> Iterator[Markup]:
    width = frame.lane - (1 if frame.lanes > 1 else 0)
    for bar in bars:
        # An outline around nothing would look like a little.
        if bar.high > bar.low:
            yield Markup(
                '<rect class="ans-chart__bar ans-chart__bar--{style}"'
                ' x="{x}" y="{y}" width="{width}" height="{height}"/>'
            ).format(
                style=bar.style,
                x=_units(frame.bar_middle(bar) - width / 2),
                y=_units(frame.y(bar.high)),
                width=_units(width),
                height=_units(frame.y(bar.low) - frame.y(bar.high)),
            )


def _figures(frame: _Frame, bars: Sequence[_Bar], texts: ChartTexts) -> Iterator[Markup]:
    """The figure above each bar or pile; none at all where one would touch its neighbour."""
    # Of the bars of a pile the last is the highest.
    tops = {(bar.column, bar.lane): bar for bar in bars if bar.high > 0}.values()
    room = frame.slot if frame.lanes == 1 else frame.lane
    if any(_wide(texts.number(bar.high)) > room for bar in tops):
        return
    for bar in tops:
        yield Markup(
            '<text class="ans-chart__figure" x="{x}" y="{y}" text-anchor="middle">{figure}</text>'
        ).format(
            x=_units(frame.bar_middle(bar)),
            y=_units(frame.y(bar.high) - 4),
            figure=texts.number(bar.high),
        )


@dataclass(frozen=True, slots=True)
class _Label:
    """A label below its column; at an edge it ends there instead of crossing it."""

    text: str
    middle: float

    @property
    def anchor(self) -> tuple[str, float]:
        half = _wide(self.text) / 2
        if self.middle + half > _WIDTH:
            return "end", _WIDTH
        return ("start", 0) if self.middle < half else ("middle", self.middle)

    @property
    def span(self) -> tuple[float, float]:
        anchor, x = self.anchor
        before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * _wide(self.text)
        return x - before, x - before + _wide(self.text)


def _labels(frame: _Frame, labels: Sequence[str]) -> Iterator[Markup]:
    """As many labels as there is room for, in even steps that end at the last one."""
    placed = [_Label(text, frame.middle(column)) for column, text in enumerate(labels)]
    shown = next(
        shown
        for shown in (placed[::-step][::-1] for step in _LABEL_STEPS)
        if all(left.span[1] + _GAP <= right.span[0] for left, right in pairwise(shown))
    )
    for label in shown:
        if len(shown) < len(labels):
            yield Markup(
                '<line class="ans-chart__base" x1="{x}" y1="{top}" x2="{x}" y2="{end}"/>'
            ).format(x=_units(label.middle), top=_BASE, end=_BASE + 4)
        anchor, x = label.anchor
        yield Markup(
            '<text class="ans-chart__text" x="{x}" y="{y}" dy="1em"'
            ' text-anchor="{anchor}">{text}</text>'
        ).format(x=_units(x), y=_BASE + 5, anchor=anchor, text=label.text)


def _legend(series: Sequence[Series]) -> Markup:
    if len(series) < 2:
        return Markup("")
    keys = (
        Markup('<span class="ans-chart__key ans-chart__key--{}">{}</span>').format(
            one.style, one.name
        )
        for one in series
    )
    return Markup('<figcaption class="ans-chart__legend">{}</figcaption>\n').format(
        Markup(" ").join(keys)
    )


def _table(series: Sequence[Series], labels: Sequence[str], texts: ChartTexts) -> Markup:
    heads = [texts.labels, *(one.name for one in series)]
    rows = []
    for label, *values in zip(labels, *(one.values for one in series), strict=True):
        figures = (texts.missing if value is None else texts.number(value) for value in values)
        rows.append(
            Markup('<tr><th scope="row">{}</th>{}</tr>\n').format(
                label, Markup("").join(Markup("<td>{}</td>").format(one) for one in figures)
            )
        )
    return Markup(
        '<details class="ans-chart__data">\n<summary>{summary}</summary>\n'
        '<table class="ans-chart__table">\n<caption>{title}</caption>\n'
        "<thead>\n<tr>{heads}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</details>\n"
    ).format(
        summary=texts.summary,
        title=texts.title,
        heads=Markup("").join(Markup('<th scope="col">{}</th>').format(head) for head in heads),
        rows=Markup("").join(rows),
    )


def _wide(text: str) -> float:
    return len(text) * _CHARACTER


def _units(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
