"""docs/staff-pages.md names every option, every part of the formats, and the rules as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from answerable.cli import main
from answerable.vault import keychain, lock1, page, passwords
from answerable.vault.passwords import Password

PAGE = (Path(__file__).parents[2] / "docs" / "staff-pages.md").read_text(encoding="utf-8")
VERBS = ("encrypt", "decrypt")
GOOD = Password("vierzehn Hüte hängen hoch")


def section(title: str) -> str:
    return re.split(r"(?m)^#{2,3} ", PAGE.partition(f"# {title}\n")[2])[0]


def options() -> list[tuple[str, str]]:
    return sorted(
        (verb, name)
        for verb in VERBS
        for parameter in main.commands[verb].params
        for name in parameter.opts
        if name.startswith("-")
    )


@pytest.mark.parametrize(("verb", "option"), options())
def test_every_option_is_named(verb, option):
    assert f"`{option}`" in section(f"answerable {verb}")


@pytest.mark.parametrize("verb", VERBS)
def test_no_option_is_named_that_does_not_exist(verb):
    named = set(re.findall(r"`(--?[a-z][a-z-]*)`", section(f"answerable {verb}")))
    assert named <= {option for one, option in options() if one == verb}


def test_every_part_of_lock1_is_named():
    locked = lock1.lock(
        "x", site_url="https://example.org/", page_path="", passwords={"desk": GOOD}
    )
    text = section("The format lock1")
    rows = re.findall(r"(?m)^\| `([a-z]+)` \|", text)
    assert rows == list(locked.config())
    for name in locked.config()["slots"][0]:
        assert f"`{name}`" in text


def test_numbers_are_those_of_the_code():
    text = section("The format lock1")
    assert f"{lock1.ITERATIONS:,} at least, {lock1.MOST_ITERATIONS:,} at most" in text
    assert f"a multiple of {lock1.STEP} bytes" in text
    assert f"fewer than {passwords.SHORTEST} characters" in section("A password's strength")


def test_rounds_are_those_of_the_code(monkeypatch):
    rounds = []

    def noted(secret, salt, iterations, algorithm):
        name = {"sha1": "SHA-1", "sha256": "SHA-256"}[algorithm.name]
        rounds.append((name, f"{iterations:,}"))
        return bytes(32)

    monkeypatch.setattr(keychain, "pbkdf2", noted)
    keychain.hash_password(GOOD, "0" * 32)
    text = section("StatiCrypt's format")
    assert re.findall(r"(SHA-[0-9]+) with ([0-9,]+[0-9])", text) == rounds


@pytest.mark.parametrize("example", re.findall(r"`([^`]+)`", section("A password's strength")))
def test_examples_of_weak_passwords_are_weak(example):
    if not example.startswith("--") and example != "encrypt":
        assert passwords.weakness(example.ljust(passwords.SHORTEST, "!")) is not None


def test_the_files_and_the_policy_are_those_of_the_code():
    assert f"`encrypted/{page.LOCK_SCRIPT}`" in section("Encrypting a page")
    assert f"`{page.OPEN_POLICY}`" in section("A strict Content-Security-Policy")
