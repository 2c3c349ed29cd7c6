"""Messages as a reader sees them: each is rendered alone, by a pure function.

No message can reach into another: its Markdown is rendered by itself, its links lead only
to its own thread's files, and its identifiers begin with its stem.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from answerable.markup import Labels, Picture, render_message
from answerable.model import Person, RuleCode, Stem
from answerable.site.context import Site
from answerable.site.fragments import PAGE, ROOT
from answerable.site.language import Language
from answerable.site.publication import (
    Message,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
    sent,
)
from answerable.site.templating import Templates
from answerable.site.words import CHANNEL, OUTCOME, OUTCOME_TEXT, STATE, STUB_TEXT


@dataclass(frozen=True, slots=True)
class PersonView:
    """An employee as the head of a letter shows them. ``portrait`` is an address or None."""

    name: str
    initials: str
    role: str
    unit: str
    url: str
    portrait: str | None


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of moderation and where it is explained."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class InReplyTo:
    """The message that another one answers, where that is not the one right above it."""

    url: str
    sender: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class MessageView:
    """One message with finished values; fields that do not fit its ``type`` are empty."""

    type: str
    stem: Stem
    sent: datetime
    language: str
    html: Markup
    sender: str
    channel: str = ""
    resolved: bool = False
    person: PersonView | None = None
    outcome: str = ""
    outcome_text: str = ""
    in_reply_to: InReplyTo | None = None
    stub_title: str = ""
    stub_text: str = ""
    rule: RuleView | None = None


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
        url=f"{root}people/{person.id}/",
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


def rule_view(code: RuleCode | None, site: Site, root: str) -> RuleView | None:
    """The rule *code* with the address of its explanation."""
    rule = site.publication.rules.get(code) if code else None
    if rule is None:
        return None
    return RuleView(rule.title.in_language(site.language.code), f"{root}rules/#{rule.code}")


def dialogue(
    thread: PublishedThread, words: Mapping[Stem, str], site: Site, templates: Templates
) -> str:
    """All messages of *thread* as a fragment; *words* holds the HTML of each, as a fragment."""
    by_stem = {message.stem: message for message in thread.messages}
    views = []
    previous: Stem | None = None
    for message in thread.messages:
        html = Markup(words[message.stem])  # noqa: S704  (cleaned by answerable.markup)
        if isinstance(message, PublishedReply):
            answered = by_stem.get(message.answers)
            aside = None if message.answers == previous else answered
            views.append(_reply_view(message, html, aside, site))
        elif isinstance(message, Stub):
            views.append(_stub_view(message, site))
        else:
            views.append(_comment_view(message, html, site))
        previous = message.stem
    return str(templates.render("dialogue.html", messages=views, page=PAGE))


def _comment_view(message: PublishedComment, words: Markup, site: Site) -> MessageView:
    language = site.language
    return MessageView(
        type="comment",
        stem=message.stem,
        sent=message.received,
        language=message.language,
        html=words,
        sender=sender_name(message, language),
        channel=language.text(CHANNEL[message.channel]),
        resolved=message.resolved,
    )


def _reply_view(
    message: PublishedReply, words: Markup, answered: Message | None, site: Site
) -> MessageView:
    language = site.language
    person = person_view(site.publication.people[message.signed_by], site, ROOT)
    return MessageView(
        type="reply",
        stem=message.stem,
        sent=message.date,
        language=message.language,
        html=words,
        sender=person.name,
        person=person,
        outcome=language.text(OUTCOME[message.outcome]) if message.outcome else "",
        outcome_text=language.text(OUTCOME_TEXT[message.outcome]) if message.outcome else "",
        in_reply_to=None if answered is None else _in_reply_to(answered, site),
    )


def _in_reply_to(message: Message, site: Site) -> InReplyTo:
    if isinstance(message, PublishedReply):
        sender = site.publication.people[message.signed_by].name
    elif isinstance(message, Stub):
        sender = site.language.text(STATE[message.decision])
    else:
        sender = sender_name(message, site.language)
    return InReplyTo(f"#{message.stem}", sender, sent(message))


def _stub_view(message: Stub, site: Site) -> MessageView:
    language = site.language
    decided = language.day(message.decided)
    return MessageView(
        type="stub",
        stem=message.stem,
        sent=message.received,
        language=language.code,
        html=Markup(),
        sender="",
        stub_title=language.text(STATE[message.decision]),
        stub_text=language.text(STUB_TEXT[message.decision], day=decided),
        rule=rule_view(message.reason, site, ROOT),
    )
