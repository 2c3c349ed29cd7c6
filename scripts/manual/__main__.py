"""Writes the reference into docs/."""

from __future__ import annotations

from pathlib import Path

from manual.reference import reference

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"

if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
