"""Splitting a file into its front matter and its body.

The front matter stands between two lines of exactly ``---``, the first of which is the first
line of the file. Nothing else opens it: ``---js`` of other programs is a problem, never a
program. The body is everything after the second line, byte for byte.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from answerable.source.nodes import Mapping
from answerable.source.problems import SourceFile, quoted
from answerable.source.smallyaml import read_yaml

LARGEST_FRONT_MATTER = 64 * 1024

_CLOSING = re.compile(r"\n---(?:\r?\n|\Z)")
_MEND = "begin the file with a line '---', the fields, and another line '---'."


class Document(NamedTuple):
    """A file in its parts.

    ``closing`` is the place of the line that closes the front matter, ``body_start`` that of
    the body, in the file's text.
    """

    file: SourceFile
    fields: Mapping
    body: str
    body_start: int
    closing: int

    def span(self, name: str) -> tuple[int, int]:
        """The place of the value of a field, of the opening line if there is no such field."""
        return self.fields.span(name)

    def problem(self, code: str, name: str, message: str, mend: str) -> None:
        """Report a problem of the value of a field."""
        start, end = self.fields.span(name)
        self.file.problem(code, start, end, message, mend)

    def empty_body(self, mend: str) -> None:
        """Report that there is no text."""
        self.file.problem(
            "empty-body", self.closing, self.closing + 3, "the message has no text", mend
        )


def read_document(file: SourceFile) -> Document | None:
    """The front matter and the body of *file*, None if there is no usable front matter."""
    text = file.text
    if not text.startswith(("---\n", "---\r\n")):
        _missing(file)
        return None
    closing = _CLOSING.search(text, 3)
    if closing is None:
        _unclosed(file)
        return None
    start = text.index("\n") + 1
    end = closing.start() + 1
    if end - start > LARGEST_FRONT_MATTER:
        file.problem(
            "file-too-large", 0, 3, "the front matter is larger than 64 KiB", "shorten it."
        )
        return None
    fields = read_yaml(file, start, end) if end > start else Mapping({}, 0, 3)
    if fields is None:
        return None
    # A problem of the front matter as a whole is shown at the line that opens it.
    whole = Mapping(fields.entries, 0, 3)
    return Document(file, whole, text[closing.end() :], closing.end(), end)


def _missing(file: SourceFile) -> None:
    first = file.text.split("\n", 1)[0]
    if first.strip() == "---":
        message, mend = "the first line must be '---' alone", "delete what stands around it."
    elif first.startswith("---"):
        message = f"{quoted(first.rstrip())} opens no front matter"
        mend = "write the fields as YAML below a line '---'; other languages are never run."
    else:
        message, mend = "the file does not begin with front matter", _MEND
    file.problem("front-matter-missing", 0, max(len(first), 1), message, mend)


def _unclosed(file: SourceFile) -> None:
    mend = "put a line of exactly '---' below the last field."
    file.problem("front-matter-unclosed", 0, 3, "no line '---' closes the front matter", mend)
