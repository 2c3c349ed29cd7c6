"""What binds a reply to the question and to the title above it: two digests.

A message that was erased has lost its nonce, and nothing can be compared any more. One that
was redacted after the answer, with a marker in it that says so, has lost the words that were
answered: then the digest need not fit.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from answerable.digests import question_digest, title_digest
from answerable.model import Comment, Decision, Redaction
from answerable.source.frontmatter import Document
from answerable.source.messages import ReadMessage
from answerable.source.names import DIGEST
from answerable.source.redaction import has_marker
from answerable.source.schema import Values

_EXAMPLE = "hmac-sha256: and 64 hex digits"


Binding = Literal["bound", "redacted", "broken"]
"""Whether the digests fit, do not because of a redaction that came later, or do not."""


def check_binding(
    document: Document,
    values: Values,
    answered: ReadMessage[Comment] | None,
    opening: ReadMessage[Comment] | None,
    *,
    signed: bool,
) -> Binding:
    """Report a reply whose digests are not those of what it answers.

    *opening* is the comment that opens the thread. A reply that is *signed* is not asked for
    what it could say besides: any change would break the signature.
    """
    date: datetime | None = values.get("date")
    nonce = _nonce(answered) if answered else None
    body = answered.document.body if answered else None
    question = question_digest(nonce, body) if nonce is not None and body is not None else None
    excused = body is not None and has_marker(body) and _redacted_after(answered, date)
    bindings = [_check_question(document, values.get("question"), question, excused=excused)]
    title = opening.values.get("title") if opening else None
    if nonce is None or title is None:
        if "title" in values:
            _is_digest(document, "title", values["title"], None)
    else:
        excused = has_marker(title) and _redacted_after(opening, date)
        digest = title_digest(nonce, title)
        written = values.get("title")
        bindings.append(_check_title(document, written, digest, signed=signed, excused=excused))
    if "broken" in bindings:
        return "broken"
    return "redacted" if "redacted" in bindings else "bound"


def _redacted_after(message: ReadMessage[Comment] | None, date: datetime | None) -> bool:
    redactions: tuple[Redaction, ...] = message.values.get("redactions", ()) if message else ()
    return date is not None and any(date < redaction.at for redaction in redactions)


def _is_other(written: str | None, digest: str | None) -> bool:
    """Whether *written* is a digest, and not this one."""
    return written not in (None, digest) and DIGEST.fullmatch(written or "") is not None


def _nonce(answered: ReadMessage[Comment]) -> str | None:
    decided: Decision | None = answered.values.get("moderation")
    erased = decided is not None and decided.decision == "erased"
    nonce: str | None = answered.values.get("nonce")
    return None if erased else nonce


def _check_question(
    document: Document, written: str | None, digest: str | None, *, excused: bool
) -> Binding:
    if digest is not None and written == digest:
        return "bound"
    if digest is not None and excused and _is_other(written, digest):
        return "redacted"
    if "question" not in document.fields.entries:
        message = "the field 'question' is missing"
        mend = f"write 'question: {digest or _EXAMPLE}'."
        document.problem("missing-field", "question", message, mend)
    elif written is None:
        return "broken"  # reported where it was read
    elif _is_digest(document, "question", written, digest) and digest is not None:
        message = "the question was changed after the answer"
        mend = f"if the answer still fits, write 'question: {digest}' and sign it again."
        document.problem("question-changed", "question", message, mend)
    return "bound" if digest is None else "broken"


def _check_title(
    document: Document, written: str | None, digest: str, *, signed: bool, excused: bool
) -> Binding:
    if written == digest:
        return "bound"
    if excused and _is_other(written, digest):
        return "redacted"
    if "title" not in document.fields.entries:
        if not signed:
            message = "nothing binds the answer to the title above it"
            document.problem("title-unbound", "question", message, f"add 'title: {digest}'.")
        return "bound"
    if written is not None and _is_digest(document, "title", written, digest):
        message = "the title of the thread was changed after the answer"
        mend = f"if the answer still fits, write 'title: {digest}' and sign it again."
        document.problem("title-changed", "title", message, mend)
    return "broken"


def _is_digest(document: Document, field: str, written: str, right: str | None) -> bool:
    if DIGEST.fullmatch(written):
        return True
    message = f"'{field}' must be {_EXAMPLE}"
    document.problem("wrong-type", field, message, f"write '{field}: {right or _EXAMPLE}'.")
    return False
