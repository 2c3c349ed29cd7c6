from __future__ import annotations

import math

import pytest

from bench.measured import hugo, result, results
from benchmark.results import OURS, Cost, from_json, merged, ratio, to_json


def test_the_median_counts_and_not_the_slowest_run():
    assert result(clean=(3.0, 1.0, 60.0)).clean_seconds == 3.0
    assert result(change=(4.0, 1.0)).change_seconds == 2.5


@pytest.mark.parametrize(("value", "base"), [(None, 1.0), (1.0, None), (1.0, 0.0)])
def test_there_is_no_ratio_to_what_was_not_measured(value, base):
    assert ratio(value, base) is None


@pytest.mark.parametrize("exponent", [0.5, 1.0, 2.0])
def test_the_exponent_of_a_power_is_found(exponent):
    sizes = (100, 5_000, 100_000)
    measured = results(*(result(threads=n, clean=(0.01 * n**exponent,)) for n in sizes))

    growth = measured.growth(OURS)

    assert growth is not None
    assert (growth.smallest, growth.largest) == (100, 100_000)
    assert math.isclose(growth.exponent, exponent)


def test_one_size_alone_has_no_growth():
    assert results(result(), hugo(threads=100)).growth(OURS) is None


def test_sizes_outside_of_the_bounds_do_not_count_as_growth():
    measured = results(
        result(threads=100, clean=(9.0,)),
        result(threads=1_000, clean=(1.0,)),
        result(threads=10_000, clean=(10.0,)),
        result(threads=20_000, clean=(999.0,)),
    )

    growth = measured.growth(OURS, smallest=1_000, largest=10_000)

    assert growth is not None
    assert math.isclose(growth.exponent, 1.0)


def test_json_gives_back_what_was_measured():
    checked = Cost("check", 300, (0.001, 0.002))
    measured = results(result(memory=None), hugo(clean=(1.0, 2.0)), runs=2, signatures=(checked,))

    assert from_json(to_json(measured, figures=[])) == measured


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"results": [{}]}'])
def test_other_json_is_refused(text):
    with pytest.raises(ValueError, match=r"result of scripts/bench|Expecting value"):
        from_json(text)


def test_several_runs_become_one_and_the_later_one_counts():
    first = results(result(threads=100), hugo(threads=100, clean=(1.0,)), runs=3)
    second = results(hugo(threads=100, clean=(5.0,)), result(threads=5_000), runs=1)

    both = merged((first, second))

    assert both.sizes == [100, 5_000]
    assert both.runs == 1
    found = both.of("hugo", 100)
    assert found is not None
    assert found.clean_seconds == 5.0


def test_the_costs_of_signatures_are_those_of_the_last_run_that_has_them():
    first, last = Cost("check", 300, (0.001,)), Cost("check", 300, (0.002,))
    runs = (results(signatures=(first,)), results(signatures=(last,)), results(result()))

    assert merged(runs).signatures == (last,)
    assert merged(runs[2:]).signatures == ()
