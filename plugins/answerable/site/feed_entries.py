"""Messages as entries of feeds: each is written once and set into every feed that shows it.

The rules that this module keeps:

* an entry is a comment, a follow-up or a reply; a stub is never one;
* its identifier is the permalink of the message and never changes;
* its time is when the public could first read it: a comment's decision, a reply's date.

The forms are RFC 4287 (Atom) with RFC 4685 (threads), and JSON Feed 1.1. They are written
by hand: the libraries for it build a tree per feed, know no threads, and cannot set one
written entry into several feeds.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import nlargest

from answerable.model import COMMENT
from answerable.site.context import Site
from answerable.site.dialogue import ShownMessage, parents
from answerable.site.encoding import json_text, xml
from answerable.site.items import state_name, thread_title
from answerable.site.messages import sender_name
from answerable.site.publication import PublishedReply, PublishedThread
from answerable.site.words import KIND, OUTCOME, STATE


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One message in both forms. ``id`` is its permalink, ``updated`` when it appeared."""

    id: str
    updated: datetime
    atom: str
    json: str


@dataclass(frozen=True, slots=True)
class _Author:
    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class _Category:
    """A property of an entry: its code, the list of such properties, and its name."""

    term: str
    scheme: str
    label: str


@dataclass(frozen=True, slots=True)
class _Values:
    """What both forms say of a message; ``link`` is its identifier as well."""

    link: str
    title: str
    when: str
    author: _Author
    categories: list[_Category]
    in_reply_to: str | None
    language: str
    html: str


def appeared(message: ShownMessage) -> datetime:
    """When the public could first read *message*."""
    return message.date if isinstance(message, PublishedReply) else message.published


def newest(
    messages: Iterable[tuple[PublishedThread, ShownMessage]], site: Site
) -> list[tuple[PublishedThread, ShownMessage]]:
    """The messages that a feed of *messages* shows, the newest first."""
    return nlargest(
        site.settings.feed_entries,
        messages,
        key=lambda pair: (appeared(pair[1]), pair[0].id, pair[1].stem),
    )


def feed_entry(thread: PublishedThread, message: ShownMessage, html: str, site: Site) -> FeedEntry:
    """Write *message* of *thread*; the addresses in *html*, its words, are absolute."""
    parent = parents(thread).get(message.stem)
    values = _Values(
        link=_permalink(thread, message.stem, site),
        title=_title(thread, message, site),
        when=appeared(message).isoformat(),
        author=_author(message, site),
        categories=_categories(thread, message, site),
        in_reply_to=_permalink(thread, parent, site) if parent else None,
        language=message.language,
        html=html,
    )
    return FeedEntry(
        id=values.link,
        updated=appeared(message),
        atom=_atom(values),
        json=_json(values, thread, message),
    )


def _permalink(thread: PublishedThread, stem: str, site: Site) -> str:
    return site.absolute(f"{thread.url}#{stem}")


def _title(thread: PublishedThread, message: ShownMessage, site: Site) -> str:
    title = thread_title(thread, site)
    if message.stem == COMMENT:
        return title
    name = _author(message, site).name
    if isinstance(message, PublishedReply):
        return site.language.text("Answer by {name}: {title}", name=name, title=title)
    return site.language.text("Follow-up by {name}: {title}", name=name, title=title)


def _author(message: ShownMessage, site: Site) -> _Author:
    if isinstance(message, PublishedReply):
        person = site.publication.people[message.signed_by]
        return _Author(person.name, site.absolute(f"people/{person.id}/"))
    return _Author(sender_name(message, site.language), None)


def _categories(thread: PublishedThread, message: ShownMessage, site: Site) -> list[_Category]:
    language = site.language
    topic = site.publication.topics[thread.topic]
    state = state_name(thread)
    categories = [
        _Category(topic.id, "topics/", topic.title.in_language(language.code)),
        *(_Category(tag, "tags/", tag) for tag in thread.tags),
        _Category(thread.kind, "kinds/", language.text(KIND[thread.kind])),
        _Category(state, "states/", language.text(STATE[state])),  # type: ignore[index]
    ]
    if isinstance(message, PublishedReply) and message.outcome:
        word = language.text(OUTCOME[message.outcome])
        categories.append(_Category(message.outcome, "outcomes/", word))
    return [
        _Category(category.term, site.absolute(category.scheme), category.label)
        for category in categories
    ]


def _atom(values: _Values) -> str:
    link = xml(values.link)
    author = f"<name>{xml(values.author.name)}</name>"
    if values.author.url:
        author += f"<uri>{xml(values.author.url)}</uri>"
    lines = [
        f'<entry xml:lang="{xml(values.language)}">',
        f"<id>{link}</id>",
        f"<title>{xml(values.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{link}"/>',
        f"<published>{values.when}</published>",
        f"<updated>{values.when}</updated>",
        f"<author>{author}</author>",
    ]
    for category in values.categories:
        term, scheme, label = xml(category.term), xml(category.scheme), xml(category.label)
        lines.append(f'<category term="{term}" scheme="{scheme}" label="{label}"/>')
    if values.in_reply_to:
        target = xml(values.in_reply_to)
        lines.append(f'<thr:in-reply-to ref="{target}" href="{target}" type="text/html"/>')
    lines.append(f'<content type="html">{xml(values.html)}</content>')
    lines.append("</entry>")
    return "\n".join(lines)


def _json(values: _Values, thread: PublishedThread, message: ShownMessage) -> str:
    author = {"name": values.author.name}
    if values.author.url:
        author["url"] = values.author.url
    return json_text(
        {
            "id": values.link,
            "url": values.link,
            "title": values.title,
            "content_html": values.html,
            "date_published": values.when,
            "date_modified": values.when,
            "authors": [author],
            "tags": list(dict.fromkeys(category.label for category in values.categories)),
            "language": values.language,
            "_answerable": {
                "thread": thread.id,
                "topic": thread.topic,
                "kind": thread.kind,
                "state": state_name(thread),
                "outcome": message.outcome if isinstance(message, PublishedReply) else None,
                "in_reply_to": values.in_reply_to,
            },
        }
    )
