"""The verbs are there, and each is loaded only when it is called for."""

from __future__ import annotations

import subprocess
import sys

import click
import pytest

from answerable.cli import main

LOADED = (
    "import sys\n"
    "from answerable.cli import main\n"
    "main(['keys', '--help'], standalone_mode=False)\n"
    "print([name for name in main.commands if 'answerable.cli.' + name in sys.modules])\n"
)


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
