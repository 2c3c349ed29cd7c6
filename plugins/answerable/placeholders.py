"""What stands in a prefilled reply where only its author knows what is right.

A page of the site cannot know who will answer, and when. So these words are never right in a
file of the feedback folder: ``check`` says of each what to write in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PERSON = "your-name"
DAY = "YYYY-MM-DD"
TIME = "YYYY-MM-DDThh:mm:ss+00:00"
STEM = f"{DAY}-{PERSON}"

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "en": "Write your answer here, in place of this line.",
        "de": "Schreiben Sie Ihre Antwort hierher, anstelle dieser Zeile.",
    }
)
"""The line of the answer, by language."""


def words_in(language: str) -> str:
    """The line in place of the answer, for a site in *language*."""
    return WORDS.get(language.replace("_", "-").split("-")[0], WORDS["en"])


def line_left(body: str) -> str | None:
    """The line of WORDS that was left in *body*, None if none was."""
    lines = {line.strip() for line in body.split("\n")}
    return next((words for words in WORDS.values() if words in lines), None)
