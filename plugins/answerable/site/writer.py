"""Writing what is made into the site's folder, beside what others wrote there."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FOLDERS = (
    "api",
    "figures",
    "kinds",
    "people",
    "rules",
    "states",
    "tags",
    "threads",
    "topics",
)
"""The folders below the site's that hold nothing but what is made of the feedback."""


class CollisionError(Exception):
    """A page of the site's own and one of the feedback want the same address."""


class Writer:
    """Writes files below *folder*; *taken* names the source of what already lies there."""

    def __init__(self, folder: Path, taken: Mapping[str, str]) -> None:
        self._folder = folder
        self._taken = taken
        self._written: set[str] = set()

    def write(self, path: str, content: bytes) -> None:
        """Write one file. Raises CollisionError where the path is taken."""
        if path in self._taken:
            raise CollisionError(
                f"docs/{self._taken[path]} and the feedback both make '{path}': "
                "rename the page, or the thread, topic, tag or person."
            )
        target = self._folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self._written.add(path)

    def remove_others(self) -> None:
        """Delete what an earlier build left below :data:`FOLDERS`: it may be erased by now."""
        for name in FOLDERS:
            for file in (self._folder / name).rglob("*"):
                path = file.relative_to(self._folder).as_posix()
                if file.is_file() and path not in self._written and path not in self._taken:
                    file.unlink()
