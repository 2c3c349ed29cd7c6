"""The lists that the figures of moderation, and the rules, lead to."""

from __future__ import annotations

from collections.abc import Iterator

from markupsafe import Markup

from answerable.site.catalogue import Catalogue
from answerable.site.context import Site
from answerable.site.lists import Link, Listing
from answerable.site.transparency import RULE
from answerable.site.words import MODERATED, MODERATED_TEXT

URL = "transparency/"
"""The page of the figures."""

_LISTS = {"received": "threads/", "requested": f"{URL}appeal/"}


def moderation_listings(lists: Catalogue, site: Site) -> Iterator[Listing]:
    """The lists that the figures of moderation, and the rules, lead to."""
    text = site.language.text
    for mark in MODERATED:
        if threads := lists.moderated.get(mark):
            yield Listing(
                url=list_of(mark),
                title=text(MODERATED[mark]),
                description=text(MODERATED_TEXT[mark]),
                threads=threads,
                parent=Link(text("Transparency"), URL),
                introduction=Markup("<p>{}</p>").format(text(MODERATED_TEXT[mark])),
                feeds=False,
            )
    for rule in site.publication.rules.values():
        if threads := lists.moderated.get(f"{RULE}{rule.code}"):
            title = rule.title.in_language(site.language.code)
            said = text("Threads with a message that was withheld by the rule: {rule}.", rule=title)
            yield Listing(
                url=f"rules/{rule.code}/",
                title=text("Withheld: {rule}", rule=title),
                description=said,
                threads=threads,
                parent=Link(text("Rules"), "rules/"),
                introduction=Markup("<p>{}</p>").format(said),
                feeds=False,
            )


def list_of(mark: str) -> str:
    """The address of the list of threads with that *mark*, or of what a measure counts."""
    if mark.startswith(RULE):
        return f"rules/{mark.removeprefix(RULE)}/"
    return _LISTS.get(mark, f"{URL}{mark}/")
