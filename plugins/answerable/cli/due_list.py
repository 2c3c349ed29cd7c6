"""What is due or overdue by its promise, for each owner of a topic.

The rules that this module keeps:

* a thread is listed for each owner of its topic who works for the company today. One that
  nobody of them owns is listed for nobody, so that none is forgotten;
* it is listed where its promise is over, or ends within some working days;
* the last day of the promise is said first, then how that lies to today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from answerable.model import Feedback, Person, PersonId, Thread
from answerable.promises import Due, due_list
from answerable.report import count
from answerable.terminal import visible
from answerable.workdays import local_day


@dataclass(frozen=True, slots=True)
class Owed:
    """What one *person* owes an answer to; None stands for threads that nobody owns."""

    person: Person | None
    threads: tuple[Due, ...]


def owed(feedback: Feedback, at: datetime, within: int) -> list[Owed]:
    """What is over at *at* or ends *within* working days after that day, by owner.

    Who has the earliest promise comes first.
    """
    today = local_day(at, feedback.policy.calendar)
    of: defaultdict[PersonId | None, list[Due]] = defaultdict(list)
    for due in due_list(feedback, at):
        if due.left <= within:
            for owner in _owners(feedback, due.thread, today):
                of[owner].append(due)
    people = feedback.people
    return [Owed(people[id_] if id_ else None, tuple(threads)) for id_, threads in of.items()]


def _owners(feedback: Feedback, thread: Thread, today: date) -> Sequence[PersonId | None]:
    people = (feedback.people[owner] for owner in feedback.topics[thread.topic].owners)
    working = [
        one.id for one in people if one.since <= today and (one.until is None or today <= one.until)
    ]
    return working or [None]


def when(due: Due) -> str:
    """How the last day of the promise lies to today."""
    if due.left == 0:
        return "due today"
    days = count(abs(due.left), "working day", "working days")
    return f"overdue by {days}" if due.overdue else f"due in {days}"


def as_text(owed: Iterable[Owed], folder: str) -> str:
    """A list for a terminal; *folder* is how the folder of the threads is shown."""
    blocks = []
    for one in owed:
        name = f"{one.person.name} ({one.person.id})" if one.person else "Nobody owns these"
        lines = [f"{visible(name)}: {count(len(one.threads), 'thread', 'threads')}"]
        for due in one.threads:
            thread = due.thread
            lines += [
                f"  {due.promised_by}, {when(due)}: {visible(thread.title or '')}",
                f"    {folder}/threads/{thread.year}/{thread.slug}",
            ]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def as_data(owed: Iterable[Owed], today: date) -> dict[str, Any]:
    """The list for programs."""
    return {
        "version": 1,
        "today": today.isoformat(),
        "owners": [
            {
                "person": one.person.id if one.person else None,
                "name": one.person.name if one.person else None,
                "threads": [_data_of(due) for due in one.threads],
            }
            for one in owed
        ],
    }


def _data_of(due: Due) -> dict[str, Any]:
    thread = due.thread
    return {
        "id": thread.id,
        "thread": f"{thread.year}/{thread.slug}",
        "title": thread.title,
        "topic": thread.topic,
        "received": thread.comment.received.isoformat(),
        "promised_by": due.promised_by.isoformat(),
        "working_days_left": due.left,
        "overdue": due.overdue,
    }
