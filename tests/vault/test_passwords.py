"""Which passwords are too weak for a page that everybody can download."""

from __future__ import annotations

import pickle
import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.vault.common import PASSWORDS, RUNS, WORDS
from answerable.vault.errors import WeakPasswordError
from answerable.vault.keychain import KeyChain
from answerable.vault.passwords import SHORTEST, Password, weakness

GOOD = (
    "vierzehn Hüte hängen hoch",
    "k7#Qm2xT9vLp4w",
    "correct horse battery staple wagon",
    "Brot Lampe Fjord Kissen Zebra",
    "4f1c9e0ab27d835566fae210",
    "たいへんながいひみつのことばです",
    "Yh8-Lm2_Qz5.Tr9",
)
WEAK = (
    "passwordpassword",
    "P@ssw0rd123456!",
    "Sommer2024Sommer2024",
    "Winter2026!!!!!",
    "qwertyuiopasdf",
    "1qaz2wsx3edc4rfv",
    "abcdefghijklmnop",
    "98765432109876",
    "31415926535897",
    "aaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "haushaushaushaus",
    "iloveyou-iloveyou-monkey",
    "Correct Horse Battery Staple",
    "admin-admin-2024!",
    "  geheim  1987  ",
    "lkjhgfdsamnbvcxy",
)


@pytest.mark.parametrize("text", GOOD)
def test_a_good_password_is_taken(text):
    assert Password(text).text == text


@pytest.mark.parametrize("text", WEAK)
def test_a_weak_password_is_refused(text):
    assert len(text) >= SHORTEST
    with pytest.raises(WeakPasswordError):
        Password(text)


@pytest.mark.parametrize("text", ["", "x", "k7#Qm2xT9vLp4", "k7#Qm2xT9vLpu\u0308"])
def test_a_short_password_is_refused(text):
    with pytest.raises(WeakPasswordError):
        Password(text)


def test_the_error_says_what_to_do_and_not_what_the_password_is():
    for text in (*WEAK, "Rhabarber"):
        with pytest.raises(WeakPasswordError) as caught:
            Password(text)
        assert "Take five words or more" in str(caught.value)
        assert text.strip() not in str(caught.value)


def test_the_name_of_the_company_is_no_secret():
    text = "Hinkelstein Werke 77"
    assert weakness(text) is None
    assert weakness(text, ["Hinkelstein-Werke GmbH"]) is not None


@given(st.lists(st.sampled_from(sorted(WORDS)), min_size=1, max_size=5), st.sampled_from(["", "-"]))
def test_common_words_alone_are_weak(words, between):
    assert weakness(between.join(words)) is not None


@pytest.mark.parametrize("text", sorted(PASSWORDS))
def test_a_password_of_the_list_is_weak_however_it_is_written(text):
    assert weakness(text.upper()) is not None
    assert weakness("-".join(text)) is not None


@given(st.sampled_from(RUNS), st.sampled_from(RUNS), st.booleans())
def test_rows_of_keys_are_weak(one, two, backwards):
    text = one + two
    assert weakness(text[::-1] if backwards else text) is not None


def test_random_passwords_are_never_weak():
    chance = random.Random(1)
    letters = string.ascii_letters + string.digits + "-_.,!"
    for length in range(SHORTEST, 40):
        for _ in range(20):
            text = "".join(chance.choice(letters) for _ in range(length))
            assert weakness(text) is None, text


@given(st.text(min_size=1, max_size=40))
def test_every_text_is_judged(text):
    why = weakness(text)
    assert why is None or text not in why or len(text) < 4


def test_a_weak_password_can_be_allowed_an_empty_one_never():
    assert Password("short", allow_weak=True).text == "short"
    with pytest.raises(WeakPasswordError):
        Password("", allow_weak=True)


@pytest.mark.parametrize("secret", [Password(GOOD[0]), KeyChain()])
def test_secrets_are_not_shown_and_not_stored(secret):
    assert GOOD[0] not in repr(secret)
    assert GOOD[0] not in f"{secret}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)
