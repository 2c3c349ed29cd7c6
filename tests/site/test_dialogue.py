from __future__ import annotations

from answerable.site.dialogue import parents, shown_messages
from publications import comment, decision, follow_up, publication, reply, thread


def tree(*messages):
    (published,) = publication(thread(*messages)).threads
    return dict(parents(published))


def test_reply_continues_what_it_answers():
    assert tree(
        comment(),
        reply(),
        follow_up(),
        reply(date="2026-11-06T09:00:00+01:00"),
        reply(date="2026-11-07T09:00:00+01:00", answers="2026-11-05-customer"),
    ) == {
        "2026-11-03-anna": "comment",
        "2026-11-05-customer": "2026-11-03-anna",
        "2026-11-06-anna": "comment",
        "2026-11-07-anna": "2026-11-05-customer",
    }


def test_follow_up_continues_the_last_answer_before_it():
    later = follow_up(received="2026-11-08T08:00:00+01:00")
    continued = tree(comment(), reply(), reply(date="2026-11-06T09:00:00+01:00"), later)
    assert continued["2026-11-08-customer"] == "2026-11-06-anna"


def test_follow_up_without_an_answer_before_it_continues_the_comment():
    assert tree(comment(), follow_up()) == {"2026-11-05-customer": "comment"}


def test_reply_that_stands_before_its_question_makes_no_circle():
    early = reply(answers="2026-11-05-customer")
    assert tree(comment(), follow_up(), early) == {
        "2026-11-03-anna": "comment",
        "2026-11-05-customer": "2026-11-03-anna",
    }


def test_stubs_are_not_among_the_shown_messages():
    stub, dialogue = publication(
        thread(comment(moderation=decision("withheld", reason="insult")), number=1),
        thread(comment(), reply(), follow_up(moderation=decision("erased", by="ben")), number=2),
    ).threads
    assert shown_messages(stub) == []
    assert [message.stem for message in shown_messages(dialogue)] == ["comment", "2026-11-03-anna"]
