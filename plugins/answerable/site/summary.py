"""What lists, feeds, figures and data pages know of a thread.

The archive is never in memory with its words: a summary is a few hundred bytes, and so is all
that a build holds of a thread that did not change. Its fields are what JSON can hold, so that
a hundred thousand of them are read in the time that as many texts take.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import tzinfo
from typing import NamedTuple, cast

from answerable.model import (
    GOOD_SEALS,
    Channel,
    Kind,
    PersonId,
    SealState,
    Stem,
    ThreadId,
    TopicId,
)
from answerable.site.dialogue import ShownMessage, appeared, shown_messages
from answerable.site.publication import (
    Message,
    PublishedReply,
    PublishedThread,
    Stub,
    ThreadState,
)


class Summary(NamedTuple):
    """One thread. Times that end in ``_at`` are seconds since 1970, the others ISO 8601.

    ``digest`` changes with every change of what is public. ``state`` is a state or the
    decision of a stub; ``title``, ``language``, ``channel`` and ``published`` are None in a
    stub. ``month`` is that of the receipt, in the time zone of the site. ``signers`` gave the
    replies, in their order. ``shown`` has stem, time of appearance and, of a reply, its
    signer and the state of a seal that proves nothing, for each message that is shown, in the
    order of the dialogue (see :meth:`messages` and :meth:`weak_answers`);
    ``latest_at`` is the last of these times, ``answered_at`` that of the last reply, 0 where
    there is none. ``reasons`` are the rules that stubs name, ``moderated`` what readers see of
    moderation in it (see :func:`marks`), and ``items`` counts its messages, those that are not
    published as well (see :mod:`answerable.site.tally`).
    """

    digest: str
    id: ThreadId
    year: str
    slug: str
    title: str | None
    kind: Kind
    topic: TopicId
    tags: Sequence[str]
    state: ThreadState
    is_stub: bool
    outcome: str | None
    language: str | None
    channel: Channel | None
    received: str
    received_at: float
    month: str
    published: str | None
    answered_in: int | None
    due: str
    changed: str
    changed_at: float
    signers: Sequence[PersonId]
    shown: str
    latest_at: float
    answered_at: float
    reasons: Sequence[str]
    moderated: Sequence[str]
    items: str

    @property
    def url(self) -> str:
        """The address below the site's, e.g. ``threads/2026/spare-parts/``."""
        return f"threads/{self.year}/{self.slug}/"

    def messages(self) -> Iterator[tuple[Stem, float, PersonId]]:
        """Stem, time of appearance and signer of each message that is shown, "" of none."""
        for message in self.shown.split():
            stem, at, signer, _ = message.split("|")
            yield stem, float(at), signer

    def weak_answers(self) -> Iterator[tuple[Stem, float, PersonId, SealState]]:
        """Of each answer whose signature proves nothing: stem, time, signer, and why."""
        for message in self.shown.split():
            stem, at, signer, state = message.split("|")
            if state:
                yield stem, float(at), signer, cast("SealState", state)


def summarize(thread: PublishedThread, digest: str, timezone: tzinfo, items: str) -> Summary:
    """The summary of *thread*; *timezone* is that of the site, *items* are its tally."""
    opening = thread.opening
    shown = None if isinstance(opening, Stub) else opening
    replies = thread.replies
    messages = shown_messages(thread)
    outcomes = [reply.outcome for reply in replies if reply.outcome]
    return Summary(
        digest=digest,
        id=thread.id,
        year=thread.year,
        slug=thread.slug,
        title=thread.title,
        kind=thread.kind,
        topic=thread.topic,
        tags=thread.tags,
        state=thread.state,
        is_stub=shown is None,
        outcome=outcomes[-1] if outcomes else None,
        language=shown.language if shown else None,
        channel=shown.channel if shown else None,
        received=opening.received.isoformat(),
        received_at=opening.received.timestamp(),
        month=f"{opening.received.astimezone(timezone):%Y-%m}",
        published=shown.published.isoformat() if shown else None,
        answered_in=thread.answered_in,
        due=thread.due.isoformat(),
        changed=thread.changed.isoformat(),
        changed_at=thread.changed.timestamp(),
        signers=[reply.signed_by for reply in replies],
        shown=" ".join(map(_written, messages)),
        latest_at=max((appeared(message).timestamp() for message in messages), default=0),
        answered_at=replies[-1].date.timestamp() if replies else 0,
        reasons=[
            message.reason
            for message in thread.messages
            if isinstance(message, Stub) and message.reason
        ],
        moderated=sorted({mark for message in thread.messages for mark in marks(message)}),
        items=items,
    )


def marks(message: Message) -> Iterator[str]:
    """What readers see of moderation in *message*: lists are made of these words.

    A decision of a stub, ``rule-`` with the code by which it is withheld, ``redacted``,
    ``appeal``, and what became of that: ``upheld`` or ``reversed``.
    """
    if isinstance(message, PublishedReply):
        return
    if isinstance(message, Stub):
        yield message.decision
        if message.decision == "withheld" and message.reason:
            yield f"rule-{message.reason}"
    elif message.redactions:
        yield "redacted"
    if appeal := message.appeal:
        yield "appeal"
        if appeal.reversed or appeal.upheld:
            yield "reversed" if appeal.reversed else "upheld"


def _written(message: ShownMessage) -> str:
    # One text instead of many values: an archive has hundreds of thousands of messages.
    signer = weak = ""
    if isinstance(message, PublishedReply):
        signer = message.signed_by
        weak = "" if message.seal.state in GOOD_SEALS else message.seal.state
    return f"{message.stem}|{appeared(message).timestamp()!r}|{signer}|{weak}"
