"""Passwords, and which are too weak to protect a page that everybody can download.

Whoever has the file can try passwords without end and without anybody noticing, so the rules
are stricter than those of a login:

* fourteen characters at least, as StatiCrypt advises;
* taken away everything that is guessed first (common words, the company's name, rows of keys,
  alphabets, years, repetitions), enough must be left;
* a password never shows in a ``repr``, an error or a pickle.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NoReturn

from answerable.vault.common import PASSWORDS, RUNS, WORDS
from answerable.vault.errors import WeakPasswordError

SHORTEST = 14
FEWEST_LEFT = 6
FEWEST_DIFFERENT = 6
_SHORTEST_RUN = 3
_LONGEST_PART = 8

ADVICE = (
    "Take five words or more that somebody drew at random, or let a password manager make one: "
    "whoever has the page can let a machine try passwords day and night"
)

_LOOK_ALIKE = str.maketrans("0134578@$!€", "oleastbasie")
_YEAR = re.compile(r"(?:19|20)\d\d")
_RUNS = tuple(run for forwards in RUNS for run in (forwards, forwards[::-1]))
_SHORTEST_NAME = 3


class Password:
    """A password that may lock pages.

    Raises WeakPasswordError unless *allow_weak*; *names* are words that an outsider thinks of
    first, such as the company's. ``text`` is what was typed, ``normal`` its NFC.
    """

    __slots__ = ("normal", "text")

    def __init__(self, text: str, *, names: Iterable[str] = (), allow_weak: bool = False) -> None:
        self.text = text
        self.normal = unicodedata.normalize("NFC", text)
        why = weakness(self.normal, names)
        # One that is empty protects from nobody, whatever was allowed.
        if why is not None and not (allow_weak and text):
            raise WeakPasswordError(f"{why}. {ADVICE}.")

    def __repr__(self) -> str:
        return "Password(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Password) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a password is never stored or sent to another process")


def weakness(text: str, names: Iterable[str] = ()) -> str | None:
    """What makes *text* a weak password, in words that do not tell it; None if nothing does."""
    if not text:
        return "the password is empty"
    if len(text) < SHORTEST:
        count = f"{len(text)} character" + ("s" if len(text) > 1 else "")
        return f"the password is too short: {count}, and {SHORTEST} are the least"
    folded = text.casefold()
    if len(set(folded)) < FEWEST_DIFFERENT:
        return "the password repeats a few characters"
    if len(_period(folded)) <= _LONGEST_PART:
        return "the password repeats one short part"
    if folded.isdecimal():
        return "the password has no letters"
    own = _own_words(names)
    for spelled in (folded, _without_runs(folded).translate(_LOOK_ALIKE)):
        letters = "".join(filter(str.isalnum, spelled))
        if letters in PASSWORDS:
            return "the password is on the list of common ones"
        if len(_left(spelled, own)) < FEWEST_LEFT:
            return "the password is made of common words, names, years or rows of keys"
    return None


def _period(text: str) -> str:
    """The shortest part of which *text* is a repetition, or *text* itself."""
    at = (text + text).index(text, 1)
    return text[:at]


def _own_words(names: Iterable[str]) -> list[str]:
    words = (word for name in names for word in re.findall(r"\w+", name.casefold()))
    return [word for word in words if len(word) >= _SHORTEST_NAME]


def _left(text: str, names: Sequence[str]) -> str:
    """*text* without what is guessed first."""
    text = _YEAR.sub(" ", text)
    for word in sorted((*WORDS, *names), key=len, reverse=True):
        text = text.replace(word, " ")
    return "".join(filter(str.isalnum, _without_runs(text)))


def _without_runs(text: str) -> str:
    """*text* with one character in place of three or more that follow each other by rule."""
    kept = []
    at = 0
    while at < len(text):
        # The first one was somebody's choice.
        kept.append(text[at])
        at += _run_at(text, at)
    return "".join(kept)


def _run_at(text: str, at: int) -> int:
    """How many characters from *at* on are the same or a row; 1 where it is one alone."""
    end = at + 1
    while end < len(text) and text[end] == text[at]:
        end += 1
    same = end - at
    end = at + _SHORTEST_RUN
    while end <= len(text) and any(text[at:end] in run for run in _RUNS):
        end += 1
    longest = max(same, end - 1 - at)
    return longest if longest >= _SHORTEST_RUN else 1
