"""The link by which an employee answers: what it holds, and where it leads."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from answerable.forges import KINDS, Forge
from answerable.placeholders import PERSON, STEM, TIME, WORDS
from answerable.site.answering import answer_link
from answerable.site.context import Page
from answerable.site.forge_links import LONGEST, new_file_url, new_issue_url
from publications import (
    body_of,
    comment,
    decision,
    files,
    follow_up,
    publication,
    reply,
    site,
    thread,
)
from samples import question, title

URL = "https://code.example.org/halden/feedback"
NONCE = "5b0c1f2e3d4c5b6a79880716253443ff"


def forge(kind="github", **changes):
    return Forge(**{"kind": kind, "url": URL, **changes})


def parts(address):
    """The path of an address, unquoted, and its values by name."""
    split = urlsplit(address)
    return unquote(split.path), dict(parse_qsl(split.query, strict_parsing=True))


def link(*messages, kind="github", language="en", settings=None, **changes):
    around = site(
        publication(thread(*messages, **changes)),
        language=language,
        forge=forge(kind),
        **(settings or {}),
    )
    return answer_link(around.threads[0], around)


def asked_in(address):
    (asked,) = re.findall(r"(?m)^answers: (.*)$", parts(address)[1]["value"])
    return asked


@pytest.mark.parametrize(
    ("kind", "path", "name", "text"),
    [
        ("github", "/new/main/", "filename", "value"),
        ("forgejo", "/_new/main/", "filename", "value"),
        ("gitlab", "/-/new/main/", "file_name", "content"),
    ],
)
def test_link_opens_a_new_file_in_the_folder_of_the_thread(kind, path, name, text):
    place, values = parts(link(kind=kind))
    assert place == f"/halden/feedback{path}feedback/threads/2026/spare-parts-1"
    assert list(values) == [name, text]
    assert values[name] == f"{STEM}.md"


def test_file_is_filled_in_but_for_who_answers_and_when():
    asked = comment("I have waited.\n", nonce=NONCE, language="de-AT")
    _, values = parts(link(asked, title="Spare parts"))
    assert values["value"] == (
        "---\n"
        "thread: thread0001\n"
        "answers: comment\n"
        f"question: {question(NONCE, 'I have waited.' + chr(10))}\n"
        f"title: {title(NONCE, 'Spare parts')}\n"
        f"signed_by: {PERSON}\n"
        f"date: {TIME}\n"
        "language: de-AT\n"
        "---\n"
        f"{WORDS['en']}\n"
    )


@pytest.mark.parametrize(("language", "words"), [("de", "de"), ("de-AT", "de"), ("fr", "en")])
def test_line_to_be_replaced_is_in_the_language_of_the_site(language, words):
    assert parts(link(language=language))[1]["value"].endswith(f"\n---\n{WORDS[words]}\n")


def test_id_that_looks_like_a_number_is_written_as_a_text():
    around = site(publication(thread(id="1234567890")), forge=forge())
    assert '\nthread: "1234567890"\n' in parts(answer_link(around.threads[0], around))[1]["value"]


def test_what_waits_is_answered():
    first, second = follow_up(), follow_up(received="2026-11-07T08:00:00+01:00")
    assert asked_in(link(comment(), reply())) == "comment"
    assert asked_in(link(comment(), first)) == first.stem
    assert asked_in(link(comment(), first, second, reply(answers=second.stem))) == first.stem
    everything = [reply(), reply(answers=first.stem, date="2026-11-06T08:00:00+01:00")]
    assert asked_in(link(comment(), first, *everything)) == first.stem


def test_what_is_not_public_is_not_answered():
    hidden = follow_up(moderation=decision("pending", at=None))
    assert asked_in(link(comment(), hidden)) == "comment"
    stub = comment(moderation=decision("withheld", reason="insult"))
    assert link(stub) == ""


def test_without_a_forge_there_is_no_link_and_no_page():
    around = site(publication(thread()))
    assert "answer/" not in files(around)
    assert "ans-employee" not in body_of(around, "threads/2026/spare-parts-1/")


def link_of(body):
    link = r'<a class="ans-employee" href="([^"]*)" data-ans-answer="([^"]*)"'
    ((address, help_page),) = re.findall(link, body)
    return unescape(address), unescape(help_page)


def test_thread_has_the_link_and_the_way_to_the_page_that_helps():
    around = site(publication(thread()), forge=forge())
    address, helped = link_of(body_of(around, "threads/2026/spare-parts-1/"))
    assert address == answer_link(around.threads[0], around)
    assert helped == "../../../answer/"


def test_link_that_is_too_long_for_the_forge_leads_to_the_page_that_offers_the_file():
    far = forge(folder="/".join(["far"] * 2000))
    around = site(publication(thread()), forge=far)
    address, helped = link_of(body_of(around, "threads/2026/spare-parts-1/"))
    before, _, after = address.partition("#")
    assert before == helped
    assert after == answer_link(around.threads[0], around)
    assert len(after) > LONGEST


def test_longest_names_of_a_thread_make_no_link_too_long():
    address = link(slug="a" * 80, kind="gitlab", language="de")
    assert len(address) < LONGEST / 4


NASTY = ["a b", "a&b=c", "ä/ö", "a?b#c", "a%2Fb", 'a"b', "a+b", "日本"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NASTY)
def test_no_name_can_leave_its_place_in_an_address(kind, name):
    around = site(publication(thread()), forge=forge(kind), feedback_dir=name)
    strange = forge(kind, branch=name, folder=name)
    address = new_file_url(strange, around.settings, name, f"{name}.md", f"{name}\n")
    place, values = parts(address)
    assert place.endswith(f"new/{name}/{name}/{name}/{name}")
    assert list(values.values()) == [f"{name}.md", f"{name}\n"]
    assert urlsplit(address).fragment == ""
    assert address.isascii()
    assert list(parts(new_issue_url(strange, name))[1].values())[1] == name


def test_folder_in_the_repository_is_that_of_the_settings():
    around = site(publication(thread()), feedback_dir="../feedback")
    address = new_file_url(forge(folder="site/web"), around.settings, "threads", "a.md", "")
    assert parts(address.removesuffix("&value="))[0].endswith("/new/main/site/feedback/threads")


@pytest.mark.parametrize(
    ("kind", "path", "values"),
    [
        ("github", "/issues/new", {"template": "comment.yml", "thread": "https://a/?b&c"}),
        (
            "forgejo",
            "/issues/new",
            {"template": ".gitea/ISSUE_TEMPLATE/comment.yml", "field:thread": "https://a/?b&c"},
        ),
        (
            "gitlab",
            "/-/issues/new",
            {"issuable_template": "comment", "issue[description]": "https://a/?b&c"},
        ),
    ],
)
def test_new_issue_has_the_form_for_comments_and_says_what_it_is_about(kind, path, values):
    place, given = parts(new_issue_url(forge(kind), "https://a/?b&c"))
    assert place == f"/halden/feedback{path}"
    assert given == values
    assert list(parts(new_issue_url(forge(kind)))[1]) == list(values)[:1]


def test_page_lets_those_choose_who_work_here():
    body = body_of(site(publication(thread()), forge=forge()), "answer/")
    assert re.findall(r'<option value="([^"]*)">', body) == ["", "anna"]
    assert 'data-ans-begins="https://code.example.org/halden/feedback/new/main/"' in body


@pytest.mark.parametrize(
    ("kind", "opened"), [("github", False), ("forgejo", False), ("gitlab", True)]
)
def test_file_is_offered_first_where_the_forge_may_ignore_it(kind, opened):
    body = body_of(site(publication(thread()), forge=forge(kind)), "answer/")
    assert ("data-ans-answering-copy open" in body) is opened
    assert ("Copy this file first." in body) is opened


def test_feeds_and_data_know_nothing_of_it():
    def others(**settings):
        made = files(site(publication(thread(comment(), reply())), **settings))
        return {path: one for path, one in made.items() if not isinstance(one, Page)}

    assert others() == others(forge=forge())
