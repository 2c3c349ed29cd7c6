"""StatiCrypt 3.5.4: its payload, its salts and its links.

The rules are the program's own (docs/staff-pages.md, "StatiCrypt's format"):

* payload = HMAC-SHA256 in hex, then the IV in hex, then AES-256-CBC in hex; the HMAC is over
  the ASCII of all that follows it, and is checked before anything is decrypted;
* one key, the hashed password, does both;
* a hash of an older version (1,000 or 15,000 iterations) is brought up to date when the one
  given does not fit, so links of older versions still open.

Lone surrogates cannot be encoded and raise UnusablePageError, as does a text that is no UTF-8.
"""

from __future__ import annotations

import hmac
import os
import re
import secrets
from collections.abc import Callable

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from answerable.vault.errors import CannotOpenError, UnusablePageError
from answerable.vault.keychain import second_round, third_round

_SALT = re.compile("[0-9a-f]{32}")
_HASHED = re.compile("[0-9a-f]{64}")
_HMAC_DIGITS, _IV_DIGITS = 64, 32
_PAYLOAD = re.compile("[0-9a-f]{64}[0-9a-f]{32}(?:[0-9a-f]{32})+")
_BLOCK_BITS = 128


def new_salt() -> str:
    """A random salt: 32 hex digits."""
    return secrets.token_hex(16)


def is_salt(text: str) -> bool:
    """Whether *text* is a salt as StatiCrypt takes it."""
    return _SALT.fullmatch(text) is not None


def is_hashed_password(text: str) -> bool:
    """Whether *text* looks like what a link or the browser's storage holds."""
    return _HASHED.fullmatch(text) is not None


def encode(html: str, hashed: str) -> str:
    """*html*, encrypted with the *hashed* password."""
    key = bytes.fromhex(hashed)
    iv = os.urandom(16)
    padder = PKCS7(_BLOCK_BITS).padder()
    padded = padder.update(_utf8(html)) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    encrypted = iv.hex() + (encryptor.update(padded) + encryptor.finalize()).hex()
    return _signature(key, encrypted) + encrypted


def decode(payload: str, hashed: str, salt: str) -> str:
    """The text of *payload*; *hashed* may be of an older version.

    Raises CannotOpenError where no version of *hashed* fits, or the payload was changed.
    """
    if not _PAYLOAD.fullmatch(payload):
        raise CannotOpenError("the page is damaged: its payload is cut off or no hex")
    if not is_hashed_password(hashed):
        raise CannotOpenError("the hashed password is not 64 hexadecimal digits")
    key = _fitting_key(payload, hashed, salt)
    iv = bytes.fromhex(payload[_HMAC_DIGITS:][:_IV_DIGITS])
    encrypted = bytes.fromhex(payload[_HMAC_DIGITS + _IV_DIGITS :])
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(_BLOCK_BITS).unpadder()
    try:
        padded = decryptor.update(encrypted) + decryptor.finalize()
        return (unpadder.update(padded) + unpadder.finalize()).decode()
    except ValueError as error:
        # Only somebody with the key can have made this.
        raise CannotOpenError("the page holds no text in UTF-8") from error


def share_link(url: str, hashed: str, *, remember: bool = False) -> str:
    """*url* with what opens the page by itself; with *remember* the browser keeps it."""
    return f"{url}#staticrypt_pwd={hashed}" + ("&remember_me" if remember else "")


def _fitting_key(payload: str, hashed: str, salt: str) -> bytes:
    versions: tuple[Callable[[], str], ...] = (
        lambda: hashed,
        lambda: third_round(hashed, salt),
        lambda: third_round(second_round(hashed, salt), salt),
    )
    for version in versions:
        key = bytes.fromhex(version())
        if hmac.compare_digest(_signature(key, payload[_HMAC_DIGITS:]), payload[:_HMAC_DIGITS]):
            return key
    raise CannotOpenError("the password is wrong, or the page was changed")


def _signature(key: bytes, encrypted: str) -> str:
    return hmac.digest(key, encrypted.encode(), "sha256").hex()


def _utf8(html: str) -> bytes:
    try:
        return html.encode()
    except UnicodeEncodeError as error:
        raise UnusablePageError("the page holds half a character (a lone surrogate)") from error
