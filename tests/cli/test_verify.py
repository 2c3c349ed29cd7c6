"""``answerable verify`` of a repository; of a built site: tests/site_build/test_verify_site.py."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from samples import NOW, POLICY_TEXT
from signed_feedback import (
    EARLY,
    ERASED_REPLY,
    OTHER_REPLY,
    OTHER_THREAD,
    REPLY,
    SECOND,
    THREAD,
    UNSIGNED,
    SignedFeedback,
)
from ssh_programs import needs_ssh_keygen, public_line

pytestmark = needs_ssh_keygen

IN_ORDER = {
    REPLY: "valid",
    SECOND: "valid",
    OTHER_REPLY: "valid",
    EARLY: "retired",
    ERASED_REPLY: "valid",
    UNSIGNED: "unsigned",
}


@pytest.fixture(scope="module")
def signed(tmp_path_factory) -> SignedFeedback:
    folder = tmp_path_factory.mktemp("signed")
    feedback = SignedFeedback(folder / "feedback", folder / "keys")
    feedback.write()
    return feedback


@pytest.fixture
def feedback(signed, tmp_path, monkeypatch) -> Path:
    """The feedback folder of a project; the current folder is the project's."""
    shutil.copytree(signed.root, tmp_path / "feedback")
    (tmp_path / "mkdocs.yml").write_text("site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    return Path(tmp_path / "feedback")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["verify", *arguments])


def states(*arguments: str) -> dict[str, str]:
    report = json.loads(run("--format", "json", *arguments).stdout)
    return {one["file"].removeprefix("feedback/"): one["state"] for one in report["answers"]}


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_answers_in_order_end_with_0_one_line_each_and_a_summary(feedback):
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert any(line.startswith(f"valid: feedback/{REPLY} (anna, SHA256:") for line in lines)
    assert lines[-1] == "6 answers: 4 valid, 1 valid with a key retired since, 1 not signed"
    assert states() == IN_ORDER


@pytest.mark.parametrize(
    ("file", "old", "new", "state"),
    [
        (REPLY, "The supplier", "The customer", "altered"),
        (REPLY, "10:05:00", "10:06:00", "altered"),
        (f"{REPLY}.sig", "U1NI", "U1NJ", "unusable"),
        (f"{THREAD}/comment.md", "waited", "slept", "question-changed"),
        (f"{THREAD}/comment.md", "nonce: 5b", "nonce: 5c", "question-changed"),
        (f"{THREAD}/comment.md", "take six", "take two", "title-changed"),
        (f"{THREAD}/comment.md", "id: k7q2m9x4tb", "id: k7q2m9x4tc", "other-thread"),
        (REPLY, "thread: ", "", "unreadable"),
        (REPLY, "---\n", "", "unreadable"),
    ],
)
def test_what_was_changed_afterwards_is_found_and_fails(feedback, file, old, new, state):
    edit(feedback / file, old, new)
    result = run("--failures")
    assert result.exit_code == 1
    assert REPLY in result.stdout
    assert states()[REPLY] == state


def test_an_answer_in_another_thread_is_found(feedback):
    for suffix in ("", ".sig"):
        name = f"2026-11-03-anna.md{suffix}"
        shutil.copy(feedback / THREAD / name, feedback / OTHER_THREAD / name)
    assert states() == {**IN_ORDER, f"{OTHER_THREAD}/2026-11-03-anna.md": "other-thread"}


def test_an_answer_under_another_name_is_found(feedback):
    for suffix in ("", ".sig"):
        file = feedback / f"{REPLY}{suffix}"
        file.rename(feedback / THREAD / f"2026-11-03-ben.md{suffix}")
    assert states()[f"{THREAD}/2026-11-03-ben.md"] == "misnamed"


def test_an_answer_to_a_message_that_is_gone_is_found(feedback):
    (feedback / THREAD / "2026-11-05-customer.md").unlink()
    assert states() == {**IN_ORDER, SECOND: "unknown-message"}


def test_a_check_that_is_off_makes_no_difference(feedback):
    edit(feedback / THREAD / "comment.md", "waited", "slept")
    settings = "plugins: [{answerable: {checks: {question-changed: off}}}]\n"
    Path("mkdocs.yml").write_text(settings)
    assert states()[REPLY] == "question-changed"


def test_an_answer_without_a_signature_fails_where_the_policy_requires_one(feedback):
    assert run().exit_code == 0
    (feedback / "policy.yml").write_text(f"signing: required\n{POLICY_TEXT}")
    result = run("--failures")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"not signed: feedback/{UNSIGNED} (ben, ")


