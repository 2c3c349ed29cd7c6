"""Every hostile text as title, name, tag and words: what programs read stays well-formed."""

from __future__ import annotations

import json

import pytest

import oracles
from answerable.model import LocalText, Person, Topic
from answerable.site.data import planned_data, thread_json
from answerable.site.dialogue import shown_messages
from answerable.site.feeds import Feed, atom, json_feed
from answerable.site.head import thread_head
from answerable.site.oembed import oembed_json
from answerable.site.structured import person_json_ld, script_json
from answerable.site.thread_files import absolute_words, entry_of
from nasty import naughty_strings, needs_nasty_data, xss_lines
from oracles import ATOM
from publications import ANNA, bytes_of, comment, publication, rendered, reply, site, thread

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


def records(around):
    """The file of data of each thread."""
    for one, summary in zip(around.threads, around.summaries, strict=True):
        whole = rendered(one, around)
        words = {
            message.stem: absolute_words(whole, around, message) for message in shown_messages(one)
        }
        yield thread_json(one, summary, around, words)


def feed_of(around):
    threads = [rendered(one, around) for one in around.threads]
    entries = [
        entry_of(whole, message.stem, around)
        for whole in threads
        for message in shown_messages(whole.thread)
    ]
    return Feed(around.name, "", entries)


def head_of(one, around):
    """The head of the page of a thread, as a browser reads it."""
    return oracles.html(str(thread_head(rendered(one, around), one.title, around)))


def tags(page):
    return {node.tag for node in page.iter() if isinstance(node.tag, str)}


@pytest.mark.parametrize("text", PLANTED)
def test_documents_with_a_planted_text_are_valid(text):
    around = site_of([text])
    (one,) = around.threads
    feed = feed_of(around)
    assert len(oracles.atom(atom(feed, around)).findall(f"{ATOM}entry")) == 2
    assert len(oracles.json_feed(json_feed(feed, around))["items"]) == 2
    (record,) = records(around)
    assert len(oracles.api(record, "thread.schema.json")["messages"]) == 2
    for planned in planned_data(around.summaries, around.keys, around):
        oracles.api(bytes_of(planned.make()), "threads.schema.json")
    document = oracles.oembed(oembed_json(one, around))
    assert tags(oracles.html(document["html"])) == {"html", "head", "body", "iframe"}


@pytest.mark.parametrize("text", PLANTED)
def test_head_with_a_planted_text_holds_meta_links_and_data_only(text):
    around = site_of([text])
    (one,) = around.threads
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
    for text, written in zip(collection, records(around), strict=True):
        record = json.loads(written)
        assert record["title"] == record["messages"][0]["author"] == text
        assert record["messages"][1]["markdown"] == text


@needs_nasty_data
def test_heads_of_a_whole_collection_run_no_script(collection):
    around = site_of(collection)
    for one in around.threads:
        page = head_of(one, around)
        assert tags(page) == {"html", "head", "body", "meta", "link", "script"}
        headlines = [json.loads(script.text).get("headline") for script in page.iter("script")]
        assert headlines == [one.title, None]
