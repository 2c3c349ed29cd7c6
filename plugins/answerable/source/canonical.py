"""The one form in which files are kept, so that a signature over them means one text.

UTF-8 without byte order mark, Unicode's form NFC, lines that end with LF, exactly one newline
at the end, no control characters but tab and newline, and none of the characters that turn
the direction of the text (Unicode TR 36, "Trojan Source"). Nothing here rewrites a file: what
differs is reported once per file and kind, at its first place.
"""

from __future__ import annotations

import re
import unicodedata

from answerable.source.problems import SourceFile

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
BYTE_ORDER_MARK = "\ufeff"

_PLAIN = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
# What no check of characters is about, and what composes with nothing and is not composed: the
# letters of western languages, their quotes, dashes and currencies.
_UNUSUAL = re.compile("[^\xa0-\u02ff\u2010-\u2027\u20a0-\u20bf]")
_SUSPECT = re.compile(f"{CONTROL.pattern}|{BIDI.pattern}|\r")


def check_canonical(file: SourceFile, data: bytes) -> None:
    """Report where *file* is not in its canonical form; *data* is its bytes."""
    # Deleting what most of the text is made of costs a tenth of a search in all of it.
    rest = data.translate(None, _PLAIN).decode()
    if rest and _UNUSUAL.search(rest) and not unicodedata.is_normalized("NFC", file.text):
        _not_nfc(file)
    if rest and _SUSPECT.search(rest):
        _line_ends(file)
        _characters(file, CONTROL, "control-character", "a control character")
        _characters(file, BIDI, "bidi-override", "a character that turns the direction of text")
    _final_newline(file)


def first_not_nfc(text: str) -> tuple[int, int] | None:
    """Where *text* leaves the form NFC: start and end of the first such characters."""
    if unicodedata.is_normalized("NFC", text):
        return None
    # A part of a normal text is normal, so the shortest prefix that is not can be bisected.
    low, high = 0, len(text)
    while high - low > 1:
        middle = (low + high) // 2
        if unicodedata.is_normalized("NFC", text[:middle]):
            low = middle
        else:
            high = middle
    joins = low > 0 and unicodedata.normalize("NFC", text[low]) == text[low]
    return (low - 1 if joins else low), low + 1


def _not_nfc(file: SourceFile) -> None:
    offset = 0
    for line in file.text.split("\n"):
        place = first_not_nfc(line)
        if place:
            start, end = place
            shown = unicodedata.normalize("NFC", line[start:end])
            file.problem(
                "not-nfc",
                offset + start,
                offset + end,
                "these characters are not in Unicode's form NFC",
                f"type '{shown}' again, or save the file in the form NFC.",
            )
            return
        offset += len(line) + 1


def _line_ends(file: SourceFile) -> None:
    place = file.text.find("\r")
    if place >= 0:
        file.problem(
            "line-ends",
            place,
            place + 1,
            f"the line ends with CR or CRLF{_more(file.text.count(chr(13)))}",
            "save the file with LF line ends, and put 'feedback/** text eol=lf' into "
            ".gitattributes.",
        )


def _characters(file: SourceFile, pattern: re.Pattern[str], code: str, what: str) -> None:
    match = pattern.search(file.text)
    if match:
        count = sum(1 for _ in pattern.finditer(file.text))
        file.problem(
            code,
            match.start(),
            match.end(),
            f"{what} stands here: {code_point(match[0])}{_more(count)}",
            "delete it.",
        )


def _final_newline(file: SourceFile) -> None:
    text = file.text
    if text.endswith("\n"):
        if text.endswith(("\n\n", "\n\r\n")):
            lines = len(text) - len(text.rstrip("\r\n"))
            place = len(text) - lines + 1
            file.problem(
                "final-newline",
                place,
                place,
                "the file ends with empty lines",
                "delete the empty lines at the end.",
            )
    elif text:
        place = len(text)
        file.problem(
            "final-newline",
            place,
            place,
            "the last line has no newline",
            "press Enter once at the end of the file.",
        )


def code_point(character: str) -> str:
    """A character by its number and name: ``U+202E RIGHT-TO-LEFT OVERRIDE``."""
    name = unicodedata.name(character, "")
    return f"U+{ord(character):04X} {name}".rstrip()


def _more(count: int) -> str:
    return f" ({count} in the file)" if count > 1 else ""
