"""The verbs are there, and each is loaded only when it is called for."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from answerable.cli import main

LOADED = (
    "import sys\n"
    "from answerable.cli import main\n"
    "main(['keys', '--help'], standalone_mode=False)\n"
    "print([name for name in main.commands if 'answerable.cli.' + name in sys.modules])\n"
)


def all_verbs(group: click.Group = main, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every verb by its words, those of groups as well: ``("keys", "add")``."""
    found = []
    for name, command in group.commands.items():
        words = (*before, name)
        found.append(words)
        if isinstance(command, click.Group):
            found += all_verbs(command, words)
    return found


@pytest.mark.parametrize("words", all_verbs(), ids=" ".join)
def test_each_verb_explains_itself_with_an_example(words):
    told = CliRunner().invoke(main, [*words, "--help"])

    assert told.exit_code == 0
    _, heading, examples = told.stdout.partition("Example")
    assert heading
    called = [line.strip() for line in examples.splitlines()]
    assert any(f"answerable {' '.join(words)}" in line for line in called), examples
    assert max(map(len, told.stdout.splitlines())) <= 100


@pytest.mark.parametrize("verb", list(main.commands))
def test_each_verb_has_its_name(verb):
    assert isinstance(main.commands[verb], click.Command)
    assert main.commands[verb].name == verb


def test_what_is_no_verb_is_not_there():
    assert "nonsense" not in main.commands
    assert main.commands.get("nonsense") is None


def test_other_verbs_are_not_loaded():
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True
    )
    assert done.stdout.endswith("['keys']\n")


def test_a_verb_can_be_added_and_taken_away():
    @click.command()
    def more() -> None:
        """More."""

    before = list(main.commands)
    main.add_command(more)
    assert [*before, "more"] == list(main.commands)
    assert len(main.commands) == len(before) + 1
    del main.commands["more"]
    assert list(main.commands) == before
