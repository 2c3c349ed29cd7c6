"""Which message of a thread waits for an answer."""

from __future__ import annotations

from answerable.site.publication import PublishedComment, PublishedThread


def waiting(thread: PublishedThread) -> PublishedComment | None:
    """The message that the next answer of *thread* answers.

    The last one without an answer, or just the last one; None where nothing can be answered.
    """
    asked = [
        message
        for message in thread.messages
        if isinstance(message, PublishedComment) and message.nonce is not None
    ]
    answered = {reply.answers for reply in thread.replies}
    open_still = [message for message in asked if message.stem not in answered]
    candidates = open_still or asked
    return candidates[-1] if candidates else None
