"""Plain text, as in letters and cells of tables, as Markdown that shows the same words.

Every sign that Markdown would take for its own is escaped, but for what plain text writes the
same way: quotes (``>``), points of a list, and blocks that are set in by four spaces, which
are code. A line that ends long before the others ends there on the page as well; lines that
were only wrapped become one paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from answerable.importers.escape import escape_text

SHORT_LINE = 55
MOST_QUOTES = 20

_QUOTE = re.compile(r"[ ]{0,3}((?:>[ ]?)+)(.*)")
_POINT = re.compile(r"[ ]{0,3}(?:([-*+•])|([0-9]{1,3}[.)]))[ \t]+(\S.*)")
_CODE = re.compile(r"(?: {4}|\t)[ \t]*\S")


class _Line(NamedTuple):
    """A line: how deep it is quoted, the mark of a list's point, and its words."""

    quotes: int
    mark: str
    words: str


_EMPTY = _Line(0, "", "")


def markdown_from_plain(text: str) -> str:
    """The Markdown of a plain *text*, which is canonical."""
    return "\n".join(_blocks(text.split("\n")))


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    at = 0
    before: _Line | None = None
    while at < len(lines):
        if before is None or not before.words:
            end = _end_of_code(lines, at)
            if end > at:
                yield from _code(lines[at:end])
                before, at = _EMPTY, end
                continue
        line = _read(lines[at])
        if before == line == _EMPTY:
            at += 1
            continue
        after = _read(lines[at + 1]) if at + 1 < len(lines) else None
        if before is not None and before.words and before.quotes != line.quotes:
            yield ""  # else the line would count to the quote
        yield _shown(line, after)
        before, at = line, at + 1


def _end_of_code(lines: Sequence[str], start: int) -> int:
    """Where the code that begins at *start* ends; *start* itself where there is none."""
    end = at = start
    while at < len(lines) and (not lines[at].strip() or _CODE.match(lines[at])):
        if lines[at].strip():
            end = at + 1
        elif at == start:
            break
        at += 1
    return end


def _code(lines: Sequence[str]) -> Iterator[str]:
    signs = max((len(run) for line in lines for run in re.findall("`+", line)), default=0)
    fence = "`" * max(3, signs + 1)
    least = min(len(line) - len(line.lstrip()) for line in lines if line.strip())
    yield fence
    yield from (line[least:].rstrip() for line in lines)
    yield fence
    yield ""


def _read(line: str) -> _Line:
    quoted = _QUOTE.fullmatch(line)
    quotes = min(quoted[1].count(">"), MOST_QUOTES) if quoted else 0
    words = quoted[2] if quoted else line
    point = _POINT.fullmatch(words)
    if point is None:
        return _Line(quotes, "", words.strip(" \t"))
    return _Line(quotes, "-" if point[1] else point[2], point[3].strip(" \t"))


def _shown(line: _Line, after: _Line | None) -> str:
    words = escape_text(line.words, opens_line=True, before_element=False, in_link=False)
    goes_on = after is not None and after.words and not after.mark and after.quotes == line.quotes
    if words and goes_on and len(line.words) < SHORT_LINE:
        words += "  "
    before = "> " * line.quotes + (f"{line.mark} " if line.mark else "")
    return f"{before}{words}" if words else before.rstrip()
