"""Running git, as verbs need it.

The rules that this module keeps:

* no shell, and never a program from the current folder, where anybody's repository may lie;
* git waits for nobody at a terminal, and where it is only asked it takes no lock;
* the program that a repository's settings name to watch its files is not run for a question;
* names of files go in and come out as bytes that end in NUL, whatever is in them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

SECONDS = 120.0
"""A repository without its old contents may have to fetch one."""


class GitError(Exception):
    """Git has no answer; the message is what it says of that, on one line."""


def git(
    folder: Path,
    *arguments: str,
    given: bytes = b"",
    variables: Mapping[str, str] | None = None,
) -> bytes:
    """What git prints when it is run with *arguments* in *folder*. Raises GitError.

    *variables* are added to its environment, where nobody else reads them.
    """
    program = shutil.which("git")
    if program is None or not os.path.isabs(program):  # noqa: PTH117  (see ssh_keygen.py)
        raise GitError("git is not installed")
    try:
        done = subprocess.run(  # noqa: S603  (an absolute path, and no shell)
            [program, "-c", "core.fsmonitor=false", *arguments],
            cwd=folder,
            env={
                **os.environ,
                "GIT_OPTIONAL_LOCKS": "0",
                "GIT_TERMINAL_PROMPT": "0",
                **(variables or {}),
            },
            input=given,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise GitError(str(error)) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise GitError(said[0] if said else f"git {arguments[0]} ended with {done.returncode}")
    return done.stdout
