"""The register of changes, and what several of them need."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import TypeVar

from site_build.project import Project

T = TypeVar("T")
Change = Callable[[Project, Random], None]

CHANGES: dict[str, Change] = {}


def change(function: Change) -> Change:
    """Enter *function* by its name."""
    CHANGES[function.__name__] = function
    return function


def word(random: Random) -> str:
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=6))


def toggle(values: dict[str, T], name: str, value: T) -> None:
    """Take *name* out, or put it in."""
    if name in values:
        del values[name]
    else:
        values[name] = value
