"""What is known of all threads, for commands that ask and write no site.

The rules that this module keeps:

* the figures of a command are those of the site: threads are published, counted and summed up
  by the same code, and one whose id an earlier one has is left out here as well;
* a thread whose files are those of before costs a look at their times. What is kept for that
  is what a build keeps, of the same threads: nothing that is not public;
* in a small archive nothing is kept: it is read faster than anybody looks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import orjson

from answerable.build.job import THREADS, version_of
from answerable.build.threads import all_public, key_in_cache, public_digest, summary_in
from answerable.cache import Cache
from answerable.diagnostics import Diagnostic
from answerable.model import Kind, Thread, ThreadId, TopicId
from answerable.processes import Inbox, Team, how_many, rare_collections
from answerable.site.publication import Publication
from answerable.site.publishing import publish_thread
from answerable.site.summary import Summary, summarize
from answerable.site.tally import tally
from answerable.source import Opened, ThreadName, ThreadRead, doubled_id, stat_stamp

FEWEST_KEPT = 1_000
"""From how many threads on something is kept."""

_CHUNK = 50
_LEAST = 300
"""Threads that are worth a process of their own."""

Progress = Callable[[int, int], None]
"""Is told how many threads are done, and of how many."""


class Hidden(NamedTuple):
    """A thread that waits for the decision on its comment, which only we may see."""

    title: str | None
    kind: Kind
    topic: TopicId
    received: str
    received_at: float


class Entry(NamedTuple):
    """One thread: ``summary`` is what is public of it, ``hidden`` of one that waits.

    Both are None where its files have errors. ``items`` is its tally, ``undecided`` how many
    of its messages wait for a decision. ``row`` is what may be kept of it.
    """

    name: ThreadName
    id: ThreadId | None
    summary: Summary | None
    hidden: Hidden | None
    items: str
    undecided: int
    diagnostics: tuple[Diagnostic, ...] = ()
    row: tuple[bytes, bytes] | None = None


@dataclass(frozen=True)
class Archive:
    """All threads, by year and name, and what is wrong in the feedback folder."""

    publication: Publication
    entries: Sequence[Entry]
    diagnostics: Sequence[Diagnostic]

    @cached_property
    def summaries(self) -> list[Summary]:
        """The published threads in the order of receipt."""
        shown = (entry.summary for entry in self.entries)
        return sorted(filter(None, shown), key=lambda one: (one.received_at, one.id))

    @property
    def unpublished(self) -> list[str]:
        """The tallies of the other threads."""
        return [entry.items for entry in self.entries if entry.summary is None]


def read_archive(
    opened: Opened, publication: Publication, cache: Path | None, progress: Progress
) -> Archive:
    """Read all threads of *opened*; *cache* is a file for what is kept, None for no such."""
    names = opened.threads
    if cache is None or len(names) < FEWEST_KEPT:
        found = {entry.name: entry for entry in _read(opened, publication, names, progress)}
        return _settled(opened, publication, found)
    # Nothing that is kept depends on how paths are shown.
    anywhere = replace(opened, place=opened.place._replace(shown=""))
    version = version_of(anywhere, publication.calendar.timezone)
    with Cache(cache, {THREADS: version}) as kept, rare_collections():
        found = dict(_recalled(opened, kept))
        missing = [name for name in names if name not in found]
        read = list(_read(opened, publication, missing, progress))
        rows = ((key_in_cache(one.name), *one.row) for one in read if one.row)
        kept.put(THREADS, rows)
        kept.drop(THREADS, [key_in_cache(one.name) for one in read if not one.row])
        kept.save()
    found.update((entry.name, entry) for entry in read)
    return _settled(opened, publication, found)


def read_entries(
    job: tuple[Opened, Publication], chunks: Iterable[Sequence[ThreadName]], _inbox: Inbox
) -> Iterator[Entry]:
    """Read the threads in *chunks*: the work of one process."""
    opened, publication = job
    reader = opened.reader()
    for chunk in chunks:
        for name in chunk:
            yield _entry(name, reader.read(name), publication)


def _read(
    opened: Opened, publication: Publication, names: Sequence[ThreadName], progress: Progress
) -> Iterator[Entry]:
    chunks = [names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK)]
    team = Team(read_entries, (opened, publication), chunks, how_many(len(names), _LEAST))
    team.tell(True)
    for number, entry in enumerate(team.results(), start=1):
        progress(number, len(names))
        yield entry


def _entry(name: ThreadName, read: ThreadRead, publication: Publication) -> Entry:
    thread = read.thread
    if thread is None:
        return Entry(name, read.id, None, None, "", 0, read.diagnostics)
    items = tally(thread, publication.calendar)
    undecided = sum(
        one.moderation.decision == "pending" for one in (thread.comment, *thread.follow_ups)
    )
    published = publish_thread(thread, publication)
    if published is None:
        return Entry(name, read.id, None, _hidden(thread), items, undecided, read.diagnostics)
    timezone = publication.calendar.timezone
    summary = summarize(published, public_digest(published), timezone, items)
    row = None
    if all_public(read, published):
        folder, names = read.folder.place.path, read.folder.names
        stamp = stat_stamp(folder, names, settled=True)
        value = "\n".join(names).encode() + b"\n\n" + orjson.dumps(tuple(summary))
        row = (stamp, value) if stamp else None
    return Entry(name, read.id, summary, None, items, undecided, read.diagnostics, row)


def _hidden(thread: Thread) -> Hidden:
    received = thread.comment.received
    return Hidden(
        thread.title, thread.kind, thread.topic, received.isoformat(), received.timestamp()
    )


def _recalled(opened: Opened, kept: Cache) -> Iterator[tuple[ThreadName, Entry]]:
    """The threads whose files are those of before; the others are forgotten."""
    reader = opened.reader()
    wanted = {key_in_cache(name): name for name in opened.threads}
    gone = []
    for key, stamp, value in kept.all(THREADS):
        name = wanted.get(key)
        if name is None:
            gone.append(key)
            continue
        names = value.partition(b"\n\n")[0].decode().split("\n")
        if stamp == stat_stamp(reader.folder(name), names):
            summary = summary_in(value)
            yield name, Entry(name, summary.id, summary, None, summary.items, 0)
    kept.drop(THREADS, gone)


def _settled(
    opened: Opened, publication: Publication, found: Mapping[ThreadName, Entry]
) -> Archive:
    """The archive of what was *found*, without the second thread of an id."""
    first: dict[ThreadId, ThreadName] = {}
    entries = []
    diagnostics = list(opened.diagnostics)
    for name in opened.threads:
        entry = found[name]
        diagnostics += entry.diagnostics
        if entry.id is not None and first.setdefault(entry.id, name) != name:
            diagnostics += doubled_id(opened, name, first[entry.id])
        else:
            entries.append(entry)
    return Archive(publication, entries, diagnostics)
