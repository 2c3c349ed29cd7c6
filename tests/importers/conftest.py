from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.config import Settings
from answerable.model import Comment, Reply, Thread
from answerable.source import load_feedback
from samples import (
    ANNA,
    BEN,
    NOW,
    POLICY,
    POLICY_TEXT,
    TOPIC,
    person_text,
    topic_text,
    write,
)


class Site:
    """A site without threads, and an export beside it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "site" / "feedback"
        self.export = folder / "export"
        self.export.mkdir()
        write(self.root, POLICY, POLICY_TEXT)
        write(self.root, ANNA, person_text(since="2010-01-01"))
        write(self.root, BEN, person_text(name="Ben Olsen", handles=None, since="2017-01-01"))
        write(self.root, TOPIC, topic_text())

    def run(self, form: str, *options: str, path: Path | None = None) -> Result:
        arguments = ["import", form, str(path or self.export), *options]
        return CliRunner().invoke(main, [*arguments, "--feedback", str(self.root)])

    def report(self, form: str, *options: str, path: Path | None = None) -> dict[str, Any]:
        """The report of an import that went well, and whose counts add up."""
        result = self.run(form, *options, "--format", "json", path=path)
        assert result.exit_code == 0, result.output
        report: dict[str, Any] = json.loads(result.stdout)
        counted = sum(report["new"].values()) + report["already_there"] + len(report["left_out"])
        assert counted == report["read"]
        return report

    def left_out(self, form: str, *options: str) -> dict[str, str]:
        """The reasons by item."""
        return {each["item"]: each["reason"] for each in self.report(form, *options)["left_out"]}

    def check(self) -> str:
        """What the command ``check`` says; it must not find an error."""
        result = CliRunner().invoke(main, ["check", "--feedback", str(self.root)])
        assert result.exit_code == 0, result.output
        return result.stdout

    def all_threads(self) -> tuple[Thread, ...]:
        """The threads that lie there, by time."""
        return load_feedback(self.root, Settings(), now=NOW).feedback.threads

    def threads(self) -> dict[str, Thread]:
        """The threads that lie there, by title."""
        return {thread.title or "": thread for thread in self.all_threads()}

    def thread(self) -> Thread:
        """The only thread that lies there."""
        (thread,) = self.all_threads()
        return thread

    def messages(self) -> list[Comment | Reply]:
        """All messages that lie there."""
        found: list[Comment | Reply] = []
        for thread in self.all_threads():
            found += [thread.comment, *thread.follow_ups, *thread.replies]
        return found

    def files(self) -> dict[str, bytes]:
        """Every file of the feedback folder, by path."""
        return {
            file.relative_to(self.root).as_posix(): file.read_bytes()
            for file in sorted(self.root.rglob("*"))
            if file.is_file()
        }


@pytest.fixture
def site(tmp_path, monkeypatch) -> Site:
    made = Site(tmp_path)
    # Waiting for the disk makes thousands of small files slow, and shows nothing here.
    monkeypatch.setattr(os, "fsync", lambda _file: None)
    monkeypatch.chdir(made.root.parent)
    return made
