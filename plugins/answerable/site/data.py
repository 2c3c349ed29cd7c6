"""The published threads as data: one file per thread, and lists of all of them.

    api/threads.json              what there is: counts, pages, the latest threads
    api/threads/page-<n>.json     500 threads each without their messages, the oldest first
    api/threads/<id>.json         one thread with all messages
    api/schema/*.json             what the fields mean, as JSON Schema 2020-12

Version 1 of the data only ever gains fields. Of a message that is not shown there is
nothing but the decisions, their reason and their dates. Times carry the offset with which they
were written; nothing comes from the time of the build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from importlib import resources
from typing import Any

from answerable.cache import key_of
from answerable.model import STATES, PersonId, Stem, ThreadId
from answerable.site.context import Planned, Resource, Site
from answerable.site.decisions import PublishedAppeal
from answerable.site.encoding import json_file
from answerable.site.publication import GONE, Message, PublishedReply, PublishedThread, Stub
from answerable.site.question import question_state
from answerable.site.summary import Summary
from answerable.site.trust_files import file_address

VERSION = 1
PAGE_SIZE = 500
LATEST = 20

INDEX_PATH = "api/threads.json"
SCHEMAS = ("thread.schema.json", "threads.schema.json", "transparency.schema.json")


def data_path(thread: ThreadId) -> str:
    """Where the data of the thread with this id lies."""
    return f"api/threads/{thread}.json"


def page_path(number: int) -> str:
    """Where the page of that *number* lies; the first is 1 and holds the oldest threads."""
    return f"api/threads/page-{number}.json"


def thread_json(
    thread: PublishedThread, summary: Summary, site: Site, words: Mapping[Stem, str]
) -> bytes:
    """All that is public of *thread*; *words* is the HTML of messages with absolute addresses."""
    return json_file(
        {
            "$schema": _schema("thread.schema.json", site),
            "version": VERSION,
            **_summary(summary, site),
            "messages": [_message(thread, message, site, words) for message in thread.messages],
        }
    )


def planned_data(
    threads: Sequence[Summary], keys: Mapping[ThreadId, str], site: Site
) -> Iterator[Planned]:
    """The index of all threads and its pages; *keys* says what each thread depends on."""
    parts = [threads[start : start + PAGE_SIZE] for start in range(0, len(threads), PAGE_SIZE)]
    for number, part in enumerate(parts, start=1):
        key = key_of(site.url, *(keys[thread.id] for thread in part))
        yield Planned(page_path(number), key, partial(_page, number, part, site))
    index = json_file(_index(threads, [len(part) for part in parts], site))
    yield Planned(INDEX_PATH, key_of(index), partial(Resource, INDEX_PATH, index))


def _page(number: int, part: Sequence[Summary], site: Site) -> Resource:
    page = {
        "$schema": _schema("threads.schema.json", site),
        "version": VERSION,
        "page": number,
        "count": len(part),
        "threads": [_summary(thread, site) for thread in part],
    }
    return Resource(page_path(number), json_file(page))


def _index(threads: Sequence[Summary], counts: list[int], site: Site) -> dict[str, object]:
    states = Counter(thread.state for thread in threads)
    return {
        "$schema": _schema("threads.schema.json", site),
        "version": VERSION,
        "site": {"name": site.name, "url": site.url},
        "count": len(threads),
        "states": {state: states[state] for state in (*STATES, *GONE)},
        "pages": [
            {"url": site.absolute(page_path(number)), "count": count}
            for number, count in enumerate(counts, start=1)
        ],
        "latest": [_summary(thread, site) for thread in reversed(threads[-LATEST:])],
    }


def schemas() -> Iterator[Resource]:
    """The files that say what the fields mean."""
    folder = resources.files("answerable.site").joinpath("schema")
    for name in SCHEMAS:
        yield Resource(f"api/schema/{name}", folder.joinpath(name).read_bytes())


def _schema(name: str, site: Site) -> str:
    return site.absolute(f"api/schema/{name}")


def _summary(thread: Summary, site: Site) -> dict[str, Any]:
    shown = not thread.is_stub
    return {
        "id": thread.id,
        "url": site.absolute(thread.url),
        "data": site.absolute(data_path(thread.id)),
        "title": thread.title,
        "kind": thread.kind,
        "topic": thread.topic,
        "tags": thread.tags,
        "state": thread.state,
        "outcome": thread.outcome,
        "language": thread.language,
        "channel": thread.channel,
        "received": thread.received,
        "published": thread.published,
        "answered_in_working_days": thread.answered_in if shown else None,
        "due": thread.due if shown else None,
        "changed": thread.changed,
    }


def _message(
    thread: PublishedThread,
    message: Message,
    site: Site,
    words: Mapping[Stem, str],
) -> dict[str, Any]:
    place = {"stem": message.stem, "url": site.absolute(f"{thread.url}#{message.stem}")}
    if isinstance(message, Stub):
        return {"type": "stub", **place, **stub_values(message)}
    said = {
        "language": message.language,
        "markdown": message.body,
        "html": words[message.stem],
    }
    if isinstance(message, PublishedReply):
        return {
            "type": "reply",
            **place,
            "answers": message.answers,
            "person": _person(message.signed_by, site),
            "date": message.date.isoformat(),
            "outcome": message.outcome,
            "seal": _seal(thread, message, site),
            **said,
        }
    public = message.nonce is not None
    return {
        "type": "comment",
        **place,
        "author": message.sender,
        "channel": message.channel,
        "received": message.received.isoformat(),
        "published": message.published.isoformat(),
        "resolved": message.resolved,
        "redactions": [{"kind": one.kind, "at": one.at.isoformat()} for one in message.redactions],
        "appeal": appeal_value(message.appeal),
        "words": file_address(thread, message, ".txt", site) if public else None,
        "nonce": file_address(thread, message, ".nonce", site) if public else None,
        **said,
    }


def stub_values(stub: Stub) -> dict[str, Any]:
    """What everybody may know of a message that is not shown, as data."""
    return {
        "decision": stub.decision,
        "reason": stub.reason,
        "received": stub.received.isoformat(),
        "decided": stub.decided.isoformat(),
        "prompted_by": stub.prompted_by,
        "facts": stub.facts,
        "appeal": appeal_value(stub.appeal),
        "history": [{"decision": one.decision, "at": one.at.isoformat()} for one in stub.history],
    }


def appeal_value(appeal: PublishedAppeal | None) -> dict[str, str | None] | None:
    """An objection as data."""
    if appeal is None:
        return None
    return {
        "requested": appeal.requested.isoformat(),
        "upheld": appeal.upheld.isoformat() if appeal.upheld else None,
        "reversed": appeal.reversed.isoformat() if appeal.reversed else None,
    }


def _seal(thread: PublishedThread, message: PublishedReply, site: Site) -> dict[str, str | None]:
    seal = message.seal
    answered = next((one for one in thread.messages if one.stem == message.answers), None)
    signed = message.signature is not None
    return {
        "state": seal.state,
        "question": question_state(message, answered),
        "fingerprint": seal.fingerprint or None,
        "since": seal.since.isoformat() if seal.since else None,
        "until": seal.until.isoformat() if seal.until else None,
        "revoked": seal.revoked.isoformat() if seal.revoked else None,
        "source": file_address(thread, message, ".md", site),
        "signature": file_address(thread, message, ".md.sig", site) if signed else None,
    }


def _person(person_id: PersonId, site: Site) -> dict[str, str]:
    person = site.publication.people[person_id]
    language = site.language.code
    return {
        "id": person.id,
        "name": person.name,
        "role": person.role.in_language(language),
        "unit": person.unit.in_language(language),
        "url": site.absolute(f"people/{person.id}/"),
    }
