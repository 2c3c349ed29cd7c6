"""``answerable new --thread``: what a customer says later in the same thread."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from answerable.cli import main
from answerable.config import Settings
from answerable.source import load_feedback
from samples import (
    COMMENT,
    FOLLOW_UP,
    NOW,
    PNG,
    SLUG,
    THREAD,
    THREAD_ID,
    comment_text,
    follow_up_text,
    write,
    write_sample,
)

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
WRITTEN = f"feedback/{THREAD}/2026-12-01-customer.md"
MAIL = (
    "From: P <p@example.org>\nDate: Mon, 9 Nov 2026 08:00:00 +0100\nSubject: Re: Hinge\n"
    "In-Reply-To: <1@example.com>\n\nIt squeaks again.\n\n> We sent one.\n"
)


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(main, [*arguments], input=given)


def again(*arguments: str, thread: str = f"2026/{SLUG}") -> Result:
    call = ("--thread", thread, "--channel", "phone", "--text", "It squeaks.")
    return run("new", *call, *arguments)


def files(desk: Path) -> dict[str, bytes]:
    return {str(p.relative_to(desk)): p.read_bytes() for p in desk.rglob("*") if p.is_file()}


def fields(desk: Path, result: Result) -> dict[str, str]:
    """The front matter of the follow-up that *result* names, and its words as ``body``."""
    assert result.exit_code == 0, result.output
    assert run("check").exit_code == 0
    head, body = (desk / result.stdout.strip()).read_text()[4:].split("\n---\n", 1)
    return {**dict(line.split(": ", 1) for line in head.splitlines()), "body": body}


def test_a_follow_up_lies_beside_the_comment_and_waits_for_a_decision(desk):
    result = again()

    assert result.stdout == f"{WRITTEN}\n"
    found = fields(desk, result)
    assert len(found.pop("nonce")) == 32
    assert found == {
        "thread": THREAD_ID,
        "from": "P. M.",
        "channel": "phone",
        "received": "2026-12-01T13:00:00+01:00",
        "language": "en",
        "moderation": "{decision: pending}",
        "body": "It squeaks.\n",
    }


@pytest.mark.parametrize(
    "thread", [THREAD_ID, f"feedback/{THREAD}", f"https://x.example/threads/2026/{SLUG}/#comment"]
)
def test_the_thread_can_be_named_in_every_way(desk, thread):
    assert again(thread=thread).stdout == f"{WRITTEN}\n"


def test_what_to_do_next_can_be_done(desk):
    told = again().stderr

    call = f"'2026/{SLUG}#2026-12-01-customer'"
    assert f"answerable moderate {call} publish" in told
    assert f"git add {WRITTEN}" in told
    assert run("moderate", call.strip("'"), "publish", "--by", "ben").exit_code == 0


def test_it_is_published_and_settled_where_the_call_says_so(desk):
    result = again("--publish", "--by", "ben", "--resolved", "--from", "anonymous")

    found = fields(desk, result)
    assert found["resolved"] == "true"
    assert found["from"] == "anonymous"
    assert found["moderation"].startswith("{decision: published, by: ben")
    assert "answerable reply" not in result.stderr


def test_a_published_follow_up_is_what_the_next_reply_answers(desk):
    assert f"answerable reply 2026/{SLUG}" in again("--publish", "--by", "ben").stderr

    answer = run("reply", f"2026/{SLUG}", "--as", "anna", "--text", "We come.")

    assert "answers: 2026-12-01-customer\n" in (desk / answer.stdout.strip()).read_text()
    assert run("check").exit_code == 0


def test_of_an_email_words_and_date_are_taken_and_the_subject_is_not(desk):
    result = run("new", "--thread", THREAD_ID, "--email", given=MAIL)

    assert result.stdout.endswith("/2026-11-09-customer.md\n")
    found = fields(desk, result)
    assert (found["channel"], found["body"]) == ("email", "It squeaks again.\n")
    assert "example.org" not in str(found)


def test_several_of_a_day_are_numbered_and_nothing_is_overwritten(desk):
    write(desk / "feedback", FOLLOW_UP, follow_up_text())
    day = ("--received", "2026-11-05T10:00")
    names = []
    for _ in range(2):
        before = files(desk)
        names.append(Path(again(*day).stdout.strip()).name)
        assert before.items() <= files(desk).items()

    assert names == ["2026-11-05-customer-2.md", "2026-11-05-customer-3.md"]
    assert run("check").exit_code == 0


def test_a_picture_of_the_thread_can_be_shown(desk):
    write(desk / "feedback", f"{THREAD}/assets/hinge.png", PNG)

    result = run(
        *("new", "--thread", THREAD_ID, "--channel", "letter", "-"),
        given="See ![The hinge](assets/hinge.png)\n",
    )

    assert fields(desk, result)["body"] == "See ![The hinge](assets/hinge.png)\n"


def test_a_public_repository_takes_only_what_is_decided(desk):
    write(desk, "mkdocs.yml", "plugins: [answerable: {repository: public}]\n")

    assert again().exit_code == 2
    assert again("--publish", "--by", "ben").exit_code == 0
    assert run("check").exit_code == 0


def test_it_is_told_that_an_unpublished_thread_stays_so(desk):
    write(desk / "feedback", COMMENT, comment_text(moderation="{decision: pending}"))
    (desk / "feedback" / THREAD / "2026-11-03-anna.md").unlink()

    told = again("--publish", "--by", "ben").stderr

    assert "its comment is pending" in told
    assert "answerable reply" not in told


@pytest.mark.parametrize(
    ("arguments", "code", "reason"),
    [
        (["--title", "Hinge"], 2, "--title is for a new thread"),
        (["--topic", "spare-parts"], 2, "--topic is for a new thread"),
        (["--kind", "question"], 2, "--kind is for a new thread"),
        (["--tag", "hinge"], 2, "--tag is for a new thread"),
        (["--received", "2026-10-30T10:00"], 1, "error[follow-up-before-comment]"),
        (["--publish"], 2, "with --by PERSON"),
        (["--thread", "2026/spare"], 2, "no thread '2026/spare' in feedback/threads"),
    ],
)
def test_what_cannot_be_written_leaves_nothing(desk, arguments, code, reason):
    before = files(desk)

    result = again(*arguments)

    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert reason in result.stderr
    assert files(desk) == before


def test_only_a_thread_can_be_settled(desk):
    result = run("new", "--channel", "phone", "--text", "x", "--resolved")

    assert result.exit_code == 2
    assert "say --thread as well" in result.stderr


def test_a_thread_with_errors_is_mended_first(desk):
    write(desk / "feedback", COMMENT, comment_text(topic="no-such-topic"))

    result = again()

    assert result.exit_code == 1
    assert "error[unknown-topic]" in result.stderr
    assert "mend them first" in result.stderr


def test_refused_words_of_standard_input_are_kept(desk, home, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    words = "See ![The hinge](assets/no.png)\n"

    result = run("new", "--thread", THREAD_ID, "--channel", "letter", "-", given=words)

    (kept,) = home.glob("comment-*.md")
    assert kept.read_text() == words
    assert f"--file {kept}" in result.stderr


WORDS = st.text(st.characters(codec=None), max_size=60) | st.text(
    st.sampled_from("a\u0308 \n\r\t\x00\u202e\ufeff#:-[]{}\"'\\<!&*|>@`%_0"), max_size=30
)


@settings(max_examples=40, deadline=None)
@given(words=WORDS, name=WORDS)
@example(words="---\nthread: x\n---\n", name="null")
@example(words="[//]: # (x)\n![x](assets/x.png)", name="a\u0308\u200d")
@example(words="x [██ name removed by Anna Berg ██]", name="Anna Berg")
def test_what_is_written_always_passes_check(words, name):
    # Not the fixture: it would be one for all examples.
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        site = Path(folder)
        write_sample(site / "feedback")
        before = files(site)

        result = run(
            *("new", "--thread", THREAD_ID, "--channel", "phone"),
            *("--text", words, "--from", name),
        )

        assert result.exception is None or isinstance(result.exception, SystemExit)
        if result.exit_code == 0:
            loaded = load_feedback(site / "feedback", Settings(), now=NOW)
            assert run("check").exit_code == 0
            assert len(loaded.feedback.threads[0].follow_ups) == 1
        else:
            assert result.exit_code in (1, 2)
            assert result.stderr.strip()
            assert files(site) == before
