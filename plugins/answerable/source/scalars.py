"""Words as a message file holds them: canonical text, and scalars of YAML on one line.

A scalar that another YAML reader could take for a number, a date, a truth value or nothing is
quoted, so that a file means the same everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import yaml

from answerable.source.canonical import BIDI, BYTE_ORDER_MARK, CONTROL

_REMOVED = re.compile(f"{CONTROL.pattern}|{BIDI.pattern}|{BYTE_ORDER_MARK}")
_SURROGATE = re.compile("[\ud800-\udfff]")

# A letter or a digit first; ':' and '#' mean nothing inside of a word.
_PLAIN = re.compile(r"[^\W_](?:[^:#]|(?<=\S)[:#](?=[^\s:#]))*")
_FLOW_SIGNS = frozenset(",[]{}?")
_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"
_JOINERS = "\u200c\u200d"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


def canonical_text(text: str) -> str:
    """*text* as a message file may hold it, without a rule about its last line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", _REMOVED.sub("", text))


def scalar(text: str, *, inside: bool = False) -> str:
    """*text* as a YAML scalar of one line; *inside* of ``{}`` or ``[]`` more is quoted."""
    text = canonical_text(text)
    if _is_plain(text) and not (inside and _FLOW_SIGNS.intersection(text)):
        return text
    quoted = '"' + "".join(map(_escaped, text)) + '"'
    if unicodedata.is_normalized("NFC", quoted):
        return quoted
    # The last letter of an escape would join with an accent that follows it.
    return '"' + "".join(_escaped(character, ascii_only=True) for character in text) + '"'


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text.endswith((" ", ":")):
        return False
    if not all(character.isprintable() or character in _JOINERS for character in text):
        return False
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return tag == _TEXT and not _is_number(text)


def _is_number(text: str) -> bool:
    # YAML 1.2 knows numbers that 1.1 takes for text: 1e3, 0o17.
    try:
        float(text)
    except ValueError:
        return text.startswith("0o")
    return True


def _escaped(character: str, *, ascii_only: bool = False) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    shown = character.isprintable() or character in _JOINERS
    if shown and (character.isascii() or not ascii_only):
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"
