"""KRLs made by hand: each part there is, sound or not, and lists that are cut off."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from functools import partial

from answerable.trust.wire import mpint, string, u32
from software_keys import (
    ed25519,
)
from verdicts.case import ANNA, BEN, bad, good, varying
from verdicts.revocations import certificate, revoked


def _u64(number: int) -> bytes:
    return number.to_bytes(8, "big")


def section(kind: int, *strings: bytes) -> bytes:
    return bytes([kind]) + string(b"".join(map(string, strings)))


def certificates(*parts: bytes, authority: bytes = b"", reserved: bytes = b"") -> bytes:
    return b"\1" + string(string(authority) + string(reserved) + b"".join(parts))


def part(kind: int, content: bytes) -> bytes:
    return bytes([kind]) + string(content)


def by_hand(
    *sections: bytes,
    magic: bytes = b"SSHKRL\n\0",
    version: int = 1,
    flags: int = 0,
    reserved: bytes = b"",
    comment: bytes = b"",
) -> bytes:
    head = magic + u32(version) + _u64(1) + _u64(1_793_700_000) + _u64(flags)
    return head + string(reserved) + string(comment) + b"".join(sections)


_KEY = ANNA.public.blob
_OTHER = BEN.public.blob
_SHA1 = hashlib.sha1(_OTHER).digest()
_SHA256 = hashlib.sha256(_OTHER).digest()
_SOUND = {
    "no section": by_hand(),
    "another key": by_hand(section(2, _OTHER)),
    "another key twice": by_hand(section(2, _OTHER, _OTHER)),
    "another key in two sections": by_hand(section(2, _OTHER), section(2, _OTHER)),
    "nonsense for a key": by_hand(section(2, b"", b"nonsense")),
    "empty sections": by_hand(section(2), section(3), section(5)),
    "another key's hashes": by_hand(section(3, _SHA1), section(5, _SHA256)),
    "flags": by_hand(flags=2**64 - 1),
    "its reserved part filled in": by_hand(reserved=b"x\0y"),
    "a comment": by_hand(comment="für alle".encode()),
    "certificates of any authority": by_hand(certificates()),
    "certificates of an authority": by_hand(certificates(authority=_OTHER)),
    "certificates, reserved part": by_hand(certificates(reserved=b"x")),
    "serials": by_hand(certificates(part(0x20, _u64(1) + _u64(2)))),
    "no serials": by_hand(certificates(part(0x20, b""))),
    "a range": by_hand(certificates(part(0x21, _u64(1) + _u64(1)))),
    "a bitmap": by_hand(certificates(part(0x22, _u64(7) + mpint(0b1011)))),
    "an empty bitmap": by_hand(certificates(part(0x22, _u64(7) + mpint(0)))),
    "a bitmap from 0 on": by_hand(certificates(part(0x22, _u64(0) + mpint(0b10)))),
    "a bitmap up to the last": by_hand(certificates(part(0x22, _u64(2**64 - 2) + mpint(0b11)))),
    "names": by_hand(certificates(part(0x23, string(b"ben") + string(b"")))),
}
_REFUSED = {
    "the key": by_hand(section(2, _KEY)),
    "the key among others": by_hand(section(2, _OTHER, _KEY)),
    "the key in a later section": by_hand(section(2, _OTHER), section(5), section(2, _KEY)),
    "the key's SHA1": by_hand(section(3, hashlib.sha1(_KEY).digest())),
    "the key's SHA256": by_hand(section(5, hashlib.sha256(_KEY).digest())),
    "the key after certificates": by_hand(certificates(authority=_OTHER), section(2, _KEY)),
    "format 0": by_hand(version=0),
    "format 2": by_hand(version=2),
    "a zero byte in its comment": by_hand(comment=b"a\0b"),
    "an unknown section": by_hand(section(6)),
    "section 0": by_hand(section(0)),
    "a critical extension": by_hand(
        b"\xff" + string(string(b"x@example.com") + b"\1" + string(b""))
    ),
    "an unknown section after a sound one": by_hand(section(2, _OTHER), section(99, b"x")),
    "a SHA1 that is too short": by_hand(section(3, _SHA1[:-1])),
    "a SHA1 that is too long": by_hand(section(3, _SHA256)),
    "a SHA256 that is too short": by_hand(section(5, _SHA1)),
    "an empty SHA256": by_hand(section(5, b"")),
    "half of a string": by_hand(b"\2" + string(string(_OTHER)[:-1])),
    "a byte after a string": by_hand(b"\2" + string(string(_OTHER) + b"\0")),
    "a byte after the sections": by_hand(section(2, _OTHER), b"\0"),
    "a type after the sections": by_hand(section(2, _OTHER), b"\2"),
    "a length that is too large": by_hand(b"\2" + u32(0xFFFFFFFF)),
    "nonsense for an authority": by_hand(certificates(authority=b"nonsense")),
    "an authority and more bytes": by_hand(certificates(authority=_OTHER + b"\0")),
    "certificates without a reserved part": by_hand(b"\1" + string(string(b""))),
    "certificates without anything": by_hand(b"\1" + string(b"")),
    "an unknown part": by_hand(certificates(part(0x24, b""))),
    "a critical part": by_hand(certificates(part(0x39, string(b"x@x") + b"\1" + string(b"")))),
    "half of a serial": by_hand(certificates(part(0x20, _u64(1)[:-1]))),
    "half of a range": by_hand(certificates(part(0x21, _u64(1)))),
    "a range and more bytes": by_hand(certificates(part(0x21, _u64(1) + _u64(2) + b"\0"))),
    "a range that is turned round": by_hand(certificates(part(0x21, _u64(2) + _u64(1)))),
    "serial 0": by_hand(certificates(part(0x20, _u64(0)))),
    "a range from 0 on": by_hand(certificates(part(0x21, _u64(0) + _u64(2)))),
    "serial 0 in a bitmap": by_hand(certificates(part(0x22, _u64(0) + mpint(1)))),
    "a bitmap beyond the last": by_hand(certificates(part(0x22, _u64(2**64 - 1) + mpint(0b11)))),
    "a negative bitmap": by_hand(certificates(part(0x22, _u64(1) + string(b"\x80")))),
    "a bitmap without a number": by_hand(certificates(part(0x22, _u64(1)))),
    "a bitmap and more bytes": by_hand(certificates(part(0x22, _u64(1) + mpint(1) + b"\0"))),
    "a bitmap that is too large": by_hand(certificates(part(0x22, _u64(1) + mpint(1 << 16_400)))),
    "half of a name": by_hand(certificates(part(0x23, string(b"ben")[:-1]))),
    "a zero byte in a name": by_hand(certificates(part(0x23, string(b"a\0b")))),
    "magic of another format": by_hand(magic=b"SSHKRL\n\1"),
}
for _name, _data in _SOUND.items():
    good(f"KRL by hand: {_name}", partial(revoked, _data))
for _name, _data in _REFUSED.items():
    bad(f"KRL by hand: {_name}", partial(revoked, _data))
good("KRL by hand: zeros in front of a bitmap", partial(
    revoked, by_hand(certificates(part(0x22, _u64(1) + string(b"\0\1"))))
))  # fmt: skip
good(
    "KRL by hand: a zero byte at the end of its comment", partial(revoked, by_hand(comment=b"a\0"))
)
good("KRL by hand: a certificate for an authority", lambda: revoked(
    by_hand(certificates(authority=_blob_of(certificate())))
))  # fmt: skip


def _blob_of(line: bytes) -> bytes:
    return b64decode(line.split()[1])


def _signed() -> bytes:
    """A list signed as PROTOCOL.krl says: all before the signature is covered by it."""
    signer = ed25519("authority")
    unsigned = by_hand(section(2, _OTHER)) + b"\4" + string(signer.public.blob)
    algorithm, value = signer.data(unsigned)
    return unsigned + string(string(algorithm.encode()) + string(value))


# What these are worth depends on the version of OpenSSH.
varying("KRL by hand: signed", lambda: revoked(_signed()))
varying("KRL by hand: signed with nonsense", lambda: revoked(
    by_hand(b"\4" + string(b"nonsense") + string(b"nonsense"))
))  # fmt: skip
varying("KRL by hand: an extension that may be ignored", lambda: revoked(
    by_hand(b"\xff" + string(string(b"x@example.com") + b"\0" + string(b"")))
))  # fmt: skip
_WHOLE = by_hand(section(2, _OTHER), section(5, _SHA256), certificates(authority=_OTHER))
_ENDS = {len(by_hand()), len(by_hand(section(2, _OTHER))), len(_WHOLE)}
_ENDS.add(len(by_hand(section(2, _OTHER), section(5, _SHA256))))
for _size in sorted({*range(1, len(_WHOLE), 9), 7, 8, 9, 43, 44, 45, len(_WHOLE) - 1} - _ENDS):
    bad(f"KRL cut after {_size} bytes", partial(revoked, _WHOLE[:_size]))
