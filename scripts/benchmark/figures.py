"""The figures to beat: what a run must show, where it measured what a figure speaks of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import attrgetter

from benchmark.results import HUGO, OURS, STATICRYPT, Result, Results, ratio

GIGABYTE = 1_000_000_000

_Value = Callable[[Results], float | None]
_CLEAN = attrgetter("clean_seconds")
_CHANGE = attrgetter("change_seconds")
_MEMORY = attrgetter("memory")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: at most ``limit``. ``value`` is None where a run did not measure it."""

    name: str
    limit: float
    value: _Value


@dataclass(frozen=True, slots=True)
class Verdict:
    """A figure that was measured."""

    name: str
    value: float
    limit: float

    @property
    def met(self) -> bool:
        """Whether the figure is beaten."""
        return self.value <= self.limit


def judge(results: Results) -> list[Verdict]:
    """The verdict on every figure whose data was measured in *results*."""
    return list(_verdicts(results))


def _verdicts(results: Results) -> Iterator[Verdict]:
    for figure in FIGURES:
        value = figure.value(results)
        if value is not None:
            yield Verdict(figure.name, value, figure.limit)


def _of(
    results: Results, peer: str, threads: int, read: Callable[[Result], float | None]
) -> float | None:
    """What *read* says of a result, None if it was not measured."""
    result = results.of(peer, threads)
    return None if result is None else read(result)


def _part_of_hugo(threads: int, read: Callable[[Result], float | None]) -> _Value:
    def value(results: Results) -> float | None:
        return ratio(_of(results, OURS, threads, read), _of(results, HUGO, threads, read))

    return value


def _change_grows(results: Results) -> float | None:
    few = _of(results, OURS, 5_000, _CHANGE)
    return ratio(_of(results, OURS, 100_000, _CHANGE), few)


def _exponent(results: Results) -> float | None:
    if results.of(OURS, 5_000) is None or results.of(OURS, 100_000) is None:
        return None
    growth = results.growth(OURS, smallest=5_000, largest=100_000)
    return None if growth is None else growth.exponent


def _memory(results: Results) -> float | None:
    return ratio(_of(results, OURS, 100_000, _MEMORY), GIGABYTE)


def _encryption(results: Results) -> float | None:
    medians = {one.name: one.median for one in results.encryption}
    return ratio(medians.get(OURS), medians.get(STATICRYPT))


FIGURES = (
    Figure("clean build of 5,000 threads, as a part of Hugo's", 0.6, _part_of_hugo(5_000, _CLEAN)),
    Figure(
        "clean build of 20,000 threads, as a part of Hugo's", 0.5, _part_of_hugo(20_000, _CLEAN)
    ),
    Figure("memory at 20,000 threads, as a part of Hugo's", 0.25, _part_of_hugo(20_000, _MEMORY)),
    Figure(
        "one reply changed at 5,000 threads, as a part of Hugo's re-run",
        0.15,
        _part_of_hugo(5_000, _CHANGE),
    ),
    Figure("one reply changed at 100,000 threads, times that at 5,000", 3, _change_grows),
    Figure("exponent of the growth from 5,000 to 100,000 threads", 1.0, _exponent),
    Figure("memory at 100,000 threads, in GB", 1.0, _memory),
    Figure("a hundred pages encrypted, as a part of StatiCrypt's time", 1.0, _encryption),
)
