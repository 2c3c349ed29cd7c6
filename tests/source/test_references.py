"""What messages say about each other, about people, topics and rules, and about time."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from answerable.codes import Severity
from answerable.config import Settings
from cases import Case, comment, every, reply
from samples import (
    ANNA,
    BEN,
    COMMENT,
    FOLLOW_UP,
    FOLLOW_UP_BODY,
    FOLLOW_UP_NONCE,
    NONCE,
    POLICY,
    POLICY_TEXT,
    REPLY,
    THREAD,
    TOPIC,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    title,
    topic_text,
)

AT = "at: 2026-11-01T15:40:00+01:00"
WITHHELD = f"{{decision: withheld, by: ben, {AT}, reason: insult}}"
WITHDRAWN = "{decision: withdrawn, by: ben, at: 2026-11-04T00:00:00Z}"
ERASED = f"{{decision: erased, by: ben, {AT}}}"


def dated(code: str, date: str, place: tuple[int, int, str]) -> Case:
    """A reply with another date, in the file that is named after it."""
    path = f"{THREAD}/{date[:10]}-anna.md"
    files = {REPLY: None, path: reply_text(date=date)}
    return Case(code, files, path, *place)


CASES = [
    reply("unknown-person", (5, 12, "ana"), signed_by="ana", usable=False),
    reply("unknown-person", (5, 12, '"Ännä"'), signed_by='"Ännä"', usable=False),
    comment(
        "unknown-person",
        (12, 39, "bene"),
        moderation=f"{{decision: published, by: bene, {AT}}}",
    ),
    Case("unknown-person", {TOPIC: topic_text(owners="[anna, bene]")}, TOPIC, 3, 16, "bene"),
    comment("unknown-topic", (9, 8, "spare-part"), topic="spare-part", usable=False),
    comment("unknown-topic", (9, 8, "../topics"), topic="../topics", usable=False),
    comment(
        "unknown-reason",
        (11, 82, "insults"),
        title=None,
        moderation=WITHHELD.replace("insult", "insults"),
    ),
    reply("unknown-thread", (2, 9, "a1b2c3d4e5"), thread="a1b2c3d4e5"),
    reply(
        "unknown-message",
        (3, 10, "2026-11-02-customer"),
        answers="2026-11-02-customer",
        usable=False,
    ),
    reply("unknown-message", (3, 10, "2026-11-03-anna"), answers="2026-11-03-anna", usable=False),
    dated("reply-before-question", "2026-11-01T08:11:59Z", (6, 7, "2026-11-01T08:11:59Z")),
    dated("future-date", "2026-12-01T12:00:01Z", (6, 7, "2026-12-01T12:00:01Z")),
    comment(
        "future-date",
        (12, 48, "2026-12-01T12:00:01Z"),
        moderation="{decision: published, by: ben, at: 2026-12-01T12:00:01Z}",
    ),
    comment(
        "decision-before-receipt",
        (12, 48, "2026-11-01T08:11:59Z"),
        moderation="{decision: published, by: ben, at: 2026-11-01T08:11:59Z}",
    ),
    Case(
        "outside-employment",
        {ANNA: person_text(until="2026-11-02")},
        REPLY,
        *(6, 7, "2026-11-03T10:05:00+01:00"),
        "reply",
    ),
    Case(
        "outside-employment",
        {ANNA: person_text(since="2026-11-04")},
        REPLY,
        *(6, 7, "2026-11-03T10:05:00+01:00"),
        "reply",
    ),
    Case(
        "question-changed",
        {COMMENT: comment_text(body="Six months!\n")},
        REPLY,
        *(4, 11, question()),
        "reply",
    ),
    Case(
        "answers-unpublished",
        {COMMENT: comment_text(moderation="{decision: pending}")},
        REPLY,
        *(3, 10, "comment"),
        "reply",
    ),
    Case(
        "answers-unpublished",
        {COMMENT: comment_text(title=None, moderation=WITHHELD), REPLY: reply_text(answers=None)},
        REPLY,
        *(1, 1, "---"),
        "reply",
    ),
]


@every(CASES)
def test_a_reference_that_leads_nowhere_is_found_where_it_is(case: Case) -> None:
    case.check_place()


@every([case for case in CASES if case.left_out != "nothing"])
def test_what_refers_to_nothing_is_left_out_only_as_an_error(case: Case) -> None:
    case.check_weight()


def test_a_typing_error_in_a_name_brings_the_nearest_one(folder: Any) -> None:
    folder.write(REPLY, reply_text(signed_by="ana"))
    found = folder.problem("unknown-person")
    assert found.message == "no person 'ana' in feedback/people"
    assert found.mend == (
        "did you mean 'anna'? A new colleague needs a file feedback/people/ana.md."
    )


def test_only_the_cause_is_reported_where_a_persons_file_is_broken(folder: Any) -> None:
    folder.write(ANNA, "Anna\n")
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == ["front-matter-missing"]
    assert loaded.feedback.threads[0].replies == ()
    assert loaded.feedback.topics["spare-parts"].owners == ()


def test_only_the_cause_is_reported_where_a_topics_file_is_broken(folder: Any) -> None:
    folder.write(TOPIC, topic_text(title=None))
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == ["missing-field"]
    assert loaded.feedback.threads == ()


def test_only_the_cause_is_reported_where_the_comment_is_broken(folder: Any) -> None:
    folder.write(COMMENT, "Hello\n")
    assert folder.problems() == ["front-matter-missing"]


def test_the_second_of_two_threads_with_one_id_is_left_out(folder: Any) -> None:
    shutil.copytree(folder.root / THREAD, folder.root / "threads/2026/zzz")
    found = folder.problem("doubled-id")
    assert found.path == "feedback/threads/2026/zzz/comment.md"
    assert (found.line, found.column, found.end_column) == (2, 5, 15)
    assert f"feedback/{THREAD}" in found.message
    assert [thread.slug for thread in folder.load().feedback.threads] == [THREAD[13:]]


def test_a_reply_may_answer_a_follow_up(folder: Any) -> None:
    folder.write(FOLLOW_UP, follow_up_text())
    digest = question(FOLLOW_UP_NONCE, FOLLOW_UP_BODY)
    date = "2026-11-06T08:00:00+01:00"
    bound = title(FOLLOW_UP_NONCE)
    text = reply_text(answers="2026-11-05-customer", question=digest, title=bound, date=date)
    folder.write(f"{THREAD}/2026-11-06-anna.md", text)
    assert [reply.answers for reply in folder.thread().replies] == [
        "comment",
        "2026-11-05-customer",
    ]


def test_a_reply_to_a_broken_follow_up_is_left_out_with_it(folder: Any) -> None:
    folder.write(FOLLOW_UP, follow_up_text(channel="mail"))
    text = reply_text(answers="2026-11-05-customer", date="2026-11-06T08:00:00+01:00")
    digest = question(FOLLOW_UP_NONCE, FOLLOW_UP_BODY)
    text = text.replace(question(), digest).replace(title(), title(FOLLOW_UP_NONCE))
    folder.write(f"{THREAD}/2026-11-06-anna.md", text)
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == ["unknown-value"]
    assert [reply.stem for reply in loaded.feedback.threads[0].replies] == ["2026-11-03-anna"]
    assert loaded.feedback.threads[0].follow_ups == ()


@pytest.mark.parametrize("written", [None, "nothing", question("ff" * 16)])
def test_the_mend_shows_the_right_question(written: str | None, folder: Any) -> None:
    folder.write(REPLY, reply_text(question=written))
    (found,) = folder.load().diagnostics
    assert f"'question: {question()}'" in found.mend


def test_the_question_of_an_erased_message_is_not_compared(folder: Any) -> None:
    erased = f"{{decision: erased, by: ben, {AT}}}".replace("11-01", "11-04")
    folder.write(
        COMMENT, comment_text(title=None, from_=None, nonce=None, body="", moderation=erased)
    )
    folder.write(REPLY, reply_text(question=question("ff" * 16)))
    assert len(folder.thread().replies) == 1


def test_an_answer_stays_when_its_question_is_withdrawn_later(folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=None, moderation=WITHDRAWN))
    assert len(folder.thread().replies) == 1


def test_an_answer_of_the_moment_of_the_decision_stays(folder: Any) -> None:
    withdrawn = WITHDRAWN.replace("2026-11-04T00:00:00Z", "2026-11-03T10:05:00+01:00")
    folder.write(COMMENT, comment_text(title=None, moderation=withdrawn))
    assert len(folder.thread().replies) == 1


def test_the_first_and_the_last_day_in_the_company_count(folder: Any) -> None:
    folder.write(ANNA, person_text(since="2026-11-03", until="2026-11-03"))
    assert len(folder.thread().replies) == 1


def test_this_very_moment_is_not_the_future(folder: Any) -> None:
    folder.delete(REPLY)
    text = reply_text(date="2026-12-01T13:00:00+01:00")
    folder.write(f"{THREAD}/2026-12-01-anna.md", text)
    assert len(folder.thread().replies) == 1


def test_employment_is_counted_in_days_of_the_companys_time_zone(folder: Any) -> None:
    folder.delete(REPLY)
    # 1 January in Berlin, still 31 December in UTC and in the file's own offset.
    text = reply_text(date="2025-12-31T23:30:00Z")
    folder.write(COMMENT, comment_text(received="2025-11-01T09:12:00+01:00"))
    folder.write(f"{THREAD}/2025-12-31-anna.md", text)
    folder.write(ANNA, person_text(since="2026-01-01"))
    assert "outside-employment" not in folder.problems()
    folder.write(ANNA, person_text(until="2025-12-31"))
    assert "outside-employment" in folder.problems()


def test_messages_are_sorted_by_time_and_then_by_name(folder: Any) -> None:
    folder.write(f"{THREAD}/2026-11-03-anna-2.md", reply_text(date="2026-11-03T08:00:00+01:00"))
    folder.write(f"{THREAD}/2026-11-03-ben.md", reply_text(signed_by="ben"))
    assert [reply.stem for reply in folder.thread().replies] == [
        "2026-11-03-anna-2",
        "2026-11-03-anna",
        "2026-11-03-ben",
    ]


def test_threads_are_sorted_by_receipt_and_then_by_id(folder: Any) -> None:
    for slug, name, day in (("a", "zzzzzzzzzz", "11-01"), ("b", "aaaaaaaaaa", "10-31")):
        text = comment_text(id=name, received=f"2026-{day}T08:12:00Z")
        folder.write(f"threads/2026/{slug}/comment.md", text)
    threads = folder.load().feedback.threads
    assert [thread.id for thread in threads] == ["aaaaaaaaaa", "k7q2m9x4tb", "zzzzzzzzzz"]


def test_a_reference_to_nobody_stays_where_the_settings_allow_it(folder: Any) -> None:
    folder.delete(BEN)
    settings = Settings(checks={"unknown-person": "warning"})
    loaded = folder.load(settings)
    assert [found.code for found in loaded.diagnostics] == ["unknown-person"]
    assert loaded.feedback.threads[0].comment.moderation.by == "ben"


def test_the_nonce_is_the_key_of_question_and_title(folder: Any) -> None:
    folder.write(COMMENT, comment_text(nonce=NONCE[::-1]))
    assert folder.problems() == ["question-changed", "title-changed"]


@pytest.mark.parametrize("severity", ["error", "warning", "off"])
def test_an_answer_to_an_unusable_follow_up_is_never_published(
    severity: Severity, folder: Any
) -> None:
    # Withheld before the answer, and with a mistake of its own, so that it is no follow-up.
    withheld = "{decision: withheld, by: ben, at: 2026-11-05T09:00:00+01:00}"
    folder.write(FOLLOW_UP, follow_up_text(moderation=withheld))
    digest = question(FOLLOW_UP_NONCE, FOLLOW_UP_BODY)
    date = "2026-11-06T08:00:00+01:00"
    bound = title(FOLLOW_UP_NONCE)
    text = reply_text(answers="2026-11-05-customer", question=digest, title=bound, date=date)
    folder.write(f"{THREAD}/2026-11-06-anna.md", text)
    checks = {"unknown-message": severity, "answers-unpublished": severity}
    (thread,) = folder.load(Settings(checks=checks)).feedback.threads
    assert thread.follow_ups == ()
    assert [reply.stem for reply in thread.replies] == ["2026-11-03-anna"]


def test_a_follow_up_from_before_the_comment_is_left_out(folder: Any) -> None:
    early = follow_up_text(received="2026-11-01T08:11:59Z")
    folder.write(f"{THREAD}/2026-11-01-customer.md", early)
    found = folder.problem("follow-up-before-comment")
    assert (found.line, found.column) == (5, 11)
    assert folder.load().feedback.threads[0].follow_ups == ()


def test_a_follow_up_of_the_moment_of_the_comment_is_right(folder: Any) -> None:
    early = follow_up_text(received="2026-11-01T08:12:00Z")
    folder.write(f"{THREAD}/2026-11-01-customer.md", early)
    assert len(folder.thread().follow_ups) == 1


def test_the_second_message_of_a_moment_comes_before_the_tenth(folder: Any) -> None:
    folder.delete(REPLY)
    for number in ("-10", "-2", ""):
        folder.write(f"{THREAD}/2026-11-03-anna{number}.md", reply_text())
        folder.write(f"{THREAD}/2026-11-05-customer{number}.md", follow_up_text())
    thread = folder.thread()
    for messages in (thread.replies, thread.follow_ups):
        assert [message.stem[10:].lstrip("-acemnorstu") for message in messages] == ["", "2", "10"]


@pytest.mark.parametrize("name", ["Anna Berg", "ANNA  BERG", '"Ａnna\\u00a0berg"'])
def test_a_customer_with_the_name_of_an_employee_is_reported(name: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(from_=name))
    folder.write(FOLLOW_UP, follow_up_text(from_=name))
    loaded = folder.load()
    assert [(found.code, found.line) for found in loaded.diagnostics] == [
        ("name-of-employee", 3),
        ("name-of-employee", 4),
    ]
    assert len(loaded.feedback.threads) == 1


def test_a_customer_may_share_a_part_of_an_employees_name(folder: Any) -> None:
    folder.write(COMMENT, comment_text(from_="Anna"))
    assert folder.problems() == []


def test_a_message_lists_no_more_than_ten_names(folder: Any) -> None:
    for number in range(2, 14):
        folder.write(f"{THREAD}/2026-11-05-customer-{number}.md", follow_up_text())
    folder.write(REPLY, reply_text(answers="2027"))
    mend = folder.problem("unknown-message").mend
    assert mend.count("customer-") == 9
    assert mend.endswith(", … and 3 more.")
    rules = "".join(f"  r{n}: {{title: T, text: T}}\n" for n in range(100))
    folder.write(POLICY, POLICY_TEXT.partition("  insult:")[0] + rules)
    folder.write(COMMENT, comment_text(title=None, moderation=WITHHELD))
    mend = folder.problem("unknown-reason").mend
    assert mend.endswith("the rules are: r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, … and 90 more.")
