"""No small figure can be worked out from those that are shown."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.site.suppression import ALL, Measure, shades

# Three measures, one with parts, one of which is shown nowhere.
TABLE = Measure("all", (Measure("a"), Measure("b", (Measure("c"), Measure("d", listed=False)))))
LEAVES = ("a", "c", "d")


def table(rows, leaves):
    """All figures of a table with these *leaves* by row."""
    figures = {}
    for row in rows:
        a, c, d = (leaves[row, leaf] for leaf in LEAVES)
        for name, value in (("a", a), ("c", c), ("d", d), ("b", c + d), ("all", a + c + d)):
            figures[row, name] = value
            figures[ALL, name] = figures.get((ALL, name), 0) + value
    return figures


def seen(figures, how, least):
    """What a reader sees of a figure."""
    return {place: figures[place] if shade == "shown" else shade for place, shade in how.items()}


def fits(figures, view, least):
    """Whether a table could be the one that a reader sees."""
    for place, shown in view.items():
        value = figures[place]
        if shown == "few":
            if not 0 < value < least:
                return False
        elif shown == "hidden":
            if value == 0:
                return False
        elif value != shown:
            return False
    return True


def tables(rows, most):
    for values in product(range(most + 1), repeat=len(rows) * len(LEAVES)):
        places = product(rows, LEAVES)
        yield table(rows, dict(zip(places, values, strict=True)))


@pytest.mark.parametrize(("least", "rows", "most"), [(2, 1, 6), (3, 1, 9), (5, 1, 9), (3, 2, 3)])
def test_no_small_figure_can_be_derived_from_all_that_is_shown(least, rows, most):
    """By trying every table: a small figure always has another value in another fitting one."""
    names = [f"m{number}" for number in range(rows)]
    # What is possible reaches further than what is tried.
    known = list(tables(names, most + 1))
    places = [place for place in known[0] if place[1] != "d"]
    by_shown = defaultdict(list)
    for figures in tables(names, most):
        how = shades(figures, names, TABLE, least)
        view = seen(figures, how, least)
        shown = tuple(place for place in places if how[place] == "shown")
        by_shown[shown].append((view, figures))
    for shown, views in by_shown.items():
        alike = defaultdict(list)
        for figures in known:
            alike[tuple(figures[place] for place in shown)].append(figures)
        for view, figures in views:
            small = [place for place in places if 0 < figures[place] < least]
            assert all(view[place] in ("few", "hidden") for place in small)
            left = set(small)
            for other in alike[tuple(view[place] for place in shown)]:
                if fits(other, view, least):
                    left = {place for place in left if other[place] == figures[place]}
                    if not left:
                        break
            assert not left, (figures, view)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 12)] * 3), max_size=6), st.integers(1, 6))
def test_what_is_large_or_nothing_is_hidden_only_beside_what_is_small(rows, least):
    names = [f"m{number}" for number in range(len(rows))]
    leaves = {
        (n, leaf): v
        for n, row in zip(names, rows, strict=True)
        for leaf, v in zip(LEAVES, row, strict=True)
    }
    figures = table(names, leaves) or {(ALL, name): 0 for name in ("all", "a", "b", "c", "d")}
    how = shades(figures, names, TABLE, least)
    assert all(how[place] == "shown" for place in how if figures[place] == 0)
    if not any(0 < figures[place] < least for place in how):
        assert set(how.values()) == {"shown"}
    assert how == shades(figures, names, TABLE, least)
