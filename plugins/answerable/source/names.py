"""How files, folders and ids of a feedback folder are named.

Names are small letters, digits and hyphens, so that they are the same in every file system
and need no escaping in a URL. A person's id does not end in a number: ``anna-2`` in a file's
name is the second message of ``anna`` on that day.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from answerable.model import PersonId, Stem

CUSTOMER = "customer"
SLUG_LENGTH = 80

SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")
YEAR = re.compile(r"[0-9]{4}")
THREAD_ID = re.compile(r"[a-z0-9]{10}")
NONCE = re.compile(r"[0-9a-f]{32}")
DIGEST = re.compile(r"hmac-sha256:[0-9a-f]{64}")
ASSET = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_PERSON = re.compile(r"[a-z][a-z0-9-]*")
_NUMBERED = re.compile(r".*-[0-9]+")
_MESSAGE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-([a-z][a-z0-9-]*?)(?:-([1-9][0-9]{0,3}))?")
_ASCII_SIGN = re.compile(r"[!-~]")
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
# Letters and signs by their category, and nothing but an empty place on the page.
_BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
_SHARP_S = str.maketrans({"ß": "ss"})
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class MessageName(NamedTuple):
    """What the name of a message's file says: ``2026-11-03-anna-2.md``."""

    stem: Stem
    day: date
    author: PersonId

    @property
    def is_follow_up(self) -> bool:
        """Whether the customer wrote it."""
        return self.author == CUSTOMER


def message_name(stem: str) -> MessageName | None:
    """The parts of a message's stem, None if it is not named so."""
    match = _MESSAGE.fullmatch(stem)
    if match is None or match[3] == "1" or _NUMBERED.fullmatch(match[2]):
        return None
    try:
        day = date.fromisoformat(match[1])
    except ValueError:
        return None
    return MessageName(stem, day, match[2])


def stem_order(stem: Stem) -> tuple[str, int]:
    """What sorts messages by name, a day's second one before the tenth."""
    match = _MESSAGE.fullmatch(stem)
    return (f"{match[1]}-{match[2]}", int(match[3] or 1)) if match else (stem, 1)


def is_slug(name: str) -> bool:
    """Whether *name* can be the folder of a thread, a topic, a tag or a rule."""
    return len(name) <= SLUG_LENGTH and SLUG.fullmatch(name) is not None


def is_person(name: str) -> bool:
    """Whether *name* can be the id of a person."""
    return (
        name != CUSTOMER
        and len(name) <= SLUG_LENGTH
        and _PERSON.fullmatch(name) is not None
        and _NUMBERED.fullmatch(name) is None
    )


def is_visible(text: str) -> bool:
    """Whether there is anything to see in *text*: a letter, digit or sign that is no blank.

    Accents alone do not count, and neither do invisible signs such as a joiner of words. A
    sign that this Python's Unicode does not know yet (Cn) may be a letter of a newer one.
    """
    return _ASCII_SIGN.search(text) is not None or any(
        (category := unicodedata.category(sign))[0] in "LNPS" or category == "Cn"
        for sign in text
        if sign not in _BLANKS
    )


def slug_of(text: str, *, german: bool = True) -> str:
    """*text* in the letters of a slug; ``ä`` becomes ``ae``, or ``a`` if not *german*."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_GERMAN if german else _SHARP_S)
    folded = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return _NO_LETTERS.sub("-", folded).strip("-")


def printable(name: str) -> str:
    """A name as it can be shown: no line end, control character or undecodable byte in it."""
    if name.isprintable():
        return name
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in name)
