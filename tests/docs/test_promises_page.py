"""docs/promises.md: its examples are counted by the program."""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest

from answerable.config import Settings
from answerable.source import load_feedback
from answerable.workdays import add_working_days
from samples import NOW, POLICY, POLICY_TEXT, write, write_sample

PAGE = (Path(__file__).parents[2] / "docs" / "promises.md").read_text(encoding="utf-8")
(CALENDAR,) = re.findall(r"(?ms)^```yaml.*?^(calendar:\n.*?)^```$", PAGE)
ROWS = re.findall(r"(?m)^\| \w+, (\d+ \w+ \d{4}) \|.*?\| \w+, (\d+ \w+)(?: \d{4})? \|", PAGE)
REST = POLICY_TEXT[POLICY_TEXT.index("rules:") :]


def calendar_of(root, text):
    write_sample(root)
    write(root, POLICY, f"version: 1\npromise: 5\n{text}{REST}")
    loaded = load_feedback(root, Settings(), now=NOW)
    assert loaded.diagnostics == ()
    return loaded.feedback.policy.calendar


def test_the_calendar_of_the_page_is_right(tmp_path):
    calendar = calendar_of(tmp_path, CALENDAR)
    assert date(2026, 12, 24) in calendar.holidays
    assert date(2027, 1, 6) in calendar.holidays
    assert date(2026, 12, 5) in calendar.workdays


@pytest.mark.parametrize(("received", "promised"), ROWS)
def test_an_example_is_counted_as_the_page_says(received, promised, tmp_path):
    text = re.sub(r"  (holidays|workdays): .*\n", "", CALENDAR)
    calendar = calendar_of(tmp_path, text)
    start = datetime.strptime(received, "%d %B %Y").replace(hour=9, tzinfo=calendar.timezone)
    last = add_working_days(start, 3, calendar)
    assert f"{last.day} {last:%B}" == promised


def test_the_page_has_examples_for_a_weekend_and_the_turn_of_the_year():
    assert len(ROWS) >= 5
