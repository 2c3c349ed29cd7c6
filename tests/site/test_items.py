"""Threads as lines of a list."""

from __future__ import annotations

from answerable.site.items import render_item
from answerable.site.templating import Templates
from publications import comment, follow_up, publication, reply, site, thread


def lines(*threads, **settings):
    around = site(publication(*threads), **settings)
    templates = Templates(around.language)
    return {one.id: str(render_item(one, around, templates)) for one in around.summaries}


def test_equal_moments_keep_the_offset_with_which_they_were_written():
    one = thread(comment(received="2026-11-01T09:12:00+01:00"), number=1)
    other = thread(comment(received="2026-11-01T08:12:00+00:00"), number=2)
    made = lines(one, other)
    assert 'datetime="2026-11-01T09:12:00+01:00"' in made[one.id]
    assert 'datetime="2026-11-01T08:12:00+00:00"' in made[other.id]


def test_a_line_says_who_answered_and_how_long_it_took():
    one = thread(comment(), reply())
    assert "Anna Berg answered after 2 working days" in lines(one)[one.id]
    assert "Anna Berg antwortete nach 2 Arbeitstagen" in lines(one, language="de")[one.id]


def test_an_answer_on_the_day_of_receipt_took_no_day():
    one = thread(comment(), reply(date="2026-11-01T20:00:00+01:00"))
    assert "Anna Berg answered on the same working day" in lines(one)[one.id]


def test_a_line_without_an_answer_names_the_day_of_the_promise():
    waits = thread(comment(received="2026-11-30T10:00:00+01:00"))
    assert "answer promised by 3 Dec 2026" in lines(waits)[waits.id]


def test_a_promise_is_overdue_from_the_day_after():
    # The tests' now is 1 December 2026.
    late = thread(comment(received="2026-11-25T10:00:00+01:00"), number=1)
    in_time = thread(comment(received="2026-11-26T10:00:00+01:00"), number=2)
    made = lines(late, in_time)
    assert "answer promised by 30 Nov 2026" in made[late.id]
    assert ">overdue</span>" in made[late.id]
    assert "answer promised by 1 Dec 2026" in made[in_time.id]
    assert "overdue" not in made[in_time.id]


def test_a_line_says_of_a_settled_question_no_promise():
    settled = thread(comment(received="2026-11-02T10:00:00+01:00", resolved=True))
    assert "promised" not in lines(settled)[settled.id]


def test_a_line_says_of_a_question_after_an_answer_when_the_first_came():
    again = thread(comment(), reply(), follow_up("And the other hinge?\n"))
    assert "Anna Berg answered after 2 working days" in lines(again)[again.id]
    assert "promised" not in lines(again)[again.id]
