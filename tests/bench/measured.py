"""Results as a run gives them, made by hand."""

from __future__ import annotations

from benchmark.results import HUGO, OURS, Build, Cost, Encryption, Result, Results

MEGABYTE = 1_000_000


def result(
    peer: str = OURS,
    threads: int = 5_000,
    *,
    clean: tuple[float, ...] = (2.0,),
    change: tuple[float, ...] = (1.0,),
    memory: int | None = 100 * MEGABYTE,
) -> Result:
    return Result(
        peer=peer,
        title=peer.title(),
        threads=threads,
        clean=tuple(Build(seconds, seconds) for seconds in clean),
        change=tuple(Build(seconds, seconds) for seconds in change),
        memory=memory,
        files=threads * 6,
        size=threads * 100_000,
    )


def hugo(threads: int = 5_000, **measured) -> Result:
    return result(HUGO, threads, **measured)


def results(
    *found: Result,
    runs: int = 1,
    signatures: tuple[Cost, ...] = (),
    encryption: tuple[Encryption, ...] = (),
) -> Results:
    return Results(
        runs=runs,
        results=found,
        machine="2 cores",
        day="2026-11-01",
        versions={"Hugo": "0.111.3"},
        signatures=signatures,
        encryption=encryption,
    )
