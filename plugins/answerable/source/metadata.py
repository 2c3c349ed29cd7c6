"""What a picture holds beside the picture: photos carry where and when they were taken.

The parts of a file are walked from head to head, so that little of it is read. Found are
Exif, XMP and the IPTC fields of newspapers, and the texts of PNG; colour profiles are no
harm. The formats: ISO/IEC 10918-1 (JPEG), PNG 11.3, RIFF as in RFC 9649 (WebP), and the item
information of ISO/IEC 14496-12 (AVIF).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

MOST_PARTS = 20_000
"""After so many parts the walk ends; no picture that anybody took has a hundredth of them."""

_IN_JPEG = (
    (0xE1, b"Exif\0", "Exif"),
    (0xE1, b"http://ns.adobe.com/x", "XMP"),
    (0xED, b"Photoshop 3.0\0", "IPTC"),
)
_IN_PNG = {b"eXIf": "Exif", b"tEXt": "text", b"iTXt": "text", b"zTXt": "text"}
_IN_WEBP = {b"EXIF": "Exif", b"XMP ": "XMP"}
_IN_AVIF = re.compile(
    rb"infe[\2\3]...(?:..|....)..(?:(Exif)|mime[^\0]{0,200}\0application/rdf)", re.DOTALL
)
_LARGEST_META = 64 * 1024


def find_metadata(file: BinaryIO, suffix: str) -> str | None:
    """What kind of metadata the picture *file* holds, None if none is found.

    *suffix* says its format, and its first bytes are known to say the same.
    """
    find = _FINDERS.get(suffix)
    return next(find(file), None) if find else None


def _jpeg(file: BinaryIO) -> Iterator[str]:
    position = 2
    for _ in range(MOST_PARTS):
        file.seek(position)
        head = file.read(40)
        if len(head) < 4 or head[0] != 0xFF or head[1] in (0xD9, 0xDA):
            return  # no segment any more: the end, or the picture itself
        if head[1] == 0xFF:
            position += 1
            continue
        for marker, beginning, what in _IN_JPEG:
            if head[1] == marker and head.startswith(beginning, 4):
                yield what
        position += 2 + int.from_bytes(head[2:4], "big")


def _png(file: BinaryIO) -> Iterator[str]:
    position = 8
    for _ in range(MOST_PARTS):
        file.seek(position)
        head = file.read(8)
        if head[4:] in _IN_PNG:
            yield _IN_PNG[head[4:]]
        if len(head) < 8:
            return
        position += 12 + int.from_bytes(head[:4], "big")


def _webp(file: BinaryIO) -> Iterator[str]:
    position = 12
    for _ in range(MOST_PARTS):
        file.seek(position)
        head = file.read(8)
        if head[:4] in _IN_WEBP:
            yield _IN_WEBP[head[:4]]
        if len(head) < 8:
            return
        size = int.from_bytes(head[4:], "little")
        position += 8 + size + size % 2


def _avif(file: BinaryIO) -> Iterator[str]:
    position = 0
    for _ in range(MOST_PARTS):
        file.seek(position)
        head = file.read(8)
        size = int.from_bytes(head[:4], "big")
        if head[4:] == b"meta":
            found = _IN_AVIF.search(file.read(min(size, _LARGEST_META)))
            if found:
                yield "Exif" if found[1] else "XMP"
        if size < 8:
            return  # the end, or a box that reaches up to it
        position += size


_FINDERS: dict[str, Callable[[BinaryIO], Iterator[str]]] = {
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".png": _png,
    ".webp": _webp,
    ".avif": _avif,
}
