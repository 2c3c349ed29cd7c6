"""What the site's folder holds, by the keys of what was made: the other half of the mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from answerable.build.job import FACTS, GROUPS, PAGES, Job
from answerable.cache import Cache
from answerable.model import ThreadId


class PageState(NamedTuple):
    """A thread's files: their key, and the id that the name of one of them holds."""

    key: str
    id: ThreadId


class FileState(NamedTuple):
    """A file of a list: its key, and its address and last change if it is a page."""

    key: str
    url: str | None
    changed: str | None


@dataclass(frozen=True)
class GroupState:
    """The files of a list by their paths, and the key of all of them."""

    key: str
    files: Mapping[str, FileState]


@dataclass
class SiteState:
    """All threads by their key in the cache, all lists by name; ``shells`` is their key."""

    shells: str = ""
    pages: dict[str, PageState] = field(default_factory=dict)
    groups: dict[str, GroupState] = field(default_factory=dict)


def read_state(job: Job) -> SiteState:
    """What the folder of *job* holds: nothing where it is fresh."""
    state = SiteState()
    if job.fresh:
        return state
    with Cache(job.state, job.state_tables(), write=False) as cache:
        shells = cache.get(FACTS, "shells")
        state.shells = shells.value.decode() if shells else ""
        for key, stamp, value in cache.all(PAGES):
            state.pages[key] = PageState(stamp.decode(), value.decode())
        for name, stamp, value in cache.all(GROUPS):
            files = {path: FileState(*file) for path, *file in orjson.loads(value)}
            state.groups[name] = GroupState(stamp.decode(), files)
    return state


def write_state(job: Job, before: SiteState, now: SiteState, mark: str) -> None:
    """Keep what the folder holds *now*, where that is possible."""
    with Cache(job.state, job.state_tables()) as cache:
        if job.fresh:
            for table in (PAGES, GROUPS, FACTS):
                cache.clear(table)
        cache.drop(PAGES, before.pages.keys() - now.pages.keys())
        cache.drop(GROUPS, before.groups.keys() - now.groups.keys())
        cache.put(
            PAGES,
            (
                (key, page.key.encode(), page.id.encode())
                for key, page in now.pages.items()
                if before.pages.get(key) != page
            ),
        )
        cache.put(
            GROUPS,
            (
                (name, group.key.encode(), _files(group))
                for name, group in now.groups.items()
                if before.groups.get(name) is not group
            ),
        )
        facts = {
            "mark": mark,
            "shells": now.shells,
            "taken": orjson.dumps(sorted(job.taken)).decode(),
        }
        cache.put(FACTS, ((name, b"", fact.encode()) for name, fact in facts.items()))
        cache.save()


def _files(group: GroupState) -> bytes:
    return orjson.dumps([(path, *file) for path, file in group.files.items()])
