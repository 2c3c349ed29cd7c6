"""Public keys as OpenSSH writes them: read, named by their fingerprint, and used to verify.

A key is what the type *within* its blob says (RFC 4253, RFC 5656, RFC 8709, OpenSSH's
PROTOCOL.u2f); the word in front of a key line has to agree with it. The rules:

* Ed25519, ECDSA over the three NIST curves, RSA, and the two kinds that live on FIDO
  hardware, nothing else: no certificates, no DSA;
* RSA has 3,072 bits or more, and signs with SHA-2 only (RFC 8332, never ``ssh-rsa``);
* an Ed25519 key of small order is refused: one signature of it fits many texts;
* a FIDO signature says that somebody touched the device ("user presence");
* one key has one blob: base64 and numbers are accepted in their canonical form alone.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from answerable.trust.wire import MalformedError, Reader, string

MIN_RSA_BITS = 3_072
MIN_RSA_BITS_OF_OPENSSH = 1_024
MAX_RSA_BITS = 16_384  # OpenSSH's own limit

ED25519 = "ssh-ed25519"
RSA = "ssh-rsa"
SK_ED25519 = "sk-ssh-ed25519@openssh.com"
SK_ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"
FIDO_KINDS = frozenset({SK_ED25519, SK_ECDSA})
FIDO_TAIL = 5
"""A FIDO signature ends in a byte of flags and a counter of four bytes."""

_CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "nistp256": (ec.SECP256R1(), hashes.SHA256()),
    "nistp384": (ec.SECP384R1(), hashes.SHA384()),
    "nistp521": (ec.SECP521R1(), hashes.SHA512()),
}
_RSA_HASHES: dict[str, hashes.HashAlgorithm] = {
    "rsa-sha2-256": hashes.SHA256(),
    "rsa-sha2-512": hashes.SHA512(),
}
_USER_PRESENT = 0x01

# The y coordinates (little-endian, without the sign of x) of the points whose order divides
# 8, in every encoding.
_SMALL_ORDER = frozenset(
    bytes.fromhex(point)
    for point in (
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    )
)

_Check = Callable[[str, bytes, bytes], bool]
"""Whether (algorithm, value, data) is a signature; may raise as cryptography does."""


class UnusableKeyError(ValueError):
    """Text or bytes that are no key of ours. The message says in plain words why not."""


class WeakKeyError(UnusableKeyError):
    """A sound RSA key that is too short."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that was read from a line or a blob.

    ``kind`` is its type, as in ``ssh-ed25519``; ``blob`` are its bytes, the same for the same
    key.
    """

    kind: str
    blob: bytes

    @property
    def fingerprint(self) -> str:
        """``SHA256:…`` as ``ssh-keygen -l`` shows it."""
        return "SHA256:" + b64encode(sha256(self.blob).digest()).decode().rstrip("=")

    @property
    def line(self) -> str:
        """The key in OpenSSH's one-line form, without a comment."""
        return f"{self.kind} {b64encode(self.blob).decode()}"

    def verify(self, algorithm: str, value: bytes, data: bytes) -> bool:
        """Whether *value* is a signature of *data* by this key.

        *algorithm* and *value* are those of RFC 4253's signature blob. The value of a FIDO
        key is followed by its flags (one byte) and its counter (four bytes).
        """
        try:
            return _check_of(self.blob)(algorithm, value, data)
        except (InvalidSignature, MalformedError, ValueError):
            return False


def parse_key_line(line: str) -> PublicKey:
    """The key of a line ``type base64 [comment]``.

    Raises UnusableKeyError for anything else, options in front of the key included.
    """
    text = line.strip(" \t\r\n")
    words = re.split(r"[ \t]+", text, maxsplit=2)
    if len(words) < 2 or "\n" in text or "\r" in text:
        raise UnusableKeyError("a public key is one line: a type such as ssh-ed25519, then the key")
    kind, encoded = words[:2]
    _refuse_foreign(kind)
    blob = decode_base64(encoded)
    if not blob.startswith(string(kind.encode())):
        raise UnusableKeyError(f"the line says {kind}, but the key in it is of another type")
    return parse_key_blob(blob)


def decode_base64(text: str) -> bytes:
    """The bytes of *text*, which has to be what an encoder would write.

    Raises UnusableKeyError where it is not: unused bits that are set, missing padding.
    """
    try:
        data = b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or b64encode(data).decode() != text:
        raise UnusableKeyError("the key is damaged: it is not proper base64")
    return data


@lru_cache(maxsize=1024)
def parse_key_blob(blob: bytes) -> PublicKey:
    """The key in *blob*, as it stands in a key line, a signature or an agent's answer.

    Raises UnusableKeyError, and its kind WeakKeyError for RSA keys that are too short.
    """
    try:
        kind = Reader(blob).name()
    except MalformedError as error:
        raise UnusableKeyError(f"the key is damaged: {error}") from error
    _check_of(blob)
    return PublicKey(kind, blob)


