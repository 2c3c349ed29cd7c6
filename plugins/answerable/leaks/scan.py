"""Looking through one file for everything that must not be public.

A file is read once, whatever there is to look for. It is first looked at for words that occur
at all (``answerable.leaks.anchors``); only where those of a secret meet is the text brought into
its normal form and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import NamedTuple

from answerable.leaks.anchors import Anchors
from answerable.leaks.secret import HiddenFile, Secret
from answerable.leaks.texts import Normal, normal
from answerable.leaks.unpack import LEAST_ENCODED, decoded, unpacked

_DEEPEST = 4
"""Files within files: a packed archive with a page that embeds an encoded text."""

_WINDOW = 64 * 1024
_OVERLAP = 4 * 1024
"""A large file is looked at piece by piece: all words occur somewhere in it."""


class Hits(NamedTuple):
    """The numbers of the secrets and of the files that were found."""

    secrets: frozenset[int]
    files: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.secrets or self.files)


NOTHING = Hits(frozenset(), frozenset())


class Scanner:
    """Looks for *secrets* and *files*; it can be sent to another process.

    *without* are public addresses that repeat a title which is not public any more.
    *left_out* are the numbers of secrets that are not looked for. *common* says how often words
    occur in such files (see :func:`count_words`); without it, it takes longer.
    """

    def __init__(
        self,
        secrets: Sequence[Secret],
        files: Sequence[HiddenFile] = (),
        without: Iterable[str] = (),
        left_out: frozenset[int] = frozenset(),
        common: Mapping[bytes, int] = MappingProxyType({}),
    ) -> None:
        self._secrets = list(secrets)
        self._files = {(file.size, file.digest): number for number, file in enumerate(files)}
        self._sizes = {file.size for file in files}
        self._without = tuple(without)
        self._anchors = Anchors(
            {number: one for number, one in enumerate(self._secrets) if number not in left_out},
            common,
        )

    def scan(self, name: str, data: bytes) -> Hits:
        """What the file *name* holds of it, in its name as well."""
        secrets: set[int] = set()
        files: set[int] = set()
        self._look(name, data, secrets, files, 0)
        return Hits(frozenset(secrets), frozenset(files))

    def _look(self, name: str, data: bytes, secrets: set[int], files: set[int], depth: int) -> None:
        if name:
            secrets |= self._texts(name.encode("utf-8", "surrogateescape"))
        if len(data) in self._sizes:
            number = self._files.get((len(data), sha256(data).hexdigest()))
            if number is not None:
                files.add(number)
        for window in _windows(data, _WINDOW):
            # What was decoded can begin in the middle of something else.
            secrets |= self._texts(window, ends=depth == 0)
        if depth < _DEEPEST:
            for inner_name, inner in unpacked(data):
                self._look(inner_name, inner, secrets, files, depth + 1)
            for inner in decoded(data):
                # It would be a text if it were one: most of it is noise.
                if len(inner) in self._sizes or len(inner) * 4 >= LEAST_ENCODED:
                    self._look("", inner, secrets, files, max(depth + 1, _DEEPEST - 1))

    def _texts(self, data: bytes, *, ends: bool = False) -> set[int]:
        found: set[int] = set()
        for numbers, begin, end in self._anchors.candidates(data):
            forms = normal(data[begin:end].decode("utf-8", "replace"), self._without)
            found |= {
                number
                for number in numbers - found
                if holds(forms, self._secrets[number])
                and not (ends and not has_ends(forms, self._secrets[number]))
            }
        return found


def holds(text: Normal, secret: Secret) -> bool:
    """Whether *text* says what *secret* says."""
    if secret.way == "letters":
        return any(secret.text in form for form in text.letters)
    return any(b" %b " % secret.text in form for form in text.words)


def has_ends(text: Normal, secret: Secret) -> bool:
    """Whether what *secret* says begins and ends with a word somewhere in *text*.

    Without that, the last words of one element and the first letters of the next would be taken
    for a sentence. Within it words may be parted anywhere.
    """
    pattern = _with_ends(secret.text.replace(b" ", b""))
    return any(pattern.search(form) for form in text.words)


@lru_cache(maxsize=4096)
def _with_ends(letters: bytes) -> re.Pattern[bytes]:
    signs = [re.escape(letters[place : place + 1]) for place in range(len(letters))]
    return re.compile(rb" %b " % rb" ?".join(signs))


def _windows(data: bytes, size: int) -> Iterator[bytes]:
    if len(data) <= size + _OVERLAP:
        yield data
        return
    for start in range(0, len(data), size):
        yield data[start : start + size + _OVERLAP]
