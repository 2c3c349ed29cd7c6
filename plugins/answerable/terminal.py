"""Text that others wrote, made safe for a terminal.

A comment, a name or a file name may hold escape sequences that move the cursor, change the
title of the window or hide a line. The rule kept here: what :func:`visible` gives back is
one line, holds no control character and can be encoded; what was taken away leaves a sign in
its place, so that a reader sees that something stood there.
"""

from __future__ import annotations

import unicodedata

# A byte order mark, and U+202A to U+202E and U+2066 to U+2069, which change the direction of
# what follows: none is a control character to Unicode, and none can be seen.
_UNSEEN = frozenset(map(chr, (0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A))))


def visible(text: str) -> str:
    """*text* on one line: control characters as their pictures (``␛``), a tab as a space."""
    return text if text.isprintable() else "".join(map(_sign, text))


def columns(text: str) -> int:
    """How many columns of a terminal *text*, already visible, takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _sign(character: str) -> str:
    code = ord(character)
    if character == "\t":
        return " "
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    if character in _UNSEEN or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
        return "\N{REPLACEMENT CHARACTER}"
    return character


def _columns(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
