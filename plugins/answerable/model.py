"""What a feedback folder says, as values.

The rules that this module keeps:

* values only: no input or output, no import of another module of ours;
* everything is frozen, so that a stage can hand it to the next without a copy;
* every time is an aware ``datetime``, every day a ``date`` in the policy's time zone.

The file format is described in docs/format.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

ThreadId = str
PersonId = str
TopicId = str
RuleCode = str
Stem = str
"""A message's name within its thread: its file's name without ``.md``."""

Kind = Literal["question", "idea", "problem", "praise"]
Channel = Literal["form", "email", "letter", "phone", "social", "in-person", "import"]
DecisionName = Literal["pending", "published", "withheld", "withdrawn", "erased"]
Prompt = Literal["own-initiative", "notice", "machine"]
RedactionKind = Literal["name", "address", "phone", "email", "number", "health", "other"]
Basis = Literal["terms", "law"]
Outcome = Literal["explained", "planned", "changed", "declined"]
State = Literal["open", "answered", "resolved"]
Signing = Literal["required", "optional"]
SealState = Literal[
    "valid",
    "retired",
    "unsigned",
    "altered",
    "other-namespace",
    "other-person",
    "unknown-key",
    "outside-time",
    "revoked",
    "unusable",
]

KINDS: tuple[Kind, ...] = get_args(Kind)
CHANNELS: tuple[Channel, ...] = get_args(Channel)
DECISIONS: tuple[DecisionName, ...] = get_args(DecisionName)
PROMPTS: tuple[Prompt, ...] = get_args(Prompt)
REDACTION_KINDS: tuple[RedactionKind, ...] = get_args(RedactionKind)
BASES: tuple[Basis, ...] = get_args(Basis)
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
STATES: tuple[State, ...] = get_args(State)
SIGNING: tuple[Signing, ...] = get_args(Signing)
SEAL_STATES: tuple[SealState, ...] = get_args(SealState)

GOOD_SEALS: frozenset[SealState] = frozenset({"valid", "retired"})
"""A signature in one of these states proves what it is meant to prove."""

CLOSING_OUTCOMES: frozenset[Outcome] = frozenset({"explained", "changed", "declined"})
"""A thread with one of these is resolved; ``planned`` promises more to come."""

COMMENT: Stem = "comment"
"""The stem of the message that opens a thread."""

LONGEST_TITLE = 200
LONGEST_SENDER = 100
"""Characters of a thread's title, and of the name that a customer wants shown."""


@dataclass(frozen=True, slots=True)
class LocalText:
    """A short text in one or several languages.

    ``translations`` maps a language code to a text; the key ``""`` holds a text that was
    given without a language.
    """

    translations: Mapping[str, str]

    def in_language(self, language: str) -> str:
        """The text in *language*, else the undeclared one, else the English, else any.

        A text in ``pt`` serves readers of ``pt-BR`` as well.
        """
        for code in (language, language.replace("_", "-").partition("-")[0], "", "en"):
            if code in self.translations:
                return self.translations[code]
        return next(iter(self.translations.values()), "")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an imported message came from; ``id`` is unique within ``system``."""

    system: str
    id: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A moderation decision. ``by`` is missing only on imports, ``at`` only while pending.

    ``prompted_by`` says what led to it, and ``facts`` in a sentence that everybody may read
    what it rests on; both belong to a withheld message.
    """

    decision: DecisionName
    by: PersonId | None = None
    at: datetime | None = None
    reason: RuleCode | None = None
    prompted_by: Prompt | None = None
    facts: str | None = None


@dataclass(frozen=True, slots=True)
class Appeal:
    """Somebody asked the company to think again; ``upheld`` and ``reversed`` are its answer.

    At most one of the two is there: the decision stays, or it is taken back.
    """

    requested: datetime
    upheld: datetime | None = None
    reversed: datetime | None = None
    by: PersonId | None = None


