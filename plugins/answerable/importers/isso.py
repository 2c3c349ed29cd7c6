"""Isso: the SQLite database in which it keeps its comments.

What the columns mean (Isso's ``isso/db/comments.py`` and ``threads.py``):

* ``mode`` 1 is a comment that is shown, 2 waits, 4 is deleted and only keeps its place;
* ``parent`` is the comment that opens the branch: Isso hangs an answer to an answer there too;
* ``text`` is Markdown. What was imported from Disqus is HTML, in paragraphs;
* ``uri`` of a thread is the page's address without the site.

A database is a program's file and nobody's text. So only plain tables are read, with nothing
but a list of columns, read-only and without a look at what lies beside it; what has not been
written back into it yet would be missing, and is refused.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from answerable.importers.export_files import ExportFileError, named_file, open_export_file
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.pages import (
    message_address,
    nesting_of,
    page_name,
    plain_title,
    whole_address,
)
from answerable.importers.times import parse_time

_NEEDED = ("tid", "id", "created", "mode", "text")
_OPTIONAL = ("parent", "author")
_PERSONAL = ("email", "website", "remote_addr", "voters")
_BESIDE = ("-wal", "-journal")
_LONGEST = 1_000_000
_SHOWN = 1
_WHY_HIDDEN = {2: "not approved", 4: "deleted"}
_PARAGRAPH = "<p>"

_Row = Mapping[str, Any]


class Isso:
    """The format ``isso``."""

    name = "isso"
    description = "the database of Isso, usually comments.db"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a page, in the order of their first comments."""
        with contextlib.closing(_connect(path)) as database:
            columns = _columns(database, "comments", path)
            missing = [name for name in _NEEDED if name not in columns]
            if missing:
                raise ImportPathError(f"the comments in {path} have no {', '.join(missing)}")
            pages = _pages(database, path)
            threads: dict[Any, list[_Row]] = {}
            found = False
            try:
                for row in database.execute(_query(columns)):
                    found = True
                    threads.setdefault(row["tid"], []).append(dict(row))
            except sqlite3.DatabaseError as error:
                if not found:
                    raise ImportPathError(f"{path} is damaged ({error})") from error
                yield LeftOut(path.name, f"is damaged ({error}); what comes behind was not read")
        if not found:
            raise ImportPathError(f"no comments in {path}")
        for thread, rows in threads.items():
            yield from _thread(thread, pages.get(thread), rows, base_url)


def _connect(path: Path) -> sqlite3.Connection:
    """The database *path*, which cannot be written through it. Raises ImportPathError."""
    file = named_file(path)
    try:
        open_export_file(file).close()
    except ExportFileError as error:
        raise ImportPathError(f"{path} {error}") from error
    for ending in _BESIDE:
        beside = file.with_name(file.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise ImportPathError(
                f"{path} is in use, {beside.name} holds what is not in it yet; stop Isso, or "
                f"copy it with: sqlite3 {file.name} '.backup copy.db'"
            )
    database = sqlite3.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    database.row_factory = sqlite3.Row
    database.text_factory = lambda data: data.decode("utf-8", "replace")
    return database


def _columns(database: sqlite3.Connection, table: str, path: Path) -> frozenset[str]:
    """The columns of *table*, without those that are computed. Raises ImportPathError."""
    try:
        database.execute("PRAGMA trusted_schema = OFF")
        kind = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
        made = database.execute(kind, (table,)).fetchone()
        described = database.execute(f"PRAGMA table_info({table})").fetchall()
    except sqlite3.DatabaseError as error:
        raise ImportPathError(f"{path} is no database, or a damaged one ({error})") from error
    if made is None or not str(made["sql"]).upper().startswith("CREATE TABLE"):
        raise ImportPathError(f"no table '{table}' in {path}")
    return frozenset(str(column["name"]) for column in described)


def _pages(database: sqlite3.Connection, path: Path) -> Mapping[Any, tuple[str, str]]:
    """The address and the title of every page, by its id. Raises ImportPathError."""
    columns = _columns(database, "threads", path)
    if not columns.issuperset(("id", "uri")):
        raise ImportPathError(f"the threads in {path} have no id or no uri")
    title = "title" if "title" in columns else "NULL"
    query = f"SELECT id, substr(uri, 1, {_LONGEST}), substr({title}, 1, {_LONGEST}) FROM threads"  # noqa: S608
    try:
        rows = database.execute(query).fetchall()
    except sqlite3.DatabaseError as error:
        raise ImportPathError(f"{path} is damaged ({error})") from error
    return {row[0]: (_text(row[1]), _text(row[2])) for row in rows}


def _query(columns: frozenset[str]) -> str:
    """All comments. Of what is not taken over only whether it is there, of a text so much."""
    wanted = [name for name in (*_NEEDED[:-1], *_OPTIONAL) if name in columns]
    wanted.append(f"substr(text, 1, {_LONGEST}) AS text")
    wanted += [f"length({name}) > 0 AS {name}" for name in _PERSONAL if name in columns]
    return f"SELECT {', '.join(wanted)} FROM comments ORDER BY id"  # noqa: S608


def _thread(
    thread: Any, page: tuple[str, str] | None, rows: Sequence[_Row], base_url: str | None
) -> Iterator[Conversation | LeftOut]:
    uri, title = page or ("", "")
    address = whole_address(uri, base_url)
    messages = []
    dropped: Counter[str] = Counter()
    for row in rows:
        message = _message(row)
        if isinstance(message, LeftOut):
            yield message
            continue
        closed = None if page else "its page is not in the database"
        messages.append(
            replace(
                message,
                url=message_address(address, f"isso-{message.id}"),
                left_out=message.left_out or closed,
            )
        )
        dropped.update(name for name in _PERSONAL if row.get(name))
    if messages:
        yield Conversation(
            f"thread {thread}",
            tuple(messages),
            nesting_of(messages),
            page=page_name(uri),
            title=plain_title(title) or None,
            dropped=dropped,
        )


def _message(row: _Row) -> SourceMessage | LeftOut:
    item = f"comment {_text(row['id'])}"
    date = parse_time(_text(row["created"]))
    if date is None:
        return LeftOut(item, "has no date")
    text = _text(row["text"])
    parent = row.get("parent")
    mode = row["mode"]
    return SourceMessage(
        id=_text(row["id"]),
        item=item,
        name=_text(row.get("author")).strip(),
        date=date,
        text=text,
        markup="html" if text.startswith(_PARAGRAPH) else "markdown",
        parent=None if parent is None else _text(parent),
        left_out=None if mode == _SHOWN else _WHY_HIDDEN.get(mode, f"in the state {mode}"),
    )


def _text(value: object) -> str:
    """*value* as text; a column of SQLite may hold anything."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)
