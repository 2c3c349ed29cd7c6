"""The page of what waits for an answer, and the clock that scripts need."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from answerable.model import Calendar
from answerable.site.awaited import awaited
from answerable.site.context import Page
from answerable.site.due_page import MOST_SHOWN
from answerable.site.language import Language
from answerable.site.promise_clock import promise_clock
from publications import (
    ANNA,
    BERLIN,
    SPARE_PARTS,
    comment,
    files,
    follow_up,
    publication,
    reply,
    site,
    thread,
)

# The tests' now is 1 December 2026, and the promise three working days.
LATE = thread(comment(received="2026-11-25T10:00:00+01:00"), number=1, title="Late & long")
LATER = thread(comment(received="2026-11-24T10:00:00+01:00"), number=2)
IN_TIME = thread(comment(received="2026-11-26T10:00:00+01:00"), number=3)
AGAIN = thread(comment(), reply(), follow_up("And the other?\n"), number=4)
AGAIN_EARLIER = thread(
    comment(), reply(), follow_up("And?\n", received="2026-11-04T10:00:00+01:00"), number=5
)
DONE = [
    thread(comment(), reply(outcome="changed"), number=6),
    thread(comment(resolved=True), number=7),
    thread(comment(), reply(), number=8),
]
ALL = [LATE, LATER, IN_TIME, AGAIN, AGAIN_EARLIER, *DONE]


def body(around, address):
    made = files(around)[address]
    assert isinstance(made, Page)
    return made.body


def page(*threads, **settings):
    return body(site(publication(*threads), **settings), "overdue/")


def test_all_that_waits_stands_in_the_order_of_its_promise():
    around = site(publication(*ALL))
    found = awaited(around.summaries, around.today)
    assert [one.id for one in found.overdue] == [LATER.id, LATE.id]
    assert [one.id for one in found.promised] == [IN_TIME.id]
    assert [one.id for one in found.again] == [AGAIN_EARLIER.id, AGAIN.id]


def test_the_page_names_the_day_the_topic_and_who_answers():
    shown = page(*ALL)
    assert re.findall(r'<h2 id="(\w+)">', shown) == ["overdue", "promised", "again"]
    item = shown[shown.index("Late &amp; long") :].partition("</li>")[0]
    assert 'Promised by <time datetime="2026-11-30">30 Nov 2026</time>' in item
    assert '<span class="ans-due" data-ans-due="2026-11-30">overdue</span>' in item
    assert '<a href="../topics/spare-parts/">Spare parts</a>' in item
    assert '<a href="../people/anna/">Anna Berg</a>' in item


def test_what_is_not_late_yet_says_nothing_that_ends_with_the_day():
    shown = page(IN_TIME)
    assert '<span class="ans-due" data-ans-due="2026-12-01"></span>' in shown
    assert "overdue</span>" not in shown


def test_who_has_left_does_not_answer_any_more():
    left = replace(ANNA, until=date(2026, 11, 30))
    around = site(publication(LATE, people=(left,), topics=(SPARE_PARTS,)))
    assert "Anna Berg" not in body(around, "overdue/")


def test_the_page_says_it_in_german():
    shown = page(*ALL, language="de")
    assert "Versprochen bis" in shown
    assert ">überfällig</span>" in shown
    assert "Noch einmal gefragt am" in shown


def test_nothing_waits_where_all_is_answered():
    assert "Nothing waits for an answer." in page(*DONE)


def test_a_page_of_very_many_leads_to_the_rest():
    many = [thread(comment(), number=number) for number in range(MOST_SHOWN + 2)]
    shown = page(*many)
    assert shown.count('<li class="ans-item">') == MOST_SHOWN
    assert '<a href="../states/open/">2 more</a>' in shown


@pytest.mark.parametrize("address", ["figures/", "states/open/"])
def test_figures_and_the_list_of_open_threads_lead_to_the_page(address):
    shown = body(site(publication(*ALL)), address)
    assert re.search(r'<a href="(?:\.\./)+overdue/">', shown)


def test_a_thread_shows_a_promise_only_while_its_first_answer_waits():
    around = site(publication(*ALL))
    shown = {
        one.id: "Answer promised by" in body(around, f"threads/{one.year}/{one.slug}/")
        for one in ALL
    }
    assert [id_ for id_, promise in shown.items() if promise] == [LATE.id, LATER.id, IN_TIME.id]


def clock(calendar, code="en"):
    return json.loads(promise_clock(calendar, Language(code, BERLIN)))


def test_the_clock_of_scripts_knows_every_working_day():
    calendar = Calendar(
        BERLIN,
        frozenset({0, 1, 2, 3, 5}),
        holidays=frozenset({date(2026, 12, 24), date(2026, 12, 25), date(2027, 1, 1)}),
        workdays=frozenset({date(2026, 12, 27), date(2026, 12, 24)}),
    )
    known = clock(calendar)
    assert known["zone"] == "Europe/Berlin"
    day = date(2026, 12, 1)
    while day < date(2027, 2, 1):
        apart = f"{day:%m%d}" in known["apart"].get(f"{day:%Y}", "").split()
        works = day in calendar.workdays or (
            day.weekday() in calendar.weekdays and day not in calendar.holidays
        )
        assert (bool(known["week"][day.weekday()]) != apart) == works, day
        day += timedelta(days=1)


def test_the_texts_of_the_clock_have_the_plurals_of_their_language():
    german = clock(Calendar(BERLIN), "de")["texts"]
    assert german["due"] == {
        "one": "fällig in {number} Arbeitstag",
        "other": "fällig in {number} Arbeitstagen",
    }
    assert german["overdue"]["one"] == "seit {number} Arbeitstag überfällig"
    polish = clock(Calendar(BERLIN), "pl")["texts"]["due"]
    assert polish["one"] == "due in {number} working day"
    assert {polish[form] for form in ("few", "many", "other")} == {"due in {number} working days"}