def test_an_answer_from_before_the_day_of_the_policy_needs_no_signature(feedback):
    policy = f"signing: required\nsigning_since: 2027-01-01\n{POLICY_TEXT}"
    (feedback / "policy.yml").write_text(policy)
    assert run().exit_code == 0
    assert run("--require-signatures").exit_code == 1


def test_an_answer_without_a_signature_fails_where_the_caller_requires_one(feedback):
    assert run("--require-signatures").exit_code == 1


@pytest.mark.parametrize(("day", "words"), [("2026-11-10", "before"), ("2026-11-02", "after")])
def test_of_a_revoked_key_it_is_told_whether_the_answer_is_older(feedback, signed, day, words):
    line = public_line(signed.keys["anna"])
    edit(feedback / "people/anna.md", f'"{line}"', f'"{line}", revoked: {day}')
    result = run(f"feedback/{REPLY}")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"signed with a revoked key: feedback/{REPLY}")
    assert f"\n  dated {words} the key was revoked, on {day}\n" in result.stdout


@pytest.mark.parametrize(
    ("path", "count"),
    [
        (".", 6),
        ("feedback", 6),
        ("feedback/threads", 6),
        (f"feedback/{THREAD}", 2),
        (f"feedback/{REPLY}", 1),
        (f"feedback/{THREAD}/../hinges", 2),
    ],
)
def test_a_part_is_verified_alone(feedback, path, count):
    assert len(states(path)) == count


def test_a_feedback_folder_without_a_project_is_verified(feedback, tmp_path, monkeypatch):
    (tmp_path / "mkdocs.yml").unlink()
    monkeypatch.chdir("/")
    result = run(str(feedback))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1].startswith("6 answers: 4 valid")


def test_a_person_whose_file_cannot_be_read_is_told(feedback):
    (feedback / "people/ben.md").write_text("---\nname: Ben\n")
    result = run()
    assert result.exit_code == 1
    assert "feedback/people/ben.md:1: " in result.stderr
    assert states()[SECOND] == "unknown-key"


@pytest.mark.parametrize("arguments", [["docs"], ["no-such-folder"], ["--format", "xml"]])
def test_a_wrong_call_ends_with_2(feedback, tmp_path, arguments):
    (tmp_path / "docs").mkdir()
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_several_processes_find_the_same(feedback, monkeypatch):
    edit(feedback / REPLY, "The supplier", "The customer")
    alone = run().stdout
    monkeypatch.setenv("ANSWERABLE_WORKERS", "2")
    assert run().stdout == alone


def test_signs_that_drive_a_terminal_are_made_visible(feedback):
    edit(feedback / REPLY, "signed_by: anna", 'signed_by: "an\\e[31mna"')
    assert "\x1b" not in run().output


def test_on_a_terminal_it_says_how_far_it_is_when_it_takes_long(feedback, monkeypatch):
    monkeypatch.setattr("answerable.cli.progress.on_terminal", lambda: True)
    assert run().stderr == ""
    monkeypatch.setattr("answerable.cli.progress.SILENCE", -1.0)
    assert run().stderr.endswith("5 of 5 threads\n")


@pytest.mark.skipif(sys.platform == "win32", reason="there, no folder has such a name")
@pytest.mark.parametrize("name", [b"\x1b[2Jde", b"d\xffe", "d\u202ee".encode()])
def test_names_of_a_hostile_site_do_not_reach_the_terminal(tmp_path, name):
    for folder in (tmp_path, tmp_path / os.fsdecode(name)):
        lists = folder / ".well-known" / "answerable"
        lists.mkdir(parents=True)
        (lists / "allowed_signers").write_bytes(b"")
    result = run(str(tmp_path))
    assert result.exit_code == 1
    assert "revoked_keys: there is no such file" in result.stderr
    assert all(line.isprintable() for line in result.output.splitlines())
