"""The threads as plain Markdown pages, for generators that know pages and nothing else.

A thread is one page with a section for each message. The lists are Markdown pages as well,
written here in advance and for nothing: these generators have no lists of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from answerable.model import Thread
from benchmark.corpus.project import DOCS, PER_PAGE, Corpus
from benchmark.peers.content import (
    PEOPLE,
    TOPIC_TITLES,
    Message,
    fields_of,
    folder_of,
    front_matter,
    messages_of,
)


@dataclass(frozen=True, slots=True)
class _Line:
    """What a list says of a thread, as Markdown."""

    received: str
    text: str


def thread_body(thread: Thread) -> str:
    """The messages as sections; the newest reply stands at the end."""
    return "\n".join(_section(message) for message in messages_of(thread))


def _section(message: Message) -> str:
    fields = message.fields
    signer = fields.get("signed_by")
    role = f"*{PEOPLE[signer]['role']}*, " if signer else f"by {fields['channel']}, "
    return f"## {fields['author']}\n\n{role}{fields['received'][:10]}\n\n{message.body}"


def site_pages(corpus: Corpus) -> Iterator[tuple[str, str]]:
    """Every page of the site: its path below the folder of the pages, and its text."""
    yield from DOCS.items()
    lists: dict[str, list[_Line]] = {}
    titles: dict[str, str] = {}
    for thread in corpus.threads():
        fields = fields_of(thread)
        head = {name: fields[name] for name in ("title", "description", "tags")}
        about = f"{TOPIC_TITLES[thread.topic]}, {thread.kind}, {fields['state']}"
        body = f"# {thread.title}\n\n{about}\n\n{thread_body(thread)}"
        yield f"{folder_of(thread)}.md", front_matter(head) + body
        line = _line(thread, fields)
        for url, title in _lists_of(thread, fields):
            titles[url] = title
            lists.setdefault(url, []).append(line)
    for url, lines in lists.items():
        lines.sort(key=lambda line: line.received, reverse=True)
        yield from _list_pages(url, titles[url], lines)


def _line(thread: Thread, fields: Mapping[str, object]) -> _Line:
    received = thread.comment.received
    first = thread.replies[0] if thread.replies else None
    answered = f", {PEOPLE[first.signed_by]['name']} answered" if first else ""
    text = (
        f"- [{thread.title}](/{folder_of(thread)}/) {fields['state']}, {thread.kind}, "
        f"{TOPIC_TITLES[thread.topic]}, {received:%d.%m.%Y}{answered}\n"
    )
    return _Line(received.isoformat(), text)


def _lists_of(thread: Thread, fields: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    yield "threads", "Comments"
    yield f"threads/{thread.year}", f"Comments of {thread.year}"
    yield f"topics/{thread.topic}", TOPIC_TITLES[thread.topic]
    yield f"kinds/{thread.kind}", thread.kind.title()
    yield f"states/{fields['state']}", str(fields["state"]).title()
    for tag in thread.tags:
        yield f"tags/{tag}", f"Tag: {tag}"
    for signer in {reply.signed_by for reply in thread.replies}:
        yield f"people/{signer}", PEOPLE[signer]["name"]


def _list_pages(url: str, title: str, lines: Sequence[_Line]) -> Iterator[tuple[str, str]]:
    pages = range(0, len(lines), PER_PAGE)
    for number, start in enumerate(pages, start=1):
        path = f"{url}/index.md" if number == 1 else f"{url}/page/{number}.md"
        links = [f"[Newer](/{url}/page/{number - 1}/)"] if number > 2 else []
        links += [f"[Older](/{url}/page/{number + 1}/)"] if number < len(pages) else []
        part = "".join(line.text for line in lines[start : start + PER_PAGE])
        text = f"# {title}\n\n{len(lines)} comments\n\n{part}\n{' '.join(links)}\n"
        yield path, text
