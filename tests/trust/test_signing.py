from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.trust import finding
from answerable.trust.agent import Agent
from answerable.trust.errors import CannotSignError, PassphraseError
from answerable.trust.finding import FoundKey, Keys, find_key, find_keys
from answerable.trust.keys import parse_key_line
from answerable.trust.signing import Signer
from answerable.trust.ssh_keygen import sign_with_ssh_keygen
from answerable.trust.sshsig import parse_signature
from answerable.trust.wire import string
from ssh_programs import (
    KINDS,
    SSH_KEYGEN,
    is_good,
    make_key,
    needs_ssh_agent,
    needs_ssh_keygen,
    public_line,
    running_agent,
    sign_by_program,
)

pytestmark = needs_ssh_keygen

MESSAGE = b"---\nthread: k7q2m9x4tb\n---\nWe found the cause.\n"


def only(keys: Keys) -> FoundKey:
    assert keys.unusable == ()
    (found,) = keys.found
    return found


def is_good_to_both(signature: bytes, key: Path, folder: Path) -> bool:
    ours = parse_signature(signature)
    line = public_line(key)
    return (
        ours.key.line == line
        and ours.covers(MESSAGE)
        and not ours.covers(MESSAGE + b"\n")
        and is_good(signature, MESSAGE, line, folder)
        and not is_good(signature, MESSAGE + b"\n", line, folder)
    )


@pytest.mark.parametrize("index", range(len(KINDS)), ids=["-".join(kind[1:]) for kind in KINDS])
def test_file_of_each_kind_makes_signatures_that_ssh_keygen_accepts(keys, index, way, tmp_path):
    signature = Signer(only(find_key(keys[index]))).sign(MESSAGE)

    assert is_good_to_both(signature, keys[index], tmp_path)


@needs_ssh_agent
def test_keys_that_only_the_agent_has_sign(keys, way, tmp_path, monkeypatch):
    with running_agent(tmp_path, *keys) as address:
        monkeypatch.setenv("SSH_AUTH_SOCK", address)
        found = find_keys(tmp_path)
        made = [Signer(key).sign(MESSAGE) for key in found.found]

    assert [key.file for key in found.found] == [None] * len(keys)
    assert [key.place for key in found.found] == ["the ssh-agent"] * len(keys)
    for signature, file in zip(made, keys, strict=True):
        assert is_good_to_both(signature, file, tmp_path)


@pytest.mark.parametrize("index", [0, 4])
def test_ed25519_and_rsa_signatures_are_those_of_ssh_keygen_byte_for_byte(keys, index, way):
    by_program = sign_by_program(keys[index], MESSAGE)

    assert Signer(only(find_key(keys[index]))).sign(MESSAGE) == by_program


@given(message=st.binary(max_size=300))
def test_own_ed25519_signer_covers_any_bytes(keys, message):
    signer = Signer(only(find_key(keys[0])))
    signer._program = None

    assert parse_signature(signer.sign(message)).covers(message)


@needs_ssh_agent
@pytest.mark.parametrize("kind", [KINDS[0], KINDS[4]], ids=["ed25519", "rsa"])
def test_locked_file_asks_once_and_signs_often(kind, way, tmp_path, monkeypatch):
    file = make_locked(tmp_path / "key", *kind)
    asked = []

    def ask(path: Path) -> str:
        asked.append(path)
        return "cheese"

    signer = Signer(only(find_key(file)), ask=ask)
    made = {signer.sign(MESSAGE) for _ in range(3)}

    assert asked == [file]
    assert len(made) == 1
    assert is_good_to_both(made.pop(), file, tmp_path)


def make_locked(file: Path, *options: str) -> Path:
    return make_key(file, *options, passphrase="cheese")


def test_wrong_passphrase_is_asked_for_three_times(way, tmp_path):
    file = make_locked(tmp_path / "key")
    answers = ["butter", "", "chees"]
    left = list(answers)

    with pytest.raises(PassphraseError, match="not the passphrase"):
        Signer(only(find_key(file)), ask=lambda _: left.pop(0)).sign(MESSAGE)
    assert left == []

    left = ["butter", "cheese"]
    assert Signer(only(find_key(file)), ask=lambda _: left.pop(0)).sign(MESSAGE)


