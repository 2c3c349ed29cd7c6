"""Where ``encrypt`` and ``decrypt`` have the password from, in StatiCrypt's order.

First ``STATICRYPT_PASSWORD``, from the environment or the file ``.env`` here, then the option,
then whoever sits at the terminal, where nobody reads along. Without one it is a wrong call.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from answerable.cli.ending import ProjectError

VARIABLE = "STATICRYPT_PASSWORD"

# The lines that dotenv, and with it StatiCrypt, takes.
_LINE = re.compile(
    rf"""(?mx)^\s*(?:export\s+)?{VARIABLE}(?:\s*=\s*?|:\s+?)
    (\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^\#\r\n]+)?\s*(?:\#.*)?$"""
)
_QUOTED = re.compile(r"(['\"`])(.*)\1", re.DOTALL)


def passwords(given: Sequence[str], *, twice: bool) -> tuple[str, ...]:
    """The passwords; at a terminal one is asked for, *twice* where a slip would lock it in.

    Raises ProjectError where there is none.
    """
    known = os.environ.get(VARIABLE) or _from_file(Path(".env"))
    if known:
        return (known,)
    if given:
        return tuple(given)
    # A stream that was closed is None.
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr)):
        raise ProjectError(f"there is no password: set {VARIABLE} in the environment")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=twice, err=True)
    return (answer,)


def _from_file(path: Path) -> str | None:
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, IsADirectoryError):
        return None
    except UnicodeDecodeError as error:
        raise ProjectError(f"{path} is not UTF-8") from error
    # Like dotenv, the last line wins.
    value = None
    for line in _LINE.finditer(text.replace("\r\n", "\n")):
        value = (line[1] or "").strip()
        quoted = _QUOTED.fullmatch(value)
        if quoted:
            value = quoted[2]
            if quoted[1] == '"':
                value = value.replace("\\n", "\n").replace("\\r", "\r")
    return value
