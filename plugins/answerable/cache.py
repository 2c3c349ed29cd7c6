"""What was worked out before: values by key in one SQLite file, each with what it was made of.

The rules that this module keeps:

* a table is made for one *version*, a digest of all that its values depend on besides their
  own stamps; of another version nothing is found, so nobody ever has to clear a cache;
* what is saved together is there as a whole or not at all: after a crash, on a full disk or
  beside another build;
* a cache is never needed: what cannot be opened is made again, what cannot be written is
  left out. Neither stops a build;
* values are bytes that the reader decodes as data. Nothing in a cache is ever run.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple

_WAIT = 2.0
"""Seconds to wait for another build that writes into the same file."""


def key_of(*parts: object) -> str:
    """A digest of *parts*, which are values whose ``repr`` says all of them."""
    return blake2b(repr(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Kept(NamedTuple):
    """A value, and the stamp of what it was made of."""

    stamp: bytes
    value: bytes


class Cache:
    """The cache in one file; ``writable`` is false where nothing can be kept in it."""

    def __init__(self, path: Path, tables: Mapping[str, str], *, write: bool = True) -> None:
        """Open the file *path*; *tables* are the versions of its tables by name."""
        self.path = path
        self.writable = write
        self._tables = dict(tables)
        self._connection = self._open() if write else self._read_only()

    def __enter__(self) -> Cache:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def get(self, table: str, key: str) -> Kept | None:
        """What *table* holds under *key*."""
        rows = self._rows(f'SELECT stamp, value FROM "{table}" WHERE key = ?', key)  # noqa: S608
        return next((Kept(*row) for row in rows), None)

    def all(self, table: str) -> Iterator[tuple[str, bytes, bytes]]:
        """Key, stamp and value of everything in *table*."""
        return self._rows(f'SELECT key, stamp, value FROM "{table}"')  # noqa: S608

    def between(self, table: str, first: str, last: str) -> Iterator[tuple[str, bytes, bytes]]:
        """Key, stamp and value of what *table* holds from the key *first* to the key *last*."""
        query = f'SELECT key, stamp, value FROM "{table}" WHERE key BETWEEN ? AND ?'  # noqa: S608
        return self._rows(query, first, last)

    def put(self, table: str, rows: Iterable[tuple[str, bytes, bytes]]) -> None:
        """Hold *rows* of key, stamp and value, for good only after :meth:`save`."""
        self._do(f'INSERT OR REPLACE INTO "{table}" VALUES (?, ?, ?)', rows)  # noqa: S608

    def drop(self, table: str, keys: Iterable[str]) -> None:
        """Forget *keys*, for good only after :meth:`save`."""
        self._do(f'DELETE FROM "{table}" WHERE key = ?', ((key,) for key in keys))  # noqa: S608

    def clear(self, table: str) -> None:
        """Forget all of *table*, for good only after :meth:`save`."""
        self._do(f'DELETE FROM "{table}"', [()])  # noqa: S608

    def save(self) -> None:
        """Keep what was put and forget what was dropped."""
        try:
            if self.writable:
                self._connection.commit()
        except sqlite3.Error as error:
            self._give_up(error)

    def close(self) -> None:
        """Leave the file as it was at the last :meth:`save`."""
        self._connection.close()

    def _open(self) -> sqlite3.Connection:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return self._prepared_or_anew()
        except (sqlite3.Error, OSError):
            # In use, read-only, or no space: what is in it may still be read.
            return self._read_only()

    def _prepared_or_anew(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            self._remove()
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = _connect(str(self.path))
        try:
            # Readers and the writer do not wait for each other.
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            _make_tables(connection, self._tables)
            connection.commit()
        except BaseException:
            connection.close()
            raise
        return connection

    def _read_only(self) -> sqlite3.Connection:
        self.writable = False
        # SQLite cannot share a file in a folder in which it cannot write.
        shared = os.access(self.path.parent, os.W_OK)
        with contextlib.suppress(sqlite3.Error):
            mode = "mode=rw" if shared else "mode=ro&immutable=1"
            connection = _connect(f"{self.path.absolute().as_uri()}?{mode}")
            with contextlib.suppress(sqlite3.Error):
                connection.execute("PRAGMA query_only = 1")
                if self._tables.items() <= _versions(connection).items():
                    return connection
            connection.close()
        return self._in_memory()

    def _in_memory(self) -> sqlite3.Connection:
        connection = _connect(":memory:")
        _make_tables(connection, self._tables)
        return connection

    def _rows(self, query: str, *values: str) -> Iterator[Any]:
        try:
            yield from self._connection.execute(query, values)
        except sqlite3.Error as error:
            self._give_up(error)

    def _do(self, query: str, rows: Iterable[tuple[object, ...]]) -> None:
        try:
            if self.writable:
                self._connection.executemany(query, rows)
        except sqlite3.Error as error:
            self._give_up(error)

    def _give_up(self, error: sqlite3.Error) -> None:
        """Go on without a cache; the file keeps what it held at the last :meth:`save`."""
        with contextlib.suppress(sqlite3.Error):
            self._connection.close()
        if self.writable and not isinstance(error, sqlite3.OperationalError):
            self._remove()
        self.writable = False
        self._connection = self._in_memory()

    def _remove(self) -> None:
        """Delete a file that holds something else than it should."""
        with contextlib.suppress(OSError):
            self.path.unlink()


def _connect(where: str) -> sqlite3.Connection:
    connection = sqlite3.connect(where, timeout=_WAIT, uri=where.startswith("file:"))
    # A lost cache costs a second; waiting for the disk at each build costs more.
    connection.execute("PRAGMA synchronous = OFF")
    # What was erased must not stay behind in pages that SQLite thinks are free.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection


def _versions(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT name, version FROM tables"))


def _make_tables(connection: sqlite3.Connection, tables: Mapping[str, str]) -> None:
    connection.execute("CREATE TABLE IF NOT EXISTS tables (name TEXT PRIMARY KEY, version TEXT)")
    known = _versions(connection)
    for name, version in tables.items():
        if known.get(name) != version:
            connection.execute(f'DROP TABLE IF EXISTS "{name}"')
            connection.execute(
                f'CREATE TABLE "{name}" (key TEXT PRIMARY KEY, stamp BLOB, value BLOB)'
            )
            connection.execute("INSERT OR REPLACE INTO tables VALUES (?, ?)", (name, version))
