"""Message files as text, and how they come to disk: the only writer of feedback files.

The rules that this module keeps:

* what it writes is canonical, as ``check`` demands (docs/format.md, "Bytes"): UTF-8, NFC,
  LF, one final newline, no control character and no change of direction unseen;
* what it writes reads back as the same values. A scalar that another YAML reader could take
  for a number, a date, a truth value or nothing is quoted, so that a file means the same
  everywhere;
* a file is written beside its place and then given its name, so half a message is never
  there;
* a file with other content is never overwritten unless the caller says so, not even one that
  another program writes at the same moment;
* a write that fails leaves nothing behind, no empty folder either.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from answerable.model import Comment, Decision, Origin, Reply, Thread, ThreadId
from answerable.source.canonical import BIDI, BYTE_ORDER_MARK, CONTROL

ANONYMOUS = "anonymous"

ID_LENGTH = 10
ID_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"

_REMOVED = re.compile(f"{CONTROL.pattern}|{BIDI.pattern}|{BYTE_ORDER_MARK}")
_SURROGATE = re.compile("[\ud800-\udfff]")

# A letter or a digit first; ':' and '#' mean nothing inside of a word.
_PLAIN = re.compile(r"[^\W_](?:[^:#]|(?<=\S)[:#](?=[^\s:#]))*")
_FLOW_SIGNS = frozenset(",[]{}?")
_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"
_JOINERS = "\u200c\u200d"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


class WouldOverwriteError(Exception):
    """Another file lies where one was to be written; the message is its path."""


def canonical_text(text: str) -> str:
    """*text* as a message file may hold it, without a rule about its last line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", _REMOVED.sub("", text))


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
        ("received", _time(message.received)),
        ("language", scalar(message.language)),
        ("topic", scalar(thread.topic)),
        ("tags", _sequence(thread.tags)),
        ("nonce", _optional(message.nonce)),
        ("moderation", _decision(message.moderation)),
        body=message.body,
    )


def follow_up_file(thread: ThreadId, message: Comment) -> str:
    """The text of a customer's later message in *thread*."""
    return _file(
        ("thread", scalar(thread)),
        ("from", _sender(message)),
        ("channel", scalar(message.channel)),
        ("source", _origin(message.source)),
        ("received", _time(message.received)),
        ("language", scalar(message.language)),
        ("nonce", _optional(message.nonce)),
        ("resolved", "true" if message.resolved else None),
        ("moderation", _decision(message.moderation)),
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


def scalar(text: str, *, inside: bool = False) -> str:
    """*text* as a YAML scalar of one line; *inside* of ``{}`` or ``[]`` more is quoted."""
    text = canonical_text(text)
    if _is_plain(text) and not (inside and _FLOW_SIGNS.intersection(text)):
        return text
    quoted = '"' + "".join(map(_escaped, text)) + '"'
    if unicodedata.is_normalized("NFC", quoted):
        return quoted
    # The last letter of an escape would join with an accent that follows it.
    return '"' + "".join(_escaped(character, ascii_only=True) for character in text) + '"'


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
    lines = [f"{name}: {value}\n" for name, value in fields if value is not None]
    text = canonical_text(body).rstrip("\n")
    return "---\n" + "".join(lines) + "---\n" + (f"{text}\n" if text else "")


def _is_plain(text: str) -> bool:
    if not _PLAIN.fullmatch(text) or text.endswith((" ", ":")):
        return False
    if not all(character.isprintable() or character in _JOINERS for character in text):
        return False
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return tag == _TEXT and not _is_number(text)


def _is_number(text: str) -> bool:
    # YAML 1.2 knows numbers that 1.1 takes for text: 1e3, 0o17.
    try:
        float(text)
    except ValueError:
        return text.startswith("0o")
    return True


def _escaped(character: str, *, ascii_only: bool = False) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    shown = character.isprintable() or character in _JOINERS
    if shown and (character.isascii() or not ascii_only):
        return character
    code = ord(character)
    return f"\\u{code:04X}" if code <= 0xFFFF else f"\\U{code:08X}"


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


def _decision(moderation: Decision) -> str:
    return _mapping(
        ("decision", scalar(moderation.decision, inside=True)),
        ("by", _optional(moderation.by, inside=True)),
        ("at", None if moderation.at is None else _time(moderation.at)),
        ("reason", _optional(moderation.reason, inside=True)),
    )
