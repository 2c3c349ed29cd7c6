"""The bytes of an XML export as text that a parser can take.

Exports hold what XML forbids: control characters in a comment, a byte that is no UTF-8. One of
them would end the reading, so each becomes the replacement character. None is taken out: what
stood around it could join to a sign that ends a text, and a customer's words would be read as
records.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator

_DECLARED = re.compile(
    rb"""^\s*<\?xml[^>]{0,100}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']"""
)
_KNOWN = re.compile(
    r"utf-?8|utf-16(-?[bl]e)?|us-ascii|iso-?8859-\d{1,2}|windows-\d{3,4}|cp\d{3,4}|koi8-[ru]"
    r"|gb2312|gbk|gb18030|big5|shift_jis|euc-(jp|kr)"
)
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,10}));")
_LONGEST_REFERENCE = 14
_REPLACED = "\N{REPLACEMENT CHARACTER}"


class UnknownEncodingError(Exception):
    """The file names an encoding that is not known; the message says which."""


def xml_text(pieces: Iterable[bytes]) -> Iterator[str]:
    """The text of *pieces*, in which nothing is left that XML forbids.

    Raises UnknownEncodingError.
    """
    decoder: codecs.IncrementalDecoder | None = None
    kept = ""
    for piece in pieces:
        decoder = decoder or codecs.getincrementaldecoder(_encoding(piece))("replace")
        text = kept + decoder.decode(piece)
        # A reference that goes on in the next piece waits for it.
        start = text.rfind("&", -_LONGEST_REFERENCE)
        kept = text[start:] if start >= 0 and ";" not in text[start:] else ""
        yield _allowed(text.removesuffix(kept) if kept else text)
    if decoder is not None:
        yield _allowed(kept + decoder.decode(b"", final=True))


def _encoding(start: bytes) -> str:
    if start.startswith(_MARKS):
        return "utf-16"
    declared = _DECLARED.match(start.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode().lower() if declared else "utf-8"
    if not _KNOWN.fullmatch(name):
        raise UnknownEncodingError(name)
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise UnknownEncodingError(name) from error
    return "utf-8-sig" if name in ("utf-8", "utf8") else name


def _allowed(text: str) -> str:
    text = _FORBIDDEN.sub(_REPLACED, text)
    return _REFERENCE.sub(_reference, text) if "&#" in text else text


def _reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    return match[0] if code <= 0x10FFFF and not _FORBIDDEN.match(chr(code)) else _REPLACED
