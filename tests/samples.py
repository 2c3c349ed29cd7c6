"""A small feedback folder that is right, and its files one by one with changes.

The digest is computed here on its own, so that it can judge the product's:

    write_sample(root)                              # root is the feedback folder
    write(root, COMMENT, comment_text(title=None))  # a field left out
    write(root, REPLY, reply_text(outcome="planned"))

A change is the YAML text of one field, None leaves the field out, ``body`` is what follows
the front matter. ``from_`` stands for the field ``from``.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timezone
from pathlib import Path

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=timezone.utc)
THREAD_ID = "k7q2m9x4tb"
SLUG = "spare-parts-take-six-weeks"
THREAD = f"threads/2026/{SLUG}"
COMMENT = f"{THREAD}/comment.md"
REPLY = f"{THREAD}/2026-11-03-anna.md"
FOLLOW_UP = f"{THREAD}/2026-11-05-customer.md"
POLICY = "policy.yml"
ANNA = "people/anna.md"
BEN = "people/ben.md"
TOPIC = "topics/spare-parts.md"

NONCE = "5b0c1f2e3d4c5b6a79880716253443ff"
COMMENT_BODY = "I have waited six weeks for a hinge.\n\nWhy does it take so long?\n"
FOLLOW_UP_NONCE = "0123456789abcdef0123456789abcdef"
FOLLOW_UP_BODY = "Thank you, the hinge came today.\n"

# A picture of 3 x 2 pixels.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d"
    "0000001049444154789c63507048802006380b002b9404817889f38b0000000049454e44ae426082"
)

_COMMENT = {
    "id": THREAD_ID,
    "title": "Spare parts take six weeks",
    "from": "P. M.",
    "kind": "problem",
    "channel": "email",
    "received": "2026-11-01T09:12:00+01:00",
    "language": "en",
    "topic": "spare-parts",
    "tags": "[delivery]",
    "nonce": NONCE,
    "moderation": "{decision: published, by: ben, at: 2026-11-01T15:40:00+01:00}",
}
_REPLY = {
    "thread": THREAD_ID,
    "answers": "comment",
    "question": "",
    "signed_by": "anna",
    "date": "2026-11-03T10:05:00+01:00",
    "language": "en",
    "outcome": "changed",
}
_FOLLOW_UP = {
    "thread": THREAD_ID,
    "from": "P. M.",
    "channel": "email",
    "received": "2026-11-05T08:00:00+01:00",
    "language": "en",
    "nonce": FOLLOW_UP_NONCE,
    "moderation": "{decision: published, by: ben, at: 2026-11-05T09:00:00+01:00}",
    "resolved": "true",
}
_PERSON = {
    "name": "Anna Berg",
    "role": "{en: Head of service, de: Leiterin Kundendienst}",
    "unit": "Service",
    "since": "2020-01-01",
    "handles": "{github: annaberg}",
}
_TOPIC = {
    "title": "{en: Spare parts, de: Ersatzteile}",
    "owners": "[anna]",
    "promise": "3",
}

POLICY_TEXT = """\
version: 1
promise: 5
calendar:
  timezone: Europe/Berlin
  weekdays: [mon, tue, wed, thu, fri]
  holidays: [2026-12-25, 2026-12-26]
rules:
  insult:
    title: {en: Insults, de: Beleidigungen}
    text: {en: We do not publish insults., de: Beleidigungen werden nicht gezeigt.}
    example: {en: You are all idiots.}
  privacy:
    title: {en: Names of private people, de: Namen von Privatleuten}
    text: {en: We do not publish private names., de: Private Namen werden nicht gezeigt.}
"""


def question(nonce: str = NONCE, body: str = COMMENT_BODY) -> str:
    """The line's value for a reply to a message with *nonce* and *body*."""
    mac = hmac.new(bytes.fromhex(nonce), body.encode(), hashlib.sha256)
    return f"hmac-sha256:{mac.hexdigest()}"


def title(nonce: str = NONCE, text: str = _COMMENT["title"]) -> str:
    """The value for a reply to a message with *nonce* in the thread with this title."""
    return question(nonce, text)


def comment_text(**changes: str | None) -> str:
    """The comment.md of the sample, with *changes*."""
    return _message(_COMMENT, COMMENT_BODY, changes)


def reply_text(**changes: str | None) -> str:
    """The reply of the sample, with *changes*; it answers the sample's comment."""
    fields = _REPLY | {"question": question(), "title": title()}
    return _message(fields, "We found the cause.\n", changes)


def follow_up_text(**changes: str | None) -> str:
    """A follow-up for the sample's thread (the sample has none), with *changes*."""
    return _message(_FOLLOW_UP, FOLLOW_UP_BODY, changes)


def person_text(**changes: str | None) -> str:
    """The file of anna, with *changes*."""
    return _message(_PERSON, "Anna likes hinges.\n", changes)


def topic_text(**changes: str | None) -> str:
    """The file of the topic, with *changes*."""
    return _message(_TOPIC, "All about spare parts.\n", changes)


def write(root: Path, path: str, content: str | bytes) -> Path:
    """Write one file below *root*, byte for byte, with its folders."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def write_sample(root: Path) -> None:
    """Write a folder without any problem: a policy, two people, a topic, an answered thread."""
    write(root, POLICY, POLICY_TEXT)
    write(root, ANNA, person_text())
    write(root, BEN, person_text(name="Ben Olsen", role="Editor", handles=None))
    write(root, TOPIC, topic_text())
    write(root, COMMENT, comment_text())
    write(root, REPLY, reply_text())


def _message(fields: dict[str, str], body: str, changes: dict[str, str | None]) -> str:
    given = {("from" if name == "from_" else name): text for name, text in changes.items()}
    if "body" in given:
        body = given.pop("body") or ""
    merged: dict[str, str | None] = {**fields, **given}
    lines = [f"{name}: {text}\n" for name, text in merged.items() if text is not None]
    return "---\n" + "".join(lines) + "---\n" + body
