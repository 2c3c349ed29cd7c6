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

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from answerable.model import COMMENT
from answerable.site.context import Site
from answerable.site.dialogue import ShownMessage, appeared, parents
from answerable.site.encoding import json_text, xml
from answerable.site.items import thread_title
from answerable.site.messages import sender_name
from answerable.site.publication import PublishedReply, PublishedThread
from answerable.site.trust_files import file_address
from answerable.site.words import KIND, OUTCOME, SEAL, STATE


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One message in both forms. ``id`` is its permalink, ``updated`` when it appeared."""

    id: str
    updated: datetime
    atom: str
    json: str


class _Author(NamedTuple):
    name: str
    url: str | None


class _Category(NamedTuple):
    """A property of an entry: its code, the list of such properties, and its name."""

    term: str
    scheme: str
    label: str


class _File(NamedTuple):
    """A file beside an answer with which it can be checked."""

    url: str
    media_type: str
    title: str


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
    files: list[_File]


class ThreadEntries:
    """Writes the entries of one thread's messages."""

    def __init__(self, thread: PublishedThread, site: Site) -> None:
        self._thread = thread
        self._site = site
        self._title = thread_title(thread, site)
        self._address = site.absolute(thread.url)
        self._parents = parents(thread)
        self._categories = _categories(thread, site)

    def entry(self, message: ShownMessage, html: str) -> FeedEntry:
        """The entry of *message*; the addresses in *html*, its words, are absolute."""
        author = _author(message, self._site)
        parent = self._parents.get(message.stem)
        when = appeared(message)
        values = _Values(
            link=f"{self._address}#{message.stem}",
            title=self._title_of(message, author.name),
            when=when.isoformat(),
            author=author,
            categories=[
                *self._categories,
                *_outcome(message, self._site),
                *_seal(message, self._site),
            ],
            in_reply_to=f"{self._address}#{parent}" if parent else None,
            language=message.language,
            html=html,
            files=self._files(message),
        )
        json = _json(values, self._thread, message)
        return FeedEntry(id=values.link, updated=when, atom=_atom(values), json=json)

    def _files(self, message: ShownMessage) -> list[_File]:
        if not isinstance(message, PublishedReply):
            return []
        text, thread, site = self._site.language.text, self._thread, self._site
        source = file_address(thread, message, ".md", site)
        if message.signature is None:
            return [_File(source, "text/markdown", text("The file"))]
        signature = file_address(thread, message, ".md.sig", site)
        return [
            _File(source, "text/markdown", text("The signed file")),
            _File(signature, "text/plain", text("The signature")),
        ]

    def _title_of(self, message: ShownMessage, author: str) -> str:
        text = self._site.language.text
        if message.stem == COMMENT:
            return self._title
        if isinstance(message, PublishedReply):
            return text("Answer by {name}: {title}", name=author, title=self._title)
        return text("Follow-up by {name}: {title}", name=author, title=self._title)


def _author(message: ShownMessage, site: Site) -> _Author:
    if isinstance(message, PublishedReply):
        person = site.publication.people[message.signed_by]
        return _Author(person.name, site.absolute(f"people/{person.id}/"))
    return _Author(sender_name(message, site.language), None)


def _categories(thread: PublishedThread, site: Site) -> list[_Category]:
    text = site.language.text
    topic = site.publication.topics[thread.topic]
    title = topic.title.in_language(site.language.code)
    return [
        _Category(topic.id, site.absolute("topics/"), title),
        *(_Category(tag, site.absolute("tags/"), tag) for tag in thread.tags),
        _Category(thread.kind, site.absolute("kinds/"), text(KIND[thread.kind])),
        _Category(thread.state, site.absolute("states/"), text(STATE[thread.state])),
    ]


def _outcome(message: ShownMessage, site: Site) -> list[_Category]:
    if not isinstance(message, PublishedReply) or not message.outcome:
        return []
    word = site.language.text(OUTCOME[message.outcome])
    return [_Category(message.outcome, site.absolute("outcomes/"), word)]


def _seal(message: ShownMessage, site: Site) -> list[_Category]:
    if not isinstance(message, PublishedReply):
        return []
    state = message.seal.state
    return [_Category(state, site.absolute("seals/"), site.language.text(SEAL[state]))]


def _atom(values: _Values) -> str:
    link = xml(values.link)
    author = _atom_author(*values.author)
    lines = [
        f'<entry xml:lang="{xml(values.language)}">',
        f"<id>{link}</id>",
        f"<title>{xml(values.title)}</title>",
        f'<link rel="alternate" type="text/html" href="{link}"/>',
        *(
            f'<link rel="related" type="{media_type}" title="{xml(title)}" href="{xml(url)}"/>'
            for url, media_type, title in values.files
        ),
        f"<published>{values.when}</published>",
        f"<updated>{values.when}</updated>",
        f"<author>{author}</author>",
    ]
    lines += [_atom_category(*category) for category in values.categories]
    if values.in_reply_to:
        target = xml(values.in_reply_to)
        lines.append(f'<thr:in-reply-to ref="{target}" href="{target}" type="text/html"/>')
    lines.append(f'<content type="html">{xml(values.html)}</content>')
    lines.append("</entry>")
    return "\n".join(lines)


@lru_cache(maxsize=4096)
def _atom_author(name: str, url: str | None) -> str:
    return f"<name>{xml(name)}</name>" + (f"<uri>{xml(url)}</uri>" if url else "")


@lru_cache(maxsize=4096)
def _atom_category(term: str, scheme: str, label: str) -> str:
    return f'<category term="{xml(term)}" scheme="{xml(scheme)}" label="{xml(label)}"/>'


def _json(values: _Values, thread: PublishedThread, message: ShownMessage) -> str:
    author = {"name": values.author.name}
    if values.author.url:
        author["url"] = values.author.url
    about: dict[str, str | None] = {
        "thread": thread.id,
        "topic": thread.topic,
        "kind": thread.kind,
        "state": thread.state,
        "outcome": message.outcome if isinstance(message, PublishedReply) else None,
        "in_reply_to": values.in_reply_to,
        **_json_seal(values, message),
    }
    return json_text(
        {
            "id": values.link,
            "url": values.link,
            "title": values.title,
            "content_html": values.html,
            "date_published": values.when,
            "date_modified": values.when,
            "authors": [author],
            "tags": list(
                dict.fromkeys(
                    category.label
                    for category in values.categories
                    if not category.scheme.endswith("/seals/")
                )
            ),
            "language": values.language,
            "_answerable": about,
        }
    )


def _json_seal(values: _Values, message: ShownMessage) -> dict[str, str | None]:
    if not isinstance(message, PublishedReply):
        return {"seal": None, "source": None, "signature": None}
    source, *signature = (file.url for file in values.files)
    return {
        "seal": message.seal.state,
        "source": source,
        "signature": signature[0] if signature else None,
    }
