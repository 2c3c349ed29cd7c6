"""Writes the pictures of both languages."""

from __future__ import annotations

import tempfile
from pathlib import Path

from screenshots.photographs import ANSWERED, ASKED, NEW, SIGNED, Camera, camera
from screenshots.sample import WORDS, Sample
from screenshots.sketches import sketches

DOCS = Path(__file__).parents[2] / "docs"
FOLDERS = {"en": DOCS / "assets", "de": DOCS / "de" / "assets"}


def draw(language: str) -> None:
    """Write the sketches in *language*."""
    for name, drawing in sketches(language).items():
        (FOLDERS[language] / name).write_text(drawing, encoding="utf-8", newline="\n")


def photograph(with_camera: Camera, language: str) -> None:
    """Write the photographs in *language*."""
    with tempfile.TemporaryDirectory() as root:
        sample = Sample(Path(root), language)
        states = {sample.make: NEW, sample.ask: ASKED, sample.answer: ANSWERED, sample.sign: SIGNED}
        for change, shots in states.items():
            change()
            with_camera.take(sample.build(), shots, FOLDERS[language])


if __name__ == "__main__":
    with camera() as one:
        for code in WORDS:
            FOLDERS[code].mkdir(exist_ok=True)
            draw(code)
            photograph(one, code)
