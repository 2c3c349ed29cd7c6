from __future__ import annotations

from typing import Any

import pytest

from answerable.config import Settings
from cases import Case, comment, every, reply
from samples import COMMENT, FOLLOW_UP, NONCE, REPLY, comment_text, follow_up_text

BY = "by: ben, at: 2026-11-01T15:40:00+01:00"
WITHHELD = f"{{decision: withheld, {BY}, reason: insult}}"
WITHDRAWN = f"{{decision: withdrawn, {BY}}}"
ERASED = f"{{decision: erased, {BY}}}"
PENDING = "{decision: pending}"
SUPPRESSED = f"hmac-sha256:{'0a' * 32}"
GONE: dict[str, str | None] = {"title": None, "from_": None, "nonce": None, "body": ""}

CASES = [
    comment(
        "reason-missing",
        (11, 13, f"{{decision: withheld, {BY}}}"),
        title=None,
        moderation=f"{{decision: withheld, {BY}}}",
    ),
    comment(
        "unknown-field",
        (12, 75, "reason"),
        moderation=f"{{decision: published, {BY}, reason: insult}}",
    ),
    comment(
        "missing-field",
        (12, 13, "{decision: published, at: 2026-11-01T15:40:00+01:00}"),
        moderation="{decision: published, at: 2026-11-01T15:40:00+01:00}",
    ),
    comment(
        "erased-remains",
        (3, 1, "title: Müll"),
        title="Müll",
        from_=None,
        nonce=None,
        body="",
        moderation=ERASED,
    ),
    comment(
        "erased-remains",
        (12, 1, "Six weeks!"),
        title=None,
        from_=None,
        nonce=None,
        body="\nSix weeks!\n",
        moderation=ERASED,
    ),
    comment(
        "unknown-field",
        (12, 13, SUPPRESSED),
        nonce=f"{NONCE}\nsuppressed: {SUPPRESSED}",
    ),
    comment(
        "telling-address", (3, 8, "Weeks for parts"), title="Weeks for parts", moderation=WITHHELD
    ),
    comment("telling-address", (3, 8, "Take spare"), title="Take spare", moderation=WITHDRAWN),
    comment("unpublished-in-public", (12, 24, "pending"), moderation=PENDING, public=True),
    comment(
        "unpublished-in-public",
        (11, 24, "withheld"),
        title=None,
        moderation=WITHHELD,
        public=True,
    ),
    comment(
        "unpublished-in-public",
        (12, 24, "withdrawn"),
        title="Oh",
        body="",
        moderation=WITHDRAWN,
        public=True,
    ),
    comment("empty-body", (13, 1, "---"), body=""),
    comment("empty-body", (13, 1, "---"), body=" \n", moderation=PENDING),
    reply("empty-body", (10, 1, "---"), body=""),
]


@every(CASES)
def test_what_the_decision_forbids_is_found_where_it_is(case: Case) -> None:
    case.check_place()


@every(CASES)
def test_what_the_decision_forbids_is_left_out_only_as_an_error(case: Case) -> None:
    case.check_weight()


@pytest.mark.parametrize("moderation", [WITHHELD, WITHDRAWN, ERASED])
def test_a_stub_needs_no_title_sender_nonce_or_text(moderation: str, folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(**GONE, moderation=moderation))
    thread = folder.thread()
    comment = thread.comment
    assert (thread.title, comment.sender, comment.nonce, comment.body) == (None, None, None, "")


@pytest.mark.parametrize("moderation", [WITHHELD, WITHDRAWN])
def test_a_stub_may_stand_in_a_public_repository(moderation: str, folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(**GONE, moderation=moderation))
    assert folder.problems(Settings(repository="public")) == []


def test_a_withheld_text_may_stand_in_a_private_repository(folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(title="Hinges", moderation=WITHHELD))
    assert folder.thread().comment.moderation.reason == "insult"


def test_an_erased_message_must_lose_everything_of_the_customers(folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(moderation=ERASED))
    found = folder.load().diagnostics
    assert [(problem.code, problem.line) for problem in found] == [
        ("erased-remains", 3),
        ("erased-remains", 4),
        ("erased-remains", 11),
        ("erased-remains", 14),
    ]


def test_a_follow_up_is_moderated_like_a_comment(folder: Any) -> None:
    folder.write(FOLLOW_UP, follow_up_text(moderation=f"{{decision: withheld, {BY}}}"))
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == [
        "reason-missing",
        "decision-before-receipt",
    ]
    assert loaded.feedback.threads[0].follow_ups == ()


def test_a_published_follow_up_needs_its_sender_and_its_nonce(folder: Any) -> None:
    folder.write(FOLLOW_UP, follow_up_text(from_=None, nonce=None))
    assert folder.problems() == ["missing-field", "missing-field"]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Größere Lieferverzögerung", "groessere-lieferverzoegerung"),
        ("Größere Lieferverzögerung", "grossere-lieferverzogerung"),
        ("Café Crème, warm!", "cafe-creme"),
    ],
)
def test_an_address_tells_its_title_however_it_was_folded(
    title: str, slug: str, folder: Any
) -> None:
    text = comment_text(title=title, moderation=WITHHELD)
    folder.write(f"threads/2026/{slug}/comment.md", text.replace("k7q2m9x4tb", "a1b2c3d4e5"))
    found = folder.problem("telling-address")
    assert found.mend == f"rename feedback/threads/2026/{slug} to 'a1b2c3d4e5'."


def test_short_words_of_the_title_tell_nothing(folder: Any) -> None:
    text = comment_text(title="You can not buy one", moderation=WITHHELD)
    folder.write("threads/2026/you-can-not/comment.md", text)
    assert "telling-address" not in folder.problems()


def test_one_word_of_the_title_may_stand_in_the_address(folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(title="Parts of a far too big hinge", moderation=WITHHELD))
    assert folder.problems() == []