@dataclass(frozen=True, slots=True)
class Redaction:
    """A passage of a customer's message, or of the title, that was blacked out.

    In its place stands a text in brackets that says so.
    """

    kind: RedactionKind
    by: PersonId
    at: datetime


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that a message shows. ``size`` in bytes; ``width``, ``height`` in pixels."""

    name: str
    path: Path
    size: int
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """A customer's message: the one that opens a thread, or a follow-up.

    ``sender`` is the name that the customer wants shown, None for an anonymous or an erased
    one. ``nonce`` is 32 hex digits, None once erased. ``resolved`` is true where the
    customer says that the matter is settled. ``body`` is all that follows the front matter.
    ``history`` are the decisions before ``moderation``, the oldest first. ``suppressed`` is the
    digest of a source that is not told any more, because the words are deleted.
    """

    stem: Stem
    path: str
    sender: str | None
    channel: Channel
    received: datetime
    language: str
    nonce: str | None
    moderation: Decision
    body: str
    source: Origin | None = None
    resolved: bool = False
    history: tuple[Decision, ...] = ()
    appeal: Appeal | None = None
    redactions: tuple[Redaction, ...] = ()
    suppressed: str | None = None


@dataclass(frozen=True, slots=True)
class Seal:
    """What the signature of a reply is worth.

    ``fingerprint`` is that of the key which made it (``SHA256:…``), empty where there is none
    to be read. ``owner`` is whose key it is, None where nobody here has it. ``since``,
    ``until`` and ``revoked`` are the times of that key (UTC), as its owner's file has them.
    ``problem`` says in English why a signature is ``unusable``.
    """

    state: SealState
    fingerprint: str = ""
    owner: PersonId | None = None
    since: datetime | None = None
    until: datetime | None = None
    revoked: datetime | None = None
    problem: str = ""


UNSIGNED = Seal("unsigned")


@dataclass(frozen=True, slots=True)
class Reply:
    """An employee's message. ``question`` is the digest of the message it answers.

    ``title`` is the digest of the thread's title, with the same nonce. ``file`` are the bytes
    of the message's file, which the ``signature`` beside it covers, and ``seal`` is what that
    is worth. ``source`` is where the reply was imported from. ``redacted_later`` says that
    the question or the title was redacted after the answer, so that its digests fit no more.
    """

    stem: Stem
    path: str
    answers: Stem
    question: str
    signed_by: PersonId
    date: datetime
    language: str
    body: str
    outcome: Outcome | None = None
    source: Origin | None = None
    title: str | None = None
    redacted_later: bool = False
    seal: Seal = UNSIGNED
    file: bytes = b""
    signature: bytes | None = None


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and everything that follows.

    ``follow_ups`` and ``replies`` are sorted by time, then by stem.
    """

    id: ThreadId
    year: str
    slug: str
    title: str | None
    kind: Kind
    topic: TopicId
    tags: tuple[str, ...]
    comment: Comment
    follow_ups: tuple[Comment, ...] = ()
    replies: tuple[Reply, ...] = ()
    assets: tuple[Asset, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonKey:
    """A public key in OpenSSH's one-line form, and the time in which it may sign (UTC).

    Both ends of the time are inclusive. ``revoked`` is when it became known that somebody
    else may have the key: nothing that it signed is to be trusted, whatever its date.
    """

    key: str
    since: datetime
    until: datetime | None = None
    revoked: datetime | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """An employee. ``since`` and ``until`` are the first and the last day in the company.

    ``handles`` maps a forge (``github``) to the name there. ``body`` is a short bio in
    Markdown, with the site's own extensions, written in ``language`` (None: the site's);
    ``translations`` has it in other languages.
    """

    id: PersonId
    path: str
    name: str
    role: LocalText
    unit: LocalText
    since: date
    until: date | None = None
    keys: tuple[PersonKey, ...] = ()
    handles: Mapping[str, str] = field(default_factory=dict)
    portrait: Asset | None = None
    body: str = ""
    language: str | None = None
    translations: LocalText | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """What threads are about. ``promise``: working days to the first answer, None: the policy's.

    ``body``, ``language`` and ``translations`` are as those of a :class:`Person`.
    """

    id: TopicId
    path: str
    title: LocalText
    owners: tuple[PersonId, ...] = ()
    promise: int | None = None
    body: str = ""
    language: str | None = None
    translations: LocalText | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of moderation; ``code`` is the reason that a withheld message gives.

    ``basis`` says whether it is the company's own or the law's, and ``law`` which law.
    """

    code: RuleCode
    title: LocalText
    text: LocalText
    example: LocalText | None = None
    basis: Basis = "terms"
    law: LocalText | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days. ``weekdays``: 0 is Monday.

    ``holidays`` are days off, the public ones of the country included; ``workdays`` are worked
    whatever else is said of them.
    """

    timezone: ZoneInfo
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})
    holidays: frozenset[date] = frozenset()
    workdays: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of moderation, and the promise: working days to the first answer.

    ``signing`` says whether a reply without a good signature is published; what is dated before
    the day ``signing_since`` may do without, but not with a bad one. ``write_for_others``
    says whether the author of a pull request may be somebody else than the signer. ``redress``
    tells in Markdown how somebody can object to a decision. ``least`` is how many items a
    figure of the transparency page needs to be shown.
    """

    rules: Mapping[RuleCode, Rule]
    promise: int
    calendar: Calendar
    signing: Signing = "optional"
    signing_since: date | None = None
    write_for_others: bool = False
    redress: LocalText | None = None
    least: int = 5


@dataclass(frozen=True, slots=True)
class Feedback:
    """All that a feedback folder holds, the unpublished as well.

    ``threads`` are sorted by the time of receipt, then by id.
    """

    policy: Policy
    people: Mapping[PersonId, Person]
    topics: Mapping[TopicId, Topic]
    threads: tuple[Thread, ...]
