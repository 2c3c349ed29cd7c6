"""The page that explains how to check a signature without believing this site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from answerable.model import Stem
from answerable.site.catalogue import Catalogue
from answerable.site.context import Page, Site
from answerable.site.head import plain_page
from answerable.site.items import thread_title
from answerable.site.newest import latest_answers
from answerable.site.publication import PublishedReply
from answerable.site.rendered import RenderedThread
from answerable.site.seals import HELP, commands
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.trust_files import ALLOWED_SIGNERS, REVOKED_KEYS

EXAMPLES = 10
"""Answers whose lines stand on the page itself; each answer has its own below its seal."""


@dataclass(frozen=True, slots=True)
class AnswerToCheck:
    """An answer with the lines that check it. ``name`` is the file's, without ``.md``."""

    title: str
    language: str
    url: str
    name: str
    signer: str
    sent: datetime
    commands: str


def verify_page(
    lists: Catalogue,
    rendered: Callable[[Summary], RenderedThread],
    site: Site,
    templates: Templates,
) -> Page:
    """How to check signatures; *rendered* gives a thread with its words."""
    root = site.root_of(HELP)
    latest = [
        _answer(rendered(thread), stem, root, site)
        for thread, stem in latest_answers(lists.all, EXAMPLES)
    ]
    body = templates.render(
        "verify.html",
        answers=[answer for answer in latest if answer],
        keys=root + ALLOWED_SIGNERS,
        revoked=root + REVOKED_KEYS,
        people=site.link(root, "people/"),
    )
    title = site.language.text("Check it yourself")
    about = site.language.text("How to check the signatures of the answers with your own means.")
    return plain_page(HELP, title, about, body, site)


def _answer(rendered: RenderedThread, stem: Stem, root: str, site: Site) -> AnswerToCheck | None:
    thread = rendered.thread
    by_stem = {message.stem: message for message in thread.messages}
    reply = by_stem[stem]
    if not isinstance(reply, PublishedReply) or reply.signature is None:
        return None
    return AnswerToCheck(
        title=thread_title(thread, site),
        language=getattr(thread.opening, "language", site.language.code),
        url=site.link(root, f"{thread.url}#{stem}"),
        name=stem,
        signer=site.publication.people[reply.signed_by].name,
        sent=reply.date,
        commands=commands(reply, thread, by_stem.get(reply.answers), site),
    )
