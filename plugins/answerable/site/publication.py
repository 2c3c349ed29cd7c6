"""What the public may see: the only thing that ``site/`` is built from.

The rules that this module keeps:

* a :class:`PublishedThread` has no field for a text, a name or a title that is pending,
  withheld, withdrawn or erased: what is not published cannot leak through a template;
* a thread whose opening comment is pending does not exist here; one whose opening comment
  is withheld is a stub and nothing else;
* an answer to a pending or a withheld message is left out with it, an answer to one that
  was withdrawn or erased stays: it is the company's own word;
* files of a thread are public only where a published message shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from answerable.markup import asset_references
from answerable.model import (
    CLOSING_OUTCOMES,
    UNSIGNED,
    Asset,
    Calendar,
    Channel,
    Comment,
    Kind,
    Origin,
    Outcome,
    Person,
    PersonId,
    Policy,
    Rule,
    RuleCode,
    Seal,
    State,
    Stem,
    Thread,
    ThreadId,
    Topic,
    TopicId,
)
from answerable.workdays import add_working_days, working_days_between

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


@dataclass(frozen=True, slots=True)
class PublishedReply:
    """An employee's message. ``answers`` is the stem of a message of the same thread.

    ``head`` is what stands in front of the body in the message's file.
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

    @property
    def file(self) -> bytes:
        """The message's file, byte for byte, which ``signature`` covers."""
        return f"{self.head}{self.body}".encode()


@dataclass(frozen=True, slots=True)
class Stub:
    """What remains of a customer's message that is not shown, and since when."""

    stem: Stem
    decision: Gone
    reason: RuleCode | None
    received: datetime
    decided: datetime


Message = PublishedComment | PublishedReply | Stub


@dataclass(frozen=True, slots=True)
class PublishedThread:
    """A conversation. ``messages`` are in the order of time, the opening one first.

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
    """What the site shows around its threads."""

    people: Mapping[PersonId, Person]
    topics: Mapping[TopicId, Topic]
    rules: Mapping[RuleCode, Rule]
    promise: int
    calendar: Calendar

    def promise_of(self, topic: TopicId) -> int:
        """Working days that are promised for the first answer on *topic*."""
        promise = self.topics[topic].promise
        return self.promise if promise is None else promise


def publish(
    policy: Policy, people: Mapping[PersonId, Person], topics: Mapping[TopicId, Topic]
) -> Publication:
    """What the site shows of *policy*, *people* and *topics*: all of it is public."""
    return Publication(people, topics, policy.rules, policy.promise, policy.calendar)


def publish_thread(thread: Thread, publication: Publication) -> PublishedThread | None:
    """What may be shown of *thread*, None if nothing: see the rules on top of this module."""
    opening = _publish_comment(thread.comment)
    if opening is None:
        return None
    if isinstance(opening, Stub) and opening.decision == "withheld":
        messages: tuple[Message, ...] = (opening,)
    else:
        messages = (opening, *_dialogue(thread))
    first_answer = next((m for m in messages if isinstance(m, PublishedReply)), None)
    shown = isinstance(opening, PublishedComment)
    return PublishedThread(
        id=thread.id,
        year=thread.year,
        slug=thread.slug,
        title=thread.title if shown else None,
        kind=thread.kind,
        topic=thread.topic,
        tags=thread.tags if shown else (),
        messages=messages,
        assets=_shown_assets(thread.assets, messages),
        state=opening.decision if isinstance(opening, Stub) else _state(messages),
        answered_in=None
        if first_answer is None
        else working_days_between(opening.received, first_answer.date, publication.calendar),
        due=add_working_days(
            opening.received, publication.promise_of(thread.topic), publication.calendar
        ),
        changed=max(_changed(message) for message in messages),
    )


def _publish_comment(comment: Comment) -> PublishedComment | Stub | None:
    decision = comment.moderation
    if decision.decision == "pending":
        return None
    decided = decision.at or comment.received
    if decision.decision != "published":
        return Stub(comment.stem, decision.decision, decision.reason, comment.received, decided)
    return PublishedComment(
        stem=comment.stem,
        sender=comment.sender,
        channel=comment.channel,
        received=comment.received,
        published=decided,
        language=comment.language,
        body=comment.body,
        source=comment.source,
        resolved=comment.resolved,
        nonce=comment.nonce,
    )


def _dialogue(thread: Thread) -> list[Message]:
    follow_ups = [m for c in thread.follow_ups if (m := _publish_comment(c)) is not None]
    unanswerable = {
        comment.stem
        for comment in (thread.comment, *thread.follow_ups)
        if comment.moderation.decision in ("pending", "withheld")
    }
    replies = [
        PublishedReply(
            stem=reply.stem,
            answers=reply.answers,
            signed_by=reply.signed_by,
            date=reply.date,
            language=reply.language,
            body=reply.body,
            outcome=reply.outcome,
            question=reply.question,
            seal=reply.seal,
            head=reply.file.decode().removesuffix(reply.body),
            signature=reply.signature,
        )
        for reply in thread.replies
        if reply.answers not in unanswerable
    ]
    return sorted([*follow_ups, *replies], key=_order)


def _order(message: Message) -> tuple[datetime, bool, int, Stem]:
    """By time; at the same time a question before its answer, and the second after the first."""
    number = message.stem.rpartition("-")[2]
    is_reply = isinstance(message, PublishedReply)
    return sent(message), is_reply, int(number) if number.isdecimal() else 1, message.stem


def sent(message: Message) -> datetime:
    """When *message* was written or came in."""
    return message.date if isinstance(message, PublishedReply) else message.received


def _changed(message: Message) -> datetime:
    if isinstance(message, PublishedReply):
        return message.date
    return message.decided if isinstance(message, Stub) else message.published


def _state(messages: Iterable[Message]) -> State:
    """The last word decides (docs/format.md, "States")."""
    state: State = "open"
    for message in messages:
        if isinstance(message, PublishedReply):
            state = "resolved" if message.outcome in CLOSING_OUTCOMES else "answered"
        elif isinstance(message, PublishedComment):
            state = "resolved" if message.resolved else "open"
    return state


def _shown_assets(assets: tuple[Asset, ...], messages: Iterable[Message]) -> tuple[Asset, ...]:
    if not assets:
        return ()
    shown = {
        reference
        for message in messages
        if not isinstance(message, Stub) and "assets/" in message.body
        for reference in asset_references(message.body)
    }
    return tuple(asset for asset in assets if f"assets/{asset.name}" in shown)
