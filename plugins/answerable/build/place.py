"""Where the feedback lies beside the site: in a folder that nobody publishes or empties."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path


class PlaceError(Exception):
    """The feedback folder is not there, or where it must not be."""


def feedback_folder(home: Path, name: str, others: Mapping[str, Path]) -> Path:
    """The folder *name* in the folder *home* of mkdocs.yml.

    *others* are the folders of the site by their settings. Raises PlaceError.
    """
    root = home / name
    if not root.is_dir():
        raise PlaceError(
            f"there is no feedback folder '{name}' beside mkdocs.yml: "
            "make it, or name another one in the setting feedback_dir."
        )
    for setting, other in others.items():
        inner, outer = root.resolve(), other.resolve()
        if inner.is_relative_to(outer) or outer.is_relative_to(inner):
            raise PlaceError(
                f"feedback_dir '{name}' and {setting} lie in one another: what is not published "
                "would be. Keep the feedback in a folder of its own."
            )
    return root
