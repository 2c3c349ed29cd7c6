"""The published threads as data: one file per thread, and lists of all of them.

    api/threads.json              what there is: counts, pages, the latest threads
    api/threads/page-<n>.json     500 threads each without their messages, the oldest first
    api/threads/<id>.json         one thread with all messages
    api/schema/*.json             what the fields mean, as JSON Schema 2020-12

Version 1 of the data only ever gains fields. Of a message that is not shown there is
nothing but the decision, its reason and its dates. Times carry the offset with which they
were written; nothing comes from the time of the build.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

from answerable.model import STATES, PersonId
from answerable.site.context import Resource, Site
from answerable.site.dialogue import ShownMessage
from answerable.site.encoding import json_file
from answerable.site.items import state_name
from answerable.site.publication import GONE, Message, PublishedReply, PublishedThread, Stub

VERSION = 1
PAGE_SIZE = 500
LATEST = 20

INDEX_PATH = "api/threads.json"
SCHEMAS = ("thread.schema.json", "threads.schema.json")


def thread_path(thread: PublishedThread) -> str:
    """Where the data of *thread* lies."""
    return f"api/threads/{thread.id}.json"


def page_path(number: int) -> str:
    """Where the page of that *number* lies; the first is 1 and holds the oldest threads."""
    return f"api/threads/page-{number}.json"


def thread_json(
    thread: PublishedThread, site: Site, html_of: Callable[[ShownMessage], str]
) -> bytes:
    """All that is public of *thread*; *html_of* gives a message's words with absolute addresses."""
    return json_file(
        {
            "$schema": _schema("thread.schema.json", site),
            "version": VERSION,
            **_summary(thread, site),
            "messages": [_message(thread, message, site, html_of) for message in thread.messages],
        }
    )


def threads_pages(site: Site) -> Iterator[Resource]:
    """The index of all threads and its pages."""
    threads = site.publication.threads
    schema = _schema("threads.schema.json", site)
    counts = Counter(state_name(thread) for thread in threads)
    pages = []
    for number, start in enumerate(range(0, len(threads), PAGE_SIZE), start=1):
        part = threads[start : start + PAGE_SIZE]
        path = page_path(number)
        pages.append({"url": site.absolute(path), "count": len(part)})
        page = {
            "$schema": schema,
            "version": VERSION,
            "page": number,
            "count": len(part),
            "threads": [_summary(thread, site) for thread in part],
        }
        yield Resource(path, json_file(page))
    index = {
        "$schema": schema,
        "version": VERSION,
        "site": {"name": site.name, "url": site.url},
        "count": len(threads),
        "states": {state: counts[state] for state in (*STATES, *GONE)},
        "pages": pages,
        "latest": [_summary(thread, site) for thread in reversed(threads[-LATEST:])],
    }
    yield Resource(INDEX_PATH, json_file(index))


def schemas() -> Iterator[Resource]:
    """The files that say what the fields mean."""
    folder = resources.files("answerable.site").joinpath("schema")
    for name in SCHEMAS:
        yield Resource(f"api/schema/{name}", folder.joinpath(name).read_bytes())


def _schema(name: str, site: Site) -> str:
    return site.absolute(f"api/schema/{name}")


def _summary(thread: PublishedThread, site: Site) -> dict[str, Any]:
    opening = thread.opening
    shown = None if isinstance(opening, Stub) else opening
    outcomes = [reply.outcome for reply in thread.replies if reply.outcome]
    return {
        "id": thread.id,
        "url": site.absolute(thread.url),
        "data": site.absolute(thread_path(thread)),
        "title": thread.title,
        "kind": thread.kind,
        "topic": thread.topic,
        "tags": list(thread.tags),
        "state": state_name(thread),
        "outcome": outcomes[-1] if outcomes else None,
        "language": shown and shown.language,
        "channel": shown and shown.channel,
        "received": thread.received.isoformat(),
        "published": shown and shown.published.isoformat(),
        "answered_in_working_days": thread.answered_in if shown else None,
        "due": thread.due.isoformat() if shown else None,
        "changed": thread.changed.isoformat(),
    }


def _message(
    thread: PublishedThread,
    message: Message,
    site: Site,
    html_of: Callable[[ShownMessage], str],
) -> dict[str, Any]:
    place = {"stem": message.stem, "url": site.absolute(f"{thread.url}#{message.stem}")}
    if isinstance(message, Stub):
        return {
            "type": "stub",
            **place,
            "decision": message.decision,
            "reason": message.reason,
            "received": message.received.isoformat(),
            "decided": message.decided.isoformat(),
        }
    words = {
        "language": message.language,
        "markdown": message.body,
        "html": html_of(message),
    }
    if isinstance(message, PublishedReply):
        return {
            "type": "reply",
            **place,
            "answers": message.answers,
            "person": _person(message.signed_by, site),
            "date": message.date.isoformat(),
            "outcome": message.outcome,
            **words,
        }
    return {
        "type": "comment",
        **place,
        "author": message.sender,
        "channel": message.channel,
        "received": message.received.isoformat(),
        "published": message.published.isoformat(),
        "resolved": message.resolved,
        **words,
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
