"""The button "Check in this browser", where a passage was removed after the answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from answerable.digests import question_digest
from browser.sealed_page import (
    PAGE,
    QUESTION,
    SECRET,
    STEM,
    TITLE,
    Host,
    SealedSite,
    hosted,
    sealed_site,
)

MARK = "[██ number removed by Anna ██]"
REDACTED = QUESTION.replace("left pedal", f"left pedal {MARK}")
LATER = "2026-11-05T08:00:00+01:00"
BEFORE = "2026-11-02T08:00:00+01:00"
NOTE = '<p class="ans-note" data-ans-note="redacted-{}">{}</p>\n'
SENTENCE = 'A passage was removed here on <time datetime="{}">5 Nov 2026</time>: a number.'
GOOD = {"valid", "thread", "title", "answer-same", "question-same", "pictures"}


@pytest.fixture(scope="module")
def host(chromium: Browser) -> Iterator[Host]:
    with hosted(chromium) as host:
        yield host


def site(
    question: str = REDACTED, *, notes: str | None = NOTE.format("number", SENTENCE.format(LATER))
) -> SealedSite:
    """A site whose answer was given to the whole question, with *notes* below what is left."""
    made = sealed_site(question=question, fields={"question": question_digest(SECRET, QUESTION)})
    if notes is not None:
        footer = f'<footer class="ans-message__notes">\n{notes}</footer>\n'
        reply = f'</section>\n<section class="ans-message ans-message--reply" id="{STEM}">'
        made.replace(PAGE, reply, footer + reply)
    return made


def test_it_is_told_and_nothing_is_said_to_be_wrong(host):
    found = host.press(site())
    assert found.findings == {*GOOD, "question-redacted"}
    assert (found.verdict, found.state) == ("unclear", "valid")
    assert "The question was redacted after the answer." in found.text


def test_a_note_below_a_whole_question_changes_nothing(host):
    found = host.press(site(QUESTION))
    assert found.findings == {*GOOD, "question"}
    assert found.verdict == "good"


def test_a_redaction_that_nobody_declares_is_a_change(host):
    assert "other-question" in host.press(site(notes=None)).findings


def test_an_answer_after_the_redaction_has_no_excuse(host):
    found = host.press(site(notes=NOTE.format("number", SENTENCE.format(BEFORE))))
    assert "other-question" in found.findings
    assert found.verdict == "bad"


def test_words_without_a_marker_have_no_excuse(host):
    found = host.press(site(QUESTION.replace("left pedal", "new pedal")))
    assert "other-question" in found.findings


@pytest.mark.parametrize(
    "notes",
    [
        NOTE.format("number", SENTENCE.format(LATER).replace("a number", "an advertisement")),
        NOTE.format("number", SENTENCE.format(LATER) + " <b>Buy!</b>"),
        NOTE.format("number", SENTENCE.format("yesterday")),
        NOTE.format("number", SENTENCE.format(LATER).replace("5 Nov 2026", "5 Nov" + " buy" * 9)),
        NOTE.format("number", SENTENCE.format(LATER)) + "<p>The company lied.</p>",
        NOTE.format("number", SENTENCE.format(LATER)) + "The company lied.",
        NOTE.format("name", SENTENCE.format(LATER)),
        NOTE.format("nothing", SENTENCE.format(LATER)),
    ],
)
def test_note_that_says_something_else_is_found(notes, host):
    found = host.press(site(notes=notes))
    assert "question-beside" in found.findings
    assert found.verdict == "bad"


def test_notes_below_an_answer_belong_there_no_more_than_anything_else(host):
    made = site()
    note = NOTE.format("number", SENTENCE.format(LATER))
    made.replace(
        PAGE,
        '<footer class="ans-message__foot">\n',
        f'<footer class="ans-message__notes">{note}</footer><footer class="ans-message__foot">\n',
    )
    assert "answer-beside" in host.press(made).findings


def test_title_that_was_redacted_is_told(host):
    made = site()
    made.replace(PAGE, f'dir="auto">{TITLE}</h1>', f'dir="auto">{TITLE} {MARK}</h1>')
    assert host.press(made).findings == {*(GOOD - {"title"}), "question-redacted", "title-redacted"}


def test_title_that_was_changed_otherwise_is_found(host):
    made = site()
    made.replace(PAGE, f'dir="auto">{TITLE}</h1>', 'dir="auto">Another title</h1>')
    assert "other-title" in host.press(made).findings
