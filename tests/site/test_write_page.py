"""The page "Write to us", and the link that leads to it from a thread."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from answerable.config import Contact
from answerable.forges import Forge
from answerable.site.entry_pages import entry_pages
from publications import SPARE_PARTS, body_of, comment, decision, files, publication, site, thread

FORM = "https://forms.example.org/feedback?to=us&lang=en"
EMAIL = "feedback@example.org"
FORGE = Forge("github", "https://github.com/example/feedback")
ALL: dict[str, Any] = {"contact": Contact(FORM, EMAIL, issues=True), "forge": FORGE}
THREAD = "threads/2026/spare-parts-1/"


class Elements(HTMLParser):
    """The opening tags of a page: name and attributes of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def named(self, *tags):
        return [attributes for tag, attributes in self.found if tag in tags]


def page(one=None, **settings):
    return body_of(site(publication(one or thread()), **(settings or ALL)), "write/")


def fields(body):
    return {
        attributes["name"]: attributes
        for attributes in Elements(body).named("input", "select", "textarea")
    }


def test_without_contact_there_is_no_page_and_no_link():
    around = site(publication(thread()), forge=FORGE)
    made = files(around)
    assert "write/" not in made
    assert "write/" not in body_of(around, THREAD)
    assert "write/" not in [entry.url for entry in entry_pages(around)]


def test_navigation_can_name_the_page():
    around = site(publication(thread()), language="de", contact=Contact(email=EMAIL))
    assert "Schreiben Sie uns" in [entry.title for entry in entry_pages(around)]


def test_form_sends_what_a_comment_needs_to_where_the_settings_say():
    body = page()
    (form,) = Elements(body).named("form")
    assert (form["action"], form["method"]) == (FORM, "post")
    found = fields(body)
    names = ["kind", "title", "text", "name", "thread", "agreed", "homepage", "language"]
    assert list(found) == names
    assert {name for name in found if "required" in found[name]} == {"text", "agreed"}
    assert found["language"]["value"] == "en"
    for name in ("title", "text", "name", "thread"):
        assert int(found[name]["maxlength"]) > 0


def test_every_field_that_people_see_has_a_label():
    body = page()
    labels = {attributes["for"] for attributes in Elements(body).named("label")}
    seen = {one["id"] for one in fields(body).values() if one.get("type") != "hidden"}
    assert seen == labels


def test_trap_is_out_of_the_way_of_people():
    body = page()
    trap = fields(body)["homepage"]
    assert (trap["tabindex"], trap["autocomplete"]) == ("-1", "off")
    assert '<div class="ans-form__trap" aria-hidden="true">' in body


@pytest.mark.parametrize(
    ("contact", "headings"),
    [
        (Contact(form=FORM), ["form"]),
        (Contact(email=EMAIL), ["email"]),
        (Contact(issues=True), ["issue"]),
        (Contact(FORM, EMAIL, issues=True), ["form", "email", "issue"]),
    ],
)
def test_only_the_ways_that_are_set_are_shown(contact, headings):
    body = page(contact=contact, forge=FORGE)
    assert [one["id"] for one in Elements(body).named("h2")] == ["happens", *headings]


@pytest.mark.parametrize(("promise", "said"), [(None, False), (5, False), (3, True)])
def test_topics_have_a_promise_of_their_own_only_where_one_differs(promise, said):
    topic = replace(SPARE_PARTS, promise=promise)
    shown = publication(thread(), topics=[topic])
    body = body_of(site(shown, **ALL), "write/")
    assert ("Some topics have a promise of their own." in body) is said


def test_page_says_when_and_by_which_rules():
    body = page()
    assert "We answer within 5 working days." in body
    assert 'href="../rules/"' in body
    assert 'href="../topics/"' in body


def test_mail_has_a_subject_and_lines_to_fill_in():
    around = site(publication(thread()), name="Q&A <Küche>", contact=Contact(email=EMAIL))
    (written,) = re.findall(r'href="(mailto:[^"]*)"', body_of(around, "write/"))
    address = unescape(written)
    assert urlsplit(address).path == EMAIL
    given = parse_qs(urlsplit(address).query, strict_parsing=True)
    assert given["subject"] == ["A comment on Q&A <Küche>"]
    assert given["body"][0].startswith("My comment:\r\n\r\n")


def test_links_have_a_place_for_the_thread():
    places = re.findall(r'data-ans-thread="([^"]*)"', page())
    assert [place.count("%00") for place in places] == [1, 1]
    assert "\0" not in page()


def test_thread_leads_to_the_page_by_a_link_that_names_it():
    body = body_of(site(publication(thread()), **ALL), THREAD)
    assert f'href="../../../write/?thread={THREAD}"' in body


def test_address_of_a_thread_is_that_of_its_page():
    around = replace(site(publication(thread()), **ALL), flat=True)
    body = body_of(around, THREAD)
    assert 'href="../../write/index.html?thread=threads/2026/spare-parts-1.html"' in body


def test_nobody_is_asked_to_comment_on_what_is_not_shown():
    stub = thread(comment(moderation=decision("withheld", reason="insult")))
    assert "write/" not in body_of(site(publication(stub), **ALL), THREAD)


def test_nothing_is_loaded_from_elsewhere():
    loaded = Elements(page()).named("script", "img", "iframe", "link", "object")
    assert loaded == []


def test_action_cannot_leave_its_attribute():
    body = page(contact=Contact(form='https://forms.example.org/?a="><script>'))
    assert "<script>" not in body
