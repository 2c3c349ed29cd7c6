"""The figures of moderation: counted right, and no small one can be worked out."""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from fractions import Fraction
from io import StringIO
from statistics import median

import pytest
from html5lib import HTMLParser
from hypothesis import given, settings
from hypothesis import strategies as st

import oracles
from answerable.model import Appeal, Redaction
from answerable.site.context import Page
from answerable.site.transparency import count, report
from publications import (
    BERLIN,
    INSULT,
    bytes_of,
    comment,
    decision,
    files,
    follow_up,
    publication,
    reply,
    site,
    thread,
)

START = datetime(2026, 9, 28, 20, 0, tzinfo=BERLIN)
DECISIONS = ("pending", "published", "withheld", "withdrawn", "erased")
LATER = datetime.fromisoformat("2026-11-20T09:00:00+01:00")
REDACTED = (Redaction("name", "ben", LATER),)
APPEALS = {
    "none": None,
    "open": Appeal(LATER),
    "upheld": Appeal(LATER, upheld=LATER, by="ben"),
    "reversed": Appeal(LATER, reversed=LATER, by="ben"),
}

MESSAGES = st.fixed_dictionaries(
    {
        "hours": st.integers(0, 24 * 70),
        "decision": st.sampled_from(DECISIONS),
        "reason": st.sampled_from(["insult", "a rule|that is gone"]),
        "waited": st.integers(0, 24 * 9),
        "before": st.booleans(),
        "redacted": st.booleans(),
        "appeal": st.sampled_from(sorted(APPEALS)),
    }
)
THREADS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(["problem", "praise"]),
        "messages": st.lists(MESSAGES, min_size=1, max_size=3),
        "answered": st.none() | st.integers(0, 20),
    }
)


def written(message, make, **values):
    """A message as it stands in the files, decided on after some hours."""
    received = START + timedelta(hours=message["hours"])
    decided = received + timedelta(hours=message["waited"])
    name = message["decision"]
    pending = name == "pending"
    now = decision(
        name,
        None if pending else decided + timedelta(days=3) * message["before"],
        reason=message["reason"] if name == "withheld" else None,
    )
    history = (decision("published", decided),) if message["before"] and not pending else ()
    return make(
        received=received,
        moderation=now,
        history=history,
        redactions=REDACTED if message["redacted"] and not pending else (),
        appeal=None if pending else APPEALS[message["appeal"]],
        **values,
    )


def built(described):
    """The threads, and what a reader with a pencil would note of each of their messages."""
    threads, notes = [], []
    for number, one in enumerate(described):
        first, *others = one["messages"]
        opening = written(first, comment)
        messages = [opening]
        messages += [
            written(message, follow_up, stem=f"2026-11-05-customer-{place}")
            for place, message in enumerate(others, start=1)
        ]
        if one["answered"] is not None:
            date = opening.received + timedelta(days=one["answered"])
            messages.append(reply(date=date))
        threads.append(thread(*messages, number=number, kind=one["kind"]))
        notes += [note(message, first, one["kind"]) for message in one["messages"]]
    return threads, notes


def note(message, opening, kind):
    name, reason = message["decision"], message["reason"]
    if name == "published" and opening["decision"] in ("pending", "withheld"):
        name, reason = opening["decision"], opening["reason"]
    received = START + timedelta(hours=message["hours"])
    decided = received + timedelta(hours=message["waited"])
    return {
        "month": f"{received.astimezone(BERLIN):%Y-%m}",
        "name": name,
        "reason": reason,
        "complaint": kind == "problem",
        "days": (decided.astimezone(BERLIN).date() - received.astimezone(BERLIN).date()).days,
        "redacted": message["redacted"] and name == "published",
        "appeal": message["appeal"],
    }


