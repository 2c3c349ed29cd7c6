"""Signatures and verdicts against the real ssh-keygen, in both directions.

Where our verdict differs, ours is the stricter one, and the difference stands in STRICTER.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timezone
from importlib import import_module
from pathlib import Path

import pytest

from answerable.model import LocalText, Person, PersonKey
from answerable.trust.allowed_signers import allowed_signers, parse_allowed_signers
from answerable.trust.judgement import KeyRing
from answerable.trust.keys import parse_key_line
from answerable.trust.revocation import RevokedKeys, revoked_keys
from answerable.trust.sshsig import armoured, parse_signature
from software_keys import GOOD_KEYS, SoftwareKey
from verdicts.case import ANNA, BEN, CASES, MESSAGE, attempt

for module in ("signatures", "kinds", "armour", "lists", "times", "revocations", "krls"):
    import_module(f"verdicts.{module}")

pytestmark = pytest.mark.skipif(
    shutil.which("ssh-keygen") is None,
    reason="needs ssh-keygen (Debian's openssh-client) to compare with",
)

NOT_COVERED = "the signature does not cover it: it could be changed unseen"
ONE_FORM = "one value has one form, or else a byte of it could be changed unseen"
ARMOUR = "a signature file has one form, as ssh-keygen writes it, but for the width of its lines"
ONE_KEY = "a key has one blob and one fingerprint"
SHORT_RSA = "RSA below 3,072 bits is refused"
LOCAL = "without a Z it is another moment in each time zone"
NO_SUCH_TIME = "OpenSSH moves a time that is none to the next one"
ONE_WAY = "Z is the one way to write UTC"
QUOTES = "a quote or backslash within a value is a slip, or a trick on readers"
EMPTY_OPTION = "two commas are a slip"
UNSEEN = "what people read and what OpenSSH reads must be the same"
LIST_NOT_READ = "a list that is not understood to its last byte is refused"

STRICTER = {
    "version 0": NOT_COVERED,
    "reserved part filled in": NOT_COVERED,
    "namespace with a zero byte": NOT_COVERED,
    "hash with a zero byte": NOT_COVERED,
    "ed25519: another name of its type": ONE_KEY,
    "ed25519: number not reduced": ONE_FORM,
    "ed25519: key of small order": "one signature by it fits many messages",
    "rsa: 1024 bits": SHORT_RSA,
    "rsa: 2048 bits": SHORT_RSA,
    "rsa: 3071 bits": SHORT_RSA,
    "rsa: zeros in front of the modulus": ONE_KEY,
    "rsa: zero in front of the exponent": ONE_KEY,
    "rsa: key called rsa-sha2-512": ONE_KEY,
    "rsa: value without its leading zero": ONE_FORM,
    "ecdsa: zeros in front of r": ONE_FORM,
    "fido ssh: nobody present": "sshd asks that somebody touches the device, and so do we",
    "fido ecdsa: nobody present": "sshd asks that somebody touches the device, and so do we",
    "armour: text after the footer": ARMOUR,
    "armour: an empty line after the footer": ARMOUR,
    "armour: a zero byte after the footer": ARMOUR,
    "armour: a second signature after the footer": ARMOUR,
    "armour: footer that goes on": ARMOUR,
    "armour: space after the footer": ARMOUR,
    "armour: carriage return after the footer": ARMOUR,
    "armour: no final newline": ARMOUR,
    "armour: an empty line in the middle": ARMOUR,
    "armour: an empty line before the base64": ARMOUR,
    "armour: an empty line before the footer": ARMOUR,
    "armour: indented lines": ARMOUR,
    "armour: spaces after the lines": ARMOUR,
    "armour: tabs in the base64": ARMOUR,
    "armour: form feed in the base64": ARMOUR,
    "armour: carriage returns in the base64": ARMOUR,
    'names an"na"': QUOTES,
    'names "anna" without a space': QUOTES,
    "options ',namespaces=\"answerable\"'": EMPTY_OPTION,
    'options \'namespaces="answerable",,valid-after="20260101Z"\'': EMPTY_OPTION,
    'options \'namespaces="answerable,\\\\"git\\\\""\'': QUOTES,
    "options 'namespaces=\"answerable,back\\\\slash\"'": QUOTES,
    "a zero byte in the comment": UNSEEN,
    "a zero byte after the key": UNSEEN,
    "a carriage return in the comment": UNSEEN,
    "a carriage return within the key": ONE_FORM,
    "a form feed within the key": ONE_FORM,
    "the word rsa-sha2-512": "it names an algorithm, not a type of key",
    "after 20261103 in local time, at it": LOCAL,
    "after 202611031030 in local time, at it": LOCAL,
    "after 20261103103015 in local time, at it": LOCAL,
    "after 20280229 in local time, at it": LOCAL,
    "after 20261231235959 in local time, at it": LOCAL,
    "after local noon in India": LOCAL,
    "until local noon in New York": LOCAL,
    "after '19700102'": LOCAL,
    "after '20260101z'": ONE_WAY,
    "after '20260101UTC'": ONE_WAY,
    "after '20260101utc'": ONE_WAY,
    "after '202601011200UTC'": ONE_WAY,
    "after '20260231Z'": NO_SUCH_TIME,
    "after '20260431Z'": NO_SUCH_TIME,
    "after '20260101235960Z'": NO_SUCH_TIME,
    "after '2026 1 1Z'": NO_SUCH_TIME,
    "revoked: an RSA key of 1,001 bits": LIST_NOT_READ,
    "revoked: a certificate": LIST_NOT_READ,
    "revoked: a zero byte for a line": UNSEEN,
    "revoked: a line break within another key": ONE_FORM,
    "KRL by hand: zeros in front of a bitmap": ONE_FORM,
    "KRL by hand: a zero byte at the end of its comment": ONE_FORM,
    "KRL by hand: a certificate for an authority": LIST_NOT_READ,
}


@pytest.mark.parametrize("name", CASES)
def test_verdict_is_that_of_ssh_keygen(name, tmp_path):
    case = CASES[name]
    tried = case.make()
    theirs, said = tried.theirs(tmp_path)
    assert case.accepted in (None, theirs), said
    assert tried.ours() == (case.accepted is True and name not in STRICTER), said


def test_every_stricter_verdict_is_about_a_case_that_ssh_keygen_accepts():
    assert [name for name in STRICTER if not CASES[name].accepted] == []


def run(folder: Path, *arguments: str, text: bytes = b"") -> bytes:
    return subprocess.run(
        ["ssh-keygen", *arguments], cwd=folder, input=text, capture_output=True, check=True
    ).stdout


KEY_FILES: dict[str, Callable[[], SoftwareKey]] = {
    name: make for name, make in GOOD_KEYS.items() if "fido" not in name and "with" not in name
}


@pytest.mark.parametrize("hash_algorithm", ["sha512", "sha256"])
@pytest.mark.parametrize("name", KEY_FILES)
def test_signature_of_ssh_keygen_is_read_and_verified(name, hash_algorithm, tmp_path):
    key, theirs = KEY_FILES[name](), signed_by_ssh_keygen
    signature = parse_signature(theirs(KEY_FILES[name](), tmp_path, hash_algorithm))
    assert signature.key == key.public
    assert signature.hash_algorithm == hash_algorithm
    assert signature.covers(MESSAGE)
    assert not signature.covers(MESSAGE + b"\n")


@pytest.mark.parametrize("name", KEY_FILES)
def test_signature_of_ssh_keygen_is_written_byte_for_byte(name, tmp_path):
    theirs = signed_by_ssh_keygen(KEY_FILES[name](), tmp_path, "sha512")
    read = parse_signature(theirs)
    again = armoured(read.key, read.namespace, read.hash_algorithm, read.algorithm, read.value)
    assert again == theirs


@pytest.mark.parametrize("hash_algorithm", ["sha512", "sha256"])
@pytest.mark.parametrize("name", ["ed25519", "rsa-3072", "rsa-4096"])
def test_signature_without_chance_has_the_bytes_of_ssh_keygen(name, hash_algorithm, tmp_path):
    key = KEY_FILES[name]()
    theirs = signed_by_ssh_keygen(key, tmp_path, hash_algorithm)
    assert key.signature(MESSAGE, hash_algorithm=hash_algorithm) == theirs


def signed_by_ssh_keygen(key: SoftwareKey, folder: Path, hash_algorithm: str) -> bytes:
    (folder / "key").touch(mode=0o600)
    (folder / "key").write_bytes(key.pem)
    options = ("-q", "-Y", "sign", "-n", "answerable", "-O", f"hashalg={hash_algorithm}")
    return run(folder, *options, "-f", "key", text=MESSAGE)


@pytest.mark.parametrize("name", GOOD_KEYS)
def test_fingerprint_is_that_of_ssh_keygen(name, tmp_path):
    key = GOOD_KEYS[name]().public
    (tmp_path / "key.pub").write_text(key.line + "\n")
    assert run(tmp_path, "-l", "-f", "key.pub").split()[1].decode() == key.fingerprint
    assert parse_key_line(key.line) == key


def moment(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=timezone.utc)


PEOPLE = tuple(
    Person(
        name, f"people/{name}.md", name, LocalText({}), LocalText({}), moment(1).date(), None, keys
    )
    for name, keys in {
        "ben": (PersonKey(BEN.public.line + " ben@example.com", moment(1), None, moment(3)),),
        "anna": (PersonKey(ANNA.public.line, moment(2), moment(4)),),
    }.items()
)


@pytest.mark.parametrize("hour", [0, 23])
@pytest.mark.parametrize("day", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("key", [ANNA, BEN], ids=["anna", "ben"])
@pytest.mark.parametrize("signer", ["anna", "ben"])
def test_published_lists_say_to_ssh_keygen_what_the_seal_says(key, signer, day, hour, tmp_path):
    date = moment(day, hour)
    lists = allowed_signers(PEOPLE), revoked_keys(PEOPLE).encode()
    tried = attempt(
        key,
        allowed=lists[0].encode(),
        revoked=lists[1],
        principal=signer,
        at=f"{date:%Y%m%d%H%M%SZ}",
    )
    theirs, said = tried.theirs(tmp_path)
    for ring in (KeyRing.of(PEOPLE), KeyRing.from_lists(*lists)):
        seal = ring.judge(MESSAGE, tried.signature, signer=signer, date=date, now=moment(3))
        assert (seal.state in {"valid", "retired"}) == theirs, (seal, said)
    assert KeyRing.of(PEOPLE) == KeyRing.from_lists(*lists)


def test_published_lists_are_read_without_a_problem():
    signers, problems = parse_allowed_signers(allowed_signers(PEOPLE))
    assert (len(signers), problems) == (2, ())
    revoked = RevokedKeys.parse(revoked_keys(PEOPLE).encode())
    assert revoked.since(BEN.public) == moment(3)
    assert not revoked.revokes(ANNA.public)
