"""A difference between two states of the site as text, as Markdown for a forge, and as JSON.

What customers wrote is made visible in text, and stands in code in Markdown, where it can
neither be an order to the forge nor call somebody.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from answerable.cli.difference import Change, Difference, Figure
from answerable.cli.forge_markdown import code
from answerable.terminal import visible

_HEADINGS = {"added": "New", "changed": "Changed", "removed": "No longer there"}
NOTHING = "Nothing changes on the site."


def as_text(found: Difference) -> str:
    """For a terminal."""
    lines: list[str] = []
    for heading, changes in _by_action(found.changes):
        lines += ["", f"{heading}:"]
        lines += [f"  {visible(_sentence(change))}" for change in changes]
    figures = _changed(found.figures)
    if figures:
        lines += ["", "Figures:"]
        lines += [
            f"  {figure.name}: {_value(figure.before)} -> {_value(figure.after)}"
            for figure in figures
        ]
    return "\n".join(lines[1:]) or NOTHING


def as_markdown(found: Difference) -> str:
    """For the summary of a run, or a note at a pull request."""
    lines = ["## What changes on the site"]
    for heading, changes in _by_action(found.changes):
        lines += ["", f"### {heading}", ""]
        lines += [f"- {_marked(change)}" for change in changes]
    figures = _changed(found.figures)
    if figures:
        lines += ["", "### Figures", "", "| | before | after |", "| --- | ---: | ---: |"]
        lines += [f"| {one.name} | {_value(one.before)} | {_value(one.after)} |" for one in figures]
    if len(lines) == 1:
        lines += ["", NOTHING]
    return "\n".join(lines)


def as_json(found: Difference, base: str) -> str:
    """For programs."""
    return json.dumps(
        {
            "version": 1,
            "base": base,
            "changes": [_data_of(change) for change in found.changes],
            "figures": [
                {"name": one.name, "before": one.before, "after": one.after}
                for one in found.figures
            ],
        },
        indent=2,
    )


def _by_action(changes: Iterable[Change]) -> Iterator[tuple[str, list[Change]]]:
    listed = list(changes)
    for action, heading in _HEADINGS.items():
        if some := [change for change in listed if change.action == action]:
            yield heading, some


def _changed(figures: Iterable[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.before != figure.after]


def _sentence(change: Change) -> str:
    by = f" by {change.by}" if change.by else ""
    where = f" ({_where(change)})" if change.place else ""
    notes = f"; {', '.join(change.notes)}" if change.notes else ""
    return f"{change.what}{by}: {change.title}{where}{notes}"


def _marked(change: Change) -> str:
    by = f" by {code(change.by)}" if change.by else ""
    where = f", {code(_where(change))}" if change.place else ""
    notes = f" ({code(', '.join(change.notes))})" if change.notes else ""
    return f"{change.what}{by}: {code(change.title)}{where}{notes}"


def _where(change: Change) -> str:
    return f"threads/{change.place}" + (f"#{change.stem}" if change.stem else "")


def _value(number: float | None) -> str:
    return "none" if number is None else f"{number:g}"


def _data_of(change: Change) -> dict[str, Any]:
    return {
        "action": change.action,
        "what": change.what,
        "title": change.title,
        "thread": change.place or None,
        "message": change.stem or None,
        "by": change.by,
        "notes": list(change.notes),
    }
