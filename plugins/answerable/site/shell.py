"""The theme's page around ours: rendered once, split once, joined for every page.

The theme renders one page whose variable parts are marks. :class:`Shell` cuts it at the
marks; joining puts a page's parts in, each escaped for the place where its mark stood. A
mark is looked for in the shell only, so no text of a page can ever be taken for one.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import escape

from answerable.site.context import Page

TITLE = "answerable-slot-title"
DESCRIPTION = "answerable-slot-description"
ADDRESS = "answerable-slot-address"
HEAD = "<!-- answerable-slot-head -->"
# The theme adds a heading of its own to content that holds none.
BODY = "<!-- answerable-slot-body <h1 -->"

_MARK = re.compile("|".join(map(re.escape, (TITLE, DESCRIPTION, ADDRESS, HEAD, BODY))))
_SCRIPT = re.compile(r"<(/?)script\b", re.IGNORECASE)


class ShellError(Exception):
    """The theme's page cannot be used as a shell; the message says why."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the shell: what is put there, and whether it stands inside of a script."""

    name: str
    in_script: bool


class Shell:
    """A rendered page of the theme, cut at its marks."""

    def __init__(self, html: str) -> None:
        """Raises ShellError where *html* has no place for the head or the body."""
        self.parts = _MARK.split(html)
        self.slots = tuple(
            Slot(mark.group(), _inside_script(html, mark.start())) for mark in _MARK.finditer(html)
        )
        names = [slot.name for slot in self.slots]
        for name in (HEAD, BODY):
            if names.count(name) != 1:
                raise ShellError(f"the theme's page holds {names.count(name)} times {name!r}")

    def join(self, page: Page, address: str) -> str:
        """The whole page; *address* is its public address."""
        values = {
            TITLE: page.title,
            DESCRIPTION: page.description,
            ADDRESS: address,
        }
        joined = [self.parts[0]]
        for slot, part in zip(self.slots, self.parts[1:], strict=True):
            if slot.name == HEAD:
                joined.append(page.head)
            elif slot.name == BODY:
                joined.append(page.body)
            elif slot.in_script:
                joined.append(_in_json(values[slot.name]))
            else:
                joined.append(escape(values[slot.name]))
            joined.append(part)
        return "".join(joined)


def _inside_script(html: str, position: int) -> bool:
    opened = False
    for tag in _SCRIPT.finditer(html, 0, position):
        opened = not tag.group(1)
    return opened


def _in_json(value: str) -> str:
    inner = json.dumps(value)[1:-1]
    return inner.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
