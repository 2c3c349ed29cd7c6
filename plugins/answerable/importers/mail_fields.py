"""Fields of a letter's head as text, whatever bytes stand in them.

A head holds ASCII, with other characters as encoded words (RFC 2047) or, in practice, as bytes
of some encoding. What is neither UTF-8 nor what it says is Windows-1252.
"""

from __future__ import annotations

import contextlib
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message

_LONGEST_FIELD = 20_000


def field_of(message: Message, name: str) -> str:
    """A field of the head as text on one line, empty where there is none."""
    # Not by the library's own access, which makes unknown bytes unreadable.
    for field_name, value in message.raw_items():
        if field_name.lower() == name.lower():
            return " ".join(str(value)[:_LONGEST_FIELD].split())
    return ""


def decoded(value: str) -> str:
    """*value* with its encoded words (RFC 2047) as text."""
    if "=?" not in value:
        return _from_bytes(value.encode("utf-8", "surrogateescape"), "utf-8")
    try:
        parts = decode_header(value)
    except (HeaderParseError, ValueError):
        return value
    words = [
        part if isinstance(part, str) else _from_bytes(part, charset or "ascii")
        for part, charset in parts
    ]
    return " ".join("".join(words).split())


def _from_bytes(data: bytes, charset: str) -> str:
    for name in (charset, "utf-8"):
        with contextlib.suppress(LookupError, ValueError):
            return data.decode(name)
    return data.decode("cp1252", "replace")
