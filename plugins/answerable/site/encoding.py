"""Text for machines that stays well-formed, whatever a customer wrote.

* XML: what XML 1.0 (section 2.2, Char) does not allow, not even as a reference, becomes
  U+FFFD, so that a reader sees that something stood there; the rest is escaped for content
  and attributes alike.
* JSON: UTF-8 without spaces, keys in the order of the value, one newline at the end. A lone
  surrogate, which has no UTF-8, becomes a question mark.

Equal values give equal bytes.
"""

from __future__ import annotations

import json
import re

import orjson
from markupsafe import escape

ALTERNATE = "alternate "
"""The ``rel`` of a link to another form of a page. Material takes each link whose ``rel`` is
exactly "alternate" for another language and asks for a sitemap beside it; for everybody else
the space is none."""

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """*text* as the content of an element or between the quotes of an attribute."""
    # str(): markup is text here, it must not pass unescaped.
    text = str(text)
    if not text.isprintable():
        text = _NO_XML.sub("\ufffd", text)
    return str(escape(text))


def json_text(value: object) -> str:
    """*value* as compact JSON."""
    return _json(value).decode()


def json_file(value: object) -> bytes:
    """*value* as the bytes of a JSON file."""
    return _json(value) + b"\n"


def _json(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        # It refuses half a character, whose place a question mark shall take.
        return _ENCODE(value).encode("utf-8", "replace")
