"""Runs a program that prepares or explains, and is not measured."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmark.errors import BenchError


def output_of(
    command: Sequence[str],
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> str:
    """The standard output of *command*, run in *folder* with *environment* added.

    Raises BenchError with what the program said if it fails or cannot be started.
    """
    name = Path(command[0]).name
    try:
        done = subprocess.run(  # noqa: S603 - no shell, and every command is written here
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        raise BenchError(f"{name} cannot be started: {error}") from error
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise BenchError(f"{name} ended with {done.returncode}:\n{said}")
    return done.stdout
