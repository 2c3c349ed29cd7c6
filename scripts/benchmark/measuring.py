"""Builds in turns: each run goes through all peers, so that a slow minute hits all of them.

The first run of a size is not timed: it warms the disk's cache and measures memory, files and
bytes. A clean build begins without the output and without what the peer keeps between builds;
a build after a change begins with both, in a new process.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmark.errors import BenchError
from benchmark.peers.interface import Job, Peer
from benchmark.process import peak_memory, timed
from benchmark.progress import say
from benchmark.results import Build, Result


@dataclass(slots=True)
class _Taken:
    """What was measured of a peer so far."""

    memory: int | None = None
    files: int = 0
    size: int = 0
    clean: list[Build] = field(default_factory=list)
    change: list[Build] = field(default_factory=list)


def measure(jobs: Mapping[Peer, Job], threads: int, runs: int) -> list[Result]:
    """Measure all *jobs*, projects of *threads* threads each, *runs* times in turns.

    A peer that cannot build its project, or builds less than was asked, is said so and has no
    result.
    """
    taken = {peer: _Taken() for peer in jobs}
    for run in range(runs + 1):
        place = f"{threads:,} threads, run {run} of {runs}" if run else ""
        built = [peer for peer in taken if _turn(peer, jobs[peer], threads, place, taken[peer])]
        taken = {peer: taken[peer] for peer in built}
    return [
        Result(
            peer=peer.name,
            title=peer.title,
            threads=threads,
            clean=tuple(measured.clean),
            change=tuple(measured.change),
            memory=measured.memory,
            files=measured.files,
            size=measured.size,
        )
        for peer, measured in taken.items()
    ]


def _turn(peer: Peer, job: Job, threads: int, place: str, taken: _Taken) -> bool:
    """One turn of a peer, the first one without a *place*; whether it could be built."""
    try:
        if place:
            _time(peer, job, place, taken)
        else:
            _weigh(peer, job, threads, taken)
    except BenchError as error:
        say(f"error: {peer.name} is left out from here on: {error}")
        return False
    return True


def _weigh(peer: Peer, job: Job, threads: int, taken: _Taken) -> None:
    """Build once for memory, files and bytes."""
    clear(job)
    taken.memory = peak_memory(job.command, job.folder, job.environment)
    taken.files, taken.size = written(job.output)
    if taken.files < threads:
        raise BenchError(f"it wrote {taken.files} files for {threads} threads")
    held = "unknown" if taken.memory is None else f"{taken.memory / 1e6:,.0f} MB"
    say(f"{threads:,} threads: {peer.name} memory {held}, {taken.files:,} files")


def _time(peer: Peer, job: Job, place: str, taken: _Taken) -> None:
    """Build clean and after a change."""
    clear(job)
    clean = _build(job)
    with changed(job, len(taken.clean) + 1) as sentence:
        change = _build(job)
        if sentence not in job.page.read_text(encoding="utf-8"):
            raise BenchError(f"the change is not on the page {job.page}")
    taken.clean.append(clean)
    taken.change.append(change)
    say(f"{place}: {peer.name} clean {clean.seconds:.2f} s, one change {change.seconds:.2f} s")


def clear(job: Job) -> None:
    """Remove the output of *job* and what it keeps between builds."""
    for folder in (job.output, *job.caches):
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def changed(job: Job, number: int) -> Iterator[str]:
    """The project with one sentence more in its newest reply; *number* makes it a new one."""
    sentence = f"Added later, for the sake of change number {number}."
    added = f"\n{sentence}\n".encode()
    after = {job.changed: job.changed.read_bytes() + added}
    if job.follows:
        after |= job.follows(added)
    before = {path: path.read_bytes() for path in after}
    try:
        _write(after)
        yield sentence
    finally:
        _write(before)


def _write(files: Mapping[Path, bytes]) -> None:
    for path, content in files.items():
        path.write_bytes(content)


def written(folder: Path) -> tuple[int, int]:
    """How many files lie below *folder*, and how many bytes they hold."""
    files = [Path(place, name) for place, _, names in os.walk(folder) for name in names]
    return len(files), sum(file.stat().st_size for file in files)


def _build(job: Job) -> Build:
    # What the build before left to be written must not slow this one down.
    os.sync()
    return timed(job.command, job.folder, job.environment)
