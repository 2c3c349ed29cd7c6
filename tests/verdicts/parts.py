"""Signature files that are put together from their parts."""

from __future__ import annotations

from base64 import b64encode

from answerable.trust.sshsig import signed_data
from answerable.trust.wire import string, u32
from software_keys import (
    SoftwareKey,
)
from verdicts.case import ANNA, MESSAGE, Attempt, attempt


def armour(blob: bytes) -> bytes:
    text = b64encode(blob).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{text}\n-----END SSH SIGNATURE-----\n".encode()


def packed(algorithm: str, value: bytes, tail: bytes = b"") -> bytes:
    return string(algorithm.encode()) + string(value) + tail


def made(
    key: SoftwareKey = ANNA,
    *,
    magic: bytes = b"SSHSIG",
    version: int = 1,
    blob: bytes | None = None,
    namespace: bytes = b"answerable",
    reserved: bytes = b"",
    hash_name: bytes = b"sha512",
    signature: bytes | None = None,
    tail: bytes = b"",
) -> bytes:
    """A signature file put together from its parts."""
    if signature is None:
        signature = packed(*key.data(signed_data("answerable", "sha512", MESSAGE)))
    key_blob = key.public.blob if blob is None else blob
    parts = (key_blob, namespace, reserved, hash_name, signature)
    return armour(magic + u32(version) + b"".join(map(string, parts)) + tail)


def value(key: SoftwareKey) -> bytes:
    return key.data(signed_data("answerable", "sha512", MESSAGE))[1]


def with_value(key: SoftwareKey, value: bytes, algorithm: str | None = None) -> Attempt:
    return attempt(key, signature=made(key, signature=packed(algorithm or key.public.kind, value)))


def with_blob(key: SoftwareKey, blob: bytes) -> Attempt:
    """The key's own line is allowed, but the signature has the key in another form."""
    return attempt(key, signature=made(key, blob=blob))
