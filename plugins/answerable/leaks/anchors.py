"""Which secrets a file could hold at all: a quick look that misses none of them.

Most files hold nothing, and to bring a page into its normal form costs a hundred times as
much as to look at the words in it. The words that are looked for, *anchors*, are runs of
ASCII letters: every escape leaves them as they are, and only what an escape ends with can
stick to their beginning (``M\\u00fcller`` has the word ``fcller``). A file is looked at again
where it has all anchors of a secret near each other and in their order, or parts of them that
tags leave. Where some letter is written as a number, one may be missing. Of each secret the
rarest anchor is its *gate*: a file without any of these, as most are, is done with.

Two kinds of files have no such words, and are looked at again as well: those that escape plain
letters, which nobody needs to do; and those with text of other scripts, where a secret is
written in one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import quote

from answerable.leaks.secret import Secret
from answerable.leaks.texts import words_of

MOST_ANCHORS = 6
_SHORT = 2
"""Of so few anchors none may be missing."""


_TABLE = bytes(
    ord(chr(byte).lower()) if chr(byte).isascii() and chr(byte).isalpha() else ord(" ")
    for byte in range(256)
)
_FRAGMENT = re.compile(r"[A-Za-z]{3,}")
_LETTERS = re.compile(r"[^\W\d_]+")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z][^\W\d_]*")

# A letter that is written as a number: HTML, JSON and JavaScript, CSS, URL. Each begins with a
# sign of its own, which is found in a hundredth of the time that one pattern for all takes.
_ESCAPED_LETTERS = (
    re.compile(rb"&#(?:0*(?:6[5-9]|[78]\d|90|9[7-9]|1[01]\d|12[0-2])|[xX]0*[4-7][0-9a-fA-F]);?"),
    re.compile(rb"\\(?:[uU]00|[uU]\{0*|[xX]|0{0,4})[4-7][0-9a-fA-F]"),
    re.compile(rb"%(?:[46][1-9a-fA-F]|[57][0-9aA])"),
)
_ESCAPED_FOREIGN = (
    re.compile(rb"&#\w{3,7};"),
    re.compile(rb"\\(?:u\{?[0-9a-fA-F]{4}|[0-9a-fA-F]{3,6})"),
    re.compile(rb"%[c-fC-F]"),
)
_LEAST_ESCAPED = 8
"""Letters that must be escaped before a whole secret can be."""

_REACH = 400
"""Words, those in tags as well, between the first and the last of a secret."""

_MARGIN = 1024
"""Bytes before the first and after the last anchor in which the other words stand."""

_LONGEST_RAW = 6
_LEAST_RAW = 2


def count_words(files: Iterable[bytes]) -> Counter[bytes]:
    """In how many of *files* each word occurs, as it is looked for here."""
    return Counter(word for data in files for word in set(data.translate(_TABLE).split()))


class Candidate(NamedTuple):
    """The numbers of secrets, and from where to where some text could hold them."""

    numbers: frozenset[int]
    begin: int
    end: int


class Anchors:
    """The anchors of *secrets*, which are known by their numbers.

    *common* says how often words occur (:func:`count_words`): what is missing there is rare.
    """

    def __init__(self, secrets: Mapping[int, Secret], common: Mapping[bytes, int]) -> None:
        self._all = frozenset(secrets)
        self._forms: dict[str, set[bytes]] = defaultdict(set)
        self._anchors: dict[int, list[str]] = {}
        self._raw: dict[int, list[bytes]] = {}
        for number, secret in secrets.items():
            if anchors := _anchors(secret.plain):
                self._anchors[number] = list(anchors)
                for word, forms in anchors.items():
                    self._forms[word] |= forms
            else:
                self._raw[number] = _raw_forms(secret.plain)
        for word, forms in self._forms.items():
            forms.update(part.encode() for part in _parts(word))
        often = {
            word: sum(common.get(form, 0) for form in self._forms[word]) for word in self._forms
        }
        self._behind: dict[bytes, set[int]] = defaultdict(set)
        for number, words in self._anchors.items():
            gate = min(words, key=lambda word: (often[word], -len(word)))
            for form in self._forms[gate]:
                self._behind[form].add(number)
        self._gates = frozenset(self._behind)
        self._known = frozenset(form for forms in self._forms.values() for form in forms)

    def candidates(self, data: bytes) -> Iterator[Candidate]:
        """What of the secrets *data* could hold, and where."""
        escaped = _how_many(_ESCAPED_LETTERS, data)
        if escaped >= _LEAST_ESCAPED:
            yield Candidate(self._all, 0, len(data))
            return
        # To meet each word once costs less than to look for each anchor.
        text = data.translate(_TABLE)
        words = text.split()
        numbers: set[int] = set()
        if escaped:
            numbers = self._met(self._anchors, self._known.intersection(words), missing=1)
        elif opened := self._gates.intersection(words):
            found = self._known.intersection(words)
            behind = {number for form in opened for number in self._behind[form]}
            if met := self._met(behind, found, missing=0):
                yield from _located(text, words, self._in_order(met, words, found))
        if self._raw and _how_many(_ESCAPED_FOREIGN, data) >= _LEAST_ESCAPED:
            numbers |= self._raw.keys()
        elif self._raw and not data.isascii():
            numbers |= {
                number
                for number, forms in self._raw.items()
                if not forms or any(form in data for form in forms)
            }
        if numbers:
            yield Candidate(frozenset(numbers), 0, len(data))

    def _met(self, numbers: Iterable[int], found: Set[bytes], *, missing: int) -> set[int]:
        """Those of *numbers* with all anchors among the forms *found*, but for the *missing*."""
        return {
            number
            for number in numbers
            if sum(self._forms[word].isdisjoint(found) for word in self._anchors[number])
            <= (missing if len(self._anchors[number]) > _SHORT else 0)
        }

    def _in_order(
        self, numbers: Set[int], words: Iterable[bytes], found: Set[bytes]
    ) -> Iterator[tuple[int, int, int]]:
        """Where the anchors of *numbers* stand in *words* in a row, as they should.

        Gives the number of the secret and that of the first and of the last word.
        """
        steps: defaultdict[bytes, list[tuple[int, int]]] = defaultdict(list)
        for number in numbers:
            for place, word in enumerate(self._anchors[number]):
                for form in self._forms[word] & found:
                    steps[form].append((number, place))
        # For each secret and each number of anchors met so far: the latest beginning. What
        # looks like one need not be it, so all that is near enough is looked at.
        begun: dict[tuple[int, int], int] = {}
        firsts: defaultdict[int, deque[int]] = defaultdict(deque)
        anchors = self._anchors
        for at, form in [(at, form) for at, form in enumerate(words) if form in steps]:
            for number, place in steps[form]:
                if place == 0:
                    firsts[number].append(at)
                start = at if place == 0 else begun.get((number, place), -_REACH - 1)
                if at - start > _REACH:
                    continue
                begun[number, place + 1] = start
                if place + 1 == len(anchors[number]):
                    while at - firsts[number][0] > _REACH:
                        firsts[number].popleft()
                    yield number, firsts[number][0], at


def _located(
    text: bytes, words: Sequence[bytes], runs: Iterable[tuple[int, int, int]]
) -> Iterator[Candidate]:
    """*runs* of *words* as places in *text*, which holds them, those together that overlap."""
    wanted = sorted((start, end, number) for number, start, end in runs)
    if not wanted:
        return
    places = _places(text, {number for start, end, _ in wanted for number in (start, end)})
    numbers: set[int] = set()
    begin, finish = 0, 0
    for start, end, number in wanted:
        if numbers and places[start] - _MARGIN > finish:
            yield Candidate(frozenset(numbers), begin, finish)
            numbers = set()
        if not numbers:
            begin = max(0, places[start] - _MARGIN)
        finish = max(finish, places[end] + len(words[end]) + _MARGIN)
        numbers.add(number)
    yield Candidate(frozenset(numbers), begin, finish)


def _places(text: bytes, wanted: Iterable[int]) -> dict[int, int]:
    """Where the words of *text* begin whose numbers are *wanted*."""
    places: dict[int, int] = {}
    passed = 0
    rest = text
    for number in sorted(wanted):
        # What is left of a text that is split once more begins with the word: nobody has to
        # look for those before it one by one, which took longer than all the rest.
        rest = rest.split(None, number - passed)[-1]
        places[number] = len(text) - len(rest)
        passed = number
    return places


def _parts(word: str) -> Iterator[str]:
    """What a tag or two can leave of *word*: its beginnings and ends that are long enough."""
    least = min((len(word) + 1) // 2, max(3, (len(word) + 2) // 3))
    for length in range(least, len(word)):
        yield word[:length]
        yield word[-length:]


def _how_many(escapes: Iterable[re.Pattern[bytes]], data: bytes) -> int:
    """How many *escapes* are in *data*, counted up to where it makes no difference."""
    found = 0
    for escape in escapes:
        # All begin with a sign of their own, and most files do not have it.
        if data.find(escape.pattern[1 if escape.pattern[:1] == b"\\" else 0]) >= 0:
            found += sum(1 for _ in islice(escape.finditer(data), _LEAST_ESCAPED))
    return found


def _anchors(plain: str) -> dict[str, set[bytes]]:
    """The longest words of a text in their order, in the forms that escapes before them give."""
    found: dict[str, set[bytes]] = {}
    for whole in _LETTERS.finditer(plain):
        otherwise = () if whole[0].isascii() else tuple(_without_marks(whole[0]))
        for fragment in _FRAGMENT.finditer(plain, *whole.span()):
            word = fragment[0].lower()
            before = plain[fragment.start() - 1] if fragment.start() else "\n"
            forms = found.setdefault(word, set())
            forms.add(word.encode())
            forms |= {_last_word(f"{escape}{word}") for escape in _escapes(before)}
            forms |= {form for form in otherwise if word.encode() in form}
    longest = sorted(found, key=lambda word: (-len(word), word))[:MOST_ANCHORS]
    return {word: forms for word, forms in found.items() if word in longest}


def _without_marks(word: str) -> Iterator[bytes]:
    """What is left of a *word* in capitals, in an address, or with its marks apart.

    ``Schloß`` becomes ``SCHLOSS``, and ``ü`` becomes ``u``, which has a mark of its own behind it
    in the names of files on some machines.
    """
    yield words_of(word)
    # A letter that cannot be taken apart is one of several bytes, which belong to no word.
    yield from normalize("NFD", word).encode("utf-8", "replace").translate(_TABLE).split()


def _escapes(character: str) -> Iterator[str]:
    if character == "\n":
        yield "\\n"
    if character.isspace() and character != "\n":
        return
    for form in {character, character.upper(), character.lower()}:
        yield quote(form, safe="", errors="replace")
        for one in form:
            yield f"\\x{ord(one):02x}"
            units = one.encode("utf-16-be", "surrogatepass")[-2:]
            yield f"\\u{units.hex()}"
    if character == "\n":
        yield "%0a"


def _last_word(text: str) -> bytes:
    return text.encode().translate(_TABLE).split()[-1]


def _raw_forms(plain: str) -> list[bytes]:
    """The longest word of another script as its bytes are, in small letters and capitals."""
    words = [word for word in _FOREIGN.findall(plain) if len(word) >= _LEAST_RAW]
    if not words:
        return []
    word = max(words, key=len)
    # The first letters alone: in some scripts nothing stands between words.
    forms = (word, word.lower(), word.upper(), word.capitalize(), word.title())
    return sorted({form[:_LONGEST_RAW].encode() for form in forms})
