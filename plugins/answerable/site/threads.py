"""The page of a thread, and its bare form for other people's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from markupsafe import Markup

from answerable.markup import excerpt
from answerable.model import COMMENT
from answerable.site.addresses import tag_url
from answerable.site.answering import link_on_page
from answerable.site.awaited import awaits_promised
from answerable.site.context import Page, Resource, Site
from answerable.site.fragments import place
from answerable.site.items import thread_title
from answerable.site.language import Language
from answerable.site.oembed import embed_code
from answerable.site.publication import PublishedThread, Stub
from answerable.site.rendered import RenderedThread
from answerable.site.templating import Templates
from answerable.site.words import KIND, OUTCOME, STATE
from answerable.site.write_page import comment_link

DESCRIPTION_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a thread; ``ahead`` if it is promised and still to come."""

    word: str
    day: datetime | date
    note: str = ""
    ahead: bool = False


def thread_page(
    thread: PublishedThread,
    messages: str,
    about: str,
    head: Markup,
    site: Site,
    templates: Templates,
) -> Page:
    """The page of *thread*.

    *messages* is its dialogue, *about* its description, *head* what machines read.
    """
    root = site.root_of(thread.url)
    language = site.language
    title = thread_title(thread, site)
    topic = site.publication.topics[thread.topic]
    shared = not thread.is_stub
    files = f"{thread.slug}/" if site.flat else ""
    comment = comment_link(thread, root, site)
    employee, helped = link_on_page(thread, root, site)
    form = templates.form(
        "thread.html",
        "id title title_language topic topic_url steps messages tags files url code mail"
        " comment employee helped",
        root=root,
        all_url=site.link(root, "threads/"),
        kind=language.text(KIND[thread.kind]),
        kind_url=site.link(root, f"kinds/{thread.kind}/"),
        state_name=thread.state,
        state_word=language.text(STATE[thread.state]),
        tagged=bool(thread.tags),
        shared=shared,
        commentable=bool(comment),
        answerable=bool(employee),
    )
    url = site.absolute(thread.url)
    body = form.fill(
        id=thread.id,
        title=title,
        title_language=_title_language(thread, site),
        topic=topic.title.in_language(language.code),
        topic_url=site.link(root, f"topics/{thread.topic}/"),
        steps=_steps(thread, site, templates),
        messages=place(messages, root=root, files=files),
        files=files,
        tags=_tags(thread, root, site, templates),
        url=url,
        code=embed_code(thread, site) if shared else "",
        comment=comment,
        employee=employee,
        helped=helped,
        mail=f"mailto:?subject={quote(title, safe='')}&body={quote(url, safe='')}",
    )
    return Page(
        url=thread.url,
        title=title,
        description=about,
        head=head,
        body=Markup(body),  # noqa: S704  (filled in by templates)
    )


def embed_page(
    thread: PublishedThread, messages: str, site: Site, templates: Templates
) -> Resource:
    """The thread without the site around it, for a frame on another page."""
    root = site.root_of(f"{thread.url}embed/")
    form = templates.form(
        "embed.html",
        "title title_language canonical messages",
        root=root,
        site_name=site.name,
        state_name=thread.state,
        state_word=site.language.text(STATE[thread.state]),
    )
    body = form.fill(
        title=thread_title(thread, site),
        title_language=_title_language(thread, site),
        canonical=site.absolute(thread.url),
        messages=place(
            messages, root=root, page=site.absolute(thread.url), files="" if site.flat else "../"
        ),
    )
    return Resource(site.file(f"{thread.url}embed/"), body.encode())


def description(rendered: RenderedThread, site: Site) -> str:
    """What search engines and previews say of a thread: the beginning of its words."""
    words = rendered.plain.get(COMMENT)
    if words is None:
        return thread_title(rendered.thread, site)
    return excerpt(words, DESCRIPTION_LENGTH)


def steps(thread: PublishedThread, site: Site) -> list[Step]:
    """What happened to *thread*, in order: received, published, answered, and the outcome."""
    language = site.language
    opening = thread.opening
    row = [Step(language.text("Received"), opening.received)]
    if isinstance(opening, Stub):
        row.append(Step(language.text(STATE[opening.decision]), opening.decided))
    else:
        row.append(Step(language.text("Published"), opening.published))
    replies = thread.replies
    if replies and thread.answered_in is not None:
        note = duration_note(thread.answered_in, language)
        row.append(Step(language.text("Answered"), replies[0].date, note))
    elif awaits_promised(thread):
        row.append(_promise(thread, site))
    outcome = next((reply for reply in reversed(replies) if reply.outcome), None)
    if outcome and outcome.outcome:
        row.append(Step(language.text(OUTCOME[outcome.outcome]), outcome.date))
    return row


def duration_note(days: int, language: Language) -> str:
    """How long the first answer took, in working days."""
    if days == 0:
        return language.text("on the same working day")
    return language.plural("after {number} working day", "after {number} working days", days)


def _promise(thread: PublishedThread, site: Site) -> Step:
    note = site.language.text("overdue") if thread.due.isoformat() < site.today else ""
    return Step(site.language.text("Answer promised by"), thread.due, note, ahead=True)


def _steps(thread: PublishedThread, site: Site, templates: Templates) -> Markup:
    row = [
        templates.form(
            "step.html", "word day note due", ahead=step.ahead, noted=bool(step.note)
        ).fill(
            word=step.word,
            day=templates.day(step.day),
            note=step.note,
            due=thread.due.isoformat(),
        )
        for step in steps(thread, site)
    ]
    return Markup("".join(row))  # noqa: S704  (filled in by templates)


def _tags(thread: PublishedThread, root: str, site: Site, templates: Templates) -> Markup:
    form = templates.form("tag.html", "url name")
    links = [form.fill(url=site.link(root, tag_url(tag)), name=tag) for tag in thread.tags]
    return Markup("".join(links))  # noqa: S704  (filled in by templates)


def _title_language(thread: PublishedThread, site: Site) -> str:
    opening = thread.opening
    return site.language.code if isinstance(opening, Stub) else opening.language
