"""What is written in one language: the words of a new project, and its rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("en", "de")


@dataclass(frozen=True)
class Words:
    """The words of one language, in groups; ``all`` is the whole of them."""

    all: Mapping[str, Any]

    def say(self, group: str, name: str, /, **values: object) -> str:
        """One text of a *group*, with *values* in it."""
        return str(self.all[group][name]).format(**values)


@cache
def words_in(language: str) -> Words:
    """The words that stand in the files of a new project, and those about it."""
    return Words(_read(language, "words.yml"))


@cache
def rules_in(language: str) -> Mapping[str, Any]:
    """The rules of moderation that a new site begins with, and how to object."""
    return _read(language, "rules.yml")


def _read(language: str, name: str) -> Mapping[str, Any]:
    file = Path(__file__).parent / "languages" / language / name
    values: Mapping[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return values
