"""Promises: what waits for an answer, until when one was promised, and what is late.

The rules that this module keeps (docs/promises.md says them in plain words):

* the last word decides what a thread waits for: a customer's opens it, an employee's answers
  it, and what is not shown has no influence;
* what is promised is the *first* answer, so many working days after the receipt. A thread
  that was answered once and asked again waits as well, but nothing was promised for that;
* the promise is that of the thread's topic, else that of the policy;
* only what is published can be answered, so what waits for a decision is not due.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from answerable.model import (
    CLOSING_OUTCOMES,
    Comment,
    Feedback,
    Reply,
    State,
    Stem,
    Thread,
    Topic,
    TopicId,
)
from answerable.workdays import add_working_days, local_day, working_days_until

Unshown = Literal["pending", "withheld", "withdrawn", "erased"]
"""A decision by which a comment's words are not shown."""


@dataclass(frozen=True, slots=True)
class Due:
    """A thread that waits for its first answer.

    ``promised_by`` is the last day that keeps the promise. ``left`` are the working days that
    are left for it after today: 0 if no other comes in time, -2 if it is overdue by two.
    """

    thread: Thread
    promised_by: date
    left: int

    @property
    def overdue(self) -> bool:
        """Whether the last day that keeps the promise is over."""
        return self.left < 0


def due_list(feedback: Feedback, at: datetime) -> list[Due]:
    """What waits for its first answer at *at* (aware), what was promised first comes first."""
    calendar = feedback.policy.calendar
    today = local_day(at, calendar)
    waiting = []
    for thread in feedback.threads:
        if state_of(thread) == "open" and first_answer(thread) is None:
            days = promise_of(thread.topic, feedback.topics, feedback.policy.promise)
            promised_by = add_working_days(thread.comment.received, days, calendar)
            left = working_days_until(promised_by, today, calendar)
            waiting.append(Due(thread, promised_by, left))
    return sorted(waiting, key=lambda due: (due.promised_by, due.thread.id))


def promise_of(topic: TopicId, topics: Mapping[TopicId, Topic], usual: int) -> int:
    """Working days to the first answer on *topic*; *usual* is the promise of the policy."""
    promise = topics[topic].promise
    return usual if promise is None else promise


def state_of(thread: Thread) -> State | Unshown:
    """What *thread* waits for; of one whose comment is not published the decision on that."""
    if thread.comment.moderation.decision != "published":
        return thread.comment.moderation.decision
    state: State = "resolved" if thread.comment.resolved else "open"
    for message in dialogue(thread):
        if isinstance(message, Reply):
            state = "resolved" if message.outcome in CLOSING_OUTCOMES else "answered"
        elif message.moderation.decision == "published":
            state = "resolved" if message.resolved else "open"
    return state


def first_answer(thread: Thread) -> Reply | None:
    """The first of the company's answers that readers see, None while there is none."""
    return next((one for one in dialogue(thread) if isinstance(one, Reply)), None)


def dialogue(thread: Thread) -> list[Comment | Reply]:
    """What follows the comment of *thread* in public, in the order of time.

    Follow-ups that wait for a decision are not in it, and no answer to what is withheld or
    waits; what else is not shown still has its place.
    """
    if thread.comment.moderation.decision in ("pending", "withheld"):
        return []
    hidden = {
        one.stem for one in thread.follow_ups if one.moderation.decision in ("pending", "withheld")
    }
    messages: list[Comment | Reply] = [
        *(one for one in thread.follow_ups if one.moderation.decision != "pending"),
        *(one for one in thread.replies if one.answers not in hidden),
    ]
    return sorted(messages, key=_order)


def _order(message: Comment | Reply) -> tuple[datetime, bool, int, Stem]:
    """By time; at the same time a question before its answer, and the second after the first."""
    number = message.stem.rpartition("-")[2]
    is_reply = isinstance(message, Reply)
    sent = message.date if isinstance(message, Reply) else message.received
    return sent, is_reply, int(number) if number.isdecimal() else 1, message.stem
