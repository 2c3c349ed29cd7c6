"""Who answers whom: the messages of a conversation as threads, follow-ups and replies.

The rules, the same for every format:

* a customer's message that answers nothing opens a thread; below another customer's message,
  or below an answer to one, it is a follow-up there;
* a message of staff answers the nearest customer's message at or above its parent. Where the
  parent says only the branch or the topic, it answers the latest customer's message before
  it there: that is whom people go on talking to;
* staff that answers nobody is not published, and what customers wrote below opens threads of
  its own. So is an answer to something that is itself left out;
* whoever is staff was said by name; a mark of the other system is only a hint.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal, get_args

from answerable.importers.interface import Conversation, SourceMessage
from answerable.model import PersonId

Role = Literal["opens", "follows", "answers", "out"]
ROLES: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message belongs.

    ``thread`` is the message that opens its thread. ``answers`` is the customer's message
    that staff answers. ``reason`` says why the message is left out.
    """

    message: SourceMessage
    role: Role
    thread: SourceMessage | None = None
    answers: SourceMessage | None = None
    person: PersonId | None = None
    reason: str = ""


def place_messages(conversation: Conversation, staff: Mapping[str, PersonId]) -> tuple[Place, ...]:
    """A place for every message, by time. *staff* maps names of authors to people."""
    return _Placing(conversation, staff).all()


class _Placing:
    """The places of one conversation. A message is placed after the one it answers."""

    def __init__(self, conversation: Conversation, staff: Mapping[str, PersonId]) -> None:
        self._staff = staff
        self._nesting = conversation.nesting
        self._order = sorted(conversation.messages, key=lambda message: message.date)
        self._first = conversation.messages[0] if conversation.messages else None
        self._by_id = {message.id: message for message in reversed(conversation.messages)}
        self._rank = {id(message): rank for rank, message in enumerate(self._order)}
        self._places: dict[int, Place] = {}
        # The ranks of customers' messages, in all and by thread.
        self._customers: defaultdict[int | None, list[int]] = defaultdict(list)

    def all(self) -> tuple[Place, ...]:
        for message in self._order:
            self._place_chain(message)
        return tuple(self._places[id(message)] for message in self._order)

    def _place_chain(self, message: SourceMessage) -> None:
        """Place *message* after all that stand above it, however deep that is."""
        chain: dict[int, SourceMessage] = {}
        above: SourceMessage | None = message
        # Parents that run in a circle end where it closes.
        while above is not None and id(above) not in self._places and id(above) not in chain:
            chain[id(above)] = above
            above = self._by_id.get(above.parent) if above.parent is not None else None
        for one in reversed(chain.values()):
            place = self._places[id(one)] = self._place(one)
            if place.role in ("opens", "follows"):
                for thread in (None, id(place.thread)):
                    insort(self._customers[thread], self._rank[id(one)])

    def _place(self, message: SourceMessage) -> Place:
        if message.left_out is not None:
            return Place(message, "out", reason=message.left_out)
        person = next((self._staff[name] for name in message.names if name in self._staff), None)
        if person is None:
            return self._customer(message)
        return replace(self._answer(message), person=person)

    def _customer(self, message: SourceMessage) -> Place:
        parent = self._parent(message)
        home = (self._thread_at(parent) if parent is not None else None) or self._topic()
        if home is None:
            return Place(message, "opens", thread=message)
        return Place(message, "follows", thread=home)

    def _answer(self, message: SourceMessage) -> Place:
        parent = self._parent(message)
        if parent is None:
            if message.parent is not None:
                return Place(message, "out", reason="what it answers is not in the export")
            target = self._latest(message, None) if self._nesting == "topic" else None
            reason = "staff wrote it, and it answers no customer"
        else:
            if parent.left_out is not None:
                return Place(message, "out", reason="what it answers is left out")
            target = self._customer_at(parent)
            if self._nesting == "branch" and target is not None and parent.parent is None:
                target = self._latest(message, self._thread_at(parent)) or target
            reason = "staff answers staff, and no customer stands above"
        if target is None:
            return Place(message, "out", reason=reason)
        return Place(message, "answers", thread=self._thread_at(target), answers=target)

    def _parent(self, message: SourceMessage) -> SourceMessage | None:
        parent = self._by_id.get(message.parent) if message.parent is not None else None
        return parent if parent is not None and id(parent) in self._places else None

    def _customer_at(self, message: SourceMessage) -> SourceMessage | None:
        """The customer's message that *message* is, or answers, or stands below."""
        place = self._places[id(message)]
        if place.role in ("opens", "follows"):
            return message
        return place.answers

    def _thread_at(self, message: SourceMessage) -> SourceMessage | None:
        above: SourceMessage | None = message
        while above is not None:
            place = self._places[id(above)]
            if place.thread is not None:
                return place.thread
            above = self._parent(above)
        return None

    def _topic(self) -> SourceMessage | None:
        """What opens the topic, where messages without a parent belong to it."""
        if self._nesting != "topic" or self._first is None:
            return None
        place = self._places.get(id(self._first))
        return self._first if place is not None and place.role == "opens" else None

    def _latest(self, message: SourceMessage, thread: SourceMessage | None) -> SourceMessage | None:
        """The customer's message that came last before *message*, in *thread* if given."""
        ranks = self._customers[None if thread is None else id(thread)]
        before = bisect_left(ranks, self._rank[id(message)])
        return self._order[ranks[before - 1]] if before else None
