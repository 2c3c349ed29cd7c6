"""What each type of key has of its own: its blob, and the value of its signatures."""

from __future__ import annotations

from functools import partial

from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from answerable.trust.keys import SK_ED25519, PublicKey
from answerable.trust.sshsig import signed_data
from answerable.trust.wire import Reader, mpint, string
from software_keys import (
    VERIFIED,
    SoftwareKey,
    ecdsa,
    fido_ecdsa,
    fido_ed25519,
    rsa_blob,
    rsa_key,
)
from verdicts.case import ANNA, MESSAGE, Attempt, attempt, bad, good
from verdicts.parts import made, packed, value, with_blob, with_value

ED25519_ORDER = 2**252 + 27742317777372353535851937790883648493
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

_ED_VALUE = value(ANNA)
bad("ed25519: a byte too few", partial(with_value, ANNA, _ED_VALUE[:-1]))
bad("ed25519: a byte too many", partial(with_value, ANNA, _ED_VALUE + b"\0"))
bad("ed25519: no value", partial(with_value, ANNA, b""))
bad("ed25519: algorithm ssh-rsa", partial(with_value, ANNA, _ED_VALUE, "ssh-rsa"))
bad("ed25519: algorithm of a FIDO key", partial(with_value, ANNA, _ED_VALUE, SK_ED25519))
bad(
    "ed25519: more after the value",
    lambda: attempt(signature=made(signature=packed("ssh-ed25519", _ED_VALUE, b"\0"))),
)
bad(
    "ed25519: key too short",
    lambda: with_blob(ANNA, string(b"ssh-ed25519") + string(ANNA.public.blob[-31:])),
)
bad("ed25519: more after the key", lambda: with_blob(ANNA, ANNA.public.blob + b"\0"))
good(
    "ed25519: another name of its type",
    lambda: with_blob(ANNA, string(b"ED25519") + ANNA.public.blob[15:]),
)
bad(
    "ed25519: type of a FIDO key",
    lambda: with_blob(ANNA, string(SK_ED25519.encode()) + ANNA.public.blob[15:] + string(b"ssh:")),
)
good(
    "ed25519: number not reduced",
    lambda: with_value(
        ANNA,
        _ED_VALUE[:32]
        + (int.from_bytes(_ED_VALUE[32:], "little") + ED25519_ORDER).to_bytes(32, "little"),
    ),
)


def _of_small_order() -> Attempt:
    """The neutral element as a key: R = S·B then holds for every message."""
    neutral = bytes([1]) + bytes(31)
    kind = "ssh-ed25519"
    public = PublicKey(kind, string(kind.encode()) + string(neutral))
    return attempt(SoftwareKey(public, lambda _data: (kind, neutral + bytes(32))))


good("ed25519: key of small order", _of_small_order)


for _bits in (1024, 2048, 3071):
    good(f"rsa: {_bits} bits", lambda bits: attempt(rsa_key(bits)), _bits)
bad("rsa: ssh-rsa with SHA-1", lambda: attempt(rsa_key(algorithm="ssh-rsa")))
bad("rsa: algorithm rsa-sha2-384", lambda: with_value(rsa_key(), value(rsa_key()), "rsa-sha2-384"))
bad(
    "rsa: algorithm of the other hash",
    lambda: with_value(rsa_key(), value(rsa_key()), "rsa-sha2-256"),
)
bad("rsa: algorithm ssh-ed25519", lambda: with_value(rsa_key(), value(rsa_key()), "ssh-ed25519"))
bad(
    "rsa: a byte too many",
    lambda: with_value(rsa_key(), b"\0" + value(rsa_key()), "rsa-sha2-512"),
)
bad("rsa: value is 0", lambda: with_value(rsa_key(), bytes(384), "rsa-sha2-512"))
bad("rsa: value is empty", lambda: with_value(rsa_key(), b"", "rsa-sha2-512"))
good("rsa: zeros in front of the modulus", lambda: with_blob(rsa_key(), rsa_blob(3072, b"\0")))
bad(
    "rsa: negative modulus",
    lambda: with_blob(
        rsa_key(), string(b"ssh-rsa") + string(b"\1\0\1") + string(rsa_blob(3072)[-384:])
    ),
)
good(
    "rsa: zero in front of the exponent",
    lambda: with_blob(rsa_key(), string(b"ssh-rsa") + string(b"\0\1\0\1") + rsa_blob(3072)[18:]),
)
good(
    "rsa: key called rsa-sha2-512",
    lambda: with_blob(rsa_key(), string(b"rsa-sha2-512") + rsa_blob(3072)[11:]),
)
bad("rsa: more after the key", lambda: with_blob(rsa_key(), rsa_blob(3072) + b"\0"))


