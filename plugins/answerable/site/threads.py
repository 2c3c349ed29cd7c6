"""The page of a thread, and its bare form for other people's pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from markupsafe import Markup

from answerable.markup import excerpt, plain_text
from answerable.site.addresses import tag_url
from answerable.site.context import Page, Resource, Site, root_of
from answerable.site.fragments import place
from answerable.site.items import state_name, thread_title
from answerable.site.language import Language
from answerable.site.lists import Link
from answerable.site.oembed import embed_code
from answerable.site.publication import PublishedThread, Stub
from answerable.site.templating import Templates
from answerable.site.words import KIND, OUTCOME, STATE

DESCRIPTION_LENGTH = 160


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened to a thread; ``ahead`` if it is still to come."""

    word: str
    day: datetime | date
    note: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """How a reader passes a thread on: its address, code to embed it, a prepared e-mail."""

    url: str
    code: str
    mail: str


def thread_page(
    thread: PublishedThread, messages: str, head: Markup, site: Site, templates: Templates
) -> Page:
    """The page of *thread*; *messages* is its dialogue, *head* what machines read."""
    root = root_of(thread.url)
    language = site.language
    title = thread_title(thread, site)
    topic = site.publication.topics[thread.topic]
    body = templates.render(
        "thread.html",
        root=root,
        id=thread.id,
        title=title,
        title_language=_title_language(thread, site),
        topic=topic.title.in_language(language.code),
        topic_url=f"{root}topics/{thread.topic}/",
        kind=language.text(KIND[thread.kind]),
        kind_url=f"{root}kinds/{thread.kind}/",
        state_name=state_name(thread),
        state_word=language.text(STATE[state_name(thread)]),  # type: ignore[index]
        steps=steps(thread, site),
        messages=place(messages, root=root),
        tags=[Link(tag, root + tag_url(tag)) for tag in thread.tags],
        share=None if thread.is_stub else _share(thread, title, site),
    )
    return Page(
        url=thread.url,
        title=title,
        description=description(thread, site),
        head=head,
        body=body,
        changed=thread.changed,
        indexed=not thread.is_stub,
    )


def embed_page(
    thread: PublishedThread, messages: str, site: Site, templates: Templates
) -> Resource:
    """The thread without the site around it, for a frame on another page."""
    root = root_of(f"{thread.url}embed/")
    body = templates.render(
        "embed.html",
        root=root,
        title=thread_title(thread, site),
        title_language=_title_language(thread, site),
        site_name=site.name,
        canonical=site.absolute(thread.url),
        state_name=state_name(thread),
        state_word=site.language.text(STATE[state_name(thread)]),  # type: ignore[index]
        messages=place(messages, root=root, page=site.absolute(thread.url), files="../"),
    )
    return Resource(f"{thread.url}embed/index.html", body.encode())


def description(thread: PublishedThread, site: Site) -> str:
    """What search engines and previews say of *thread*: the beginning of its words."""
    opening = thread.opening
    if isinstance(opening, Stub):
        return thread_title(thread, site)
    return excerpt(plain_text(opening.body), DESCRIPTION_LENGTH)


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
    elif not isinstance(opening, Stub):
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
    today = site.now.astimezone(site.language.timezone).date()
    note = site.language.text("overdue") if thread.due < today else ""
    return Step(site.language.text("Answer promised by"), thread.due, note, ahead=True)


def _share(thread: PublishedThread, title: str, site: Site) -> Share:
    url = site.absolute(thread.url)
    return Share(
        url=url,
        code=embed_code(thread, site),
        mail=f"mailto:?subject={quote(title, safe='')}&body={quote(url, safe='')}",
    )


def _title_language(thread: PublishedThread, site: Site) -> str:
    opening = thread.opening
    return site.language.code if isinstance(opening, Stub) else opening.language
