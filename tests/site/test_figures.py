"""The figures, counted from what is published."""

from __future__ import annotations

from answerable.site.catalogue import catalogue
from answerable.site.figures import figures
from answerable.site.people import person_listing
from publications import (
    ANNA,
    BEN,
    comment,
    decision,
    follow_up,
    publication,
    reply,
    site,
    thread,
)


def counted(*threads):
    around = site(publication(*threads))
    return figures(around.summaries, around.today)


def test_what_was_received_is_the_sum_of_all_states_and_what_is_gone():
    found = counted(
        thread(comment(), number=1),
        thread(comment(), reply(), number=2),
        thread(comment(), reply(outcome="changed"), number=3),
        thread(comment(moderation=decision("withheld", reason="insult")), number=4),
        thread(comment(moderation=decision("erased")), number=5),
        thread(comment(moderation=decision("pending", at=None)), number=6),
    )
    assert found.received == 5
    assert found.received == sum(found.states.values())
    assert found.states == {
        "open": 1,
        "answered": 1,
        "resolved": 1,
        "withheld": 1,
        "erased": 1,
    }


def test_a_thread_that_was_opened_again_counts_as_answered_in_its_month():
    (month,) = counted(thread(comment(), reply(), follow_up())).months
    assert (month.answered, month.open) == (1, 0)


def test_the_median_is_the_value_in_the_middle():
    answers = ("2026-11-02", "2026-11-03", "2026-11-20")
    found = counted(
        *(
            thread(comment(), reply(date=f"{day}T10:00:00+01:00"), number=number)
            for number, day in enumerate(answers)
        )
    )
    assert sorted(found.days) == [1, 2, 15]
    assert found.median_days == 2


def test_months_without_a_comment_are_shown_and_those_to_come_are_not():
    found = counted(
        thread(comment(received="2026-08-10T10:00:00+02:00"), number=1),
        thread(comment(received="2026-11-10T10:00:00+01:00"), number=2),
        thread(comment(received="2199-01-10T10:00:00+01:00"), number=3),
    )
    shown = [f"{month.first:%Y-%m}" for month in found.months]
    assert shown == ["2026-08", "2026-09", "2026-10", "2026-11", "2026-12"]


def test_a_month_ends_with_the_zone_of_the_policy():
    (first, *_) = counted(thread(comment(received="2026-10-31T23:30:00+00:00"))).months
    assert f"{first.first:%Y-%m}" == "2026-11"


def test_a_person_is_measured_by_first_answers_of_their_own():
    quick = reply("At once.\n", date="2026-11-02T10:00:00+01:00")
    late = reply("And later.\n", date="2026-11-20T10:00:00+01:00", signed_by="ben")
    around = site(publication(thread(comment(), quick, late)))
    lists = catalogue(around.summaries, around.publication)

    def median(person):
        extra = person_listing(person, lists, around).extra
        assert extra
        return extra("../../")["figures"][-1]["value"]

    assert median(ANNA) == "1"
    assert median(BEN) == "–"
