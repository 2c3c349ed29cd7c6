"""Signatures as files: read byte for byte, never followed, never to an end that is far."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from samples import ANNA, COMMENT, POLICY, POLICY_TEXT, REPLY, person_text, reply_text
from signing import keys, sign
from software_keys import ed25519

KEY = ed25519("anna")
SIGNATURE = f"{REPLY}.sig"


@pytest.fixture(autouse=True)
def anna_has_a_key(folder: Any) -> None:
    folder.write(ANNA, person_text(keys=keys(KEY)))


@pytest.mark.parametrize("ends", ["\r\n", "\n"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_a_signature_covers_the_bytes_on_disk(mark: str, ends: str, folder: Any) -> None:
    folder.write(REPLY, mark + reply_text().replace("\n", ends))
    sign(folder.root, KEY)
    (reply,) = folder.load().replies
    assert reply.seal.state == "valid"
    assert reply.file == (folder.root / REPLY).read_bytes()


@pytest.mark.parametrize("changed", ["\ufeff" + reply_text(), reply_text().replace("\n", "\r\n")])
def test_other_bytes_of_the_same_text_are_not_what_was_signed(changed: str, folder: Any) -> None:
    sign(folder.root, KEY)
    folder.write(REPLY, changed)
    assert "altered-after-signing" in folder.problems()


def test_a_linked_signature_is_not_followed(folder: Any, tmp_path: Path) -> None:
    folder.write(POLICY, POLICY_TEXT + "signing: required\n")
    sign(folder.root, KEY).rename(tmp_path / "elsewhere.sig")
    (folder.root / SIGNATURE).symlink_to(tmp_path / "elsewhere.sig")
    assert folder.problems() == ["not-signed", "unexpected-file"]
    assert folder.load().feedback.threads[0].replies == ()


def test_a_pipe_is_not_waited_for(folder: Any) -> None:
    os.mkfifo(folder.root / SIGNATURE)
    assert folder.problems() == ["unexpected-file"]
    assert folder.load().replies[0].seal.state == "unsigned"


def test_a_folder_is_no_signature(folder: Any) -> None:
    (folder.root / SIGNATURE).mkdir()
    assert folder.problems() == ["unexpected-file", "unreadable"]
    assert folder.load().replies[0].seal.state == "unsigned"
    assert folder.load().feedback.threads[0].replies == ()


def test_a_signature_that_the_system_refuses_is_reported(folder: Any, monkeypatch: Any) -> None:
    sign(folder.root, KEY)
    real_open = os.open

    def refuse(path: Any, *more: Any) -> int:
        if str(path).endswith(".sig"):
            raise PermissionError(13, "Permission denied", path)
        return real_open(path, *more)

    monkeypatch.setattr(os, "open", refuse)
    (found,) = folder.load().diagnostics
    assert (found.code, found.path) == ("unreadable", f"feedback/{SIGNATURE}")
    assert "Permission denied" in found.message


@pytest.mark.parametrize("size", [0, 2**16, 2**16 + 1, 2**20, 2**40])
def test_what_is_no_signature_is_not_read_to_its_end(size: int, folder: Any) -> None:
    with (folder.root / SIGNATURE).open("wb") as file:
        file.truncate(size)
    (found,) = folder.load().diagnostics
    assert found.code == "unusable-signature"
    assert len(folder.load().replies[0].signature or b"") <= 2**16


def test_a_signature_with_a_megabyte_behind_it_is_unusable(folder: Any) -> None:
    signature = sign(folder.root, KEY)
    signature.write_bytes(signature.read_bytes() + b"\n" * 2**20)
    assert folder.problems() == ["unusable-signature"]


def test_the_reason_why_a_signature_is_unusable_is_told(folder: Any) -> None:
    signature = sign(folder.root, KEY)
    signature.write_bytes(signature.read_bytes().replace(b"\n", b"\r\n"))
    (reply,) = folder.load().replies
    assert reply.seal.problem
    assert reply.seal.problem in folder.problem("unusable-signature").message


def test_a_signature_beside_a_comment_is_not_read(folder: Any) -> None:
    folder.write(f"{COMMENT}.sig", "x\n")
    assert folder.problems() == []
