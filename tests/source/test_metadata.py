from __future__ import annotations

import struct
import time
from typing import Any

import pytest

from samples import ANNA, PNG, REPLY, THREAD, person_text, reply_text

MIB = 1024 * 1024
JPEG, JPEG_END = b"\xff\xd8", b"\xff\xda\0\2\xff\xe1\0\x08Exif\0\0\xff\xd9"


def segment(marker: int, content: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(content) + 2) + content


def png_with(kind: bytes) -> bytes:
    chunk = struct.pack(">I", 5) + kind + b"a\0b c" + bytes(4)
    return PNG[:33] + chunk + PNG[33:]


def webp_with(kind: bytes) -> bytes:
    header = b"VP8X" + struct.pack("<I", 10) + b"\x08\0\0\0\2\0\0\1\0\0"
    odd = b"ICCP" + struct.pack("<I", 3) + b"icc\0"
    chunks = header + odd + kind + struct.pack("<I", 4) + b"MM\0*"
    return b"RIFF" + struct.pack("<I", len(chunks) + 4) + b"WEBP" + chunks


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def avif_with(item: bytes) -> bytes:
    entry = box(b"infe", b"\2\0\0\0\0\2\0\0" + item)
    items = box(b"iinf", b"\0\0\0\0\0\1" + entry)
    return box(b"ftyp", b"avif\0\0\0\0avifmif1") + box(b"meta", bytes(4) + items)


APP0 = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")

TELLING = {
    "exif.jpg": JPEG + APP0 + segment(0xE1, b"Exif\0\0MM\0*") + JPEG_END,
    "fill.jpeg": JPEG + APP0 + b"\xff\xff" + segment(0xE1, b"Exif\0\0MM\0*") + JPEG_END,
    "xmp.jpg": JPEG + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x/>") + JPEG_END,
    "iptc.jpg": JPEG + segment(0xED, b"Photoshop 3.0\0008BIM") + JPEG_END,
    "exif.png": png_with(b"eXIf"),
    "text.png": png_with(b"tEXt"),
    "itxt.png": png_with(b"iTXt"),
    "ztxt.PNG": png_with(b"zTXt"),
    "exif.webp": webp_with(b"EXIF"),
    "xmp.webp": webp_with(b"XMP "),
    "exif.avif": avif_with(b"Exif\0"),
    "xmp.avif": avif_with(b"mime\0application/rdf+xml\0"),
}

SILENT = {
    "plain.png": PNG,
    "profile.png": png_with(b"iCCP"),
    # What looks like a segment within the picture itself is none.
    "plain.jpg": JPEG + APP0 + segment(0xE2, b"ICC_PROFILE\0Exif") + JPEG_END,
    "plain.webp": webp_with(b"VP8 "),
    "plain.avif": avif_with(b"av01Color\0"),
    "plain.gif": b"GIF89a\3\0\2\0\0\0\0",
    "broken.jpg": b"\xff\xd8\xff",
    "broken.png": PNG[:40],
}


def show(folder: Any, name: str, content: bytes) -> None:
    folder.write(f"{THREAD}/assets/{name}", content)
    folder.write(REPLY, reply_text(body=f"![x](assets/{name})\n"))


@pytest.mark.parametrize("name", TELLING)
def test_a_picture_with_metadata_is_reported_and_stays(name: str, folder: Any) -> None:
    show(folder, name, TELLING[name])
    (found,) = folder.load().diagnostics
    assert (found.code, found.path) == ("image-metadata", f"feedback/{THREAD}/assets/{name}")
    assert f"'exiftool -all= {name}'" in found.mend
    assert len(folder.load().feedback.threads[0].assets) == 1


@pytest.mark.parametrize("name", SILENT)
def test_a_picture_that_tells_nothing_is_let_be(name: str, folder: Any) -> None:
    show(folder, name, SILENT[name])
    assert folder.problems() == []


def test_a_portrait_is_looked_at(folder: Any) -> None:
    folder.write("people/anna.jpg", TELLING["exif.jpg"])
    folder.write(ANNA, person_text(portrait="anna.jpg"))
    assert folder.problem("image-metadata").path == "feedback/people/anna.jpg"


@pytest.mark.parametrize(
    ("name", "start", "unit"),
    [
        ("a.jpg", b"\xff\xd8\xff", b"\xff"),
        ("a.jpg", JPEG, b"\xff\xe0\0\2"),
        ("a.jpg", JPEG, b"\xff\xe0\0\0"),
        ("a.png", PNG[:33], b"\0\0\0\0abcdcccc"),
        ("a.webp", b"RIFF\xff\xff\x1f\0WEBP", b"abcd\0\0\0\0"),
        ("a.avif", box(b"ftyp", b"avif\0\0\0\0"), b"\0\0\0\x08free"),
        ("a.avif", box(b"ftyp", b"avif\0\0\0\0") + b"\0\x10\0\0meta", b"infe\2abcabcabmime"),
    ],
)
def test_no_picture_takes_long(name: str, start: bytes, unit: bytes, folder: Any) -> None:
    show(folder, name, start + unit * ((2 * MIB - len(start)) // len(unit)))
    began = time.process_time()
    folder.load()
    assert time.process_time() - began < 3
