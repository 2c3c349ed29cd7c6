"""The digests that bind a reply to the question as its signer saw it.

HMAC-SHA256 (RFC 2104) over the UTF-8 bytes of the message's body, and of the thread's title,
with the 16 bytes of the message's nonce as the key. A body ends with a newline and a title
holds none, so neither can stand for the other. The nonce keeps the digest of a short text
from being guessed, and is deleted with the text when a message is erased.
"""

from __future__ import annotations

import hmac

PREFIX = "hmac-sha256:"


def question_digest(nonce: str, body: str) -> str:
    """What stands in ``question`` of a reply to the message with *nonce* and *body*.

    *nonce* is 32 hex digits, *body* everything after the line that closes the front matter.
    """
    return _digest(nonce, body)


def title_digest(nonce: str, title: str) -> str:
    """What stands in ``title`` of a reply to the message with *nonce*, below this *title*."""
    return _digest(nonce, title)


def _digest(nonce: str, text: str) -> str:
    return PREFIX + hmac.digest(bytes.fromhex(nonce), text.encode(), "sha256").hex()
