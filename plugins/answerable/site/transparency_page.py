"""The page of what moderation does, and its files for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from markupsafe import Markup

from answerable.cache import key_of
from answerable.site.catalogue import Catalogue
from answerable.site.charts import ChartTexts, Series, columns
from answerable.site.context import Page, Planned, Site
from answerable.site.head import plain_page
from answerable.site.moderation_lists import URL, list_of
from answerable.site.templating import Templates
from answerable.site.transparency import APPEALS, RULE, Counts, Figure, Report, Row, Span, report
from answerable.site.transparency_files import (
    CSV_PATH,
    JSON_PATH,
    MESSAGES,
    rule_address,
    rule_title,
    transparency_csv,
    transparency_json,
)
from answerable.site.words import MEASURE

_TERMS = {"requested": "objections", "upheld": "objections", "reversed": "objections"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as it is written; ``url`` leads to the list that it counts, if there is one."""

    text: str
    url: str = ""
    held_back: bool = False

    @property
    def none(self) -> bool:
        """Whether there is nothing to count."""
        return self.text == "0"


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its name; ``term`` is the place on the page that defines it."""

    name: str
    term: str
    cell: Cell
    part: bool = False
    name_url: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that belong together."""

    title: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """Figures by month, the last one first; heads are names with the places that define them."""

    id: str
    title: str
    heads: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[Cell]]]


def transparency_key(counts: Counts, lists: Catalogue, site: Site) -> str:
    """What the page and its files depend on: a digest of the figures and of their names."""
    code = site.language.code
    return key_of(
        sorted(counts.figures.items()),
        [
            sorted((row, sorted(days.items())) for row, days in one.items())
            for one in (counts.decided, counts.answered)
        ],
        sorted(counts.complaints.items()),
        sorted(lists.moderated),
        site.publication.least,
        [(rule.code, rule.title.in_language(code)) for rule in site.publication.rules.values()],
    )


def planned_transparency(
    counts: Counts, key: str, lists: Catalogue, site: Site, templates: Templates
) -> list[Planned]:
    """The page and the two files."""
    # It takes a moment, and all three need it.
    shown = report(counts, site.publication.least)
    return [
        Planned(
            site.file(URL), key, partial(transparency_page, shown, lists, site, templates), URL
        ),
        Planned(JSON_PATH, key, partial(transparency_json, shown, site)),
        Planned(CSV_PATH, key, partial(transparency_csv, shown)),
    ]


def transparency_page(shown: Report, lists: Catalogue, site: Site, templates: Templates) -> Page:
    """All figures of moderation, with their definitions."""
    view = _View(shown, lists, site)
    text = site.language.text
    parts, tables = list(view.parts()), list(view.tables())
    cells = [line.cell for part in parts for line in part.lines]
    cells += [cell for table in tables for _, row in table.rows for cell in row]
    body = templates.render(
        "transparency.html",
        parts=parts,
        tables=tables,
        chart=view.chart(),
        least=shown.least,
        held_back=any(cell.held_back for cell in cells),
        csv=site.root_of(URL) + CSV_PATH,
        json=site.root_of(URL) + JSON_PATH,
    )
    return plain_page(
        URL,
        text("Transparency"),
        text("What came in, what is shown and what is not, why, and how long it took."),
        body,
        site,
    )


