"""One mistake for every check: what it takes to make the check speak.

docs/checks.md shows what is said about each of them. After a message has changed, this
rewrites the examples there, and the difference is to be reviewed like any other text:

    python tests/mistakes.py
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from answerable.cli.authors import Author, author_problems
from answerable.config import Settings
from answerable.report import Format, render, weigh
from answerable.source import load_feedback
from samples import (
    ANNA,
    BEN,
    COMMENT,
    NOW,
    PNG,
    POLICY,
    POLICY_TEXT,
    REPLY,
    THREAD,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
    write,
    write_sample,
)
from signing import keys, sign
from software_keys import SoftwareKey, ed25519

CHECKS_PAGE = Path(__file__).parent.parent / "docs" / "checks.md"
EXAMPLE = r"(?ms)(?<=^### {code}\n)(.*?^```text\n)(.*?)(?=^```$)"

Mistake = Callable[[Path], None]


def _file(path: str, content: str | bytes) -> Mistake:
    def make(root: Path) -> None:
        write(root, path, content)

    return make


def _comment(**changes: str | None) -> Mistake:
    return _file(COMMENT, comment_text(**changes))


def _reply(**changes: str | None) -> Mistake:
    return _file(REPLY, reply_text(**changes))


def _withheld(decision: str, **changes: str | None) -> Mistake:
    def make(root: Path) -> None:
        (root / REPLY).unlink()
        write(root, COMMENT, comment_text(moderation=decision, **changes))

    return make


def _doubled_id(root: Path) -> None:
    shutil.copytree(root / THREAD, root / "threads/2026/hinges")


def _reply_before_question(root: Path) -> None:
    (root / REPLY).unlink()
    early = reply_text(date="2026-11-01T09:05:00+01:00")
    write(root, f"{THREAD}/2026-11-01-anna.md", early)


def _follow_up_before_comment(root: Path) -> None:
    early = follow_up_text(received="2026-11-01T08:55:00+01:00")
    write(root, f"{THREAD}/2026-11-01-customer.md", early)


def _future_date(root: Path) -> None:
    (root / REPLY).unlink()
    late = reply_text(date="2027-11-03T10:05:00+01:00")
    write(root, f"{THREAD}/2027-11-03-anna.md", late)


def _renamed_reply(root: Path) -> None:
    (root / REPLY).rename(root / THREAD / "anna-2026-11-03.md")


def _image_too_large(root: Path) -> None:
    write(root, f"{THREAD}/assets/hinge.png", PNG + bytes(3 * 1024 * 1024))
    write(root, REPLY, reply_text(body="This is it: ![The hinge](assets/hinge.png)\n"))


def _image_metadata(root: Path) -> None:
    write(root, f"{THREAD}/assets/hinge.jpg", PHOTO)
    write(root, REPLY, reply_text(body="This is it: ![The hinge](assets/hinge.jpg)\n"))


def _signed(by: SoftwareKey | None = None, namespace: str = "answerable", **entry: str) -> Mistake:
    """The reply signed; *entry* is what stands beside anna's key in her file."""

    def make(root: Path) -> None:
        write(root, ANNA, person_text(keys=keys(ed25519("anna"), **entry)))
        write(root, BEN, person_text(name="Ben Olsen", handles=None, keys=keys(ed25519("ben"))))
        sign(root, by or ed25519("anna"), namespace=namespace)

    return make


def _altered(root: Path) -> None:
    _signed()(root)
    write(root, REPLY, reply_text(body="We found no cause.\n"))


def _signature_with_crlf(root: Path) -> None:
    _signed()(root)
    signature = root / f"{REPLY}.sig"
    signature.write_bytes(signature.read_bytes().replace(b"\n", b"\r\n"))


def _shared_key(root: Path) -> None:
    key = keys(ed25519("service"))
    write(root, ANNA, person_text(keys=key))
    write(root, BEN, person_text(name="Ben Olsen", handles=None, keys=key))


# The beginning of what a camera writes: the picture itself comes later.
PHOTO = b"\xff\xd8\xff\xe1\0\x10Exif\0\0MM\0*\0\0\0\x08\xff\xd9"

_PUBLISHED = "{decision: published, by: ben, at: 2026-11-01T08:40:00+01:00}"
_AT = "by: ben, at: 2026-11-01T15:40:00+01:00"
_LATER = "[{decision: withheld, by: ben, at: 2026-11-02T08:00:00+01:00, reason: insult}]"
_REDACTED = "[{kind: name, by: anna, at: 2026-11-02T08:00:00+01:00}]"

