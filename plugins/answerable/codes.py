"""The checks by name: every problem that ``answerable check`` can report.

A code is part of the interface: people silence it in their settings and look it up in the
manual (docs/checks.md has a section per code, and a test holds the two together). It is
never renamed or reused.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Severity = Literal["error", "warning", "off"]

_ERRORS = {
    # the bytes of a file
    "unreadable": "the file cannot be read as UTF-8",
    "byte-order-mark": "the file begins with a byte order mark",
    "line-ends": "lines end with CR or CRLF",
    "not-nfc": "characters are not in Unicode's form NFC",
    "control-character": "a control character stands in the text",
    "bidi-override": "a character changes the direction of the text unseen",
    "final-newline": "the file does not end with exactly one newline",
    "file-too-large": "the file is larger than a message can be",
    # front matter and YAML
    "front-matter-missing": "the file does not begin with front matter",
    "front-matter-unclosed": "the front matter is not closed",
    "yaml-syntax": "the YAML cannot be read",
    "yaml-anchor": "YAML anchors are not allowed",
    "yaml-alias": "YAML aliases are not allowed",
    "yaml-tag": "YAML tags are not allowed",
    "doubled-key": "a key stands twice",
    "unknown-field": "the field does not exist",
    "missing-field": "a field is missing",
    "wrong-type": "a value has the wrong form",
    "unknown-value": "a value is none of the possible ones",
    # names that lead nowhere
    "unknown-person": "no such person",
    "unknown-topic": "no such topic",
    "unknown-thread": "the message names another thread than the one it lies in",
    "unknown-reason": "no such rule of moderation",
    "unknown-message": "the reply answers a message that does not exist",
    "doubled-id": "two threads have the same id",
    # time
    "reply-before-question": "a reply is dated before what it answers",
    "follow-up-before-comment": "a follow-up came in before the comment that opens its thread",
    "decision-before-receipt": "a decision is dated before the message",
    "outside-employment": "the signer did not work for the company on that day",
    "person-until-before-since": "a time ends before it begins",
    # question, moderation, promises
    "question-changed": "the question was changed after the answer",
    "title-changed": "the title above the answer was changed after it",
    "answers-unpublished": "the reply answers something that is not published",
    "reason-missing": "a withheld message gives no reason",
    "history-order": "the decisions about a message are not in the order of time",
    "appeal-order": "an appeal does not fit the decisions about its message",
    "facts-tell": "the facts of a decision tell what was withheld",
    "redaction-unlisted": "a text says that something was removed, and no redaction is listed",
    "redaction-unmarked": "a redaction is listed, and nothing in the message shows it",
    "erased-remains": "an erased message still holds something of the customer's",
    "telling-address": "the address of a withheld thread repeats its title",
    "unpublished-in-public": "an unpublished text lies in a public repository",
    "empty-body": "a message has no text",
    # signatures
    "not-signed": "a reply is not signed, and the policy requires it",
    "altered-after-signing": "a reply was changed after it was signed",
    "other-namespace": "a signature was made for another purpose",
    "signed-by-another": "a reply is signed with another person's key",
    "unknown-key": "a reply is signed with a key that nobody here has",
    "outside-key-time": "a reply is dated outside of the time of its key",
    "signed-after-revocation": "a reply is dated after its key was revoked",
    "unusable-signature": "a signature cannot be used",
    "shared-key": "two people have the same key",
    "not-the-author": "a reply is signed by somebody else than who opened the pull request",
    # files of a thread
    "thread-without-comment": "a thread folder has no comment.md",
    "file-name": "a file or folder is not named as the format says",
    "unexpected-file": "a file lies where none is expected",
    "image-missing": "a message shows a file that does not exist",
    "image-outside": "a message shows a picture from outside of its assets folder",
    "image-too-large": "a picture or document is too large",
    "asset-type": "a file in assets is of a kind that is not published",
}

_WARNINGS = {
    "title-unbound": "nothing binds a reply to the title above it",
    "revoked-key": "the key of a reply was revoked after it was signed",
    "future-date": "a date lies in the future",
    "hidden-text": "a text stands in a message that no page shows",
    "name-of-employee": "a customer has the name of an employee",
    "personal-email": "an e-mail address stands in a comment",
    "personal-phone": "a phone number stands in a comment",
    "personal-ip": "an IP address stands in a comment",
    "personal-file-name": "a file's name holds personal data",
    "image-metadata": "a picture tells more than it shows",
    "unused-asset": "a file in assets is shown by no message",
    "orphan-signature": "a signature has no message beside it",
}

SUMMARIES: Mapping[str, str] = MappingProxyType(_ERRORS | _WARNINGS)
"""Every code with what it finds, in half a sentence."""

DEFAULT_SEVERITY: Mapping[str, Severity] = MappingProxyType(
    dict.fromkeys(_ERRORS, "error") | dict.fromkeys(_WARNINGS, "warning")  # type: ignore[arg-type]
)

SIGNATURE_CODES = frozenset(
    {
        "not-signed",
        "altered-after-signing",
        "other-namespace",
        "signed-by-another",
        "unknown-key",
        "outside-key-time",
        "revoked-key",
        "signed-after-revocation",
        "unusable-signature",
    }
)
"""What is wrong with a signature; a new one mends it."""
