"""What is published, and what is not."""

from __future__ import annotations

import pytest

from answerable.site.publication import PublishedReply, Stub
from publications import comment, decision, follow_up, publication, reply, thread

SECRET = "wiretap-4711"


def secret(name, **changes):
    return comment(
        f"{SECRET}\n", sender=SECRET, moderation=decision(name, reason="insult"), **changes
    )


def only(shown):
    (published,) = shown.threads
    return published


def test_a_pending_comment_does_not_exist():
    shown = publication(thread(secret("pending"), reply("See above.\n"), title=SECRET))
    assert shown.threads == ()


@pytest.mark.parametrize("name", ["withheld", "withdrawn", "erased"])
def test_a_comment_that_is_not_shown_leaves_a_stub_without_its_words(name):
    shown = publication(thread(secret(name), title=SECRET, tags=(SECRET,)))
    assert isinstance(only(shown).opening, Stub)
    assert only(shown).opening.decision == name
    assert SECRET not in repr(shown)


def test_a_withheld_comment_takes_its_dialogue_along():
    shown = publication(thread(secret("withheld"), reply(f"{SECRET}\n"), follow_up(f"{SECRET}\n")))
    assert len(only(shown).messages) == 1
    assert SECRET not in repr(shown)


@pytest.mark.parametrize("name", ["withdrawn", "erased"])
def test_the_answer_to_a_comment_that_is_gone_stays(name):
    shown = publication(thread(secret(name), reply("We are sorry.\n")))
    assert [type(message) for message in only(shown).messages] == [Stub, PublishedReply]


@pytest.mark.parametrize("name", ["pending", "withheld"])
def test_an_answer_to_a_follow_up_that_is_not_shown_is_left_out(name):
    hidden = follow_up(f"{SECRET}\n", moderation=decision(name, reason="insult"))
    shown = publication(
        thread(
            comment(), hidden, reply(f"{SECRET}!\n", answers=hidden.stem, date="2026-11-06T10:00Z")
        )
    )
    assert not only(shown).replies
    assert SECRET not in repr(shown)


@pytest.mark.parametrize(
    ("messages", "state"),
    [
        ([comment()], "open"),
        ([comment(), reply()], "answered"),
        ([comment(), reply(outcome="planned")], "answered"),
        ([comment(), reply(outcome="explained")], "resolved"),
        ([comment(), reply(outcome="changed")], "resolved"),
        ([comment(), reply(outcome="declined")], "resolved"),
        ([comment(), reply(outcome="changed"), follow_up()], "open"),
        ([comment(), reply(), follow_up(resolved=True)], "resolved"),
        ([comment(resolved=True)], "resolved"),
    ],
)
def test_the_last_word_decides_the_state(messages, state):
    assert only(publication(thread(*messages))).state == state


def test_a_pending_follow_up_does_not_open_a_thread_again():
    hidden = follow_up(moderation=decision("pending", at=None))
    assert (
        only(publication(thread(comment(), reply(outcome="changed"), hidden))).state == "resolved"
    )


def test_messages_stand_in_the_order_of_time():
    late = reply("Later.\n", date="2026-11-09T10:00:00+01:00")
    shown = only(publication(thread(comment(), late, follow_up(), reply())))
    assert [message.stem for message in shown.messages] == [
        "comment",
        "2026-11-03-anna",
        "2026-11-05-customer",
        "2026-11-09-anna",
    ]


def test_the_time_to_answer_is_that_of_the_first_answer():
    late = reply("Later.\n", date="2026-11-09T10:00:00+01:00")
    # 1 November 2026 is a Sunday, the first answer came on Tuesday.
    assert only(publication(thread(comment(), late, reply()))).answered_in == 2


def test_the_promise_of_the_topic_sets_the_day():
    assert f"{only(publication(thread())).due:%Y-%m-%d}" == "2026-11-04"


def test_at_the_same_time_a_question_stands_before_its_answer():
    noon = "2026-11-05T12:00:00+01:00"
    asked = follow_up("And now?\n", received=noon)
    answered = reply("Now it works.\n", date=noon, answers=asked.stem, outcome="changed")
    shown = only(publication(thread(comment(), asked, answered)))
    assert [message.stem for message in shown.messages[1:]] == [asked.stem, answered.stem]
    assert shown.state == "resolved"


def test_messages_of_one_moment_stand_in_the_order_of_their_numbers():
    replies = [reply(f"{n}.\n", stem=f"2026-11-03-anna-{n}") for n in (10, 2)]
    shown = only(publication(thread(comment(), reply("1.\n"), *replies)))
    assert [message.stem for message in shown.messages[1:]] == [
        "2026-11-03-anna",
        "2026-11-03-anna-2",
        "2026-11-03-anna-10",
    ]
