"""Which key of this machine may sign a reply, and why another may not.

A key fits where its signature would be judged ``valid``: it belongs to the signer, the reply is
dated within its time, and it is neither revoked nor retired now. A signature that would count
less is not made in the first place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from answerable.model import PersonId
from answerable.trust.allowed_signers import AllowedSigner, utc_second
from answerable.trust.finding import FoundKey
from answerable.trust.judgement import KeyRing

Reason = Literal["revoked", "too-early", "too-late", "retired"]


@dataclass(frozen=True, slots=True)
class Unfit:
    """A key of the signer's that may not sign.

    The reply is dated before or after the key's time, or the key is no longer used. ``moment``
    is when that time begins, or when it ended (UTC).
    """

    found: FoundKey
    reason: Reason
    moment: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """The key to sign with, or None and why each key of the signer's here is ``unfit``."""

    key: FoundKey | None
    unfit: tuple[Unfit, ...] = ()


def choose_key(
    found: Iterable[FoundKey], ring: KeyRing, *, signer: PersonId, date: datetime, now: datetime
) -> Choice:
    """The first of *found* that may sign for *signer* what is dated *date*."""
    unfit = []
    for key in found:
        lines = _lines(key, ring, signer)
        if not lines:
            continue
        problem = _problem(key, lines, ring, date, now)
        if problem is None:
            return Choice(key)
        unfit.append(problem)
    return Choice(None, tuple(unfit))


def signers_here(
    found: Iterable[FoundKey], ring: KeyRing, people: Iterable[PersonId]
) -> tuple[PersonId, ...]:
    """Those of *people* who have a key among *found* that can sign here."""
    keys = tuple(found)
    return tuple(person for person in people if any(_lines(key, ring, person) for key in keys))


def _lines(key: FoundKey, ring: KeyRing, signer: PersonId) -> tuple[AllowedSigner, ...]:
    if not key.can_sign:
        return ()
    lines = ring.signers.get(key.key.blob, ())
    return tuple(line for line in lines if line.speaks_for(signer))


def _problem(
    key: FoundKey, lines: tuple[AllowedSigner, ...], ring: KeyRing, date: datetime, now: datetime
) -> Unfit | None:
    if ring.revoked.revokes(key.key):
        return Unfit(key, "revoked", ring.revoked.since(key.key))
    ends = [line.valid_before for line in lines if line.valid_at(date)]
    if None in ends or any(end >= utc_second(now) for end in ends if end):
        return None
    if ends:
        return Unfit(key, "retired", max(end for end in ends if end))
    begins = [line.valid_after for line in lines if line.valid_after]
    later = [begin for begin in begins if begin > utc_second(date)]
    if later:
        return Unfit(key, "too-early", min(later))
    return Unfit(
        key,
        "too-late",
        max((line.valid_before for line in lines if line.valid_before), default=None),
    )
