"""GitHub: issues and their comments (:mod:`importers.github_json` knows the forms).

What the fields mean (GitHub's own documentation of REST and GraphQL):

* ``author_association`` says how the author stands to the repository; OWNER, MEMBER and
  COLLABORATOR may be staff, which is a hint and no decision;
* a comment that is minimised was hidden by somebody who may, as spam, abuse or off-topic;
* ``user`` is null where the account is gone, and ``type`` is Bot where a program wrote.

A message's id is the repository, the number and the time: all forms have these, and not all
have another. Who answered by e-mail left the whole mail in the comment, which is cut here as
GitHub cuts it on its page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from answerable.importers.export_files import named_file, walk_export
from answerable.importers.github_json import NoIssuesError, Record, place_of, read_records
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.mail_quotes import cut_mail
from answerable.importers.times import parse_time
from answerable.importers.words import LONGEST_UNCUT

_STAFF = frozenset({"OWNER", "MEMBER", "COLLABORATOR"})
_DROPPED = ("assignees", "closed_by", "milestone", "reactions", "reactionGroups")
_BY_MAIL = ("You are receiving this because", "Reply to this email directly")


class GitHub:
    """The format ``github``."""

    name = "github"
    description = "a JSON file with issues, or a folder of such files"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation an issue, by repository and number."""
        del base_url  # every issue has its own address
        issues: dict[tuple[str, int], Record] = {}
        comments: defaultdict[tuple[str, int], list[Record]] = defaultdict(list)
        found = False
        for record in _records(path):
            found = True
            if isinstance(record, LeftOut):
                yield record
                continue
            number = record.number
            if number is None:
                yield LeftOut(record.shown, "an issue or a comment without its number")
                continue
            key = record.repository.lower(), number
            if record.kind == "pull":
                yield from _pull(record, number)
            elif record.kind == "comment":
                comments[key].append(record)
            elif key in issues:
                yield from _again(record, number)
            else:
                issues[key] = record
        if not found:
            raise ImportPathError(f"no issues (.json) below {path}")
        for key in sorted({*issues, *comments}):
            yield from _issue(key[1], issues.get(key), comments.get(key, []))


def _records(path: Path) -> Iterator[Record | LeftOut]:
    if path.is_file():
        files = [(path.name, named_file(path))]
    else:
        files = []
        for folder in walk_export(path):
            for item, reason in folder.passed_over:
                yield LeftOut(item.relative_to(path).as_posix(), reason)
            for file in folder.files:
                if file.suffix == ".json":
                    files.append((file.relative_to(path).as_posix(), file))
    for shown, file in files:
        yield from _file(file, shown)


def _file(file: Path, shown: str) -> Iterator[Record | LeftOut]:
    try:
        for place, record in enumerate(read_records(file, shown), start=1):
            if isinstance(record, str):
                yield LeftOut(f"{shown} entry {place}", record)
            else:
                yield record
    except NoIssuesError as error:
        yield LeftOut(shown, str(error))


def _pull(record: Record, number: int) -> Iterator[LeftOut]:
    """A pull request and what stands in it, which is no conversation with customers."""
    yield LeftOut(f"pull request {number}", "a pull request")
    for place, _ in enumerate(_comments_in(record), start=1):
        yield LeftOut(f"pull request {number} comment {place}", "belongs to a pull request")


def _again(record: Record, number: int) -> Iterator[LeftOut]:
    yield LeftOut(f"issue {number} in {record.shown}", "stands in the export before")
    for place, _ in enumerate(_comments_in(record), start=1):
        item = f"issue {number} in {record.shown} comment {place}"
        yield LeftOut(item, "its issue stands in the export before")


def _comments_in(record: Record) -> Sequence[Any]:
    # The REST interface writes how many there are.
    comments = record.fields.get("comments")
    return comments if isinstance(comments, list) else []


