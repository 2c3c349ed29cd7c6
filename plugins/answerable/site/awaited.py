"""What waits for an answer: which of it was promised, and what is late.

What is late when a page is made is late until it is answered, so a page may say so. What is not
late yet can be tomorrow, so a page names the day and leaves the rest to the reader.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from answerable.site.publication import PublishedThread
from answerable.site.summary import Summary


class Awaited(NamedTuple):
    """Open threads: ``overdue`` and ``promised`` by the day of the promise, the first first.

    ``again`` are those that were answered once, who waits longest first: nothing was promised
    for them.
    """

    overdue: list[Summary]
    promised: list[Summary]
    again: list[Summary]


def awaited(threads: Iterable[Summary], today: str) -> Awaited:
    """The open ones of *threads* on the day *today*."""
    found = Awaited([], [], [])
    for thread in threads:
        if awaits_promised(thread):
            (found.overdue if thread.due < today else found.promised).append(thread)
        elif thread.state == "open":
            found.again.append(thread)
    for part in (found.overdue, found.promised):
        part.sort(key=lambda thread: (thread.due, thread.id))
    found.again.sort(key=lambda thread: (asked_at(thread), thread.id))
    return found


def awaits_promised(thread: PublishedThread | Summary) -> bool:
    """Whether *thread* waits for the answer that was promised, which is its first."""
    return thread.state == "open" and thread.answered_in is None


def asked_at(thread: Summary) -> float:
    """When the customer's messages after the last answer began to appear, in seconds."""
    asked = thread.received_at
    for _, at, signer in reversed(list(thread.messages())):
        if signer:
            break
        asked = at
    return asked
