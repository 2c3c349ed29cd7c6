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
    Asset,
    Comment,
    Person,
    PersonId,
    Policy,
    Reply,
    Thread,
    Topic,
    TopicId,
)
from answerable.promises import dialogue, state_of
from answerable.site.decisions import past_decisions, publish_appeal, publish_redactions
from answerable.site.publication import (
    Message,
    Publication,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
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
    state = state_of(thread)
    if opening is None or state == "pending":
        return None
    messages: tuple[Message, ...] = (opening, *map(_publish, dialogue(thread)))
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
        state=state,
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


def _publish(message: Comment | Reply) -> Message:
    if isinstance(message, Comment):
        shown = _publish_comment(message)
        assert shown is not None
        return shown
    return PublishedReply(
        stem=message.stem,
        answers=message.answers,
        signed_by=message.signed_by,
        date=message.date,
        language=message.language,
        body=message.body,
        outcome=message.outcome,
        question=message.question,
        seal=message.seal,
        head=message.file.decode().removesuffix(message.body),
        signature=message.signature,
        redacted_later=message.redacted_later,
    )


def _changed(message: Message) -> datetime:
    if isinstance(message, PublishedReply):
        return message.date
    times = message.appeal.times if message.appeal else ()
    if isinstance(message, Stub):
        return max((message.decided, *times))
    return max((message.published, *times, *(one.at for one in message.redactions)))


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
