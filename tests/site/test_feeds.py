from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

import oracles
from answerable.model import Seal
from answerable.site.feeds import Feed, atom, json_feed
from answerable.site.newest import newest
from answerable.site.thread_files import entry_of
from oracles import ATOM, THREADS
from publications import (
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

PAGE = "threads/2026/spare-parts-1/"
DIALOGUE = thread(comment(), reply(outcome="changed"), follow_up(sender=None, language="de"))


def feed_of(around, *, title="All answers", page=PAGE):
    """A feed of everything that the site shows."""
    threads = {one.id: paragraphs(one) for one in around.threads}
    chosen = newest(around.summaries, around.settings.feed_entries)
    entries = [entry_of(threads[summary.id], stem, around) for summary, stem in chosen]
    return Feed(title, page, entries)


def read(*threads, **options):
    """The feed of *threads* in both forms, each read by its specification."""
    around = site(publication(*threads), **options)
    feed = feed_of(around)
    return oracles.atom(atom(feed, around)), oracles.json_feed(json_feed(feed, around))


def texts(node, path):
    return [found.text for found in node.iterfind(path)]


def test_both_forms_list_the_messages_newest_first():
    atom_form, json_form = read(DIALOGUE)
    expected = [
        f"{URL}{PAGE}#2026-11-05-customer",
        f"{URL}{PAGE}#2026-11-03-anna",
        f"{URL}{PAGE}#comment",
    ]
    assert texts(atom_form, f"{ATOM}entry/{ATOM}id") == expected
    assert [item["id"] for item in json_form["items"]] == expected


def test_title_says_who_answers_what():
    atom_form, json_form = read(DIALOGUE)
    expected = [
        "Follow-up by Anonymous: Spare parts take six weeks",
        "Answer by Anna Berg: Spare parts take six weeks",
        "Spare parts take six weeks",
    ]
    assert texts(atom_form, f"{ATOM}entry/{ATOM}title") == expected
    assert [item["title"] for item in json_form["items"]] == expected


def test_title_of_an_answer_to_an_erased_comment_does_not_name_it():
    erased = comment(moderation=decision("erased"))
    atom_form, _ = read(thread(erased, reply()))
    assert texts(atom_form, f"{ATOM}entry/{ATOM}title") == [
        "Answer by Anna Berg: A comment that was erased"
    ]


def test_employee_has_an_address_and_customer_has_none():
    atom_form, json_form = read(thread(comment(), reply()))
    assert texts(atom_form, f"{ATOM}entry/{ATOM}author/{ATOM}name") == ["Anna Berg", "P. M."]
    assert texts(atom_form, f"{ATOM}entry/{ATOM}author/{ATOM}uri") == [f"{URL}people/anna/"]
    assert [item["authors"] for item in json_form["items"]] == [
        [{"name": "Anna Berg", "url": f"{URL}people/anna/"}],
        [{"name": "P. M."}],
    ]


def test_entry_says_what_it_replies_to():
    atom_form, json_form = read(DIALOGUE)
    answers = [entry.find(f"{THREADS}in-reply-to") for entry in atom_form.iter(f"{ATOM}entry")]
    first, second, opening = answers
    assert opening is None
    assert first.get("ref") == f"{URL}{PAGE}#2026-11-03-anna"
    assert dict(second.attrib) == {
        "ref": f"{URL}{PAGE}#comment",
        "href": f"{URL}{PAGE}#comment",
        "type": "text/html",
    }
    assert [item["_answerable"]["in_reply_to"] for item in json_form["items"]] == [
        f"{URL}{PAGE}#2026-11-03-anna",
        f"{URL}{PAGE}#comment",
        None,
    ]


def test_words_are_escaped_html_in_their_own_language():
    body = "Fish & <chips>"
    atom_form, json_form = read(thread(comment(body, language="de")))
    (entry,) = atom_form.iter(f"{ATOM}entry")
    content = entry.find(f"{ATOM}content")
    assert content.get("type") == "html"
    assert content.text == json_form["items"][0]["content_html"] == f"<p>{body}</p>\n"
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert json_form["items"][0]["language"] == "de"


def test_categories_are_topic_tags_kind_state_outcome_and_seal():
    atom_form, json_form = read(thread(comment(), reply(outcome="changed")))
    answer = next(atom_form.iter(f"{ATOM}entry"))
    assert [dict(category.attrib) for category in answer.iter(f"{ATOM}category")] == [
        {"term": "spare-parts", "scheme": f"{URL}topics/", "label": "Spare parts"},
        {"term": "delivery", "scheme": f"{URL}tags/", "label": "delivery"},
        {"term": "problem", "scheme": f"{URL}kinds/", "label": "Problem"},
        {"term": "resolved", "scheme": f"{URL}states/", "label": "Resolved"},
        {"term": "changed", "scheme": f"{URL}outcomes/", "label": "Changed"},
        {"term": "unsigned", "scheme": f"{URL}seals/", "label": "Not signed"},
    ]
    assert json_form["items"][0]["tags"] == [
        "Spare parts",
        "delivery",
        "Problem",
        "Resolved",
        "Changed",
    ]


def test_extension_says_where_the_message_belongs():
    _, json_form = read(thread(comment(), reply(outcome="planned")))
    assert json_form["items"][0]["_answerable"] == {
        "thread": "thread0001",
        "topic": "spare-parts",
        "kind": "problem",
        "state": "answered",
        "outcome": "planned",
        "in_reply_to": f"{URL}{PAGE}#comment",
        "seal": "unsigned",
        "source": f"{URL}{PAGE}2026-11-03-anna.md",
        "signature": None,
    }


def test_answer_leads_to_its_signed_file_and_the_signature():
    signed = reply(seal=Seal("valid", "SHA256:x"), signature=b"signed")
    atom_form, json_form = read(thread(comment(), signed))
    answer = next(atom_form.iter(f"{ATOM}entry"))
    related = [link for link in answer.iter(f"{ATOM}link") if link.get("rel") == "related"]
    source = f"{URL}{PAGE}2026-11-03-anna.md"
    assert [link.get("href") for link in related] == [source, f"{source}.sig"]
    extension = json_form["items"][0]["_answerable"]
    assert (extension["seal"], extension["signature"]) == ("valid", f"{source}.sig")


def test_comment_appears_when_it_is_published_and_not_when_it_came_in():
    late = decision(at="2026-11-04T12:00:00+01:00")
    atom_form, json_form = read(thread(comment(moderation=late)), thread(reply(), number=2))
    assert texts(atom_form, f"{ATOM}entry/{ATOM}published")[0] == "2026-11-04T12:00:00+01:00"
    assert json_form["items"][0]["date_published"] == "2026-11-04T12:00:00+01:00"


def test_feed_was_updated_when_its_newest_entry_appeared():
    atom_form, _ = read(DIALOGUE)
    assert atom_form.find(f"{ATOM}updated").text == "2026-11-05T08:00:00+01:00"


def test_feed_without_entries_is_valid():
    atom_form, json_form = read(thread(comment(moderation=decision("withheld", reason="insult"))))
    assert atom_form.find(f"{ATOM}updated").text == "1970-01-01T00:00:00Z"
    assert json_form["items"] == []


def test_feed_lies_beside_its_page_and_leads_back_to_it():
    atom_form, json_form = read(DIALOGUE)
    links = {link.get("rel"): link.get("href") for link in atom_form.findall(f"{ATOM}link")}
    assert links == {"self": f"{URL}{PAGE}feed.xml", "alternate": f"{URL}{PAGE}"}
    assert json_form["feed_url"] == f"{URL}{PAGE}feed.json"
    assert json_form["home_page_url"] == f"{URL}{PAGE}"


def test_feed_holds_no_more_entries_than_set():
    threads = [thread(comment(), reply(), number=number) for number in range(1, 5)]
    atom_form, json_form = read(*threads, feed_entries=3)
    assert len(atom_form.findall(f"{ATOM}entry")) == len(json_form["items"]) == 3


@pytest.mark.parametrize("moderated", ["pending", "withheld", "withdrawn", "erased"])
def test_message_that_is_not_shown_is_in_no_feed(moderated):
    secret = follow_up("Words nobody may read", moderation=decision(moderated, reason="insult"))
    around = site(publication(thread(comment(), reply(), secret)))
    feed = feed_of(around)
    written = atom(feed, around) + json_feed(feed, around)
    assert b"nobody may read" not in written
    assert b"2026-11-05-customer" not in written


def test_build_at_another_time_gives_the_same_bytes():
    today = site(publication(DIALOGUE))
    tomorrow = replace(today, now=today.now + timedelta(days=1))
    for write in (atom, json_feed):
        assert write(feed_of(today), today) == write(feed_of(tomorrow), tomorrow)


def test_feed_speaks_the_language_of_the_site():
    atom_form, json_form = read(DIALOGUE, language="de")
    assert atom_form.get("{http://www.w3.org/XML/1998/namespace}lang") == "de"
    assert json_form["language"] == "de"
    labels = [node.get("label") for node in atom_form.iter(f"{ATOM}category")]
    assert "Ersatzteile" in labels


def test_character_that_xml_does_not_know_is_replaced():
    atom_form, json_form = read(thread(comment("a\x0bb\ufffec"), title="Bell \x07 here"))
    assert texts(atom_form, f"{ATOM}entry/{ATOM}title") == ["Bell \ufffd here"]
    assert texts(atom_form, f"{ATOM}entry/{ATOM}content") == ["<p>a\ufffdb\ufffdc</p>\n"]
    assert json_form["items"][0]["title"] == "Bell \x07 here"
