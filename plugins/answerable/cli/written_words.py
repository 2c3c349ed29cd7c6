"""Where the words of a message come from: the call, a file, standard input or an editor.

In the editor stands what the words are for, below a line that says so; from that line on all
is left out. The mark of these lines, ``#:``, is no Markdown, so that a heading or a quotation
of the message stays. Where the line is gone, each of the others is left out by itself.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import click

from answerable.cli.ending import ProjectError
from answerable.source.files import LARGEST_FILE
from answerable.source.names import is_visible
from answerable.source.scalars import canonical_text
from answerable.terminal import visible

MARK = "#:"
CUT = f"{MARK} ------ Write above this line; it and all below are left out. ------"

_EMPTY_LINES = re.compile(r"\A(?:[ \t]*\n)+")


class NoWordsError(click.ClickException):
    """Nothing was written."""

    exit_code = 1


def given_words(text: str | None, file: Path | None, standard_input: bool) -> str | None:
    """The words of the call, None where it gives none. Raises ProjectError."""
    if (text is not None) + (file is not None) + standard_input > 1:
        raise ProjectError("give the words once: with --text, with --file or with '-'")
    if text is not None:
        return text
    if standard_input or file == Path("-"):
        # A closed standard input is None.
        return _decoded(sys.stdin.buffer.read(LARGEST_FILE + 1) if sys.stdin else b"", "the input")
    if file is None:
        return None
    with file.open("rb") as opened:
        return _decoded(opened.read(LARGEST_FILE + 1), visible(str(file)))


def can_ask() -> bool:
    """Whether somebody sits at a terminal, who can be asked."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))


def edited_words(about: Iterable[str], prefix: str) -> str:
    """The words that are typed in an editor, where there is a terminal. Raises ProjectError.

    *about* are lines that stand below them; *prefix* begins the name of the file.
    """
    if not can_ask():
        raise ProjectError("say the words with --text, with --file, or with '-' on standard input")
    below = "\n".join([CUT, *(f"{MARK} {visible(line)}".rstrip() for line in about), ""])
    file = keep(f"\n\n{below}", prefix)
    try:
        click.edit(filename=str(file))
        edited = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise NoWordsError(f"{file} is not UTF-8, and is kept: nothing was written") from None
    except (click.ClickException, ValueError) as error:
        file.unlink(missing_ok=True)
        raise NoWordsError(
            f"your editor did not work ({visible(str(error))}): set $EDITOR to one that is on this "
            "computer, as in EDITOR=nano, or say the words with --text or with --file"
        ) from error
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    file.unlink()
    return _without(edited, below)


def canonical_words(text: str) -> str:
    """*text* as the body of a message. Raises NoWordsError where there is nothing to see in it."""
    words = _EMPTY_LINES.sub("", canonical_text(text)).rstrip()
    if not is_visible(words):
        raise NoWordsError("there is no text: nothing was written")
    return f"{words}\n"


def keep(words: str, prefix: str) -> Path:
    """A file outside of the project that holds *words*, which nobody should type again."""
    with tempfile.NamedTemporaryFile(
        "w", prefix=prefix, suffix=".md", encoding="utf-8", newline="\n", delete=False
    ) as file:
        file.write(words)
    return Path(file.name)


def _decoded(data: bytes, what: str) -> str:
    if len(data) > LARGEST_FILE:
        raise NoWordsError(f"{what} is larger than 1 MiB: nothing was written")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NoWordsError(f"{what} is not UTF-8: nothing was written") from None


def _without(edited: str, below: str) -> str:
    lines = edited.split("\n")
    shown = set(below.split("\n")) - {""}
    if CUT in lines:
        return "\n".join(lines[: lines.index(CUT)])
    return "\n".join(line for line in lines if line.rstrip() not in shown)
