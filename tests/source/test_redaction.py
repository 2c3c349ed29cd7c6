"""Markers of what was blacked out, their entries, and answers from before."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.markup import plain_text, render_message
from answerable.markup.dress import Labels
from answerable.model import REDACTION_KINDS, Redaction
from answerable.source.redaction import MARKER, cuts_marker, marker, redacted
from cases import Case, comment, every
from samples import COMMENT, FOLLOW_UP, REPLY, THREAD, comment_text, follow_up_text, reply_text
from samples import question as question_of
from samples import title as title_of

MARK = "[██ name removed by Anna Berg ██]"
ENTRY = "{kind: name, by: anna, at: 2026-11-05T08:00:00+01:00}"
LISTED = f"[{ENTRY}]"
BODY = f"I am {MARK}, and I wait.\n"

CASES = [
    comment("redaction-unlisted", (14, 6, MARK), body=BODY),
    comment(
        "redaction-unlisted", (15, 6, f"\\{MARK[:-1]}\\]"), body=f"It\nis I \\{MARK[:-1]}\\].\n"
    ),
    comment("redaction-unlisted", (3, 8, f'"Who is {MARK}?"'), title=f'"Who is {MARK}?"'),
    comment("redaction-unlisted", (16, 6, MARK), body=f"{BODY}Yes, {MARK}\n", redactions=LISTED),
    comment("redaction-unmarked", (13, 13, LISTED), redactions=LISTED),
    comment(
        "unknown-value", (13, 21, "names"), redactions=LISTED.replace("name,", "names,"), body=BODY
    ),
    comment("unknown-person", (13, 31, "ann"), redactions=LISTED.replace("anna", "ann"), body=BODY),
]


@every(CASES)
def test_a_marker_without_an_entry_and_the_reverse_are_found(case: Case) -> None:
    case.check_place()


def test_redactions_are_read(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body=BODY, redactions=LISTED))
    at = datetime(2026, 11, 5, 7, tzinfo=timezone.utc)
    assert folder.thread().comment.redactions == (Redaction("name", "anna", at),)


@pytest.mark.parametrize("decided", ["withheld", "withdrawn"])
def test_a_stub_keeps_the_entries_of_words_that_are_gone(decided: str, folder: Any) -> None:
    folder.delete(REPLY)
    at = f"{{decision: {decided}, by: ben, at: 2026-11-08T15:40:00+01:00, reason: insult}}"
    gone = comment_text(
        title=None, from_=None, nonce=None, body="", moderation=at, redactions=LISTED
    )
    folder.write(COMMENT, gone)
    assert folder.problems() == []


def test_an_answer_from_before_a_redaction_is_not_compared(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body=BODY, redactions=LISTED))
    assert folder.thread().replies[0].redacted_later


def test_an_answer_that_still_fits_was_not_redacted_later(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body=BODY, redactions=LISTED))
    folder.write(REPLY, reply_text(question=question_of(body=BODY)))
    assert not folder.thread().replies[0].redacted_later


@pytest.mark.parametrize("date", ["2026-11-05T08:00:00+01:00", "2026-11-05T09:05:00+01:00"])
def test_an_answer_that_is_not_older_than_a_redaction_is_compared(date: str, folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(body=BODY, redactions=LISTED))
    folder.write(f"{THREAD}/2026-11-05-anna.md", reply_text(date=date))
    assert folder.problems() == ["question-changed"]


def test_an_entry_alone_excuses_no_other_question(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body="Other words.\n", redactions=LISTED))
    assert sorted(folder.problems()) == ["question-changed", "redaction-unmarked"]


def test_a_redacted_text_excuses_no_other_title(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body=BODY, title="Other words", redactions=LISTED))
    assert folder.problems() == ["title-changed"]


def test_a_redacted_title_excuses_no_other_text(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body="No.\n", title=f'"{MARK}"', redactions=LISTED))
    assert folder.problems() == ["question-changed"]


def test_a_redacted_title_is_not_compared_by_answers_to_a_follow_up_either(folder: Any) -> None:
    folder.write(
        COMMENT, comment_text(title=f'"{MARK}"', redactions=LISTED.replace("-05T", "-07T"))
    )
    folder.write(FOLLOW_UP, follow_up_text())
    nonce, body = "0123456789abcdef0123456789abcdef", "Thank you, the hinge came today.\n"
    answer = reply_text(
        answers="2026-11-05-customer",
        question=question_of(nonce, body),
        title=title_of(nonce),
        date="2026-11-06T10:05:00+01:00",
    )
    folder.write(f"{THREAD}/2026-11-06-anna.md", answer)
    assert [reply.redacted_later for reply in folder.thread().replies] == [True, True]


def test_the_form_of_a_digest_counts_after_a_redaction_as_well(folder: Any) -> None:
    folder.write(COMMENT, comment_text(body=BODY, redactions=LISTED))
    folder.write(REPLY, reply_text(question="none"))
    assert folder.problems() == ["wrong-type"]


@pytest.mark.parametrize("kind", REDACTION_KINDS)
@pytest.mark.parametrize("language", ["en", "de", "de-AT", "fr"])
def test_a_marker_is_known_again_and_names_who_made_it(kind: Any, language: str) -> None:
    made = marker(kind, "Anna Berg", language)
    assert MARKER.fullmatch(made)
    assert made.endswith(" Anna Berg ██]")
    assert (" entfernt von " in made) == language.startswith("de")


def test_a_name_cannot_open_or_close_a_marker() -> None:
    assert MARKER.fullmatch(marker("name", "Anna [Berg]\\\n B.", "en"))


@pytest.mark.parametrize(
    "body",
    [
        "Ask PASSAGE(https://evil.example) now.\n",
        "Ask PASSAGE[evil] now.\n\n[evil]: https://evil.example\n",
        "PASSAGE: https://evil.example\n",
        "Ask !PASSAGE(https://evil.example/a.png) now.\n",
        "Ask [me]PASSAGE now.\n",
        f"Ask PASSAGE now.\n\n{MARK}: https://evil.example\n",
        f"Ask PASSAGE now.\n\n{MARK.replace(' by ', '  BY ')}: https://evil.example\n",
        "Ask \\PASSAGE(https://evil.example) now.\n",
        "Ask \\\\PASSAGE(https://evil.example) now.\n",
    ],
)
def test_a_marker_never_becomes_a_link(body: str) -> None:
    start = body.index("PASSAGE")
    text = redacted(body, start, start + len("PASSAGE"), MARK)
    html = render_message(
        text, stem="comment", trusted_links=False, assets={}, base="", labels=LABELS
    )
    assert MARK in plain_text(text)
    assert f">{MARK[1:-1]}<" not in html
    assert f">{MARK}<" not in html


LABELS = Labels("Table", "Code", "Picture", "Footnotes", "Back")


@given(st.text(max_size=60), st.text(min_size=1, max_size=10), st.text(max_size=60))
def test_all_but_the_passage_stays(before: str, passage: str, after: str) -> None:
    text = redacted(before + passage + after, len(before), len(before + passage), MARK)
    found = MARKER.search(text, len(before))
    assert text.startswith(before)
    assert text.endswith(after)
    assert found is not None
    assert text[len(before) : len(text) - len(after)] in (
        MARK,
        f"\\{MARK[:-1]}\\]",
        f"{MARK[:-1]}\\]",
    )


@pytest.mark.parametrize(("start", "end"), [(0, 6), (5, 6), (10, 20), (37, 60), (0, 60)])
def test_a_marker_is_not_cut(start: int, end: int) -> None:
    assert cuts_marker(BODY, start, end)


@pytest.mark.parametrize(("start", "end"), [(0, 5), (38, 40)])
def test_beside_a_marker_is_no_marker(start: int, end: int) -> None:
    assert not cuts_marker(BODY, start, end)
