"""A problem found in the feedback folder, as a value.

Problems are data that travel beside results: a loader returns what it could read and what
was wrong, and goes on. How they are shown stands in ``answerable.cli``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True, order=True)
class Diagnostic:
    """One problem at one place.

    ``path`` is shown as it is: relative to the project's folder, with slashes. ``line`` and
    ``column`` count characters from 1; ``end_column`` is the column after the marked part.
    ``source`` is the text of the line. ``mend`` says what to do.
    """

    path: str
    line: int
    column: int
    code: str
    message: str
    mend: str
    end_column: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Result(Generic[T]):
    """A value, None where there is no usable one, and what was found wrong on the way."""

    value: T | None
    diagnostics: tuple[Diagnostic, ...] = ()


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the nearest known word, e.g. ``did you mean 'anna'? ``, or nothing."""
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'? " if near else ""
