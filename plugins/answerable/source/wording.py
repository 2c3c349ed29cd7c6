"""Words without punctuation, capitals and the ways in which a text can be broken into lines.

A text repeats another one where several words follow each other in both in the same order:
one word alone proves nothing, in a short text two do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

TELLING = 5
"""So many words in a row are a quotation."""

_FEWEST = 2
_WORD = re.compile(r"\w+(?:['’]\w+)*")


def words_of(text: str) -> tuple[str, ...]:
    """The words of *text*, folded so that spelling them otherwise makes no difference."""
    return tuple(_WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


def repeats(text: str, original: str) -> bool:
    """Whether *text* has several words in a row from *original*: five, or all if it has fewer."""
    length, runs = _runs_of(original)
    return length >= _FEWEST and any(run in runs for run in _runs(words_of(text), length))


def holds(text: str, phrase: str) -> bool:
    """Whether all words of *phrase* stand in *text* in a row; no phrase without words does."""
    wanted = words_of(phrase)
    return bool(wanted) and wanted in _runs(words_of(text), len(wanted))


def names(text: str, name: str) -> bool:
    """Whether *text* has the *name*; one of a letter or two alone could be any word."""
    return (len(words_of(name)) >= _FEWEST or len(name) > _FEWEST) and holds(text, name)


# One text is compared with all of an archive.
@lru_cache(maxsize=4)
def _runs_of(original: str) -> tuple[int, frozenset[tuple[str, ...]]]:
    words = words_of(original)
    length = min(TELLING, len(words))
    return length, frozenset(_runs(words, length))


def _runs(words: Sequence[str], length: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[place : place + length]) for place in range(len(words) - length + 1))
