"""The pages from which all others are reached."""

from __future__ import annotations

from dataclasses import dataclass

from answerable.site.context import Site


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A page that a site's navigation can name: its address and its title."""

    url: str
    title: str


def entry_pages(site: Site) -> list[EntryPage]:
    """The pages of *site* that a navigation can name."""
    text = site.language.text
    writing = [EntryPage("write/", text("Write to us"))] if site.settings.contact else []
    return [
        EntryPage("threads/", text("Comments")),
        EntryPage("topics/", text("Topics")),
        EntryPage("tags/", text("Tags")),
        EntryPage("people/", text("People")),
        EntryPage("figures/", text("Figures")),
        EntryPage("overdue/", text("Due answers")),
        EntryPage("rules/", text("Rules")),
        EntryPage("transparency/", text("Transparency")),
        EntryPage("verify/", text("Check it yourself")),
        *writing,
    ]
