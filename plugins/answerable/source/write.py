"""Message files as text, and how they come to disk: the only writer of feedback files.

The rules that this module keeps:

* what it writes is canonical, as ``check`` demands (docs/format.md, "Bytes"): UTF-8, NFC,
  LF, one final newline, no control character and no change of direction unseen;
* what it writes reads back as the same values, for every reader of YAML (``scalars``);
* a file is written beside its place and then given its name, so half a message is never
  there;
* a file with other content is never overwritten unless the caller says so, not even one that
  another program writes at the same moment;
* a write that fails leaves nothing behind, no empty folder either.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from answerable.model import (
    Appeal,
    Comment,
    Decision,
    Origin,
    Redaction,
    Reply,
    Thread,
    ThreadId,
)
from answerable.source.scalars import canonical_text, scalar

ANONYMOUS = "anonymous"

ID_LENGTH = 10
ID_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class WouldOverwriteError(Exception):
    """Another file lies where one was to be written; the message is its path."""


def new_id() -> ThreadId:
    """A random id for a thread."""
    return "".join(secrets.choice(ID_DIGITS) for _ in range(ID_LENGTH))


def new_nonce() -> str:
    """128 random bits in hex, which make the digest of a short text unguessable."""
    return secrets.token_hex(16)


def comment_file(thread: Thread) -> str:
    """The text of the ``comment.md`` that opens *thread*."""
    message = thread.comment
    return _file(
        ("id", scalar(thread.id)),
        ("title", _optional(thread.title)),
        ("from", _sender(message)),
        ("kind", scalar(thread.kind)),
        ("channel", scalar(message.channel)),
        ("source", _origin(message.source)),
        ("suppressed", _optional(message.suppressed)),
        ("received", _time(message.received)),
        ("language", scalar(message.language)),
        ("topic", scalar(thread.topic)),
        ("tags", _sequence(thread.tags)),
        ("nonce", _optional(message.nonce)),
        *_moderated(message),
        body=message.body,
    )


def follow_up_file(thread: ThreadId, message: Comment) -> str:
    """The text of a customer's later message in *thread*."""
    return _file(
        ("thread", scalar(thread)),
        ("from", _sender(message)),
        ("channel", scalar(message.channel)),
        ("source", _origin(message.source)),
        ("suppressed", _optional(message.suppressed)),
        ("received", _time(message.received)),
        ("language", scalar(message.language)),
        ("nonce", _optional(message.nonce)),
        ("resolved", "true" if message.resolved else None),
        *_moderated(message),
        body=message.body,
    )


def reply_file(thread: ThreadId, reply: Reply) -> str:
    """The text of an employee's message in *thread*."""
    return _file(
        ("thread", scalar(thread)),
        ("answers", scalar(reply.answers)),
        ("question", scalar(reply.question)),
        ("title", _optional(reply.title)),
        ("signed_by", scalar(reply.signed_by)),
        ("date", _time(reply.date)),
        ("language", scalar(reply.language)),
        ("outcome", _optional(reply.outcome)),
        ("source", _origin(reply.source)),
        body=reply.body,
    )


def write_atomically(path: Path, data: bytes, *, overwrite: bool = False) -> bool:
    """Make the file at *path* hold *data*, with the folders above it.

    Returns whether anything was written: a file that holds *data* already is left alone.
    Raises WouldOverwriteError where it holds something else, unless *overwrite* is true, and
    OSError with *path* as its file where it cannot be written; then no new folder remains.
    """
    try:
        # A link that leads nowhere is there as well.
        if os.path.lexists(path):
            if _holds(path, data):
                return False
            if not overwrite:
                raise WouldOverwriteError(str(path))
        return _write(path, data, overwrite)
    except OSError as error:
        # A full disk names no file, and the temporary one is nothing to people.
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _write(path: Path, data: bytes, overwrite: bool) -> bool:
    # A name of its own, because two commands may write at the same time.
    beside = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
    made: list[Path] = []
    try:
        _make_folders(path.parent, made)
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            # Without it a power failure can leave the new name on an empty file.
            os.fsync(file.fileno())
        if overwrite:
            if path.exists():
                shutil.copymode(path, beside)
            beside.replace(path)
            return True
        return _give_name(beside, path, data)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        for folder in reversed(made):
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _give_name(beside: Path, path: Path, data: bytes) -> bool:
    """Move the file *beside* to *path*, unless a file has come there in the meantime."""
    try:
        # Unlike a renaming, a link never takes the place of a file.
        os.link(beside, path)
    except FileExistsError:
        if not _holds(path, data):
            raise WouldOverwriteError(str(path)) from None
        beside.unlink()
        return False
    except (OSError, AttributeError, NotImplementedError):
        # Not every file system and platform has links.
        if os.path.lexists(path):
            raise WouldOverwriteError(str(path)) from None
        beside.replace(path)
    else:
        beside.unlink()
    return True


