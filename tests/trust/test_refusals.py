"""What a key line, a list or a signature is refused with: the words that people get to read."""

from __future__ import annotations

import pytest

from answerable.trust.allowed_signers import parse_allowed_signers
from answerable.trust.keys import UnusableKeyError, WeakKeyError, parse_key_blob, parse_key_line
from answerable.trust.revocation import RevokedKeys, UnusableListError
from answerable.trust.sshsig import UnusableSignatureError, parse_signature
from answerable.trust.wire import string
from software_keys import ecdsa, ed25519, rsa_key

ANNA = ed25519("anna")
LINE = ANNA.public.line


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", "one line"),
        ("ssh-ed25519", "one line"),
        (f"{LINE}\n{LINE}", "one line"),
        ("ssh-ed25519-cert-v01@openssh.com AAAA", "certificate"),
        ("ssh-dss AAAA", "DSA"),
        ("PGP AAAA", "'PGP' is no type of key"),
        (LINE[:-1], "not proper base64"),
        (LINE.replace("ssh-ed25519", "ssh-rsa"), "another type"),
        (rsa_key(2048).public.line, "2048 bits is too short: 3072"),
    ],
)
def test_line_that_is_no_usable_key_is_refused_in_plain_words(line, words):
    with pytest.raises(UnusableKeyError, match=words):
        parse_key_line(line)


def test_short_rsa_key_is_told_apart_from_a_damaged_one():
    with pytest.raises(WeakKeyError):
        parse_key_line(rsa_key(2048).public.line)


def test_key_line_may_have_a_comment_and_space_around():
    assert parse_key_line(f"  {LINE}  anna berg, 2026 \n") == ANNA.public


@pytest.mark.parametrize("blob", [b"", b"\0", string(b"ssh-dss"), ANNA.public.blob + b"\0"])
def test_blob_that_is_no_key_is_refused(blob):
    with pytest.raises(UnusableKeyError):
        parse_key_blob(blob)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("anna", "a line has names"),
        (f'"" {LINE}', "names nobody"),
        (f"anna cert-authority {LINE}", "certificates are not accepted"),
        (f"anna restrict {LINE}", "unknown option 'restrict'"),
        (f'anna namespaces="a",namespaces="a" {LINE}', "namespaces is given twice"),
        (f'anna valid-after="20260101" {LINE}', "has no Z"),
        (f'anna valid-after="20260231Z" {LINE}', "not a time"),
        (f'anna valid-after="19700101Z" {LINE}', "not after 1970"),
        (f'anna valid-after="20260102Z",valid-before="20260101Z" {LINE}', "ends before it begins"),
        (f'anna namespaces="a",,x {LINE}', "an option is expected"),
        (f"anna {LINE[:-1]}", "not proper base64"),
    ],
)
def test_line_of_allowed_signers_that_cannot_be_read_is_told_with_its_number(line, words):
    signers, problems = parse_allowed_signers(f"# ours\nanna {LINE}\n{line}\n")
    assert [signer.key for signer in signers] == [ANNA.public]
    assert [problem.line for problem in problems] == [3]
    assert words in problems[0].message


def test_line_of_revoked_keys_that_cannot_be_read_is_told_with_its_number():
    with pytest.raises(UnusableListError, match=r"line 2 .* one line"):
        RevokedKeys.parse(f"{LINE}\nnonsense\n".encode())


def test_krl_that_cannot_be_read_is_refused():
    with pytest.raises(UnusableListError, match="ends too early"):
        RevokedKeys.parse(b"SSHKRL\n\0\0\0\0\1")


def test_comment_of_a_revoked_key_may_be_anything():
    times = ("2026-13-01T00:00:00Z", "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z", "once")
    text = "".join(f"{LINE} anna revoked {time}\n" for time in times)
    revoked = RevokedKeys.parse(text.encode())
    assert f"{revoked.since(ANNA.public):%Y-%m-%d}" == "2026-05-01"
    assert not revoked.revokes(ecdsa("anna").public)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda text: text.replace(b"\n", b"\r\n"), "LF only"),
        (lambda text: b"\n" + text, "first line"),
        (lambda text: text + b"\n", "last line"),
        (lambda text: text.replace(b"\nU", b"\n*"), "base64"),
        (lambda text: b"", "first line"),
    ],
)
def test_damaged_signature_file_is_refused_in_plain_words(damage, words):
    with pytest.raises(UnusableSignatureError, match=words):
        parse_signature(damage(ANNA.signature(b"text")))
