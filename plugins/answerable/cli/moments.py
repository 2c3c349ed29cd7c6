"""Days and times in a call, read by the rules of the files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timezone
from typing import Any

import click

from answerable.cli.project import now
from answerable.config import Settings
from answerable.model import Calendar
from answerable.source.fields import day
from answerable.source.fields import time as time_of_day
from answerable.source.nodes import Scalar
from answerable.source.problems import Report, SourceFile
from answerable.source.schema import Converter, Field
from answerable.terminal import visible

Clock = Callable[[Calendar], datetime]
"""A time, once the calendar of the policy is known."""

_EITHER = "like 2026-11-03 or 2026-11-03T10:05"
_NOON = time(12)
_EXAMPLE = "write it like 2026-11-03, or 2026-11-03T10:05:00+01:00."


def value_of(converter: Converter, word: str) -> Any:
    """What *word* would mean in a file, None where it would be wrong there."""
    file = SourceFile("", word, Report(Settings()))
    return converter(Field("", converter, ""), Scalar(word, 0, len(word)), file)


def clock(_context: click.Context, _option: click.Parameter, word: str | None) -> Clock:
    """What an option says, a time or one on the policy's wall; without it the present."""
    if word is None:
        return _present
    written: datetime | None = value_of(time_of_day, word)
    if written is not None:
        moment = written.replace(microsecond=0)
        return lambda _: moment
    local: datetime | None = value_of(time_of_day, f"{word}Z")
    if local is None:
        raise click.BadParameter(f"'{visible(word)}' must be a time like 2026-11-03T10:05")
    on_the_wall = local.replace(microsecond=0)
    return lambda calendar: on_the_wall.replace(tzinfo=calendar.timezone)


def clock_or_day(context: click.Context, option: click.Parameter, word: str | None) -> Clock:
    """As *clock*; a day alone, as letters have it, is its noon on the policy's wall.

    Of today it is the present where that comes before noon: nothing comes in the future.
    """
    on_day: date | None = None if word is None else value_of(day, word)
    if on_day is None:
        try:
            return clock(context, option, word)
        except click.BadParameter:
            raise click.BadParameter(
                f"'{visible(word or '')}' must be a day or a time, {_EITHER}"
            ) from None

    def noon(calendar: Calendar) -> datetime:
        at, present = datetime.combine(on_day, _NOON, calendar.timezone), _present(calendar)
        return min(at, present) if on_day == present.date() else at

    return noon


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


def _present(calendar: Calendar) -> datetime:
    return now().astimezone(calendar.timezone).replace(microsecond=0)


def _at(when: date, of_day: time) -> datetime:
    return when if isinstance(when, datetime) else datetime.combine(when, of_day, timezone.utc)
