"""All that is public in one file: whole, by its schema, and with nothing else in it."""

from __future__ import annotations

import csv
import json
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from answerable.model import DECISIONS, GOOD_SEALS, Asset, Seal
from answerable.site.export import (
    COLUMNS,
    export_csv,
    export_json,
    export_schema,
    thread_json,
    thread_rows,
)
from answerable.site.publishing import publish_thread
from publications import URL, comment, decision, follow_up, publication, reply, thread


def whole(shown, url: str | None = URL):
    """The JSON of *shown*, which its schema allows."""
    texts = (thread_json(one, url) for one in shown.threads)
    return oracles.api(export_json(shown, texts, name="Kitchens", url=url), "export.schema.json")


def table(shown):
    rows = (row for one in shown.threads for row in thread_rows(one, URL))
    return list(csv.DictReader(StringIO(export_csv(rows).decode(), newline="")))


def test_the_schema_is_the_one_that_is_given_out():
    assert json.loads(export_schema()) == oracles.published_schema("export.schema.json")


def test_everything_around_the_threads_is_there():
    value = whole(publication())

    assert value["version"] == 1
    assert value["site"] == {"name": "Kitchens", "url": URL}
    assert [person["id"] for person in value["people"]] == ["anna", "ben"]
    assert value["topics"][0]["title"] == {"en": "Spare parts", "de": "Ersatzteile"}
    assert value["rules"][0]["code"] == "insult"
    assert value["threads"] == []


def test_a_site_without_an_address_has_no_addresses():
    (found,) = whole(publication(thread()), url=None)["threads"]

    assert found["url"] is None
    assert found["path"] == "threads/2026/spare-parts-1"


def test_an_answer_is_there_as_it_was_signed():
    words = "We found the cause.\n"
    file = f"---\nthread: thread0001\n---\n{words}".encode()
    signed = reply(
        words, file=file, signature=b"-----BEGIN SSH SIGNATURE-----\n", seal=Seal("valid")
    )

    (found,) = whole(publication(thread(comment(), signed)))["threads"]
    answer = found["messages"][1]

    assert answer["file"].encode() == file
    assert answer["signature"] == "-----BEGIN SSH SIGNATURE-----\n"
    assert answer["seal"]["state"] in GOOD_SEALS
    assert answer["markdown"] == words


def test_every_kind_of_message_is_a_row():
    withheld = follow_up(moderation=decision("withheld", reason="insult"))
    rows = table(publication(thread(comment(), reply(outcome="changed"), withheld)))

    assert [row["type"] for row in rows] == ["comment", "reply", "stub"]
    assert [row["author"] for row in rows] == ["P. M.", "anna", ""]
    assert [row["decision"] for row in rows] == ["published", "published", "withheld"]
    assert rows[2]["reason"] == "insult"
    assert rows[2]["text"] == ""
    assert rows[0]["url"] == f"{URL}threads/2026/spare-parts-1/#comment"
    assert set(rows[0]) == set(COLUMNS)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t"])
def test_no_program_takes_a_customers_words_for_a_formula(sign):
    words = f"{sign}HYPERLINK(1)\n"
    (row,) = table(publication(thread(comment(words, sender=f"{sign}x"), title=f"{sign}1")))

    assert row["text"] == f"'{words}"
    assert row["author"] == f"'{sign}x"
    assert row["title"] == f"'{sign}1"


def test_only_files_that_a_published_message_shows_are_named(tmp_path):
    assets = tuple(Asset(name, tmp_path / name, 1) for name in ("a.txt", "b.txt"))
    shown = thread(comment("[x](assets/a.txt)\n"), assets=assets)

    assert whole(publication(shown))["threads"][0]["assets"] == ["a.txt"]


DECIDED = st.sampled_from(DECISIONS)


@settings(max_examples=60, deadline=None)
@given(opening=DECIDED, later=st.lists(DECIDED, max_size=2), answers=st.lists(st.integers(0, 2)))
def test_what_is_not_published_is_in_no_export(opening, later, answers):
    def moderated(name):
        reason = "insult" if name == "withheld" else None
        at = None if name == "pending" else "2026-11-20T10:00:00+01:00"
        return decision(name, at, reason=reason)

    words = [f"kranich{number}kranich" for number in range(len(later) + 1)]
    customers = [comment(f"{words[0]}\n", sender=f"from{words[0]}", moderation=moderated(opening))]
    customers += [
        follow_up(
            f"{words[number]}\n",
            sender=f"from{words[number]}",
            received=f"2026-11-{5 + number:02}T08:00:00+01:00",
            moderation=moderated(name),
        )
        for number, name in enumerate(later, start=1)
    ]
    replies = [
        reply(
            f"reiher{number}reiher\n", answers=customers[to].stem, stem=f"2026-11-29-anna-{number}"
        )
        for number, to in enumerate(answers)
        if to < len(customers)
    ]
    made = thread(*customers, *replies, title="titelkranich", tags=("tagkranich",))
    shown = publication()
    published = publish_thread(made, shown)
    texts = [] if published is None else [thread_json(published, URL)]
    rows = [] if published is None else [*thread_rows(published, URL)]
    exports = export_json(shown, texts, name=None, url=URL).decode() + export_csv(rows).decode()

    closed = opening in ("pending", "withheld")
    for number, (one, name) in enumerate(zip(customers, (opening, *later), strict=True)):
        visible = name == "published" and not (closed and number)
        assert (words[number] in exports) == visible, (name, number)
        assert (f"from{words[number]}" in exports) == visible
        assert one.nonce is not None
    assert ("titelkranich" in exports) == ("tagkranich" in exports) == (opening == "published")
    decided = {one.stem: one.moderation.decision for one in customers}
    for answer in replies:
        hidden = closed or decided[answer.answers] in ("pending", "withheld")
        assert (answer.body.strip() in exports) == (not hidden)