def _short_rsa() -> Attempt:
    """About one value in 256 begins with a zero, which some programs leave out."""
    key = rsa_key()
    for number in range(10_000):
        message = b"%d" % number
        algorithm, value = key.data(signed_data("answerable", "sha512", message))
        if value[0] == 0:
            signature = made(key, signature=packed(algorithm, value[1:]))
            return attempt(key, message=message, signature=signature)
    raise AssertionError


good("rsa: value without its leading zero", _short_rsa)


def _ecdsa_pair() -> tuple[int, int]:
    reader = Reader(value(ecdsa("anna")))
    return reader.mpint(), reader.mpint()


def _ecdsa(r: bytes, s: bytes, tail: bytes = b"") -> Attempt:
    return with_value(ecdsa("anna"), string(r) + string(s) + tail)


def _digits(number: int) -> bytes:
    return mpint(number)[4:]


def _bent(change: str) -> Attempt:
    """An ECDSA signature of which something was changed."""
    r, s = _ecdsa_pair()
    pair = (_digits(r), _digits(s))
    return {
        "twin": lambda: _ecdsa(pair[0], _digits(P256_ORDER - s)),
        "zeros": lambda: _ecdsa(b"\0" + pair[0], pair[1]),
        "swapped": lambda: _ecdsa(pair[1], pair[0]),
        "trailing": lambda: _ecdsa(*pair, tail=b"\0"),
        "third": lambda: _ecdsa(*pair, tail=string(b"\1")),
        "s is 0": lambda: _ecdsa(pair[0], b""),
        "r is 0": lambda: _ecdsa(b"", pair[1]),
        "r plus the order": lambda: _ecdsa(_digits(r + P256_ORDER), pair[1]),
        "negative": lambda: _ecdsa(b"\xff" + pair[0], pair[1]),
        "DER": lambda: with_value(ecdsa("anna"), encode_dss_signature(r, s)),
    }[change]()


# (r, n - s) is as good a signature as (r, s): both belong to the key and to the message.
good("ecdsa: its twin", partial(_bent, "twin"))
good("ecdsa: zeros in front of r", partial(_bent, "zeros"))
for _change in (
    "swapped",
    "trailing",
    "third",
    "s is 0",
    "r is 0",
    "r plus the order",
    "negative",
    "DER",
):
    bad(f"ecdsa: {_change}", partial(_bent, _change))
bad(
    "ecdsa: algorithm of another curve",
    lambda: with_value(ecdsa("anna"), value(ecdsa("anna")), "ecdsa-sha2-nistp384"),
)


def _ecdsa_blob(
    kind: bytes = b"ecdsa-sha2-nistp256", curve: bytes = b"nistp256", point: bytes | None = None
) -> Attempt:
    own = ecdsa("anna").public.blob[-65:]
    blob = string(kind) + string(curve) + string(own if point is None else point)
    return with_blob(ecdsa("anna"), blob)


