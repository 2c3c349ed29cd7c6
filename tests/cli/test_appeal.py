"""``answerable appeal``: an objection, and the company's answer to it."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation_site import NEUTRAL, done, make_public, problems, refused, run, text, tree
from samples import COMMENT_BODY, THREAD

pytestmark = pytest.mark.usefixtures("desk")

FILE = f"threads/{NEUTRAL}/comment.md"
AT = "2026-12-01T13:00:00+01:00"
ASKED = "2026-11-25T08:00:00+01:00"


@pytest.fixture(params=["private", "public"])
def withheld(request, desk) -> str:
    """A message that was withheld on 20 November, in either kind of repository."""
    Path("feedback", THREAD).rename(Path("feedback", "threads", NEUTRAL))
    if request.param == "public":
        make_public()
    done("moderate", NEUTRAL, "withhold", "--reason", "insult", "--at", "2026-11-20T10:00", "--yes")
    return str(request.param)


def test_an_appeal_is_kept(withheld):
    result = done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    assert f"\nappeal: {{requested: {ASKED}}}\n---\n" in text(FILE)
    assert result.stdout == f"feedback/{FILE}\n"
    assert problems(public=withheld == "public") == []


def test_a_decision_is_upheld(withheld):
    done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    done("appeal", NEUTRAL, "upheld", "--by", "anna")
    assert f"appeal: {{requested: {ASKED}, upheld: {AT}, by: anna}}" in text(FILE)
    assert "decision: withheld" in text(FILE).split("history")[0]
    assert problems(public=withheld == "public") == []


def test_a_decision_is_reversed_where_the_words_are_there(withheld):
    done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    if withheld == "public":
        said = refused("appeal", NEUTRAL, "reversed")
        assert "is a stub" in said
        assert f"git log --oneline -- feedback/{FILE}" in said
        return
    done("appeal", NEUTRAL, "reversed")
    said = text(FILE)
    assert f"appeal: {{requested: {ASKED}, reversed: {AT}, by: ben}}" in said
    assert f"moderation: {{decision: published, by: ben, at: {AT}}}" in said
    assert (
        "  - {decision: withheld, by: ben, at: 2026-11-20T10:00:00+01:00, reason: insult}" in said
    )
    assert said.endswith(COMMENT_BODY)
    assert problems() == []


@pytest.mark.parametrize("step", ["requested", "upheld"])
def test_the_same_step_again_changes_nothing(step, withheld):
    done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    if step == "upheld":
        done("appeal", NEUTRAL, "upheld")
    before = tree()
    assert "Nothing to do" in done("appeal", NEUTRAL, step).stdout
    assert tree() == before


def test_an_appeal_is_answered_once(withheld):
    done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    done("appeal", NEUTRAL, "upheld")
    assert "was upheld already" in refused("appeal", NEUTRAL, "reversed")


def test_what_nobody_asked_for_is_not_answered(withheld):
    assert "nobody has appealed" in refused("appeal", NEUTRAL, "upheld")


def test_only_the_answer_has_somebody_who_decides(withheld):
    said = refused("appeal", NEUTRAL, "requested", "--by", "anna", code=2)
    assert "belongs to the answer" in said


def test_an_appeal_before_the_decision_is_refused(withheld):
    said = refused("appeal", NEUTRAL, "requested", "--at", "2026-10-25T08:00")
    assert "error[appeal-order]" in said


def test_an_answer_before_the_appeal_is_refused(withheld):
    done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    said = refused("appeal", NEUTRAL, "upheld", "--at", "2026-11-24T08:00")
    assert "error[appeal-order]" in said


def test_what_is_published_has_no_appeal():
    Path("feedback", THREAD).rename(Path("feedback", "threads", NEUTRAL))
    assert "is published" in refused("appeal", NEUTRAL, "requested")


def test_a_new_decision_can_be_appealed_against_again():
    Path("feedback", THREAD).rename(Path("feedback", "threads", NEUTRAL))
    for call in (
        ["moderate", NEUTRAL, "withhold", "--reason", "insult", "--at", "2026-11-20T10:00"],
        ["appeal", NEUTRAL, "requested", "--at", "2026-11-21T10:00"],
        ["appeal", NEUTRAL, "reversed", "--at", "2026-11-22T10:00"],
        ["moderate", NEUTRAL, "withhold", "--reason", "privacy", "--at", "2026-11-23T10:00"],
        ["appeal", NEUTRAL, "requested", "--at", "2026-11-24T10:00"],
    ):
        done(*call)
    assert "appeal: {requested: 2026-11-24T10:00:00+01:00}\n" in text(FILE)
    assert problems() == []


def test_without_a_person_the_call_says_how_to_name_one(withheld):
    done("appeal", NEUTRAL, "requested", "--at", "2026-11-25T08:00")
    assert "--by PERSON" in run("appeal", NEUTRAL, "upheld", by=None).stderr
