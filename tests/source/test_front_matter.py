from __future__ import annotations

import itertools
import time
from typing import Any

import pytest
import yaml

from answerable.source import smallyaml
from cases import Case, comment, every, raw, reply
from samples import COMMENT, NONCE, REPLY, comment_text, reply_text
from samples import title as title_digest

DECIDED = "decision: published, by: ben, at: 2026-11-01T15:40:00+01:00"

CASES = [
    raw("front-matter-missing", (1, 1, "Hello"), "Hello\n", usable=False),
    raw("front-matter-missing", (1, 1, ""), "", usable=False),
    raw("front-matter-missing", (1, 1, "---js"), "---js\n{}\n---\nHello\n", usable=False),
    raw("front-matter-missing", (1, 1, "--- "), "--- \na: b\n---\nHello\n", usable=False),
    raw("front-matter-unclosed", (1, 1, "---"), "---\nthread: x\n--- \n", usable=False),
    raw("file-too-large", (1, 1, "---"), f"---\n#{'a' * 70_000}\n---\nHi\n", usable=False),
    reply("yaml-syntax", (7, 13, ":"), language="de: en", usable=False),
    raw("yaml-syntax", (2, 1, "- a"), "---\n- a\n---\nHello\n", usable=False),
    raw("yaml-syntax", (2, 1, "words"), "---\nwords\n---\nHello\n", usable=False),
    raw("yaml-syntax", (4, 1, "b"), "---\na: b\n...\nb: c\n---\nHello\n", usable=False),
    reply("yaml-syntax", (9, 3, "[a]"), outcome="changed\n? [a]\n: b"),
    reply(
        "yaml-syntax",
        (8, 31, "f"),
        outcome="{a: {b: {c: {d: {e: {f: g}}}}}}",
        usable=False,
    ),
    comment("yaml-anchor", (3, 8, "&a"), title="&a Parts"),
    comment("yaml-anchor", (10, 13, "&a"), tags='["a", &a b]'),
    comment("yaml-alias", (4, 7, "*a"), from_="*a"),
    comment("yaml-alias", (10, 23, "*a"), tags='["a", delivery, *a]'),
    comment("yaml-tag", (3, 8, "!!str"), title="!!str Parts"),
    comment("yaml-tag", (10, 8, "!x"), tags="[!x delivery]"),
    comment("doubled-key", (9, 1, "language"), language="en\nlanguage: de"),
    comment("doubled-key", (12, 75, "by"), moderation=f"{{{DECIDED}, by: ben}}"),
    comment("unknown-field", (11, 1, "titel"), tags="[]\ntitel: Teile"),
    comment("unknown-field", (12, 75, "why"), moderation=f"{{{DECIDED}, why: x}}"),
    comment("control-character", (3, 8, '"Teile \\e[31m"'), title='"Teile \\e[31m"'),
    comment("bidi-override", (3, 8, '"Teile \\u202e"'), title='"Teile \\u202e"'),
    comment("not-nfc", (3, 8, '"fu\\u0308r"'), title='"fu\\u0308r"'),
]


@every(CASES)
def test_a_problem_of_the_yaml_is_found_where_it_is(case: Case) -> None:
    case.check_place()


@every(CASES)
def test_what_can_still_be_understood_is_left_out_only_as_an_error(case: Case) -> None:
    case.check_weight()


@every(CASES)
def test_without_libyaml_the_same_is_found(case: Case, monkeypatch: Any) -> None:
    fast = case.load()
    monkeypatch.setattr(smallyaml, "_LOADER", yaml.SafeLoader)
    slow = case.load()
    assert slow.feedback == fast.feedback
    assert [found.code for found in slow.diagnostics] == [found.code for found in fast.diagnostics]


@pytest.mark.parametrize("word", ["no", "010", "12:30", "~", "2026-11-01", "0x1F", ".inf", "<<"])
def test_a_word_stays_the_word_that_was_written(word: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=word))
    folder.write(REPLY, reply_text(title=title_digest(NONCE, word)))
    assert folder.thread().title == word


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("'Parts: ''late'''", "Parts: 'late'"),
        ('"Gr\\u00fc\\xdfe \\U0001f600"', "Grüße 😀"),
        ("Parts\n  take weeks", "Parts take weeks"),
        (">-\n  Parts\n  take weeks", "Parts take weeks"),
        ("|\n  Parts", "Parts"),
    ],
)
def test_a_text_can_be_quoted_and_folded(written: str, title: str, folder: Any) -> None:
    folder.write(COMMENT, comment_text(title=written))
    folder.write(REPLY, reply_text(title=title_digest(NONCE, title)))
    assert folder.thread().title == title


def test_an_empty_front_matter_misses_every_field_that_is_required(folder: Any) -> None:
    folder.write(REPLY, "---\n---\nHello.\n")
    found = folder.load().diagnostics
    missing = {problem.message for problem in found if problem.code == "missing-field"}
    assert missing == {
        f"the field '{name}' is missing"
        for name in ("thread", "question", "signed_by", "date", "language")
    }
    assert {problem.code for problem in found} == {"missing-field", "title-unbound"}


def test_an_alias_is_never_followed(folder: Any) -> None:
    names = "abcdefghi"
    levels = [
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]"
        for before, name in itertools.pairwise(names)
    ]
    folder.write(COMMENT, "---\n" + "a: &a [x, x]\n" + "\n".join(levels) + "\n---\nBoom.\n")
    start = time.process_time()
    problems = folder.problems()
    assert time.process_time() - start < 1
    assert problems.count("yaml-alias") == 9 * 8


def test_endless_front_matter_is_given_up_soon(folder: Any) -> None:
    folder.write(COMMENT, "---\n" + "a:\n" * 20_000 + "---\nHello.\n")
    start = time.process_time()
    folder.load()
    assert time.process_time() - start < 3


def test_a_foreign_program_is_refused_and_not_run(folder: Any) -> None:
    folder.write(REPLY, "---js\n{ title: process.exit() }\n---\nHello\n")
    found = folder.problem("front-matter-missing")
    assert "never run" in found.mend


def test_an_unknown_field_brings_the_nearest_known_one(folder: Any) -> None:
    folder.write(REPLY, reply_text(language=None, languge="de"))
    assert folder.problem("unknown-field").mend.startswith("did you mean 'language'? The fields")
