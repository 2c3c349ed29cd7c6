from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from jsonschema import Draft202012Validator

import oracles
from answerable.model import Seal
from answerable.site.data import planned_data, schemas, thread_json
from publications import (
    ANNA,
    URL,
    bytes_of,
    comment,
    decision,
    follow_up,
    paragraphs,
    publication,
    reply,
    site,
    thread,
)

DIALOGUE = thread(
    comment("Why **six** weeks?\n", received="2026-11-02T09:12:00+01:00"),
    reply("We found it.\n", date="2026-11-03T10:05:00+00:00", outcome="changed"),
    follow_up("Danke!\n", language="de", sender=None, resolved=True),
)
PAGE = f"{URL}threads/2026/spare-parts-1/"


def written(around):
    """The file of the only thread of *around*."""
    (published,), (summary,) = around.threads, around.summaries
    return thread_json(published, summary, around, paragraphs(published).words)


def record_in(around):
    """The same as data, valid by the published schema."""
    return oracles.api(written(around), "thread.schema.json")


def record(*messages, language="en", **changes):
    """The record of a thread of *messages*."""
    return record_in(site(publication(thread(*messages, **changes)), language=language))


def lists(*threads):
    """The index and the pages by path, all valid by the published schema."""
    files = list_files(site(publication(*threads)))
    return {path: oracles.api(content, "threads.schema.json") for path, content in files.items()}


def list_files(around):
    """The same as bytes."""
    return {
        planned.path: bytes_of(planned.make())
        for planned in planned_data(around.summaries, around.keys, around)
    }


def test_record_says_of_a_thread_all_that_is_public():
    data = record_in(site(publication(DIALOGUE)))
    del data["messages"]
    assert data == {
        "$schema": f"{URL}api/schema/thread.schema.json",
        "version": 1,
        "id": "thread0001",
        "url": PAGE,
        "data": f"{URL}api/threads/thread0001.json",
        "title": "Spare parts take six weeks",
        "kind": "problem",
        "topic": "spare-parts",
        "tags": ["delivery"],
        "state": "resolved",
        "outcome": "changed",
        "language": "en",
        "channel": "email",
        "received": "2026-11-02T09:12:00+01:00",
        "published": "2026-11-01T15:40:00+01:00",
        "answered_in_working_days": 1,
        "due": "2026-11-05",
        "changed": "2026-11-05T08:00:00+01:00",
    }


def test_record_of_a_comment_has_its_words_twice():
    opening = record(comment("Why **six** weeks?\n"))["messages"][0]
    assert opening == {
        "type": "comment",
        "stem": "comment",
        "url": f"{PAGE}#comment",
        "author": "P. M.",
        "channel": "email",
        "received": "2026-11-01T09:12:00+01:00",
        "published": "2026-11-01T15:40:00+01:00",
        "resolved": False,
        "redactions": [],
        "appeal": None,
        "words": f"{PAGE}comment.txt",
        "nonce": f"{PAGE}comment.nonce",
        "language": "en",
        "markdown": "Why **six** weeks?\n",
        "html": "<p>Why **six** weeks?</p>\n",
    }


def test_record_of_a_reply_names_its_signer_in_the_language_of_the_site():
    answer = record(comment(), reply(outcome="planned"), language="de")["messages"][1]
    assert answer["person"] == {
        "id": "anna",
        "name": "Anna Berg",
        "role": "Leiterin Kundendienst",
        "unit": "Service",
        "url": f"{URL}people/anna/",
    }
    assert (answer["answers"], answer["outcome"]) == ("comment", "planned")


def test_record_of_a_reply_has_its_seal_and_the_files_that_prove_it():
    since = datetime(2026, 1, 1, tzinfo=timezone.utc)
    seal = Seal("retired", "SHA256:" + "a" * 43, "anna", since, until=since.replace(month=11))
    answer = record(comment(), reply(seal=seal, signature=b"signed"))["messages"][1]
    assert answer["seal"] == {
        "state": "retired",
        "question": "compared",
        "fingerprint": "SHA256:" + "a" * 43,
        "since": "2026-01-01T00:00:00+00:00",
        "until": "2026-11-01T00:00:00+00:00",
        "revoked": None,
        "source": f"{PAGE}2026-11-03-anna.md",
        "signature": f"{PAGE}2026-11-03-anna.md.sig",
    }


def test_record_of_a_reply_without_a_signature_says_so():
    seal = record(comment(), reply())["messages"][1]["seal"]
    assert (seal["state"], seal["fingerprint"], seal["signature"]) == ("unsigned", None, None)


def test_anonymous_author_is_null():
    assert record(comment(sender=None))["messages"][0]["author"] is None


