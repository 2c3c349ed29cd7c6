"""What is known of all threads: from the cache, and from those that were read now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from answerable.build.job import ENTRIES, THREADS, WORDS
from answerable.build.progress import Progress
from answerable.build.threads import Made, Touched, key_in_cache, summary_in
from answerable.cache import Cache
from answerable.diagnostics import Diagnostic
from answerable.model import ThreadId
from answerable.site.summary import Summary
from answerable.source import Opened, ThreadName, doubled_id

_SAVE_AFTER = 2_000


@dataclass
class Records:
    """The threads by their key in the cache.

    ``made`` are the keys of the files that were made in this build, ``entries`` what the
    theme's search finds of threads that may not be kept. ``unpublished`` are the ids of the
    other threads, None where there is none, ``items`` the tallies of these. ``private`` are
    the threads of which not all that they say is public.
    """

    summaries: dict[str, Summary] = field(default_factory=dict)
    made: dict[str, str] = field(default_factory=dict)
    entries: dict[str, str] = field(default_factory=dict)
    unpublished: dict[str, ThreadId | None] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)
    private: set[str] = field(default_factory=set)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def recall(self, cache: Cache, names: Iterable[str]) -> None:
        """Take what *cache* knows of the threads *names*, and forget all others there."""
        wanted = set(names)
        gone = []
        for key, _, value in cache.all(THREADS):
            if key in wanted:
                try:
                    self.summaries[key] = summary_in(value)
                except (ValueError, TypeError):
                    gone.append(key)
            else:
                gone.append(key)
        for table in (THREADS, WORDS, ENTRIES):
            cache.drop(table, gone)

    def take(self, results: Iterable[Made | Touched], cache: Cache) -> None:
        """Take what was read, and hand what may be kept of it to *cache*."""
        progress = Progress("%d threads are read.")
        for number, result in enumerate(results, start=1):
            progress.step()
            key = key_in_cache(result.name)
            if isinstance(result, Touched):
                cache.put(THREADS, [(key, *result.row)])
            else:
                self._take(key, result, cache)
            if number % _SAVE_AFTER == 0:
                cache.save()
        cache.save()

    def _take(self, key: str, made: Made, cache: Cache) -> None:
        self.diagnostics += made.diagnostics
        if made.summary is None:
            self.summaries.pop(key, None)
            self.unpublished[key] = made.id
            self.items[key] = made.items
        else:
            self.summaries[key] = made.summary
            if made.key is not None:
                self.made[key] = made.key
        if made.row is None:
            self.private.add(key)
            _forget(key, cache)
            if made.entry is not None:
                self.entries[key] = made.entry
        else:
            cache.put(THREADS, [(key, *made.row)])
            if made.words is not None:
                cache.put(WORDS, [(key, *made.words)])
            if made.entry is not None and made.summary:
                entry = made.summary.digest.encode(), made.entry.encode()
                cache.put(ENTRIES, [(key, *entry)])

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of *names* of which nothing is known; a cache can fail between two looks."""
        return [
            name for name in names if name not in self.summaries and name not in self.unpublished
        ]

    def settle_ids(self, opened: Opened) -> dict[str, ThreadId]:
        """Drop each thread whose id an earlier one has. Returns the keys of both, with the id."""
        first: dict[ThreadId, ThreadName] = {}
        touched: dict[str, ThreadId] = {}
        for name in opened.threads:
            key = key_in_cache(name)
            summary = self.summaries.get(key)
            id_ = summary.id if summary else self.unpublished.get(key)
            if id_ is None:
                continue
            if id_ in first:
                self.diagnostics += doubled_id(opened, name, first[id_])
                self.summaries.pop(key, None)
                self.made.pop(key, None)
                self.items.pop(key, None)
                touched |= {key: id_, key_in_cache(first[id_]): id_}
            else:
                first[id_] = name
        return touched

    def in_order(self) -> list[Summary]:
        """The published threads in the order of receipt."""
        return sorted(self.summaries.values(), key=lambda one: (one.received_at, one.id))


def _forget(key: str, cache: Cache) -> None:
    for table in (THREADS, WORDS, ENTRIES):
        cache.drop(table, [key])
