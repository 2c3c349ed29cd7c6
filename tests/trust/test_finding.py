from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from answerable.trust.errors import CannotSignError
from answerable.trust.finding import Keys, find_key, find_keys
from answerable.trust.signing import Signer
from ssh_programs import (
    make_key,
    needs_ssh_keygen,
    public_line,
)

pytestmark = needs_ssh_keygen

MESSAGE = b"---\nthread: k7q2m9x4tb\n---\nWe found the cause.\n"


def git_signs_with(home: Path, value: str, form: str = "ssh") -> None:
    (home / ".gitconfig").write_text(f"[gpg]\nformat = {form}\n[user]\nsigningkey = {value}\n")


@pytest.mark.parametrize("form", ["private", "public", "~", "literal", "key::"])
def test_signing_key_of_git_is_found_first(keys, home, form):
    (home / "mine").write_bytes(keys[0].read_bytes())
    (home / "mine").chmod(0o600)
    (home / "mine.pub").write_text(public_line(keys[0]))
    for file in (keys[1], Path(f"{keys[1]}.pub")):
        shutil.copy(file, home / ".ssh")
    values = {
        "private": str(home / "mine"),
        "public": str(home / "mine.pub"),
        "~": "~/mine.pub",
        "literal": public_line(keys[0]),
        "key::": f"key::{public_line(keys[0])} anna@home",
    }
    git_signs_with(home, values[form])

    first, second = find_keys(home).found

    assert first.key.line == public_line(keys[0])
    assert first.where == "git's user.signingkey"
    assert first.can_sign == (form not in ("literal", "key::"))
    assert second.file == home / ".ssh" / "256"


def test_signing_key_that_stands_in_git_alone_is_joined_with_its_file(keys, home):
    shutil.copy(keys[0], home / ".ssh" / "id_ed25519")
    shutil.copy(f"{keys[0]}.pub", home / ".ssh" / "id_ed25519.pub")
    git_signs_with(home, f"key::{public_line(keys[0])}")

    (found,) = find_keys(home).found

    assert found.file == home / ".ssh" / "id_ed25519"
    assert Signer(found).sign(MESSAGE)


def test_git_that_signs_with_gpg_is_not_asked_for_a_key(keys, home):
    git_signs_with(home, str(keys[0]), form="openpgp")

    assert find_keys(home) == Keys(())


def test_what_cannot_be_used_is_said_and_hides_nothing(keys, home, tmp_path):
    make_key(home / ".ssh" / "a", "-t", "rsa", "-b", "2048")
    (home / ".ssh" / "b.pub").write_text("nonsense")
    (home / ".ssh" / "b-cert.pub").write_text("ssh-ed25519-cert-v01@openssh.com AAAA")
    (home / ".ssh" / "c.pub").mkdir()
    shutil.copy(f"{keys[0]}.pub", home / ".ssh" / "z.pub")
    git_signs_with(home, "~/gone")

    keys_here = find_keys(home)

    assert [key.key.line for key in keys_here.found] == [public_line(keys[0])]
    assert not keys_here.found[0].can_sign
    with pytest.raises(CannotSignError, match="only the public half"):
        Signer(keys_here.found[0]).sign(MESSAGE)
    said = "\n".join(keys_here.unusable)
    assert len(keys_here.unusable) == 4
    assert "git's user.signingkey: there is no such file" in said
    assert "a.pub: an RSA key of 2048 bits is too short" in said


def test_named_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.pub")

    assert find_key(tmp_path / "pipe.pub").found == ()
