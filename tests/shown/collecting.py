"""The commands that the manual shows: in blocks of a page, within its text, and in ``--help``.

A block of the language ``sh``, ``shell``, ``bash`` or ``powershell`` holds commands and nothing
else; in one of ``console`` they stand behind a ``$``, and the rest is what they print.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import click

from answerable.cli import main
from scaffold.projects import SITES, texts

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(r"(?ms)^( *)```(sh|shell|bash|console|powershell)\b[^\n]*\n(.*?)^\1```$")
_FENCED = re.compile(r"(?ms)^ *```.*?^ *```$")
_PROGRAM = r"(?:(?:answerable|git|mkdocs|pip|python|ssh-\w+) |scripts/)"
_INLINE = re.compile(r"`(answerable [a-z][^`\n]*)`")
_COMMENT = re.compile(r"(?m)(?:^|\s+)# .*$")
_EXAMPLE = re.compile(r"(?m)^ +(answerable .+|.*\$\(answerable .+)$")


class Shown(NamedTuple):
    """A command and where it is shown: a page, or the verb that explains itself with it."""

    place: str
    command: str


def pages() -> dict[str, str]:
    """The pages of the manual, and those of a new project in each of its kinds, as Markdown."""
    files = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(ROOT.glob("docs/**/*.md"))]
    found = {file.relative_to(ROOT).as_posix(): file.read_text("utf-8") for file in files}
    for languages, forge in SITES:
        for name, text in texts(languages=languages, forge=forge).items():
            if name.endswith(".md"):
                found[f"new/{'+'.join(languages)}/{forge}/{name}"] = text
    return found


def commands(text: str) -> list[str]:
    """The commands in the blocks of a page, in order."""
    return [command for block in _BLOCK.finditer(text) for command in _of_block(block)]


def inline(text: str) -> list[str]:
    """The calls of ``answerable`` within the sentences of a page."""
    return _INLINE.findall(_FENCED.sub("", text))


def unmarked(text: str) -> list[str]:
    """Commands in blocks that are not marked as such, or only indented."""
    blocks = re.findall(rf"(?m)^ *```(?:text)?\n *({_PROGRAM}[^\n]*)", text)
    return blocks + re.findall(rf"(?m)^ {{4,}}({_PROGRAM}[^\n]*)", _FENCED.sub("", text))


def examples() -> Iterator[Shown]:
    """The examples with which each verb explains itself."""
    for name, command in _verbs(main, "answerable"):
        with click.Context(command, info_name=name) as context:
            told = command.get_help(context)
        for line in _EXAMPLE.findall(told.rpartition("Example")[2]):
            yield Shown(f"{name} --help", line)


def _of_block(block: re.Match[str]) -> Iterator[str]:
    text = dedent(block[3]).replace("\\\n", " ")
    for line in _COMMENT.sub("", text).splitlines():
        if block[2] == "console":
            if line.startswith("$ "):
                yield line[2:]
        elif line.strip():
            yield re.sub(r"  +", " ", line)


def _verbs(group: click.Group, above: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        yield f"{above} {name}", command
        if isinstance(command, click.Group):
            yield from _verbs(command, f"{above} {name}")
