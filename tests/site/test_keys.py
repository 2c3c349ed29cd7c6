"""Equal keys, equal files: what a thread shows of its surroundings is in its key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from answerable.model import Asset, LocalText
from answerable.site.language import Language
from answerable.site.rendered import render_thread
from answerable.site.templating import Templates
from answerable.site.thread_files import thread_files
from publications import (
    ANNA,
    BEN,
    BERLIN,
    INSULT,
    SPARE_PARTS,
    ShownSite,
    comment,
    decision,
    follow_up,
    publication,
    reply,
    site,
    thread,
)

WAITING = thread(comment(received="2026-11-30T10:00:00+01:00"), number=1)
ANSWERED = thread(comment(), reply(), number=2)
WITH_STUB = thread(
    comment(), follow_up(moderation=decision("withheld", reason="insult")), reply(), number=3
)
HIDDEN = thread(comment(moderation=decision("withheld", reason="insult")), number=4)
DIALOGUE = thread(comment(), reply(), reply(signed_by="ben", date="2026-11-04T10:00Z"), number=5)
THREADS = (WAITING, ANSWERED, WITH_STUB, HIDDEN, DIALOGUE)
OTHER = LocalText({"": "Another"})


def shown(*, people=(ANNA, BEN), topics=(SPARE_PARTS,), rules=(INSULT,), **options) -> ShownSite:
    return site(publication(*THREADS, people=people, topics=topics, rules=rules), **options)


def moved(**changes) -> ShownSite:
    return replace(shown(), **changes)


PORTRAIT = Asset("anna.png", Path("people/anna.png"), 100, 64, 64)
AROUND: dict[str, Callable[[], ShownSite]] = {
    "name of a person": lambda: shown(people=[replace(ANNA, name="Anna Hill"), BEN]),
    "role": lambda: shown(people=[replace(ANNA, role=OTHER), BEN]),
    "unit": lambda: shown(people=[replace(ANNA, unit=OTHER), BEN]),
    "who left": lambda: shown(people=[replace(ANNA, until=date(2026, 11, 30)), BEN]),
    "portrait": lambda: shown(people=[replace(ANNA, portrait=PORTRAIT), BEN]),
    "bio": lambda: shown(people=[replace(ANNA, body="Anna likes lamps.\n"), BEN]),
    "another person": lambda: shown(people=[ANNA, BEN, replace(ANNA, id="carla")]),
    "title of the topic": lambda: shown(topics=[replace(SPARE_PARTS, title=OTHER)]),
    "body of the topic": lambda: shown(topics=[replace(SPARE_PARTS, body="Nothing.\n")]),
    "title of a rule": lambda: shown(rules=[replace(INSULT, title=OTHER)]),
    "text of a rule": lambda: shown(rules=[replace(INSULT, text=OTHER)]),
    "no rule": lambda: shown(rules=[]),
    "language": lambda: shown(language="de"),
    "name of the site": lambda: shown(name="Kitchens"),
    "address": lambda: shown(url="https://other.example/"),
    "entries of feeds": lambda: shown(feed_entries=1),
    "lists": lambda: shown(per_page=3),
    "addresses of pages": lambda: moved(flat=True),
    "zone": lambda: moved(language=Language("en", ZoneInfo("Pacific/Auckland"))),
    "next day": lambda: moved(now=shown().now + timedelta(days=1)),
    "when it is overdue": lambda: moved(now=shown().now + timedelta(days=9)),
}


def files_of(around: ShownSite) -> dict[str, object]:
    """What is made of each thread."""
    templates = Templates(around.language)
    return {
        one.id: thread_files(render_thread(one, around.language), summary, around, templates)
        for one, summary in zip(around.threads, around.summaries, strict=True)
    }


@pytest.mark.parametrize("name", AROUND)
def test_thread_whose_key_stays_has_the_same_files(name):
    before, after = shown(), AROUND[name]()
    files = files_of(before), files_of(after)
    changed = {id_ for id_ in files[0] if files[0][id_] != files[1][id_]}
    assert changed <= {id_ for id_ in files[0] if before.keys[id_] != after.keys[id_]}


@pytest.mark.parametrize(
    ("name", "touched"),
    [
        ("name of a person", {ANSWERED.id, WITH_STUB.id, DIALOGUE.id}),
        ("who left", {ANSWERED.id, WITH_STUB.id, DIALOGUE.id}),
        ("bio", set()),
        ("another person", set()),
        ("body of the topic", set()),
        ("title of a rule", {WITH_STUB.id, HIDDEN.id}),
        ("text of a rule", set()),
        ("lists", set()),
        ("next day", set()),
        ("when it is overdue", {WAITING.id}),
    ],
)
def test_thread_that_does_not_show_it_keeps_its_key(name, touched):
    before, after = shown().keys, AROUND[name]().keys
    assert {id_ for id_ in before if before[id_] != after[id_]} == touched


def test_promise_is_broken_from_the_day_after_in_the_zone_of_the_site():
    due = shown().summaries[-1].due
    evening = f"{due}T23:59:00"
    keys = [
        replace(shown(), now=moment.replace(tzinfo=BERLIN)).keys[WAITING.id]
        for moment in (
            shown().now.fromisoformat(evening),
            shown().now.fromisoformat(evening) + timedelta(minutes=1),
        )
    ]
    assert shown().keys[WAITING.id] == keys[0] != keys[1]
