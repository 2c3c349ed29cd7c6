"""What must not be public, in pieces that can be looked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Way = Literal["letters", "words"]
"""How a text is compared: by its letters in a row, or word by word with ends."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that must not be public.

    ``path`` is the file that holds it and ``what`` names it there (``sentence 2``), so that
    a message can point at it without saying it. ``text`` is normal (``answerable.leaks.texts``).
    ``plain`` is how it was written: it tells what can be looked for first.
    """

    path: str
    what: str
    way: Way
    text: bytes
    plain: str


@dataclass(frozen=True, slots=True)
class HiddenFile:
    """A file that must not be public, known by its size and its SHA-256."""

    path: str
    size: int
    digest: str
