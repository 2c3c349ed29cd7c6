"""What the public may see: the only thing that ``site/`` is built from.

The rules that this module keeps:

* a :class:`PublishedThread` has no field for a text, a name or a title that is pending,
  withheld, withdrawn or erased: what is not published cannot leak through a template;
* of a decision the public sees what it is, why and when, and never who made it.

What becomes of a thread is decided in ``site.publishing``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from answerable.model import (
    UNSIGNED,
    Asset,
    Calendar,
    Channel,
    Kind,
    LocalText,
    Origin,
    Outcome,
    Person,
    PersonId,
    Prompt,
    Rule,
    RuleCode,
    Seal,
    State,
    Stem,
    ThreadId,
    Topic,
    TopicId,
)
from answerable.promises import promise_of
from answerable.site.decisions import (
    PastDecision,
    PublishedAppeal,
    PublishedRedaction,
)

Gone = Literal["withheld", "withdrawn", "erased"]
GONE: tuple[Gone, ...] = ("withheld", "withdrawn", "erased")
ThreadState = State | Gone


@dataclass(frozen=True, slots=True)
class PublishedComment:
    """A customer's message as the public reads it. ``sender`` is None if anonymous.

    ``nonce`` is the key of the digests in the answers to it, and as public as the words are.
    """

    stem: Stem
    sender: str | None
    channel: Channel
    received: datetime
    published: datetime
    language: str
    body: str
    source: Origin | None
    resolved: bool
    nonce: str | None = None
    redactions: tuple[PublishedRedaction, ...] = ()
    appeal: PublishedAppeal | None = None


@dataclass(frozen=True, slots=True)
class PublishedReply:
    """An employee's message. ``answers`` is the stem of a message of the same thread.

    ``head`` is what stands in front of the body in the message's file. ``redacted_later``
    says that the question or the title was redacted since, so that their digests fit no more.
    """

    stem: Stem
    answers: Stem
    signed_by: PersonId
    date: datetime
    language: str
    body: str
    outcome: Outcome | None
    question: str
    seal: Seal = UNSIGNED
    head: str = ""
    signature: bytes | None = None
    redacted_later: bool = False

    @property
    def file(self) -> bytes:
        """The message's file, byte for byte, which ``signature`` covers."""
        return f"{self.head}{self.body}".encode()


@dataclass(frozen=True, slots=True)
class Stub:
    """What remains of a customer's message that is not shown, and since when.

    ``prompted_by`` and ``facts`` are there only where it is withheld; ``facts`` is written for
    everybody. ``history`` are the earlier decisions, the oldest first.
    """

    stem: Stem
    decision: Gone
    reason: RuleCode | None
    received: datetime
    decided: datetime
    prompted_by: Prompt | None = None
    facts: str | None = None
    appeal: PublishedAppeal | None = None
    history: tuple[PastDecision, ...] = ()


Message = PublishedComment | PublishedReply | Stub


@dataclass(frozen=True, slots=True)
class PublishedThread:
    """A comment and what follows. ``messages`` are in the order of time, the opening one first.

    ``state`` is the decision in a stub. ``answered_in`` is the working days from receipt to the
    first answer, None while there is none; ``due`` the last day that keeps the promise of
    the topic. ``changed`` is the time of the last message or decision.
    """

    id: ThreadId
    year: str
    slug: str
    title: str | None
    kind: Kind
    topic: TopicId
    tags: tuple[str, ...]
    messages: tuple[Message, ...]
    assets: tuple[Asset, ...]
    state: ThreadState
    answered_in: int | None
    due: date
    changed: datetime

    @property
    def url(self) -> str:
        """The address below the site's, e.g. ``threads/2026/spare-parts/``."""
        return f"threads/{self.year}/{self.slug}/"

    @property
    def opening(self) -> PublishedComment | Stub:
        """The message that opens the thread."""
        opening = self.messages[0]
        assert not isinstance(opening, PublishedReply)
        return opening

    @property
    def received(self) -> datetime:
        """When the opening message came in."""
        return self.opening.received

    @property
    def replies(self) -> tuple[PublishedReply, ...]:
        """The company's answers, in the order of time."""
        return tuple(m for m in self.messages if isinstance(m, PublishedReply))

    @property
    def is_stub(self) -> bool:
        """Whether the words that open the thread are not shown."""
        return isinstance(self.opening, Stub)


@dataclass(frozen=True, slots=True)
class Publication:
    """What the site shows around its threads.

    ``redress`` tells in Markdown how somebody can object to a decision; ``least`` is how many
    items a figure of the transparency page needs to be shown.
    """

    people: Mapping[PersonId, Person]
    topics: Mapping[TopicId, Topic]
    rules: Mapping[RuleCode, Rule]
    promise: int
    calendar: Calendar
    redress: LocalText | None = None
    least: int = 5

    def promise_of(self, topic: TopicId) -> int:
        """Working days that are promised for the first answer on *topic*."""
        return promise_of(topic, self.topics, self.promise)


def sent(message: Message) -> datetime:
    """When *message* was written or came in."""
    return message.date if isinstance(message, PublishedReply) else message.received
