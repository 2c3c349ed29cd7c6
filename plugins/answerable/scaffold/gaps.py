"""The places of a new project that somebody has to complete.

They stand in the texts in brackets, highlighted on the pages, so that nobody overlooks them
and every editor finds them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from answerable.scaffold.languages import LANGUAGES, words_in

_WORDS = "|".join(words_in(language).all["gap"] for language in LANGUAGES)
_GAP = re.compile(rf"\[(?:{_WORDS}): ([^\]\n]+)\]")


class Gap(NamedTuple):
    """A place to complete: in which file, on which line (from 1), and with what."""

    file: str
    line: int
    what: str


def gap(language: str, what: str) -> str:
    """How a gap is written."""
    return f"[{words_in(language).all['gap']}: {what}]"


def gaps_in(files: Mapping[str, bytes], among: Iterable[str]) -> Iterator[Gap]:
    """The gaps in the files *among* those of a project."""
    for name in among:
        for number, line in enumerate(files[name].decode().split("\n"), 1):
            for found in _GAP.finditer(line):
                yield Gap(name, number, found[1])
