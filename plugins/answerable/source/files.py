"""Reading one file of the feedback folder.

Links are never followed, and no more of a file is read than a message can hold. Whatever is
wrong with the bytes is reported; only a file that is no UTF-8 or too large has no text.
"""

from __future__ import annotations

import os
from typing import BinaryIO

from answerable.source.canonical import BYTE_ORDER_MARK, check_canonical
from answerable.source.problems import Report, SourceFile

LARGEST_FILE = 1024 * 1024
LARGEST_SIGNATURE = 64 * 1024
"""More is never read: what is cut off there is no signature."""

# Without O_NONBLOCK, a pipe that takes a file's place would be waited for.
_FLAGS = os.O_RDONLY
for _name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"):
    _FLAGS |= getattr(os, _name, 0)


def read_file(path: str, shown: str, report: Report) -> SourceFile | None:
    """The text of the file at *path*, without a byte order mark.

    *shown* is the path in diagnostics. Returns None if there is no text to go on with.
    """
    try:
        data = _read_bytes(path, LARGEST_FILE + 1)
    except OSError as error:
        report.path_problem(
            "unreadable",
            shown,
            f"the file cannot be read: {error.strerror or error}",
            "check that the file is there and who may read it.",
        )
        return None
    if len(data) > LARGEST_FILE:
        report.path_problem(
            "file-too-large",
            shown,
            "the file is larger than 1 MiB",
            "shorten it; pictures and documents belong into the folder assets.",
        )
        return None
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        _not_utf8(shown, data, error, report)
        return None
    file = SourceFile(shown, text, report, data)
    if text.startswith(BYTE_ORDER_MARK):
        file.problem(
            "byte-order-mark",
            0,
            1,
            "the file begins with a byte order mark",
            "save the file as UTF-8 without BOM.",
        )
        file.text = text[1:]
    check_canonical(file, data)
    return file


def read_signature(path: str, shown: str, report: Report) -> bytes | None:
    """The bytes of a detached signature; None where it cannot be read, which is reported."""
    try:
        return _read_bytes(path, LARGEST_SIGNATURE)
    except OSError as error:
        message = f"the signature cannot be read: {error.strerror or error}"
        mend = "check who may read it, or sign the reply again."
        report.path_problem("unreadable", shown, message, mend)
        return None


def open_file(path: str) -> BinaryIO:
    """A file opened for reading. Raises OSError, also where *path* is a link."""
    return os.fdopen(os.open(path, _FLAGS), "rb")


def _read_bytes(path: str, most: int) -> bytes:
    handle = os.open(path, _FLAGS)
    try:
        data = b""
        # To meet the end by reading on costs less than to ask for the size.
        while len(data) < most:
            part = os.read(handle, min(most - len(data), 65_536))
            if not part:
                break
            data += part
        return data
    finally:
        os.close(handle)


def _not_utf8(shown: str, data: bytes, error: UnicodeDecodeError, report: Report) -> None:
    line_end = data.find(b"\n", error.start)
    known = data[: line_end if line_end >= 0 else len(data)].decode(errors="replace")
    place = len(data[: error.start].decode())
    SourceFile(shown, known, report).problem(
        "unreadable",
        place,
        place + 1,
        f"the byte 0x{data[error.start]:02X} is not UTF-8",
        "save the file as UTF-8.",
    )
