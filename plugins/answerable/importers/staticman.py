"""Staticman: a folder of comments for every page, one YAML or JSON file a comment.

Staticman writes what the site's form sends, so the fields are a matter of the site. The
names known here are those of its documentation and of the themes that are used most:

* ``_id`` (written by Staticman) or ``id`` is the comment's id, else its path;
* ``replying_to`` and its like name the comment that was answered, by its id;
* a ``replying_to`` that is a number and no id is a place: the themes of Michael Rose, from
  whom most others have it, count the page's comments *that answer nothing*, sorted by file
  name, from 1 (Liquid's ``forloop.index``); those files carry a time in their name. The 353
  answers of his own site all name an earlier comment so, and 164 of them would name another
  answer if all comments were counted;
* ``hidden``, ``hp`` and ``honeypot`` are fields that people do not see: who fills them is a
  robot.

Most themes offer an answer only to the comments that answer nothing. Where a page shows no
answer to an answer, a parent names the conversation and not the message.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from answerable.importers.export_files import walk_export
from answerable.importers.flat_yaml import FlatFileError, read_flat
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    Markup,
    SourceMessage,
)
from answerable.importers.pages import nesting_of, page_name, whole_address
from answerable.importers.times import parse_time

_SUFFIXES = frozenset({".yml", ".yaml", ".json"})
_SKIPPED = frozenset({"node_modules", "_site", "vendor"})
_DATA = ("_data", "data")  # Jekyll's and Hugo's
_ANSWERED = (
    "replying_to_uid",
    "replying_to",
    "replyID",
    "replyId",
    "replyToId",
    "reply_to",
    "replyThread",
)
_TEXTS = ("message", "body", "comment", "content")
_USED = frozenset({"_id", "id", "_parent", "date", "name", *_ANSWERED, *_TEXTS})
_TRAPS = ("hidden", "hp", "honeypot")
_MARKS = {"deleted": "deleted", "spam": "marked as spam"}
_NO = frozenset({"", "0", "false", "no", "off"})
_HTML = re.compile(r"<(?:p|div|ul|ol|blockquote)\b[^>]*>.*</\w+>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Entry:
    """A comment's file as it is shown, where it lies among the comments, and its fields."""

    shown: str
    place: str
    fields: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.fields.get("_id") or self.fields.get("id") or self.place

    @property
    def answered(self) -> Sequence[str]:
        """Ids or places of the comment that this one answers, the most exact first."""
        return [self.fields[name] for name in _ANSWERED if name in self.fields]


