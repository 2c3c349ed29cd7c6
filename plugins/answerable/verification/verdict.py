"""What was found of one answer: its state, and in words what led to it.

An answer can be wrong in several ways at once. Its state is the gravest of them, in the order
of :data:`WORDS`: first what keeps it from being judged at all, then its signature, then what
binds it to its question, then what a site shows of it. Everything else stands in the notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from answerable.model import PersonId, Seal, SealState, ThreadId

Fault = Literal[
    "unreadable",
    "missing-source",
    "unusable-keys",
    "misnamed",
    "other-thread",
    "unknown-message",
    "unbound",
    "question-changed",
    "title-changed",
    "missing-words",
    "not-shown",
    "page-differs",
    "data-differs",
]
AnswerState = SealState | Fault

WORDS: Mapping[AnswerState, str] = {
    "unreadable": "cannot be read",
    "missing-source": "shown without its source",
    "unusable-keys": "key lists cannot be used",
    "unusable": "signature cannot be read",
    "other-namespace": "signed for another purpose",
    "altered": "altered after signing",
    "unknown-key": "signed with an unknown key",
    "other-person": "signed by another person",
    "revoked": "signed with a revoked key",
    "outside-time": "signed outside of the key's time",
    "misnamed": "file named after another answer",
    "other-thread": "belongs to another thread",
    "unknown-message": "answers no message here",
    "unbound": "not bound to a question",
    "question-changed": "question changed afterwards",
    "title-changed": "title changed afterwards",
    "missing-words": "question without its words",
    "not-shown": "not shown on its page",
    "page-differs": "page shows something else",
    "data-differs": "data says something else",
    "unsigned": "not signed",
    "retired": "valid with a key retired since",
    "valid": "valid",
}
"""Every state in words, the gravest first."""

GOOD: frozenset[AnswerState] = frozenset({"valid", "retired"})
_GRAVITY = {state: place for place, state in enumerate(WORDS)}


class Finding(NamedTuple):
    """One thing that is wrong with an answer."""

    state: AnswerState
    note: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer. ``file`` is where its source lies, or should.

    ``signer`` and ``date`` are what the source says, "" and None where it cannot be read.
    ``fingerprint`` is that of the key which signed, "" where there is none to be read.
    ``must_be_signed`` says that the policy wants a signature.
    """

    file: str
    thread: ThreadId
    signer: PersonId
    date: datetime | None
    state: AnswerState
    fingerprint: str
    notes: tuple[str, ...] = ()
    must_be_signed: bool = False

    def fails(self, *, unsigned_fails: bool) -> bool:
        """Whether the answer is not what it should be."""
        if self.state == "unsigned":
            return unsigned_fails or self.must_be_signed
        return self.state not in GOOD


@dataclass(frozen=True, slots=True)
class Verified:
    """All answers of a feedback folder or a site, by their files.

    ``problems`` are what is wrong with the lists of keys, or whatever else all depend on.
    """

    verdicts: tuple[Verdict, ...]
    problems: tuple[str, ...] = ()


def gravest(findings: Iterable[Finding], seal: AnswerState) -> AnswerState:
    """The state of an answer with this *seal* and *findings*."""
    return min((seal, *(finding.state for finding in findings)), key=_GRAVITY.__getitem__)


def seal_note(seal: Seal, date: datetime) -> str | None:
    """What is to be said of *seal* besides its state; *date* is that of the answer."""
    if seal.state == "unusable":
        return seal.problem
    if seal.state == "other-person":
        return f"the key belongs to {seal.owner}"
    if seal.state == "outside-time":
        since = f"from {seal.since:%Y-%m-%d}" if seal.since else "always"
        return f"the key is valid {since}" + (f" to {seal.until:%Y-%m-%d}" if seal.until else "")
    if seal.state == "retired" and seal.until:
        return f"the key was valid until {seal.until:%Y-%m-%d}"
    if seal.state != "revoked":
        return None
    if seal.revoked is None:
        return "the list does not say when the key was revoked"
    which = "before" if date < seal.revoked else "after"
    return f"dated {which} the key was revoked, on {seal.revoked:%Y-%m-%d}"