@settings(max_examples=60, deadline=None)
@given(st.lists(THREADS, max_size=6))
def test_figures_are_those_of_a_slow_count(described):
    threads, notes = built(described)
    shown = publication(*threads)
    found = report(count(site(shown).summaries, shown.unpublished), 1)
    rows = defaultdict(list)
    for one in notes:
        rows[one["month"]].append(one)
    assert [month for month, row in found.months.items() if row.figures["received"].value] == (
        sorted(rows)
    )
    for row, counted in [(found.all, notes), *((found.months[m], rows[m]) for m in rows)]:
        value = {name: figure.value for name, figure in row.figures.items()}
        names = Counter(one["name"] for one in counted)
        assert value["received"] == len(counted)
        assert value["waiting"] == names["pending"]
        for name in ("published", "withheld", "withdrawn", "erased"):
            assert value[name] == names[name]
        for code in found.rules:
            by_rule = [one for one in counted if one["name"] == "withheld"]
            assert value[f"rule-{code}"] == sum(one["reason"] == code for one in by_rule)
        assert value["redacted"] == sum(one["redacted"] for one in counted)
        decided = [one for one in counted if one["name"] != "pending"]
        appealed = Counter(one["appeal"] for one in decided)
        assert value["requested"] == sum(appealed.values()) - appealed["none"]
        assert (value["upheld"], value["reversed"]) == (appealed["upheld"], appealed["reversed"])
        days = sorted(one["days"] for one in decided)
        assert row.decided.median == (median(days) if days else None)
        if days:
            assert sum(day <= row.decided.most for day in days) >= 0.9 * len(days)
            assert sum(day < row.decided.most for day in days) < 0.9 * len(days)
    for name in ("published", "withheld"):
        those = [one["complaint"] for one in notes if one["name"] == name]
        assert found.complaints[name] == (Fraction(sum(those), len(those)) if those else None)


def many(number, start=0, **changes):
    return [thread(comment(**changes), number=start + one) for one in range(number)]


def page_of(*threads, language="en", **policy):
    made = files(site(publication(*threads, **policy), language=language))
    page = made["transparency/"]
    assert isinstance(page, Page)
    return str(page.body), made


def cells(body):
    """The figures in all by name, as they are written."""
    entries = oracles.html(body).iterfind(".//div[@class='ans-account']//dl/div")
    return {
        " ".join("".join(entry.find("dt").itertext()).split()): "".join(
            entry.find("dd").itertext()
        ).strip()
        for entry in entries
    }


def test_page_shows_a_small_number_as_such_and_not_by_subtraction():
    withheld = many(3, 50, moderation=decision("withheld", reason="insult"))
    shown = cells(page_of(*many(9), *withheld)[0])
    assert shown["Withheld"] == "fewer than 5"
    assert "not shown" in (shown["Received"], shown["Published"])
    everything = cells(page_of(*many(9), *withheld, least=1)[0])
    assert (everything["Received"], everything["Withheld"]) == ("12", "3")


def test_share_is_not_shown_where_it_tells_of_few():
    few = [
        *many(9),
        *many(
            4,
            20,
            moderation=decision(),
        ),
    ]
    praise = [thread(comment(), number=70 + one, kind="praise") for one in range(4)]
    enough = [*praise, thread(comment(), number=90, kind="idea")]
    assert cells(page_of(*few, *praise)[0])["Among the published"] == "too few to say"
    assert cells(page_of(*few, *enough)[0])["Among the published"] == "72%"
    assert cells(page_of(*few)[0])["Among the published"] == "100%"


def test_nothing_of_a_pending_message_is_counted_but_its_number():
    pending = many(6, 20, moderation=decision("pending", at=None), appeal=APPEALS["open"])
    shown = publication(*many(6), *pending)
    assert all(text == "2026-11|pending||||" for text in shown.unpublished)
    value = cells(page_of(*many(6), *pending)[0])
    assert (value["Received"], value["Waiting for a decision"]) == ("12", "6")
    assert (value["Published"], value["Objections"]) == ("6", "0")


def test_numbers_lead_to_the_lists_that_they_count():
    withheld = many(5, 50, moderation=decision("withheld", reason="insult"))
    redacted = many(5, 70, redactions=REDACTED)
    body, made = page_of(*withheld, *redacted)
    for url in ("transparency/withheld/", "rules/insult/", "transparency/redacted/"):
        assert f'href="../{url}"' in body
        page = made[url]
        assert isinstance(page, Page)
        assert "5 comments" in page.body
    assert 'href="../transparency/erased/"' not in body
    assert "transparency/erased/" not in made


