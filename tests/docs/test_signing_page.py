"""docs/signing.md names every option of the commands, and every seal as readers see it."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from answerable.cli import main
from answerable.model import GOOD_SEALS, SEAL_STATES
from answerable.site.trust_files import ALLOWED_SIGNERS, REVOKED_KEYS
from answerable.site.words import SEAL

PAGE = (Path(__file__).parents[2] / "docs" / "signing.md").read_text(encoding="utf-8")
VERBS = ("keys", "sign", "reply", "verify")


def section(title: str) -> str:
    return re.split(r"(?m)^#{2,3} ", PAGE.partition(f"# {title}\n")[2])[0]


def options() -> list[tuple[str, str]]:
    """Each verb of the page with each of its options."""
    found = []
    for verb in VERBS:
        command = main.commands[verb]
        inner = command.commands.values() if isinstance(command, click.Group) else [command]
        for one in inner:
            for parameter in one.params:
                found += [(verb, name) for name in parameter.opts if name.startswith("--")]
    return sorted(set(found))


@pytest.mark.parametrize(("verb", "option"), options())
def test_every_option_is_named(verb, option):
    assert f"`{option}" in section(f"answerable {verb}")


@pytest.mark.parametrize("verb", VERBS)
def test_no_option_is_named_that_does_not_exist(verb):
    named = set(re.findall(r"`(--[a-z-]+)", section(f"answerable {verb}")))
    assert named <= {option for one, option in options() if one == verb}


def test_options_of_check_for_pull_requests_exist():
    known = {name for parameter in main.commands["check"].params for name in parameter.opts}
    named = set(re.findall(r"answerable check ((?:--[a-z]+ \S+ ?)+)", PAGE))
    assert {word for call in named for word in call.split() if word.startswith("--")} <= known


def test_table_of_seals_has_the_words_of_the_site():
    rows = re.findall(r"(?m)^\| \*(.+?)\* \| .+ \| (yes|no) \|$", section("What a seal says"))
    assert dict(rows) == {
        SEAL[state]: "yes" if state in GOOD_SEALS else "no" for state in SEAL_STATES
    }


@pytest.mark.parametrize("path", [ALLOWED_SIGNERS, REVOKED_KEYS])
def test_lists_of_keys_are_where_the_page_says(path):
    assert f"`{path}`" in section("What is published for this")
