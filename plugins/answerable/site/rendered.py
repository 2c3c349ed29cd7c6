"""A published thread with its messages as HTML, and how both are kept as data.

A message is rendered once, alone, as a fragment (``answerable.site.fragments``): every page,
feed and file that shows it starts from there. What is kept is JSON, and holds what the public
may read and nothing else.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson

from answerable.markup import plain_text
from answerable.model import Asset, Origin, Seal, SealState, Stem
from answerable.site.decisions import PastDecision, PublishedAppeal, PublishedRedaction
from answerable.site.dialogue import shown_messages
from answerable.site.fragments import FILES
from answerable.site.language import Language
from answerable.site.messages import message_html
from answerable.site.publication import (
    Message,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
)


@dataclass(frozen=True, slots=True)
class RenderedThread:
    """A thread; the HTML of each of its messages that is shown, as a fragment; its plain text."""

    thread: PublishedThread
    words: Mapping[Stem, str]
    plain: Mapping[Stem, str]


def render_thread(thread: PublishedThread, language: Language) -> RenderedThread:
    """Render every message of *thread*, each alone."""
    shown = shown_messages(thread)
    return RenderedThread(
        thread,
        {message.stem: message_html(message, thread, language, FILES) for message in shown},
        {message.stem: plain_text(message.body) for message in shown},
    )


def encode_thread(thread: PublishedThread) -> bytes:
    """*thread* as JSON: all that is public of it, without the place of its files."""
    return orjson.dumps(
        (
            thread.id,
            thread.year,
            thread.slug,
            thread.title,
            thread.kind,
            thread.topic,
            thread.tags,
            [_encode_message(message) for message in thread.messages],
            [(asset.name, asset.size, asset.width, asset.height) for asset in thread.assets],
            thread.state,
            thread.answered_in,
            thread.due.isoformat(),
            thread.changed.isoformat(),
        )
    )


def decode_thread(text: bytes, root: Path) -> PublishedThread:
    """The thread that :func:`encode_thread` wrote; its files lie below the folder *root*.

    Raises ValueError or TypeError where *text* is nothing of the kind.
    """
    id_, year, slug, title, kind, topic, tags, messages, assets, state, days, due, changed = (
        orjson.loads(text)
    )
    folder = root / "threads" / year / slug / "assets" if assets else root
    return PublishedThread(
        id=id_,
        year=year,
        slug=slug,
        title=title,
        kind=kind,
        topic=topic,
        tags=tuple(tags),
        messages=tuple(_decode_message(*message) for message in messages),
        assets=tuple(Asset(name, folder / name, *sizes) for name, *sizes in assets),
        state=state,
        answered_in=days,
        due=date.fromisoformat(due),
        changed=datetime.fromisoformat(changed),
    )


def encode_rendered(rendered: RenderedThread) -> bytes:
    """A thread with its words."""
    return encode_thread(rendered.thread) + b"\n" + orjson.dumps((rendered.words, rendered.plain))


def decode_rendered(data: bytes, root: Path) -> RenderedThread:
    """What :func:`encode_rendered` wrote; see :func:`decode_thread`."""
    thread, words = data.split(b"\n")
    return RenderedThread(decode_thread(thread, root), *orjson.loads(words))


def _encode_message(message: Message) -> tuple[object, ...]:
    if isinstance(message, Stub):
        return (
            "stub",
            message.stem,
            message.decision,
            message.reason,
            message.received.isoformat(),
            message.decided.isoformat(),
            message.prompted_by,
            message.facts,
            _encode_appeal(message.appeal),
            [(one.decision, one.at.isoformat()) for one in message.history],
        )
    if isinstance(message, PublishedReply):
        return (
            "reply",
            message.stem,
            message.answers,
            message.signed_by,
            message.date.isoformat(),
            message.language,
            message.body,
            message.outcome,
            message.question,
            _encode_seal(message.seal),
            message.head,
            message.signature and b64encode(message.signature).decode(),
            message.redacted_later,
        )
    source = message.source
    return (
        "comment",
        message.stem,
        message.sender,
        message.channel,
        message.received.isoformat(),
        message.published.isoformat(),
        message.language,
        message.body,
        source and (source.system, source.id, source.url),
        message.resolved,
        message.nonce,
        [(one.kind, one.at.isoformat()) for one in message.redactions],
        _encode_appeal(message.appeal),
    )


def _encode_appeal(appeal: PublishedAppeal | None) -> list[str | None] | None:
    if appeal is None:
        return None
    times = (appeal.requested, appeal.upheld, appeal.reversed)
    return [moment.isoformat() if moment else None for moment in times]


def _decode_appeal(times: list[str | None] | None) -> PublishedAppeal | None:
    if times is None:
        return None
    requested, upheld, taken_back = (text and datetime.fromisoformat(text) for text in times)
    return PublishedAppeal(requested, upheld, taken_back)  # type: ignore[arg-type]


def _encode_seal(seal: Seal) -> tuple[object, ...]:
    times = (moment and moment.isoformat() for moment in (seal.since, seal.until, seal.revoked))
    return (seal.state, seal.fingerprint, seal.owner, *times, seal.problem)


def _decode_seal(state: SealState, fingerprint: str, owner: str | None, *values: Any) -> Seal:
    *times, problem = values
    since, until, revoked = (text and datetime.fromisoformat(text) for text in times)
    return Seal(state, fingerprint, owner, since, until, revoked, problem)


def _decode_message(kind: str, stem: Stem, *values: Any) -> Message:
    time = datetime.fromisoformat
    if kind == "stub":
        decision, reason, received, decided, prompted_by, facts, appeal, history = values
        return Stub(
            stem,
            decision,
            reason,
            time(received),
            time(decided),
            prompted_by,
            facts,
            _decode_appeal(appeal),
            tuple(PastDecision(name, time(at)) for name, at in history),
        )
    if kind == "reply":
        *said, seal, head, signature, redacted_later = values
        answers, signer, moment, language, body, outcome, question = said
        return PublishedReply(
            stem,
            answers,
            signer,
            time(moment),
            language,
            body,
            outcome,
            question,
            _decode_seal(*seal),
            head,
            signature and b64decode(signature),
            redacted_later,
        )
    *said, source, resolved, nonce, redactions, appeal = values
    sender, channel, received, published, language, body = said
    return PublishedComment(
        stem,
        sender,
        channel,
        time(received),
        time(published),
        language,
        body,
        Origin(*source) if source else None,
        resolved,
        nonce,
        tuple(PublishedRedaction(what, time(at)) for what, at in redactions),
        _decode_appeal(appeal),
    )
