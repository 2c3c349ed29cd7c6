"""Threads as lines of a list.

A line is made once per thread and set into every list that shows it: only the way to the
site's root differs, and that is put in last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from markupsafe import Markup

from answerable.model import ThreadId
from answerable.site.awaited import awaits_promised
from answerable.site.context import Site
from answerable.site.fragments import ROOT, place
from answerable.site.language import Language
from answerable.site.publication import PublishedThread
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.words import KIND, STATE, STUB_TITLE

MOST_LINES = 20_000
"""Lines that are held: they would be most of the memory that an archive takes."""


def thread_title(thread: PublishedThread | Summary, site: Site) -> str:
    """The title, or what is said in its place where it is not shown."""
    if thread.is_stub:
        return site.language.text(STUB_TITLE[thread.state])
    return thread.title or site.language.text("Without a title")


def render_item(thread: Summary, site: Site, templates: Templates) -> str:
    """The line of one thread, as a fragment."""
    publication, language = site.publication, site.language
    state = thread.state
    topic = publication.topics[thread.topic]
    note = _note(thread, site)
    awaited = awaits_promised(thread)
    form = templates.form(
        "item.html",
        "url language title topic topic_url received note due",
        state_name=state,
        state_word=language.text(STATE[state]),
        kind=language.text(KIND[thread.kind]),
        noted=bool(note),
        awaited=awaited,
        overdue=awaited and thread.due < site.today,
    )
    return form.fill(
        url=site.link(ROOT, thread.url),
        language=thread.language or language.code,
        title=thread_title(thread, site),
        topic=topic.title.in_language(language.code),
        topic_url=site.link(ROOT, f"topics/{thread.topic}/"),
        received=templates.day(datetime.fromisoformat(thread.received)),
        note=note,
        due=thread.due,
    )


def _note(thread: Summary, site: Site) -> str:
    """How long the answer took, or until when it is promised."""
    if awaits_promised(thread):
        day = site.language.day(date.fromisoformat(thread.due))
        return site.language.text("answer promised by {day}", day=day)
    if thread.is_stub or thread.answered_in is None:
        return ""
    first = site.publication.people[thread.signers[0]]
    return answered_note(first.name, thread.answered_in, site.language)


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


class Lines:
    """The lines of threads, each made once while they are not too many.

    ``keys`` says of each thread what its line depends on, as :class:`ThreadKeys` does.
    """

    def __init__(self, site: Site, templates: Templates, keys: Mapping[ThreadId, str]) -> None:
        self.keys = keys
        self._site = site
        self._templates = templates
        self._lines: dict[ThreadId, str] = {}

    def placed(self, threads: Iterable[Summary], root: str) -> Markup:
        """The lines of *threads* for a page whose way to the site's root is *root*."""
        return place("".join(map(self._line, threads)), root=root)

    def _line(self, thread: Summary) -> str:
        line = self._lines.get(thread.id)
        if line is None:
            if len(self._lines) == MOST_LINES:
                self._lines.clear()
            line = self._lines[thread.id] = render_item(thread, self._site, self._templates)
        return line
