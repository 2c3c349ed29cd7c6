"""The verbs of the command, each loaded when it is called for.

To load all of them takes longer than most of them take to do their work.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import click

from answerable.cli.ending import Verbs


class LazyVerbs(Verbs):
    """A group of verbs; *modules* says by verb in which module of ``cli`` it is.

    A module's verb has the module's name.
    """

    def __init__(self, *arguments: Any, modules: Mapping[str, str], **extra: Any) -> None:
        super().__init__(*arguments, **extra)
        self.commands = _Loading(modules)


class _Loading(MutableMapping[str, click.Command]):
    def __init__(self, modules: Mapping[str, str]) -> None:
        self._modules = modules
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, verb: str) -> click.Command:
        if verb not in self._loaded:
            name = self._modules[verb]
            command: click.Command = getattr(import_module(f"answerable.cli.{name}"), name)
            self._loaded[verb] = command
        return self._loaded[verb]

    def __setitem__(self, verb: str, command: click.Command) -> None:
        self._loaded[verb] = command

    def __delitem__(self, verb: str) -> None:
        del self._loaded[verb]

    def __contains__(self, verb: object) -> bool:
        return verb in self._loaded or verb in self._modules

    def __iter__(self) -> Iterator[str]:
        return iter({**self._modules, **self._loaded})

    def __len__(self) -> int:
        return len({**self._modules, **self._loaded})
