"""docs/publishing.md names every option of its commands, and what the recipes ask for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from answerable.cli import main
from answerable.cli.intake_form import FIELDS
from recipes.running import FORGES, gitlab_steps, steps_of, workflows

PAGE = (Path(__file__).parents[2] / "docs" / "publishing.md").read_text(encoding="utf-8")
VERBS = ("changes", "due", "intake")


def section(title: str) -> str:
    return re.split(r"(?m)^## ", PAGE.partition(f"## {title}\n")[2])[0]


def options(verb: str) -> set[str]:
    return {name for one in main.commands[verb].params for name in one.opts if name.startswith("-")}


@pytest.mark.parametrize("verb", VERBS)
def test_options_are_those_of_the_command(verb):
    assert set(re.findall(r"(?m)^\| `(--[a-z-]+)` \|", section(f"answerable {verb}"))) == options(
        verb
    )


@pytest.mark.parametrize("verb", VERBS)
def test_calls_have_options_that_exist(verb):
    calls = re.findall(rf"(?m)^answerable {verb}(.*)$", section(f"answerable {verb}"))
    assert calls
    assert {word for call in calls for word in call.split() if word[:2] == "--"} <= options(verb)


def test_every_field_of_the_form_is_named():
    assert [name for name in FIELDS if f"| `{name}` |" not in section("answerable intake")] == []


@pytest.mark.parametrize("path", [*FORGES.rglob("*.yml")], ids=lambda path: path.name)
def test_every_secret_of_a_recipe_is_explained(path):
    text = re.sub(r"(?m)#.*$", "", path.read_text(encoding="utf-8"))
    asked = set(re.findall(r"(?:secrets|vars)\.(\w+)", text))
    asked |= set(re.findall(r"\$(ANSWERABLE_\w+)", text))
    assert [name for name in sorted(asked) if f"`{name}`" not in PAGE] == []


def test_recipes_call_the_commands_with_options_that_exist():
    steps = [
        step
        for forge in ("github", "forgejo")
        for name in workflows(forge)
        for step in steps_of(forge, name)
    ]
    steps += [
        step for job in ("check", "preview", "pages", "due", "intake") for step in gitlab_steps(job)
    ]
    for step in steps:
        for verb, call in re.findall(r"answerable (\w+)([^\n|>]*)", step.script):
            assert set(re.findall(r"(?<= )--[a-z-]+", call)) <= options(verb), step.script
