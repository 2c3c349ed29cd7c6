from __future__ import annotations

from pathlib import Path

import pytest

from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.model import Thread
from answerable.source import Loaded, load_feedback
from samples import NOW, write, write_sample


class Folder:
    """A feedback folder that begins as the sample."""

    def __init__(self, root: Path) -> None:
        self.root = root
        write_sample(root)

    def write(self, path: str, content: str | bytes) -> Path:
        return write(self.root, path, content)

    def delete(self, path: str) -> None:
        (self.root / path).unlink()

    def load(self, settings: Settings | None = None) -> Loaded:
        return load_feedback(self.root, settings or Settings(), now=NOW)

    def thread(self) -> Thread:
        """The one thread of a folder without problems."""
        loaded = self.load()
        assert loaded.diagnostics == ()
        (thread,) = loaded.feedback.threads
        return thread

    def problems(self, settings: Settings | None = None) -> list[str]:
        """The codes of all problems, in order."""
        return [found.code for found in self.load(settings).diagnostics]

    def problem(self, code: str, settings: Settings | None = None) -> Diagnostic:
        """The one problem of this code."""
        (found,) = [each for each in self.load(settings).diagnostics if each.code == code]
        return found


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "feedback")
