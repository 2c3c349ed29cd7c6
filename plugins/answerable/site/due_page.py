"""The page of what waits for an answer, what was promised first comes first.

It says which promises were broken when it was made, which stays true, and of all others until
when they hold. A script adds how far away that is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timezone

from markupsafe import Markup

from answerable.model import Person
from answerable.site.awaited import asked_at, awaited
from answerable.site.catalogue import Catalogue
from answerable.site.context import Page, Site
from answerable.site.head import plain_page
from answerable.site.items import thread_title
from answerable.site.lists import Link
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.words import KIND

DUE_URL = "overdue/"
MOST_SHOWN = 500
"""Threads in each part of the page: more than that nobody works off a list."""


@dataclass(frozen=True, slots=True)
class DueView:
    """One thread. ``day`` is that of the promise, or of the question where none was made."""

    url: str
    title: str
    language: str
    kind: str
    topic: Link
    owners: Sequence[Link]
    day: date | datetime
    due: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """The first ``shown`` of ``count`` threads that wait."""

    anchor: str
    shown: Sequence[DueView]
    count: int


def due_page(lists: Catalogue, site: Site, templates: Templates) -> Page:
    """The page of all that waits."""
    root = site.root_of(DUE_URL)
    text = site.language.text
    parts = [
        Part(anchor, [view(thread, site, root) for thread in threads[:MOST_SHOWN]], len(threads))
        for anchor, threads in awaited(lists.states["open"], site.today)._asdict().items()
    ]
    title = text("Due answers")
    body = templates.render(
        "due.html",
        title=title,
        parts=parts,
        made=site.language.day(site.now),
        count=len(lists.states["open"]),
        all_url=site.link(root, "states/open/"),
        most=MOST_SHOWN,
    )
    description = text("What waits for an answer, and until when it is promised.")
    return plain_page(DUE_URL, title, description, body, site)


def due_link(root: str, site: Site) -> Markup:
    """A link to the page from one whose way to the site's root is *root*."""
    words = site.language.text("Sorted by the day until which an answer is promised")
    return Markup('<p><a href="{}">{}</a></p>').format(site.link(root, DUE_URL), words)


def view(thread: Summary, site: Site, root: str) -> DueView:
    """*thread*, which is open, for a page whose way to the site's root is *root*."""
    language, publication = site.language, site.publication
    topic = publication.topics[thread.topic]
    people = publication.people
    promised = thread.answered_in is None
    asked = datetime.fromtimestamp(asked_at(thread), timezone.utc)
    return DueView(
        url=site.link(root, thread.url),
        title=thread_title(thread, site),
        language=thread.language or language.code,
        kind=language.text(KIND[thread.kind]),
        topic=Link(topic.title.in_language(language.code), site.link(root, f"topics/{topic.id}/")),
        owners=[
            Link(people[owner].name, site.link(root, f"people/{owner}/"))
            for owner in topic.owners
            if owner in people and _works(people[owner], site.today)
        ],
        day=date.fromisoformat(thread.due) if promised else asked,
        due=thread.due if promised else "",
        overdue=promised and thread.due < site.today,
    )


def _works(person: Person, today: str) -> bool:
    return person.until is None or today <= person.until.isoformat()
