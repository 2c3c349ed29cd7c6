"""The digest that binds a reply to the question as its signer saw it.

HMAC-SHA256 (RFC 2104) over the UTF-8 bytes of the message's body, with the 16 bytes of its
nonce as the key. The nonce keeps the digest of a short text from being guessed, and is
deleted with the text when a message is erased.
"""

from __future__ import annotations

import hmac

PREFIX = "hmac-sha256:"


def question_digest(nonce: str, body: str) -> str:
    """What stands in ``question`` of a reply to the message with *nonce* and *body*.

    *nonce* is 32 hex digits, *body* everything after the line that closes the front matter.
    """
    return PREFIX + hmac.digest(bytes.fromhex(nonce), body.encode(), "sha256").hex()
