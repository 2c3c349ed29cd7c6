"""The texts of the interface, as they stand in code and templates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from babel.messages.extract import extract_from_dir

PACKAGE = Path(__file__).parents[1] / "plugins" / "answerable"
KEYWORDS = {
    "text": None,
    "plural": (1, 2),
    "plural_forms": (1, 2),
    "N_": None,
    "_": None,
    "n_": (1, 2),
}
METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]


def messages_in_code() -> Iterator[str | tuple[str, ...]]:
    """Every text, in the order of the files; one with a plural as a pair."""
    for part in ("site",):
        for _file, _line, message, _comments, _context in extract_from_dir(
            PACKAGE / part, METHODS, keywords=KEYWORDS
        ):
            if message:
                yield message