MISTAKES: dict[str, Mistake] = {
    "unreadable": _file(COMMENT, comment_text(from_="M. Möller").encode("latin-1")),
    "byte-order-mark": _file(REPLY, "\ufeff" + reply_text()),
    "line-ends": _reply(body="We found the cause.\r\nIt was the hinge.\r\n"),
    "not-nfc": _comment(title="Ersatzteile kommen zu spa\u0308t"),
    "control-character": _reply(body="We found the \x08cause.\n"),
    "bidi-override": _reply(body="Send the \u202egnp.exe file to us.\n"),
    "final-newline": _reply(body="We found the cause."),
    "file-too-large": _reply(body="We found the cause.\n" * 60_000),
    "front-matter-missing": _file(REPLY, "Dear P. M.,\n\nWe found the cause.\n"),
    "front-matter-unclosed": _file(REPLY, reply_text().replace("---\nWe", "We")),
    "yaml-syntax": _comment(title="Spare parts: six weeks"),
    "yaml-anchor": _comment(title="&co Spare parts take six weeks"),
    "yaml-alias": _comment(from_="*customer"),
    "yaml-tag": _comment(title="!important Spare parts take six weeks"),
    "doubled-key": _comment(language="en\nlanguage: de"),
    "unknown-field": _comment(tags=None, tag="[delivery]"),
    "missing-field": _comment(language=None),
    "wrong-type": _comment(received="2026-11-01T09:12:00"),
    "unknown-value": _comment(kind="problm"),
    "unknown-person": _reply(signed_by="ana"),
    "unknown-topic": _comment(topic="spare-part"),
    "unknown-thread": _reply(thread="a1b2c3d4e5"),
    "unknown-reason": _withheld(f"{{decision: withheld, {_AT}, reason: insults}}"),
    "unknown-message": _reply(answers="2026-11-02-customer"),
    "doubled-id": _doubled_id,
    "reply-before-question": _reply_before_question,
    "follow-up-before-comment": _follow_up_before_comment,
    "decision-before-receipt": _comment(moderation=_PUBLISHED),
    "outside-employment": _file(ANNA, person_text(until="2026-10-31")),
    "person-until-before-since": _file(ANNA, person_text(until="2019-12-31")),
    "future-date": _future_date,
    "question-changed": _comment(body="I have waited six days for a hinge.\n"),
    "title-changed": _comment(title="Spare parts take six days"),
    "title-unbound": _reply(title=None),
    "answers-unpublished": _comment(moderation="{decision: pending}"),
    "reason-missing": _withheld(f"{{decision: withheld, {_AT}}}"),
    "history-order": _comment(history=_LATER),
    "appeal-order": _comment(appeal="{requested: 2026-11-01T09:00:00+01:00}"),
    "facts-tell": _withheld(
        f'{{decision: withheld, {_AT}, reason: insult, facts: "P. M. calls names."}}',
        title="Hinges",
    ),
    "redaction-unlisted": _comment(body="I know [██ name removed by Anna Berg ██] well.\n"),
    "redaction-unmarked": _comment(redactions=_REDACTED),
    "erased-remains": _withheld(f"{{decision: erased, {_AT}}}"),
    "telling-address": _withheld(f"{{decision: withheld, {_AT}, reason: insult}}"),
    "unpublished-in-public": _withheld("{decision: pending}"),
    "empty-body": _reply(body=""),
    "hidden-text": _reply(body="We found the cause. <!-- Ben: do not say whose fault. -->\n"),
    "name-of-employee": _comment(from_="anna berg"),
    "personal-email": _comment(body="Please write to petra.m@mailbox.org, not to the shop.\n"),
    "personal-phone": _comment(body="You can call me: 0171 2345678\n"),
    "personal-ip": _comment(body="My router at 84.23.101.7 does not answer.\n"),
    "personal-file-name": _file(f"{THREAD}/assets/call-0171-2345678.png", PNG),
    "not-signed": _file(POLICY, POLICY_TEXT + "signing: required\n"),
    "altered-after-signing": _altered,
    "other-namespace": _signed(namespace="git"),
    "signed-by-another": _signed(by=ed25519("ben")),
    "unknown-key": _signed(by=ed25519("stranger")),
    "outside-key-time": _signed(since="2026-11-04"),
    "revoked-key": _signed(revoked="2026-11-20T08:30:00Z"),
    "signed-after-revocation": _signed(revoked="2026-11-02"),
    "unusable-signature": _signature_with_crlf,
    "shared-key": _shared_key,
    "thread-without-comment": lambda root: (root / COMMENT).unlink(),
    "file-name": _renamed_reply,
    "unexpected-file": _file(f"{THREAD}/notes.txt", "Ask Ben.\n"),
    "image-missing": _reply(body="This is it: ![The hinge](assets/hinge.png)\n"),
    "image-outside": _reply(body="This is it: ![The hinge](https://example.com/hinge.png)\n"),
    "image-too-large": _image_too_large,
    "image-metadata": _image_metadata,
    "asset-type": _file(f"{THREAD}/assets/plan.svg", "<svg/>"),
    "unused-asset": _file(f"{THREAD}/assets/hinge.png", PNG),
    # No mistake of the files: who opened the pull request is the mistake.
    "not-the-author": lambda root: None,
    "orphan-signature": _file(f"{THREAD}/2026-11-04-anna.md.sig", "x"),
}


def report_on(code: str, root: Path, form: Format = "text") -> str:
    """What the check *code* says about its mistake, made in the empty folder *root*."""
    write_sample(root)
    MISTAKES[code](root)
    settings = Settings(repository="public" if code == "unpublished-in-public" else "private")
    loaded = load_feedback(root, settings, now=NOW)
    people = loaded.feedback.people
    by_ben = author_problems(loaded.replies, (), Author("benolsen", people, people), settings)
    findings = weigh((*loaded.diagnostics, *by_ben), settings)
    return render([found for found in findings if found.problem.code == code][:1], form)


def rewrite_examples() -> None:
    """Put what is said today into docs/checks.md."""
    page = CHECKS_PAGE.read_text(encoding="utf-8")
    for code in MISTAKES:
        with tempfile.TemporaryDirectory() as folder:
            said = report_on(code, Path(folder) / "feedback")
        example = re.search(EXAMPLE.format(code=re.escape(code)), page)
        if example:
            page = f"{page[: example.start(2)]}{said}\n{page[example.end(2) :]}"
    CHECKS_PAGE.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    rewrite_examples()
