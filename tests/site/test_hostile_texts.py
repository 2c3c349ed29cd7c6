"""Every hostile text as title, name, tag and words: what programs read stays well-formed."""

from __future__ import annotations

import json

import pytest

import oracles
from answerable.markup import plain_text
from answerable.model import LocalText, Person, Topic
from answerable.site.data import thread_json, threads_pages
from answerable.site.dialogue import shown_messages
from answerable.site.feed_entries import feed_entry
from answerable.site.feeds import Feed, atom, json_feed
from answerable.site.head import thread_head
from answerable.site.messages import message_html
from answerable.site.oembed import oembed_json
from answerable.site.structured import person_json_ld, script_json
from nasty import naughty_strings, needs_nasty_data, xss_lines
from oracles import ATOM
from publications import ANNA, comment, publication, reply, site, thread

PLANTED = [
    "]]></title><entry/>",
    "</content></entry></feed>",
    "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    "</script><script>alert(1)</script>",
    "<!-- <script> ",
    '" onload="alert(1)',
    "a\x00b\x0bc\x1bd\x7fe\x85f\ufffeg\uffffh",
    "{title} {0} %s",
    "\u202eright to left\u2028\u2029",
]


@pytest.fixture(params=[naughty_strings, pytest.param(xss_lines, marks=pytest.mark.slow)])
def collection(request):
    return [text for text in request.param() if text.strip()]


def site_of(texts):
    """A site with one thread for each of *texts*: it is all that a person writes there."""
    first = LocalText({"": texts[0]})
    anna = Person("anna", "", texts[0], first, first, ANNA.since)
    threads = [
        thread(comment(text, sender=text), reply(text), number=number, title=text, tags=(text,))
        for number, text in enumerate(texts)
    ]
    topic = Topic("spare-parts", "", first)
    return site(
        publication(*threads, people=[anna], topics=[topic]),
        name=texts[0],
        feed_entries=2 * len(texts),
    )


def html_of(one, around):
    return lambda message: message_html(message, one, around.language, around.absolute(one.url))


def feed_of(around):
    entries = [
        feed_entry(one, message, html_of(one, around)(message), around)
        for one, message in shown_messages(around.publication.threads)
    ]
    return Feed(around.name, "", entries)


def head_of(one, around):
    """The head of the page of a thread, as a browser reads it."""
    written = thread_head(one, one.title, lambda message: plain_text(message.body), around)
    return oracles.html(str(written))


def tags(page):
    return {node.tag for node in page.iter() if isinstance(node.tag, str)}


@pytest.mark.parametrize("text", PLANTED)
def test_documents_with_a_planted_text_are_valid(text):
    around = site_of([text])
    (one,) = around.publication.threads
    feed = feed_of(around)
    assert len(oracles.atom(atom(feed, around)).findall(f"{ATOM}entry")) == 2
    assert len(oracles.json_feed(json_feed(feed, around))["items"]) == 2
    record = thread_json(one, around, html_of(one, around))
    assert len(oracles.api(record, "thread.schema.json")["messages"]) == 2
    for resource in threads_pages(around):
        oracles.api(resource.content, "threads.schema.json")
    document = oracles.oembed(oembed_json(one, around))
    assert tags(oracles.html(document["html"])) == {"html", "head", "body", "iframe"}


@pytest.mark.parametrize("text", PLANTED)
def test_head_with_a_planted_text_holds_meta_links_and_data_only(text):
    around = site_of([text])
    (one,) = around.publication.threads
    page = head_of(one, around)
    assert tags(page) == {"html", "head", "body", "meta", "link", "script"}
    for script in page.iter("script"):
        assert script.get("type") == "application/ld+json"
        oracles.json_ld(json.loads(script.text))


@pytest.mark.parametrize("text", PLANTED)
def test_profile_with_a_planted_name_stays_in_its_script(text):
    around = site_of([text])
    person = around.publication.people["anna"]
    page = oracles.html(str(script_json(person_json_ld(person, around))))
    assert tags(page) == {"html", "head", "body", "script"}


@needs_nasty_data
def test_feeds_of_a_whole_collection_are_valid(collection):
    around = site_of(collection)
    feed = feed_of(around)
    assert len(oracles.atom(atom(feed, around)).findall(f"{ATOM}entry")) == 2 * len(collection)
    items = oracles.json_feed(json_feed(feed, around))["items"]
    assert [item["title"] for item in items[::2]] == collection


@needs_nasty_data
def test_records_of_a_whole_collection_give_back_the_words(collection):
    around = site_of(collection)
    for text, one in zip(collection, around.publication.threads, strict=True):
        record = json.loads(thread_json(one, around, html_of(one, around)))
        assert record["title"] == record["messages"][0]["author"] == text
        assert record["messages"][1]["markdown"] == text


@needs_nasty_data
def test_heads_of_a_whole_collection_run_no_script(collection):
    around = site_of(collection)
    for one in around.publication.threads:
        page = head_of(one, around)
        assert tags(page) == {"html", "head", "body", "meta", "link", "script"}
        headlines = [json.loads(script.text).get("headline") for script in page.iter("script")]
        assert headlines == [one.title, None]
