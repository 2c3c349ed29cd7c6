"""What a forge tells its CI of an issue that was opened.

GitHub, Forgejo and Gitea put the same form of JSON into a file; GitLab's is that of its
webhooks. Only what is named here is read of it: who opened the issue, and what else the forge
knows of that person, does not come any further.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from answerable.importers.times import parse_time

_LARGEST = 4 * 1024 * 1024


class EventError(Exception):
    """The file tells of no issue; the message says why."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An issue as it was opened. ``is_new`` says that this is what the event is about."""

    number: int
    title: str
    body: str
    at: datetime
    is_new: bool
    is_confidential: bool = False


def read_event(file: Path) -> Opened:
    """The issue that the event in *file* tells of. Raises EventError."""
    with file.open("rb") as opened:
        data = opened.read(_LARGEST + 1)
    if len(data) > _LARGEST:
        raise EventError(f"{file} is larger than an event can be")
    try:
        event = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise EventError(f"{file} is not JSON, as the events of forges are") from error
    try:
        if "object_kind" in event:
            return _of_gitlab(event)
        return _of_github(event)
    except (KeyError, TypeError, ValueError) as error:
        raise EventError(f"{file} tells of no issue: its form is none that forges use") from error


def _of_github(event: Mapping[str, Any]) -> Opened:
    issue = event["issue"]
    return Opened(
        number=int(issue["number"]),
        title=_text(issue["title"]),
        body=_text(issue["body"]),
        at=_time(issue["created_at"]),
        is_new=event.get("action") == "opened" and not issue.get("pull_request"),
    )


def _of_gitlab(event: Mapping[str, Any]) -> Opened:
    issue = event["object_attributes"]
    return Opened(
        number=int(issue["iid"]),
        title=_text(issue["title"]),
        body=_text(issue["description"]),
        at=_time(issue["created_at"]),
        is_new=event["object_kind"] == "issue" and issue.get("action") == "open",
        is_confidential=bool(issue.get("confidential")),
    )


def _text(value: object) -> str:
    # An empty text is null in JSON.
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError("no text")
    return value


def _time(value: object) -> datetime:
    time = parse_time(_text(value))
    if time is None:
        raise ValueError("no time")
    return time