@pytest.mark.parametrize("moderated", ["withheld", "withdrawn", "erased"])
def test_record_of_a_stub_has_decision_reason_and_dates_only(moderated):
    secret = follow_up(
        "Words nobody may read",
        sender="Nobody",
        moderation=decision(moderated, reason="insult"),
    )
    stub = record(comment(), secret)["messages"][1]
    assert stub == {
        "type": "stub",
        "stem": "2026-11-05-customer",
        "url": f"{PAGE}#2026-11-05-customer",
        "decision": moderated,
        "reason": "insult",
        "received": "2026-11-05T08:00:00+01:00",
        "decided": "2026-11-01T15:40:00+01:00",
        "prompted_by": None,
        "facts": None,
        "appeal": None,
        "history": [],
    }


@pytest.mark.parametrize("moderated", ["withheld", "withdrawn", "erased"])
def test_thread_with_a_stub_as_opening_says_nothing_of_it(moderated):
    secret = comment("Words nobody may read", moderation=decision(moderated, reason="insult"))
    data = record(secret, title="Title nobody may read", tags=("secret",))
    assert data["state"] == moderated
    silent = {
        "title",
        "outcome",
        "language",
        "channel",
        "published",
        "answered_in_working_days",
        "due",
    }
    assert {name for name, value in data.items() if value is None} == silent
    assert data["tags"] == []
    assert [message["type"] for message in data["messages"]] == ["stub"]


def test_summary_in_a_list_equals_the_record_without_messages():
    data = record_in(site(publication(DIALOGUE)))
    expected = {
        name: value
        for name, value in data.items()
        if name not in ("$schema", "version", "messages")
    }
    listed = lists(DIALOGUE)
    assert listed["api/threads/page-1.json"]["threads"] == [expected]
    assert listed["api/threads.json"]["latest"] == [expected]


def test_index_counts_the_threads_of_each_state():
    index = lists(
        thread(comment(), number=1),
        thread(comment(), reply(), number=2),
        thread(comment(), reply(outcome="declined"), number=3),
        thread(comment(moderation=decision("withheld", reason="insult")), number=4),
        thread(comment(moderation=decision("pending")), number=5),
    )["api/threads.json"]
    assert index["count"] == 4
    assert index["states"] == {
        "open": 1,
        "answered": 1,
        "resolved": 1,
        "withheld": 1,
        "withdrawn": 0,
        "erased": 0,
    }
    assert index["site"] == {"name": "Kitchens, answered", "url": URL}


def test_index_without_threads_has_no_pages():
    assert list(lists()) == ["api/threads.json"]


def many(count):
    return [thread(comment(), number=number) for number in range(1, count + 1)]


def test_pages_hold_500_threads_each_from_the_oldest():
    listed = lists(*many(501))
    index = listed["api/threads.json"]
    assert index["pages"] == [
        {"url": f"{URL}api/threads/page-1.json", "count": 500},
        {"url": f"{URL}api/threads/page-2.json", "count": 1},
    ]
    first, second = listed["api/threads/page-1.json"], listed["api/threads/page-2.json"]
    assert [one["id"] for one in (first["threads"][0], *second["threads"])] == [
        "thread0001",
        "thread0501",
    ]
    assert [one["id"] for one in index["latest"][:2]] == ["thread0501", "thread0500"]
    assert len(index["latest"]) == 20


def test_full_page_stays_as_it_is_when_threads_come_in():
    before = list_files(site(publication(*many(500))))
    after = list_files(site(publication(*many(502))))
    assert before["api/threads/page-1.json"] == after["api/threads/page-1.json"]


def test_build_at_another_time_gives_the_same_bytes():
    today = site(publication(DIALOGUE))
    tomorrow = replace(today, now=today.now + timedelta(days=1))
    assert written(today) == written(tomorrow)
    assert list_files(today) == list_files(tomorrow)


def test_schemas_are_published_at_the_address_that_the_data_name():
    published = {resource.path for resource in schemas()}
    assert record(comment())["$schema"] == f"{URL}api/schema/thread.schema.json"
    assert published == {
        "api/schema/thread.schema.json",
        "api/schema/threads.schema.json",
        "api/schema/transparency.schema.json",
    }


def test_schemas_explain_a_field_in_the_same_words():
    full = oracles.published_schema("thread.schema.json")
    listed = oracles.published_schema("threads.schema.json")
    for name, explanation in listed["$defs"]["thread"]["properties"].items():
        assert full["properties"][name] == explanation
    for name in set(full["$defs"]) & set(listed["$defs"]) - {"thread"}:
        assert full["$defs"][name] == listed["$defs"][name]


def test_schema_refuses_a_field_that_it_does_not_know():
    data = record(comment())
    data["messages"][0]["email"] = "p.m@example.org"
    validator = Draft202012Validator(oracles.published_schema("thread.schema.json"))
    assert not validator.is_valid(data)


def test_signer_who_has_left_is_still_named():
    left = replace(ANNA, id="carla", name="Carla Diaz", until=ANNA.since)
    shown = publication(thread(comment(), reply(signed_by="carla")), people=[left])
    data = record_in(site(shown))
    assert data["messages"][1]["person"]["name"] == "Carla Diaz"
