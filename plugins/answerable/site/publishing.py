"""From the model to what the public may see of it.

The rules that this module keeps:

* a thread whose opening comment is pending does not exist for the public; one whose opening
  comment is withheld is a stub and nothing else;
* an answer to a pending or a withheld message is left out with it, an answer to one that
  was withdrawn or erased stays: it is the company's own word;
* files of a thread are public only where a published message shows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from answerable.markup import asset_references
from answerable.model import (
    CLOSING_OUTCOMES,
    Asset,
    Comment,
    Person,
    PersonId,
    Policy,
    State,
    Stem,
    Thread,
    Topic,
    TopicId,
)
from answerable.site.decisions import past_decisions, publish_appeal, publish_redactions
from answerable.site.publication import (
    Message,
    Publication,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
    sent,
)
from answerable.workdays import add_working_days, working_days_between


def publish(
    policy: Policy, people: Mapping[PersonId, Person], topics: Mapping[TopicId, Topic]
) -> Publication:
    """What the site shows of *policy*, *people* and *topics*: all of it is public."""
    return Publication(
        people,
        topics,
        policy.rules,
        policy.promise,
        policy.calendar,
        policy.redress,
        policy.least,
    )


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
    appeal = publish_appeal(comment.appeal)
    if decision.decision != "published":
        withheld = decision.decision == "withheld"
        return Stub(
            stem=comment.stem,
            decision=decision.decision,
            reason=decision.reason,
            received=comment.received,
            decided=decided,
            prompted_by=decision.prompted_by if withheld else None,
            facts=decision.facts if withheld else None,
            appeal=appeal,
            history=past_decisions(comment.history),
        )
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
        redactions=publish_redactions(comment.redactions),
        appeal=appeal,
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
            redacted_later=reply.redacted_later,
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


def _changed(message: Message) -> datetime:
    if isinstance(message, PublishedReply):
        return message.date
    times = message.appeal.times if message.appeal else ()
    if isinstance(message, Stub):
        return max((message.decided, *times))
    return max((message.published, *times, *(one.at for one in message.redactions)))


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
