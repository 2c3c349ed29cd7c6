"""The theme's page around ours: rendered once, split once, joined for every page.

The theme renders one page whose variable parts are marks. :class:`Shell` cuts it at the
marks; joining puts a page's parts in, each escaped for the place where its mark stood. A
mark is looked for in the shell only, so no text of a page can ever be taken for one.

A place in which no text of a stranger is safe (an attribute without quotes, an event
handler, a style) is refused, and so is a theme that changes a mark or prints the address
of the shell itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import escape
from urllib.parse import quote

from answerable.site.context import Page

TITLE = "answerable-slot-title"
DESCRIPTION = "answerable-slot-description"
ADDRESS = "answerable-slot-address"
HEAD = "<!-- answerable-slot-head -->"
# An element, because minifiers drop comments; the heading keeps the theme from adding one.
BODY = '<template data-answerable="body"><h1></h1></template>'
PLACE = "answerable-shell/"
"""Where shells lie that belong to no address: it must not be seen in a page."""

_BODY = re.compile(r"""<template data-answerable=["']?body["']?><h1></h1></template>""")
_MARK = re.compile("|".join([*map(re.escape, (TITLE, DESCRIPTION, ADDRESS, HEAD)), _BODY.pattern]))
_REST = re.compile(f"answerable-slot|data-answerable=|{PLACE}", re.IGNORECASE)

_TAG = re.compile(r"""<(/?)([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_RAW = ("script", "style")
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "cite")

Escape = Callable[[str], str]


class ShellError(Exception):
    """The theme's page cannot be used as a shell; the message says why."""


class Shell:
    """A rendered page of the theme, cut at its marks."""

    def __init__(self, html: str) -> None:
        """Raises ShellError where *html* has no place for a part, or one that is not safe."""
        self.html = html
        escapes = _Escapes(html)
        self._parts: list[str] = []
        self._slots: list[tuple[str, Escape]] = []
        end = 0
        for mark in _MARK.finditer(html):
            name = BODY if _BODY.fullmatch(mark.group()) else mark.group()
            self._parts.append(html[end : mark.start()])
            self._slots.append((name, escapes.at(mark.start(), name)))
            end = mark.end()
        self._parts.append(html[end:])
        names = [name for name, _ in self._slots]
        for name in (HEAD, BODY):
            if names.count(name) != 1:
                raise ShellError(f"the theme's page holds {names.count(name)} times {name!r}")
        for part in self._parts:
            if rest := _REST.search(part):
                raise ShellError(f"the theme changes or shows what stands for a page: {rest[0]!r}")

    def join(self, page: Page, address: str) -> str:
        """The whole page; *address* is its public address."""
        values = {
            TITLE: page.title,
            DESCRIPTION: page.description,
            ADDRESS: address,
            HEAD: page.head,
            BODY: page.body,
        }
        joined = [self._parts[0]]
        for (name, escaped), part in zip(self._slots, self._parts[1:], strict=True):
            joined.append(escaped(values[name]))
            joined.append(part)
        return "".join(joined)


class _Escapes:
    """How a value is escaped at each place of a page."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._tags: list[re.Match[str]] = []
        self._raw: list[tuple[str, int, int]] = []
        position = 0
        while tag := _TAG.search(html, position):
            self._tags.append(tag)
            position = tag.end()
            if not tag[1] and tag[2].lower() in _RAW:
                closing = re.compile(f"</{tag[2]}", re.IGNORECASE).search(html, position)
                position = closing.start() if closing else len(html)
                self._raw.append((tag[2].lower(), tag.end(), position))

    def at(self, place: int, name: str) -> Escape:
        """The way for the mark *name* at *place*. Raises ShellError where none is safe."""
        tag = next((tag for tag in self._tags if tag.start() < place < tag.end()), None)
        raw = next((raw for raw, start, end in self._raw if start <= place < end), None)
        if name in (HEAD, BODY):
            if tag or raw:
                raise ShellError(f"the theme puts {name!r} into a tag or a script")
            return str
        if raw == "script":
            return _in_script
        if raw == "style":
            raise ShellError(f"the theme puts {name!r} into a style")
        return self._in_tag(tag, place, name) if tag else escape

    def _in_tag(self, tag: re.Match[str], place: int, name: str) -> Escape:
        for attribute in _ATTRIBUTE.finditer(self._html, tag.start(3), tag.end(3)):
            start, end = attribute.span(2)
            if start <= place < end:
                return _in_attribute(attribute[1].lower(), attribute[2], place - start, name)
        raise ShellError(f"the theme puts {name!r} into a tag, outside of an attribute")


def _in_attribute(attribute: str, written: str, offset: int, name: str) -> Escape:
    if written[0] not in "\"'":
        if name == ADDRESS and written == name:
            return _in_quotes
        raise ShellError(f"the theme writes {attribute}={written} without quotes")
    if attribute.startswith("on") or attribute in ("style", "srcdoc"):
        raise ShellError(f"the theme puts {name!r} into the attribute '{attribute}'")
    if attribute not in _ADDRESSES:
        return escape
    if offset > 1:
        # A part of another address, such as one for sharing.
        return _in_address
    if name == ADDRESS:
        return escape
    raise ShellError(f"the theme takes {name!r} for an address")


def _in_quotes(value: str) -> str:
    return f'"{escape(value)}"'


def _in_address(value: str) -> str:
    return quote(value, safe="")


def _in_script(value: str) -> str:
    """*value* within the quotes of a string, of JSON or of any of JavaScript's."""
    inner = json.dumps(value)[1:-1]
    return re.sub(r"[<>&'`$]", lambda sign: f"\\u{ord(sign[0]):04x}", inner)
