from __future__ import annotations

import base64
import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from answerable.trust.errors import CannotSignError, PassphraseError
from answerable.trust.private_keys import PrivateKeyError, read_key_file
from answerable.trust.wire import string, u32
from ssh_programs import make_key, needs_ssh_keygen, public_line

DATA = b"what is signed"


def write_private(file: Path, data: bytes) -> Path:
    file.write_bytes(data)
    file.chmod(0o600)
    return file


def pem(key: object, form: PrivateFormat = PrivateFormat.PKCS8, passphrase: str = "") -> bytes:
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    data: bytes = key.private_bytes(Encoding.PEM, form, lock)  # type: ignore[attr-defined]
    return data


@needs_ssh_keygen
@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-t", "ecdsa", "-b", "256"),
        ("-t", "ecdsa", "-b", "384"),
        ("-t", "ecdsa", "-b", "521"),
        ("-t", "rsa", "-b", "3072"),
        ("-t", "ecdsa", "-b", "256", "-m", "PEM"),
        ("-t", "ecdsa", "-b", "256", "-m", "PKCS8"),
        ("-t", "rsa", "-b", "3072", "-m", "PEM"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("passphrase", ["", "ein Stück Käse"])
def test_every_form_of_key_file_signs_with_the_key_that_is_in_it(tmp_path, options, passphrase):
    file = make_key(tmp_path / "key", *options, passphrase=passphrase)

    key = read_key_file(file).open(passphrase)

    assert key.public.line == public_line(file)
    algorithm, value = key.sign(DATA)
    assert key.public.verify(algorithm, value, DATA)
    assert algorithm == ("rsa-sha2-512" if "rsa" in options else key.public.kind)


@needs_ssh_keygen
def test_public_half_of_a_locked_file_is_seen_without_the_passphrase(tmp_path):
    file = make_key(tmp_path / "key", passphrase="cheese")
    line = public_line(file)
    Path(f"{file}.pub").unlink()

    key = read_key_file(file)

    assert key.locked
    assert key.public is not None
    assert key.public.line == line


@needs_ssh_keygen
@pytest.mark.parametrize("form", ["RFC4716", "PEM", "PKCS8"])
@pytest.mark.parametrize("given_passphrase", ["", "butter", "\0", "x" * 5000])
def test_wrong_passphrase_is_told_apart_from_other_failures(tmp_path, form, given_passphrase):
    file = make_key(tmp_path / "key", "-t", "ecdsa", "-b", "256", "-m", form, passphrase="cheese")

    with pytest.raises(PassphraseError, match="passphrase"):
        read_key_file(file).open(given_passphrase)


@needs_ssh_keygen
def test_passphrase_for_a_file_that_is_not_locked_is_not_needed_and_not_harmful(tmp_path):
    file = make_key(tmp_path / "key")

    assert read_key_file(file).open("cheese").public.line == public_line(file)


def sk_file(kind: str, locked: bool = False) -> bytes:
    """A security key's file, as far as it is read without its secrets."""
    blob = string(kind.encode()) + string(bytes(31) + b"\x07") + string(b"ssh:")
    cipher = b"aes256-ctr" if locked else b"none"
    data = b"openssh-key-v1\0" + string(cipher) + string(b"none") + string(b"") + u32(1)
    data += string(blob) + string(bytes(64))
    text = base64.encodebytes(data).decode()
    return (
        f"-----BEGIN OPENSSH PRIVATE KEY-----\n{text}-----END OPENSSH PRIVATE KEY-----\n".encode()
    )


@pytest.mark.parametrize("locked", [False, True])
def test_file_of_a_security_key_is_left_to_ssh_keygen(tmp_path, locked):
    file = write_private(tmp_path / "key", sk_file("sk-ssh-ed25519@openssh.com", locked))

    with pytest.raises(PrivateKeyError, match="only through the program ssh-keygen"):
        read_key_file(file).open()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: pem(rsa.generate_private_key(65537, 2048)), "too short: 3072 are needed"),
        (
            lambda: pem(rsa.generate_private_key(65537, 2048), PrivateFormat.OpenSSH),
            "too short: 3072 are needed",
        ),
        (
            lambda: pem(dsa.generate_private_key(1024), PrivateFormat.TraditionalOpenSSL),
            "DSA key, which is too weak",
        ),
        (lambda: pem(dsa.generate_private_key(1024)), "of a kind that is not taken"),
        (lambda: pem(ec.generate_private_key(ec.SECP256K1())), "of a kind that is not taken"),
        (lambda: pem(ed25519.Ed25519PrivateKey.generate())[:80], "is damaged"),
        (lambda: b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "damaged"),
        (lambda: b"ssh-ed25519 AAAA", "holds no private key"),
        (lambda: b"", "holds no private key"),
        (lambda: b"x" * 100_000, "too large"),
        (lambda: sk_file("ssh-ed25519-cert-v01@openssh.com"), "certificate"),
    ],
)
def test_what_cannot_sign_is_refused_in_plain_words(tmp_path, make, reason):
    file = write_private(tmp_path / "key", make())

    with pytest.raises(PrivateKeyError, match=reason):
        read_key_file(file).open()


@pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")
@needs_ssh_keygen
def test_file_that_others_can_read_is_refused_as_ssh_keygen_does(tmp_path):
    file = make_key(tmp_path / "key")
    file.chmod(0o640)

    with pytest.raises(PrivateKeyError, match=f"chmod 600 {file}"):
        read_key_file(file)
    command = ["ssh-keygen", "-Y", "sign", "-n", "x", "-f", str(file)]
    assert subprocess.run(command, input=b"", capture_output=True, check=False).returncode


def test_what_is_no_file_is_refused_without_waiting_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    for name, reason in (("pipe", "no file"), ("", "no file"), ("none", "cannot be read")):
        with pytest.raises(PrivateKeyError, match=reason):
            read_key_file(tmp_path / name)


@given(st.data())
def test_damaged_file_fails_in_our_words_or_still_signs(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    whole = pem(ed25519.Ed25519PrivateKey.generate(), PrivateFormat.OpenSSH)
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255))
    file = write_private(folder / "key", whole[:at] + bytes([byte]) + whole[at + 1 :])

    try:
        key = read_key_file(file).open()
    except CannotSignError:
        return
    assert key.public.verify(*key.sign(DATA), DATA)
