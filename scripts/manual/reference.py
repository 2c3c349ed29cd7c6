"""The reference of the commands and settings, from what click and the settings know.

The page says nothing that the code does not: each text is that of ``--help``. What a setting
is for stands in docs/settings.md, to which each row links.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields
from textwrap import dedent
from typing import Any

import click
import yaml

from answerable.cli import main
from answerable.config import Settings

_HEAD = (
    "# Commands and settings",
    "<!-- Written by scripts/reference from the code: change the texts there. -->",
    (
        "Every command shows this with `--help` as well. A command that needs the site's settings "
        "finds `mkdocs.yml` in the folder where you are or in the nearest one above; before the "
        "command's name, `--config FILE` names another."
    ),
    (
        "All of them end with 0 when it is done, with 1 when something is wrong with the "
        "content, and with 2 when the call was wrong. Results go to standard output, words for "
        "people to standard error, and without a terminal nothing asks."
    ),
)
_SETTINGS = (
    "Under `answerable` in `mkdocs.yml`; each name leads to what it is for and to its values."
)


def reference() -> str:
    """The page, Markdown."""
    parts = [*_HEAD, "## Commands", "| command | what it does |\n|---|---|\n" + _overview()]
    for path, command in _commands(main, ()):
        parts += _section(path, command)
    parts += ["## Settings", _SETTINGS, _settings()]
    return "\n\n".join(part.strip("\n") for part in parts) + "\n"


def _commands(
    group: click.Group, above: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name in sorted(group.commands):
        command = group.commands[name]
        path = (*above, name)
        yield path, command
        if isinstance(command, click.Group):
            yield from _commands(command, path)


def _overview() -> str:
    return "\n".join(
        f"| [`{' '.join(path)}`](#{'-'.join(path)}) | {_cell(command.get_short_help_str(200))} |"
        for path, command in _commands(main, ())
    )


def _section(path: tuple[str, ...], command: click.Command) -> Iterator[str]:
    yield f"### {' '.join(path)}"
    context = click.Context(command, info_name=" ".join(("answerable", *path)))
    yield f"```text\n{context.command_path} {' '.join(command.collect_usage_pieces(context))}\n```"
    yield _prose(command.help or "")
    options = [
        record
        for parameter in command.get_params(context)
        if isinstance(parameter, click.Option)
        and "--help" not in parameter.opts
        and (record := parameter.get_help_record(context))
    ]
    if options:
        rows = "\n".join(f"| {_option(names)} | {_cell(text)} |" for names, text in options)
        yield f"| option | |\n|---|---|\n{rows}"
    if command.epilog:
        yield _prose(command.epilog)


def _option(names: str) -> str:
    return f"`{_cell(names)}`"


def _prose(text: str) -> str:
    """Paragraphs of a help text; those that click leaves as they are become code."""
    return "\n\n".join(_paragraph(one) for one in re.split(r"\n[ \t]*\n", _plain(text)))


def _plain(text: str) -> str:
    first, newline, rest = text.strip("\n").partition("\n")
    return f"{first.strip()}{newline}{dedent(rest)}"


def _paragraph(text: str) -> str:
    if not text.startswith("\b"):
        return _escaped(" ".join(text.split()))
    lines = text.removeprefix("\b").strip("\n").splitlines()
    if lines and lines[0].rstrip().endswith(":") and not lines[0].startswith(" "):
        body = dedent("\n".join(lines[1:]))
        return f"{_escaped(lines[0].strip())}\n\n```text\n{body}\n```"
    return "```text\n" + dedent("\n".join(lines)) + "\n```"


def _escaped(text: str) -> str:
    return re.sub(r"([*_<>|`\[\]])", r"\\\1", text)


def _cell(text: str) -> str:
    text = " ".join(text.split())
    return text.replace("|", "\\|")


def _settings() -> str:
    rows = "\n".join(_rows(fields(Settings)))
    return f"| setting | default |\n|---|---|\n{rows}"


def _rows(settings: Iterable[Field[Any]]) -> Iterator[str]:
    for one in settings:
        default = one.default if one.default_factory is MISSING else one.default_factory()
        yield f"| [`{one.name}`](settings.md#{one.name}) | {_default(default)} |"


def _default(value: object) -> str:
    if value is None or (not isinstance(value, bool | int | str) and not _is_filled(value)):
        return "none"
    return f"`{yaml.safe_dump(value, default_flow_style=True).splitlines()[0]}`"


def _is_filled(value: object) -> bool:
    return isinstance(value, list | tuple | dict) and bool(value)
