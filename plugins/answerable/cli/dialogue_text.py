"""A thread as text for a terminal: who said what and when, and what that is worth.

The rules that this module keeps:

* nothing that a customer wrote can drive the terminal, or look like a line of ours: words are
  indented, and a head begins at the edge;
* lines are broken, never joined: lists, quotations and code keep their form;
* what the site does not show is shown here, and says so in its head.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from textwrap import TextWrapper

from answerable.model import Comment, Person, PersonId, Reply, Thread
from answerable.promises import state_of
from answerable.report import count
from answerable.site.words import CHANNEL, OUTCOME, SEAL
from answerable.terminal import visible

WIDEST = 88
_INDENT = "    "


def as_text(
    thread: Thread, people: Mapping[PersonId, Person], width: int, promised: str
) -> Iterator[str]:
    """The lines of *thread*, none wider than *width* where words can be broken.

    *promised* says how it stands with the promise, empty where nothing is to be said.
    """
    width = min(width, WIDEST)
    yield from _wrapped(thread.title or "(no title)", width)
    facts = [thread.kind, thread.topic, *(f"#{tag}" for tag in thread.tags), state_of(thread)]
    if promised:
        facts.append(promised)
    yield from _wrapped(" · ".join(facts), width)
    yield visible(f"threads/{thread.year}/{thread.slug} · {thread.id}")
    messages: list[Comment | Reply] = [thread.comment, *thread.follow_ups, *thread.replies]
    for message in sorted(messages, key=partial(_order, thread)):
        yield ""
        if isinstance(message, Reply):
            yield from _reply(message, people, width)
        else:
            yield from _comment(message, width)
    if thread.assets:
        yield ""
        names = ", ".join(asset.name for asset in thread.assets)
        yield from _wrapped(f"{count(len(thread.assets), 'file', 'files')}: {names}", width)


def _order(thread: Thread, message: Comment | Reply) -> tuple[bool, datetime, bool]:
    is_reply = isinstance(message, Reply)
    return message is not thread.comment, _sent(message), is_reply


def _sent(message: Comment | Reply) -> datetime:
    return message.date if isinstance(message, Reply) else message.received


def _comment(message: Comment, width: int) -> Iterator[str]:
    decided = message.moderation
    yield from _head(message.sender or "anonymous", message, width)
    facts = [CHANNEL[message.channel]]
    if decided.decision == "published":
        facts.append("published")
    else:
        reason = f" ({decided.reason})" if decided.reason else ""
        facts.append(f"{decided.decision.upper()}{reason}: the site does not show it")
    if message.redactions:
        facts.append(count(len(message.redactions), "passage removed", "passages removed"))
    if message.resolved:
        facts.append("the customer says that it is settled")
    yield from _about(facts, width)
    yield from _body(message.body, width)


def _reply(message: Reply, people: Mapping[PersonId, Person], width: int) -> Iterator[str]:
    person = people.get(message.signed_by)
    name = f"{person.name} ({person.id})" if person else message.signed_by
    yield from _head(name, message, width)
    facts = [f"answers {message.answers}"]
    if message.outcome:
        facts.append(OUTCOME[message.outcome].lower())
    facts.append(SEAL[message.seal.state].lower())
    yield from _about(facts, width)
    yield from _body(message.body, width)


def _head(who: str, message: Comment | Reply, width: int) -> Iterator[str]:
    text = visible(f"{who}, {_sent(message):%Y-%m-%d %H:%M} [{message.stem}]")
    yield from _wrapped(f"── {text} ──", width)


def _about(facts: list[str], width: int) -> Iterator[str]:
    yield from _wrapped("; ".join(facts), width)


def _body(body: str, width: int) -> Iterator[str]:
    lines = body.strip("\n").split("\n") if body.strip() else []
    if lines:
        yield ""
    for line in lines:
        # A tab is a space to a terminal of unknown stops, and not in code.
        shown = visible(line.replace("\t", "    ")).rstrip()
        words = shown.lstrip(" ")
        yield from _wrapped(words, width, _INDENT + " " * (len(shown) - len(words)))


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    wrapper = TextWrapper(
        width=max(width, len(indent) + 20),
        initial_indent=indent,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return wrapper.wrap(visible(text)) or [""]
