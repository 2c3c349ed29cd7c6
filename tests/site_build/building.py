"""Whole sites, built as their owners build them: by MkDocs or ProperDocs in a process of its own.

    built = build_site(tmp_path, feedback)            # feedback is a folder of feedback
    built = build_site(tmp_path, feedback, language="de", settings={"per_page": 3})
    built.code, built.log                             # how it ended and what it said
    built.text("threads/index.html")

The time of the build is that of ``samples.NOW``, so that two builds can be compared.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import yaml

from samples import NOW

REPOSITORY = Path(__file__).resolve().parents[2]
URL = "https://example.org/feedback/"
NAV = ["index.md", *(f"{name}/index.md" for name in ("threads", "topics", "people", "figures"))]
HOME = "# Answers\n\nWhat you write to us.\n\n<!-- answerable:overview -->\n"

Command = Literal["mkdocs", "properdocs"]


@dataclass(frozen=True)
class BuiltSite:
    """What a build left: the folder *root* that is served at *url*, its exit code and log."""

    root: Path
    url: str
    code: int
    log: str

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Every file by its path below the root."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }

    @property
    def pages(self) -> Iterator[str]:
        """The paths of all HTML files."""
        return (path for path in self.files if path.endswith(".html"))

    def text(self, path: str) -> str:
        """The text of the file at *path*."""
        return self.files[path].decode()

    def data(self, path: str) -> Any:
        """The value in the JSON file at *path*."""
        return json.loads(self.files[path])

    def below(self, folder: str) -> Mapping[str, bytes]:
        """The files in *folder*, which ends with a slash."""
        return {path: data for path, data in self.files.items() if path.startswith(folder)}

    def has(self, path: str) -> bool:
        """Whether there is a file at *path*."""
        return path in self.files


def build_site(
    tmp_path: Path,
    feedback_dir: Path,
    *,
    language: str = "en",
    settings: Mapping[str, Any] | None = None,
    docs: Mapping[str, str] | None = None,
    strict: bool = False,
    command: Command = "mkdocs",
    search: Mapping[str, Any] | None = None,
    config: Mapping[str, Any] | None = None,
) -> BuiltSite:
    """Build a small site around *feedback_dir*, with the project in *tmp_path*.

    *settings* are the plugin's and *search* those of the theme's search, *docs* are further
    files by name. *config* changes what mkdocs.yml says; a key whose value is None is left
    out, and what it says under ``theme`` is added to the theme. Whether the build succeeded
    is for the caller to check.
    """
    shown = os.path.relpath(feedback_dir, tmp_path)
    theme = {"name": "material", "language": language, "font": False}
    changes = dict(config or {})
    values: dict[str, Any] = {
        "site_name": "Kitchens & Co., answered",
        "site_url": URL,
        "theme": {**theme, **changes.pop("theme", {})},
        "plugins": [
            {"search": dict(search or {})},
            {"answerable": {"feedback_dir": shown, **(settings or {})}},
        ],
        "nav": NAV,
        **changes,
    }
    tmp_path.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({name: value for name, value in values.items() if value is not None})
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    for name, content in {"index.md": HOME, **(docs or {})}.items():
        page = tmp_path / "docs" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(content, encoding="utf-8")
    return run_build(tmp_path / "mkdocs.yml", tmp_path / "site", strict=strict, command=command)


def build_own_site(target: Path, *, command: Command = "mkdocs") -> tuple[BuiltSite, BuiltSite]:
    """This repository's own site in *target*, its English part and its German one."""
    english = run_build(REPOSITORY / "mkdocs.yml", target, command=command, strict=True)
    german = run_build(REPOSITORY / "mkdocs.de.yml", target / "de", command=command, strict=True)
    return english, german


def run_build(
    config: Path, target: Path, *, strict: bool = False, command: Command = "mkdocs"
) -> BuiltSite:
    """Build what *config* describes into *target*."""
    asked = [sys.executable, "-m", command, "build", "-f", str(config), "-d", str(target)]
    done = subprocess.run(
        [*asked, "--strict"] if strict else asked,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "SOURCE_DATE_EPOCH": str(int(NOW.timestamp())),
        },
        cwd=config.parent,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return BuiltSite(target, _site_url(config), done.returncode, done.stdout + done.stderr)


def _site_url(config: Path) -> str:
    for line in config.read_text(encoding="utf-8").splitlines():
        if line.startswith("site_url: "):
            return line.removeprefix("site_url: ").strip()
    return ""
