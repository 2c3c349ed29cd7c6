"""Earlier decisions, appeals and the facts of a decision: what of them cannot be."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

import pytest

from answerable.config import Settings
from answerable.model import Appeal, Decision
from cases import Case, comment, every
from samples import COMMENT, FOLLOW_UP, REPLY, comment_text, follow_up_text

PUBLISHED = "{decision: published, by: ben, at: 2026-11-01T15:40:00+01:00}"
WITHHELD = "{decision: withheld, by: anna, at: 2026-11-03T15:40:00+01:00, reason: insult}"
ERASED = "{decision: erased, by: ben, at: 2026-11-04T09:00:00+01:00}"
LATER = "2026-11-05T08:00:00+01:00"
AT = datetime(2026, 11, 3, 14, 40, tzinfo=timezone.utc)
GONE: dict[str, Any] = {"title": None, "from_": None, "nonce": None, "body": ""}


def facts(words: str, **more: str | None) -> dict[str, Any]:
    return {"moderation": f'{WITHHELD[:-1]}, facts: "{words}"}}', "title": "Hinges", **more}


CASES = [
    comment(
        "decision-before-receipt",
        (13, 46, "2026-11-01T08:00:00Z"),
        history="[{decision: published, by: ben, at: 2026-11-01T08:00:00Z}]",
    ),
    comment(
        "history-order", (13, 37, LATER), history=f"[{{decision: withdrawn, at: {LATER}, by: ben}}]"
    ),
    comment(
        "history-order",
        (15, 40, "2026-11-02T10:00:00Z"),
        title="Hinges",
        moderation=WITHHELD,
        history="\n  - {decision: withdrawn, by: ben, at: 2026-11-02T11:00:00Z}"
        "\n  - {decision: published, by: ben, at: 2026-11-02T10:00:00Z}",
    ),
    comment(
        "unknown-value",
        (13, 22, "pending"),
        history="[{decision: pending}]",
    ),
    comment(
        "missing-field",
        (13, 11, "{decision: published, at: 2026-11-01T15:00:00+01:00}"),
        history="[{decision: published, at: 2026-11-01T15:00:00+01:00}]",
    ),
    comment(
        "unknown-person",
        (13, 37, "bem"),
        history="[{decision: published, by: bem, at: 2026-11-01T15:00:00+01:00}]",
    ),
    comment(
        "appeal-order",
        (13, 21, "2026-11-01T09:30:00+01:00"),
        appeal="{requested: 2026-11-01T09:30:00+01:00}",
    ),
    comment(
        "appeal-order",
        (13, 51, LATER[:11] + "07:00:00Z"),
        appeal=f"{{requested: {LATER[:11]}07:30:00Z, upheld: {LATER[:11]}07:00:00Z, by: ben}}",
    ),
    comment(
        "appeal-order",
        (13, 83, "reversed"),
        appeal=f"{{requested: {LATER}, upheld: {LATER}, reversed: {LATER}, by: ben}}",
    ),
    comment(
        "appeal-order",
        (13, 58, LATER),
        title="Hinges",
        moderation=WITHHELD,
        appeal=f"{{requested: {LATER}, reversed: {LATER}, by: ben}}",
    ),
    comment(
        "missing-field",
        (13, 9, f"{{requested: {LATER}, upheld: {LATER}}}"),
        appeal=f"{{requested: {LATER}, upheld: {LATER}}}",
    ),
    comment("facts-tell", (12, 98, '"P. M. is rude."'), **facts("P. M. is rude.")),
    comment(
        "facts-tell",
        (12, 98, '"All about hinges, and broken doors."'),
        **facts("All about hinges, and broken doors.", title="Broken doors!"),
    ),
    comment(
        "facts-tell",
        (12, 98, '"It says: I HAVE waited six weeks."'),
        **facts("It says: I HAVE waited six weeks."),
    ),
    comment(
        "facts-tell",
        (12, 98, '"You are idiots."'),
        **facts("You are idiots.", body="You are *idiots*!\n"),
    ),
    comment(
        "unknown-field",
        (12, 75, "facts"),
        moderation=f"{PUBLISHED[:-1]}, facts: All is well.}}",
    ),
    comment(
        "unknown-value",
        (12, 104, "machines"),
        title="Hinges",
        moderation=f"{WITHHELD[:-1]}, prompted_by: machines}}",
    ),
    comment(
        "erased-remains",
        (9, 1, 'source: {system: forum, id: "7"}'),
        source='{system: forum, id: "7"}',
        moderation=ERASED,
        **{**GONE, "tags": None},
    ),
]


@every(CASES)
def test_what_cannot_be_is_found_where_it_is(case: Case) -> None:
    case.check_place()


def test_a_history_and_an_appeal_are_read(folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(
        COMMENT,
        comment_text(
            title="Hinges",
            moderation=f"{WITHHELD[:-1]}, prompted_by: machine, facts: It calls names.}}",
            history=f"[{PUBLISHED}]",
            appeal=f"{{requested: {LATER}}}",
        ),
    )
    message = folder.thread().comment
    first = datetime(2026, 11, 1, 14, 40, tzinfo=timezone.utc)
    assert message.history == (Decision("published", "ben", first),)
    assert message.moderation == Decision(
        "withheld", "anna", AT, "insult", "machine", "It calls names."
    )
    assert message.appeal == Appeal(datetime(2026, 11, 5, 7, tzinfo=timezone.utc))


def test_a_follow_up_has_them_as_well(folder: Any) -> None:
    at = "{decision: published, by: ben, at: 2026-11-06T09:00:00+01:00}"
    folder.write(FOLLOW_UP, follow_up_text(moderation=at, history=f"[{at.replace('06', '05', 1)}]"))
    assert len(folder.thread().follow_ups[0].history) == 1


def test_an_imported_decision_needs_nobody(folder: Any) -> None:
    history = "[{decision: published, at: 2026-11-01T15:00:00+01:00}]"
    folder.write(COMMENT, comment_text(channel="import", history=history))
    assert folder.problems() == []


def test_the_history_of_an_erased_message_keeps_codes_and_dates_only(folder: Any) -> None:
    folder.delete(REPLY)
    past = f"{WITHHELD[:-1]}, facts: It calls names.}}"
    folder.write(COMMENT, comment_text(**GONE, moderation=ERASED, history=f"[{past}]"))
    assert (
        folder.problem("erased-remains").message
        == "the history of an erased message still has facts"
    )
    folder.write(COMMENT, comment_text(**GONE, moderation=ERASED, history=f"[{WITHHELD}]"))
    assert folder.problems() == []


def test_a_message_that_was_withheld_again_after_an_appeal_is_in_order(folder: Any) -> None:
    folder.delete(REPLY)
    again = WITHHELD.replace("2026-11-03", "2026-11-20")
    appeal = f"{{requested: {LATER}, reversed: {LATER}, by: ben}}"
    folder.write(
        COMMENT,
        comment_text(title="Hinges", moderation=again, history=f"[{WITHHELD}]", appeal=appeal),
    )
    assert folder.problems() == []


@pytest.mark.parametrize("words", ["It calls people names.", "The text has six weeks in it.", "A."])
def test_facts_in_other_words_tell_nothing(words: str, folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(**facts(words, from_="A")))
    assert folder.problems() == []


def test_dates_to_come_are_reported_wherever_they_stand(folder: Any) -> None:
    far = "2027-11-05T08:00:00+01:00"
    folder.write(
        COMMENT,
        comment_text(
            moderation=PUBLISHED.replace("2026-11-01", "2028-11-01"),
            history=f"[{PUBLISHED.replace('2026', '2027')}]",
            appeal=f"{{requested: {far}}}",
            redactions=f"[{{kind: name, by: ben, at: {far}}}]",
            body="I am [██ name removed by Ben Olsen ██].\n",
        ),
    )
    assert folder.problems(Settings()).count("future-date") == 4
