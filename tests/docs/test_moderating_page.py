"""docs/moderating.md names every option of the commands, and every word to choose from."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.model import PROMPTS, REDACTION_KINDS
from answerable.source.redaction import MARKER

PAGE = (Path(__file__).parents[2] / "docs" / "moderating.md").read_text(encoding="utf-8")
VERBS = ("moderate", "redact", "erase", "appeal")


def section(title: str) -> str:
    return re.split(r"(?m)^#{2,3} ", PAGE.partition(f"# {title}\n")[2])[0]


def rows(verb: str) -> set[str]:
    """The options in the table of a verb."""
    return set(re.findall(r"(?m)^\| `(--[a-z-]+)", section(f"answerable {verb}")))


def options(verb: str) -> set[str]:
    return {
        name
        for parameter in main.commands[verb].params
        for name in parameter.opts
        if name.startswith("--")
    }


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained_and_none_that_does_not_exist(verb):
    assert rows(verb) == options(verb)


@pytest.mark.parametrize("verb", VERBS)
def test_what_can_be_chosen_is_named(verb):
    kinds = [one.type for one in main.commands[verb].params if isinstance(one.type, click.Choice)]
    said = PAGE.partition("## What each")[2]
    assert [word for kind in kinds for word in kind.choices if f"{word}" not in said] == []


def test_the_words_of_the_model_are_named():
    for verb, words in (("moderate", PROMPTS), ("redact", REDACTION_KINDS)):
        assert [word for word in words if f"`{word}`" not in section(f"answerable {verb}")] == []


def test_the_mark_is_one():
    assert MARKER.search(section("answerable redact"))


@pytest.mark.parametrize("verb", VERBS)
def test_the_examples_are_calls(verb):
    calls = re.findall(rf"(?m)^answerable {verb} .+$", section(f"answerable {verb}"))
    assert calls
    for call in calls:
        named = set(re.findall(r"(?<=\s)--[a-z-]+", call))
        assert named <= options(verb)
        assert call.split(" ", 2)[1] in CliRunner().invoke(main, [verb, "--help"]).output


def test_every_verb_that_decides_has_a_section():
    deciding = {
        name
        for name, command in main.commands.items()
        if {"--by", "--at"} <= {name for one in command.params for name in one.opts}
    }
    assert deciding == set(VERBS)


def test_it_claims_no_compliance():
    assert "It is no legal advice and no claim of compliance." in PAGE
