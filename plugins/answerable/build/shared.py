"""What is made of several threads, and of single ones because of others: planned, then made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from answerable.build.job import Job
from answerable.build.progress import Progress
from answerable.build.shells import Shells
from answerable.build.state import FileState, GroupState, SiteState
from answerable.build.words import Words
from answerable.build.writer import Writer
from answerable.cache import key_of
from answerable.processes import FORKS, Inbox, Team, how_many
from answerable.site.context import Page, Planned, Resource, Site
from answerable.site.shared_files import Group
from answerable.site.summary import Summary

_CHUNK = 25
_BATCH = 10_000
"""Planned files that are made before more are planned: plans need memory, too."""

_LEAST = 200
"""Files that are worth a process of their own."""

Task = Planned | Summary


@dataclass(frozen=True)
class _Tools:
    """What a process needs to make files of any kind."""

    site: Site
    shells: Shells
    words: Words
    writer: Writer


class Plan:
    """The files to make, and those that are none any more."""

    def __init__(self, job: Job, shells: Shells, words: Words) -> None:
        self._tools = _Tools(
            job.site, shells, words, Writer(job.folder, job.taken, fresh=job.fresh)
        )
        self._file_key = job.site_key()
        self._page_key = key_of(self._file_key, shells.key)
        self._progress = Progress("%d pages of lists, feeds and files of data are written.")
        self._tasks: list[Task] = []
        self._planned: set[str] = set()
        self._gone: list[str] = []

    def threads(self, threads: Iterable[Summary]) -> None:
        """Make the files of *threads*."""
        self._tasks += threads

    def group(self, group: Group, before: GroupState | None) -> GroupState:
        """Make what changed in *group*; returns what it holds then."""
        key = key_of(group.key, self._page_key)
        if before and before.key == key:
            return before
        if len(self._tasks) >= _BATCH:
            self.make()
        files = {}
        known = before.files if before else {}
        for planned in group.plan():
            file = FileState(self._key(planned), planned.url, planned.changed)
            files[planned.path] = file
            if known.get(planned.path) != file:
                self._tasks.append(planned)
                self._planned.add(planned.path)
        self._gone += known.keys() - files.keys()
        return GroupState(key, files)

    def others(self, outputs: Iterable[Page | Resource], before: GroupState | None) -> GroupState:
        """Write *outputs*, which are few and made already; returns their state."""
        tools = self._tools
        files = {}
        for output in outputs:
            path = _write(output, tools)
            files[path] = FileState("", output.url if isinstance(output, Page) else None, None)
        self._gone += before.files.keys() - files.keys() if before else ()
        return GroupState("", files)

    def lost(self, before: SiteState, now: SiteState) -> None:
        """Delete what stands in no list and belongs to no thread any more."""
        for name, group in before.groups.items():
            if name not in now.groups:
                self._gone += group.files

    def remove(self) -> None:
        """Delete the files that are none any more."""
        for path in self._gone:
            if path not in self._planned:
                self._tools.writer.remove(path)

    def make(self) -> None:
        """Make the files, in several processes if that pays."""
        self._tools.words.close()
        chunks = [
            self._tasks[start : start + _CHUNK] for start in range(0, len(self._tasks), _CHUNK)
        ]
        count = how_many(len(self._tasks), _LEAST) if FORKS else 0
        team: Team[Sequence[Task], int] = Team(_make, self._tools, chunks, count)
        team.tell(True)
        for number in team.results():
            self._progress.step(number)
        self._tasks = []

    def _key(self, planned: Planned) -> str:
        return key_of(planned.key, self._page_key if planned.url else self._file_key)


def _make(tools: _Tools, chunks: Iterable[Sequence[Task]], _: Inbox) -> Iterator[int]:
    for chunk in chunks:
        for task in chunk:
            if isinstance(task, Planned):
                _write(task.make(), tools)
            else:
                rendered, maker = tools.words.of(task), tools.words.maker
                maker.write_page(maker.write(rendered, task), tools.shells)
        yield len(chunk)


def _write(output: Page | Resource, tools: _Tools) -> str:
    """Write a page with the theme around it, or a file as it is; returns where."""
    if isinstance(output, Page):
        path, content = tools.site.file(output.url), tools.shells.page(output, tools.site)
    else:
        path, content = output.path, output.content
    tools.writer.write(path, content)
    return path
