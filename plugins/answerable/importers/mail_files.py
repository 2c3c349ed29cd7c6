"""Where letters lie: mbox files, files of one letter, Maildirs, and folders of all these.

An mbox (RFC 4155) is a text in which each letter begins with a line ``From `` after an empty
one; lines of a letter that begin so were marked with ``>``. A letter that is too large is
passed over while reading, so an mbox may be larger than the memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email.utils import parsedate_tz
from pathlib import Path

from answerable.importers.export_files import ExportFileError, named_file, walk_export
from answerable.importers.export_stream import open_export

LARGEST_LETTER = 32 * 1024 * 1024
LARGEST_MBOX = 8 * 1024**3

_SUFFIXES = frozenset({"", ".eml", ".mbox", ".mbx", ".gz"})
_LETTERS = ("cur", "new")  # a Maildir's
_FLAGS = re.compile(r"[:;!]2,([A-Za-z]*)\Z")
_ASIDE = frozenset(
    "deleted_items deleted_messages drafts entwürfe gelöschte_elemente junk junk-e-mail papierkorb "
    "spam templates trash vorlagen".split()
)
_SEPARATOR = re.compile(rb"From \S+ .*[0-9]{4}")
_QUOTED = re.compile(rb">+From ")
_POSTED = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} .?[0-9] [0-9:]{5,8}(?: [A-Z+0-9-]+)? [0-9]{4}")


@dataclass(frozen=True, slots=True)
class RawLetter:
    """The bytes of a letter, or the reason why it is left out, and when it was posted."""

    shown: str
    data: bytes = b""
    left_out: str | None = None
    posted: datetime | None = None


def read_letters(path: Path) -> Iterator[RawLetter]:
    """All letters at *path*, the files by name."""
    if path.is_file():
        yield from _file(named_file(path), path.name)
        return
    for folder in walk_export(path, _may_hold_letters):
        for item, reason in folder.passed_over:
            yield RawLetter(item.relative_to(path).as_posix(), left_out=reason)
        is_maildir = folder.path.name in _LETTERS
        for file in folder.files:
            shown = file.relative_to(path)
            why = _why_passed_over(shown, is_maildir=is_maildir)
            if why is None:
                yield from _file(file, shown.as_posix())
            else:
                yield RawLetter(shown.as_posix(), left_out=why)


def _may_hold_letters(folder: Path) -> bool:
    # A Maildir's letters that are not yet delivered.
    return not (folder.name == "tmp" and (folder.parent / "cur").is_dir())


def _why_passed_over(shown: Path, *, is_maildir: bool) -> str | None:
    folders = (*shown.parts[:-1], shown.stem)
    if any(name.lower().replace(" ", "_") in _ASIDE for name in folders):
        return "lies among drafts, spam or deleted letters"
    if not is_maildir:
        known = shown.suffix.lower() in _SUFFIXES
        return None if known else "is neither a letter (.eml) nor an mbox"
    flags = _FLAGS.search(shown.name)
    if flags and "T" in flags[1]:
        return "deleted"
    return "a draft" if flags and "D" in flags[1] else None


def _file(file: Path, shown: str) -> Iterator[RawLetter]:
    number = 0
    try:
        with open_export(file, LARGEST_MBOX) as export:
            for number, letter in enumerate(_letters(export.lines(LARGEST_LETTER)), start=1):
                one = letter.is_whole_file
                yield letter.raw(shown if one else f"{shown} letter {number}")
    except ExportFileError as error:
        yield RawLetter(f"{shown} after letter {number}" if number else shown, left_out=str(error))
        return
    if not number:
        yield RawLetter(shown, left_out="is empty")


class _Letter:
    """The lines of a letter as they come; ``is_whole_file`` where no mbox is around it."""

    def __init__(self, separator: bytes | None) -> None:
        self.is_whole_file = separator is None
        self.lines: list[bytes] = []
        self._size = 0
        self._separator = separator or b""

    def add(self, line: bytes | None) -> None:
        self._size += LARGEST_LETTER + 1 if line is None else len(line)
        if line is None or self._size > LARGEST_LETTER:
            self.lines.clear()
            return
        if not self.is_whole_file and _QUOTED.match(line):
            line = line[1:]
        self.lines.append(line)

    def raw(self, shown: str) -> RawLetter:
        if self._size > LARGEST_LETTER:
            return RawLetter(shown, left_out=f"is larger than {LARGEST_LETTER // 1024**2} MiB")
        return RawLetter(shown, b"".join(self.lines), posted=_posted(self._separator))


def _letters(lines: Iterator[bytes | None]) -> Iterator[_Letter]:
    letter: _Letter | None = None
    after_empty = True
    for line in lines:
        starts = line is not None and line.startswith(b"From ") and after_empty
        if letter is None:
            letter = _Letter(line if starts else None)
            if not starts:
                letter.add(line)
        elif (
            starts
            and line is not None
            and not letter.is_whole_file
            and _SEPARATOR.match(line[:1000])
        ):
            yield letter
            letter = _Letter(line)
        else:
            letter.add(line)
        after_empty = line is not None and not line.strip()
    if letter is not None:
        yield letter


def _posted(separator: bytes) -> datetime | None:
    match = _POSTED.search(separator[:1000])
    parts = parsedate_tz(match[0].decode("ascii")) if match else None
    try:
        return datetime(*parts[:6], tzinfo=timezone.utc) if parts else None
    except ValueError:
        return None
