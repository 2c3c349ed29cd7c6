from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from answerable.model import Asset
from samples import ANNA, COMMENT, PNG, REPLY, THREAD, comment_text, person_text, reply_text

ASSETS = f"{THREAD}/assets"
SHOWN = "Look: ![A hinge](assets/hinge.png)\n"
MIB = 1024 * 1024


def show(folder: Any, body: str) -> None:
    folder.write(REPLY, reply_text(body=body))


def test_a_thread_has_its_pictures_with_their_sizes(folder: Any) -> None:
    folder.write(f"{ASSETS}/hinge.png", PNG)
    show(folder, SHOWN)
    path = folder.root / ASSETS / "hinge.png"
    assert folder.thread().assets == (Asset("hinge.png", path, len(PNG), 3, 2),)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.gif", b"GIF89a\x03\x00\x02\x00\x00\x00\x00"),
        ("a.webp", b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x02\0\0\x01\0\0"),
        ("a.PNG", PNG),
    ],
)
def test_pictures_of_several_kinds_have_sizes(name: str, content: bytes, folder: Any) -> None:
    folder.write(f"{ASSETS}/{name}", content)
    show(folder, f"![]({'assets/' + name})\n")
    (asset,) = folder.thread().assets
    assert (asset.width, asset.height) == (3, 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7\n"), ("a.txt", b"words"), ("a.csv", b"a;b"), ("a.jpg", b"\xff\xd8\xff")],
)
def test_what_has_no_known_size_has_none(name: str, content: bytes, folder: Any) -> None:
    folder.write(f"{ASSETS}/{name}", content)
    show(folder, f"See [this](assets/{name}).\n")
    (asset,) = folder.thread().assets
    assert (asset.width, asset.height) == (None, None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.svg", b"<svg/>"),
        ("page.html", b"<p>"),
        ("noend", b"x"),
        ("plan.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("plan.pdf", b"<script>"),
        ("plan.jpg", PNG),
        ("empty.png", b""),
    ],
)
def test_a_kind_that_is_not_published_is_refused(name: str, content: bytes, folder: Any) -> None:
    folder.write(f"{ASSETS}/{name}", content)
    show(folder, f"See [this](assets/{name}).\n")
    loaded = folder.load()
    assert [(found.code, found.path) for found in loaded.diagnostics] == [
        ("asset-type", f"feedback/{ASSETS}/{name}")
    ]
    assert loaded.feedback.threads[0].assets == ()
    assert len(loaded.feedback.threads[0].replies) == 1


def test_a_file_of_more_than_two_mebibytes_is_refused(folder: Any) -> None:
    folder.write(f"{ASSETS}/hinge.png", PNG + bytes(2 * MIB - len(PNG)))
    show(folder, SHOWN)
    assert folder.problems() == []
    folder.write(f"{ASSETS}/hinge.png", PNG + bytes(2 * MIB - len(PNG) + 1))
    assert folder.problems() == ["image-too-large"]


def test_the_name_of_an_asset_needs_no_escaping(folder: Any) -> None:
    folder.write(f"{ASSETS}/Bild Größe.png", PNG)
    show(folder, "![](<assets/Bild Größe.png>)\n")
    assert folder.problem("file-name").mend == "rename it, e.g. to 'bild-groesse.png'."


