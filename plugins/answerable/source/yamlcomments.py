"""The comments of the small YAML, which no value tells of.

A ``#`` begins one only between two tokens: in quotes and within a word it is a part of the
text. Behind the sign that begins a text of several lines it does as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

# Of a comment without a word nothing is to be said.
_COMMENT = re.compile(r"#[# \t]*[^# \t\r\n\x85\u2028\u2029][^\r\n\x85\u2028\u2029]*")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def find_comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where comments stand in the YAML from *start* to *end* in *text*, which can be read."""
    if "#" not in text[start:end]:
        return
    behind = start
    for token in yaml.scan(text[start:end], Loader=_LOADER):
        place = start + token.start_mark.index
        yield from _comments(text, behind, place)
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield from _comments(text, place, text.index("\n", place))
        behind = max(behind, start + token.end_mark.index)


def _comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for comment in _COMMENT.finditer(text, start, end):
        yield comment.span()
