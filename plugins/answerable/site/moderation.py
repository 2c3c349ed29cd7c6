"""What readers see of moderation in a thread: statements of reasons, and notes below messages.

A statement says what Article 17(3) of the Digital Services Act, Regulation (EU) 2022/2065,
lists: the measure and its scope, the facts and what led to them, the rule and whose it is, and
how to object. It holds no text, no name and no moderator, and claims nothing about the law.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup, escape

from answerable.markup import excerpt, plain_text
from answerable.model import RuleCode
from answerable.site.context import Site
from answerable.site.decisions import PublishedAppeal
from answerable.site.fragments import PAGE, ROOT
from answerable.site.language import Language
from answerable.site.publication import PublishedComment, Stub
from answerable.site.templating import Templates
from answerable.site.words import (
    BASIS,
    NOTE,
    PAST_DECISION,
    PROMPT,
    REDRESS,
    SCOPE,
    STATE,
    STUB_TEXT,
)

_REDRESS_LENGTH = 400


@dataclass(frozen=True, slots=True)
class RuleView:
    """A rule of moderation, where it is explained, and in a sentence whose it is."""

    title: str
    url: str
    basis: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line below a message. ``name`` is that of its text in ``words.NOTE``."""

    name: str
    at: datetime
    text: Markup


def rule_view(code: RuleCode | None, site: Site, root: str) -> RuleView | None:
    """The rule *code* with the address of its explanation."""
    rule = site.publication.rules.get(code) if code else None
    if rule is None:
        return None
    language = site.language
    law = rule.law.in_language(language.code) if rule.law else ""
    return RuleView(
        title=rule.title.in_language(language.code),
        url=site.link(root, f"rules/#{rule.code}"),
        basis=language.text("It is the law: {law}.", law=law)
        if rule.basis == "law" and law
        else language.text(BASIS[rule.basis]),
    )


def redress(site: Site) -> str:
    """How somebody can object to a decision, in Markdown."""
    written = site.publication.redress
    if written is None:
        return site.language.text(REDRESS)
    return written.in_language(site.language.code)


def short_redress(site: Site) -> str:
    """The first paragraphs of it as plain text, as many as are short together."""
    said = ""
    for paragraph in re.split(r"\n\s*\n", redress(site).strip()):
        longer = f"{said} {plain_text(paragraph)}".strip()
        if len(longer) > _REDRESS_LENGTH:
            break
        said = longer
    return said or excerpt(plain_text(redress(site)), _REDRESS_LENGTH)


def stub_html(message: Stub, site: Site, templates: Templates) -> str:
    """What remains of a message, with the statement of reasons, as a fragment."""
    language = site.language
    withheld = message.decision == "withheld"
    return templates.render(
        "stub.html",
        stem=message.stem,
        page=PAGE,
        title=language.text(STATE[message.decision]),
        text=language.text(STUB_TEXT[message.decision], day=language.day(message.decided)),
        received=message.received,
        withheld=withheld,
        scope=language.text(SCOPE[message.decision], day=language.day(message.decided)),
        facts=message.facts or "",
        prompt=language.text(PROMPT[message.prompted_by]) if withheld else "",
        rule=rule_view(message.reason, site, ROOT),
        redress=short_redress(site) if withheld else "",
        redress_url=site.link(ROOT, "rules/#how_to_object"),
        appeal=appeal_text(message.appeal, language),
        history=[
            escape(language.text(PAST_DECISION[one.decision])).format(day=templates.day(one.at))
            for one in message.history
        ],
    )


def appeal_text(appeal: PublishedAppeal | None, language: Language) -> str:
    """What came of *appeal*, in a sentence; empty where there is none."""
    if appeal is None:
        return ""
    day = language.day(appeal.requested)
    if appeal.reversed:
        return language.text(
            "Somebody objected on {day}. The company took its decision back on {end}.",
            day=day,
            end=language.day(appeal.reversed),
        )
    if appeal.upheld:
        return language.text(
            "Somebody objected on {day}. The company looked at it again and kept to its decision"
            " on {end}.",
            day=day,
            end=language.day(appeal.upheld),
        )
    return language.text(
        "Somebody objected on {day}. The company has not decided about that yet.", day=day
    )


def notes(message: PublishedComment, site: Site, templates: Templates) -> Iterator[Note]:
    """The lines below a message of a customer."""
    for name, at in noted(message):
        text = escape(site.language.text(NOTE[name])).format(day=templates.day(at))
        yield Note(name, at, text)


def noted(message: PublishedComment) -> Iterator[tuple[str, datetime]]:
    """The names of these lines, each with the time that it tells."""
    for redaction in message.redactions:
        yield f"redacted-{redaction.kind}", redaction.at
    if message.appeal and message.appeal.reversed:
        yield "shown-again", message.appeal.reversed
