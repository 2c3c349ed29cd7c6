"""The staff area: what waits for a decision or an answer, as one page that is encrypted later.

It is the only page that shows words which are not published, so it is no part of the
publication: what it shows is handed to it, and goes into no list, feed, search or data. The
words go through the same markup as all customers' words.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from typing import Literal
from urllib.parse import unquote

from markupsafe import Markup

from answerable.markup import Picture, render_message
from answerable.model import Asset, Comment, RuleCode, SealState, Thread
from answerable.site.awaited import awaited
from answerable.site.context import Page, Site
from answerable.site.due_page import view
from answerable.site.fragments import FILES
from answerable.site.language import Language
from answerable.site.messages import labels
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.words import CHANNEL, KIND, SEAL

NO_ROBOTS = Markup('<meta name="robots" content="noindex">\n')

_FILE = re.compile(rf'\s(src|href)="{FILES}assets/([^"]*)"')


@dataclass(frozen=True, slots=True)
class Warned:
    """A problem that a check found: how much it weighs, and what it says."""

    severity: Literal["error", "warning"]
    message: str
    mend: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A customer's message that is not shown, and what the checks say about it."""

    thread: Thread
    comment: Comment
    warnings: tuple[Warned, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is left out of the site because of errors. ``path`` is where it lies."""

    path: str
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class WeakAnswer:
    """A published answer whose signature proves nothing. ``path`` is its thread's address."""

    path: str
    stem: str
    title: str
    person: str
    state: SealState
    date: datetime


@dataclass(frozen=True, slots=True)
class StaffArea:
    """All that the page shows. ``open`` are the threads that wait for an answer."""

    pending: tuple[Waiting, ...]
    withheld: tuple[Waiting, ...]
    left_out: tuple[LeftOut, ...]
    answers: tuple[WeakAnswer, ...]
    open: tuple[Summary, ...]


@dataclass(frozen=True, slots=True)
class _Item:
    anchor: str
    title: str
    language: str
    facts: str
    path: str
    words: Markup
    warnings: tuple[Warned, ...]
    commands: tuple[tuple[str, str], ...]
    reason: str
    explained: str


def staff_only(language: Language) -> str:
    """What stands in the place of a title that not everybody may read."""
    return language.text("For staff only")


def staff_page(area: StaffArea, site: Site, templates: Templates) -> Page:
    """The page, in the clear."""
    language = site.language
    address = site.settings.staff.address
    root = site.root_of(address)
    waits = awaited(area.open, site.today)
    body = templates.render(
        "staff.html",
        pending=[_item(one, site) for one in area.pending],
        withheld=[_item(one, site) for one in area.withheld],
        left_out=area.left_out,
        answers=[
            (answer, site.link(root, answer.path), language.text(SEAL[answer.state]))
            for answer in area.answers
        ],
        **{
            part: [view(thread, site, root) for thread in threads]
            for part, threads in waits._asdict().items()
        },
        built=site.now,
    )
    return Page(address, language.text("Staff area"), "", NO_ROBOTS, body)


def _item(waiting: Waiting, site: Site) -> _Item:
    thread, comment = waiting.thread, waiting.comment
    language = site.language
    decision = comment.moderation
    name = f"{thread.year}/{thread.slug}"
    if comment.stem != "comment":
        name = f'"{name}#{comment.stem}"'
    rule = site.publication.rules.get(decision.reason or "")
    facts = (
        language.text(KIND[thread.kind]),
        comment.sender or language.text("Anonymous"),
        language.text(CHANNEL[comment.channel]),
        language.minute(comment.received),
    )
    return _Item(
        anchor=f"{thread.id}-{comment.stem}",
        title=thread.title or name,
        language=comment.language,
        facts=" · ".join(facts),
        path=comment.path,
        words=_words(waiting, site),
        warnings=waiting.warnings,
        commands=tuple(_commands(name, comment, site.publication.rules)),
        reason=rule.title.in_language(language.code) if rule else decision.reason or "",
        explained=decision.facts or "",
    )


def _commands(name: str, comment: Comment, rules: Iterable[RuleCode]) -> Iterable[tuple[str, str]]:
    """Each decision that can be taken now, with the command for it."""
    command = f"answerable moderate {name}"
    yield "publish", f"{command} publish --by PERSON"
    if comment.moderation.decision == "pending":
        codes = "|".join(rules) or "CODE"
        yield "withhold", f"{command} withhold --reason {codes} --by PERSON"
    yield "withdraw", f"{command} withdraw --by PERSON"
    yield "erase", f"{command} erase --by PERSON"


def _words(waiting: Waiting, site: Site) -> Markup:
    thread, comment = waiting.thread, waiting.comment
    assets = {asset.name: asset for asset in thread.assets}
    html = render_message(
        comment.body,
        # Threads share the names of their messages, and the page shows several threads.
        stem=f"{thread.id}-{comment.stem}",
        trusted_links=False,
        assets={name: Picture(asset.width, asset.height) for name, asset in assets.items()},
        base=FILES,
        labels=labels(site.language),
    )
    return Markup(_embedded(html, assets))  # noqa: S704  (cleaned by answerable.markup)


def _embedded(html: str, assets: Mapping[str, Asset]) -> str:
    """*html* with its files in it: none of them is published."""

    def one(found: re.Match[str]) -> str:
        name = unquote(unescape(found[2]))
        asset = assets.get(name)
        if asset is None:
            return ""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        data = base64.b64encode(asset.path.read_bytes()).decode()
        saved = f' download="{escape(name)}"' if found[1] == "href" else ""
        return f' {found[1]}="data:{kind};base64,{data}"{saved}'

    return _FILE.sub(one, html)
