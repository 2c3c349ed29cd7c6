"""The calendar of the policy, with the public holidays of a country, against a walk by days."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.config import Settings
from answerable.model import Calendar
from answerable.source import load_feedback
from answerable.workdays import add_working_days, local_day, working_days_between
from samples import NOW, POLICY, POLICY_TEXT, write, write_sample

WEEK = "weekdays: [mon, tue, wed, thu, fri]"
OWN_OFF = {date(2023, 12, 22), date(2024, 12, 24), date(2024, 12, 31), date(2025, 3, 3)}
OWN_WORKED = {date(2024, 3, 30), date(2024, 10, 3), date(2025, 5, 4)}
PLACES = [
    ("Europe/Berlin", "DE", "BY"),
    ("Europe/Berlin", "DE", None),
    ("America/New_York", "US", "CA"),
    ("Asia/Tokyo", "JP", None),
    # Some governments order work on a Saturday for a Friday off.
    ("Europe/Budapest", "HU", None),
    ("Pacific/Apia", "WS", None),
    ("America/St_Johns", "CA", "NL"),
    ("Asia/Riyadh", "SA", None),
]


def written(text: str) -> str:
    """The policy of the sample with *text* in place of its calendar, but for the zone."""
    head, rest = POLICY_TEXT.split(f"  {WEEK}\n")
    return f"{head}{text}{rest[rest.index('rules:') :]}"


def loaded(root: Path, text: str) -> Any:
    write_sample(root)
    write(root, POLICY, written(text))
    return load_feedback(root, Settings(), now=NOW)


@cache
def calendar_of(zone: str, country: str, region: str | None, own: bool) -> Calendar:
    lines = [f"  country: {country}\n"]
    lines += [f"  region: {region}\n"] if region else []
    if own:
        lines += [
            f"  {name}: [{', '.join(map(str, sorted(days)))}]\n"
            for name, days in (("holidays", OWN_OFF), ("workdays", OWN_WORKED))
        ]
    with TemporaryDirectory() as folder:
        text = "".join(lines)
        write_sample(Path(folder))
        write(Path(folder), POLICY, written(text).replace("Europe/Berlin", zone))
        found = load_feedback(Path(folder), Settings(), now=NOW)
    assert found.diagnostics == ()
    return found.feedback.policy.calendar


@cache
def says(country: str, region: str | None, year: int) -> holidays.HolidayBase:
    return holidays.country_holidays(country, subdiv=region, years=year)


def is_worked(day: date, country: str, region: str | None, own: bool) -> bool:
    if own and day in OWN_OFF | OWN_WORKED:
        return day in OWN_WORKED
    said = says(country, region, day.year)
    return day not in said and (day.weekday() < 5 or day in said.weekend_workdays)


offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(2019, 12, 1), datetime(2026, 2, 1), timezones=offsets)
BERLIN = ZoneInfo("Europe/Berlin")


@given(
    moments,
    st.timedeltas(timedelta(0), timedelta(days=120)),
    st.sampled_from(PLACES),
    st.booleans(),
)
@example(datetime(2024, 12, 20, 9, tzinfo=BERLIN), timedelta(days=20), PLACES[0], True)
@example(datetime(2024, 3, 29, 23, 59, tzinfo=BERLIN), timedelta(days=3), PLACES[0], False)
def test_days_are_counted_as_by_a_walk_through_a_calendar_of_the_country(start, time, place, own):
    zone, country, region = place
    day = start.astimezone(ZoneInfo(zone)).date()
    last = (start + time).astimezone(ZoneInfo(zone)).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += is_worked(day, country, region, own)
    calendar = calendar_of(zone, country, region, own)
    assert working_days_between(start, start + time, calendar) == count


@given(moments, st.integers(0, 60), st.sampled_from(PLACES), st.booleans())
@example(datetime(2023, 12, 21, 9, tzinfo=BERLIN), 5, PLACES[0], True)
def test_a_promise_ends_before_the_first_working_day_that_is_too_many(start, days, place, own):
    zone, country, region = place
    calendar = calendar_of(zone, country, region, own)
    day = local_day(start, calendar)
    left = days
    while left >= 0:
        day += timedelta(days=1)
        left -= is_worked(day, country, region, own)
    assert add_working_days(start, days, calendar) == day - timedelta(days=1)


def test_holidays_are_those_of_the_region(tmp_path):
    epiphany = date(2027, 1, 6)
    bavaria = loaded(tmp_path / "by", "  country: DE\n  region: BY\n").feedback.policy.calendar
    all_over = loaded(tmp_path / "de", "  country: DE\n").feedback.policy.calendar
    assert epiphany in bavaria.holidays
    assert epiphany not in all_over.holidays
    assert date(2027, 10, 3) in all_over.holidays


def test_a_day_that_the_company_lists_is_as_the_company_says(tmp_path):
    text = "  country: DE\n  holidays: [2026-12-24]\n  workdays: [2026-05-01, 2026-12-05]\n"
    calendar = loaded(tmp_path, text).feedback.policy.calendar
    assert date(2026, 12, 24) in calendar.holidays
    assert date(2026, 5, 1) not in calendar.holidays
    assert calendar.workdays == {date(2026, 5, 1), date(2026, 12, 5)}


@pytest.mark.parametrize(
    ("text", "message", "mend"),
    [
        (
            "country: Germany",
            "there is no country 'Germany'",
            "did you mean 'DE'? Possible are: AD",
        ),
        ("country: Österreich", "there is no country 'Österreich'", "did you mean 'AT'? "),
        ("country: de", "there is no country 'de'", "did you mean 'DE'? "),
        ("country: Atlantis", "there is no country 'Atlantis'", "ZM, ZW."),
        ("country: DE\n  region: Bayern", "no region of DE 'Bayern'", "did you mean 'BY'? "),
        ("country: DE\n  region: XY", "no region of DE 'XY'", "possible are: BB, BE, BW, BY, HB"),
        ("country: VA\n  region: XY", "no region of VA 'XY'", "leave it out: there is none."),
    ],
)
def test_a_wrong_place_is_told_with_those_that_exist(text, message, mend, tmp_path):
    (found,) = loaded(tmp_path, f"  {text}\n").diagnostics
    assert found.code == "unknown-value"
    assert message in found.message
    assert mend in found.mend


def test_who_names_no_country_does_not_load_the_library(tmp_path):
    write_sample(tmp_path)
    program = (
        "import sys; from pathlib import Path; from datetime import datetime, timezone;"
        "from answerable.config import Settings; from answerable.source import load_feedback;"
        "load_feedback(Path(sys.argv[1]), Settings(), now=datetime.now(timezone.utc));"
        "print('holidays' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
