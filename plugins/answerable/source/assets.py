"""The pictures and documents of a thread, and what its messages show of them.

A file is published only if its name says a kind that no browser runs (never SVG or HTML) and
its first bytes say the same. Messages show files of their own thread's assets folder, and
nothing else.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import BinaryIO

import imagesize

from answerable.diagnostics import did_you_mean
from answerable.markup import asset_references
from answerable.model import Asset
from answerable.source.files import open_file
from answerable.source.folder import Place
from answerable.source.frontmatter import Document
from answerable.source.metadata import find_metadata
from answerable.source.names import ASSET, slug_of
from answerable.source.personal import check_name
from answerable.source.problems import Report, mend_by, quoted

LARGEST_ASSET = 2 * 1024 * 1024
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 20_000

_BEGINNINGS = {
    ".png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    ".jpg": re.compile(rb"\xff\xd8\xff"),
    ".jpeg": re.compile(rb"\xff\xd8\xff"),
    ".gif": re.compile(rb"GIF8[79]a"),
    ".webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
    ".avif": re.compile(rb"....ftyp(?:....)*?avi[fs]", re.DOTALL),
}
PICTURES = tuple(_BEGINNINGS)
_DOCUMENTS = {
    ".pdf": re.compile(rb"%PDF-"),
    ".txt": re.compile(rb""),
    ".csv": re.compile(rb""),
}
_ALLOWED = {**_BEGINNINGS, **_DOCUMENTS}

Problem = tuple[str, str, str]
"""A code, a message and a mend."""
Pixels = tuple[int | None, int | None]
_NO: Pixels = (None, None)

_FOLDER = "assets/"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|avif|svg|bmp|tiff?|ico|pdf|txt|csv)$", re.IGNORECASE)
_RELATIVE_LINK = re.compile(r"\]\((?!https?:|mailto:|#)")


def read_assets(place: Place, names: list[str], report: Report) -> dict[str, Asset]:
    """The files of the folder at *place* that can be published, by name."""
    assets = {}
    for name in names:
        inner = place.inner(name)
        check_name(name, inner.shown, report)
        asset = read_asset(inner, name, tuple(_ALLOWED), report)
        if asset is not None:
            assets[name] = asset
    return assets


def read_asset(place: Place, name: str, kinds: tuple[str, ...], report: Report) -> Asset | None:
    """One file that can be published, if it is of one of the *kinds*, which are suffixes."""
    stem, suffix = PurePath(name).stem, PurePath(name).suffix.lower()
    if ASSET.fullmatch(name) is None:
        right = slug_of(stem) or "picture"
        message = "the name is not made of letters, digits, '.', '_' and '-'"
        mend = f"rename it, e.g. to '{right}{suffix if suffix in kinds else ''}'."
        report.path_problem("file-name", place.shown, message, mend)
        return None
    if suffix not in kinds:
        message = f"files of the kind '{suffix or name}' are not published"
        mend = f"convert it; possible are {', '.join(kinds)}."
        report.path_problem("asset-type", place.shown, message, mend)
        return None
    try:
        with open_file(place.path) as file:
            size = os.fstat(file.fileno()).st_size
            problem, pixels, metadata = inspect_asset(file, suffix, size)
    except OSError as error:
        message = f"the file cannot be read: {error.strerror or error}"
        mend = "check that the file is there and who may read it."
        report.path_problem("unreadable", place.shown, message, mend)
        return None
    if problem is not None:
        code, message, mend = problem
        report.path_problem(code, place.shown, message, mend)
        return None
    if metadata is not None:
        message = f"the picture holds {metadata}, which can tell place, time and names"
        mend = f"run 'exiftool -all= {name}', or save it again without metadata."
        report.path_problem("image-metadata", place.shown, message, mend)
    return Asset(name, Path(place.path), size, *pixels)


def inspect_asset(
    file: BinaryIO, suffix: str, size: int
) -> tuple[Problem | None, Pixels, str | None]:
    """What speaks against a *file* of *size* bytes that is named *suffix*.

    Also its width and height, and what metadata it holds, if it is a picture.
    """
    if suffix not in _ALLOWED:
        mend = f"convert it; possible are {', '.join(_ALLOWED)}."
        return ("asset-type", f"files of the kind '{suffix}' are not published", mend), _NO, None
    problem = _problem_of(suffix, size, file.read(64))
    if problem is not None or suffix not in PICTURES:
        return problem, _NO, None
    pixels = _pixels(file)
    return _too_many_pixels(*pixels), pixels, find_metadata(file, suffix)


def _problem_of(suffix: str, size: int, beginning: bytes) -> Problem | None:
    """What speaks against a file before anything looks into it.

    For some files of other formats the time that it takes to measure them grows with the
    square of their size.
    """
    if size > LARGEST_ASSET:
        message = f"the file has {size / 1024 / 1024:.1f} MiB"
        return "image-too-large", message, "shrink it to 2 MiB at most."
    if _ALLOWED[suffix].match(beginning) is None:
        message = f"the file is named {suffix}, and holds something else"
        return "asset-type", message, "save it again in that format."
    return None


def _too_many_pixels(width: int | None, height: int | None) -> Problem | None:
    """What speaks against a small file that a browser unpacks into gigabytes."""
    if width is None or height is None:
        return None
    if max(width, height) <= LONGEST_SIDE and width * height <= MOST_PIXELS:
        return None
    message = f"the picture has {width:,} × {height:,} pixels"
    mend = "scale it down to 50 megapixels, and 20,000 pixels a side, at most."
    return "image-too-large", message, mend


def check_references(document: Document, names: list[str]) -> set[str]:
    """Report what a message shows that is not there; returns the names that it shows.

    *names* are all files of the thread's assets folder, those with problems as well.
    """
    shown = set()
    for reference in _references(document.body):
        inside = reference.startswith(_FOLDER)
        name = reference.removeprefix(_FOLDER)
        if inside and name in names:
            shown.add(name)
        elif inside and "/" not in name:
            mend = mend_by(did_you_mean(name, names), "put the file into the folder assets.")
            message = f"there is no {quoted(reference)}"
            _problem(document, "image-missing", reference, message, mend)
        elif _ABSOLUTE.match(reference) or _FILE.search(reference):
            message = "this does not lie in the thread's folder assets"
            mend = "put the file there and write 'assets/' and its name."
            _problem(document, "image-outside", reference, message, mend)
    return shown


def check_unused(place: Place, names: list[str], shown: set[str], report: Report) -> None:
    """Report the files of an assets folder that no message shows."""
    for name in names:
        if name not in shown:
            mend = f"delete it, or show it with '![…](assets/{name})'."
            path = place.inner(name).shown
            report.path_problem("unused-asset", path, "no message shows this file", mend)


def _references(body: str) -> Iterator[str]:
    # Most messages show nothing, and reading Markdown costs more than all checks together.
    suspect = _FOLDER in body or "![" in body or "<img" in body.lower()
    if suspect or ("](" in body and _RELATIVE_LINK.search(body)):
        yield from dict.fromkeys(asset_references(body))


def _problem(document: Document, code: str, reference: str, message: str, mend: str) -> None:
    text = document.file.text
    start = text.find(reference, document.body_start)
    end = start + len(reference)
    if start < 0:
        # Written with escapes or entities: the first line of the text stands for it.
        start = document.body_start
        end = start + len(document.body)
    document.file.problem(code, start, end, message, mend)


def _pixels(file: BinaryIO) -> Pixels:
    file.seek(0)
    try:
        width, height = imagesize.get(file)
    except Exception:  # noqa: BLE001 - a broken picture raises whatever its reader stumbles over
        return _NO
    return (width, height) if width > 0 and height > 0 else _NO
