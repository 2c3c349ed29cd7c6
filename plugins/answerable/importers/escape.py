"""Text of an HTML page as Markdown that shows the same text.

A sign is escaped where it would mean something in GitHub Flavored Markdown, and only there,
since people will read and edit the files. An address that the reader's program makes a link
by itself stays as it is, or stands in ``<>``.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r"((?:https?://|www\.)[^\s<>]*[^\s<>.,:!?'\")\]])", re.IGNORECASE)
_AUTOLINK = re.compile(r"://|(?<=www)\.", re.IGNORECASE)
_ALWAYS = re.compile(r"[`*\[<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|\\(?=[!-/:-@\[-`{-~\s]|\Z)")
_LINE_START = re.compile(
    r"(?m)^([ \t]*)(?:(#{1,6}(?=\s|$)|>|[-+=](?=[\s=|:-]|$)|[|:])|(\d{1,9})([.)](?=\s|$)))"
)


def escape_text(text: str, *, opens_line: bool, before_element: bool, in_link: bool) -> str:
    """*text* so that it shows as it is written.

    *opens_line* says that nothing stands before it on its line, *before_element* that an
    element follows at once, *in_link* that it is the text of a link.
    """
    if in_link:
        escaped = _escaped(text).replace("]", r"\]")
    else:
        parts = _ADDRESS.split(text)
        parts[::2] = map(_escaped, parts[::2])
        parts[1::2] = map(_bare_address, parts[1::2], parts[2::2])
        escaped = "".join(parts)
    if before_element and escaped.endswith("!"):
        escaped = f"{escaped[:-1]}\\!"  # it would make a link a picture
    if opens_line:
        return _LINE_START.sub(_escaped_start, escaped)
    first, line_end, rest = escaped.partition("\n")
    return first + line_end + _LINE_START.sub(_escaped_start, rest)


def _escaped(text: str) -> str:
    return _ALWAYS.sub(r"\\\g<0>", text)


def _bare_address(address: str, following: str) -> str:
    escaped = _escaped(address)
    if escaped == address and following[:1].isspace():
        return address
    if "://" in address[:8] and r"\&" not in escaped:
        return f"<{address}>"
    return _AUTOLINK.sub(r"\\\g<0>", escaped)


def _escaped_start(match: re.Match[str]) -> str:
    indent, sign, number, stop = match.groups()
    return f"{indent}\\{sign}" if sign else f"{indent}{number}\\{stop}"
