from __future__ import annotations

import pytest

from bench.measured import MEGABYTE, hugo, result, results
from benchmark.errors import BenchError
from benchmark.figures import judge
from benchmark.report import BEGIN, END, as_markdown, as_text, with_table
from benchmark.results import Cost

MEASURED = results(
    hugo(threads=1_000, clean=(4.0,), change=(4.0,), memory=400 * MEGABYTE),
    result(threads=1_000, clean=(2.0,), change=(1.0,)),
    result(threads=5_000, clean=(10.0,), change=(1.0,), memory=None),
    hugo(threads=5_000, clean=(10.0,), change=(20.0,)),
)
PAGE = f"# Title\n\n{BEGIN}\nold\n{END}\n\nThe rest.\n"


def rows(markdown: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in markdown.splitlines()
        if line.startswith("|")
    ]


def test_a_row_holds_medians_ratios_memory_files_and_bytes():
    table = rows(as_markdown(MEASURED, []))

    assert table[3] == [
        "1,000",
        "Answerable",
        "2.00",
        "0.50",
        "1.00",
        "0.25",
        "100",
        "6,000",
        "100",
    ]


def test_every_row_has_as_many_cells_as_its_heading():
    table = rows(as_markdown(MEASURED, judge(MEASURED)))
    widths = [len(row) for row in table]

    assert widths == sorted(widths, key=widths.index)
    assert {row[0] for row in table} >= {"Threads", "Figure to beat"}


def test_what_was_not_measured_stays_empty():
    table = rows(as_markdown(results(result(memory=None)), []))

    assert [table[2][column] for column in (3, 5, 6)] == ["", "", ""]


def test_a_missed_figure_is_said_so_in_both_forms():
    verdicts = judge(MEASURED)

    assert "missed: 1.00, at most 0.6" in as_text(MEASURED, verdicts)
    assert "| 0.6 | 1.00 | missed |" in as_markdown(MEASURED, verdicts)
    assert "| 0.15 | 0.05 | met |" in as_markdown(MEASURED, verdicts)


def test_signatures_are_shown_with_the_median_cost_of_an_answer():
    cost = Cost("check, ssh-keygen", 300, (0.004, 0.0051234, 0.9))
    measured = results(result(), signatures=(cost,))

    assert ["check, ssh-keygen", "300", "5.123"] in rows(as_markdown(measured, []))
    assert "5.123 check, ssh-keygen (300 answers)" in as_text(measured, [])


def test_the_table_takes_the_place_of_the_one_before():
    page = with_table(PAGE, "| new |\n")

    assert page == f"# Title\n\n{BEGIN}\n\n| new |\n\n{END}\n\nThe rest.\n"
    assert with_table(page, "| new |\n") == page


@pytest.mark.parametrize(
    "page", ["", BEGIN, f"{END}\n{BEGIN}\n", f"{PAGE}{PAGE}", f"{BEGIN}\n{PAGE}"]
)
def test_a_page_without_both_marks_is_refused(page):
    with pytest.raises(BenchError, match="marks"):
        with_table(page, "| new |\n")
