"""Stack Exchange: ``Posts.xml`` of a site's data dump, with ``Users.xml`` beside it for names.

What the attributes of a row mean (the schema that Stack Exchange documents on its meta site):

* ``PostTypeId`` 1 is a question, 2 an answer to its ``ParentId``; the others are texts about
  tags, elections and rights;
* ``Body`` is HTML. ``Tags`` are written ``<a><b>``, in newer dumps ``|a|b|``;
* ``OwnerUserId`` is the author's account, and its ``DisplayName`` stands in ``Users.xml``.
  Without an account there is at most ``OwnerDisplayName``. -1 is the site itself;
* a deleted post is not in a dump, and has a ``DeletionDate`` where the rows come from elsewhere.

Several people may bear one name; the account is one person's. Where no name is known, an author
is called ``user 123``, so that a dialogue can be followed and its author be found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from answerable.importers.export_files import named_file
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.pages import account, chosen_name
from answerable.importers.times import parse_time
from answerable.importers.xml_files import Element, Unread, read_records

_POSTS = "Posts.xml"
_USERS = "Users.xml"
_QUESTION, _ANSWER = "1", "2"
_OTHER_TYPES = {"3": "a text about a tag", "4": "a text about a tag", "5": "a text about a tag"}
_PERSONAL = ("LastEditorUserId", "LastEditorDisplayName")
_LICENCE = (
    "texts of Stack Exchange may be shown with the name of their author and a link to the "
    "source (CC BY-SA); without --url there is no link"
)


@dataclass(slots=True)
class _Question:
    """A question with its answers; without ``message`` the export holds only answers."""

    message: SourceMessage | None = None
    title: str = ""
    tags: tuple[str, ...] = ()
    answers: list[SourceMessage] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


class StackExchange:
    """The format ``stackexchange``."""

    name = "stackexchange"
    description = "the folder of a data dump, or its Posts.xml"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a question, in the order of the file."""
        posts = path / _POSTS if path.is_dir() else named_file(path)
        if not posts.exists():
            raise ImportPathError(f"no {_POSTS} in {path}")
        questions: dict[str, _Question] = {}
        found = False
        for record in read_records(posts, {("posts", "row")}):
            found = True
            if isinstance(record, Unread):
                yield record.left_out
                continue
            left_out = _take(record, questions, base_url)
            if left_out is not None:
                yield left_out
        if not found:
            raise ImportPathError(f"no posts in {posts}")
        names: dict[str, str] = {}
        users = posts.with_name(_USERS)
        if users.exists():
            yield from _read_names(users, _accounts(questions), names)
        warnings = () if base_url else (_LICENCE,)
        for identity, question in questions.items():
            yield _conversation(identity, question, names, warnings)
            warnings = ()


def _take(row: Element, questions: dict[str, _Question], base_url: str | None) -> LeftOut | None:
    """Put the post of *row* where it belongs, or say why it cannot be used."""
    values = row.attributes
    identity = values.get("Id", "").strip()
    if not identity:
        return LeftOut(f"row in line {row.line}", "has no Id")
    item = f"post {identity}"
    kind = values.get("PostTypeId", "")
    if kind not in (_QUESTION, _ANSWER):
        return LeftOut(item, _OTHER_TYPES.get(kind, "neither a question nor an answer"))
    date = parse_time(values.get("CreationDate", ""))
    if date is None:
        return LeftOut(item, "has no date")
    parent = values.get("ParentId", "").strip()
    if kind == _ANSWER and not parent:
        return LeftOut(item, "does not say what it answers")
    owner = values.get("OwnerUserId", "").strip()
    message = SourceMessage(
        id=identity,
        item=item,
        name=chosen_name(values.get("OwnerDisplayName", "")),
        date=date,
        text=values.get("Body", ""),
        markup="html",
        also=account(owner),
        parent=parent if kind == _ANSWER else None,
        url=_address(base_url, identity, kind),
        left_out="deleted" if values.get("DeletionDate") else None,
    )
    question = questions.setdefault(parent if kind == _ANSWER else identity, _Question())
    if kind == _ANSWER:
        question.answers.append(message)
    elif question.message is not None:
        return LeftOut(item, "another question of this file has the same Id")
    else:
        question.message = message
        question.title = values.get("Title", "").strip()
        question.tags = tuple(re.findall(r"[^<>|\s]+", values.get("Tags", "")))
    question.dropped.update(name for name in _PERSONAL if values.get(name))
    return None


def _accounts(questions: Mapping[str, _Question]) -> set[str]:
    messages = (
        message
        for question in questions.values()
        for message in (question.message, *question.answers)
        if message is not None
    )
    return {name for message in messages for name in message.also}


def _read_names(path: Path, wanted: Collection[str], names: dict[str, str]) -> Iterator[LeftOut]:
    """Fill *names* with the display names of the accounts *wanted*."""
    for record in read_records(path, {("users", "row")}):
        if isinstance(record, Unread):
            yield record.left_out
            continue
        for known in account(record.attributes.get("Id", "").strip()):
            if known in wanted:
                names[known] = chosen_name(record.attributes.get("DisplayName", ""))


def _conversation(
    identity: str, question: _Question, names: Mapping[str, str], warnings: tuple[str, ...]
) -> Conversation:
    messages = [] if question.message is None else [question.message]
    closed = None
    if question.message is None:
        closed = "its question is not in the export"
    elif question.message.left_out:
        closed = f"its question is {question.message.left_out}"
    messages += (replace(answer, left_out=answer.left_out or closed) for answer in question.answers)
    return Conversation(
        f"question {identity}",
        tuple(replace(message, name=_name(message, names)) for message in messages),
        "topic",
        page=identity,
        title=question.title or None,
        tags=question.tags,
        dropped=question.dropped,
        warnings=warnings,
    )


def _name(message: SourceMessage, names: Mapping[str, str]) -> str:
    """The name that readers saw; without one, the account's number."""
    for known in message.also:
        return names.get(known) or message.name or known.replace(":", " ")
    return message.name


def _address(base_url: str | None, identity: str, kind: str) -> str | None:
    if not base_url:
        return None
    return f"{base_url.rstrip('/')}/{'q' if kind == _QUESTION else 'a'}/{identity}"
