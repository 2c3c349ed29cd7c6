"""docs/everyday.md has every verb for people, and docs/exporting.md every column of the table."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from answerable.cli import main
from answerable.site.export import COLUMNS
from samples import SLUG, write_sample

DOCS = Path(__file__).parents[2] / "docs"


def page(name: str) -> str:
    return (DOCS / f"{name}.md").read_text(encoding="utf-8")


def test_every_verb_for_people_is_on_the_page():
    told = page("everyday")

    for verb in ("list", "show", "reply", "new", "stats", "serve", "export", "completion"):
        assert f"answerable {verb}" in told


def test_the_names_of_a_thread_are_such(tmp_path, monkeypatch):
    write_sample(tmp_path / "feedback")
    monkeypatch.chdir(tmp_path)
    section = page("everyday").partition("## How threads are named")[2].partition("\n## ")[0]
    names = re.findall(r"\| `([^`]+)` \|", section)

    assert len(names) == 4
    for name in names:
        result = CliRunner().invoke(main, ["show", name])
        assert f"threads/2026/{SLUG}" in result.stdout


def test_every_column_of_the_table_is_explained():
    section = page("exporting").partition("## CSV")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| (`.+?) \|", section)

    assert [name for row in rows for name in re.findall(r"`([a-z]+)`", row)] == list(COLUMNS)
