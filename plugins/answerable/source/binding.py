"""What binds a reply to the question and to the title above it: two digests.

A message that was erased has lost its nonce, and nothing can be compared any more.
"""

from __future__ import annotations

import re

from answerable.model import Comment, Decision
from answerable.source.digest import question_digest, title_digest
from answerable.source.frontmatter import Document
from answerable.source.messages import ReadMessage
from answerable.source.schema import Values

_DIGEST = re.compile(r"hmac-sha256:[0-9a-f]{64}")
_EXAMPLE = "hmac-sha256: and 64 hex digits"


def check_binding(
    document: Document,
    values: Values,
    answered: ReadMessage[Comment] | None,
    opening: ReadMessage[Comment] | None,
    *,
    signed: bool,
) -> bool:
    """Report a reply whose digests are not those of what it answers; whether they are.

    *opening* is the comment that opens the thread. A reply that is *signed* is not asked for
    what it could say besides: any change would break the signature.
    """
    nonce = _nonce(answered) if answered else None
    body = answered.document.body if answered else None
    question = question_digest(nonce, body) if nonce is not None and body is not None else None
    fits = _check_question(document, values.get("question"), question)
    title = opening.values.get("title") if opening else None
    if nonce is None or title is None:
        if "title" in values:
            _is_digest(document, "title", values["title"], None)
        return fits
    digest = title_digest(nonce, title)
    return _check_title(document, values.get("title"), digest, signed=signed) and fits


def _nonce(answered: ReadMessage[Comment]) -> str | None:
    decided: Decision | None = answered.values.get("moderation")
    erased = decided is not None and decided.decision == "erased"
    nonce: str | None = answered.values.get("nonce")
    return None if erased else nonce


def _check_question(document: Document, written: str | None, digest: str | None) -> bool:
    if digest is not None and written == digest:
        return True
    if "question" not in document.fields.entries:
        message = "the field 'question' is missing"
        mend = f"write 'question: {digest or _EXAMPLE}'."
        document.problem("missing-field", "question", message, mend)
    elif written is None:
        return False  # reported where it was read
    elif _is_digest(document, "question", written, digest) and digest is not None:
        message = "the question was changed after the answer"
        mend = f"if the answer still fits, write 'question: {digest}' and sign it again."
        document.problem("question-changed", "question", message, mend)
    return digest is None


def _check_title(document: Document, written: str | None, digest: str, *, signed: bool) -> bool:
    if written == digest:
        return True
    if "title" not in document.fields.entries:
        if not signed:
            message = "nothing binds the answer to the title above it"
            document.problem("title-unbound", "question", message, f"add 'title: {digest}'.")
    elif written is not None and _is_digest(document, "title", written, digest):
        message = "the title of the thread was changed after the answer"
        mend = f"if the answer still fits, write 'title: {digest}' and sign it again."
        document.problem("title-changed", "title", message, mend)
    return "title" not in document.fields.entries


def _is_digest(document: Document, field: str, written: str, right: str | None) -> bool:
    if _DIGEST.fullmatch(written):
        return True
    message = f"'{field}' must be {_EXAMPLE}"
    document.problem("wrong-type", field, message, f"write '{field}: {right or _EXAMPLE}'.")
    return False
