"""What the public sees of decisions about messages: what, why and when, and never who.

None of these types has a field for a moderator's name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from answerable.model import Appeal, Decision, DecisionName, Redaction, RedactionKind


@dataclass(frozen=True, slots=True)
class PublishedRedaction:
    """A passage that was blacked out, in the words or in the title: of what kind, and when."""

    kind: RedactionKind
    at: datetime


@dataclass(frozen=True, slots=True)
class PublishedAppeal:
    """Somebody objected to a decision; at most one of the two answers is there."""

    requested: datetime
    upheld: datetime | None = None
    reversed: datetime | None = None

    @property
    def times(self) -> tuple[datetime, ...]:
        """When something came of it, the objection itself first."""
        return tuple(filter(None, (self.requested, self.upheld, self.reversed)))


@dataclass(frozen=True, slots=True)
class PastDecision:
    """What was decided before, and when."""

    decision: DecisionName
    at: datetime


def publish_redactions(redactions: Iterable[Redaction]) -> tuple[PublishedRedaction, ...]:
    """What may be shown of *redactions*."""
    return tuple(PublishedRedaction(one.kind, one.at) for one in redactions)


def publish_appeal(appeal: Appeal | None) -> PublishedAppeal | None:
    """What may be shown of *appeal*."""
    if appeal is None:
        return None
    return PublishedAppeal(appeal.requested, appeal.upheld, appeal.reversed)


def past_decisions(history: Iterable[Decision]) -> tuple[PastDecision, ...]:
    """What may be shown of *history*. To wait for a decision is none."""
    return tuple(
        PastDecision(one.decision, one.at)
        for one in history
        if one.at is not None and one.decision != "pending"
    )