def test_locked_file_is_not_waited_for_where_nobody_can_be_asked(way, tmp_path, monkeypatch):
    file = make_locked(tmp_path / "key")
    # A window would be asked with this, if anything were.
    asking = tmp_path / "askpass"
    asking.write_text(f"#!/bin/sh\ntouch {tmp_path}/asked\necho cheese\n")
    asking.chmod(0o700)
    monkeypatch.setenv("SSH_ASKPASS", str(asking))
    monkeypatch.setenv("SSH_ASKPASS_REQUIRE", "force")
    monkeypatch.setenv("DISPLAY", ":0")

    with pytest.raises(PassphraseError, match=f"unlock it with ssh-add {file}"):
        Signer(only(find_key(file))).sign(MESSAGE)
    found = only(find_key(file))
    if way == "ssh-keygen":
        with pytest.raises(CannotSignError, match=f"unlock it with ssh-add {file}"):
            sign_with_ssh_keygen(shutil.which("ssh-keygen") or "", MESSAGE, found.key, file)
    assert not (tmp_path / "asked").exists()


@needs_ssh_agent
def test_locked_file_that_the_agent_holds_asks_nothing(way, tmp_path, monkeypatch):
    file = make_locked(tmp_path / "key")
    unlocked = tmp_path / "unlocked"
    shutil.copy(file, unlocked)
    unlocked.chmod(0o600)
    assert SSH_KEYGEN
    change = [SSH_KEYGEN, "-q", "-p", "-P", "cheese", "-N", "", "-f", str(unlocked)]
    subprocess.run(change, check=True)
    with running_agent(tmp_path, unlocked) as address:
        monkeypatch.setenv("SSH_AUTH_SOCK", address)
        found = only(find_key(file))
        signature = Signer(found).sign(MESSAGE)

    assert found.place == "the ssh-agent"
    assert is_good_to_both(signature, file, tmp_path)


def test_program_that_may_ask_at_the_terminal_makes_the_same_signature(keys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    key = only(find_key(keys[0]))
    assert SSH_KEYGEN

    made = sign_with_ssh_keygen(SSH_KEYGEN, MESSAGE, key.key, key.file, at_terminal=True)

    assert made == sign_by_program(keys[0], MESSAGE)
    assert not list(tmp_path.glob("answerable-*"))


def fake_program(folder: Path, script: str) -> None:
    """An ssh-keygen that does *script* when it is asked to sign."""
    program = folder / "ssh-keygen"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)


def test_program_that_is_too_old_to_sign_is_replaced_by_our_own_signer(keys, bin_folder):
    fake_program(bin_folder, "echo 'unknown option -- Y' >&2; exit 1")

    assert parse_signature(Signer(only(find_key(keys[0]))).sign(MESSAGE)).covers(MESSAGE)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Load key: incorrect passphrase supplied to decrypt private key", "ssh-add"),
        ("Permissions 0644 for 'x' are too open.", "chmod 600"),
        ("Couldn't sign message: agent refused operation", "the ssh-agent refused"),
        ("Signing (stdin) failed: device not found", "not plugged in"),
        ("No private key found for public key", "no longer there"),
        ("Load key: invalid format", "damaged"),
        ("Something unheard of", "Something unheard of"),
        ("", "no reason given"),
    ],
)
def test_errors_of_the_program_are_told_in_plain_words(keys, bin_folder, said, meant):
    fake_program(bin_folder, f'echo "{said}" >&2; exit 255')

    with pytest.raises(CannotSignError, match=meant) as caught:
        Signer(only(find_key(keys[0]))).sign(MESSAGE)
    assert "\n" not in str(caught.value)