@dataclass(slots=True)
class _Thread:
    """What is known of an issue while its messages are read."""

    repository: str
    number: int
    url: str | None
    closed: str | None = None
    times: Counter[str] = field(default_factory=Counter)
    seen: set[tuple[str, str, str]] = field(default_factory=set)
    dropped: Counter[str] = field(default_factory=Counter)

    def identity(self, date: str) -> str:
        """An id that every form of the export gives."""
        self.times[date] += 1
        again = f"-{self.times[date]}" if self.times[date] > 1 else ""
        return f"{self.repository}#{self.number}@{date}{again}"


def _issue(
    number: int, issue: Record | None, comments: Sequence[Record]
) -> Iterator[Conversation | LeftOut]:
    if issue is None:
        for place, comment in enumerate(comments, start=1):
            pull = place_of(comment.fields.get("html_url"))
            what = "belongs to a pull request" if pull and pull[1] == "pull" else None
            item = f"issue {number} comment {place}"
            yield LeftOut(item, what or "its issue is not in the export")
        return
    fields = issue.fields
    thread = _Thread(issue.repository, number, _url(fields))
    reason = fields.get("active_lock_reason") or fields.get("activeLockReason")
    if isinstance(reason, str) and reason.lower() == "spam":
        thread.closed = "marked as spam"
    below = [*_comments_in(issue), *(comment.fields for comment in comments)]
    messages = []
    for place, entry in enumerate([fields, *sorted(below, key=_written)]):
        item = f"issue {number}" + (f" comment {place}" if place else "")
        message = _message(entry, item, thread)
        if isinstance(message, LeftOut):
            yield message
        else:
            messages.append(message)
    if messages:
        yield Conversation(
            f"issue {number}",
            tuple(messages),
            "topic",
            page=f"issue-{number}",
            title=_text(fields.get("title")) or None,
            tags=_labels(fields.get("labels")),
            dropped=thread.dropped,
        )


def _message(entry: Any, item: str, thread: _Thread) -> SourceMessage | LeftOut:
    if not isinstance(entry, dict):
        return LeftOut(item, "is no comment")
    written = _written(entry)
    date = parse_time(written)
    if date is None:
        return LeftOut(item, f"'{written}' is no date" if written else "has no date")
    login, is_program = _author(entry)
    text = _text(entry.get("body"))
    if (written, login, text) in thread.seen:
        return LeftOut(item, "stands in the export before")
    thread.seen.add((written, login, text))
    thread.dropped.update(name for name in _DROPPED if entry.get(name))
    if len(text) <= LONGEST_UNCUT and any(words in text for words in _BY_MAIL):
        cut = cut_mail(text)
        text = cut.text
        thread.dropped.update(cut.dropped)
    association = entry.get("author_association") or entry.get("authorAssociation")
    return SourceMessage(
        id=thread.identity(date.strftime("%Y-%m-%dT%H:%M:%SZ")),
        item=item,
        name=login,
        date=date,
        text=text,
        url=_url(entry) or thread.url,
        marked_as_staff=association in _STAFF,
        left_out=thread.closed or _why_left_out(entry, is_program=is_program),
    )


def _why_left_out(entry: Mapping[str, Any], *, is_program: bool) -> str | None:
    if is_program:
        return "written by a program"
    if entry.get("isMinimized") is True or isinstance(entry.get("minimized"), dict):
        return "hidden"
    return None


def _author(entry: Mapping[str, Any]) -> tuple[str, bool]:
    """The login, empty for an account that is gone, and whether it is a program."""
    author = entry.get("author") or entry.get("user")
    fields = author if isinstance(author, dict) else {"login": author}
    login = _text(fields.get("login"))
    is_program = fields.get("type") == "Bot" or fields.get("is_bot") is True
    return login, is_program or login.endswith("[bot]")


def _written(entry: Any) -> str:
    if not isinstance(entry, dict):
        return ""
    return _text(entry.get("created_at")) or _text(entry.get("createdAt"))


def _url(entry: Mapping[str, Any]) -> str | None:
    return _text(entry.get("html_url")) or _text(entry.get("url")) or None


def _labels(labels: Any) -> tuple[str, ...]:
    if not isinstance(labels, list):
        return ()
    names = [label.get("name") if isinstance(label, dict) else label for label in labels]
    return tuple(name for name in names if isinstance(name, str))


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
