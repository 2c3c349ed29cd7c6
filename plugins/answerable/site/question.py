"""Whether a question can still be held against what the answer to it says of it."""

from __future__ import annotations

from typing import Literal

from answerable.site.publication import Message, PublishedComment, PublishedReply

QuestionState = Literal["compared", "redacted", "gone"]


def question_state(message: PublishedReply, answered: Message | None) -> QuestionState:
    """Whether the question that *message* answers can be compared with what was signed."""
    if not isinstance(answered, PublishedComment) or answered.nonce is None:
        return "gone"
    return "redacted" if message.redacted_later else "compared"