good("ecdsa: key put together", _ecdsa_blob)
bad("ecdsa: curve of another name", lambda: _ecdsa_blob(curve=b"nistp384"))
bad("ecdsa: type of another curve", lambda: _ecdsa_blob(kind=b"ecdsa-sha2-nistp384"))
bad(
    "ecdsa: type and curve of another",
    lambda: _ecdsa_blob(kind=b"ecdsa-sha2-nistp384", curve=b"nistp384"),
)
bad(
    "ecdsa: point of 33 bytes",
    lambda: _ecdsa_blob(
        point=bytes([2 + ecdsa("anna").public.blob[-1] % 2]) + ecdsa("anna").public.blob[-64:-32]
    ),
)
bad("ecdsa: point not on the curve", lambda: _ecdsa_blob(point=b"\4" + bytes(63) + b"\1"))
bad("ecdsa: no point", lambda: _ecdsa_blob(point=b""))
bad("ecdsa: point at infinity", lambda: _ecdsa_blob(point=b"\0"))

for _maker in (fido_ed25519, fido_ecdsa):
    _kind = _maker("anna").public.kind.split("-")[1]
    good(
        f"fido {_kind}: person verified",
        lambda maker: attempt(maker("anna", flags=1 | VERIFIED)),
        _maker,
    )
    good(f"fido {_kind}: every flag", lambda maker: attempt(maker("anna", flags=0xFF)), _maker)
    good(f"fido {_kind}: nobody present", lambda maker: attempt(maker("anna", flags=0)), _maker)
    good(
        f"fido {_kind}: largest counter",
        lambda maker: attempt(maker("anna", counter=2**32 - 1)),
        _maker,
    )
    good(
        f"fido {_kind}: another application",
        lambda maker: attempt(maker("anna", application=b"ssh:answerable")),
        _maker,
    )
    good(
        f"fido {_kind}: no application",
        lambda maker: attempt(maker("anna", application=b"")),
        _maker,
    )
    bad(
        f"fido {_kind}: application with a zero byte",
        lambda maker: attempt(maker("anna", application=b"ssh:\0")),
        _maker,
    )
    bad(
        f"fido {_kind}: made for another application",
        lambda maker: attempt(
            maker("anna"), signature=maker("anna", application=b"web:").signature(MESSAGE)
        ),
        _maker,
    )


def _fido(key: SoftwareKey, inner: bytes | None = None, tail: bytes | None = None) -> Attempt:
    own = value(key)
    signature = packed(
        key.public.kind, own[:-5] if inner is None else inner, own[-5:] if tail is None else tail
    )
    return attempt(key, signature=made(key, signature=signature))


_FIDO = fido_ed25519("anna")
good("fido: put together", partial(_fido, _FIDO))
bad("fido: other flags", partial(_fido, _FIDO, tail=b"\5\0\0\0\7"))
bad("fido: other counter", partial(_fido, _FIDO, tail=b"\1\0\0\0\x08"))
bad("fido: no flags", partial(_fido, _FIDO, tail=b""))
bad("fido: no counter", partial(_fido, _FIDO, tail=b"\1"))
bad("fido: more after the counter", partial(_fido, _FIDO, tail=b"\1\0\0\0\7\0"))
bad("fido: counter within the value", partial(_fido, _FIDO, inner=value(_FIDO), tail=b""))
bad(
    "fido: signature of a plain key",
    lambda: attempt(_FIDO, signature=made(_FIDO, signature=packed("ssh-ed25519", _ED_VALUE))),
)
bad(
    "fido: plain signature under its name",
    lambda: attempt(
        _FIDO, signature=made(_FIDO, signature=packed(SK_ED25519, _ED_VALUE, b"\1\0\0\0\7"))
    ),
)
bad(
    "fido: its key called a plain one",
    lambda: attempt(signature=made(_FIDO, blob=ANNA.public.blob)),
)
bad(
    "fido: curve of another name",
    lambda: with_blob(
        fido_ecdsa("anna"), fido_ecdsa("anna").public.blob.replace(b"\x08nistp256", b"\x08nistp384")
    ),
)
