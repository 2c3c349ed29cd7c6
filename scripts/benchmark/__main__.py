"""The command ``scripts/bench``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from benchmark.corpus.project import corpus
from benchmark.encryption import measure_encryption
from benchmark.errors import BenchError
from benchmark.figures import judge
from benchmark.machine import machine, today
from benchmark.measuring import measure
from benchmark.peers.every import OURSELVES, PEERS, chosen, installed
from benchmark.peers.interface import Peer
from benchmark.peers.ours import own_job
from benchmark.profiling import profile
from benchmark.progress import say
from benchmark.report import as_markdown, as_text, with_table
from benchmark.results import Result, Results, from_json, merged, to_json
from benchmark.shell import shell
from benchmark.signatures import measure_signatures

PLACE = Path(".cache/bench")
SIZES = (100, 1_000, 5_000, 20_000, 100_000)
SEED = 1
FEWEST = 20

_FILE = click.Path(dir_okay=False, path_type=Path)
_PAGE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _sizes(
    _context: click.Context, _parameter: click.Parameter, values: Sequence[str]
) -> tuple[int, ...]:
    """The numbers of all *values*, each a few numbers with commas between them."""
    try:
        numbers = {int(part) for value in values for part in value.split(",")}
    except ValueError as error:
        raise click.BadParameter("must be numbers with commas between them") from error
    if numbers and min(numbers) < FEWEST:
        raise click.BadParameter(f"must be {FEWEST} or more")
    return tuple(sorted(numbers))


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--threads",
    metavar="N,...",
    multiple=True,
    callback=_sizes,
    help="How many threads; all five sizes if left out.",
)
@click.option("--peers", metavar="NAME,...", help="Only these peers, at every size; '-' for none.")
@click.option("--runs", default=3, show_default=True, type=click.IntRange(1), help="Timed runs.")
@click.option("--seed", default=SEED, show_default=True, help="Another one makes other texts.")
@click.option("--json", "json_file", type=_FILE, help="Write the results there as well.")
@click.option("--docs", type=_PAGE, help="Rewrite the table of this page.")
@click.option("--from", "sources", multiple=True, type=_FILE, help="Measure nothing; show these.")
@click.option("--install", is_flag=True, help="Install the peers instead of measuring.")
@click.option("--profile", "profiled", is_flag=True, help="Say where our own time goes instead.")
def main(  # noqa: PLR0913, PLR0917 - one for each option
    threads: Sequence[int],
    peers: str | None,
    runs: int,
    seed: int,
    json_file: Path | None,
    docs: Path | None,
    sources: Sequence[Path],
    install: bool,
    profiled: bool,
) -> None:
    """Measure builds of many threads, ours and other generators' in turns.

    Ends with 0 when every figure to beat that was measured is beaten, with 1 when one is
    missed or something cannot be built, and with 2 on a wrong call.
    """
    wanted = _wanted(peers)
    try:
        if install:
            sys.exit(_install(wanted))
        if profiled:
            for size in threads or (5_000,):
                content = corpus(PLACE.absolute(), seed, size)
                click.echo(profile(own_job(content), size))
            return
        if docs:
            # A page without a place for the table is found before hours of measuring.
            with_table(docs.read_text(encoding="utf-8"), "")
        results = _read(sources) if sources else _measured(threads or SIZES, wanted, runs, seed)
        sys.exit(_show(results, json_file, docs))
    except BenchError as error:
        say(f"error: {error}")
        sys.exit(1)


def _wanted(names: str | None) -> list[Peer] | None:
    """The peers asked for by name, None if nobody asked."""
    if names is None:
        return None
    try:
        return chosen([name for name in names.split(",") if name not in ("", "-", OURSELVES.name)])
    except BenchError as error:
        raise click.BadParameter(str(error), param_hint="--peers") from error


def _install(wanted: list[Peer] | None) -> int:
    failed = 0
    for peer in PEERS if wanted is None else wanted:
        place = PLACE.absolute() / peer.name
        try:
            if peer.version(place) is None:
                say(f"installing {peer.name}")
                peer.install(place)
            say(f"{peer.name} {peer.version(place)}")
        except BenchError as error:
            say(f"{peer.name}: {error}")
            failed = 1
    return failed


def _measured(sizes: Sequence[int], wanted: list[Peer] | None, runs: int, seed: int) -> Results:
    place = PLACE.absolute()
    candidates = PEERS if wanted is None else wanted
    versions = installed([OURSELVES, *candidates], place)
    for peer in candidates:
        if peer not in versions:
            say(f"{peer.name} is left out: it is not installed (scripts/bench --install)")
    page = shell(place)
    running = list(versions)
    results: list[Result] = []
    for size in sizes:
        content = corpus(place, seed, size)
        jobs = {}
        for peer in running:
            if wanted is None and size > peer.largest:
                say(f"{size:,} threads: {peer.name} is left out unless it is asked for by name")
            else:
                say(f"{size:,} threads: preparing {peer.name}")
                jobs[peer] = peer.prepare(content, page, place / peer.name)
        found = measure(jobs, size, runs)
        results += found
        built = {result.peer for result in found}
        running = [peer for peer in running if peer not in jobs or peer.name in built]
    return Results(
        runs=runs,
        results=tuple(results),
        machine=machine(),
        day=today(),
        versions={peer.title: version for peer, version in versions.items()},
        signatures=measure_signatures(corpus(place, seed, _verified(sizes)), runs),
        encryption=measure_encryption(corpus(place, seed, _verified(sizes)), page, runs),
        failed=tuple(peer.name for peer in versions if peer not in running),
    )


def _verified(sizes: Sequence[int]) -> int:
    """The size whose answers are signed and checked: more than these say no more."""
    return max((size for size in sizes if size <= 5_000), default=min(sizes))


def _read(sources: Sequence[Path]) -> Results:
    return merged(tuple(_read_one(source) for source in sources))


def _read_one(source: Path) -> Results:
    try:
        return from_json(source.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BenchError(f"{source}: {error}") from error


def _show(results: Results, json_file: Path | None, docs: Path | None) -> int:
    verdicts = judge(results)
    click.echo(as_text(results, verdicts), nl=False)
    figures = [{"name": v.name, "limit": v.limit, "value": v.value, "met": v.met} for v in verdicts]
    try:
        if json_file:
            json_file.write_text(to_json(results, figures=figures), encoding="utf-8")
        if docs:
            page = with_table(docs.read_text(encoding="utf-8"), as_markdown(results, verdicts))
            docs.write_text(page, encoding="utf-8")
    except OSError as error:
        raise BenchError(str(error)) from error
    return 0 if all(verdict.met for verdict in verdicts) and not results.failed else 1


if __name__ == "__main__":
    main(prog_name="scripts/bench")
