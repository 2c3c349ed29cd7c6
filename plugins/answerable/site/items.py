"""Threads as lines of a list.

A line is made once per thread and set into every list that shows it: only the way to the
site's root differs, and that is put in last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from answerable.model import ThreadId
from answerable.site.context import Site
from answerable.site.fragments import ROOT, place
from answerable.site.language import Language
from answerable.site.publication import PublishedReply, PublishedThread, Stub
from answerable.site.templating import Templates
from answerable.site.words import KIND, STATE, STUB_TITLE


@dataclass(frozen=True, slots=True)
class ItemView:
    """A thread in a list. ``state`` is the name of its shape, ``state_word`` its word."""

    title: str
    language: str
    url: str
    state: str
    state_word: str
    kind: str
    topic: str
    topic_url: str


def thread_title(thread: PublishedThread, site: Site) -> str:
    """The title, or what is said in its place where it is not shown."""
    if isinstance(thread.opening, Stub):
        return site.language.text(STUB_TITLE[thread.opening.decision])
    return thread.title or site.language.text("Without a title")


def state_name(thread: PublishedThread) -> str:
    """``open``, ``answered``, ``resolved``, ``withheld``, ``withdrawn`` or ``erased``."""
    opening = thread.opening
    return opening.decision if isinstance(opening, Stub) else thread.state or "open"


def items(site: Site, templates: Templates) -> dict[ThreadId, str]:
    """The line of each published thread, as a fragment."""
    return {
        thread.id: str(render_item(thread, site, templates)) for thread in site.publication.threads
    }


def render_item(thread: PublishedThread, site: Site, templates: Templates) -> Markup:
    """The line of one thread."""
    publication, language = site.publication, site.language
    opening = thread.opening
    state = state_name(thread)
    topic = publication.topics[thread.topic]
    first = next(iter(thread.replies), None)
    return templates.render(
        "item.html",
        item=ItemView(
            title=thread_title(thread, site),
            language=language.code if isinstance(opening, Stub) else opening.language,
            url=f"{ROOT}{thread.url}",
            state=state,
            state_word=language.text(STATE[state]),  # type: ignore[index]
            kind=language.text(KIND[thread.kind]),
            topic=topic.title.in_language(language.code),
            topic_url=f"{ROOT}topics/{thread.topic}/",
        ),
        received=thread.received,
        note=_note(thread, first, site),
    )


def _note(thread: PublishedThread, first: PublishedReply | None, site: Site) -> str:
    """How long the answer took, or until when it is promised."""
    language = site.language
    if isinstance(thread.opening, Stub):
        return ""
    if first is None:
        return due_note(thread, site)
    assert thread.answered_in is not None
    return answered_note(
        site.publication.people[first.signed_by].name, thread.answered_in, language
    )


def answered_note(name: str, days: int, language: Language) -> str:
    """Who answered and after how many working days."""
    if days == 0:
        return language.text("{name} answered on the same working day", name=name)
    return language.plural(
        "{name} answered after {number} working day",
        "{name} answered after {number} working days",
        days,
        name=name,
    )


def due_note(thread: PublishedThread, site: Site) -> str:
    """Until when the answer is promised; overdue if that day is over when the site is built."""
    today = site.now.astimezone(site.language.timezone).date()
    if thread.due < today:
        return site.language.text("overdue, promised by {day}", day=site.language.day(thread.due))
    return site.language.text("answer promised by {day}", day=site.language.day(thread.due))


def placed(lines: Mapping[ThreadId, str], threads: list[PublishedThread], root: str) -> Markup:
    """The lines of *threads* for a page whose way to the site's root is *root*."""
    return place("".join(lines[thread.id] for thread in threads), root=root)