@lru_cache(maxsize=1024)
def _check_of(blob: bytes) -> _Check:
    """What checks signatures of the key in *blob*; made once, as that costs as much again."""
    reader = Reader(blob)
    try:
        kind = reader.name()
        _refuse_foreign(kind)
        check = _PARSERS[kind](kind, reader)
        reader.end()
    except UnusableKeyError:
        raise
    except (MalformedError, ValueError) as error:
        raise UnusableKeyError(f"the key is damaged: {error}") from error
    return check


def _refuse_foreign(kind: str) -> None:
    if kind in _PARSERS:
        return
    if "-cert-v0" in kind:
        raise UnusableKeyError(
            "this is a certificate. A key of the person's own is needed: the file whose name "
            "does not end in -cert.pub"
        )
    if kind == "ssh-dss":
        raise UnusableKeyError("this is a DSA key, which is no longer safe")
    raise UnusableKeyError(f"{kind[:60]!r} is no type of key that is known here")


def _ed25519(kind: str, reader: Reader) -> _Check:
    return _ed25519_check(kind, _ed25519_key(reader))


def _ed25519_check(kind: str, key: Ed25519PublicKey) -> _Check:
    def check(algorithm: str, value: bytes, data: bytes) -> bool:
        if algorithm != kind:
            return False
        key.verify(value, data)
        return True

    return check


def _ed25519_key(reader: Reader) -> Ed25519PublicKey:
    point = reader.string()
    if point[:-1] + bytes([point[-1] & 0x7F] if point else []) in _SMALL_ORDER:
        raise UnusableKeyError("this key is worthless: one signature of it fits many texts")
    return Ed25519PublicKey.from_public_bytes(point)


def _rsa(_kind: str, reader: Reader) -> _Check:
    exponent, modulus = reader.mpint(), reader.mpint()
    bits = modulus.bit_length()
    if bits > MAX_RSA_BITS:
        raise UnusableKeyError(f"an RSA key of {bits} bits is too long")
    if bits < MIN_RSA_BITS:
        reader.end()
        # There are versions of OpenSSH for which the shortest are no keys at all.
        error = WeakKeyError if bits >= MIN_RSA_BITS_OF_OPENSSH else UnusableKeyError
        raise error(f"an RSA key of {bits} bits is too short: {MIN_RSA_BITS} are needed")
    key = rsa.RSAPublicNumbers(exponent, modulus).public_key()

    def check(algorithm: str, value: bytes, data: bytes) -> bool:
        if algorithm not in _RSA_HASHES:
            return False
        key.verify(value, data, padding.PKCS1v15(), _RSA_HASHES[algorithm])
        return True

    return check


def _ecdsa(kind: str, reader: Reader) -> _Check:
    return _ecdsa_check(kind, _ecdsa_key(kind, reader), kind.rpartition("-")[2])


def _ecdsa_key(kind: str, reader: Reader) -> ec.EllipticCurvePublicKey:
    curve, point = reader.name(), reader.string()
    if curve not in _CURVES or curve != kind.partition("@")[0].rpartition("-")[2]:
        raise MalformedError("it names another curve than its type does")
    if point[:1] != b"\x04":
        raise MalformedError("its point is not written in full")
    return ec.EllipticCurvePublicKey.from_encoded_point(_CURVES[curve][0], point)


def _ecdsa_check(kind: str, key: ec.EllipticCurvePublicKey, curve: str) -> _Check:
    algorithm_of_hash = ec.ECDSA(_CURVES[curve][1])

    def check(algorithm: str, value: bytes, data: bytes) -> bool:
        if algorithm != kind:
            return False
        reader = Reader(value)
        pair = encode_dss_signature(reader.mpint(), reader.mpint())
        reader.end()
        key.verify(pair, data, algorithm_of_hash)
        return True

    return check


def _fido_ed25519(kind: str, reader: Reader) -> _Check:
    return _fido(_ed25519_check(kind, _ed25519_key(reader)), reader)


def _fido_ecdsa(kind: str, reader: Reader) -> _Check:
    return _fido(_ecdsa_check(kind, _ecdsa_key(kind, reader), "nistp256"), reader)


def _fido(check: _Check, reader: Reader) -> _Check:
    """A check of what FIDO hardware signs: not the data, but a statement that holds its hash."""
    application = sha256(reader.cstring()).digest()

    def check_statement(algorithm: str, value: bytes, data: bytes) -> bool:
        signature, tail = value[:-FIDO_TAIL], value[-FIDO_TAIL:]
        if len(tail) != FIDO_TAIL or not tail[0] & _USER_PRESENT:
            return False
        return check(algorithm, signature, application + tail + sha256(data).digest())

    return check_statement


_PARSERS: dict[str, Callable[[str, Reader], _Check]] = {
    ED25519: _ed25519,
    "ecdsa-sha2-nistp256": _ecdsa,
    "ecdsa-sha2-nistp384": _ecdsa,
    "ecdsa-sha2-nistp521": _ecdsa,
    RSA: _rsa,
    SK_ED25519: _fido_ed25519,
    SK_ECDSA: _fido_ecdsa,
}
KINDS: tuple[str, ...] = tuple(_PARSERS)
"""The types of key that are accepted."""
