"""Sketches of what a forge shows, drawn by us: a forge's pages belong to others, and change.

They say where to press, not how it looks. The words on the buttons are GitHub's, which has
no others; the tutorials name those of the other forges.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from screenshots.sample import THREAD, WORDS

_WIDTH = 520
_LINE = 22
_STYLE = """
text { font: 14px system-ui, sans-serif; fill: #222 }
.code { font: 13px ui-monospace, monospace }
.faint { fill: #666 }
.panel { fill: #fff; stroke: #999 }
.mark { fill: #fff3e0; stroke: #d84315 }
.press { fill: #d84315 }
.on-press { fill: #fff; font-weight: 600 }
.wrong { fill: #b3261e }
.right { fill: #1b6e33 }
@media (prefers-color-scheme: dark) {
  text { fill: #e6e6e6 }
  .faint { fill: #aaa }
  .panel { fill: #1e2129; stroke: #777 }
  .mark { fill: #3a2a20; stroke: #ff8a65 }
  .press { fill: #ff8a65 }
  .on-press { fill: #1e2129 }
  .wrong { fill: #ff8a80 }
  .right { fill: #81c995 }
}
"""


class Row(NamedTuple):
    """A line of a sketch: its words, and how they look.

    ``note`` is ours, ``mark`` is to be seen and ``press`` to be pressed; others are of _STYLE.
    """

    text: str
    look: str = ""


_LABEL = {"en": "Sketch", "de": "Skizze"}
_NOTES = {
    "en": ("leave this as it is", "your answer, in place of the last line", "after you mended it"),
    "de": ("so lassen", "Ihre Antwort, anstelle der letzten Zeile", "nachdem Sie es behoben haben"),
}


def sketches(language: str) -> dict[str, str]:
    """The drawings by the name of their file, SVG."""
    leave, yours, mended = _NOTES[language]
    name = "2026-11-03-anna.md"
    first = WORDS[language].answer.split(". ")[0] + "."
    file = f"feedback/{THREAD}/{name}"
    editor = [
        Row(file, "code"),
        Row("Commit changes…", "press"),
        Row(leave, "note"),
        *(Row(line, "code faint") for line in _FRONT),
        Row(f"language: {language}", "code faint"),
        Row("---", "code faint"),
        Row(yours, "note"),
        Row(first, "mark"),
    ]
    propose = [
        Row("Commit changes"),
        Row("○  Commit directly to the main branch", "faint"),
        Row("●  Create a new branch for this commit and start a pull request", "mark"),
        Row("Propose changes", "press"),
    ]
    check = [
        Row("✗  check", "wrong"),
        Row(f"{name}:10", "code faint"),
        Row("this line still stands where the answer belongs", "mark"),
        Row(mended, "note"),
        Row("✓  check", "right"),
        Row("Merge pull request", "press"),
    ]
    return {
        "forge-editor.svg": _drawn(editor, language),
        "forge-propose.svg": _drawn(propose, language),
        "forge-check.svg": _drawn(check, language),
    }


_FRONT = (
    "---",
    "thread: k7q2m9x4tb",
    "answers: comment",
    "question: hmac-sha256:9ad6…",
    "title: hmac-sha256:4937…",
    "signed_by: anna",
    "date: 2026-11-03T10:05:00+01:00",
)


def _drawn(rows: Sequence[Row], language: str) -> str:
    parts: list[str] = []
    y = 40
    for row in rows:
        tall = row.look in ("mark", "press")
        y += 10 if tall or row.look == "note" else 0
        parts += _row(row, y)
        y += _LINE + (12 if tall else 0)
    height = y + 6
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}">\n<style>{_STYLE}</style>\n'
        f'<rect class="panel" x="1" y="1" width="{_WIDTH - 2}" height="{height - 2}" rx="6"/>\n'
        f'<text class="faint" x="{_WIDTH - 14}" y="20" text-anchor="end" '
        f'style="font-size: 12px">{_LABEL[language]}</text>\n' + "\n".join(parts) + "\n</svg>\n"
    )


def _row(row: Row, y: int) -> list[str]:
    words = escape(row.text)
    if row.look == "press":
        width = 9 * len(row.text) + 28
        return [
            f'<rect class="press" x="16" y="{y - 8}" width="{width}" height="30" rx="5"/>',
            f'<text class="on-press" x="28" y="{y + 12}">{words}</text>',
        ]
    if row.look == "mark":
        return [
            f'<rect class="mark" x="12" y="{y - 8}" width="{_WIDTH - 24}" height="30" rx="3"/>',
            f'<text x="22" y="{y + 12}">{words}</text>',
        ]
    if row.look == "note":
        return [f'<text class="faint" x="16" y="{y + 4}" font-style="italic">{words}</text>']
    look = f' class="{row.look}"' if row.look else ""
    return [f'<text{look} x="22" y="{y + 4}">{words}</text>']
