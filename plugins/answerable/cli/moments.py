"""Days and times in a call, read by the rules of the files."""

from __future__ import annotations

from datetime import date, datetime, time, timezone

import click

from answerable.config import Settings
from answerable.source.fields import day
from answerable.source.fields import time as time_of_day
from answerable.source.nodes import Scalar
from answerable.source.problems import Report, SourceFile
from answerable.source.schema import Field
from answerable.terminal import visible

_EXAMPLE = "write it like 2026-11-03, or 2026-11-03T10:05:00+01:00."


def moment(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """What an option says: a day, or a time, in UTC and without a fraction of a second."""
    if value is None:
        return None
    report = Report(Settings())
    field = Field(visible(value), day, "", mend=_EXAMPLE)
    read = time_of_day if "T" in value else day
    found: date | None = read(field, Scalar(value, 0, len(value)), SourceFile("", value, report))
    if found is None:
        problem = report.diagnostics[0]
        raise click.BadParameter(f"{problem.message}: {problem.mend}")
    if isinstance(found, datetime):
        return found.astimezone(timezone.utc).replace(microsecond=0)
    return found


def beginning(when: date) -> datetime:
    """The time that a key's ``since`` and ``revoked`` mean by *when*."""
    return _at(when, time.min)


def end(when: date) -> datetime:
    """The time that a key's ``until`` means by *when*."""
    return _at(when, time(23, 59, 59))


def shown(when: datetime) -> str:
    """A time in UTC as people and programs read it."""
    return when.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def _at(when: date, of_day: time) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, of_day, timezone.utc)
