"""What waits for an answer, until when it is promised, and what is late."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from answerable.model import Calendar, Feedback, Policy
from answerable.promises import due_list, first_answer, promise_of, state_of
from publications import SPARE_PARTS, comment, decision, follow_up, reply, thread

BERLIN = ZoneInfo("Europe/Berlin")
OFFICE = Calendar(
    BERLIN,
    holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}),
    workdays=frozenset({date(2026, 12, 19)}),
)
OTHER = replace(SPARE_PARTS, id="other", promise=None)


def feedback(*threads):
    topics = {"spare-parts": SPARE_PARTS, "other": OTHER}
    return Feedback(Policy({}, 5, OFFICE), {}, topics, threads)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def only(*messages, moment="2026-11-04T12:00", **changes):
    (due,) = due_list(feedback(thread(*messages, **changes)), at(moment))
    return due


def test_the_promise_is_that_of_the_topic_else_that_of_the_policy():
    topics = feedback().topics
    assert promise_of("spare-parts", topics, 5) == 3
    assert promise_of("other", topics, 5) == 5
    received = "2026-11-03T10:00:00+01:00"
    assert only(comment(received=received)).promised_by == date(2026, 11, 8)
    assert only(comment(received=received), topic="other").promised_by == date(2026, 11, 10)


def test_what_was_promised_first_comes_first():
    late = thread(comment(received="2026-11-04T10:00:00+01:00"), number=1)
    early = thread(comment(received="2026-11-02T10:00:00+01:00"), number=2)
    other = thread(comment(received="2026-11-01T10:00:00+01:00"), number=3, topic="other")
    found = due_list(feedback(other, late, early), at("2026-11-04T12:00"))
    assert [one.thread for one in found] == [early, other, late]


def test_what_nobody_can_answer_or_has_to_is_not_due():
    settled = comment(resolved=True)
    pending = comment(moderation=decision("pending", at=None))
    withheld = comment(moderation=decision("withheld", reason="insult"))
    gone = [comment(moderation=decision(name)) for name in ("withdrawn", "erased")]
    threads = [thread(one) for one in (settled, pending, withheld, *gone)]
    threads += [thread(comment(), reply()), thread(comment(), reply(), follow_up())]
    assert due_list(feedback(*threads), at("2027-11-04T12:00")) == []
    assert [state_of(one) for one in threads] == [
        "resolved",
        "pending",
        "withheld",
        "withdrawn",
        "erased",
        "answered",
        "open",
    ]


def test_an_answer_to_what_is_not_shown_is_none():
    hidden = follow_up(moderation=decision("withheld", reason="insult"))
    one = thread(comment(), hidden, reply(answers=hidden.stem, date="2026-11-06T10:00:00+01:00"))
    assert first_answer(one) is None
    assert state_of(one) == "open"


def walked(received: datetime, promise: int, now: datetime) -> int:
    """Working days that are left, counted day by day."""

    def works(day: date) -> bool:
        if day in OFFICE.workdays:
            return True
        return day.weekday() in OFFICE.weekdays and day not in OFFICE.holidays

    day, gone = received.astimezone(BERLIN).date(), 0
    while day < now.astimezone(BERLIN).date():
        day += timedelta(days=1)
        gone += works(day)
    return promise - gone


moments = st.datetimes(datetime(2026, 12, 10), datetime(2027, 1, 20), timezones=st.just(BERLIN))


@given(moments, st.timedeltas(timedelta(0), timedelta(days=40)), st.sampled_from([1, 3, 10]))
def test_what_is_left_of_a_promise_is_what_did_not_go_by(received, passed, promise):
    topic = replace(SPARE_PARTS, promise=promise)
    known = replace(
        feedback(thread(comment(received=received.isoformat()))), topics={topic.id: topic}
    )
    now = (received + passed).astimezone(timezone.utc)
    (due,) = due_list(known, now)
    assert due.left == walked(received, promise, now)
    assert due.overdue == (due.promised_by < now.astimezone(BERLIN).date())
