"""Which message continues which: the dialogue of a thread as a tree.

A reply continues the message that it answers. A follow-up continues the company's last
answer before it, the opening message while there is none. A message only ever continues one
that stands before it, so the tree has no circle, whatever the files say.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from answerable.model import Stem
from answerable.site.publication import PublishedComment, PublishedReply, PublishedThread, Stub

ShownMessage = PublishedComment | PublishedReply


def appeared(message: ShownMessage) -> datetime:
    """When the public could first read *message*."""
    return message.date if isinstance(message, PublishedReply) else message.published


def parents(thread: PublishedThread) -> Mapping[Stem, Stem]:
    """The message that each message of *thread* continues; the opening one continues none."""
    opening, *others = thread.messages
    seen = {opening.stem}
    last_answer = opening.stem
    found: dict[Stem, Stem] = {}
    for message in others:
        if isinstance(message, PublishedReply):
            found[message.stem] = message.answers if message.answers in seen else opening.stem
            last_answer = message.stem
        else:
            found[message.stem] = last_answer
        seen.add(message.stem)
    return found


def shown_messages(thread: PublishedThread) -> list[ShownMessage]:
    """Every message of *thread* that is shown."""
    return [message for message in thread.messages if not isinstance(message, Stub)]
