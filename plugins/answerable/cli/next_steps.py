"""The next steps after a message is written, as calls that can be copied.

A call says again which project and folder the present one named, and none opens an editor.
"""

from __future__ import annotations

import shlex
from pathlib import Path

import click


def call(verb: str, *words: str) -> str:
    """``answerable VERB WORDS`` for the project and the folder of the call that runs."""
    context = click.get_current_context()
    config, feedback = context.find_object(Path), context.params.get("feedback")
    before = [] if config is None else ["--config", str(config)]
    behind = [] if feedback is None else ["--feedback", str(feedback)]
    return shlex.join(["answerable", *before, verb, *words, *behind])


def keeping(message: str, *files: str) -> list[str]:
    """The calls that keep *files* in git, with *message* for its history."""
    return [shlex.join(["git", "add", *files]), shlex.join(["git", "commit", "-m", message])]