def _make_folders(folder: Path, made: list[Path]) -> None:
    """Make *folder* and those above it; the new ones are added to *made*, the outer first."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for folder in reversed(missing):
        with contextlib.suppress(FileExistsError):
            folder.mkdir()
            made.append(folder)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except FileNotFoundError:
        return False


def _file(*fields: tuple[str, str | None], body: str) -> str:
    # A list begins on a line of its own.
    lines = [
        f"{name}:{value}\n" if value.startswith("\n") else f"{name}: {value}\n"
        for name, value in fields
        if value is not None
    ]
    text = canonical_text(body).rstrip("\n")
    return "---\n" + "".join(lines) + "---\n" + (f"{text}\n" if text else "")


def _optional(text: str | None, *, inside: bool = False) -> str | None:
    return None if text is None else scalar(text, inside=inside)


def _sender(message: Comment) -> str | None:
    if message.sender is not None:
        return scalar(message.sender)
    # Without a nonce it is the stub of a text that is gone, and nobody's name stands there.
    return None if message.nonce is None else ANONYMOUS


def _time(time: datetime) -> str:
    return time.isoformat()


def _sequence(items: Iterable[str]) -> str | None:
    text = ", ".join(scalar(item, inside=True) for item in items)
    return f"[{text}]" if text else None


def _mapping(*fields: tuple[str, str | None]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields if value is not None) + "}"


def _origin(origin: Origin | None) -> str | None:
    if origin is None:
        return None
    return _mapping(
        ("system", scalar(origin.system, inside=True)),
        ("id", scalar(origin.id, inside=True)),
        ("url", _optional(origin.url, inside=True)),
    )


def _moderated(message: Comment) -> Iterator[tuple[str, str | None]]:
    yield "moderation", _decision(message.moderation)
    yield "history", _lines(map(_decision, message.history))
    yield "appeal", None if message.appeal is None else _appeal(message.appeal)
    yield "redactions", _lines(map(_redaction, message.redactions))


def _lines(items: Iterable[str]) -> str | None:
    return "".join(f"\n  - {item}" for item in items) or None


def _decision(decision: Decision) -> str:
    return _mapping(
        ("decision", scalar(decision.decision, inside=True)),
        ("by", _optional(decision.by, inside=True)),
        ("at", _optional_time(decision.at)),
        ("reason", _optional(decision.reason, inside=True)),
        ("prompted_by", _optional(decision.prompted_by, inside=True)),
        ("facts", _optional(decision.facts, inside=True)),
    )


def _appeal(appeal: Appeal) -> str:
    return _mapping(
        ("requested", _time(appeal.requested)),
        ("upheld", _optional_time(appeal.upheld)),
        ("reversed", _optional_time(appeal.reversed)),
        ("by", _optional(appeal.by, inside=True)),
    )


def _redaction(redaction: Redaction) -> str:
    return _mapping(
        ("kind", scalar(redaction.kind, inside=True)),
        ("by", scalar(redaction.by, inside=True)),
        ("at", _time(redaction.at)),
    )


def _optional_time(time: datetime | None) -> str | None:
    return None if time is None else _time(time)
