"""What binds a reply to the question and to the title above it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cases import Case, every, reply
from samples import (
    ANNA,
    COMMENT,
    FOLLOW_UP,
    FOLLOW_UP_BODY,
    FOLLOW_UP_NONCE,
    NONCE,
    REPLY,
    THREAD,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    title,
)
from signing import keys, sign
from software_keys import ed25519

SECOND = f"{THREAD}/2026-11-06-anna.md"
OTHER_THREAD = "threads/2026/hinges"
OTHER_ID = "a1b2c3d4e5"
WITHHELD = "{decision: withheld, by: ben, at: 2026-11-08T09:00:00+01:00, reason: insult}"
WITHDRAWN = "{decision: withdrawn, by: ben, at: 2026-11-08T09:00:00+01:00}"
ERASED = "{decision: erased, by: ben, at: 2026-11-08T09:00:00+01:00}"
GONE: dict[str, str | None] = {"from_": None, "nonce": None, "body": "", "moderation": ERASED}


def retitled(written: str) -> Case:
    """The title of the thread changed after the answer."""
    files = {COMMENT: comment_text(title=written)}
    return Case("title-changed", files, REPLY, 9, 8, title(), "reply")


CASES = [
    retitled("Spare parts take six week"),
    retitled("Spare parts take six weeks!"),
    retitled("spare parts take six weeks"),
    retitled("Spare parts take six w\u0435eks"),
    retitled('"Spare parts take  six weeks"'),
    reply("title-changed", (9, 8, title(NONCE, "Other")), title=title(NONCE, "Other")),
    reply("title-changed", (9, 8, title(FOLLOW_UP_NONCE)), title=title(FOLLOW_UP_NONCE)),
    reply("title-changed", (9, 8, question()), title=question()),
    reply("question-changed", (4, 11, title()), question=title()),
    reply("question-changed", (4, 11, question("01" * 16)), question=question("01" * 16)),
    reply("title-unbound", (4, 11, question()), title=None),
    reply("wrong-type", (9, 8, "six weeks"), title="six weeks"),
    reply("wrong-type", (9, 8, title().upper()), title=title().upper()),
    reply("wrong-type", (9, 8, title()[:-1]), title=title()[:-1]),
    reply("wrong-type", (9, 8, title() + "0"), title=title() + "0"),
    reply("wrong-type", (9, 8, "[a]"), title="[a]"),
    reply("wrong-type", (4, 11, question()[12:]), question=question()[12:]),
]


def answer_a_follow_up(folder: Any, **changes: str | None) -> None:
    """Add a follow-up, and a reply to it that is right in all but *changes*."""
    folder.write(FOLLOW_UP, follow_up_text())
    fields: dict[str, str | None] = {
        "answers": "2026-11-05-customer",
        "question": question(FOLLOW_UP_NONCE, FOLLOW_UP_BODY),
        "title": title(FOLLOW_UP_NONCE),
        "date": "2026-11-06T08:00:00+01:00",
    }
    folder.write(SECOND, reply_text(**(fields | changes)))


@every(CASES)
def test_what_does_not_bind_is_found_where_it_is(case: Case) -> None:
    case.check_place()


@every(CASES)
def test_an_answer_that_is_not_bound_is_left_out_only_as_an_error(case: Case) -> None:
    case.check_weight()


def test_a_reply_has_the_digest_of_the_title(folder: Any) -> None:
    assert folder.thread().replies[0].title == title()


@pytest.mark.parametrize("written", [None, "nothing", title("ff" * 16)])
def test_the_mend_shows_the_right_title(written: str | None, folder: Any) -> None:
    folder.write(REPLY, reply_text(title=written))
    (found,) = folder.load().diagnostics
    line = re.search("'title: (.+?)'", found.mend)
    assert line
    folder.write(REPLY, reply_text(title=line[1]))
    assert folder.problems() == []


@pytest.mark.parametrize(
    "written", ["'Spare parts take six weeks'", "Spare parts\n  take six weeks", "|-\n  {}"]
)
def test_it_is_the_title_that_counts_and_not_how_it_is_written(written: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=written.format("Spare parts take six weeks")))
    assert len(folder.thread().replies) == 1


def test_an_answer_to_a_follow_up_is_bound_with_its_nonce(folder: Any) -> None:
    answer_a_follow_up(folder)
    assert len(folder.thread().replies) == 2
    answer_a_follow_up(folder, question=question(NONCE, FOLLOW_UP_BODY), title=title())
    assert folder.problems() == ["question-changed", "title-changed"]


def test_a_changed_title_is_told_to_every_answer_below_it(folder: Any) -> None:
    answer_a_follow_up(folder)
    folder.write(COMMENT, comment_text(title="Spare parts take six days"))
    assert folder.problems() == ["title-changed", "title-changed"]
    assert folder.load().feedback.threads[0].replies == ()


def test_an_answer_cannot_move_to_a_thread_with_the_same_words(folder: Any) -> None:
    folder.write(f"{OTHER_THREAD}/comment.md", comment_text(id=OTHER_ID, nonce=FOLLOW_UP_NONCE))
    folder.write(f"{OTHER_THREAD}/2026-11-03-anna.md", reply_text(thread=OTHER_ID))
    assert folder.problems() == ["question-changed", "title-changed"]


def test_below_an_erased_comment_nothing_is_compared(folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=None, **GONE))
    folder.write(REPLY, reply_text(question=question("ff" * 16), title=title("ff" * 16)))
    assert len(folder.thread().replies) == 1


def test_nothing_is_compared_by_a_nonce_that_should_be_gone(folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=None, **{**GONE, "nonce": NONCE}))
    assert folder.problems() == ["erased-remains"]


def test_below_an_erased_comment_the_form_still_counts(folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=None, **GONE))
    folder.write(REPLY, reply_text(title="Spare parts take six weeks"))
    assert folder.problem("wrong-type").column == 8


def test_below_an_erased_comment_no_title_is_asked_for(folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=None, **GONE))
    folder.write(REPLY, reply_text(title=None))
    assert len(folder.thread().replies) == 1


def test_an_answer_to_an_erased_follow_up_is_not_compared(folder: Any) -> None:
    answer_a_follow_up(folder, question=question("ff" * 16), title=title("ff" * 16))
    folder.write(FOLLOW_UP, follow_up_text(**GONE))
    assert len(folder.thread().replies) == 2


def test_the_question_of_a_follow_up_is_compared_below_an_erased_comment(folder: Any) -> None:
    answer_a_follow_up(folder, question=question("ff" * 16), title=title("ff" * 16))
    folder.write(COMMENT, comment_text(title=None, **GONE))
    assert folder.problems() == ["question-changed"]


@pytest.mark.parametrize("decided", [WITHHELD, WITHDRAWN])
def test_a_message_that_was_hidden_later_is_compared_as_long_as_it_is_there(
    decided: str, folder: Any
) -> None:
    neutral = f"threads/2026/{OTHER_ID}"
    folder.write(f"{neutral}/comment.md", comment_text(id=OTHER_ID, moderation=decided))
    changed = reply_text(thread=OTHER_ID, question=question("ff" * 16), title=title("ff" * 16))
    folder.write(f"{neutral}/2026-11-03-anna.md", changed)
    assert folder.problems() == ["question-changed", "title-changed"]
    stub = comment_text(id=OTHER_ID, title=None, moderation=decided)
    folder.write(f"{neutral}/comment.md", stub)
    assert folder.problems() == ["question-changed"]
    stub = comment_text(id=OTHER_ID, title=None, nonce=None, body="", moderation=decided)
    folder.write(f"{neutral}/comment.md", stub)
    assert folder.problems() == []


def test_an_unsigned_answer_to_no_title_stays_with_a_warning(folder: Any) -> None:
    folder.write(REPLY, reply_text(title=None))
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == ["title-unbound"]
    assert loaded.feedback.threads[0].replies[0].title is None


def test_a_signed_answer_is_not_asked_for_a_title(folder: Any) -> None:
    folder.write(ANNA, person_text(keys=keys(ed25519("anna"))))
    folder.write(REPLY, reply_text(title=None))
    sign(folder.root, ed25519("anna"))
    assert len(folder.thread().replies) == 1


def test_a_signature_does_not_make_a_wrong_title_right(folder: Any) -> None:
    folder.write(ANNA, person_text(keys=keys(ed25519("anna"))))
    folder.write(REPLY, reply_text(title=title("ff" * 16)))
    sign(folder.root, ed25519("anna"))
    assert folder.problems() == ["title-changed"]
    assert folder.load().feedback.threads[0].replies == ()
