"""The pages of the employees: who answers, for what, and all that they said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from answerable.model import Person, PersonId, PersonKey
from answerable.site.about import about
from answerable.site.catalogue import Catalogue
from answerable.site.context import Page, Site
from answerable.site.figures import figures
from answerable.site.head import plain_page
from answerable.site.lists import Link, Listing
from answerable.site.messages import person_view
from answerable.site.seals import HELP, validity
from answerable.site.structured import person_json_ld, script_json
from answerable.site.templating import Templates
from answerable.trust.keys import parse_key_line


def person_listing(person: Person, lists: Catalogue, site: Site) -> Listing:
    """The page of *person* with the threads that they answered."""
    language = site.language
    threads = lists.people[person.id]
    # Only where this person answered first: what others were quick or slow at is not theirs.
    first = [thread for thread in threads if thread.signers[0] == person.id]
    counted = figures(first, site.today)
    answers = answers_of(person.id, lists)

    def extra(root: str) -> Mapping[str, Any]:
        days = counted.median_days
        return {
            "person": person_view(person, site, root),
            "time": employment(person, site),
            "bio": about(person, site),
            "keys": [_key_view(key, site) for key in person.keys],
            "help": site.link(root, HELP),
            "topics": [
                Link(topic.title.in_language(language.code), site.link(root, f"topics/{topic.id}/"))
                for topic in site.publication.topics.values()
                if person.id in topic.owners
            ],
            "figures": [
                {
                    "name": language.text("Answers"),
                    "value": language.number(answers),
                    "url": "#answers",
                },
                {
                    "name": language.text("Threads"),
                    "value": language.number(len(threads)),
                    "url": "#answers",
                },
                {
                    "name": language.text("Working days to answer (median)"),
                    "value": "–" if days is None else language.number(days),
                    "url": site.link(root, "figures/#time-to-answer"),
                },
            ],
        }

    return Listing(
        url=f"people/{person.id}/",
        title=person.name,
        description=language.text(
            "{name}, {role}: all answers",
            name=person.name,
            role=person.role.in_language(language.code),
        ),
        threads=threads,
        parent=Link(language.text("People"), "people/"),
        template="person.html",
        extra=extra,
        structured=script_json(person_json_ld(person, site, answers)),
    )


def people_page(lists: Catalogue, site: Site, templates: Templates) -> Page:
    """Everyone who answers; those who have left come last."""
    root = site.root_of("people/")
    people = sorted(
        site.publication.people.values(), key=lambda person: (person.until is not None, person.name)
    )
    entries = [
        {
            "person": person_view(person, site, root),
            "answers": answers_of(person.id, lists),
            "left": employment(person, site) if person.until else "",
        }
        for person in people
    ]
    title = site.language.text("People")
    return plain_page(
        "people/",
        title,
        site.language.text("Who answers at {site}", site=site.name),
        templates.render("people.html", people=entries),
        site,
    )


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as the page of its owner lists it. ``line`` is the key in OpenSSH's form."""

    fingerprint: str
    kind: str
    time: str
    revoked: str
    note: str
    line: str


def _key_view(key: PersonKey, site: Site) -> KeyView:
    public = parse_key_line(key.key)
    language = site.language
    return KeyView(
        fingerprint=public.fingerprint,
        kind=public.kind,
        time=validity(key, language),
        revoked=language.text("revoked on {day}", day=language.day(key.revoked.date()))
        if key.revoked
        else "",
        note=key.note or "",
        line=public.line,
    )


def answers_of(person: PersonId, lists: Catalogue) -> int:
    """How many published answers *person* gave."""
    return sum(thread.signers.count(person) for thread in lists.people[person])


def employment(person: Person, site: Site) -> str:
    """Since when, or from when to when, *person* works for the company."""
    if person.until is None:
        return site.language.text(
            "With the company since {month}", month=site.language.month(person.since)
        )
    return site.language.text(
        "With the company from {first} to {last}",
        first=site.language.month(person.since),
        last=site.language.month(person.until),
    )
