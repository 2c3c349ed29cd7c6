"""Values as the YAML text that an edit puts into a file.

A time is written as it is, one in UTC with ``Z``; a word that another YAML reader could take
for something else is quoted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timezone
from typing import Any

from answerable.source.problems import quoted
from answerable.source.scalars import canonical_text, scalar

Word = str | date
Value = Word | Mapping[str, Word]


class EditError(Exception):
    """The front matter cannot be changed like this; the message says why, in plain words."""


def read_as(value: Value) -> Any:
    """What is read where *value* was written."""
    if isinstance(value, Mapping):
        return {name: read_as(word) for name, word in value.items()}
    return value if isinstance(value, str) else _time(value)


def word(value: Word, *, inside: bool = False) -> str:
    """*value* on one line; *inside* of ``{}`` or ``[]`` more is quoted.

    Raises EditError where it holds what no file may hold.
    """
    if not isinstance(value, str):
        return _time(value)
    if canonical_text(value) != value:
        raise EditError(f"{quoted(value)} holds characters that no file may hold")
    return scalar(value, inside=inside)


def in_brackets(value: Value | Sequence[Value]) -> str:
    """*value* as it stands within brackets, with its own where it has parts."""
    if isinstance(value, str | date):
        return word(value, inside=True)
    if isinstance(value, Sequence):
        return f"[{', '.join(map(in_brackets, value))}]"
    return f"{{{', '.join(field(name, part, inside=True) for name, part in value.items())}}}"


def field(name: str, value: Value, *, inside: bool = False) -> str:
    """A name and its value on one line; what has parts stands in brackets."""
    written = in_brackets(value) if isinstance(value, Mapping) else word(value, inside=inside)
    return f"{scalar(name, inside=inside)}: {written}"


def item_lines(item: Value, dash: int, gap: int) -> list[str]:
    """The lines of an item: its dash in column *dash*, its words *gap* columns behind."""
    words = (
        [field(name, part) for name, part in item.items()]
        if isinstance(item, Mapping)
        else [word(item)]
    )
    first, *others = words
    return [f"{' ' * dash}-{' ' * (gap - 1)}{first}", *(" " * (dash + gap) + o for o in others)]


def _time(value: date) -> str:
    if isinstance(value, datetime) and value.tzinfo is timezone.utc:
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat()
