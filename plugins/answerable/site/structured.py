"""What search engines read in a page: schema.org in JSON-LD.

Threads are ``DiscussionForumPosting`` with nested ``Comment``, people ``ProfilePage``, as
Google's documentation of structured data asks (developers.google.com/search, "Discussion
forum" and "Profile page"). Threads are no ``QAPage``: that is for pages on which readers
can answer. A stub has no structured data, and one within a thread is left out.

Nothing is said that the page does not show. No message is ever edited, so none has a
``dateModified``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from answerable.markup import asset_references
from answerable.model import Person
from answerable.site.context import Site
from answerable.site.dialogue import ShownMessage, parents
from answerable.site.encoding import json_text
from answerable.site.messages import sender_name
from answerable.site.publication import PublishedReply, PublishedThread, Stub
from answerable.site.rendered import RenderedThread

JsonLd = dict[str, Any]

DEEPEST = 30
"""Levels of nested comments. Deeper ones stand beside their parent: JSON readers, Python's
among them, give up on a dialogue of hundreds of levels."""

_CONTEXT = "https://schema.org"
_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
_UNSAFE_IN_SCRIPT = [(character, f"\\u{ord(character):04x}") for character in "<>&\u2028\u2029"]


def thread_json_ld(rendered: RenderedThread, site: Site) -> JsonLd:
    """A thread, which is no stub, as a posting."""
    thread = rendered.thread
    topic = site.publication.topics[thread.topic]
    comments = [message for message in thread.messages[1:] if not isinstance(message, Stub)]
    opening = thread.opening
    assert not isinstance(opening, Stub)
    url = site.absolute(thread.url)
    posting: JsonLd = {
        "@context": _CONTEXT,
        "@type": "DiscussionForumPosting",
        "mainEntityOfPage": url,
        "headline": thread.title or "",
        **_message(rendered, opening, site),
        "url": url,
        "isPartOf": {
            "@type": "CollectionPage",
            "name": topic.title.in_language(site.language.code),
            "url": site.absolute(f"topics/{topic.id}/"),
        },
        "commentCount": len(comments),
        "interactionStatistic": _count("CommentAction", len(comments)),
    }
    if thread.tags:
        posting["keywords"] = list(thread.tags)
    _nest(posting, thread, {m.stem: _comment(rendered, m, site) for m in comments})
    return posting


def person_json_ld(person: Person, site: Site, answers: int | None = None) -> JsonLd:
    """The page of *person*, who gave so many published *answers*, as a profile."""
    profile: JsonLd = {**_employee(person, site), "identifier": person.id}
    if person.portrait:
        profile["image"] = site.absolute(f"people/{person.id}/{person.portrait.name}")
    if answers is not None:
        profile["agentInteractionStatistic"] = _count("WriteAction", answers)
    return {
        "@context": _CONTEXT,
        "@type": "ProfilePage",
        "url": site.absolute(f"people/{person.id}/"),
        "mainEntity": profile,
    }


def breadcrumbs_json_ld(trail: Iterable[tuple[str, str]], site: Site) -> JsonLd:
    """The way from the home page to this one: names and addresses below the site's."""
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": site.absolute(path)}
            for place, (name, path) in enumerate(trail, start=1)
        ],
    }


def script_json(data: JsonLd) -> Markup:
    """*data* in a script element, from which no text can break out."""
    written = json_text(data)
    # One by one: str.translate costs twenty times as much.
    for unsafe, escaped in _UNSAFE_IN_SCRIPT:
        written = written.replace(unsafe, escaped)
    return Markup(f'<script type="application/ld+json">{written}</script>')  # noqa: S704


def _nest(posting: JsonLd, thread: PublishedThread, comments: dict[str, JsonLd]) -> None:
    """Set each of *comments* below what it continues, or below the next message that is shown."""
    parent_of = parents(thread)
    nodes = {thread.opening.stem: posting, **comments}
    level = {thread.opening.stem: 0}
    for stem, comment in comments.items():
        parent = parent_of[stem]
        while parent not in nodes or level[parent] == DEEPEST:
            parent = parent_of[parent]
        level[stem] = level[parent] + 1
        nodes[parent].setdefault("comment", []).append(comment)


def _comment(rendered: RenderedThread, message: ShownMessage, site: Site) -> JsonLd:
    return {"@type": "Comment", **_message(rendered, message, site)}


def _message(rendered: RenderedThread, message: ShownMessage, site: Site) -> JsonLd:
    thread = rendered.thread
    data: JsonLd = {
        "url": site.absolute(f"{thread.url}#{message.stem}"),
        "text": rendered.plain[message.stem],
        "inLanguage": message.language,
    }
    if isinstance(message, PublishedReply):
        data["author"] = _employee(site.publication.people[message.signed_by], site)
        data["datePublished"] = message.date.isoformat()
    else:
        data["author"] = {"@type": "Person", "name": sender_name(message, site.language)}
        data["dateCreated"] = message.received.isoformat()
        data["datePublished"] = message.published.isoformat()
    images = _images(thread, message, site)
    if images:
        data["image"] = images
    return data


def _images(thread: PublishedThread, message: ShownMessage, site: Site) -> list[str]:
    if not thread.assets:
        return []
    shown = set(asset_references(message.body))
    return [
        site.absolute(f"{thread.url}assets/{asset.name}")
        for asset in thread.assets
        if f"assets/{asset.name}" in shown and asset.name.lower().endswith(_IMAGES)
    ]


def _employee(person: Person, site: Site) -> JsonLd:
    language = site.language.code
    employee: JsonLd = {
        "@type": "Person",
        "name": person.name,
        "url": site.absolute(f"people/{person.id}/"),
        "jobTitle": person.role.in_language(language),
    }
    if person.until is None:
        employee["worksFor"] = {"@type": "Organization", "name": site.name, "url": site.url}
    return employee


def _count(action: str, number: int) -> JsonLd:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"{_CONTEXT}/{action}",
        "userInteractionCount": number,
    }
