"""Remark42: its own backup, a line of JSON for every comment.

What the lines mean (Remark42's ``migrator/native.go`` and ``store/comment.go``):

* the first says ``version``, and in ``users`` who is blocked; the oldest backups have none;
* ``delete`` is a comment that was deleted, or whose author was blocked: that one is here with
  its text, and readers did not see it;
* ``text`` is the HTML that readers saw. ``orig`` is what was typed, with its quotation marks
  made entities: no Markdown any more;
* ``locator`` has the page's address, ``title`` its title, ``pid`` the comment that is answered;
* a user's ``id`` is the account, ``name`` what readers saw, as HTML. ``admin`` is the staff's
  mark.
"""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from answerable.importers.export_files import ExportFileError, named_file, too_large
from answerable.importers.export_stream import open_export
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.pages import (
    account,
    chosen_name,
    message_address,
    page_name,
    plain_title,
    whole_address,
)
from answerable.importers.times import parse_time

LONGEST_LINE = 4 * 1024 * 1024
_VERSIONS = (0, 1)
_PERSONAL = ("votes", "voted_ips")
_PERSONAL_OF_USER = ("email", "ip", "picture", "profile")


@dataclass(slots=True)
class _Page:
    """The comments of one page, and what is not taken over from them."""

    title: str = ""
    messages: list[SourceMessage] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class _Backup:
    """What is read so far."""

    begun: bool = False
    found: bool = False
    blocked: frozenset[str] = frozenset()
    pages: dict[str, _Page] = field(default_factory=dict)


class _NoCommentError(Exception):
    """The line is no comment; the message says why."""


class Remark42:
    """The format ``remark42``."""

    name = "remark42"
    description = "a backup of Remark42, plain or .gz"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a page, in the order of their first comments."""
        backup = _Backup()
        try:
            with open_export(named_file(path)) as stream:
                for number, line in enumerate(stream.lines(LONGEST_LINE), start=1):
                    left_out = _take(line, f"line {number}", backup, path)
                    if left_out is not None:
                        yield left_out
        except ExportFileError as error:
            if not backup.found:
                raise ImportPathError(f"{path} {error}") from error
            yield LeftOut(path.name, f"{error}; what comes behind was not read")
        if not backup.found:
            raise ImportPathError(f"no comments in {path}")
        for address, page in backup.pages.items():
            yield _conversation(address, page, base_url)


def _take(line: bytes | None, item: str, backup: _Backup, path: Path) -> LeftOut | None:
    """Put the comment of *line* onto its page, or say why it cannot be used."""
    if line is None:
        return LeftOut(item, too_large(LONGEST_LINE))
    if not line.strip():
        return None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        value = None
    if not backup.begun:
        backup.begun = True
        if not isinstance(value, dict):
            raise ImportPathError(f"{path} does not begin with a line of JSON")
        if "version" in value and "id" not in value:
            backup.blocked = _blocked(value, path)
            return None
    backup.found = True
    try:
        _put(value, item, backup)
    except _NoCommentError as error:
        return LeftOut(item, str(error))
    return None


def _blocked(header: Mapping[str, Any], path: Path) -> frozenset[str]:
    """The accounts that are blocked. Raises ImportPathError."""
    if header["version"] not in _VERSIONS:
        raise ImportPathError(f"{path} is of version {header['version']}, which is not known")
    users = header.get("users")
    return frozenset(
        _text(user.get("id"))
        for user in (users if isinstance(users, list) else ())
        if isinstance(user, dict) and _mapping(user.get("blocked")).get("status") is not False
    )


def _put(value: Any, item: str, backup: _Backup) -> None:
    """Put the comment *value* onto its page. Raises _NoCommentError."""
    if not isinstance(value, dict):
        raise _NoCommentError("is not JSON" if value is None else "is no comment")
    identity = _text(value.get("id"))
    if not identity:
        raise _NoCommentError("has no id")
    date = parse_time(_text(value.get("time")))
    if date is None:
        raise _NoCommentError("has no date")
    user = _mapping(value.get("user"))
    locator = _mapping(value.get("locator"))
    known = _text(user.get("id"))
    page = backup.pages.setdefault(_text(locator.get("url")), _Page())
    page.title = page.title or plain_title(_text(value.get("title")))
    page.messages.append(
        SourceMessage(
            id=identity,
            item=f"{item} comment {identity}",
            name=chosen_name(html.unescape(_text(user.get("name")))),
            date=date,
            text=_text(value.get("text")),
            markup="html",
            also=account(known),
            parent=_text(value.get("pid")) or None,
            marked_as_staff=user.get("admin") is True,
            left_out=_why_left_out(value, user, known in backup.blocked),
        )
    )
    page.dropped.update(name for name in _PERSONAL if value.get(name))
    page.dropped.update(name for name in _PERSONAL_OF_USER if user.get(name))


def _why_left_out(value: Mapping[str, Any], user: Mapping[str, Any], blocked: bool) -> str | None:
    # What is neither true nor false counts as true.
    if blocked or user.get("block", False) is not False:
        return "its author is blocked"
    return "deleted" if value.get("delete", False) is not False else None


def _conversation(address: str, page: _Page, base_url: str | None) -> Conversation:
    whole = whole_address(address, base_url)
    messages = (
        replace(message, url=message_address(whole, f"remark42__comment-{message.id}"))
        for message in page.messages
    )
    return Conversation(
        address or "page without address",
        tuple(messages),
        "message",
        page=page_name(address),
        title=page.title or None,
        dropped=page.dropped,
    )


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
