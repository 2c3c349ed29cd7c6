"""The employees' keys, and what they sign.

Everything follows from the seed: a signature of Ed25519 holds no chance (RFC 8032, 5.1.6), so
the same seed gives the same bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import lru_cache
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from answerable.model import PersonId
from answerable.trust.keys import ED25519, PublicKey
from answerable.trust.sshsig import NAMESPACE, armoured, signed_data
from answerable.trust.wire import string

VALID_FROM = datetime(2015, 3, 1, tzinfo=timezone.utc)
"""Since when each key is valid: since its owner came."""

HASH = "sha512"


class _Pair(NamedTuple):
    private: Ed25519PrivateKey
    public: PublicKey


@dataclass(frozen=True, slots=True)
class Signers:
    """All employees of a *seed*, each with one key."""

    seed: int

    def public(self, person: PersonId) -> PublicKey:
        """The public key of *person*."""
        return _pair(self.seed, person).public

    def file(self, person: PersonId) -> bytes:
        """The file of the private key of *person*, without a passphrase."""
        private = _pair(self.seed, person).private
        return private.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())

    def signature(self, person: PersonId, message: bytes) -> bytes:
        """The signature file that ssh-keygen would write for *message*."""
        private, public = _pair(self.seed, person)
        value = private.sign(signed_data(NAMESPACE, HASH, message))
        return armoured(public, NAMESPACE, HASH, ED25519, value)


@lru_cache(maxsize=256)
def _pair(seed: int, person: PersonId) -> _Pair:
    digest = hashlib.sha256(f"{seed}/{person}".encode()).digest()
    private = Ed25519PrivateKey.from_private_bytes(digest)
    blob = string(ED25519.encode()) + string(private.public_key().public_bytes_raw())
    return _Pair(private, PublicKey(ED25519, blob))
