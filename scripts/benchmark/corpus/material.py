"""What the texts of a language are made of.

A text is a row of sentences. ``{part}``, ``{place}``, ``{number}`` and so on are filled in
from ``slots``, so that few sentences give many texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Material:
    """Sentences and parts of one language.

    ``titles`` by kind; ``asking`` is what customers write, ``answering`` what employees
    write; ``items`` fill lists, ``leads`` stand before a list.
    """

    language: str
    titles: Mapping[str, tuple[str, ...]]
    greetings: tuple[str, ...]
    asking: tuple[str, ...]
    answering: tuple[str, ...]
    thanks: tuple[str, ...]
    leads: tuple[str, ...]
    items: tuple[str, ...]
    links: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]
