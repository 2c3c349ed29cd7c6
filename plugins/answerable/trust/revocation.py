"""Revoked keys: what they signed proves nothing, whenever it was signed.

Reads what ``ssh-keygen -Y verify -r`` takes, a list of public keys, one a line, or a binary
one (:mod:`answerable.trust.krl`), and writes the former. The rules, as in OpenSSH:

* a list that cannot be read to its end is refused as a whole, with all that it was to check;
* an empty list is sound and revokes nothing;
* a key that is too weak to sign may well be revoked.

OpenSSH's lists have no times. Ours keep them in the comment, ``anna revoked
2026-05-01T00:00:00Z``, for people to read: whether a key is revoked does not depend on it.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone

from answerable.model import Person
from answerable.trust.allowed_signers import utc_second
from answerable.trust.keys import (
    RSA,
    PublicKey,
    UnusableKeyError,
    WeakKeyError,
    decode_base64,
    parse_key_line,
)
from answerable.trust.krl import is_krl, parse_krl
from answerable.trust.wire import MalformedError

_COMMENT = re.compile(r"\S+ revoked (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)", re.ASCII)
_TIME = "%Y-%m-%dT%H:%M:%SZ"


class UnusableListError(ValueError):
    """A list of revoked keys that cannot be read, so that no key can be cleared by it."""


@dataclass(frozen=True, slots=True)
class RevokedKeys:
    """The keys that a list revokes. ``keys`` maps a key's blob to the time, where it is known.

    ``sha1`` and ``sha256`` are hashes of further blobs.
    """

    keys: Mapping[bytes, datetime | None] = field(default_factory=dict)
    sha1: frozenset[bytes] = frozenset()
    sha256: frozenset[bytes] = frozenset()

    @classmethod
    def parse(cls, data: bytes) -> RevokedKeys:
        """Read a list of either form. Raises UnusableListError."""
        if not is_krl(data):
            return cls(_parse_lines(data))
        try:
            found = parse_krl(data)
        except MalformedError as error:
            raise UnusableListError(f"the list of revoked keys is not usable: {error}") from error
        return cls(dict.fromkeys(found.keys), found.sha1, found.sha256)

    @classmethod
    def of(cls, people: Iterable[Person]) -> RevokedKeys:
        """The keys that the files of *people* call revoked."""
        return cls.parse(revoked_keys(people).encode())

    def revokes(self, key: PublicKey) -> bool:
        """Whether nothing that *key* signed is to be trusted."""
        return (
            key.blob in self.keys
            or (bool(self.sha256) and hashlib.sha256(key.blob).digest() in self.sha256)
            or (bool(self.sha1) and _sha1(key.blob) in self.sha1)
        )

    def since(self, key: PublicKey) -> datetime | None:
        """When *key* was revoked (UTC); None where it was not, or the list does not say."""
        return self.keys.get(key.blob)


def revoked_keys(people: Iterable[Person]) -> str:
    """The list that a site publishes, for ``ssh-keygen -Y verify -r``; empty if there is none."""
    lines = []
    for person in sorted(people, key=lambda person: person.id):
        for entry in person.keys:
            if entry.revoked is None:
                continue
            try:
                kind, blob = _kind_and_blob(entry.key)
            except UnusableKeyError:
                continue
            # Not strftime, which forgets the zeros in front of early years.
            moment = utc_second(entry.revoked).replace(tzinfo=None).isoformat()
            key = f"{kind} {b64encode(blob).decode()}"
            lines.append(f"{key} {person.id} revoked {moment}Z\n")
    return "".join(lines)


def _parse_lines(data: bytes) -> dict[bytes, datetime | None]:
    keys: dict[bytes, datetime | None] = {}
    for number, raw in enumerate(data.split(b"\n"), start=1):
        line = raw.decode("utf-8", errors="replace").lstrip(" \t")
        if not line or line.startswith("#"):
            continue
        try:
            _, blob = _kind_and_blob(line)
        except UnusableKeyError as error:
            raise UnusableListError(
                f"line {number} of the list of revoked keys is not usable: {error}"
            ) from error
        times = [time for time in (keys.get(blob), _time(line)) if time is not None]
        keys[blob] = min(times, default=None)
    return keys


def _kind_and_blob(line: str) -> tuple[str, bytes]:
    """The key of a line, also one that is too weak to sign. Raises UnusableKeyError."""
    try:
        key = parse_key_line(line)
    except WeakKeyError:
        return RSA, decode_base64(line.split()[1])
    return key.kind, key.blob


def _time(line: str) -> datetime | None:
    comment = re.split(r"[ \t]+", line.strip(), maxsplit=2)[2:]
    found = _COMMENT.fullmatch(comment[0]) if comment else None
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], _TIME).replace(tzinfo=timezone.utc)
    except ValueError:
        return None


def _sha1(blob: bytes) -> bytes:
    return hashlib.sha1(blob, usedforsecurity=False).digest()