class Staticman:
    """The format ``staticman``."""

    name = "staticman"
    description = "the folder of a Jekyll or Hugo site, or its _data/comments"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a page, the pages by name."""
        if not path.is_dir():
            raise ImportPathError(f"{path} is no folder")
        found = False
        places, unread = _comment_folders(path)
        for item, reason in unread:
            found = True
            yield LeftOut(item.relative_to(path).as_posix(), reason)
        for place in places:
            for folder in walk_export(place):
                for item, reason in folder.passed_over:
                    found = True
                    yield LeftOut(item.relative_to(place).as_posix(), reason)
                if any(file.suffix in _SUFFIXES for file in folder.files):
                    found = True
                    # By the names without their ending, as Jekyll sorts its data.
                    yield from _page(place, folder.path, sorted(folder.files, key=_key), base_url)
        if not found:
            raise ImportPathError(f"no comments (.yml, .yaml, .json) below {path}")


def _comment_folders(path: Path) -> tuple[Sequence[Path], Sequence[tuple[Path, str]]]:
    """Every ``_data/comments`` or ``data/comments`` below *path*, else *path* itself.

    The second value is where others may lie that could not be looked for, with the reason.
    """
    found: list[Path] = []
    unread: list[tuple[Path, str]] = []
    if any(_is_place(folder.parts) for folder in path.absolute().parents):
        return [path], ()
    for folder in walk_export(path, _may_hold_comments):
        if _is_place(folder.path.absolute().parts):
            found.append(folder.path)
            continue
        for item, reason in folder.passed_over:
            if item == folder.path or item.name in _DATA or _is_place(item.absolute().parts):
                unread.append((item, reason))
    # Where a link stands in for the comments, the other files are none.
    linked = any(item.is_symlink() for item, _ in unread)
    return ([], unread) if linked and not found else (found or [path], unread if found else ())


def _may_hold_comments(folder: Path) -> bool:
    return folder.name not in _SKIPPED and not _is_place(folder.parent.absolute().parts)


def _key(file: Path) -> tuple[str, str]:
    return file.stem, file.suffix


def _page(
    folder: Path, page: Path, files: Sequence[Path], base_url: str | None
) -> Iterator[Conversation | LeftOut]:
    entries = []
    for file in files:
        shown = file.relative_to(folder).as_posix()
        if file.suffix not in _SUFFIXES:
            yield LeftOut(shown, "is neither YAML nor JSON")
            continue
        try:
            entries.append(_Entry(shown, _place(file), read_flat(file)))
        except FlatFileError as error:
            yield LeftOut(shown, str(error))
    parents = _parents(entries)
    messages = []
    for entry in entries:
        message = _message(entry, parents.get(entry.place), base_url)
        if isinstance(message, LeftOut):
            yield message
        else:
            messages.append(message)
    if messages:
        dropped = Counter(name for entry in entries for name in entry.fields if name not in _USED)
        name = page.name if page != folder else page_name(entries[0].fields.get("_parent", ""))
        shown = page.relative_to(folder).as_posix()
        nesting = nesting_of(messages)
        yield Conversation(shown, tuple(messages), nesting, page=name, dropped=dropped)


def _place(file: Path) -> str:
    """The path from the comments' folder on, however far above it the import began."""
    parts = file.absolute().with_suffix("").parts
    for end in range(len(parts) - 1, 1, -1):
        if _is_place(parts[:end]):
            return "/".join(parts[end:])
    return "/".join(parts[-2:])


def _is_place(parts: Sequence[str]) -> bool:
    return len(parts) >= 2 and parts[-2] in _DATA and parts[-1] == "comments"


def _parents(entries: Sequence[_Entry]) -> Mapping[str, str]:
    """The comment that each answer, by its place, belongs to; an unknown one as written."""
    ids = {entry.id for entry in entries}
    opening = [entry for entry in entries if not entry.answered]
    parents = {}
    for entry in entries:
        if not entry.answered:
            continue
        answered = next((name for name in entry.answered if name in ids), entry.answered[0])
        if answered not in ids and answered.isascii() and answered.isdigit():
            place = int(answered[:9])
            if 1 <= place <= len(opening):
                answered = opening[place - 1].id
        parents[entry.place] = answered
    return parents


def _message(entry: _Entry, parent: str | None, base_url: str | None) -> SourceMessage | LeftOut:
    fields = entry.fields
    date = parse_time(fields.get("date", ""))
    if date is None:
        written = f"'{fields['date']}' is no date" if "date" in fields else "has no date"
        return LeftOut(entry.shown, written)
    text = next((fields[name] for name in _TEXTS if name in fields), "")
    markup: Markup = "html" if _HTML.fullmatch(text.strip()) else "markdown"
    return SourceMessage(
        id=entry.id,
        item=entry.shown,
        name=fields.get("name", "").strip(),
        date=date,
        text=text,
        markup=markup,
        parent=parent,
        url=whole_address(fields.get("_parent", ""), base_url),
        left_out=_why_left_out(fields),
    )


def _why_left_out(fields: Mapping[str, str]) -> str | None:
    for name, reason in _MARKS.items():
        if fields.get(name, "").lower() not in _NO:
            return reason
    for name in _TRAPS:
        value = fields.get(name, "").strip().lower()
        if value == "true":
            return "hidden"
        if value not in _NO:
            return f"spam: the field '{name}', which people do not see, is filled"
    return None
