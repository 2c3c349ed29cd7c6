"""Issues of GitHub in the three forms in which people have them, as one.

* ``archive.json`` of i-d-template: an object with ``repo``, ``issues`` and ``pulls``; names as
  in GraphQL (``createdAt``), comments within their issue, authors as logins;
* what the REST interface gives for ``/issues`` and ``/issues/comments``: lists, names as in
  ``created_at``, a comment names its issue by ``issue_url``, and an issue with a
  ``pull_request`` is none. Several pages may follow each other in a file or lie in lists of
  lists, as ``gh api --paginate`` writes them;
* ``gh issue list --json …``: a list, names as in GraphQL, authors as objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from answerable.importers.export_files import ExportFileError, read_export_file

LARGEST = 256 * 1024 * 1024
_DEEPEST = 3
_PLACE = re.compile(
    r"https?://[^/\s]+(?:/api/v3)?(?:/repos)?/([^/\s]+/[^/\s]+)/(issues|pull|pulls)/([0-9]{1,18})"
)

Kind = Literal["issue", "pull", "comment"]


@dataclass(frozen=True, slots=True)
class Record:
    """An issue, a pull request or a comment of a file, with the repository if it is said."""

    kind: Kind
    shown: str
    fields: Mapping[str, Any]
    repository: str

    @property
    def number(self) -> int | None:
        """The number of the issue that it is, or belongs to."""
        number = self.fields.get("number")
        if self.kind != "comment" and isinstance(number, int) and not isinstance(number, bool):
            return number
        place = place_of(self.fields.get("issue_url")) if self.kind == "comment" else None
        return place[2] if place else None


class NoIssuesError(Exception):
    """A file holds no issues; the message says why."""


def read_records(file: Path, shown: str) -> Iterator[Record | str]:
    """What *file* holds, in its order; what is no record as a reason. Raises NoIssuesError."""
    try:
        text = read_export_file(file, LARGEST).decode("utf-8-sig")
        values = list(_values(text))
    except ExportFileError as error:
        raise NoIssuesError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise NoIssuesError("is not JSON") from error
    if not values:
        raise NoIssuesError("is empty")
    for value in values:
        if isinstance(value, dict) and isinstance(value.get("issues"), list):
            repository = _text(value.get("repo"))
            yield from _records(value["issues"], shown, repository, None)
            yield from _records(value.get("pulls"), shown, repository, "pull")
        elif isinstance(value, (dict, list)):
            yield from _records(value, shown, "", None)
        else:
            raise NoIssuesError("holds no issues")


def place_of(address: Any) -> tuple[str, str, int] | None:
    """The repository, ``issues`` or ``pull``, and the number that an address names."""
    match = _PLACE.match(address) if isinstance(address, str) else None
    return (
        (match[1], "issues" if match[2] == "issues" else "pull", int(match[3])) if match else None
    )


def _values(text: str) -> Iterator[Any]:
    """The values that follow each other in *text*."""
    decoder = json.JSONDecoder()
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        value, at = decoder.raw_decode(text, at)
        yield value


def _records(
    values: Any, shown: str, repository: str, kind: Kind | None, depth: int = 0
) -> Iterator[Record | str]:
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, list) and depth < _DEEPEST:
            yield from _records(value, shown, repository, kind, depth + 1)
        elif isinstance(value, dict):
            yield _record(value, shown, repository, kind)
        elif value is not None:
            yield "holds something that is no issue"


def _record(
    value: Mapping[str, Any], shown: str, repository: str, kind: Kind | None
) -> Record | str:
    if kind is None:
        kind = _kind(value)
    if kind is None:
        return "holds something that is neither issue nor comment"
    for name in ("html_url", "url", "issue_url"):
        place = place_of(value.get(name))
        if place is not None:
            repository = repository or place[0]
            if kind == "issue" and place[1] == "pull":
                kind = "pull"
    return Record(kind, shown, value, repository)


def _kind(value: Mapping[str, Any]) -> Kind | None:
    if "issue_url" in value:
        return "comment"
    if "number" not in value:
        return None
    return "pull" if value.get("pull_request") else "issue"


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
