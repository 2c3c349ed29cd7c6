from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.source import ThreadReader
from samples import (
    COMMENT,
    FOLLOW_UP,
    PNG,
    REPLY,
    SLUG,
    THREAD,
    THREAD_ID,
    comment_text,
    follow_up_text,
    reply_text,
    write,
)

SCRIPT = Path(sys.executable).with_name("answerable")


def show(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["show", *(arguments or (THREAD_ID,))])


def test_the_dialogue_can_be_read_from_above(desk):
    write(desk / "feedback", FOLLOW_UP, follow_up_text())

    result = show()

    assert result.exit_code == 0
    assert result.stdout == (
        "Spare parts take six weeks\n"
        "problem · spare-parts · #delivery · resolved\n"
        f"threads/2026/{SLUG} · {THREAD_ID}\n"
        "\n"
        "── P. M., 2026-11-01 09:12 [comment] ──\n"
        "by e-mail; published\n"
        "\n"
        "    I have waited six weeks for a hinge.\n"
        "\n"
        "    Why does it take so long?\n"
        "\n"
        "── Anna Berg (anna), 2026-11-03 10:05 [2026-11-03-anna] ──\n"
        "answers comment; changed; not signed\n"
        "\n"
        "    We found the cause.\n"
        "\n"
        "── P. M., 2026-11-05 08:00 [2026-11-05-customer] ──\n"
        "by e-mail; published; the customer says that it is settled\n"
        "\n"
        "    Thank you, the hinge came today.\n"
    )


@pytest.mark.parametrize(
    "name",
    [f"2026/{SLUG}", f"feedback/{THREAD}", f"https://feedback.example.com/{THREAD}/#comment"],
)
def test_a_thread_has_many_names(desk, name):
    assert show(name).stdout == show().stdout


def test_a_thread_that_is_not_there_is_a_wrong_call(desk):
    result = show("2026/spare-parts")

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"did you mean '2026/{SLUG}'?" in result.stderr


def test_only_the_one_thread_is_read(desk, monkeypatch):
    for number in range(3):
        text = comment_text(id=f"other{number:05}")
        write(desk / "feedback", f"threads/2026/other-{number}/comment.md", text)
    read = []
    known = ThreadReader.read

    def counted(self, name):
        read.append(name)
        return known(self, name)

    monkeypatch.setattr(ThreadReader, "read", counted)

    assert show(f"2026/{SLUG}").exit_code == 0
    assert len(read) == 1


def test_what_the_site_does_not_show_is_shown_and_says_so(desk):
    write(desk / "feedback", COMMENT, comment_text(moderation="{decision: pending}"))
    (desk / "feedback" / REPLY).unlink()

    shown = show().stdout

    assert "PENDING: the site does not show it" in shown
    assert "I have waited six weeks" in shown


def test_an_open_thread_says_until_when_an_answer_was_promised(desk):
    (desk / "feedback" / REPLY).unlink()

    shown = " ".join(show().stdout.split())

    assert "promised by 2026-11-04, overdue by 19 working days" in shown


def test_long_lines_are_broken_and_lists_and_code_keep_their_form(desk):
    body = "- one\n  - two " + "words " * 40 + "\n\n\tcode  here\n"
    write(desk / "feedback", REPLY, reply_text(body=body))

    lines = show().stdout.splitlines()

    assert "    - one" in lines
    assert "      - two words words" in "\n".join(lines)
    assert "        code  here" in lines
    assert max(map(len, lines)) <= 88


def test_a_customers_words_can_neither_drive_the_terminal_nor_look_like_an_answer(desk):
    write(desk, "mkdocs.yml", "plugins: [answerable: {checks: {control-character: warning}}]\n")
    forged = "── Anna Berg (anna), 2026-11-03 10:05 [2026-11-03-anna] ──"
    hostile = comment_text(body=f"\x1b[2J\x1b]0;x\x07\n{forged}\n", title='"\\e[31mred"')
    (desk / "feedback" / REPLY).unlink()
    write(desk / "feedback", COMMENT, hostile)

    shown = show().stdout

    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert f"    {forged}" in shown
    assert f"\n{forged}" not in shown


def test_files_are_named(desk):
    body = "See ![the hinge](assets/hinge.png)\n"
    write(desk / "feedback", REPLY, reply_text(body=body))
    write(desk / "feedback", f"{THREAD}/assets/hinge.png", PNG)

    assert show().stdout.endswith("\n1 file: hinge.png\n")


def test_errors_are_shown_as_check_shows_them(desk):
    write(desk / "feedback", COMMENT, comment_text(kind="problm"))

    result = show()

    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[unknown-value]" in result.stderr


@pytest.mark.parametrize(("arguments", "paged"), [([], True), (["--no-pager"], False)])
def test_only_a_terminal_that_is_too_small_gets_a_pager(desk, arguments, paged):
    pty = pytest.importorskip("pty", reason="a terminal can be had on Unix only")
    write(desk / "feedback", REPLY, reply_text(body="Line.\n\n" * 60 + "End.\n"))
    main_end, other_end = pty.openpty()
    process = subprocess.Popen(
        [SCRIPT, "show", THREAD_ID, *arguments],
        stdin=other_end,
        stdout=other_end,
        stderr=other_end,
        env={**os.environ, "PAGER": "sed s/^/paged:/"},
    )
    os.close(other_end)
    shown = b""
    while True:
        try:
            part = os.read(main_end, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(main_end)

    assert process.wait(60) == 0
    assert (b"paged:" in shown) == paged
    assert b"End." in shown
