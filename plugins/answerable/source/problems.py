"""Where the problems of one load are gathered, weighed by the settings.

A problem whose check is ``off`` is not kept. An error marks its file as failed, so that what
the file says is left out; a warning never does.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import islice

from answerable.codes import DEFAULT_SEVERITY
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.source.names import printable

# A longer line is not shown: nobody reads it, and a file of one line would be kept whole.
LONGEST_LINE = 10_000

MOST_NAMES = 10


class Report:
    """The problems found so far."""

    __slots__ = ("_severity", "diagnostics")

    def __init__(self, settings: Settings) -> None:
        self._severity = {code: settings.severity(code) for code in DEFAULT_SEVERITY}
        self.diagnostics: list[Diagnostic] = []

    def is_error(self, code: str) -> bool:
        """Whether what has this problem is left out."""
        return self._severity[code] == "error"

    def is_off(self, code: str) -> bool:
        """Whether nobody wants to know."""
        return self._severity[code] == "off"

    def path_problem(self, code: str, path: str, message: str, mend: str) -> None:
        """Report a problem of a file or folder as such, not of a place in it."""
        if not self.is_off(code):
            self.diagnostics.append(Diagnostic(path, 1, 1, code, message, mend, 1))


class SourceFile:
    """The text of one file, and the problems found in it.

    ``path`` is the path as it is shown, ``data`` are the bytes on disk. ``failed`` turns true
    with the first error.
    """

    __slots__ = ("_report", "data", "failed", "path", "text")

    def __init__(self, path: str, text: str, report: Report, data: bytes = b"") -> None:
        self.path = path
        self.text = text
        self.data = data
        self.failed = False
        self._report = report

    def problem(self, code: str, start: int, end: int, message: str, mend: str) -> None:
        """Report a problem of the characters from *start* to *end* of the text.

        Only the first line of a longer stretch is marked.
        """
        if self._report.is_off(code):
            return
        if self._report.is_error(code):
            self.failed = True
        text = self.text
        start = min(max(start, 0), len(text))
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", start)
        if line_end < 0:
            line_end = len(text)
        self._report.diagnostics.append(
            Diagnostic(
                path=self.path,
                line=text.count("\n", 0, start) + 1,
                column=start - line_start + 1,
                code=code,
                message=message,
                mend=mend,
                end_column=max(min(end, line_end), start + 1) - line_start + 1,
                source=text[line_start:line_end] if line_end - line_start <= LONGEST_LINE else "",
            )
        )

    def depends(self, code: str) -> None:
        """Fail as with this problem, which is reported elsewhere already, at its cause."""
        if self._report.is_error(code):
            self.failed = True


def mend_by(guess: str, advice: str) -> str:
    """A mend of a guess, which may be empty, and an advice, as sentences."""
    return f"{guess}{advice[0].upper()}{advice[1:]}" if guess else advice


def quoted(text: str) -> str:
    """*text* in quotes as a message shows it: on one line, and not endless."""
    return f"'{shortened(text)}'"


def shortened(text: str) -> str:
    """*text* on one line and not endless."""
    shown = printable(text[:80])
    return shown if len(text) <= 80 and len(shown) <= 80 else f"{shown[:79]}…"


def listed(names: Collection[str]) -> str:
    """*names* as a message lists them: ``a, b, c``, and of many only how many there are more."""
    more = len(names) - MOST_NAMES
    shown = ", ".join(islice(names, MOST_NAMES))
    return f"{shown}, … and {more:,} more" if more > 0 else shown
