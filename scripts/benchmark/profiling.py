"""Where our own build spends its time: by phase, by module and by function.

The build runs in one process (``ANSWERABLE_WORKERS=0``) under cProfile, which makes calls of
Python dearer than they are. So the shares tell more than the seconds.
"""

from __future__ import annotations

import pstats
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import answerable
from benchmark.measuring import changed, clear
from benchmark.peers.interface import Job
from benchmark.programs import output_of
from benchmark.progress import say

_FUNCTIONS = 40
_PACKAGE = Path(answerable.__path__[0])


class _Row(NamedTuple):
    """A function as cProfile knows it. ``own`` is its time without what it calls."""

    file: str
    line: int
    name: str
    calls: int
    own: float
    total: float


def profile(job: Job, threads: int) -> str:
    """Build *job* clean and after one change, and say where the time went."""
    say(f"{threads:,} threads: a clean build under the profiler")
    clear(job)
    clean = _rows(_profiled(job.folder))
    say(f"{threads:,} threads: a build after one change under the profiler")
    with changed(job, 1):
        change = _rows(_profiled(job.folder))
    head = f"{threads:,} threads, one process, with cProfile's own cost"
    return "\n".join(
        [head, "", "A clean build", *_report(clean), "", "After one change", *_report(change)]
    )


def _profiled(folder: Path) -> pstats.Stats:
    # In a cache of ours: a project's .cache belongs to what is measured.
    file = folder.with_name(f"{folder.name}.profile")
    command = [sys.executable, "-m", "cProfile", "-o", str(file), "-m", "mkdocs", "build", "-q"]
    output_of(command, folder, {"ANSWERABLE_WORKERS": "0"})
    try:
        return pstats.Stats(str(file))
    finally:
        file.unlink()


def _rows(stats: pstats.Stats) -> list[_Row]:
    # pstats documents its report and not its data; profilers' viewers read it all the same.
    entries: dict[tuple[str, int, str], tuple[int, int, float, float, object]]
    entries = stats.stats  # type: ignore[attr-defined]
    return [
        _Row(file, line, name, calls, own, total)
        for (file, line, name), (_, calls, own, total, _) in entries.items()
    ]


def _report(rows: list[_Row]) -> Iterable[str]:
    whole = sum(row.own for row in rows)
    yield f"  {whole:.2f} s in all"
    yield "  Phases (with what they call):"
    phases = [row for row in rows if "on_" in row.name and _module(row.file) == "plugin"]
    for row in sorted(phases, key=lambda row: -row.total):
        yield _line(row.total, whole, row.name)
    yield "  Modules (their own time, without what they call):"
    modules = Counter[str]()
    for row in rows:
        modules[_owner(row.file)] += row.own  # type: ignore[assignment]
    for name, seconds in modules.most_common(_FUNCTIONS // 2):
        yield _line(seconds, whole, name)
    yield "  Functions of ours (with what they call):"
    ours = [row for row in rows if _module(row.file) is not None]
    for row in sorted(ours, key=lambda row: -row.total)[:_FUNCTIONS]:
        yield _line(row.total, whole, f"{_module(row.file)}.{row.name} ({row.calls:,} calls)")
    yield "  Functions of all (their own time):"
    for row in sorted(rows, key=lambda row: -row.own)[:_FUNCTIONS]:
        yield _line(row.own, whole, f"{_owner(row.file)}: {row.name} ({row.calls:,} calls)")


def _line(seconds: float, whole: float, name: str) -> str:
    return f"    {seconds:8.2f} s {100 * seconds / whole:5.1f} %  {name}"


def _module(file: str) -> str | None:
    """The dotted name of a module of ours, without the package's; None for all others."""
    path = Path(file)
    if not path.is_relative_to(_PACKAGE):
        return None
    return ".".join(path.relative_to(_PACKAGE).with_suffix("").parts)


def _owner(file: str) -> str:
    """Whose time it is: a module of ours, another package, or the interpreter."""
    module = _module(file)
    if module is not None:
        return f"answerable.{module}"
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    return "built in" if file.startswith(("~", "<")) else "standard library"
