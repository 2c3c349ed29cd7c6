"""What shells offer, asked of real shells where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import completing, main
from answerable.source import ThreadReader
from samples import FOLLOW_UP, SLUG, comment_text, follow_up_text, write

SCRIPT = Path(sys.executable).with_name("answerable")
SHELLS = ("bash", "zsh", "fish")


def offered(*words: str) -> list[str]:
    """What is offered for the last of *words*, without a shell."""
    result = CliRunner().invoke(
        main,
        prog_name="answerable",
        env={
            "_ANSWERABLE_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(("answerable", *words)),
            "COMP_CWORD": str(len(words)),
        },
    )
    assert result.stderr == ""
    return [line.partition(",")[2] for line in result.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("rep",), ["reply"]),
        (("reply", "2026/sp"), [f"2026/{SLUG}"]),
        (("reply", "20"), [f"2026/{SLUG}"]),
        (("show", "2026/x"), ["2026/x"]),
        (
            ("moderate", f"2026/{SLUG}#"),
            [f"2026/{SLUG}#2026-11-05-customer", f"2026/{SLUG}#comment"],
        ),
        (("reply", "x", "--as", "a"), ["anna"]),
        (("moderate", "x", "publish", "--by", ""), ["anna", "ben"]),
        (("moderate", "x", "withhold", "--reason", "i"), ["insult"]),
        (("list", "--topic", "s"), ["spare-parts"]),
        (("list", "--state", "p"), ["pending"]),
        (("keys", "add", "b"), ["ben"]),
        (("new", "--channel", "ph"), ["phone"]),
    ],
)
def test_names_of_the_feedback_folder_are_offered(desk, words, expected):
    write(desk / "feedback", FOLLOW_UP, follow_up_text())

    assert offered(*words) == expected


def test_a_folder_that_the_call_names_is_the_one_that_is_listed(desk, tmp_path):
    other = tmp_path / "other"
    write(other, "people/carla.md", "---\n")

    assert offered("reply", "x", "--feedback", str(other), "--as", "") == ["carla"]


def test_no_thread_is_read(desk, monkeypatch):
    def read(*_):
        raise AssertionError("a thread was read")

    monkeypatch.setattr(ThreadReader, "read", read)

    assert offered("reply", "2026/") == [f"2026/{SLUG}"]


def test_of_very_many_only_some_are_offered_and_what_they_share_is_right(desk, monkeypatch):
    monkeypatch.setattr(completing, "MOST", 5)
    for number in range(20):
        text = comment_text(id=f"other{number:05}")
        write(
            desk / "feedback",
            f"threads/2026/a{'' if number < 19 else 'b'}{number}/comment.md",
            text,
        )

    found = offered("show", "2026/a")

    assert len(found) == 5
    # What they share is what a shell writes by itself.
    assert [name[:7] for name in (found[0], found[-1])] == ["2026/a0", "2026/ab"]


@pytest.mark.parametrize("words", [("reply", "2"), ("reply", "x", "--as", "a")])
def test_where_there_is_no_project_nothing_is_said(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)

    assert [word for word in offered(*words) if word != words[-1]] == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_says_where_to_put_it(shell):
    result = CliRunner().invoke(main, ["completion", shell])

    assert result.exit_code == 0
    assert result.stdout.startswith("# ")
    assert f"answerable completion {shell}" in result.stdout
    assert "_ANSWERABLE_COMPLETE" in result.stdout


def test_a_shell_that_is_not_known_is_a_wrong_call():
    assert CliRunner().invoke(main, ["completion", "tcsh"]).exit_code == 2


def in_shell(name: str, script: str, desk: Path) -> str:
    """What *name* says to *script*, in the project *desk* and with our command at hand."""
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"{name} is not installed")
    assert SCRIPT.exists(), "install the project first: pip install -e ."
    path = f"{SCRIPT.parent}{os.pathsep}{os.environ['PATH']}"
    options = {"bash": ["--norc", "--noprofile"], "zsh": ["-f"], "fish": ["--no-config"]}[name]
    done = subprocess.run(
        [program, *options, "-c", script],
        cwd=desk,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_bash_completes(desk):
    script = """
        eval "$(answerable completion bash)"
        complete -p answerable
        COMP_WORDS=(answerable reply 2026/sp) COMP_CWORD=2
        _answerable_completion answerable 2026/sp reply
        printf '%s\\n' "${COMPREPLY[@]}"
    """

    told = in_shell("bash", script, desk).splitlines()

    assert told[0].startswith("complete ")
    assert told[1:] == [f"2026/{SLUG}"]


def test_zsh_reads_the_script_and_asks_our_command(desk):
    script = """
        autoload -U compinit && compinit -u -D
        eval "$(answerable completion zsh)"
        print -r -- ${_comps[answerable]}
        export COMP_WORDS="answerable reply 2026/sp" COMP_CWORD=2
        _ANSWERABLE_COMPLETE=zsh_complete answerable
    """

    told = in_shell("zsh", script, desk).splitlines()

    assert told[0] == "_answerable_completion"
    assert f"2026/{SLUG}" in told


def test_fish_completes(desk):
    script = """
        answerable completion fish | source
        complete --do-complete "answerable reply 2026/sp"
    """

    assert f"2026/{SLUG}" in in_shell("fish", script, desk)
