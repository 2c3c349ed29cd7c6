"""StatiCrypt's format: vectors that the program made, and what must be refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault import staticrypt, staticrypt_page
from answerable.vault.errors import CannotOpenError, UnusablePageError
from answerable.vault.keychain import (
    KeyChain,
    first_round,
    hash_password,
    second_round,
    third_round,
)
from answerable.vault.passwords import Password

SALT = "00112233445566778899aabbccddeeff"
PASSWORD = Password("vierzehn Hüte hängen hoch")
# Made by StatiCrypt 3.5.4 from that password and salt.
HASHED = "ae6e85d69777224af1cce98aa4ded258979529816f164d39059456910522b236"
PAYLOAD = (
    "af9a2212b44dfed823f483b4c0c4917cc14ea8c60b0e438d5b4e97300e17f38f3706de4072ecbd05"
    "1a28fdae7e4d0add55db06a4e9536e59caaa2d3b669e40a3"
)
TEXT = "<p>Käse 🦊"

KEYS = KeyChain()
PAGES = st.text(st.characters(exclude_categories=["Cs"]))


def test_the_hash_is_the_one_of_the_program():
    assert hash_password(PASSWORD, SALT) == HASHED


def test_the_payload_of_the_program_is_read():
    assert staticrypt.decode(PAYLOAD, HASHED, SALT) == TEXT


@given(PAGES)
def test_what_is_encoded_is_decoded(text):
    payload = staticrypt.encode(text, HASHED)
    assert staticrypt.decode(payload, HASHED, SALT) == text


def test_the_same_page_looks_different_each_time():
    assert staticrypt.encode(TEXT, HASHED) != staticrypt.encode(TEXT, HASHED)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_hashes_of_older_versions_are_brought_up_to_date(version):
    first = first_round(PASSWORD.text, SALT)
    second = second_round(first, SALT)
    hashed = (first, second, third_round(second, SALT))[version - 1]
    assert staticrypt.decode(PAYLOAD, hashed, SALT) == TEXT


def test_every_changed_digit_is_refused(monkeypatch):
    # Older versions of the hash would be tried for each: not what is tested here.
    monkeypatch.setattr(staticrypt, "third_round", lambda hashed, salt: hashed)
    monkeypatch.setattr(staticrypt, "second_round", lambda hashed, salt: hashed)
    for at, digit in enumerate(PAYLOAD):
        changed = PAYLOAD[:at] + ("0" if digit != "0" else "1") + PAYLOAD[at + 1 :]
        with pytest.raises(CannotOpenError):
            staticrypt.decode(changed, HASHED, SALT)


@pytest.mark.parametrize(
    "payload", ["", "0", PAYLOAD[:-1], PAYLOAD[:-32], PAYLOAD[:96], PAYLOAD.upper(), PAYLOAD + "zz"]
)
def test_a_payload_that_is_cut_off_or_no_hex_is_refused(payload):
    with pytest.raises(CannotOpenError):
        staticrypt.decode(payload, HASHED, SALT)


def test_a_wrong_password_and_a_wrong_salt_are_refused():
    other = hash_password(Password("fünfzehn Hüte hängen hoch"), SALT)
    with pytest.raises(CannotOpenError):
        staticrypt.decode(PAYLOAD, other, SALT)
    with pytest.raises(CannotOpenError):
        staticrypt.decode(PAYLOAD, hash_password(PASSWORD, SALT[::-1]), SALT[::-1])


@pytest.mark.parametrize("hashed", ["", "zz" * 32, "0" * 63, "é" * 64])
def test_what_is_no_hash_opens_nothing(hashed):
    with pytest.raises(CannotOpenError):
        staticrypt.decode(PAYLOAD, hashed, SALT)


def test_half_a_character_cannot_be_encrypted():
    with pytest.raises(UnusablePageError):
        staticrypt.encode("\ud800", HASHED)


def test_a_key_is_derived_once(monkeypatch):
    calls = []

    def counted(password, salt):
        calls.append(salt)
        return HASHED

    monkeypatch.setattr("answerable.vault.keychain.hash_password", counted)
    keys = KeyChain()
    for _ in range(100):
        keys.staticrypt(PASSWORD, SALT)
        keys.staticrypt(Password(PASSWORD.text), SALT)
    assert len(calls) == 1


@pytest.mark.parametrize(
    ("salt", "is_one"),
    [
        (SALT, True),
        (SALT.upper(), False),
        (SALT[1:], False),
        (SALT + "0", False),
        (SALT + "\n", False),
    ],
)
def test_a_salt_is_32_digits(salt, is_one):
    assert staticrypt.is_salt(salt) is is_one
    assert staticrypt.is_salt(staticrypt.new_salt())


def test_the_configuration_has_its_order():
    page = staticrypt_page.encrypt("x", HASHED, SALT, remember=30)
    assert list(page.config()) == [
        "staticryptEncryptedMsgUniqueVariableName",
        "isRememberEnabled",
        "rememberDurationInDays",
        "staticryptSaltUniqueVariableName",
    ]
    assert page.config()["rememberDurationInDays"] == 30
    none = staticrypt_page.encrypt("x", HASHED, SALT, remember=None).config()
    assert (none["isRememberEnabled"], none["rememberDurationInDays"]) == (False, 0)


def test_a_file_with_two_pages_is_refused():
    one = json.dumps(staticrypt_page.encrypt("x", HASHED, SALT).config())
    assert staticrypt_page.find_page(one) is not None
    assert staticrypt_page.find_page("<p>none") is None
    with pytest.raises(UnusablePageError):
        staticrypt_page.find_page(one + one)
    with pytest.raises(UnusablePageError):
        staticrypt_page.find_page(one.replace(SALT, "not a salt"))
