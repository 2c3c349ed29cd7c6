"""Private keys in files, and signing with them where there is no ssh-keygen.

Read are OpenSSH's own form (PROTOCOL.key) and PEM, both also with a passphrase. The rules that
this module keeps:

* a file that others can read is refused, as OpenSSH does;
* refused as well, in plain words: DSA, RSA below 3072 bits, and the files of security keys,
  which hold no key but only the way to it;
* what goes wrong is a :class:`PrivateKeyError` or a :class:`PassphraseError`, and no exception
  of another module leaves.

Signatures are those of RFC 8332 (RSA), RFC 8709 (Ed25519) and RFC 5656 (ECDSA).
"""

from __future__ import annotations

import base64
import binascii
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
)

from answerable.trust.errors import CannotSignError, PassphraseError
from answerable.trust.keys import (
    FIDO_KINDS,
    PublicKey,
    UnusableKeyError,
    parse_key_blob,
    parse_key_line,
)
from answerable.trust.wire import MalformedError, Reader, mpint

LARGEST_FILE = 64 * 1024
"""The largest RSA key that OpenSSH makes takes 13 KiB."""

_MAGIC = b"openssh-key-v1\0"
_OPENSSH = re.compile(
    rb"-----BEGIN OPENSSH PRIVATE KEY-----\s+([A-Za-z0-9+/=\s]+)-----END OPENSSH PRIVATE KEY-----"
)
_PEM = re.compile(rb"-----BEGIN ([A-Z ]*)PRIVATE KEY-----")
# RFC 5656, 6.2.1: the hash belongs to the curve.
_CURVE_HASHES: dict[str, hashes.HashAlgorithm] = {
    "secp256r1": hashes.SHA256(),
    "secp384r1": hashes.SHA384(),
    "secp521r1": hashes.SHA512(),
}

_KINDS = (ed25519.Ed25519PrivateKey, rsa.RSAPrivateKey, ec.EllipticCurvePrivateKey)
_ADVICE = "make another with ssh-keygen -t ed25519"


class PrivateKeyError(CannotSignError):
    """A file holds no private key that can sign here."""


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """A private key, ready to sign. ``public`` is its public half."""

    public: PublicKey
    _key: ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

    def sign(self, data: bytes) -> tuple[str, bytes]:
        """The algorithm and the value of a signature over *data*, as SSH names and packs them."""
        key = self._key
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return self.public.kind, key.sign(data)
        if isinstance(key, rsa.RSAPrivateKey):
            return "rsa-sha2-512", key.sign(data, padding.PKCS1v15(), hashes.SHA512())
        value = key.sign(data, ec.ECDSA(_CURVE_HASHES[key.curve.name]))
        return self.public.kind, b"".join(map(mpint, decode_dss_signature(value)))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A private key's file as it lies there, maybe locked.

    ``public`` is its public half, None where that cannot be seen without the passphrase.
    """

    path: Path
    public: PublicKey | None
    locked: bool
    _data: bytes

    def open(self, passphrase: str | None = None) -> PrivateKey:
        """The key in the file.

        Raises PassphraseError where the *passphrase* is missing or wrong, else PrivateKeyError.
        """
        if self.public is not None and self.public.kind in FIDO_KINDS:
            raise PrivateKeyError(
                f"{self.path} belongs to a security key, which signs only through the program "
                "ssh-keygen: install OpenSSH"
            )
        if self.locked and not passphrase:
            raise PassphraseError(
                f"the key {self.path} is locked with a passphrase: unlock it with "
                f"ssh-add {self.path}, or call this in a terminal"
            )
        key = self._load(passphrase if self.locked else None)
        if not isinstance(key, _KINDS):
            raise self._other_kind()
        try:
            line = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
            return PrivateKey(parse_key_line(line.decode()), key)
        except UnusableKeyError as error:
            raise PrivateKeyError(f"{self.path}: {error}") from error
        except (UnsupportedAlgorithm, ValueError) as error:
            raise self._other_kind() from error

    def _load(self, passphrase: str | None) -> object:
        secret = None if passphrase is None else passphrase.encode()
        load = load_ssh_private_key if _OPENSSH.search(self._data) else load_pem_private_key
        try:
            return load(self._data, secret)
        except UnsupportedAlgorithm as error:
            raise self._other_kind() from error
        except (ValueError, TypeError) as error:
            # The libraries do not tell a wrong passphrase from a damaged file.
            if secret is not None:
                raise PassphraseError(f"this is not the passphrase of {self.path}") from error
            raise _damaged(self.path) from error

    def _other_kind(self) -> PrivateKeyError:
        return PrivateKeyError(f"{self.path} holds a key of a kind that is not taken: {_ADVICE}")


def read_key_file(path: Path) -> KeyFile:
    """The private key's file at *path*. Raises PrivateKeyError."""
    data = _read(path)
    openssh, pem = _OPENSSH.search(data), _PEM.search(data)
    if openssh:
        public, locked = _openssh_head(path, openssh[1])
        return KeyFile(path, public, locked, data)
    if not pem:
        raise PrivateKeyError(f"{path} holds no private key")
    if pem[1] == b"DSA ":
        raise PrivateKeyError(f"{path} holds a DSA key, which is too weak: {_ADVICE}")
    # RFC 1421, 4.6.1.3 and PKCS #8: the two ways in which PEM says that it is encrypted.
    locked = pem[1] == b"ENCRYPTED " or b"Proc-Type: 4,ENCRYPTED" in data
    key = KeyFile(path, None, locked, data)
    return key if locked else KeyFile(path, key.open().public, locked, data)


def _read(path: Path) -> bytes:
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise PrivateKeyError(f"{path} is no file")
        # OpenSSH asks this of the owner's files only: root may read those of others.
        if os.name == "posix" and about.st_uid == os.getuid() and about.st_mode & 0o077:
            raise PrivateKeyError(
                f"others can read the private key {path}: close it with chmod 600 {path}"
            )
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PrivateKeyError(f"the private key {path} cannot be read: {reason}") from error
    if len(data) > LARGEST_FILE:
        raise PrivateKeyError(f"{path} is too large for a private key")
    return data


def _openssh_head(path: Path, encoded: bytes) -> tuple[PublicKey, bool]:
    """The public key, which stands before the locked part, and whether that is locked."""
    try:
        data = base64.b64decode(b"".join(encoded.split()), validate=True)
        if not data.startswith(_MAGIC):
            raise _damaged(path)
        head = Reader(data[len(_MAGIC) :])
        cipher = head.string()
        head.string()  # how the passphrase becomes a key
        head.string()
        if head.u32() != 1:
            raise PrivateKeyError(f"{path} holds several keys")
        blob = head.string()
    except (binascii.Error, MalformedError) as error:
        raise _damaged(path) from error
    try:
        return parse_key_blob(blob), cipher != b"none"
    except UnusableKeyError as error:
        raise PrivateKeyError(f"{path}: {error}") from error


def _damaged(path: Path) -> PrivateKeyError:
    return PrivateKeyError(f"the private key {path} is damaged")
