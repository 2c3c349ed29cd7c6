"""Cutting what must not be public into pieces that are long enough to be recognised.

A piece is long enough with four words and twenty characters: fewer are said by many people,
and a site that says "Thank you" would be taken for a leak. So

* a short sentence is looked for together with the next one;
* a long one is cut, since summaries and descriptions show the beginning of a text;
* a title needs three words, a name two or one that is long: ``P. M.`` and ``Anna`` are no
  secrets that could be found.

Words that are written without spaces (Chinese, Japanese, Thai) count by their letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from answerable.leaks.secret import Secret
from answerable.leaks.texts import letters_of, words_of
from answerable.markup import plain_text

LEAST_WORDS = 4
LEAST_LETTERS = 17
"""Letters and digits of a sentence of twenty characters."""

MOST_WORDS = 8
"""A longer sentence is looked for in parts."""

_LEAST_TITLE = (3, 12)
_LEAST_NAME = 8
_LEAST_LONE_NAME = 10
_LEAST_ADDRESS = 12
_LEAST_FILE_NAME = 10

# A full stop, also of other scripts; an empty line; a line that begins an item or a quotation.
_ENDS = re.compile(
    r"(?<=[.!?…])[\"'”’)\]]*\s+|(?<=[\u3002\uff01\uff1f])"
    r"|\n\s*\n|\n(?=\s*(?:[-*+>#|]|\d+[.)]))"
)
_SOLID = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class HiddenMessage:
    """The words of one file that must not be public. ``path`` is the file's."""

    path: str
    body: str
    title: str | None = None
    sender: str | None = None
    addresses: tuple[str, ...] = ()


def cut_text(path: str, *forms: str) -> Iterator[Secret]:
    """The pieces of a text, each once, of which *forms* say the same in other ways."""
    seen: set[bytes] = set()
    for form in dict.fromkeys(forms):
        for number, piece in enumerate(pieces_of(form), start=1):
            letters = letters_of(piece)
            if letters not in seen:
                seen.add(letters)
                yield Secret(path, f"piece {number} of the text", "letters", letters, piece)


def cut_message(message: HiddenMessage) -> Iterator[Secret]:
    """The pieces of *message*, each once."""
    path = message.path
    yield from cut_text(path, message.body, plain_text(message.body))
    if message.title and _is_long(message.title, *_LEAST_TITLE):
        yield Secret(path, "the title", "letters", letters_of(message.title), message.title)
    if message.sender and _is_rare(message.sender):
        yield Secret(path, "the name", "words", words_of(message.sender), message.sender)
    for address in message.addresses:
        if len(letters_of(address)) >= _LEAST_ADDRESS:
            yield Secret(path, "the source", "words", words_of(address), address)


def name_of_file(path: str, name: str) -> Iterator[Secret]:
    """The *name* of a hidden file, where it is one that no other file has by chance."""
    stem = name.rpartition(".")[0] or name
    if len(letters_of(stem)) >= _LEAST_FILE_NAME:
        yield Secret(path, "the file's name", "words", words_of(name), name)


def pieces_of(text: str) -> Iterator[str]:
    """The sentences of *text* in pieces that are neither too short nor too long."""
    begun = ""
    for sentence in _ENDS.split(text):
        begun = f"{begun} {sentence}".strip()
        if _is_long(begun, LEAST_WORDS, LEAST_LETTERS):
            yield from _parts(begun)
            begun = ""


def _parts(sentence: str) -> Iterator[str]:
    words = sentence.split()
    last = max(0, len(words) - MOST_WORDS)
    # The last part begins in the one before it, so that none is too short.
    for start in [*range(0, last, MOST_WORDS), last]:
        part = " ".join(words[start : start + MOST_WORDS])
        if _is_long(part, LEAST_WORDS, LEAST_LETTERS):
            yield part


def _is_long(text: str, words: int, letters: int) -> bool:
    normal = words_of(text).decode()
    solid = len(_SOLID.findall(normal))
    count = len(normal.split()) + solid // 2
    return count >= words and len(normal.replace(" ", "")) + solid >= letters


def _is_rare(name: str) -> bool:
    words = [word for word in words_of(name).decode().split() if len(word) > 1]
    letters = sum(map(len, words))
    return letters >= (_LEAST_NAME if len(words) > 1 else _LEAST_LONE_NAME)