def test_a_link_in_assets_is_refused(folder: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    (folder.root / ASSETS).mkdir()
    (folder.root / ASSETS / "hinge.png").symlink_to(tmp_path / "secret.png")
    show(folder, SHOWN)
    assert folder.problems() == ["image-missing", "unexpected-file"]


@pytest.mark.parametrize(
    ("body", "column", "marked"),
    [
        ("Größe: ![x](assets/hinge.pgn)\n", 13, "assets/hinge.pgn"),
        ("Here is [it](assets/hinge.pgn).\n", 14, "assets/hinge.pgn"),
        ('<img src="assets/hinge.pgn">\n', 11, "assets/hinge.pgn"),
        ("![x][y]\n\n[y]: assets/hinge.pgn\n", 6, "assets/hinge.pgn"),
        ("![x](assets/hinge%2Epgn)\n", 1, "![x](assets/hinge%2Epgn)"),
    ],
)
def test_a_missing_file_is_found_where_it_is_shown(
    body: str, column: int, marked: str, folder: Any
) -> None:
    folder.write(f"{ASSETS}/hinge.png", PNG)
    show(folder, body)
    found = folder.problem("image-missing")
    assert found.column == column
    assert found.source[found.column - 1 : found.end_column - 1] == marked
    assert found.mend.startswith("did you mean 'hinge.png'? ")
    assert folder.load().feedback.threads[0].replies == ()


@pytest.mark.parametrize(
    "address",
    [
        "https://example.com/x.png",
        "//example.com/x.png",
        "../other/assets/x.png",
        "/x.png",
        "x.png",
        "assets/../x.png",
        "data:image/png;base64,AAAA",
    ],
)
def test_a_picture_from_outside_is_reported(address: str, folder: Any) -> None:
    show(folder, f"Look:\n\n![x]({address})\n")
    found = folder.problem("image-outside")
    assert (found.line, found.column) == (13, 6)
    assert found.source[found.column - 1 : found.end_column - 1] == address


@pytest.mark.parametrize(
    "body",
    [
        "See [us](https://example.com/x.png).\n",
        "See [there](../another-thread/) and [above](#comment).\n",
        "`![x](https://example.com/x.png)`\n",
        "Write to [us](mailto:shop).\n",
    ],
)
def test_links_are_no_pictures(body: str, folder: Any) -> None:
    show(folder, body)
    assert folder.problems() == []


def test_an_asset_that_nothing_shows_is_reported(folder: Any) -> None:
    folder.write(f"{ASSETS}/hinge.png", PNG)
    assert folder.problem("unused-asset").path == f"feedback/{ASSETS}/hinge.png"


def test_an_asset_is_not_called_unused_while_a_message_cannot_be_read(folder: Any) -> None:
    folder.write(f"{ASSETS}/hinge.png", PNG)
    folder.write(REPLY, "![x](assets/hinge.png)\n")
    assert folder.problems() == ["front-matter-missing"]


def test_the_customer_may_show_a_picture(folder: Any) -> None:
    folder.write(f"{ASSETS}/hinge.png", PNG)
    folder.write(COMMENT, comment_text(body=SHOWN))
    folder.delete(REPLY)
    assert len(folder.thread().assets) == 1


def test_a_portrait_is_a_picture_beside_the_person(folder: Any) -> None:
    folder.write("people/anna.png", PNG)
    folder.write(ANNA, person_text(portrait="anna.png"))
    portrait = folder.load().feedback.people["anna"].portrait
    assert portrait == Asset("anna.png", folder.root / "people/anna.png", len(PNG), 3, 2)
    assert folder.problems() == []


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.webp", "a.avif"])
def test_a_picture_is_measured_only_as_what_its_name_says(name: str, folder: Any) -> None:
    # Read as a PNM, which it is, the time would grow with the square of the length.
    folder.write(f"{ASSETS}/{name}", b"P6 " + b"1" * 1_500_000)
    show(folder, f"![x](assets/{name})\n")
    start = time.process_time()
    assert folder.problems() == ["asset-type"]
    assert time.process_time() - start < 1


def png(width: int, height: int) -> bytes:
    return PNG[:16] + width.to_bytes(4, "big") + height.to_bytes(4, "big") + PNG[24:]


@pytest.mark.parametrize("pixels", [(7_071, 7_071), (20_000, 2_500), (1, 20_000)])
def test_a_picture_of_fifty_megapixels_is_not_too_large(
    pixels: tuple[int, int], folder: Any
) -> None:
    folder.write(f"{ASSETS}/hinge.png", png(*pixels))
    show(folder, SHOWN)
    (asset,) = folder.thread().assets
    assert (asset.width, asset.height) == pixels


@pytest.mark.parametrize("pixels", [(7_072, 7_072), (20_001, 1), (1, 20_001)])
def test_a_small_file_of_many_pixels_is_refused(pixels: tuple[int, int], folder: Any) -> None:
    folder.write(f"{ASSETS}/hinge.png", png(*pixels))
    show(folder, SHOWN)
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == ["image-too-large"]
    assert loaded.feedback.threads[0].assets == ()
