"""Private keys for tests: every type that is accepted, and those that are not.

A key signs with ``cryptography`` alone. The two FIDO types, whose private half never leaves
the hardware, are played by software: what a device would sign is put together here.

    key = ed25519("anna")            # the same key for the same name
    key.signature(b"a message")      # a signature file
    key.data(b"…")                   # (algorithm, value) over any bytes
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256, sha512

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from answerable.trust import sshsig
from answerable.trust.keys import SK_ECDSA, SK_ED25519, PublicKey
from answerable.trust.wire import mpint, string, u32

CURVES: dict[str, tuple[ec.EllipticCurve, hashes.HashAlgorithm]] = {
    "nistp256": (ec.SECP256R1(), hashes.SHA256()),
    "nistp384": (ec.SECP384R1(), hashes.SHA384()),
    "nistp521": (ec.SECP521R1(), hashes.SHA512()),
}
RSA_HASHES: dict[str, hashes.HashAlgorithm] = {
    "ssh-rsa": hashes.SHA1(),
    "rsa-sha2-256": hashes.SHA256(),
    "rsa-sha2-512": hashes.SHA512(),
}
PRESENT = 0x01
VERIFIED = 0x04

Sign = Callable[[bytes], tuple[str, bytes]]


@dataclass(frozen=True)
class SoftwareKey:
    """A key pair. ``data`` signs bytes, ``pem`` is the private key in OpenSSH's file form."""

    public: PublicKey
    data: Sign
    pem: bytes = b""

    def signature(
        self, message: bytes, namespace: str = sshsig.NAMESPACE, hash_algorithm: str = "sha512"
    ) -> bytes:
        algorithm, value = self.data(sshsig.signed_data(namespace, hash_algorithm, message))
        return sshsig.armoured(self.public, namespace, hash_algorithm, algorithm, value)


def _pem(private: Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )


def _raw(private: Ed25519PrivateKey) -> bytes:
    return private.public_key().public_bytes_raw()


def ed25519(name: str) -> SoftwareKey:
    private = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())
    kind = "ssh-ed25519"
    public = PublicKey(kind, string(kind.encode()) + string(_raw(private)))
    return SoftwareKey(public, lambda data: (kind, private.sign(data)), _pem(private))


def _ecdsa_private(name: str, curve: str) -> ec.EllipticCurvePrivateKey:
    order_is_larger = CURVES[curve][0].key_size - 1
    scalar = int(sha512(name.encode()).hexdigest(), 16) % (1 << order_is_larger)
    return ec.derive_private_key(scalar, CURVES[curve][0])


def _point(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def _ecdsa_value(private: ec.EllipticCurvePrivateKey, curve: str, data: bytes) -> bytes:
    return b"".join(
        map(mpint, decode_dss_signature(private.sign(data, ec.ECDSA(CURVES[curve][1]))))
    )


def ecdsa(name: str, curve: str = "nistp256") -> SoftwareKey:
    private = _ecdsa_private(name, curve)
    kind = f"ecdsa-sha2-{curve}"
    blob = string(kind.encode()) + string(curve.encode()) + string(_point(private))
    return SoftwareKey(
        PublicKey(kind, blob),
        lambda data: (kind, _ecdsa_value(private, curve, data)),
        _pem(private),
    )


@cache
def rsa_private(bits: int) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65_537, bits)


def rsa_blob(bits: int, zeros: bytes = b"") -> bytes:
    """The public key, its modulus with further *zeros* in front."""
    numbers = rsa_private(bits).public_key().public_numbers()
    modulus = zeros + mpint(numbers.n)[4:]
    return string(b"ssh-rsa") + mpint(numbers.e) + string(modulus)


def rsa_key(bits: int = 3072, algorithm: str = "rsa-sha2-512") -> SoftwareKey:
    private = rsa_private(bits)
    return SoftwareKey(
        PublicKey("ssh-rsa", rsa_blob(bits)),
        lambda data: (
            algorithm,
            private.sign(data, padding.PKCS1v15(), RSA_HASHES[algorithm]),
        ),
        _pem(private),
    )


def _statement(application: bytes, flags: int, counter: int, data: bytes) -> tuple[bytes, bytes]:
    """What a device signs, and the end of the signature that repeats its part of it."""
    tail = bytes([flags]) + u32(counter)
    return sha256(application).digest() + tail + sha256(data).digest(), tail


def fido_ed25519(
    name: str, *, application: bytes = b"ssh:", flags: int = PRESENT, counter: int = 7
) -> SoftwareKey:
    private = Ed25519PrivateKey.from_private_bytes(sha256(name.encode()).digest())

    def sign(data: bytes) -> tuple[str, bytes]:
        statement, tail = _statement(application, flags, counter, data)
        return SK_ED25519, private.sign(statement) + tail

    blob = string(SK_ED25519.encode()) + string(_raw(private)) + string(application)
    return SoftwareKey(PublicKey(SK_ED25519, blob), sign)


def fido_ecdsa(
    name: str, *, application: bytes = b"ssh:", flags: int = PRESENT, counter: int = 7
) -> SoftwareKey:
    private = _ecdsa_private(name, "nistp256")

    def sign(data: bytes) -> tuple[str, bytes]:
        statement, tail = _statement(application, flags, counter, data)
        return SK_ECDSA, _ecdsa_value(private, "nistp256", statement) + tail

    blob = string(SK_ECDSA.encode()) + string(b"nistp256") + string(_point(private))
    return SoftwareKey(PublicKey(SK_ECDSA, blob + string(application)), sign)


GOOD_KEYS: dict[str, Callable[[], SoftwareKey]] = {
    "ed25519": lambda: ed25519("anna"),
    "ecdsa-256": lambda: ecdsa("anna"),
    "ecdsa-384": lambda: ecdsa("anna", "nistp384"),
    "ecdsa-521": lambda: ecdsa("anna", "nistp521"),
    "rsa-3072": rsa_key,
    "rsa-4096": lambda: rsa_key(4096),
    "rsa-3072 with sha2-256": lambda: rsa_key(algorithm="rsa-sha2-256"),
    "fido ed25519": lambda: fido_ed25519("anna"),
    "fido ecdsa": lambda: fido_ecdsa("anna"),
}
"""Every way to sign that is accepted."""
