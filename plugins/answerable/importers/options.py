"""What a format asks the caller beside what every import asks.

A format declares its options here in words of its own, without knowing how the command line
shows them, and gets them back as text: :meth:`Configurable.configured` makes the importer
that keeps to them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from answerable.importers.interface import Importer

Given = Mapping[str, tuple[str, ...]]
"""The values of the options that were given, by name; a switch has none."""


class OptionError(Exception):
    """An option says something that the format cannot follow; the message says what."""


@dataclass(frozen=True, slots=True)
class FormatOption:
    """An option ``--name``. Without ``metavar`` and ``choices`` it is a switch."""

    name: str
    help: str
    metavar: str | None = None
    choices: tuple[str, ...] = ()
    repeated: bool = False

    @property
    def is_switch(self) -> bool:
        """Whether it is given without a value."""
        return self.metavar is None and not self.choices


@runtime_checkable
class Configurable(Importer, Protocol):
    """A format that has options."""

    @property
    def options(self) -> tuple[FormatOption, ...]:
        """The options, in the order in which the help shows them."""

    def configured(self, given: Given) -> Importer:
        """The importer that keeps to what is *given*. Raises OptionError."""
