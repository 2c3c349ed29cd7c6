from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import oracles
from answerable.model import Asset, Comment, Reply
from answerable.site.structured import (
    DEEPEST,
    breadcrumbs_json_ld,
    person_json_ld,
    script_json,
    thread_json_ld,
)
from publications import (
    ANNA,
    BEN,
    NOW,
    URL,
    comment,
    decision,
    follow_up,
    paragraphs,
    publication,
    reply,
    site,
    thread,
)

PAGE = f"{URL}threads/2026/spare-parts-1/"


def posting(*messages, language="en", **changes):
    """The structured data of a thread, by the rules of schema.org and Google."""
    around = site(publication(thread(*messages, **changes)), language=language)
    (published,) = around.threads
    return oracles.json_ld(thread_json_ld(paragraphs(published), around))


def outline(node):
    """The stems of the comments below *node*, nested as they are."""
    return {
        comment["url"].partition("#")[2]: outline(comment) for comment in node.get("comment", [])
    }


def test_thread_is_a_posting_with_its_words():
    found = posting(comment("Why six weeks?\n"))
    assert found["@type"] == "DiscussionForumPosting"
    assert found["headline"] == "Spare parts take six weeks"
    assert found["text"] == "Why six weeks?"
    assert found["url"] == found["mainEntityOfPage"] == PAGE
    assert found["datePublished"] == "2026-11-01T15:40:00+01:00"
    assert found["isPartOf"]["url"] == f"{URL}topics/spare-parts/"
    assert found["keywords"] == ["delivery"]


def test_comments_are_nested_as_the_dialogue_went():
    found = posting(
        comment(),
        reply(),
        follow_up(),
        reply(date="2026-11-06T09:00:00+01:00", answers="2026-11-05-customer"),
        reply(date="2026-11-07T09:00:00+01:00"),
    )
    assert outline(found) == {
        "2026-11-03-anna": {"2026-11-05-customer": {"2026-11-06-anna": {}}},
        "2026-11-07-anna": {},
    }
    assert found["commentCount"] == 4
    assert found["interactionStatistic"]["userInteractionCount"] == 4


@pytest.mark.parametrize("moderated", ["pending", "withheld", "withdrawn", "erased"])
def test_message_that_is_not_shown_is_left_out(moderated):
    secret = follow_up("Words nobody may read", moderation=decision(moderated, reason="insult"))
    later = reply(date="2026-11-06T09:00:00+01:00", answers="2026-11-05-customer")
    found = posting(comment(), reply(), secret, later)
    assert "nobody may read" not in json.dumps(found)
    assert "2026-11-05-customer" not in json.dumps(found)


def test_answer_to_an_erased_follow_up_stands_where_that_stood():
    erased = follow_up(moderation=decision("erased"))
    later = reply(date="2026-11-06T09:00:00+01:00", answers="2026-11-05-customer")
    assert outline(posting(comment(), reply(), erased, later)) == {
        "2026-11-03-anna": {"2026-11-06-anna": {}}
    }


def test_customer_is_a_person_with_a_name_only():
    assert posting(comment())["author"] == {"@type": "Person", "name": "P. M."}
    assert posting(comment(sender=None))["author"]["name"] == "Anonymous"


def test_employee_is_a_person_with_role_company_and_page():
    (answer,) = posting(comment(), reply(), language="de")["comment"]
    assert answer["author"] == {
        "@type": "Person",
        "name": "Anna Berg",
        "url": f"{URL}people/anna/",
        "jobTitle": "Leiterin Kundendienst",
        "worksFor": {"@type": "Organization", "name": "Kitchens, answered", "url": URL},
    }


def test_message_names_the_pictures_that_it_shows_and_no_others():
    assets = tuple(Asset(name, Path(name), 100) for name in ("mine.png", "theirs.png", "list.pdf"))
    found = posting(
        comment("![the hinge](assets/mine.png), [the list](assets/list.pdf)\n"),
        reply("![another](assets/theirs.png)\n"),
        assets=assets,
    )
    assert found["image"] == [f"{PAGE}assets/mine.png"]
    assert found["comment"][0]["image"] == [f"{PAGE}assets/theirs.png"]


def test_dialogue_of_hundreds_of_levels_can_be_written():
    messages: list[Comment | Reply] = [comment()]
    answers = "comment"
    for day in range(400):
        moment = NOW - timedelta(days=400 - day)
        messages.append(reply(date=moment, answers=answers))
        messages.append(follow_up(received=moment + timedelta(hours=1)))
        answers = messages[-1].stem
    found = posting(*messages)
    written = str(script_json(found))
    assert found["commentCount"] == 800
    assert written.count('"@type":"Comment"') == 800
    depth, level = 0, [found]
    while level := [child for node in level for child in node.get("comment", [])]:
        depth += 1
    assert depth == DEEPEST


def test_person_has_a_profile_page():
    around = site(publication())
    portrait = Asset("anna.jpg", Path("people/anna.jpg"), 100)
    found = oracles.json_ld(person_json_ld(replace(ANNA, portrait=portrait), around, answers=12))
    assert found["@type"] == "ProfilePage"
    assert found["mainEntity"]["name"] == "Anna Berg"
    assert found["mainEntity"]["image"] == f"{URL}people/anna/anna.jpg"
    assert found["mainEntity"]["agentInteractionStatistic"]["userInteractionCount"] == 12


def test_who_has_left_works_for_nobody():
    around = site(publication())
    found = oracles.json_ld(person_json_ld(replace(BEN, until=date(2025, 1, 1)), around))
    assert "worksFor" not in found["mainEntity"]


def test_breadcrumbs_are_counted_from_the_home_page():
    around = site(publication())
    trail = [("Kitchens", ""), ("Spare parts", "topics/spare-parts/")]
    found = oracles.json_ld(breadcrumbs_json_ld(trail, around))
    assert [(one["position"], one["item"]) for one in found["itemListElement"]] == [
        (1, URL),
        (2, f"{URL}topics/spare-parts/"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]> & &lt;",
        "line\u2028separator\u2029",
        '"quotes" \\ and \\u003c',
        "\x00\x1f\ufffe",
    ],
)
def test_script_holds_any_text_and_ends_where_it_ends(text):
    written = str(script_json({"@type": text}))
    page = oracles.html(f"{written}<p>after</p>")
    (script,) = page.iter("script")
    (after,) = page.iter("p")
    assert after.text == "after"
    assert json.loads(script.text) == {"@type": text}
