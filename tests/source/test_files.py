from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from answerable.config import Settings
from answerable.source import load_feedback
from samples import (
    ANNA,
    COMMENT,
    FOLLOW_UP,
    NOW,
    REPLY,
    THREAD,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
    write,
)
from signing import keys, sign
from software_keys import ed25519


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("readme.txt", "unexpected-file"),
        ("threads/hello.md", "unexpected-file"),
        ("threads/2026/hello.md", "unexpected-file"),
        (f"{THREAD}/notes.txt", "unexpected-file"),
        (f"{THREAD}/more/notes.txt", "unexpected-file"),
        (f"{THREAD}/assets/more/x.png", "unexpected-file"),
        ("people/team/anna.md", "unexpected-file"),
        ("people/cv.docx", "unexpected-file"),
        ("topics/icon.png", "unexpected-file"),
        ("threads/26/x/comment.md", "file-name"),
        ("threads/2026/Größe/comment.md", "file-name"),
        (f"threads/2026/{'a' * 81}/comment.md", "file-name"),
        (f"{THREAD}/Comment.md", "file-name"),
        (f"{THREAD}/2026-11-04.md", "file-name"),
        (f"{THREAD}/2026-13-04-anna.md", "file-name"),
        (f"{THREAD}/2026-11-04-anna-1.md", "file-name"),
        (f"{THREAD}/2026-11-04-Anna.md", "file-name"),
        ("people/Anna.md", "file-name"),
        ("people/anna-2.md", "file-name"),
        ("people/customer.md", "file-name"),
        ("topics/Spare parts.md", "file-name"),
        (f"{THREAD}/2026-11-04-anna.md.sig", "orphan-signature"),
        ("people/bene.md.sig", "orphan-signature"),
        ("people/anna.png", "unused-asset"),
    ],
)
def test_a_file_in_the_wrong_place_or_with_a_wrong_name_is_reported(
    path: str, code: str, folder: Any
) -> None:
    folder.write(path, "x\n")
    (found,) = folder.load().diagnostics
    assert found.code == code
    assert f"feedback/{path}".startswith(found.path)
    assert (found.line, found.column, found.source) == (1, 1, "")
    assert len(folder.load().feedback.threads) == 1


@pytest.mark.parametrize(
    "path",
    [".gitkeep", ".DS_Store", "threads/.gitkeep", f"{THREAD}/.comment.md.swp", ".git/config"],
)
def test_a_name_with_a_dot_in_front_is_passed_over(path: str, folder: Any) -> None:
    folder.write(path, "x\n")
    assert folder.problems() == []


@pytest.mark.parametrize("path", [REPLY, COMMENT, ANNA])
def test_a_signature_belongs_to_the_file_beside_it(path: str, folder: Any) -> None:
    folder.write(ANNA, person_text(keys=keys(ed25519("anna"))))
    sign(folder.root, ed25519("anna"), path)
    assert folder.problems() == []


def test_a_thread_needs_a_comment(folder: Any) -> None:
    folder.delete(COMMENT)
    (found,) = folder.load().diagnostics
    assert (found.code, found.path) == ("thread-without-comment", f"feedback/{THREAD}")


def test_a_folder_is_no_comment(folder: Any) -> None:
    folder.delete(COMMENT)
    (folder.root / COMMENT).mkdir()
    assert folder.problems() == ["thread-without-comment", "unexpected-file"]


@pytest.mark.parametrize("path", [COMMENT, REPLY, ANNA, "people", "threads", THREAD])
def test_a_link_is_never_followed(path: str, folder: Any, tmp_path: Path) -> None:
    (folder.root / path).rename(tmp_path / "elsewhere")
    (folder.root / path).symlink_to(tmp_path / "elsewhere")
    found = [problem for problem in folder.load().diagnostics if problem.code == "unexpected-file"]
    assert [problem.path for problem in found] == [f"feedback/{path}"]


def test_a_pipe_is_not_opened(folder: Any) -> None:
    os.mkfifo(folder.root / THREAD / "2026-11-04-anna.md")
    assert folder.problems() == ["unexpected-file"]


@pytest.mark.parametrize(
    ("path", "text", "place", "mend"),
    [
        (
            f"{THREAD}/2026-11-04-anna.md",
            reply_text(),
            (6, 7),
            "rename the file to '2026-11-03-anna.md'.",
        ),
        (
            f"{THREAD}/2026-11-03-ben.md",
            reply_text(),
            (5, 12),
            "write 'signed_by: ben', or rename the file.",
        ),
        (
            f"{THREAD}/2026-11-06-customer.md",
            follow_up_text(),
            (5, 11),
            "rename the file to '2026-11-05-customer.md'.",
        ),
        (
            "threads/2025/a/comment.md",
            comment_text(id="a1b2c3d4e5"),
            (7, 11),
            "move the thread's folder to threads/2026/.",
        ),
    ],
)
def test_a_name_must_say_what_the_file_says(
    path: str, text: str, place: tuple[int, int], mend: str, folder: Any
) -> None:
    folder.write(path, text)
    (found,) = folder.load().diagnostics
    assert (found.code, found.path) == ("file-name", f"feedback/{path}")
    assert (found.line, found.column) == place
    assert found.mend == mend


def test_a_name_counts_in_the_files_own_offset(folder: Any) -> None:
    received = "2026-11-05T00:30:00+01:00"
    moderation = "{decision: published, by: ben, at: 2026-11-05T09:00:00+01:00}"
    folder.write(FOLLOW_UP, follow_up_text(received=received, moderation=moderation))
    assert len(folder.thread().follow_ups) == 1


def test_a_missing_folder_is_one_problem(tmp_path: Path) -> None:
    loaded = load_feedback(tmp_path / "none", Settings(), now=NOW, shown_as="docs/feedback")
    assert [(found.code, found.path) for found in loaded.diagnostics] == [
        ("unreadable", "docs/feedback")
    ]
    assert loaded.feedback.threads == ()


def test_an_empty_folder_misses_its_policy(tmp_path: Path) -> None:
    loaded = load_feedback(tmp_path, Settings(), now=NOW)
    assert [found.path for found in loaded.diagnostics] == ["feedback/policy.yml"]


def test_paths_are_shown_as_asked_for(folder: Any) -> None:
    folder.write(REPLY, reply_text(signed_by="ana"))
    loaded = load_feedback(folder.root, Settings(), now=NOW, shown_as="docs/fb")
    (found,) = loaded.diagnostics
    assert found.path == f"docs/fb/{REPLY}"
    assert "docs/fb/people/ana.md" in found.mend
    assert loaded.feedback.people["anna"].path == "docs/fb/people/anna.md"


def test_a_name_cannot_forge_a_line_of_the_report(folder: Any) -> None:
    name = "x\n::error::forged\x1b[31m"
    folder.write(name, "x")
    write(folder.root, os.fsdecode(b"people/\xff.txt"), "x")
    for found in folder.load().diagnostics:
        assert found.path.isprintable()
        assert found.path.encode()


def test_a_person_may_have_a_portrait_beside(folder: Any) -> None:
    folder.write(ANNA, person_text(portrait="anna.txt"))
    assert folder.problem("image-missing").column == 11
    folder.write(ANNA, person_text(portrait="../secret.png"))
    assert folder.problem("image-outside").column == 11