class _View:
    def __init__(self, shown: Report, lists: Catalogue, site: Site) -> None:
        self._shown = shown
        self._lists = lists
        self._site = site
        self._language = site.language
        self._root = site.root_of(URL)
        self._few = f"<\u00a0{shown.least}"

    def parts(self) -> Iterator[Part]:
        text, row = self._language.text, self._shown.all
        lines = []
        for name in MESSAGES:
            lines.append(self._line(name, row, part=name == "redacted"))
            if name == "withheld":
                lines += [self._rule_line(code, row) for code in self._shown.rules]
        yield Part(text("Messages"), lines)
        yield Part(
            text("Objections"),
            [self._line(name, row, part=name != "requested") for name in APPEALS],
        )
        yield Part(
            text("Share of complaints"),
            [
                Line(text("Among the published"), "complaints", self._share("published")),
                Line(text("Among the withheld"), "complaints", self._share("withheld")),
            ],
        )
        yield Part(
            text("Time"),
            [
                *self._span(text("Days to the decision"), "days-to-decision", row.decided),
                *self._span(
                    text("Working days to the first answer"),
                    "working-days-to-answer",
                    row.answered,
                ),
            ],
        )

    def tables(self) -> Iterator[Table]:
        text, shown = self._language.text, self._shown
        if not shown.months:
            return
        yield self._table("messages-by-month", text("Messages by month"), MESSAGES)
        if shown.rules:
            names = [f"{RULE}{code}" for code in shown.rules]
            yield self._table("withheld-by-month", text("Withheld by month and rule"), names)
        if shown.all.figures["requested"].value != 0:
            yield self._table("objections-by-month", text("Objections by month"), APPEALS)
        if any(row.decided.median is not None for row in shown.months.values()):
            yield self._times()

    def chart(self) -> Markup:
        text, months = self._language.text, self._shown.months
        received, published = "received", "published"
        series = [
            Series(self._name(received), self._values(received), "first"),
            Series(self._name(published), self._values(published), "second"),
        ]
        if not any(value for one in series for value in one.values):
            return Markup("")
        return columns(
            series,
            list(map(self._month, months)),
            ChartTexts(
                title=text("Received and published by month"),
                description=text(
                    "Columns, two a month: messages that came in beside those that are shown."
                    " Where a number is not shown, there is no column."
                ),
                summary=text("The same as a table"),
                labels=text("Month"),
                missing=text("not shown"),
                number=self._language.number,
            ),
            name="moderation",
        )

    def _values(self, name: str) -> list[int | None]:
        return [row.figures[name].value for row in self._shown.months.values()]

    def _table(self, id_: str, title: str, names: Sequence[str]) -> Table:
        heads = [(self._name(name), self._term(name)) for name in names]
        rows = [
            (self._month(month), [self._cell(row.figures[name]) for name in names])
            for month, row in self._by_month()
        ]
        total = [self._cell(self._shown.all.figures[name]) for name in names]
        return Table(id_, title, heads, [(self._language.text("In all"), total), *rows])

    def _times(self) -> Table:
        text = self._language.text
        heads = [
            (text("Days to the decision: median"), "days-to-decision"),
            (text("nine in ten within"), "days-to-decision"),
            (text("Working days to the first answer: median"), "working-days-to-answer"),
            (text("nine in ten within"), "working-days-to-answer"),
        ]
        rows = [
            (
                label,
                [
                    self._days(part)
                    for span in (row.decided, row.answered)
                    for part in (span.median, span.most)
                ],
            )
            for label, row in [
                (text("In all"), self._shown.all),
                *((self._month(month), row) for month, row in self._by_month()),
            ]
        ]
        return Table("times-by-month", text("Time by month"), heads, rows)

    def _by_month(self) -> Iterator[tuple[str, Row]]:
        yield from reversed(list(self._shown.months.items()))

    def _line(self, name: str, row: Row, *, part: bool = False) -> Line:
        return Line(self._name(name), self._term(name), self._cell(row.figures[name], name), part)

    def _rule_line(self, code: str, row: Row) -> Line:
        name = f"{RULE}{code}"
        explained = self._site.link(self._root, rule_address(code, self._site))
        return Line(self._name(name), "", self._cell(row.figures[name], name), True, explained)

    def _name(self, name: str) -> str:
        if name.startswith(RULE):
            return rule_title(name.removeprefix(RULE), self._site)
        return self._language.text(MEASURE[name])

    def _term(self, name: str) -> str:
        return "withheld" if name.startswith(RULE) else _TERMS.get(name, name)

    def _cell(self, figure: Figure, counted: str = "") -> Cell:
        text = self._language.text
        mark = "appeal" if counted == "requested" else counted
        listed = counted == "received" or mark in self._lists.moderated
        url = self._site.link(self._root, list_of(counted)) if counted and listed else ""
        if figure.shade == "few":
            # In a table of many columns there is room for no more; its legend says what it means.
            few = text("fewer than {least}", least=self._shown.least) if counted else self._few
            return Cell(few, url, held_back=True)
        if figure.value is None:
            return Cell(text("not shown") if counted else "–", url, held_back=True)
        return Cell(self._language.number(figure.value), url)

    def _share(self, decision: str) -> Cell:
        share = self._shown.complaints[decision]
        if share is None:
            return self._too_few()
        return Cell(self._language.percent(float(share)))

    def _span(self, name: str, term: str, span: Span) -> Iterator[Line]:
        text, number = self._language.text, self._language.number
        if span.median is None or span.most is None:
            yield Line(name, term, self._too_few())
        else:
            yield Line(text("{name}, median", name=name), term, Cell(number(span.median)))
            yield Line(text("nine in ten within"), term, Cell(number(span.most)), part=True)

    def _days(self, days: float | None) -> Cell:
        return Cell("–" if days is None else self._language.number(days))

    def _too_few(self) -> Cell:
        return Cell(self._language.text("too few to say"), held_back=True)

    def _month(self, month: str) -> str:
        return self._language.month(date.fromisoformat(f"{month}-01"))
