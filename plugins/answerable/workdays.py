"""The working-day clock: how long an answer took, and until when it was promised.

The rules that this module keeps:

* a moment counts as its day in the calendar's time zone, whatever offset it was written
  with; the hour of the day and changes of the clock have no influence;
* a working day is one of the calendar's weekdays that is no holiday, or one of its workdays;
* the day of receipt does not count, each later working day counts one, up to and including
  the day of the end. A question of Saturday that is answered on Monday took 1; one of
  Friday that is answered on Saturday or Sunday took 0, on Monday 1; one of Thursday that
  is answered on Sunday took 1, for Friday;
* a promise of *n* working days is kept by an answer that took *n* or fewer. So it also
  holds on the days off that follow the *n*-th working day.

Both questions are answered by arithmetic on whole weeks and a search in the sorted days that
differ from them, so they cost the same for a day and for a century.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import accumulate

from answerable.model import Calendar

_LAST = date.max.toordinal()


def local_day(moment: datetime, calendar: Calendar) -> date:
    """The day of *moment* (aware) in the calendar's time zone.

    A moment that falls out of the years 1 to 9999 there counts as their first or last day.
    """
    try:
        return moment.astimezone(calendar.timezone).date()
    except OverflowError:
        return date.min if moment.year == date.min.year else date.max


def working_days_between(start: datetime, end: datetime, calendar: Calendar) -> int:
    """Whole working days from receipt at *start* to *end*, as defined above.

    0 where *end* lies on the day of *start*, before it, or before the next working day.
    Raises ValueError for a calendar without any weekday.
    """
    clock = _clock(calendar)
    first, last = (local_day(moment, calendar).toordinal() for moment in (start, end))
    return max(0, clock.worked_by(last) - clock.worked_by(first))


def add_working_days(start: datetime, days: int, calendar: Calendar) -> date:
    """The last day on which a promise of *days* (0 or more) made at *start* is still kept.

    It is the day before working day number *days* + 1, so it can be a day off: an answer on
    it took *days* by :func:`working_days_between`, one on the next day takes one more.
    Raises ValueError for a calendar without any weekday.
    """
    clock = _clock(calendar)
    first = local_day(start, calendar).toordinal()
    worked = clock.worked_by(first) + days
    length = 7 * (days + 2)
    while first + length < _LAST and clock.worked_by(first + length) <= worked:
        length *= 2
    span = range(first, min(first + length, _LAST) + 1)
    return date.fromordinal(span[bisect_right(span, worked, key=clock.worked_by) - 1])


def working_days_until(day: date, today: date, calendar: Calendar) -> int:
    """The working days after *today* up to and including *day*.

    For a *day* that is over, those that went by since as a negative number. Raises ValueError
    for a calendar without any weekday.
    """
    clock = _clock(calendar)
    return clock.worked_by(day.toordinal()) - clock.worked_by(today.toordinal())


def days_apart(calendar: Calendar) -> list[date]:
    """The days that are not as their weekday says, sorted: off, or worked all the same."""
    clock = _clock(calendar)
    return [date.fromordinal(day) for day in sorted((*clock.off, *clock.extra))]


@dataclass(frozen=True, slots=True)
class _Clock:
    """A calendar made ready: days are ordinals, and ordinal 1 was a Monday.

    ``worked[n]`` counts the working weekdays among the first *n* days of a week. ``off`` are
    the days off that fall on working weekdays, ``extra`` the workdays that fall on others,
    both sorted.
    """

    worked: tuple[int, ...]
    off: tuple[int, ...]
    extra: tuple[int, ...]

    def worked_by(self, day: int) -> int:
        """The working days from ordinal 1 up to and including *day*."""
        weeks, rest = divmod(day, 7)
        apart = bisect_right(self.extra, day) - bisect_right(self.off, day)
        return weeks * self.worked[7] + self.worked[rest] + apart


@lru_cache(maxsize=8)
def _clock(calendar: Calendar) -> _Clock:
    week = [int(weekday in calendar.weekdays) for weekday in range(7)]
    if not any(week):
        raise ValueError("the calendar has no working day: its weekdays are empty")
    off, extra = calendar.holidays - calendar.workdays, calendar.workdays
    return _Clock(
        worked=tuple(accumulate(week, initial=0)),
        off=tuple(sorted(day.toordinal() for day in off if week[day.weekday()])),
        extra=tuple(sorted(day.toordinal() for day in extra if not week[day.weekday()])),
    )