def test_program_that_hangs_is_given_up(keys, bin_folder):
    fake_program(bin_folder, "exec sleep 20")
    began = time.monotonic()
    found = only(find_key(keys[0]))

    with pytest.raises(CannotSignError, match=r"did not sign within 0\.3 seconds"):
        sign_with_ssh_keygen(
            str(bin_folder / "ssh-keygen"), MESSAGE, found.key, keys[0], seconds=0.3
        )
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("told", ["other message", "other key", "other purpose", "nonsense"])
def test_signature_that_is_not_the_right_one_is_never_handed_on(keys, tmp_path, bin_folder, told):
    wrong = {
        "other message": lambda: sign_by_program(keys[0], b"You get nothing.\n"),
        "other key": lambda: sign_by_program(keys[1], MESSAGE),
        "other purpose": lambda: sign_by_program(keys[0], MESSAGE, "file"),
        "nonsense": lambda: b"hello\n",
    }[told]()
    (tmp_path / "wrong").write_bytes(wrong)
    fake_program(bin_folder, f"cat {tmp_path}/wrong")

    with pytest.raises(CannotSignError):
        Signer(only(find_key(keys[0]))).sign(MESSAGE)


def test_program_in_the_current_folder_is_never_run(keys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    fake_program(tmp_path, f"touch {tmp_path}/ran")
    monkeypatch.setenv("PATH", f".{os.pathsep}")

    assert Signer(only(find_key(keys[0]))).sign(MESSAGE)
    assert not (tmp_path / "ran").exists()


def test_nothing_is_left_or_overwritten_on_the_way(keys, tmp_path, monkeypatch, way):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    before = {path: path.read_bytes() for path in keys[0].parent.iterdir()}

    Signer(only(find_key(keys[0]))).sign(MESSAGE)

    assert list(temporary.iterdir()) == []
    assert {path: path.read_bytes() for path in keys[0].parent.iterdir()} == before


def test_agent_that_hangs_costs_its_time_and_no_more(keys, way, home, tmp_path, monkeypatch):
    shutil.copy(keys[0], home / ".ssh" / "id_ed25519")
    shutil.copy(f"{keys[0]}.pub", home / ".ssh" / "id_ed25519.pub")
    address = str(tmp_path / "s")
    monkeypatch.setenv("SSH_AUTH_SOCK", address)
    monkeypatch.setattr(finding, "find_agent", lambda: Agent(address, list_seconds=0.2))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        began = time.monotonic()
        keys_here = find_keys(home)
        (found,) = keys_here.found

        assert Signer(found).sign(MESSAGE)
        assert time.monotonic() - began < 5
    assert "did not answer" in keys_here.unusable[0]


def test_agent_that_signs_with_the_weak_hash_of_old_is_refused(keys, tmp_path, bin_folder):
    key = parse_key_line(public_line(keys[4]))
    answer = string(b"\x0e" + string(string(b"ssh-rsa") + string(bytes(384))))
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "s"))
        listening.listen()

        def serve() -> None:
            connection, _ = listening.accept()
            with connection:
                connection.recv(1 << 16)
                connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        found = FoundKey(key, "here", agent=Agent(str(tmp_path / "s")))
        with pytest.raises(CannotSignError, match="wrong signature"):
            Signer(found).sign(MESSAGE)


def test_public_half_that_lies_about_its_private_one_signs_nothing(keys, way, tmp_path):
    shutil.copy(keys[0], tmp_path / "key")
    shutil.copy(f"{keys[1]}.pub", tmp_path / "key.pub")
    found = only(find_key(tmp_path / "key.pub"))

    assert found.key.line == public_line(keys[1])
    with pytest.raises(CannotSignError, match="holds another key"):
        Signer(found).sign(MESSAGE)


def test_locked_pem_file_is_named_by_the_public_half_beside_it(way, tmp_path):
    file = make_locked(tmp_path / "key", "-t", "ecdsa", "-b", "256", "-m", "PKCS8")
    signer = Signer(only(find_key(file)), ask=lambda _: "cheese")
    assert parse_signature(signer.sign(MESSAGE)).covers(MESSAGE)

    Path(f"{file}.pub").unlink()
    (said,) = find_key(file).unusable
    assert "ssh-keygen -y" in said
