"""HTML in which nothing stays open that the parser would look for the end of.

The standard library's parser looks from every ``<a`` and every ``<!--`` to the end of the text
for what closes it, so a text of a hundred thousand of them keeps it busy for minutes. Here each
is looked for once. What changes is what browsers do as well: a remark that is not closed hides
all that follows, and a ``<`` that no ``>`` follows is a sign like any other.
"""

from __future__ import annotations

import re

MOST_TAGS = 30_000

_REMARK_ENDS = re.compile(r"--\s*>")
_EMPTY_REMARK = "<!---->"


def with_ends(html: str) -> str:
    """*html* without what begins and does not end, and without the words of remarks."""
    kept: list[str] = []
    place = 0
    while (start := html.find("<!--", place)) >= 0:
        # In place of the remark one stays: else what stands around it could become one.
        kept += [html[place:start], _EMPTY_REMARK]
        end = _REMARK_ENDS.search(html, start + 4)
        place = end.end() if end else len(html)
    whole = "".join([*kept, html[place:]])
    last = whole.rfind(">") + 1
    return whole[:last] + whole[last:].replace("<", "&lt;")
