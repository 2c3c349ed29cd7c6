"""The options of single formats on the command line, as the formats declare them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from answerable.cli.ending import ProjectError
from answerable.importers.interface import Importer
from answerable.importers.options import Configurable, FormatOption, OptionError

F = TypeVar("F", bound=Callable[..., Any])


def format_options(formats: Mapping[str, Importer]) -> Callable[[F], F]:
    """A decorator that gives a command the options of all *formats*."""

    def decorate(command: F) -> F:
        for importer in reversed(tuple(formats.values())):
            if isinstance(importer, Configurable):
                for option in reversed(importer.options):
                    command = _option(importer.name, option)(command)
        return command

    return decorate


def _option(form: str, option: FormatOption) -> Callable[[F], F]:
    words = f"{form}: {option.help}"
    flag, name = f"--{option.name}", _parameter(form, option)
    if option.is_switch:
        return click.option(flag, name, is_flag=True, help=words)
    kind = click.Choice(option.choices) if option.choices else None
    return click.option(
        flag, name, type=kind, metavar=option.metavar, multiple=option.repeated, help=words
    )


def _parameter(form: str, option: FormatOption) -> str:
    return f"{form}_{option.name}".replace("-", "_")


def configured(
    importer: Importer, formats: Mapping[str, Importer], values: Mapping[str, Any]
) -> Importer:
    """*importer* with the *values* of its options. Those of another format are refused."""
    given: dict[str, tuple[str, ...]] = {}
    for other in formats.values():
        if not isinstance(other, Configurable):
            continue
        for option in other.options:
            value = values[_parameter(other.name, option)]
            if not value:
                continue
            if other is not importer:
                raise ProjectError(f"--{option.name} belongs to the format {other.name}")
            texts = value if isinstance(value, tuple) else (value,)
            given[option.name] = () if option.is_switch else texts
    if not isinstance(importer, Configurable):
        return importer
    try:
        return importer.configured(given)
    except OptionError as error:
        raise ProjectError(str(error)) from error
