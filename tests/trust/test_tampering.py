"""No byte of a message or of its signature can change without a refusal, or crash the reader."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress
from datetime import datetime, timezone
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.trust.allowed_signers import AllowedSigner, parse_allowed_signers
from answerable.trust.judgement import KeyRing
from answerable.trust.keys import UnusableKeyError, parse_key_blob, parse_key_line
from answerable.trust.revocation import RevokedKeys, UnusableListError
from answerable.trust.sshsig import UnusableSignatureError, parse_signature
from answerable.trust.wire import string, u32
from software_keys import GOOD_KEYS, SoftwareKey, ed25519

NOW = datetime(2026, 11, 3, tzinfo=timezone.utc)
MESSAGE = b"The hinge is on its way.\n"
ANNA = ed25519("anna")
# An RSA key of 4,096 bits has nothing that one of 3,072 has not.
KINDS = sorted(set(GOOD_KEYS) - {"rsa-4096", "rsa-3072 with sha2-256"})


def good(key: SoftwareKey, message: bytes, signature: bytes) -> bool:
    ring = KeyRing(
        {key.public.blob: (AllowedSigner(("anna",), key.public),)}, RevokedKeys.parse(b"")
    )
    seal = ring.judge(message, signature, signer="anna", date=NOW, now=NOW)
    return seal.state in {"valid", "retired"}


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@pytest.mark.parametrize("hash_algorithm", ["sha512", "sha256"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_bit_of_a_signature_file_can_be_flipped(kind, hash_algorithm):
    key = GOOD_KEYS[kind]()
    signature = key.signature(MESSAGE, hash_algorithm=hash_algorithm)
    assert good(key, MESSAGE, signature)
    bits = range(len(signature) * 8)
    assert [bit for bit in bits if good(key, MESSAGE, flipped(signature, bit))] == []


@given(
    message=st.binary(min_size=1, max_size=300),
    name=st.sampled_from(KINDS),
    place=st.floats(0, 1, exclude_max=True),
)
@settings(max_examples=200)
def test_no_bit_of_a_message_can_be_flipped(message, name, place):
    key = GOOD_KEYS[name]()
    signature = key.signature(message)
    assert good(key, message, signature)
    assert not good(key, flipped(message, int(place * len(message) * 8)), signature)


@pytest.mark.parametrize("kind", KINDS)
def test_no_byte_can_be_put_into_a_signature_file_or_taken_out(kind):
    key = GOOD_KEYS[kind]()
    signature = key.signature(MESSAGE)
    for at in range(len(signature)):
        without = signature[:at] + signature[at + 1 :]
        # Lines may be of any length: a line end is all that can go, or come.
        assert good(key, MESSAGE, without) == (good_without(signature, at))
        assert not good(key, MESSAGE, signature[:at] + b" " + signature[at:])


def good_without(signature: bytes, at: int) -> bool:
    header_end, footer_start = signature.index(b"\n"), signature.rindex(b"\n-----END")
    return signature[at : at + 1] == b"\n" and header_end < at < footer_start


KRL = b"SSHKRL\n\0" + u32(1) + bytes(24) + string(b"") + string(b"")
KRL += b"\2" + string(string(ANNA.public.blob)) + b"\5" + string(string(sha256(b"").digest()))
KRL += b"\1" + string(
    string(ANNA.public.blob) + string(b"") + b"\x22" + string(bytes(7) + b"\1" * 9)
)
BLOBS = [GOOD_KEYS[kind]().public.blob for kind in KINDS]
SIGNATURES = [
    b64decode(b"".join(GOOD_KEYS[kind]().signature(MESSAGE).splitlines()[1:-1])) for kind in KINDS
]


@st.composite
def damaged(draw, originals):
    """One of *originals* with bytes exchanged, or cut out, or put in."""
    data = bytearray(draw(st.sampled_from(originals)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        size = draw(st.sampled_from([0, 1, 1, 4]))
        data[at : at + size] = draw(st.binary(max_size=5))
    return bytes(data)


@given(st.binary(max_size=200) | damaged([ANNA.signature(MESSAGE)]))
def test_any_bytes_are_a_signature_or_refused(data):
    with suppress(UnusableSignatureError):
        parse_signature(data)


@given(damaged(SIGNATURES))
@settings(max_examples=300)
def test_any_blob_in_sound_armour_is_no_good_signature(blob):
    text = b64encode(blob)
    armour = b"-----BEGIN SSH SIGNATURE-----\n" + text + b"\n-----END SSH SIGNATURE-----\n"
    with suppress(UnusableSignatureError):
        signature = parse_signature(armour)
        assert blob in SIGNATURES or not signature.covers(MESSAGE)


@given(st.binary(max_size=200) | damaged(BLOBS), st.binary(max_size=80))
@settings(max_examples=300)
def test_any_blob_is_a_key_or_refused(blob, value):
    with suppress(UnusableKeyError):
        key = parse_key_blob(blob)
        assert not key.verify(key.kind, value, MESSAGE)
        assert parse_key_line(key.line) == key


@given(st.text(max_size=200) | st.builds(lambda data: data.decode("latin-1"), damaged(
    [ANNA.public.line.encode()]
)))  # fmt: skip
def test_any_text_is_a_key_line_or_refused(line):
    with suppress(UnusableKeyError):
        parse_key_line(line)


@given(st.binary(max_size=300) | damaged([KRL, ANNA.public.line.encode()]))
@settings(max_examples=300)
def test_any_bytes_are_a_list_of_revoked_keys_or_refused(data):
    with suppress(UnusableListError):
        RevokedKeys.parse(data)


LINE = f'anna namespaces="answerable",valid-after="20260101Z" {ANNA.public.line}\n'.encode()


@given(st.binary(max_size=300) | damaged([LINE * 2]))
@settings(max_examples=300)
def test_any_text_is_a_list_of_allowed_signers_with_its_problems(data):
    signers, problems = parse_allowed_signers(data.decode("utf-8", "surrogateescape"))
    for signer in signers:
        signer.speaks_for("anna")
        signer.serves("answerable")
    assert len(signers) + len(problems) <= data.count(b"\n") + 1
