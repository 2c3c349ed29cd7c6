"""The digests that stand in messages, all of them HMAC-SHA256 (RFC 2104).

Two bind a reply to the question as its signer saw it: over the UTF-8 bytes of the message's
body, and of the thread's title, with the 16 bytes of the message's nonce as the key. A body
ends with a newline and a title holds none, so neither can stand for the other. The nonce keeps
the digest of a short text from being guessed, and is deleted with the text when a message is
erased.

The third lets an import know what was deleted here: over the name of the other system and the
message's id there, with the thread's id as the key. It is no secret: who has the file can try
ids until one fits. It tells which item of the other system this was, and nothing else.
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


def source_digest(thread: str, system: str, identity: str) -> str:
    """What stands in ``suppressed`` of a message of *thread* that came from *system*.

    *identity* is its id there. A system's name holds no NUL, so the two cannot be mistaken.
    """
    return _hmac(thread.encode(), f"{system}\0{identity}")


def _digest(nonce: str, text: str) -> str:
    return _hmac(bytes.fromhex(nonce), text)


def _hmac(key: bytes, text: str) -> str:
    return PREFIX + hmac.digest(key, text.encode(), "sha256").hex()
