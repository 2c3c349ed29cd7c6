"""What differs between two states of a feedback folder, as far as readers of the site see it.

The rules that this module keeps:

* both sides are what would be published, so a text that is pending or withheld has no way into
  the difference; of those that wait for a decision only their number is known;
* a thread is the same as long as its id is, whatever its address;
* who is named are those that the page names: the customer's chosen name, the employee who signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from answerable.model import Feedback, LocalText, Person, ThreadId
from answerable.site.figures import figures
from answerable.site.publication import (
    Message,
    Publication,
    PublishedComment,
    PublishedReply,
    PublishedThread,
)
from answerable.site.publishing import publish, publish_thread
from answerable.site.summary import summarize

Action = Literal["added", "changed", "removed"]
What = Literal["comment", "follow-up", "answer", "thread", "person", "topic", "rule"]

_STATES = ("open", "answered", "resolved", "withheld", "withdrawn", "erased")


@dataclass(frozen=True, slots=True)
class Change:
    """Something on the site that differs.

    ``place`` is the thread's year and name, empty for what is none; ``stem`` the message
    in it. ``by`` is who wrote it, None for an anonymous customer or where nobody did.
    ``notes`` say in half a sentence each what differs besides the words.
    """

    action: Action
    what: What
    title: str
    place: str = ""
    stem: str = ""
    by: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure before and after; None is a median of nothing."""

    name: str
    before: float | None
    after: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that differs; ``figures`` are all figures, the unchanged ones as well."""

    changes: tuple[Change, ...]
    figures: tuple[Figure, ...]


def difference(before: Feedback, after: Feedback, today: date) -> Difference:
    """What becomes of the site when *after* takes the place of *before*."""
    was, now = _Side(before), _Side(after)
    changes = [
        *(change for id_ in {**was.threads, **now.threads} for change in _thread(was, now, id_)),
        *_entries("person", _people(before), _people(after)),
        *_entries("topic", _topics(before), _topics(after)),
        *_entries("rule", _rules(before), _rules(after)),
    ]
    old, new = was.figures(today), now.figures(today)
    return Difference(tuple(changes), tuple(Figure(name, old[name], new[name]) for name in new))


class _Side:
    """One of the two states, as published."""

    def __init__(self, feedback: Feedback) -> None:
        self._feedback = feedback
        self.publication: Publication = publish(feedback.policy, feedback.people, feedback.topics)
        published = (publish_thread(thread, self.publication) for thread in feedback.threads)
        self.threads: dict[ThreadId, PublishedThread] = {
            thread.id: thread for thread in published if thread is not None
        }

    def name_of(self, person: str) -> str:
        people = self._feedback.people
        return people[person].name if person in people else person

    def figures(self, today: date) -> dict[str, float | None]:
        zone = self.publication.calendar.timezone
        summaries = (summarize(thread, "", zone, "") for thread in self.threads.values())
        counted = figures(summaries, today.isoformat())
        waiting = sum(
            message.moderation.decision == "pending"
            for thread in self._feedback.threads
            for message in (thread.comment, *thread.follow_ups)
        )
        return {
            "received": counted.received,
            **{state: counted.states.get(state, 0) for state in _STATES},  # type: ignore[call-overload]
            "answers": sum(len(thread.replies) for thread in self.threads.values()),
            "median working days to the first answer": counted.median_days,
            "waiting for a decision, not shown": waiting,
        }


def _thread(was: _Side, now: _Side, id_: ThreadId) -> Iterator[Change]:
    before, after = was.threads.get(id_), now.threads.get(id_)
    old = {message.stem: message for message in before.messages} if before else {}
    new = {message.stem: message for message in after.messages} if after else {}
    if before and after and (notes := _around(before, after)):
        yield Change("changed", "thread", _title(after), _place(after), notes=notes)
    if after:
        for stem, message in new.items():
            if stem not in old:
                yield _message("added", message, after, now)
            elif (notes := tuple(_differing(old[stem], message))) or _differs(old[stem], message):
                yield _message("changed", message, after, now, notes)
    if before:
        for stem, message in old.items():
            if stem not in new:
                yield _message("removed", message, before, was)


def _message(
    action: Action,
    message: Message,
    thread: PublishedThread,
    side: _Side,
    notes: tuple[str, ...] = (),
) -> Change:
    what: What = "comment" if message is thread.opening else "follow-up"
    by = None
    if isinstance(message, PublishedReply):
        what, by = "answer", side.name_of(message.signed_by)
        if action == "added" and message.outcome:
            notes = (*notes, f"outcome: {message.outcome}")
    elif isinstance(message, PublishedComment):
        by = message.sender
    elif action == "added":
        notes = (*notes, message.decision)
    return Change(action, what, _title(thread), _place(thread), message.stem, by, notes)


def _around(before: PublishedThread, after: PublishedThread) -> tuple[str, ...]:
    """What differs in a thread besides its messages."""
    pairs = (
        ("title", before.title, after.title),
        ("address", before.url, after.url),
        ("kind", before.kind, after.kind),
        ("topic", before.topic, after.topic),
        ("tags", ", ".join(before.tags), ", ".join(after.tags)),
    )
    # A title that is no longer shown must not be told here either.
    told = (one for one in pairs if one[0] != "title" or not (before.is_stub or after.is_stub))
    notes = [f"{name}: {old or '-'} -> {new or '-'}" for name, old, new in told if old != new]
    if _files(before) != _files(after):
        notes.append("other pictures or documents")
    return tuple(notes)


def _files(thread: PublishedThread) -> list[tuple[str, int]]:
    return [(asset.name, asset.size) for asset in thread.assets]


def _differing(old: Message, new: Message) -> Iterator[str]:
    """In words, what is now otherwise about a message."""
    if _state(old) != _state(new):
        yield f"{_state(old)} -> {_state(new)}"
    if isinstance(old, PublishedReply) and isinstance(new, PublishedReply):
        if old.body != new.body:
            yield "other words"
        if old.outcome != new.outcome:
            yield f"outcome: {old.outcome or '-'} -> {new.outcome or '-'}"
        if old.seal.state != new.seal.state:
            yield f"signature: {old.seal.state} -> {new.seal.state}"
    elif isinstance(old, PublishedComment) and isinstance(new, PublishedComment):
        if old.redactions != new.redactions:
            yield "a passage removed"
        elif old.body != new.body:
            yield "other words"


def _differs(old: Message, new: Message) -> bool:
    if isinstance(old, PublishedReply) and isinstance(new, PublishedReply):
        # The time of a key is on its owner's page.
        return replace(old, seal=new.seal) != new
    return old != new


def _state(message: Message) -> str:
    return (
        "published" if isinstance(message, PublishedComment | PublishedReply) else message.decision
    )


def _title(thread: PublishedThread) -> str:
    return thread.title or "(not shown)"


def _place(thread: PublishedThread) -> str:
    return f"{thread.year}/{thread.slug}"


Entries = Mapping[str, tuple[str, object]]
"""By id: a name, and all that readers see."""


def _entries(what: What, before: Entries, after: Entries) -> Iterator[Change]:
    for id_, (name, shown) in after.items():
        if id_ not in before:
            yield Change("added", what, name)
        elif before[id_][1] != shown:
            yield Change("changed", what, name)
    for id_, (name, _) in before.items():
        if id_ not in after:
            yield Change("removed", what, name)


def _people(feedback: Feedback) -> Entries:
    return {id_: (one.name, _shown(one)) for id_, one in feedback.people.items()}


def _shown(person: Person) -> tuple[object, ...]:
    picture = (person.portrait.name, person.portrait.size) if person.portrait else None
    return replace(person, path="", portrait=None), picture


def _topics(feedback: Feedback) -> Entries:
    return {id_: (_plain(one.title), replace(one, path="")) for id_, one in feedback.topics.items()}


def _rules(feedback: Feedback) -> Entries:
    return {code: (_plain(one.title), one) for code, one in feedback.policy.rules.items()}


def _plain(text: LocalText) -> str:
    return text.in_language("en")
