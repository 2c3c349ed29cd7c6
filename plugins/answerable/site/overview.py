"""The overview on the home page, and the page of figures."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from answerable.markup import excerpt
from answerable.model import STATES, Stem
from answerable.site.awaited import awaited
from answerable.site.catalogue import Catalogue
from answerable.site.charts import ChartTexts, Series, columns, histogram
from answerable.site.context import Page, Site
from answerable.site.due_page import DUE_URL
from answerable.site.figures import Figures, figures
from answerable.site.head import plain_page
from answerable.site.items import Lines, thread_title
from answerable.site.messages import PersonView, person_view
from answerable.site.newest import latest_answers
from answerable.site.publication import GONE
from answerable.site.rendered import RenderedThread
from answerable.site.sections import topic_choices
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.words import STATE

WAITING_SHOWN = 5
ANSWERS_SHOWN = 5
EXCERPT_LENGTH = 180


OVERVIEW_MARK = '<template data-answerable="overview"></template>'
"""What stands in a page until the overview is known."""

_MARK = re.compile(r"""<template data-answerable=["']?overview["']?></template>""")

Rendered = Callable[[Summary], RenderedThread]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, what it counts, and the list in which the reader can count it."""

    name: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One of the latest answers."""

    url: str
    title: str
    title_language: str
    language: str
    excerpt: str
    person: PersonView
    sent: datetime


def overview(
    lists: Catalogue, lines: Lines, rendered: Rendered, root: str, site: Site, templates: Templates
) -> Markup:
    """What the home page shows: the figures, what waits, the latest answers, the topics.

    *rendered* gives a thread with its words; *root* is the way from the page to the site's root.
    """
    counted = figures(lists.all, site.today)
    overdue, promised, again = awaited(lists.states["open"], site.today)
    waits = [*overdue, *promised, *again]
    return templates.render(
        "overview.html",
        root=root,
        figures=_tiles(counted, root, site),
        waiting=lines.placed(waits[:WAITING_SHOWN], root),
        waiting_more=site.language.text(
            "All {number} comments that wait", number=site.language.number(len(waits))
        )
        if len(waits) > WAITING_SHOWN
        else "",
        answers=[
            _answer(rendered(thread), stem, root, site)
            for thread, stem in latest_answers(lists.all, ANSWERS_SHOWN)
        ],
        topics=[
            replace(topic, url=site.link(root, topic.url)) for topic in topic_choices(lists, site)
        ],
        waiting_url=site.link(root, "states/open/"),
        due_url=site.link(root, DUE_URL),
        all_url=site.link(root, "threads/"),
        chart=_months_chart(counted, site),
    )


def with_overview(page: str, shown: Markup) -> str:
    """The HTML of *page* with the overview in place of its mark."""
    return _MARK.sub(lambda _: shown, page)


def figures_page(lists: Catalogue, site: Site, templates: Templates) -> Page:
    """All figures with their charts and their definitions."""
    counted = figures(lists.all, site.today)
    title = site.language.text("Figures")
    body = templates.render(
        "figures.html",
        figures=_tiles(counted, site.root_of("figures/"), site),
        months=_months_chart(counted, site),
        days=_days_chart(counted, site),
        due_url=site.link(site.root_of("figures/"), DUE_URL),
    )
    return plain_page(
        "figures/",
        title,
        site.language.text("How many comments came in and how long answers took."),
        body,
        site,
    )


def _tiles(counted: Figures, root: str, site: Site) -> list[Figure]:
    language = site.language
    median = counted.median_days
    row = [
        Figure(
            language.text("Received"),
            language.number(counted.received),
            site.link(root, "threads/"),
        )
    ]
    row += [
        Figure(
            language.text(STATE[state]),
            language.number(counted.states.get(state, 0)),
            site.link(root, f"states/{state}/"),
        )
        for state in STATES
    ]
    row += [
        Figure(
            language.text(STATE[gone]),
            language.number(counted.states[gone]),
            site.link(root, f"states/{gone}/"),
        )
        for gone in GONE
        if counted.states.get(gone)
    ]
    row.append(
        Figure(
            language.text("Working days to answer (median)"),
            "–" if median is None else language.number(median),
            site.link(root, "figures/#time-to-answer"),
        )
    )
    return row


def _answer(rendered: RenderedThread, stem: Stem, root: str, site: Site) -> AnswerView:
    thread = rendered.thread
    reply = next(message for message in thread.replies if message.stem == stem)
    return AnswerView(
        url=site.link(root, f"{thread.url}#{reply.stem}"),
        title=thread_title(thread, site),
        title_language=getattr(thread.opening, "language", site.language.code),
        language=reply.language,
        excerpt=excerpt(rendered.plain[stem], EXCERPT_LENGTH),
        person=person_view(site.publication.people[reply.signed_by], site, root),
        sent=reply.date,
    )


def _months_chart(counted: Figures, site: Site) -> Markup:
    text = site.language.text
    months = counted.months
    return columns(
        [
            Series(text("Answered"), [month.answered for month in months], "first"),
            Series(text("Without an answer"), [month.open for month in months], "second"),
        ],
        [site.language.month(month.first) for month in months],
        ChartTexts(
            title=text("Comments by month"),
            description=text("Columns, one a month: comments with an answer below, without above."),
            summary=text("The same as a table"),
            labels=text("Month"),
            number=site.language.number,
        ),
        name="months",
        stacked=True,
    )


def _days_chart(counted: Figures, site: Site) -> Markup:
    text = site.language.text
    return histogram(
        counted.days,
        text("Threads"),
        ChartTexts(
            title=text("Working days to the first answer"),
            description=text("Columns: how many threads were answered after how many days."),
            summary=text("The same as a table"),
            labels=text("Working days"),
            number=site.language.number,
        ),
        name="days",
    )
