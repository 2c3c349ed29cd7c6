"""What every peer's content files hold of a thread.

A peer is handed what ours computes: the state, who answered and after how many days, what a
signature is worth. So the comparison is in the peers' favour.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timezone
from pathlib import Path
from typing import Any

from answerable.model import CLOSING_OUTCOMES, COMMENT, Comment, Reply, State, Thread
from benchmark.corpus.project import last_reply
from benchmark.corpus.signing import VALID_FROM, Signers
from benchmark.corpus.world import EMPLOYEES, TOPICS

PEOPLE = {
    person.id: {"name": person.name, "role": person.role, "unit": person.unit}
    for person in EMPLOYEES
}
TOPIC_TITLES = {topic.id: topic.english for topic in TOPICS}

ANONYMOUS = "Anonymous"


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a thread: what is known of it, and its words in Markdown."""

    fields: Mapping[str, Any]
    body: str


def state_of(thread: Thread) -> State:
    """The state that ours computes for a *thread* of the corpus."""
    if not thread.replies:
        return "open"
    closed = any(reply.outcome in CLOSING_OUTCOMES for reply in thread.replies)
    return "resolved" if closed else "answered"


def messages_of(thread: Thread, signers: Signers | None = None) -> Iterator[Message]:
    """The messages in the order of time; with *signers* each reply has its seal."""
    yield _comment(thread.comment)
    later: list[tuple[Any, Message]] = [
        (message.received, _comment(message)) for message in thread.follow_ups
    ]
    later += [
        (reply.date, _reply(reply, _seal(reply, thread, signers))) for reply in thread.replies
    ]
    for _, message in sorted(later, key=lambda item: item[0]):
        yield message


def fields_of(thread: Thread) -> dict[str, Any]:
    """What is known of a thread as a whole."""
    newest = last_reply(thread).date if thread.replies else thread.comment.received
    first = thread.replies[0] if thread.replies else None
    return {
        "title": thread.title,
        "id": thread.id,
        "description": " ".join(thread.comment.body.split())[:150],
        "kind": thread.kind,
        "topic": thread.topic,
        "tags": list(thread.tags),
        "state": state_of(thread),
        "people": sorted({reply.signed_by for reply in thread.replies}),
        "outcome": thread.replies[-1].outcome if thread.replies else None,
        "first_answer": first.signed_by if first else None,
        "days": (first.date - thread.comment.received).days if first else None,
        "changed": newest.isoformat(),
    }


def folder_of(thread: Thread) -> str:
    """Where the thread lies, and its address."""
    return f"threads/{thread.year}/{thread.slug}"


def front_matter(fields: Mapping[str, Any]) -> str:
    """YAML of one line a field; what is None is left out."""
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}\n"
        for name, value in fields.items()
        if value is not None
    ]
    return "---\n" + "".join(lines) + "---\n"


def fields_with_terms(thread: Thread) -> dict[str, Any]:
    """What is known of a thread, with the lists that it stands in as Hugo wants them."""
    fields = fields_of(thread)
    terms = {"kinds": [thread.kind], "states": [fields["state"]], "topics": [thread.topic]}
    return {**fields, **terms}


def thread_bundle(thread: Thread, signers: Signers | None) -> Iterator[tuple[str, str]]:
    """A file for each message, by name; that of the comment holds what is known of the thread."""
    fields = fields_with_terms(thread)
    for place, message in enumerate(messages_of(thread, signers)):
        name = "index.md" if place == 0 else f"{message.fields['stem']}.md"
        known = {**fields, **message.fields} if place == 0 else message.fields
        yield name, front_matter(known) + message.body


def write(path: Path, text: str | bytes) -> None:
    """Write a file and the folders above it."""
    content = text.encode() if isinstance(text, str) else text
    try:
        path.write_bytes(content)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _comment(message: Comment) -> Message:
    decided = message.moderation.at or message.received
    return Message(
        {
            "stem": message.stem,
            "date": message.received.isoformat(),
            "received": message.received.isoformat(),
            "shown": decided.isoformat(),
            "from": message.sender,
            "author": message.sender or ANONYMOUS,
            "channel": message.channel,
            "language": message.language,
        },
        message.body,
    )


def _seal(reply: Reply, thread: Thread, signers: Signers | None) -> dict[str, Any] | None:
    """What the seal of *reply* says. ``nonce`` is that of the message that it answers."""
    if signers is None:
        return None
    answered = {message.stem: message for message in (thread.comment, *thread.follow_ups)}
    return {
        "state": "valid",
        "fingerprint": signers.public(reply.signed_by).fingerprint,
        "since": VALID_FROM.isoformat(),
        "at": f"{reply.date.astimezone(timezone.utc):%Y%m%d%H%M%SZ}",
        "nonce": answered[reply.answers].nonce,
    }


def _reply(reply: Reply, seal: Mapping[str, Any] | None) -> Message:
    return Message(
        {
            "stem": reply.stem,
            "date": reply.date.isoformat(),
            "received": reply.date.isoformat(),
            "shown": reply.date.isoformat(),
            "signed_by": reply.signed_by,
            "author": PEOPLE[reply.signed_by]["name"],
            "answers": reply.answers or COMMENT,
            "language": reply.language,
            "outcome": reply.outcome,
            "seal": seal,
        },
        reply.body,
    )
