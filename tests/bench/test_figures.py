from __future__ import annotations

import pytest

from bench.measured import MEGABYTE, hugo, result, results
from benchmark.figures import FIGURES, judge
from benchmark.results import OURS, STATICRYPT, Encryption

BEATEN = results(
    result(threads=5_000, clean=(6.0,), change=(1.5,)),
    hugo(threads=5_000, clean=(10.0,), change=(10.0,)),
    result(threads=20_000, clean=(20.0,), memory=250 * MEGABYTE),
    hugo(threads=20_000, clean=(40.0,), memory=1_000 * MEGABYTE),
    result(threads=100_000, clean=(120.0,), change=(4.5,), memory=1_000 * MEGABYTE),
    encryption=(Encryption(OURS, 100, (0.9,)), Encryption(STATICRYPT, 100, (0.9,))),
)


def missed(*worse):
    """The names of the figures that are missed when these results take the others' place."""
    replaced = {(one.peer, one.threads): one for one in (*BEATEN.results, *worse)}
    measured = results(*replaced.values(), encryption=BEATEN.encryption)
    return [verdict.name for verdict in judge(measured) if not verdict.met]


def test_every_figure_can_be_met_and_its_limit_is_enough():
    assert len(judge(BEATEN)) == len(FIGURES)
    assert missed() == []


@pytest.mark.parametrize(
    ("worse", "figure"),
    [
        (hugo(5_000, clean=(9.9,), change=(10.0,)), "clean build of 5,000"),
        (hugo(20_000, clean=(39.0,), memory=1_000 * MEGABYTE), "clean build of 20,000"),
        (hugo(20_000, clean=(40.0,), memory=999 * MEGABYTE), "memory at 20,000"),
        (hugo(5_000, clean=(10.0,), change=(9.9,)), "one reply changed at 5,000"),
        (
            result(threads=100_000, clean=(120.0,), change=(4.6,), memory=0),
            "one reply changed at 100,000",
        ),
        (result(threads=100_000, clean=(121.0,), change=(4.5,), memory=0), "exponent"),
        (
            result(threads=100_000, clean=(120.0,), change=(4.5,), memory=1_001 * MEGABYTE),
            "memory at 100,000",
        ),
    ],
)
def test_a_figure_is_missed_by_what_it_speaks_of_and_by_nothing_else(worse, figure):
    (name,) = missed(worse)

    assert name.startswith(figure)


@pytest.mark.parametrize(
    "measured",
    [
        results(),
        results(result(threads=5_000)),
        results(hugo(threads=5_000), result(threads=20_000)),
        results(result(threads=1_000), hugo(threads=1_000), result(threads=20_000)),
        results(result(threads=20_000, memory=None)),
    ],
)
def test_what_was_not_measured_is_not_judged(measured):
    assert judge(measured) == []


def test_memory_that_nobody_could_measure_is_not_judged():
    measured = results(result(threads=100_000, memory=None))

    assert judge(measured) == []
