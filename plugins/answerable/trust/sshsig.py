"""Signatures of files as ``ssh-keygen -Y sign`` makes them (OpenSSH's PROTOCOL.sshsig).

A signature is read more strictly than OpenSSH reads it, so that no byte of it can change
without a refusal:

* the header is the first line, nothing follows the footer, lines end in LF alone;
* base64 is what an encoder would write, in lines of any length;
* the version is 1 and the reserved part empty: neither is covered by the signature;
* the hash is SHA-512 or SHA-256, and nothing follows any part.
"""

from __future__ import annotations

import binascii
import hashlib
from base64 import b64decode, b64encode
from dataclasses import dataclass

from answerable.trust.keys import (
    FIDO_KINDS,
    FIDO_TAIL,
    PublicKey,
    UnusableKeyError,
    parse_key_blob,
)
from answerable.trust.wire import MalformedError, Reader, string, u32

NAMESPACE = "answerable"
"""What a reply is signed for; a signature for another purpose is worth nothing here."""

_MAGIC = b"SSHSIG"
_VERSION = 1
_HASHES = {"sha512": hashlib.sha512, "sha256": hashlib.sha256}
_HEADER = b"-----BEGIN SSH SIGNATURE-----\n"
_FOOTER = b"\n-----END SSH SIGNATURE-----\n"
_COLUMNS = 70  # ssh-keygen's


class UnusableSignatureError(ValueError):
    """Bytes that are no signature of ours. The message says in plain words why not."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What a signature file says. Whether it is true, :meth:`covers` finds out.

    ``value`` is as :meth:`PublicKey.verify` takes it.
    """

    key: PublicKey
    namespace: str
    hash_algorithm: str
    algorithm: str
    value: bytes

    def covers(self, message: bytes) -> bool:
        """Whether the key really made this signature for exactly *message*."""
        data = signed_data(self.namespace, self.hash_algorithm, message)
        return self.key.verify(self.algorithm, self.value, data)


def parse_signature(armoured: bytes) -> Signature:
    """Read a signature file.

    Raises UnusableSignatureError where it is damaged, or made by a key that is not accepted.
    """
    reader = Reader(_dearmoured(armoured))
    try:
        if reader.take(len(_MAGIC)) != _MAGIC:
            raise UnusableSignatureError("it is not a signature that ssh-keygen made")
        if (version := reader.u32()) != _VERSION:
            raise UnusableSignatureError(f"its version is {version}: only {_VERSION} is known")
        key_blob, namespace = reader.string(), _namespace(reader.string())
        if reader.string():
            raise UnusableSignatureError("its reserved part is not empty")
        hash_algorithm = reader.name()
        packed = reader.string()
        reader.end()
        if hash_algorithm not in _HASHES:
            raise UnusableSignatureError(
                f"its hash is {hash_algorithm[:20]!r}: only sha512 and sha256 are accepted"
            )
        key = parse_key_blob(key_blob)
        return Signature(key, namespace, hash_algorithm, *unpacked(key, packed))
    except MalformedError as error:
        raise UnusableSignatureError(f"it is damaged: {error}") from error
    except UnusableKeyError as error:
        raise UnusableSignatureError(f"about the key that made it: {error}") from error


def unpacked(key: PublicKey, packed: bytes) -> tuple[str, bytes]:
    """The algorithm and the value of a signature blob, such as an agent answers with.

    Raises UnusableSignatureError where it is damaged.
    """
    reader = Reader(packed)
    try:
        algorithm, value = reader.name(), reader.string()
        if key.kind in FIDO_KINDS:
            value += reader.take(FIDO_TAIL)
        reader.end()
    except MalformedError as error:
        raise UnusableSignatureError(f"it is damaged: {error}") from error
    return algorithm, value


def signed_data(namespace: str, hash_algorithm: str, message: bytes) -> bytes:
    """What a key signs in place of *message*; *hash_algorithm* is ``sha512`` or ``sha256``."""
    digest = _HASHES[hash_algorithm](message).digest()
    parts = (namespace.encode(), b"", hash_algorithm.encode(), digest)
    return _MAGIC + b"".join(map(string, parts))


def armoured(
    key: PublicKey, namespace: str, hash_algorithm: str, algorithm: str, value: bytes
) -> bytes:
    """The signature file that ssh-keygen would write, byte for byte."""
    packed = string(algorithm.encode())
    if key.kind in FIDO_KINDS:
        packed += string(value[:-FIDO_TAIL]) + value[-FIDO_TAIL:]
    else:
        packed += string(value)
    parts = (key.blob, namespace.encode(), b"", hash_algorithm.encode(), packed)
    text = b64encode(_MAGIC + u32(_VERSION) + b"".join(map(string, parts)))
    lines = (text[at : at + _COLUMNS] for at in range(0, len(text), _COLUMNS))
    return _HEADER + b"\n".join(lines) + _FOOTER


def _namespace(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedError("a name is not plain text") from error


def _dearmoured(armoured: bytes) -> bytes:
    if b"\r" in armoured:
        raise UnusableSignatureError("its lines end in CR LF: a signature has LF only")
    if not armoured.startswith(_HEADER):
        raise UnusableSignatureError("its first line is not -----BEGIN SSH SIGNATURE-----")
    if not armoured.endswith(_FOOTER):
        raise UnusableSignatureError("its last line is not -----END SSH SIGNATURE-----")
    lines = armoured[len(_HEADER) : -len(_FOOTER)].split(b"\n")
    text = b"".join(lines)
    try:
        blob = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        blob = b""
    # Unused bits may be set in text that decodes, and a line may be empty.
    if b64encode(blob) != text or not all(lines):
        raise UnusableSignatureError("it is damaged: it is not proper base64")
    return blob
