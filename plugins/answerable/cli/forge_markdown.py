"""Words of others in Markdown that a forge shows: in issues, pull requests and summaries.

A forge turns far more into something else than Markdown does: names after an ``@`` get a
message, ``#12`` closes an issue, a line that begins with a slash is an order. So what others
wrote stands in code, where nothing of that happens, and on one line.
"""

from __future__ import annotations

import re

from answerable.markup import excerpt
from answerable.terminal import visible

LONGEST = 200

_TICKS = re.compile(r"`+")


def code(text: str) -> str:
    """*text* as a span of code that it cannot leave."""
    shown = excerpt(visible(text).strip(), LONGEST) or "…"
    longest = max((len(run) for run in _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    # A span may begin and end with a space, which is not shown.
    inner = f" {shown} " if longest else shown
    return f"{fence}{inner}{fence}"


def link(text: str, address: str | None) -> str:
    """*text* as :func:`code`, which leads to *address*, one of ours, if there is one."""
    return f"[{code(text)}](<{address}>)" if address else code(text)
