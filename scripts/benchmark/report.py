"""The results for people: on the terminal, and as a table of the manual."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from benchmark.errors import BenchError
from benchmark.figures import Verdict
from benchmark.results import HUGO, OURS, STATICRYPT, Result, Results, ratio

BEGIN, END = "<!-- begin: scripts/bench --docs -->", "<!-- end: scripts/bench --docs -->"

_TITLES = {OURS: "Answerable", STATICRYPT: "StatiCrypt"}

_HEADINGS = (
    "Threads",
    "Peer",
    "Clean (s)",
    "of Hugo's",
    "One change (s)",
    "of Hugo's",
    "Memory (MB)",
    "Files",
    "Written (MB)",
)


def as_text(results: Results, verdicts: Sequence[Verdict]) -> str:
    """Everything in columns for a terminal."""
    rows = [_HEADINGS, *_rows(results)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    lines = [f"{results.machine}, {results.day}", ""]
    for row in rows:
        cells = (
            cell.ljust(width) if column == 1 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        lines.append("  ".join(cells).rstrip())
    growth = list(_growth(results))
    if growth:
        lines += ["", "Growth of the time of a clean build, as an exponent:"]
        lines += [f"  {title}, {span}: {exponent}" for title, span, exponent in growth]
    if results.signatures:
        lines += ["", "Signatures, milliseconds an answer:"]
        lines += [f"  {time} {name} ({count} answers)" for name, count, time in _costs(results)]
    if results.encryption:
        lines += ["", "Pages encrypted, seconds:"]
        lines += [f"  {time} {name} ({count} pages)" for name, count, time in _encryption(results)]
    if verdicts:
        lines += ["", "Figures to beat:"]
        lines += [f"  {_judged(verdict)}  {verdict.name}" for verdict in verdicts]
    return "\n".join(lines) + "\n"


def as_markdown(results: Results, verdicts: Sequence[Verdict]) -> str:
    """Everything as tables of the manual."""
    # "Threads" is a number as well, and the name of the peer the only text.
    marks = ["---" if heading == "Peer" else "---:" for heading in _HEADINGS]
    lines = [_row(_HEADINGS), _row(marks), *map(_row, _rows(results))]
    growth = list(_growth(results))
    if growth:
        lines += ["", _row(("Growth of a clean build", "Threads", "Exponent"))]
        lines += [_row(("---", "---", "---:")), *map(_row, growth)]
    if results.signatures:
        lines += ["", _row(("Signatures", "Answers", "Time an answer (ms)"))]
        lines += [_row(("---", "---:", "---:")), *map(_row, _costs(results))]
    if results.encryption:
        lines += ["", _row(("Encryption", "Pages", "Time (s)"))]
        lines += [_row(("---", "---:", "---:")), *map(_row, _encryption(results))]
    if verdicts:
        lines += ["", _row(("Figure to beat", "At most", "Measured", ""))]
        lines += [_row(("---", "---:", "---:", "---"))]
        lines += [
            _row((verdict.name, f"{verdict.limit:g}", f"{verdict.value:.2f}", _word(verdict)))
            for verdict in verdicts
        ]
    versions = "; ".join(f"{name} {text}" for name, text in results.versions.items())
    runs = "run" if results.runs == 1 else "runs"
    lines += [
        "",
        f"{results.day}, {results.machine}. Medians of {results.runs} {runs}. {versions}.",
    ]
    return "\n".join(lines) + "\n"


def with_table(page: str, table: str) -> str:
    """*page* with *table* between its two marks.

    Raises BenchError if the page does not have each mark once, in this order.
    """
    pattern = re.compile(f"{re.escape(BEGIN)}\n.*?{re.escape(END)}", re.DOTALL)
    if page.count(BEGIN) != 1 or page.count(END) != 1 or not pattern.search(page):
        raise BenchError(f"the page needs the marks {BEGIN} and {END}, each once")
    return pattern.sub(lambda _: f"{BEGIN}\n\n{table}\n{END}", page)


def _rows(results: Results) -> Iterator[tuple[str, ...]]:
    for threads in results.sizes:
        hugo = results.of(HUGO, threads)
        for result in results.results:
            if result.threads == threads:
                yield _cells(result, hugo)


def _cells(result: Result, hugo: Result | None) -> tuple[str, ...]:
    clean = ratio(result.clean_seconds, hugo.clean_seconds if hugo else None)
    change = ratio(result.change_seconds, hugo.change_seconds if hugo else None)
    return (
        f"{result.threads:,}",
        result.title,
        f"{result.clean_seconds:.2f}",
        _part(clean),
        f"{result.change_seconds:.2f}",
        _part(change),
        "" if result.memory is None else f"{result.memory / 1e6:,.0f}",
        f"{result.files:,}",
        f"{result.size / 1e6:,.0f}",
    )


def _growth(results: Results) -> Iterator[tuple[str, str, str]]:
    for peer, title in {result.peer: result.title for result in results.results}.items():
        # Below 1,000 threads the time is that of starting a program.
        growth = results.growth(peer, smallest=1_000)
        if growth:
            span = f"{growth.smallest:,} to {growth.largest:,}"
            yield title, span, f"{growth.exponent:.2f}"


def _costs(results: Results) -> Iterator[tuple[str, str, str]]:
    for cost in results.signatures:
        yield cost.name, f"{cost.answers:,}", f"{1e3 * cost.median:.3f}"


def _encryption(results: Results) -> Iterator[tuple[str, str, str]]:
    for one in results.encryption:
        yield _TITLES[one.name], f"{one.pages:,}", f"{one.median:.2f}"


def _part(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _judged(verdict: Verdict) -> str:
    return f"{_word(verdict)}: {verdict.value:.2f}, at most {verdict.limit:g}"


def _word(verdict: Verdict) -> str:
    return "met" if verdict.met else "missed"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
