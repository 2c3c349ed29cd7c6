"""Pieces of HTML that are made once and set into several pages.

What depends on the page stands in a piece as a mark and is put in last. A mark holds a NUL,
which can come from no file: CommonMark replaces it and YAML refuses it.
"""

from __future__ import annotations

from markupsafe import Markup

ROOT = "\0r"
"""The way from the page to the site's root."""
PAGE = "\0p"
"""The address of the thread's page, in front of the ``#`` of a message."""
FILES = "\0f"
"""The way from the page to the thread's folder."""


def place(piece: str, *, root: str, page: str = "", files: str = "") -> Markup:
    """*piece* for one page; *page* and *files* matter only where messages stand in it."""
    piece = piece.replace(ROOT, root)
    if PAGE in piece:
        piece = piece.replace(PAGE, page)
    if FILES in piece:
        piece = piece.replace(FILES, files)
    return Markup(piece)  # noqa: S704  (made by templates and answerable.markup)
