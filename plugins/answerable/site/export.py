"""All that is public in one file, so that nobody is locked in: as JSON, and as a table.

Both are made of the same types as the site, so what the site cannot show is not in them either.
The JSON holds each answer's file as it was signed and each question's nonce: whoever has it can
check all signatures without us. docs/exporting.md describes both, schema/export.schema.json the
JSON field by field. Version 1 only ever gains fields.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import resources
from io import StringIO
from typing import Any

from answerable.model import LocalText, Person, Rule, Topic
from answerable.site.data import appeal_value, stub_values
from answerable.site.encoding import json_file, json_text
from answerable.site.publication import (
    Message,
    Publication,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
    sent,
)

VERSION = 1

COLUMNS = (
    "thread",
    "url",
    "title",
    "kind",
    "topic",
    "tags",
    "state",
    "message",
    "type",
    "author",
    "date",
    "answers",
    "outcome",
    "decision",
    "reason",
    "channel",
    "language",
    "text",
)

# Programs for tables take what begins so for a formula (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_schema() -> str:
    """What the fields of the JSON mean, as JSON Schema 2020-12."""
    file = resources.files("answerable.site").joinpath("schema").joinpath("export.schema.json")
    return file.read_text(encoding="utf-8")


def export_json(
    publication: Publication, threads: Iterable[str], *, name: str | None, url: str | None
) -> bytes:
    """The whole as JSON; *threads* are those of :func:`thread_json`, in their order."""
    people = sorted(publication.people.values(), key=lambda person: person.id)
    topics = sorted(publication.topics.values(), key=lambda topic: topic.id)
    head = {
        "version": VERSION,
        "site": {"name": name, "url": url},
        "promise": publication.promise,
        "people": [_person(person) for person in people],
        "topics": [_topic(topic) for topic in topics],
        "rules": [_rule(rule) for rule in publication.rules.values()],
    }
    beginning = json_file(head).removesuffix(b"}\n")
    return b"".join((beginning, b',"threads":[\n', ",\n".join(threads).encode(), b"\n]}\n"))


def thread_json(thread: PublishedThread, url: str | None) -> str:
    """One thread as JSON; *url* is the site's address, None where that is not known."""
    return json_text(_thread(thread, url))


def export_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """The whole as a table: a head, and the *rows* of :func:`thread_rows`."""
    text = StringIO()
    table = csv.writer(text)
    table.writerow(COLUMNS)
    table.writerows([_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def thread_rows(thread: PublishedThread, url: str | None) -> Iterator[tuple[str, ...]]:
    """A row for each message of *thread*."""
    for message in thread.messages:
        stub = isinstance(message, Stub)
        is_reply = isinstance(message, PublishedReply)
        yield (
            thread.id,
            f"{url}{thread.url}#{message.stem}" if url else "",
            thread.title or "",
            thread.kind,
            thread.topic,
            " ".join(thread.tags),
            thread.state,
            message.stem,
            "stub" if stub else "reply" if is_reply else "comment",
            getattr(message, "signed_by" if is_reply else "sender", None) or "",
            sent(message).isoformat(),
            getattr(message, "answers", ""),
            getattr(message, "outcome", None) or "",
            message.decision if isinstance(message, Stub) else "published",
            (message.reason or "") if isinstance(message, Stub) else "",
            getattr(message, "channel", ""),
            getattr(message, "language", ""),
            getattr(message, "body", ""),
        )


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _thread(thread: PublishedThread, url: str | None) -> dict[str, Any]:
    return {
        "id": thread.id,
        "path": thread.url.removesuffix("/"),
        "url": f"{url}{thread.url}" if url else None,
        "title": thread.title,
        "kind": thread.kind,
        "topic": thread.topic,
        "tags": thread.tags,
        "state": thread.state,
        "received": thread.received.isoformat(),
        "answered_in_working_days": None if thread.is_stub else thread.answered_in,
        "changed": thread.changed.isoformat(),
        "assets": [asset.name for asset in thread.assets],
        "messages": [_message(message) for message in thread.messages],
    }


def _message(message: Message) -> dict[str, Any]:
    if isinstance(message, Stub):
        return {"type": "stub", "stem": message.stem, **stub_values(message)}
    if isinstance(message, PublishedReply):
        return _reply(message)
    return _comment(message)


def _comment(message: PublishedComment) -> dict[str, Any]:
    return {
        "type": "comment",
        "stem": message.stem,
        "author": message.sender,
        "channel": message.channel,
        "received": message.received.isoformat(),
        "published": message.published.isoformat(),
        "language": message.language,
        "resolved": message.resolved,
        "redactions": [{"kind": one.kind, "at": one.at.isoformat()} for one in message.redactions],
        "appeal": appeal_value(message.appeal),
        "nonce": message.nonce,
        "markdown": message.body,
    }


def _reply(message: PublishedReply) -> dict[str, Any]:
    signature = message.signature
    return {
        "type": "reply",
        "stem": message.stem,
        "answers": message.answers,
        "person": message.signed_by,
        "date": message.date.isoformat(),
        "language": message.language,
        "outcome": message.outcome,
        "markdown": message.body,
        "seal": {"state": message.seal.state, "fingerprint": message.seal.fingerprint or None},
        "file": message.file.decode(),
        "signature": None if signature is None else signature.decode("ascii", "replace"),
    }


def _person(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "role": _local(person.role),
        "unit": _local(person.unit),
        "since": person.since.isoformat(),
        "until": person.until.isoformat() if person.until else None,
        "keys": [
            {
                "key": key.key,
                "since": key.since.isoformat(),
                "until": key.until.isoformat() if key.until else None,
                "revoked": key.revoked.isoformat() if key.revoked else None,
            }
            for key in person.keys
        ],
        "markdown": _texts(person),
    }


def _topic(topic: Topic) -> dict[str, Any]:
    return {
        "id": topic.id,
        "title": _local(topic.title),
        "owners": topic.owners,
        "promise": topic.promise,
        "markdown": _texts(topic),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "code": rule.code,
        "title": _local(rule.title),
        "text": _local(rule.text),
        "example": _local(rule.example) if rule.example else None,
        "basis": rule.basis,
        "law": _local(rule.law) if rule.law else None,
    }


def _local(text: LocalText) -> Mapping[str, str]:
    return dict(text.translations)


def _texts(page: Person | Topic) -> dict[str, str]:
    """The words of a page by language; ``""`` is that of the site."""
    others = page.translations.translations if page.translations else {}
    return {page.language or "": page.body, **others}
