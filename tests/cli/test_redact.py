"""``answerable redact``: the passage goes, a sign stays, and the rest is as it was."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from answerable.cli import main
from answerable.source.names import is_visible
from answerable.source.redaction import MARKER
from answerable.source.scalars import canonical_text
from moderation_site import NAME, NEUTRAL, done, make_public, problems, put, refused, text
from samples import (
    ANNA,
    COMMENT,
    COMMENT_BODY,
    FOLLOW_UP,
    PNG,
    REPLY,
    THREAD,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
    write,
    write_sample,
)
from signing import keys, sign
from software_keys import ed25519

pytestmark = pytest.mark.usefixtures("desk")

AT = "2026-12-01T13:00:00+01:00"
MARK = "[██ passage removed by Ben Olsen ██]"
LISTED = f"redactions:\n  - {{kind: other, by: ben, at: {AT}}}\n"


def expected(body: str, listed: str = LISTED) -> str:
    return comment_text(body=body).replace("+01:00}\n---", f"+01:00}}\n{listed}---")


@pytest.mark.parametrize("public", [True, False])
def test_a_passage_becomes_a_sign(public):
    if public:
        make_public()
    result = done("redact", NAME, "--passage", "six weeks")
    assert text(COMMENT) == expected(COMMENT_BODY.replace("six weeks", MARK))
    assert result.stdout == f"feedback/{COMMENT}\n"
    assert problems(public=public) == []


def test_the_sign_says_what_was_removed_in_the_language_of_the_message():
    put(COMMENT, comment_text(language="de"))
    done("redact", NAME, "--passage", "six weeks", "--kind", "phone", "--by", "anna")
    assert "[██ Telefonnummer entfernt von Anna Berg ██]" in text(COMMENT)
    assert "kind: phone, by: anna" in text(COMMENT)


def test_a_second_one_is_listed_behind_the_first():
    done("redact", NAME, "--passage", "six weeks", "--at", "2026-11-20T10:00")
    done("redact", NAME, "--passage", "a hinge", "--kind", "number")
    assert text(COMMENT).count("██]") == 2
    assert f"  - {{kind: number, by: ben, at: {AT}}}\n---" in text(COMMENT)
    assert problems() == []


@pytest.mark.parametrize(
    ("passage", "why"),
    [
        ("seven weeks", "does not stand in"),
        ("hinge. Why", "does not stand in"),
        ("Spare parts", "does not stand in"),
        ("o", "4 times: say --all"),
    ],
)
def test_a_passage_has_to_stand_there_once(passage, why):
    assert why in refused("redact", NAME, "--passage", passage)


def test_all_places_are_blacked_out_when_asked():
    put(COMMENT, comment_text(body="Meier, Meier and Meier.\n"))
    done("redact", NAME, "--passage", "Meier", "--all")
    assert text(COMMENT).endswith(f"---\n{MARK}, {MARK} and {MARK}.\n")
    assert text(COMMENT).count("kind: other") == 3
    assert problems() == []


def test_a_place_is_given_as_check_counts():
    put(COMMENT, comment_text(body="Meier\nand Meier wait.\n"))
    done("redact", NAME, "--line", "15:5-15:10")
    assert text(COMMENT).endswith(f"---\nMeier\nand {MARK} wait.\n")
    done("redact", NAME, "--line", "16:1-17:4")
    assert text(COMMENT).endswith(f"---\n{MARK} {MARK} wait.\n")


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("3:8-3:12", "below the front matter"),
        ("13:1-14:4", "below the front matter"),
        ("14:1-14:90", "no such place"),
        ("90:1-90:2", "no such place"),
        ("14:9-14:3", "nothing to see"),
        ("14:2-14:2", "nothing to see"),
    ],
)
def test_a_place_that_is_none_is_refused(place, why):
    assert why in refused("redact", NAME, "--line", place)


@pytest.mark.parametrize(
    "call",
    [
        [],
        ["--passage", "a", "--line", "13:1-13:2"],
        ["--line", "13"],
        ["--line", "13:1-13:2", "--all"],
        ["--line", "13:1-13:2", "--title"],
        ["--passage", " "],
        ["--passage", "hinge", "--kind", "secret"],
        ["--passage", "six weeks", "--by", "nobody"],
    ],
)
def test_an_unclear_call_is_refused(call):
    refused("redact", NAME, *call, code=2)


def test_nothing_is_blacked_out_twice():
    done("redact", NAME, "--passage", "six weeks")
    for passage in ("removed", "waited [██ passage", "██] for"):
        assert "blacked out already" in refused("redact", NAME, "--passage", passage)


def test_the_title_is_blacked_out_without_an_effect_on_the_text():
    put(COMMENT, comment_text(title="Six weeks, Mr. Meier?", body=COMMENT_BODY))
    put(REPLY, reply_text(title=None))
    done("redact", NAME, "--title", "--passage", "Mr. Meier", "--kind", "name")
    assert 'title: "Six weeks, [██ name removed by Ben Olsen ██]?"' in text(COMMENT) or (
        "title: Six weeks, [██ name removed by Ben Olsen ██]?" in text(COMMENT)
    )
    assert text(COMMENT).endswith(COMMENT_BODY)
    assert "question-changed" not in problems()


def test_a_follow_up_has_no_title():
    put(FOLLOW_UP, follow_up_text())
    assert "no title" in refused(
        "redact", f"{NAME}#2026-11-05-customer", "--title", "--passage", "x"
    )


def test_an_address_that_tells_the_passage_is_named_and_renamed_when_asked():
    said = done("redact", NAME, "--title", "--passage", "Spare parts").stderr
    assert f"git mv feedback/{THREAD} feedback/threads/{NEUTRAL}" in said
    done("redact", NAME, "--title", "--passage", "take six weeks", "--rename")
    assert Path("feedback", "threads", NEUTRAL, "comment.md").exists()
    assert problems() == []


def test_signed_answers_from_before_stay_and_are_named():
    put(ANNA, person_text(keys=keys(ed25519("anna"))))
    sign(Path("feedback"), ed25519("anna"))
    said = done("redact", NAME, "--passage", "six weeks").stderr
    assert f"the question was redacted later:\n  feedback/{REPLY}\n" in said
    assert problems() == []
    verified = done("verify", "--require-signatures").stdout
    assert "redacted later, and is not compared" in verified


def test_other_places_of_the_passage_are_named():
    put(COMMENT, comment_text(from_="Meier", body="I am Meier.\n"))
    put(REPLY, reply_text(body="Dear meier!\n"))
    said = done("redact", NAME, "--passage", "Meier").stderr
    assert f"as well, decide about them:\n  feedback/{REPLY}\n" in said
    assert "It still stands in" in said


def test_a_redaction_dated_before_an_answer_does_not_excuse_it():
    said = refused("redact", NAME, "--passage", "six weeks", "--at", "2026-11-02T10:00")
    assert "error[question-changed]" in said


def test_a_picture_that_is_blacked_out_goes():
    put(COMMENT, comment_text(body="It: ![Me](assets/me.png)\n"))
    put(f"{THREAD}/assets/me.png", PNG)
    done("redact", NAME, "--passage", "![Me](assets/me.png)")
    assert not Path("feedback", THREAD, "assets").exists()
    assert problems() == []


def test_a_sign_that_no_page_shows_is_told():
    put(COMMENT, comment_text(body='See <b title="meier">it</b>.\n'))
    assert "No page shows the mark" in done("redact", NAME, "--passage", "meier").stderr


def test_what_builds_keep_is_dropped(desk):
    put("../.cache/answerable/x.sqlite", b"words")
    done("redact", NAME, "--passage", "six weeks")
    assert not (desk / ".cache" / "answerable").exists()


def test_an_erased_message_has_nothing_to_black_out():
    done("erase", NAME)
    assert "does not stand in" in refused("redact", NAME, "--passage", "six weeks")


# As it is, and where Markdown would make something of its brackets.
MARKS = (MARK, f"{MARK[:-1]}\\]", f"\\{MARK[:-1]}\\]")
WORDS = st.text(st.sampled_from("ab .\n*_`[]()!:<>\\#-é█\u0301"), max_size=40)


@given(before=WORDS, passage=WORDS, after=WORDS)
@settings(max_examples=60, deadline=None)
def test_the_rest_stays_byte_for_byte(before, passage, after):
    passage = canonical_text(passage).strip()
    body = canonical_text(f"{before}{passage}{after}").strip() + "\n"
    assume(passage and is_visible(body) and body.count(passage) >= 1)
    assume(not MARKER.search(body) and is_visible(passage))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "feedback")
        write_sample(root)
        file = write(root, COMMENT, comment_text(body=body))
        (root / REPLY).unlink()
        result = CliRunner().invoke(
            main,
            ["redact", NAME, "--feedback", str(root), "--by", "ben", "--passage", passage, "--all"],
        )
        written = file.read_text(encoding="utf-8")
    if result.exit_code:
        assert written == comment_text(body=body)
        return
    head, _, new = written.partition("\n---\n")
    times = body.count(passage)
    assert head == expected("", LISTED + LISTED.split("\n", 1)[1] * (times - 1)).removesuffix(
        "\n---\n"
    )
    first, *pieces = body.split(passage)
    assert new.startswith(first)
    rest = new[len(first) :]
    for piece in pieces:
        mark = next(each for each in MARKS if rest.startswith(each))
        assert rest.startswith(mark + piece)
        rest = rest[len(mark + piece) :]
    assert rest == ""
