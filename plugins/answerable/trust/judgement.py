"""What a signature is worth: who signed, with which key, and whether that key may.

Two questions are answered here from the same lists: :func:`accepts` is the yes or no of
``ssh-keygen -Y verify``, :meth:`KeyRing.judge` says of a reply what exactly is right or wrong.
``judge`` calls a signature good only where ``accepts`` does; the tests hold both against
ssh-keygen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.model import UNSIGNED, Person, PersonId, Seal, SealState
from answerable.trust.allowed_signers import (
    AllowedSigner,
    ListProblem,
    find,
    parse_allowed_signers,
    signers_of,
    utc_second,
)
from answerable.trust.keys import PublicKey
from answerable.trust.revocation import RevokedKeys
from answerable.trust.sshsig import (
    NAMESPACE,
    Signature,
    UnusableSignatureError,
    parse_signature,
)


def accepts(
    message: bytes,
    signature: bytes,
    *,
    principal: PersonId,
    namespace: str,
    at: datetime,
    allowed: Iterable[AllowedSigner],
    revoked: RevokedKeys,
) -> bool:
    """Whether ``ssh-keygen -Y verify`` accepts *signature* for *principal* at *at* (aware)."""
    try:
        found = parse_signature(signature)
    except UnusableSignatureError:
        return False
    if found.namespace != namespace or revoked.revokes(found.key):
        return False
    line = find(allowed, found.key, principal=principal, namespace=namespace, at=at)
    return line is not None and found.covers(message)


@dataclass(frozen=True, slots=True)
class KeyRing:
    """All keys that anybody has, or had, to sign with. Built once; can be pickled.

    ``signers`` are the lines of each key, by its blob. ``problems`` are the lines of a list
    that could not be read.
    """

    signers: Mapping[bytes, tuple[AllowedSigner, ...]]
    revoked: RevokedKeys
    problems: tuple[ListProblem, ...] = ()

    @classmethod
    def of(cls, people: Iterable[Person]) -> KeyRing:
        """The keys in the files of *people*. One that cannot be used is left out."""
        everybody = tuple(people)
        return cls(_by_key(signers_of(everybody)), RevokedKeys.of(everybody))

    @classmethod
    def from_lists(cls, allowed: str, revoked: bytes) -> KeyRing:
        """The keys in the two lists that a site publishes.

        Raises UnusableListError where the one of revoked keys cannot be read: then no
        signature can be called good.
        """
        signers, problems = parse_allowed_signers(allowed)
        return cls(_by_key(signers), RevokedKeys.parse(revoked), problems)

    def judge(
        self,
        message: bytes,
        signature: bytes | None,
        *,
        signer: PersonId,
        date: datetime,
        now: datetime,
    ) -> Seal:
        """What *signature* (a file's bytes, None: there is none) says of *message*.

        *signer* and *date* are whom and when the message names, *now* is when somebody asks.
        Of several faults one is told: first those of the signature itself, then whose key it
        is, then what became of the key.
        """
        if signature is None:
            return UNSIGNED
        try:
            found = parse_signature(signature)
        except UnusableSignatureError as error:
            return Seal("unusable", problem=str(error))
        lines = self.signers.get(found.key.blob, ())
        own = tuple(line for line in lines if line.speaks_for(signer))
        line = _most_fitting(own or lines, date)
        state = _fault(found, message) or self._standing(found.key, own, line, date, now)
        if line is None:
            return Seal(state, found.key.fingerprint)
        return Seal(
            state,
            found.key.fingerprint,
            owner=signer if own else line.name,
            since=line.valid_after,
            until=line.valid_before,
            revoked=self.revoked.since(found.key),
        )

    def _standing(
        self,
        key: PublicKey,
        own: tuple[AllowedSigner, ...],
        line: AllowedSigner | None,
        date: datetime,
        now: datetime,
    ) -> SealState:
        """What a true signature is worth. *line* is the most fitting of the key's lines."""
        if line is None:
            return "unknown-key"
        if not own:
            return "other-person"
        if self.revoked.revokes(key):
            return "revoked"
        if not line.valid_at(date):
            return "outside-time"
        if line.valid_before is not None and line.valid_before < utc_second(now):
            return "retired"
        return "valid"


def _by_key(signers: Iterable[AllowedSigner]) -> dict[bytes, tuple[AllowedSigner, ...]]:
    """The lines of each key that may sign replies."""
    lines: dict[bytes, tuple[AllowedSigner, ...]] = {}
    for signer in signers:
        if signer.serves(NAMESPACE):
            blob = signer.key.blob
            lines[blob] = (*lines.get(blob, ()), signer)
    return lines


def _fault(found: Signature, message: bytes) -> SealState | None:
    """What is wrong with the signature itself, whoever made it."""
    if found.namespace != NAMESPACE:
        return "other-namespace"
    return None if found.covers(message) else "altered"


def _most_fitting(lines: tuple[AllowedSigner, ...], date: datetime) -> AllowedSigner | None:
    """Of the lines of one key the one whose time *date* lies in, and that ends last."""

    def rank(line: AllowedSigner) -> tuple[bool, bool, datetime]:
        end = line.valid_before
        return line.valid_at(date), end is None, utc_second(date) if end is None else end

    return max(lines, key=rank, default=None)
