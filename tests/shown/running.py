"""Runs a shown command as a shell would, ``answerable`` within this process.

What is more than a call of ``answerable`` with its input and output goes to bash, where
``answerable`` and ``mkdocs`` are those of this environment.
"""

from __future__ import annotations

import glob
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

import answerable
from answerable.cli import main

_PROGRAMS = {
    "answerable": '#!/bin/sh\nexec "{python}" -m answerable "$@"\n',
    "mkdocs": '#!/bin/sh\nexec "{python}" -m mkdocs "$@"\n',
}
_ASSIGNMENT = re.compile(r"([A-Z_]+)=(.*)")


class Ended(NamedTuple):
    """How a command ended, and what it printed."""

    code: int
    said: str


class Call(NamedTuple):
    """A call of ``answerable``: its words, what it gets, and where its results go."""

    words: list[str]
    given: str | None = None
    results: str | None = None
    environment: dict[str, str] = {}  # noqa: RUF012  (never changed)


def prepare(patch: pytest.MonkeyPatch, tools: Path) -> None:
    """Put the programs that bash may call into *tools*."""
    tools.mkdir(parents=True)
    for name, text in _PROGRAMS.items():
        (tools / name).write_text(text.format(python=sys.executable))
        (tools / name).chmod(0o755)
    patch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
    patch.setenv("PYTHONPATH", str(Path(answerable.__path__[0]).parent))


def run(command: str, patch: pytest.MonkeyPatch) -> Ended:
    """Run *command* in the current folder; *patch* gets the variables that it exports."""
    if command.startswith("export "):
        for word in shlex.split(command)[1:]:
            name, _, value = word.partition("=")
            patch.setenv(name, value)
        return Ended(0, "")
    if command.startswith("cd "):
        patch.chdir(_expanded(command.split()[1])[0])
        return Ended(0, "")
    call = call_of(command)
    return _in_bash(command) if call is None else _here(call)


def call_of(command: str) -> Call | None:
    """*command* as a call of ``answerable``, None if it is something else or more than that."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="<>|;&()")
    lexer.whitespace_split, lexer.commenters = True, ""
    words = list(lexer)
    environment = {}
    while words and (assigned := _ASSIGNMENT.fullmatch(words[0])):
        environment[assigned[1]] = assigned[2]
        del words[0]
    if words[:1] != ["answerable"] or {"|", ";", "&", "&&", "("} & set(words):
        return None
    streams: dict[str, str | None] = {"<": None, ">": None}
    for sign in streams:
        if sign in words:
            at = words.index(sign)
            streams[sign] = str(Path(words[at + 1]).expanduser())
            del words[at : at + 2]
    found = [one for word in words[1:] for one in _expanded(word)]
    return Call(found, streams["<"], streams[">"], environment)


def _expanded(word: str) -> list[str]:
    word = str(Path(word).expanduser()) if word.startswith("~") else os.path.expandvars(word)
    return sorted(glob.glob(word)) or [word] if "*" in word else [word]  # noqa: PTH207


def _here(call: Call) -> Ended:
    given = Path(call.given).read_bytes() if call.given else None
    result = CliRunner().invoke(main, call.words, input=given, env=call.environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if call.results:
        Path(call.results).write_bytes(result.stdout_bytes)
    return Ended(result.exit_code, result.output)


def _in_bash(command: str) -> Ended:
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return Ended(done.returncode, done.stdout + done.stderr)