def test_every_name_leads_to_what_it_means():
    appealed = many(5, 50, appeal=APPEALS["upheld"], redactions=REDACTED)
    withheld = many(5, 70, moderation=decision("withheld", reason="insult"))
    answered = [thread(comment(), reply(), number=90 + one) for one in range(5)]
    body, _ = page_of(*appealed, *withheld, *answered)
    html = oracles.html(body)
    ids = [element.get("id") for element in html.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    targets = {link.get("href") for link in html.iter("a") if link.get("href").startswith("#")}
    assert {target[1:] for target in targets} <= set(ids)
    assert len(targets) > 10


def test_nobody_who_works_there_is_on_the_page():
    answered = [thread(comment(), reply(), number=one) for one in range(6)]
    body, made = page_of(*answered)
    everything = body.encode() + b"".join(
        bytes_of(made[f"transparency/transparency.{form}"]) for form in ("csv", "json")
    )
    assert not any(name in everything for name in (b"Anna", b"anna", b"Ben", b'ben"'))


@pytest.mark.parametrize("least", [1, 3, 5])
def test_files_say_what_the_page_says(least):
    threads = [
        *many(7),
        *many(2, 20, moderation=decision("withheld", reason="insult"), appeal=APPEALS["upheld"]),
        *many(3, 40, received="2026-09-03T10:00:00+02:00", redactions=REDACTED),
        *(thread(comment(), reply(), number=90 + one) for one in range(5)),
    ]
    body, made = page_of(*threads, least=least)
    data = oracles.api(bytes_of(made["transparency/transparency.json"]), "transparency.schema.json")
    text = bytes_of(made["transparency/transparency.csv"]).decode()
    rows = {row["month"]: row for row in csv.DictReader(StringIO(text))}
    assert list(rows) == ["2026-09", "2026-10", "2026-11", "all"]
    assert [one["month"] for one in data["months"]] == ["2026-09", "2026-10", "2026-11"]
    assert data["least"] == least
    figures = {one["month"]: one["figures"] for one in data["months"]} | {"all": data["all"]}
    for month, row in rows.items():
        for name in ("received", "waiting", "published", "redacted", "withheld", "erased"):
            value = figures[month][name]
            if isinstance(value, dict):
                assert row[name] == f"<{least}"
            else:
                assert row[name] == ("" if value is None else str(value))
        by_rule = figures[month]["withheld_by_rule"]["insult"]
        assert (row["withheld:insult"] == f"<{least}") == isinstance(by_rule, dict)
        answer = figures[month]["working_days_to_answer"]["median"]
        assert row["working_days_to_answer_median"] == ("" if answer is None else str(answer))
    on_page = cells(body)
    words = {None: "not shown", f'{{"fewer_than": {least}}}': f"fewer than {least}"}
    received = data["all"]["received"]
    assert on_page["Received"] == words.get(json.dumps(received), str(received))


def test_without_a_message_there_is_a_page_that_says_zero():
    body, made = page_of()
    assert cells(body)["Received"] == "0"
    assert 'id="months"' not in body
    data = oracles.api(bytes_of(made["transparency/transparency.json"]), "transparency.schema.json")
    assert data["months"] == []


def test_a_mistaken_year_does_not_fill_the_page_with_empty_months():
    late = thread(comment(received="2199-01-10T10:00:00+01:00"), number=2)
    shown = publication(thread(), late)
    found = report(count(site(shown).summaries, ()), 1)
    assert list(found.months) == ["2026-11", "2199-01"]


@pytest.mark.parametrize("language", ["en", "de"])
def test_page_is_valid_html(language):
    threads = [*many(7), *many(2, 20, moderation=decision("withheld", reason=INSULT.code))]
    body, _ = page_of(*threads, language=language)
    HTMLParser(strict=True).parse(f"<!doctype html>{body}")
