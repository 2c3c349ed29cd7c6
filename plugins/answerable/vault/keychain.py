"""Keys, derived once for each password and salt and then used for any number of pages.

To derive one takes a fifth of a second on purpose; a site has hundreds of pages. The keys live
in memory only: a chain cannot be pickled, so no cache and no other process ever holds one.
"""

from __future__ import annotations

from typing import NoReturn

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from answerable.vault.passwords import Password

KEY_BYTES = 32


def pbkdf2(secret: bytes, salt: bytes, iterations: int, algorithm: hashes.HashAlgorithm) -> bytes:
    """A key of 32 bytes from *secret*."""
    return PBKDF2HMAC(algorithm, KEY_BYTES, salt, iterations).derive(secret)


def hash_password(password: Password, salt: str) -> str:
    """StatiCrypt's hashed password: three rounds, each of the one before as hex."""
    return third_round(second_round(first_round(password.text, salt), salt), salt)


def first_round(password: str, salt: str) -> str:
    """What StatiCrypt 1 put into its links: 1,000 iterations."""
    return _hex(password, salt, 1_000, hashes.SHA1())  # noqa: S303  (the format's)


def second_round(hashed: str, salt: str) -> str:
    """With the first round what StatiCrypt 2 put into its links: 15,000 iterations."""
    return _hex(hashed, salt, 14_000, hashes.SHA256())


def third_round(hashed: str, salt: str) -> str:
    """The last round: 600,000 iterations in all."""
    return _hex(hashed, salt, 585_000, hashes.SHA256())


def _hex(secret: str, salt: str, iterations: int, algorithm: hashes.HashAlgorithm) -> str:
    # The salt is its hex digits, not the bytes that they stand for.
    return pbkdf2(secret.encode(), salt.encode(), iterations, algorithm).hex()


class KeyChain:
    """The keys of one run of the program."""

    def __init__(self) -> None:
        self._hashed: dict[tuple[Password, str], str] = {}
        self._keys: dict[tuple[Password, bytes, int], bytes] = {}

    def staticrypt(self, password: Password, salt: str) -> str:
        """StatiCrypt's hashed password, 64 hex digits."""
        at = (password, salt)
        if at not in self._hashed:
            self._hashed[at] = hash_password(password, salt)
        return self._hashed[at]

    def lock1(self, password: Password, salt: bytes, iterations: int) -> bytes:
        """The key of a slot of lock1, 32 bytes."""
        at = (password, salt, iterations)
        if at not in self._keys:
            secret = password.normal.encode()
            self._keys[at] = pbkdf2(secret, salt, iterations, hashes.SHA256())
        return self._keys[at]

    def __repr__(self) -> str:
        return f"KeyChain({len(self._hashed) + len(self._keys)} keys)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("keys are never stored or sent to another process")
