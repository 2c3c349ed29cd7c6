"""All that is public as a folder of Markdown files, in the form of a feedback folder.

An answer's file and its signature are there byte for byte. What the public never sees is not:
who decided about a message, where it was imported from, and the words that are not shown.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path

from answerable.cli.ending import ProjectError
from answerable.model import (
    COMMENT,
    Appeal,
    Comment,
    Decision,
    LocalText,
    Person,
    PersonId,
    Redaction,
    Thread,
    Topic,
)
from answerable.site.decisions import PublishedAppeal
from answerable.site.publication import (
    Publication,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
)
from answerable.source.scalars import canonical_text, scalar
from answerable.source.write import comment_file, follow_up_file, write_atomically

MARK = "README.md"
_BEGINNING = "# What is public, as Markdown\n"
_README = f"""{_BEGINNING}
Written by `answerable export md`. Each folder in `threads/` is a thread: `comment.md` and
the files that end in `-customer.md` are a customer's words, the others are the company's answers
with their signatures beside them. `people/` and `topics/` say who answered, and about what.
"""
_NOBODY = "unknown"


def write_folder(
    target: Path,
    publication: Publication,
    threads: Iterable[PublishedThread],
    by: PersonId | None,
    *,
    force: bool,
) -> None:
    """Make the folder *target* hold all that is public; it is there as a whole or not at all.

    *by* is who answers for the decisions in the copy. Raises ProjectError where something lies
    there, unless *force* is true and it is an earlier export.
    """
    _check_free(target, force=force)
    made = target.with_name(f".{target.name}.{secrets.token_hex(4)}.tmp")
    old = made.with_suffix(".old")
    try:
        made.mkdir()
        for name, data in _around(publication):
            write_atomically(made / name, data)
        for thread in threads:
            for name, data in thread_files(thread, by):
                write_atomically(made / thread.url / name, data)
        if target.exists():
            target.rename(old)
        try:
            made.rename(target)
        except BaseException:
            with contextlib.suppress(OSError):
                old.rename(target)
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def _check_free(target: Path, *, force: bool) -> None:
    if not os.path.lexists(target):
        return
    if not force:
        raise ProjectError(f"{target} is there already: name another folder, or say --force")
    # Somebody's own folder is not what --force is about.
    mark = target / MARK
    if target.is_symlink() or not mark.is_file() or not _is_mark(mark):
        raise ProjectError(f"{target} is no earlier export, so it stays: name another folder")


def _is_mark(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(len(_BEGINNING)) == _BEGINNING.encode()


def thread_files(thread: PublishedThread, by: PersonId | None) -> Iterator[tuple[str, bytes]]:
    """The files of *thread* by their names in its folder."""
    for message in thread.messages:
        name = f"{message.stem}.md"
        if isinstance(message, PublishedReply):
            yield name, message.file
            if message.signature is not None:
                yield f"{name}.sig", message.signature
        elif message.stem == COMMENT:
            yield name, comment_file(_opening(thread, by)).encode()
        else:
            yield name, follow_up_file(thread.id, _customers(message, by)).encode()
    for asset in thread.assets:
        yield f"assets/{asset.name}", asset.path.read_bytes()


def _opening(thread: PublishedThread, by: PersonId | None) -> Thread:
    return Thread(
        thread.id,
        thread.year,
        thread.slug,
        thread.title,
        thread.kind,
        thread.topic,
        thread.tags,
        _customers(thread.opening, by),
    )


def _customers(message: PublishedComment | Stub, by: PersonId | None) -> Comment:
    if isinstance(message, Stub):
        return Comment(
            stem=message.stem,
            path="",
            sender=None,
            channel="import",
            received=message.received,
            language="und",
            nonce=None,
            moderation=Decision(
                message.decision,
                by,
                message.decided,
                message.reason,
                message.prompted_by,
                message.facts,
            ),
            body="",
            history=tuple(Decision(one.decision, by, one.at) for one in message.history),
            appeal=_appeal(message.appeal, by),
        )
    return Comment(
        stem=message.stem,
        path="",
        sender=message.sender,
        channel=message.channel,
        received=message.received,
        language=message.language,
        nonce=message.nonce,
        moderation=Decision("published", by, message.published),
        body=message.body,
        resolved=message.resolved,
        appeal=_appeal(message.appeal, by),
        redactions=tuple(Redaction(one.kind, by or _NOBODY, one.at) for one in message.redactions),
    )


def _appeal(appeal: PublishedAppeal | None, by: PersonId | None) -> Appeal | None:
    if appeal is None:
        return None
    answered = by if appeal.upheld or appeal.reversed else None
    return Appeal(appeal.requested, appeal.upheld, appeal.reversed, answered)


def _around(publication: Publication) -> Iterator[tuple[str, bytes]]:
    """The files besides the threads."""
    yield MARK, _README.encode()
    for person in publication.people.values():
        yield f"people/{person.id}.md", _person(person).encode()
        if person.portrait is not None:
            yield f"people/{person.portrait.name}", person.portrait.path.read_bytes()
    for topic in publication.topics.values():
        yield f"topics/{topic.id}.md", _topic(topic).encode()


def _person(person: Person) -> str:
    keys = [
        {"key": scalar(key.key, inside=True), **_times(key.since, key.until, key.revoked)}
        for key in person.keys
    ]
    return _file(
        {
            "name": scalar(person.name),
            "role": _local(person.role),
            "unit": _local(person.unit),
            "since": person.since.isoformat(),
            "until": _day(person.until),
            "keys": "".join(f"\n  - {_mapping(key)}" for key in keys) or None,
            "portrait": scalar(person.portrait.name) if person.portrait else None,
            **_languages(person),
        },
        person.body,
    )


def _topic(topic: Topic) -> str:
    owners = ", ".join(scalar(owner, inside=True) for owner in topic.owners)
    return _file(
        {
            "title": _local(topic.title),
            "owners": f"[{owners}]",
            "promise": None if topic.promise is None else str(topic.promise),
            **_languages(topic),
        },
        topic.body,
    )


def _languages(page: Person | Topic) -> dict[str, str | None]:
    return {
        "language": page.language and scalar(page.language),
        "translations": _local(page.translations) if page.translations else None,
    }


def _times(
    since: datetime, until: datetime | None, revoked: datetime | None
) -> dict[str, str | None]:
    times = {"since": since, "until": until, "revoked": revoked}
    return {name: moment.isoformat() if moment else None for name, moment in times.items()}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _local(text: LocalText) -> str:
    if list(text.translations) == [""]:
        return scalar(text.translations[""])
    return _mapping({code: scalar(one, inside=True) for code, one in text.translations.items()})


def _mapping(fields: Mapping[str, str | None]) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in fields.items() if value) + "}"


def _file(fields: Mapping[str, str | None], body: str) -> str:
    lines = [
        f"{name}:{'' if value.startswith(chr(10)) else ' '}{value}\n"
        for name, value in fields.items()
        if value
    ]
    words = canonical_text(body).rstrip("\n")
    return f"---\n{''.join(lines)}---\n" + (f"{words}\n" if words else "")
