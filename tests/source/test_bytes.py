from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.config import Settings
from answerable.source import Loaded, load_feedback
from cases import Case, every, raw, reply
from nasty import NASTY, needs_nasty_data
from samples import (
    ANNA,
    COMMENT,
    FOLLOW_UP,
    NOW,
    POLICY,
    REPLY,
    TOPIC,
    comment_text,
    reply_text,
    write,
    write_sample,
)

LATIN = reply_text(body="Grüße\n").encode("latin-1")

CASES = [
    raw("unreadable", (11, 3, "\N{REPLACEMENT CHARACTER}"), LATIN, usable=False),
    raw("unreadable", (1, 3, "\N{REPLACEMENT CHARACTER}"), "Ü!".encode() + b"\xe2", usable=False),
    raw("byte-order-mark", (1, 1, "\ufeff"), "\ufeff" + reply_text()),
    reply("line-ends", (11, 9, "\r"), body="We found\r\nit.\r\n"),
    raw("line-ends", (1, 4, "\r"), reply_text().replace("\n", "\r\n")),
    reply("not-nfc", (11, 6, "u\u0308"), body="Ja, fu\u0308r Sie.\n"),
    reply("not-nfc", (11, 4, "\u212b"), body="30 \u212b\n"),
    reply("not-nfc", (12, 1, "\u0344"), body="ä\n\u0344\n"),
    reply("control-character", (11, 4, "\x07"), body="We \x07did.\n"),
    reply("control-character", (11, 6, "\x00"), body="Grüße\x00\n"),
    reply("control-character", (11, 6, "\x9b"), body="Grüße\x9b\n"),
    reply("bidi-override", (11, 3, "\u202e"), body="äh\u202eoh\n"),
    reply("bidi-override", (11, 1, "\u2066"), body="\u2066äh\n"),
    reply("final-newline", (11, 8, ""), body="Thanks!"),
    reply("final-newline", (12, 1, ""), body="Thanks!\n\n\n"),
    raw("file-too-large", (1, 1, ""), reply_text(body="a" * 2**20 + "\n"), usable=False),
]


@every(CASES)
def test_bytes_that_are_not_canonical_are_found_where_they_are(case: Case) -> None:
    case.check_place()


@every(CASES)
def test_bytes_that_can_still_be_read_leave_the_reply_out_only_as_an_error(case: Case) -> None:
    case.check_weight()


def test_all_problems_of_a_file_are_reported_at_once(folder: Any) -> None:
    folder.write(REPLY, "\ufeff" + reply_text(date="today", body="A\x07\r\nu\u0308"))
    assert folder.problems() == [
        "byte-order-mark",
        "wrong-type",
        "control-character",
        "line-ends",
        "not-nfc",
        "final-newline",
    ]


def test_a_body_keeps_every_byte(folder: Any) -> None:
    body = "\n  Grüße,\n\n---\n\tanna \u2028 \u200f\n"
    folder.write(REPLY, reply_text(body=body))
    assert folder.thread().replies[0].body == body


def test_a_file_of_one_mebibyte_is_not_too_large(folder: Any) -> None:
    rest = 2**20 - len(reply_text(body="\n"))
    folder.write(REPLY, reply_text(body="a" * rest + "\n"))
    assert len(folder.thread().replies[0].body) == rest + 1


def test_a_huge_file_is_not_read_to_its_end(folder: Any) -> None:
    with (folder.root / COMMENT).open("wb") as file:
        file.truncate(2**40)
    assert folder.problems() == ["file-too-large"]


def test_a_file_that_the_system_refuses_is_reported(folder: Any, monkeypatch: Any) -> None:
    real_open = os.open

    def refuse(path: Any, *more: Any) -> int:
        if str(path).endswith("anna.md"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, *more)

    monkeypatch.setattr(os, "open", refuse)
    found = folder.load().diagnostics
    assert [problem.code for problem in found] == ["unreadable", "unreadable"]
    assert "Permission denied" in found[0].message


@st.composite
def parts(draw: Callable[[Any], Any]) -> bytes:
    """Bytes that come near to a message: true parts of one, and anything between them."""
    whole = [line + b"\n" for line in comment_text().encode().split(b"\n")]
    piece = st.one_of(
        st.sampled_from(whole),
        st.binary(max_size=8),
        st.text(max_size=8).map(lambda text: text.encode("utf-8", "surrogatepass")),
        st.sampled_from([b"---\n", b"---", b"\r\n", b"\xef\xbb\xbf", b"&a ", b"*a", b"!!map "]),
        st.sampled_from([b"? ", b": ", b"{", b"}", b"[", b"]", b'"', b'"\\u202e"', b"|\n", b"%"]),
    )
    return b"".join(draw(st.lists(piece, max_size=24)))


def end_well(loaded: Loaded) -> None:
    """What is not among the values has its reason among the problems."""
    assert loaded.feedback.threads or loaded.diagnostics
    for found in loaded.diagnostics:
        assert found.line >= 1
        assert 1 <= found.column < found.end_column or found.source == ""
        assert found.column <= len(found.source) + 1


@given(content=st.one_of(st.binary(max_size=400), parts()))
@example(content=b"---\n---\n")
@example(content=b'---\n"\\ud800": "\\ud800"\n---\n')
def test_no_bytes_make_the_load_fail(content: bytes, tmp_path_factory: Any) -> None:
    root = tmp_path_factory.getbasetemp() / "random"
    write_sample(root)
    for path in (COMMENT, REPLY, POLICY, ANNA):
        write(root, path, content)
        end_well(load_feedback(root, Settings(), now=NOW))


def nasty_files() -> list[Path]:
    folders = ("front-matter-gray-matter", "yaml-test-suite", "yaml-bomb")
    return [file for name in folders for file in sorted((NASTY / name).glob("*.*"))]


@needs_nasty_data
@pytest.mark.parametrize("path", [COMMENT, REPLY, FOLLOW_UP, ANNA, TOPIC, POLICY])
def test_foreign_and_hostile_front_matter_ends_in_problems_or_a_value(
    path: str, tmp_path: Path
) -> None:
    write_sample(tmp_path)
    for file in nasty_files():
        content = file.read_bytes()
        for form in (content, b"---\n" + content + b"\n---\nHello.\n"):
            write(tmp_path, path, form)
            end_well(load_feedback(tmp_path, Settings(), now=NOW))
