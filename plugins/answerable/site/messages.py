"""Messages as a reader sees them: each is rendered alone, by a pure function.

No message can reach into another: its Markdown is rendered by itself, its links lead only
to its own thread's files, and its identifiers begin with its stem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from answerable.markup import Labels, Picture, render_message
from answerable.model import Person, Stem
from answerable.site.context import Site
from answerable.site.fragments import PAGE, ROOT
from answerable.site.language import Language
from answerable.site.moderation import notes, stub_html
from answerable.site.publication import (
    Message,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
    sent,
)
from answerable.site.seals import seal_html
from answerable.site.templating import Templates
from answerable.site.words import CHANNEL, OUTCOME, OUTCOME_TEXT, STATE


@dataclass(frozen=True, slots=True)
class PersonView:
    """An employee as the head of a letter shows them. ``portrait`` is an address or None."""

    name: str
    initials: str
    role: str
    unit: str
    url: str
    portrait: str | None


def message_html(message: Message, thread: PublishedThread, language: Language, base: str) -> str:
    """The message's words as safe HTML; *base* leads to the thread's folder."""
    if isinstance(message, Stub):
        return ""
    return render_message(
        message.body,
        stem=message.stem,
        trusted_links=isinstance(message, PublishedReply),
        assets={
            asset.name: Picture(width=asset.width, height=asset.height) for asset in thread.assets
        },
        base=base,
        labels=labels(language),
    )


@lru_cache(maxsize=8)
def labels(language: Language) -> Labels:
    """The words that the markup of a message needs for those who hear the page."""
    return Labels(
        table=language.text("Table"),
        code=language.text("Code"),
        image_missing=language.text("Picture that is not shown"),
        footnotes=language.text("Footnotes"),
        way_back=language.text("Back to the text"),
    )


def person_view(person: Person, site: Site, root: str) -> PersonView:
    """*person* as seen from a page whose way to the site's root is *root*."""
    language = site.language.code
    return PersonView(
        name=person.name,
        initials=initials(person.name),
        role=person.role.in_language(language),
        unit=person.unit.in_language(language),
        url=site.link(root, f"people/{person.id}/"),
        portrait=f"{root}people/{person.id}/{person.portrait.name}" if person.portrait else None,
    )


def initials(name: str) -> str:
    """The first letters of the first and the last word of *name*, in capitals."""
    words = [word for word in name.split() if word[0].isalpha()]
    chosen = words if len(words) < 2 else [words[0], words[-1]]
    return "".join(word[0] for word in chosen).upper()


def sender_name(message: PublishedComment, language: Language) -> str:
    """The name that the customer wants shown."""
    return message.sender or language.text("Anonymous")


def dialogue(
    thread: PublishedThread, words: Mapping[Stem, str], site: Site, templates: Templates
) -> str:
    """All messages of *thread* as a fragment; *words* holds the HTML of each, as a fragment."""
    by_stem = {message.stem: message for message in thread.messages}
    shown = []
    previous: Stem | None = None
    for message in thread.messages:
        if isinstance(message, Stub):
            shown.append(stub_html(message, site, templates))
        elif isinstance(message, PublishedReply):
            answered = by_stem.get(message.answers)
            seal = seal_html(message, thread, answered, site, templates)
            aside = None if message.answers == previous else answered
            shown.append(_reply(message, _safe(words[message.stem]), aside, seal, site, templates))
        else:
            shown.append(_comment(message, _safe(words[message.stem]), site, templates))
        previous = message.stem
    return "".join(shown)


def _safe(words: str) -> Markup:
    return Markup(words)  # noqa: S704  (cleaned by answerable.markup)


def _comment(message: PublishedComment, words: Markup, site: Site, templates: Templates) -> str:
    below = tuple(notes(message, site, templates))
    form = templates.form(
        "comment.html",
        "stem sender channel page sent language words notes",
        resolved=message.resolved,
        noted=bool(below),
    )
    return form.fill(
        stem=message.stem,
        sender=sender_name(message, site.language),
        channel=site.language.text(CHANNEL[message.channel]),
        page=PAGE,
        sent=templates.day(message.received),
        language=message.language,
        words=words,
        notes=_safe("".join(templates.render("note.html", note=one) for one in below)),
    )


def _reply(
    message: PublishedReply,
    words: Markup,
    answered: Message | None,
    seal: Markup,
    site: Site,
    templates: Templates,
) -> str:
    language = site.language
    outcome = message.outcome
    person = person_view(site.publication.people[message.signed_by], site, ROOT)
    form = templates.form(
        "reply.html",
        "stem letterhead page sent language words signed minute seal"
        " answered answered_sender answered_sent",
        aside=answered is not None,
        outcome=language.text(OUTCOME[outcome]) if outcome else "",
        outcome_text=language.text(OUTCOME_TEXT[outcome]) if outcome else "",
    )
    return form.fill(
        stem=message.stem,
        letterhead=_safe(templates.form("letterhead.html", "", person=person).fill()),
        page=PAGE,
        sent=templates.day(message.date),
        language=message.language,
        words=words,
        signed=language.text("Answered by {name}", name=person.name),
        minute=language.minute(message.date),
        seal=seal,
        answered=answered.stem if answered else "",
        answered_sender=_sender(answered, site) if answered else "",
        answered_sent=templates.day(sent(answered)) if answered else "",
    )


def _sender(message: Message, site: Site) -> str:
    if isinstance(message, PublishedReply):
        return site.publication.people[message.signed_by].name
    if isinstance(message, Stub):
        return site.language.text(STATE[message.decision])
    return sender_name(message, site.language)
