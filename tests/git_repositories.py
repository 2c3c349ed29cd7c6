"""Git repositories for tests: one with the sample in it, and clones of it."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from samples import write, write_sample


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "Change") -> str:
    """Commit all that lies in *folder*; the commit's id."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def identify(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who commits; and nothing here has to survive a power failure."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.com")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsync")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "none")


def make_repository(folder: Path, config: str = "plugins: [answerable]\n") -> Path:
    """A repository at *folder* whose branch main holds the sample."""
    write_sample(folder / "feedback")
    write(folder, "mkdocs.yml", config)
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "Begin")
    return folder
