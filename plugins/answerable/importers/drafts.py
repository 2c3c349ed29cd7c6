"""The messages of an import as values of the model, and the names that they get.

Everything here follows from the export and the caller's choices, so that the same import
gives the same files; only nonces are random.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from answerable.importers.html import web_address
from answerable.importers.interface import Conversation, SourceMessage
from answerable.importers.words import LONGEST_TITLE, name_of, one_line, title_of
from answerable.markup import excerpt
from answerable.model import (
    COMMENT,
    Calendar,
    Comment,
    Decision,
    Kind,
    Origin,
    Person,
    PersonId,
    Reply,
    Stem,
    Thread,
    ThreadId,
    TopicId,
)
from answerable.source.messages import MOST_TAGS
from answerable.source.names import CUSTOMER, is_slug, slug_of
from answerable.source.write import ID_DIGITS, ID_LENGTH, new_nonce

LONGEST_SLUG = 70
LONGEST_GIVEN_TITLE = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What the caller decided for all messages of an import.

    ``staff`` maps names of authors to people. ``base_url`` is the address of the old site.
    ``decided`` is when the moderator decides about what nobody could read before.
    """

    system: str
    kind: Kind
    topic: TopicId
    language: str
    calendar: Calendar
    staff: Mapping[str, PersonId] = field(default_factory=dict)
    people: Mapping[PersonId, Person] = field(default_factory=dict)
    moderator: PersonId | None = None
    base_url: str | None = None
    decided: datetime | None = None


def draft_thread(
    message: SourceMessage, conversation: Conversation, thread: ThreadId, choices: Choices
) -> Thread:
    """The thread that *message* opens; its folder is named as if it were free."""
    title = excerpt(one_line(conversation.title or ""), LONGEST_GIVEN_TITLE)
    words = title or title_of(message.text)
    slugs = (slug_of(tag) for tag in conversation.tags)
    tags = dict.fromkeys(tag for tag in slugs if is_slug(tag))
    return Thread(
        id=thread,
        year=f"{message.date.year:04}",
        # The words of a customer are no good address where the page has one.
        slug=folder_name(conversation.title, conversation.page, words),
        title=words or excerpt(one_line(conversation.page), LONGEST_TITLE) or choices.system,
        kind=choices.kind,
        topic=choices.topic,
        tags=tuple(tags)[:MOST_TAGS],
        comment=draft_comment(message, COMMENT, choices, public=conversation.public),
    )


def draft_comment(message: SourceMessage, stem: Stem, choices: Choices, *, public: bool) -> Comment:
    """A customer's message.

    If it was *public*, it is published when it was received. A private one is published when
    the moderator decides, and pending without one.
    """
    return Comment(
        stem=stem,
        path="",
        sender=name_of(message.name),
        channel="import",
        received=message.date,
        language=choices.language,
        nonce=new_nonce(),
        moderation=_decision(message, choices, public=public),
        body=message.text,
        source=_origin(message, choices.system),
    )


def draft_reply(
    message: SourceMessage, person: PersonId, answers: Stem, question: str, choices: Choices
) -> Reply:
    """A message of staff; *question* is the digest of the message that it answers."""
    return Reply(
        stem=stem_of(message.date, person),
        path="",
        answers=answers,
        question=question,
        signed_by=person,
        date=message.date,
        language=choices.language,
        body=message.text,
        source=_origin(message, choices.system),
    )


def _decision(message: SourceMessage, choices: Choices, *, public: bool) -> Decision:
    if not public and choices.moderator is None:
        return Decision("pending")
    decided = message.date if public else max(message.date, choices.decided or message.date)
    return Decision("published", by=choices.moderator, at=decided)


def stem_of(at: datetime, author: PersonId = CUSTOMER) -> Stem:
    """The name of a message of *author*, the first of that day."""
    return f"{at.date().isoformat()}-{author}"


def thread_id_of(system: str, identity: str, taken: Collection[ThreadId]) -> ThreadId:
    """The id of the thread that a message opens, the same for the same message."""
    attempt = 0
    while True:
        text = "\0".join((system, identity, *([str(attempt)] if attempt else ())))
        number = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
        digits = []
        for _ in range(ID_LENGTH):
            number, digit = divmod(number, len(ID_DIGITS))
            digits.append(ID_DIGITS[digit])
        thread = "".join(digits)
        if thread not in taken:
            return thread
        attempt += 1


def _origin(message: SourceMessage, system: str) -> Origin:
    url = web_address(message.url)
    return Origin(system, message.id, url if url and not url.startswith("mailto:") else None)


def folder_name(*candidates: str | None) -> str:
    """The name of a thread's folder, made of the first of *candidates* that has letters."""
    for candidate in candidates:
        slug = slug_of(candidate or "")
        if len(slug) > LONGEST_SLUG:
            cut = slug[:LONGEST_SLUG]
            whole = slug[LONGEST_SLUG] == "-" or "-" not in cut
            slug = (cut if whole else cut.rpartition("-")[0]).strip("-")
        if slug:
            return slug
    return COMMENT
