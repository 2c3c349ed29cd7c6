"""OpenSSH's key revocation lists in binary form (PROTOCOL.krl), as ``ssh-keygen -k`` writes them.

A list that is not understood to its last byte is refused, since the part that is not may
revoke the key in question. Read as OpenSSH 9.2 reads it, but for this:

* a section of an unknown type is refused, also an extension that calls itself dispensable;
* a signed list is refused: OpenSSH writes none, and its versions disagree on what it means;
* sections about certificates revoke none of our keys. They are read, and then left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from answerable.trust.keys import UnusableKeyError, WeakKeyError, parse_key_blob
from answerable.trust.wire import MalformedError, Reader

_MAGIC = b"SSHKRL\n\0"
_FORMAT = 1
_CERTIFICATES, _KEYS, _SHA1, _SIGNATURE, _SHA256 = 1, 2, 3, 4, 5
_FINGERPRINT_SIZES = {_SHA1: 20, _SHA256: 32}


@dataclass(frozen=True, slots=True)
class RevocationList:
    """What a list revokes: keys by their blobs, and by the hashes of those."""

    keys: frozenset[bytes]
    sha1: frozenset[bytes]
    sha256: frozenset[bytes]


def is_krl(data: bytes) -> bool:
    """Whether *data* says that it is a list of this form."""
    return data.startswith(_MAGIC)


def parse_krl(data: bytes) -> RevocationList:
    """Read a list. Raises MalformedError where any part of it is not understood."""
    reader = Reader(data)
    reader.take(len(_MAGIC))
    if (version := reader.u32()) != _FORMAT:
        raise MalformedError(f"its format is {version}: only {_FORMAT} is known")
    reader.take(3 * 8)  # its number, its date, and flags that nobody uses
    reader.string()  # reserved
    reader.cstring()  # a comment
    found: dict[int, set[bytes]] = {_KEYS: set(), _SHA1: set(), _SHA256: set()}
    while not reader.at_end():
        kind, section = reader.u8(), Reader(reader.string())
        if kind == _CERTIFICATES:
            _skip_certificates(section)
        elif kind in found:
            found[kind].update(_strings(section, _FINGERPRINT_SIZES.get(kind)))
        elif kind == _SIGNATURE:
            raise MalformedError("it is signed, which nobody can check")
        else:
            raise MalformedError(f"it has a section of the unknown type {kind}")
    return RevocationList(*(frozenset(found[kind]) for kind in (_KEYS, _SHA1, _SHA256)))


def _strings(section: Reader, size: int | None) -> list[bytes]:
    """All strings of a section, each of *size* bytes if that is given."""
    strings = []
    while not section.at_end():
        value = section.string()
        if size not in (None, len(value)):
            raise MalformedError("a fingerprint has a wrong length")
        strings.append(value)
    return strings


def _skip_certificates(section: Reader) -> None:
    """Read a section about the certificates of one authority, or of any."""
    authority = section.string()
    section.string()  # reserved
    if authority:
        try:
            parse_key_blob(authority)
        except WeakKeyError:
            pass  # revoking what a weak authority certified is quite right
        except UnusableKeyError as error:
            raise MalformedError(f"about an authority in it: {error}") from error
    while not section.at_end():
        kind, part = section.u8(), Reader(section.string())
        if kind not in _CERTIFICATE_PARTS:
            raise MalformedError(f"it has a part about certificates of the unknown type {kind}")
        _CERTIFICATE_PARTS[kind](part)
        part.end()


def _serials(part: Reader) -> None:
    while not part.at_end():
        if part.u64() == 0:
            raise MalformedError("no certificate has the number 0")


def _serial_range(part: Reader) -> None:
    first, last = part.u64(), part.u64()
    if first == 0 or last < first:
        raise MalformedError("a range of certificates is none")


def _serial_bitmap(part: Reader) -> None:
    offset, bits = part.u64(), part.mpint()
    if offset + bits.bit_length() > 1 << 64 or (offset == 0 and bits & 1):
        raise MalformedError("a range of certificates is none")


def _key_ids(part: Reader) -> None:
    while not part.at_end():
        part.cstring()


_CERTIFICATE_PARTS: dict[int, Callable[[Reader], None]] = {
    0x20: _serials,
    0x21: _serial_range,
    0x22: _serial_bitmap,
    0x23: _key_ids,
}
