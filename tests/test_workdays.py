"""The working-day clock, held against a loop that walks day by day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.model import Calendar
from answerable.workdays import (
    add_working_days,
    days_apart,
    local_day,
    working_days_between,
    working_days_until,
)

BERLIN = ZoneInfo("Europe/Berlin")
HOLIDAYS = frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)})
OFFICE = Calendar(BERLIN, holidays=HOLIDAYS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def works(day: date, calendar: Calendar) -> bool:
    usual = day.weekday() in calendar.weekdays and day not in calendar.holidays
    return usual or day in calendar.workdays


def counted_day_by_day(start: datetime, end: datetime, calendar: Calendar) -> int:
    day = start.astimezone(calendar.timezone).date()
    last = end.astimezone(calendar.timezone).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += works(day, calendar)
    return count


zones = st.sampled_from(
    [BERLIN, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Apia"), ZoneInfo("UTC")]
)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2010, 1, 1), datetime(2014, 12, 31), timezones=offsets)
calendars = st.builds(
    Calendar,
    timezone=zones,
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    holidays=st.frozensets(st.dates(date(2010, 1, 1), date(2016, 12, 31)), max_size=60),
    workdays=st.frozensets(st.dates(date(2010, 1, 1), date(2016, 12, 31)), max_size=20),
)


@given(moments, moments, calendars)
def test_the_count_is_that_of_a_walk_day_by_day(start, end, calendar):
    assert working_days_between(start, end, calendar) == counted_day_by_day(start, end, calendar)


@given(moments, moments, st.integers(0, 400), calendars)
@example(at("2026-12-18T09:00"), at("2026-12-27T23:59"), 4, OFFICE)
@example(at("2026-12-18T09:00"), at("2026-12-28T00:00"), 4, OFFICE)
def test_a_promise_is_kept_exactly_until_its_last_day(start, end, days, calendar):
    in_time = local_day(end, calendar) <= add_working_days(start, days, calendar)
    assert in_time == (working_days_between(start, end, calendar) <= days)


@given(moments, st.integers(0, 400), calendars)
def test_the_day_after_the_last_day_of_a_promise_is_a_working_day(start, days, calendar):
    next_day = add_working_days(start, days, calendar) + timedelta(days=1)
    assert works(next_day, calendar)


@given(moments, moments, calendars)
def test_days_until_are_those_between_and_those_gone_by_are_negative(start, end, calendar):
    day, today = local_day(end, calendar), local_day(start, calendar)
    until = working_days_until(day, today, calendar)
    if day >= today:
        assert until == counted_day_by_day(start, end, calendar)
    else:
        assert until == -counted_day_by_day(end, start, calendar)


@given(st.dates(date(2010, 1, 1), date(2016, 12, 31)), calendars)
def test_a_day_apart_is_not_as_its_weekday_says(day, calendar):
    apart = works(day, calendar) != (day.weekday() in calendar.weekdays)
    assert (day in days_apart(calendar)) == apart


def test_a_long_time_off_is_found_out_of():
    off = frozenset(date(2026, 1, 1) + timedelta(days=day) for day in range(1000))
    last = add_working_days(at("2026-01-05T12:00"), 0, Calendar(BERLIN, holidays=off))
    assert last == date(2028, 9, 26)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        pytest.param("2026-11-03T00:00", "2026-11-03T23:59", 0, id="same-day"),
        pytest.param("2026-11-03T23:59", "2026-11-04T00:00", 1, id="over-midnight"),
        pytest.param("2026-11-07T12:00", "2026-11-08T12:00", 0, id="saturday-to-sunday"),
        pytest.param("2026-11-07T12:00", "2026-11-09T08:00", 1, id="saturday-to-monday"),
        pytest.param("2026-11-06T12:00", "2026-11-08T12:00", 0, id="friday-to-sunday"),
        pytest.param("2026-11-06T12:00", "2026-11-09T08:00", 1, id="friday-to-monday"),
        pytest.param("2026-11-05T12:00", "2026-11-08T12:00", 1, id="thursday-to-sunday"),
        pytest.param("2026-11-02T12:00", "2026-11-09T12:00", 5, id="a-week"),
        pytest.param("2026-12-24T12:00", "2026-12-27T12:00", 0, id="over-christmas"),
        pytest.param("2026-12-23T12:00", "2027-01-04T12:00", 6, id="over-the-year"),
        pytest.param("2026-11-04T12:00", "2026-11-03T12:00", 0, id="end-before-start"),
    ],
)
def test_an_answer_took(start, end, days):
    assert working_days_between(at(start), at(end), OFFICE) == days


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        pytest.param("2026-11-02T12:00", 0, date(2026, 11, 2), id="today"),
        pytest.param("2026-11-06T12:00", 0, date(2026, 11, 8), id="friday-today"),
        pytest.param("2026-11-02T12:00", 3, date(2026, 11, 5), id="within-a-week"),
        pytest.param("2026-11-07T12:00", 5, date(2026, 11, 15), id="a-weekend-is-free"),
        pytest.param("2026-12-22T12:00", 2, date(2026, 12, 27), id="christmas-is-free"),
    ],
)
def test_a_promise_holds_until(start, days, last):
    assert add_working_days(at(start), days, OFFICE) == last


def test_days_are_those_of_the_calendar_and_not_of_the_offset_that_was_written():
    late_on_monday = datetime.fromisoformat("2026-11-02T22:30:00+00:00")
    in_tokyo = datetime.fromisoformat("2026-11-03T08:00:00+09:00")
    assert local_day(late_on_monday, OFFICE) == date(2026, 11, 2)
    assert local_day(in_tokyo, OFFICE) == date(2026, 11, 3)
    assert working_days_between(late_on_monday, in_tokyo, OFFICE) == 1


@pytest.mark.parametrize("clock_change", [date(2026, 3, 29), date(2026, 10, 25)])
def test_a_change_of_the_clock_neither_adds_nor_takes_a_day(clock_change):
    everyday = Calendar(BERLIN, weekdays=frozenset(range(7)))
    start = datetime(clock_change.year, clock_change.month, clock_change.day, tzinfo=BERLIN)
    before_midnight = start.replace(hour=23, minute=59)
    assert working_days_between(start, before_midnight, everyday) == 0
    assert working_days_between(start, start + timedelta(days=1), everyday) == 1
    assert working_days_between(start - timedelta(days=1), before_midnight, everyday) == 1


def test_a_calendar_without_a_working_day_is_refused():
    never = Calendar(BERLIN, weekdays=frozenset())
    with pytest.raises(ValueError, match="no working day"):
        working_days_between(at("2026-11-02T12:00"), at("2026-11-03T12:00"), never)
    with pytest.raises(ValueError, match="no working day"):
        add_working_days(at("2026-11-02T12:00"), 1, never)


def test_the_ends_of_time_are_days_as_well():
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=14)))
    last = datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-12)))
    assert local_day(first, OFFICE) == date.min
    assert local_day(last, OFFICE) == date.max
    assert working_days_between(first, last, OFFICE) > 2_000_000
    assert add_working_days(first, 10**12, OFFICE) == date.max


def test_a_century_costs_about_what_a_day_costs():
    start = at("1926-11-02T12:00")

    def seconds(end: datetime) -> float:
        def once() -> float:
            begin = perf_counter()
            for _ in range(200):
                working_days_between(start, end, OFFICE)
            return perf_counter() - begin

        return min(once() for _ in range(7))

    assert seconds(at("2026-11-02T12:00")) < 5 * seconds(at("1926-11-03T12:00"))
