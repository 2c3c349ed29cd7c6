"""What lies within a file: packed, encoded, or in the texts of a picture.

Nothing here fails: what cannot be unpacked is no form in which anybody could read it. What
is unpacked is bounded, so that a file of a few bytes cannot fill the memory.
"""

from __future__ import annotations

import binascii
import io
import zipfile
import zlib
from collections.abc import Iterator

MOST_UNPACKED = 256 * 1024 * 1024
"""Bytes that are unpacked of one file; a larger one is read up to there."""

LEAST_ENCODED = 24
"""Characters of base64 that a text of twenty characters has at the least, without its ends."""

_PNG = b"\x89PNG\r\n\x1a\n"
_BASE64 = bytes(
    byte
    if chr(byte).isascii() and (chr(byte).isalnum() or chr(byte) in "+/")
    else {ord("-"): ord("+"), ord("_"): ord("/")}.get(byte, ord(" "))
    for byte in range(256)
)
_MARKS = bytes(ord(" ") if chr(byte) == " " else ord("x") for byte in range(256))
_RUN = b"x" * LEAST_ENCODED
"""What is found in a tenth of the time that it takes to look at each word."""


def unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What *data* packs: the name of each part, empty where it has none, and its bytes."""
    if data.startswith(b"\x1f\x8b"):
        yield "", _inflated(data, 31)
    elif data.startswith(b"PK\x03\x04"):
        yield from _members(data)
    elif data.startswith(_PNG):
        yield from _png_texts(data)
    elif data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "", data.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
    if b"\0" in data:
        # Texts of two bytes a letter, as pictures hold them.
        yield "", data.replace(b"\0", b"")


def decoded(data: bytes) -> Iterator[bytes]:
    """What *data* could hold in base64, of both alphabets and on several lines.

    The first of four is what the text encodes as a whole, the others what it encodes if its
    first characters belong to something else.
    """
    data = data.translate(_BASE64, b"\r\n")
    marks = data.translate(_MARKS)
    start = marks.find(_RUN)
    while start >= 0:
        end = marks.find(b" ", start)
        text = data[start : end if end >= 0 else len(data)]
        if text.upper() != text != text.lower():
            for shift in range(4):
                part = text[shift:]
                yield _from_base64(part[: len(part) - (len(part) % 4 == 1)])
        start = marks.find(_RUN, start + len(text))


def _from_base64(text: bytes) -> bytes:
    try:
        return binascii.a2b_base64(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""


def _inflated(data: bytes, window: int) -> bytes:
    """The beginning of what *data* packs, as far as it can be read."""
    parts = []
    left = MOST_UNPACKED
    while data and left > 0:
        inflate = zlib.decompressobj(window)
        try:
            part = inflate.decompress(data, left)
        except zlib.error:
            break
        parts.append(part)
        left -= len(part)
        # Several packed files in a row are one.
        data = inflate.unused_data
    return b"".join(parts)


def _members(data: bytes) -> Iterator[tuple[str, bytes]]:
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                with archive.open(member) as file:
                    part = file.read(left)
                left -= len(part)
                yield member.filename, part
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        return


def _png_texts(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The packed texts of a picture (PNG, 11.3.3); the others can be read as they are."""
    place = len(_PNG)
    while place + 8 <= len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        kind, chunk = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        if kind in (b"zTXt", b"iTXt", b"iCCP"):
            _, _, rest = chunk.partition(b"\0")
            if kind == b"iTXt":
                # Compression flag and method, language, translated keyword.
                rest = rest[2:].partition(b"\0")[2].partition(b"\0")[2]
            else:
                rest = rest[1:]
            yield "", _inflated(rest, 15)
        place += length + 12
