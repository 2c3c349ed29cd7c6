"""A new decision in a message's file, and what is left of the message after it.

The earlier decision moves to the end of ``history``; that nobody had decided yet is none.
Everything else stays byte for byte. Only a stub is written anew, as a whole: what must not
stay then cannot stay, not even in a comment of YAML or in an unusual place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from answerable.cli.customer_messages import CustomerMessage
from answerable.cli.person_files import ContentError
from answerable.digests import source_digest
from answerable.model import Comment, Decision, Thread
from answerable.source.edit import EditError, append_item, remove_field, set_value
from answerable.source.write import comment_file, follow_up_file
from answerable.source.yamlcomments import find_comments
from answerable.source.yamltext import Word

_CUSTOMERS = ("title", "from", "nonce", "source", "tags", "redactions", "resolved")
_PARTS = ("decision", "by", "at", "reason", "prompted_by", "facts")


def with_decision(message: CustomerMessage, decision: Decision) -> str:
    """The file of *message* with a new *decision*. Raises ContentError."""
    text, old, new = message.text, parts(message.message.moderation), parts(decision)
    try:
        for name in _PARTS:
            if name not in new:
                text = remove_field(text, ("moderation", name))
        for name, value in new.items():
            text = set_value(text, ("moderation", name), value)
        if old["decision"] != "pending":
            text = append_item(text, ("history",), old, on_one_line=True)
    except EditError as error:
        raise ContentError(f"{message.shown} cannot be changed: {error}") from error
    return text


def parts(decision: Decision) -> dict[str, Word]:
    """A decision as it is written."""
    values: Mapping[str, Any] = {name: getattr(decision, name) for name in _PARTS}
    return {name: value for name, value in values.items() if value is not None}


def stub(message: CustomerMessage, decision: Decision) -> str:
    """The file of *message* with a new *decision* and without the customer's words."""
    return _written(message, _without_words(message, decision))


def tombstone(message: CustomerMessage, decision: Decision) -> str:
    """The file of an erased *message*: dates and codes, and nothing of the customer's."""
    left = _without_words(message, decision)
    history = tuple(replace(past, facts=None) for past in left.history)
    return _written(message, replace(left, history=history, redactions=(), resolved=False))


def is_tombstone(message: CustomerMessage) -> bool:
    """Whether nothing of the customer's is left in the file of an erased *message*."""
    document, text = message.document, message.document.file.text
    return (
        not document.body.strip()
        and not any(name in document.fields.entries for name in _CUSTOMERS)
        and not any(past.facts for past in message.message.history)
        and not any(find_comments(text, text.index("\n") + 1, document.closing))
    )


def _without_words(message: CustomerMessage, decision: Decision) -> Comment:
    old = message.message
    past = old.moderation
    again = (past.decision, decision.decision) == ("erased", "erased")
    keeps = past.decision == "pending" or again
    return replace(
        old,
        sender=None,
        nonce=None,
        body="",
        source=None,
        suppressed=_suppressed(message),
        moderation=past if again else decision,
        history=old.history if keeps else (*old.history, past),
    )


def _suppressed(message: CustomerMessage) -> str | None:
    """By what an import knows the message when nothing tells any more where it came from."""
    source = message.message.source
    if source is None:
        return message.message.suppressed
    thread = message.values["id" if message.is_opening else "thread"]
    return source_digest(thread, source.system, source.id)


def _written(message: CustomerMessage, left: Comment) -> str:
    if not message.is_opening:
        return follow_up_file(message.values["thread"], left)
    values, name = message.values, message.name
    return comment_file(
        Thread(
            id=values["id"],
            year=name.year,
            slug=name.slug,
            title=None,
            kind=values["kind"],
            topic=values["topic"],
            tags=(),
            comment=left,
        )
    )
