"""The figures of moderation for programs: the same as on the page, as JSON and as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from answerable.model import RuleCode
from answerable.site.context import Resource, Site
from answerable.site.encoding import json_file
from answerable.site.suppression import ALL
from answerable.site.transparency import APPEALS, RULE, Figure, Report, Row, Span

JSON_PATH = "transparency/transparency.json"
CSV_PATH = "transparency/transparency.csv"

MESSAGES = ("received", "waiting", "published", "redacted", "withheld", "withdrawn", "erased")


def transparency_json(report: Report, site: Site) -> Resource:
    """All figures with the names of the rules."""
    value = {
        "$schema": site.absolute("api/schema/transparency.schema.json"),
        "version": 1,
        "site": {"name": site.name, "url": site.url},
        "least": report.least,
        "rules": [
            {
                "code": code,
                "title": rule_title(code, site),
                "url": site.absolute(rule_address(code, site)),
            }
            for code in report.rules
        ],
        "complaints": {
            decision: None if share is None else float(share)
            for decision, share in report.complaints.items()
        },
        "all": figures_of(report.all, report),
        "months": [
            {"month": month, "figures": figures_of(row, report)}
            for month, row in report.months.items()
        ],
    }
    return Resource(JSON_PATH, json_file(value))


def transparency_csv(report: Report) -> Resource:
    """One line for a month, the first one first, and one for all of them."""
    text = StringIO()
    table = csv.writer(text, lineterminator="\n")
    names = [*MESSAGES, *(f"{RULE}{code}" for code in report.rules), *APPEALS]
    spans = ("days_to_decision", "working_days_to_answer")
    heads = [name.replace(RULE, "withheld:") for name in names]
    table.writerow(
        ["month", *heads, *(f"{s}_{part}" for s in spans for part in ("median", "percentile_90"))]
    )
    for month, row in [*report.months.items(), (ALL, report.all)]:
        figures = [_cell(row.figures[name], report.least) for name in names]
        days = [part for span in (row.decided, row.answered) for part in (span.median, span.most)]
        table.writerow([month, *figures, *("" if one is None else _plain(one) for one in days)])
    return Resource(CSV_PATH, text.getvalue().encode())


def rule_title(code: RuleCode, site: Site) -> str:
    """The title of a rule; the *code* where there is no such rule any more."""
    rule = site.publication.rules.get(code)
    return rule.title.in_language(site.language.code) if rule else code


def rule_address(code: RuleCode, site: Site) -> str:
    """Where a rule is explained."""
    return f"rules/#{code}" if code in site.publication.rules else "rules/"


def figures_of(row: Row, report: Report) -> dict[str, Any]:
    """The figures of a month, or of all, as the file has them."""
    least = report.least
    shown = {name: _value(figure, least) for name, figure in row.figures.items()}
    return {
        **{name: shown[name] for name in MESSAGES[:5]},
        "withheld_by_rule": {code: shown[f"{RULE}{code}"] for code in report.rules},
        **{name: shown[name] for name in MESSAGES[5:]},
        "appeals": {name: shown[name] for name in APPEALS},
        "days_to_decision": dict(_span(row.decided)),
        "working_days_to_answer": dict(_span(row.answered)),
    }


def _value(figure: Figure, least: int) -> int | dict[str, int] | None:
    return {"fewer_than": least} if figure.shade == "few" else figure.value


def _cell(figure: Figure, least: int) -> str:
    if figure.shade == "few":
        return f"<{least}"
    return "" if figure.value is None else str(figure.value)


def _span(span: Span) -> Iterator[tuple[str, float | None]]:
    yield "median", None if span.median is None else _plain(span.median)
    yield "percentile_90", span.most


def _plain(days: float) -> float:
    # A median lies on a value or in the middle between two.
    return int(days) if days == int(days) else days
