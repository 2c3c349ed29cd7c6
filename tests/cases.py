"""One mistake in the sample, where it has to be found, and what it costs.

A table of cases is run by two tests, ``check_place`` and ``check_weight``.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pytest

from answerable.codes import Severity
from answerable.config import Settings
from answerable.source import Loaded, load_feedback
from samples import COMMENT, NOW, REPLY, comment_text, reply_text, write, write_sample

Files = Mapping[str, "str | bytes | None"]
LeftOut = Literal["thread", "reply", "nothing"]


@dataclass(frozen=True)
class Case:
    """A mistake: *files* to write, or to delete where they are None.

    It is found as *code* in *path* at *line* and *column*, and the text *marked* is what is
    marked. As an error it leaves *left_out* out of the values; with *usable* false it does so
    whatever it weighs, because no value remains.
    """

    code: str
    files: Files
    path: str
    line: int
    column: int
    marked: str
    left_out: LeftOut = "nothing"
    usable: bool = True
    public: bool = False

    def __str__(self) -> str:
        return f"{self.code}-{self.path.rpartition('/')[2]}-{self.line}-{self.column}"

    def load(self, severity: Severity | None = None) -> Loaded:
        """The sample with the mistake in it."""
        checks = {self.code: severity} if severity else {}
        settings = Settings(checks=checks, repository="public" if self.public else "private")
        root = Path(tempfile.mkdtemp())
        try:
            write_sample(root)
            for path, content in self.files.items():
                if content is None:
                    (root / path).unlink()
                else:
                    write(root, path, content)
            return load_feedback(root, settings, now=NOW)
        finally:
            shutil.rmtree(root)

    def check_place(self) -> None:
        """The mistake is found once, where it is."""
        (found,) = [
            found
            for found in self.load().diagnostics
            if found.code == self.code and found.path == f"feedback/{self.path}"
        ]
        assert (found.line, found.column) == (self.line, self.column)
        assert found.source[found.column - 1 : found.end_column - 1] == self.marked
        assert found.message
        assert found.mend.endswith(".")

    def check_weight(self) -> None:
        """Only an error leaves out what is usable; what is off is not reported."""
        assert self._left_out(self.load("error")) == self.left_out
        warned = self.load("warning")
        assert self.code in [found.code for found in warned.diagnostics]
        assert self._left_out(warned) == ("nothing" if self.usable else self.left_out)
        silent = self.load("off")
        assert self.code not in [found.code for found in silent.diagnostics]
        assert self._left_out(silent) == ("nothing" if self.usable else self.left_out)

    def _left_out(self, loaded: Loaded) -> LeftOut:
        if not loaded.feedback.threads:
            return "thread"
        has_reply = bool(loaded.feedback.threads[0].replies)
        return "reply" if not has_reply and self.files.get(REPLY, "") is not None else "nothing"


def comment(
    code: str,
    place: tuple[int, int, str],
    *,
    usable: bool = True,
    public: bool = False,
    **changes: str | None,
) -> Case:
    """A mistake in the comment, of a thread without replies."""
    files = {COMMENT: comment_text(**changes), REPLY: None}
    return Case(code, files, COMMENT, *place, "thread", usable, public)


def reply(
    code: str, place: tuple[int, int, str], *, usable: bool = True, **changes: str | None
) -> Case:
    """A mistake in the reply."""
    return Case(code, {REPLY: reply_text(**changes)}, REPLY, *place, "reply", usable)


def raw(code: str, place: tuple[int, int, str], content: str | bytes, usable: bool = True) -> Case:
    """A reply of these bytes."""
    return Case(code, {REPLY: content}, REPLY, *place, "reply", usable)


def every(cases: list[Case]) -> pytest.MarkDecorator:
    """Run a test with every case."""
    return pytest.mark.parametrize("case", cases, ids=str)
