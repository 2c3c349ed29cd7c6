from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench.measured import hugo, result, results
from benchmark.__main__ import SIZES, main
from benchmark.figures import FIGURES
from benchmark.peers.every import PEERS
from benchmark.report import BEGIN, END
from benchmark.results import to_json

ROOT = Path(__file__).parents[2]
MADE = {"index.html", "feed.xml", "feed.json", "oembed.json"}
PAGE = (ROOT / "docs" / "benchmark.md").read_text(encoding="utf-8")


@pytest.fixture
def bench(tmp_path):
    """Run the command in an empty folder."""

    def _bench(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "benchmark", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT / "scripts")},
            capture_output=True,
            text=True,
            check=False,
        )

    return _bench


def a_page(folder: Path) -> Path:
    page = folder / "page.md"
    page.write_text(f"# Page\n\n{BEGIN}\n{END}\n", encoding="utf-8")
    return page


@pytest.mark.slow
def test_a_run_measures_our_own_build_and_writes_it_down(bench, tmp_path):
    page, file = a_page(tmp_path), tmp_path / "result.json"

    done = bench(
        *("--threads", "20", "--runs", "1", "--peers", "-"),
        *("--json", str(file), "--docs", str(page)),
    )

    assert done.returncode == 0, done.stderr
    (measured,) = json.loads(file.read_text(encoding="utf-8"))["results"]
    assert (measured["peer"], measured["threads"]) == ("answerable", 20)
    assert measured["files"] > 6 * 20
    assert len(measured["clean"]) == len(measured["change"]) == 1
    assert "Answerable" in done.stdout
    assert "| 20 | Answerable |" in page.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("hugo"), reason="needs Hugo")
def test_hugo_writes_of_each_thread_what_we_write(bench, tmp_path):
    done = bench("--threads", "20", "--runs", "1", "--peers", "hugo")
    assert done.returncode == 0, done.stderr

    ours = tmp_path / ".cache/bench/corpus-1-20/site"
    theirs = tmp_path / ".cache/bench/hugo/20/public"
    threads = {path.parent.relative_to(ours) for path in ours.glob("threads/20*/*/oembed.json")}
    assert len(threads) == 20
    for thread in threads:
        files = {path.name for path in (theirs / thread).iterdir()}
        copied = {path.name for path in (ours / thread).glob("*.*") if path.name not in MADE}
        assert files == {*MADE, "data.json", *copied}
        for name in copied:
            assert (theirs / thread / name).read_bytes() == (ours / thread / name).read_bytes()
        assert (theirs / "embed" / thread / "index.html").is_file()
        for mark in ('class="ans-message ', 'class="ans-seal '):
            assert (theirs / thread / "index.html").read_text().count(mark) == (
                ours / thread / "index.html"
            ).read_text().count(mark)


@pytest.mark.slow
def test_the_profile_names_phases_and_modules(bench):
    # So many that reading them is among what takes longest.
    done = bench("--threads", "300", "--profile")

    assert done.returncode == 0, done.stderr
    assert "on_post_build" in done.stdout
    assert re.search(r"answerable\.source\.\w+", done.stdout)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--threads", "many"), "must be numbers"),
        (("--threads", "5"), "must be 20 or more"),
        (("--peers", "jekyll"), "no peer 'jekyll'"),
        (("--runs", "0"), "--runs"),
        (("--docs", "missing.md"), "missing.md"),
        (("--no-such-option",), "No such option"),
    ],
)
def test_a_wrong_call_ends_with_2_and_says_why(bench, arguments, said):
    done = bench(*arguments)

    assert done.returncode == 2
    assert said in done.stderr


def test_a_missed_figure_ends_with_1(bench, tmp_path):
    file = tmp_path / "result.json"
    file.write_text(to_json(results(result(clean=(9.0,)), hugo(clean=(1.0,)))), encoding="utf-8")

    done = bench("--from", str(file))

    assert done.returncode == 1
    assert "missed: 9.00, at most 0.6" in done.stdout


def test_results_of_several_runs_are_shown_together(bench, tmp_path):
    few, many, page = tmp_path / "few.json", tmp_path / "many.json", a_page(tmp_path)
    few.write_text(to_json(results(result(threads=1_000))), encoding="utf-8")
    many.write_text(to_json(results(result(threads=10_000))), encoding="utf-8")

    done = bench("--from", str(few), "--from", str(many), "--docs", str(page))

    assert done.returncode == 0, done.stderr
    assert "1,000 to 10,000" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", [None, "", '{"results": []}'])
def test_a_file_that_holds_no_results_is_an_error_with_its_name(bench, tmp_path, text):
    file = tmp_path / "result.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    done = bench("--from", str(file))

    assert done.returncode == 1
    assert "result.json" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_without_a_place_for_the_table_is_found_before_anything_is_measured(bench, tmp_path):
    page = tmp_path / "page.md"
    page.write_text("# Page\n", encoding="utf-8")

    done = bench("--threads", "20", "--docs", str(page))

    assert done.returncode == 1
    assert "needs the marks" in done.stderr
    assert not (tmp_path / ".cache").exists()


def test_the_manual_explains_every_option():
    explained = set(re.findall(r"(?m)^\| `(--[a-z]+)", PAGE))

    assert explained == {parameter.opts[0] for parameter in main.params}


def test_the_manual_says_what_every_peer_makes():
    table = PAGE.split("## What each one makes")[1].split("\nTo be fair")[0]

    assert set(re.findall(r"(?m)^\| ([^|]+?) \|", table)) - {"Generator"} == {
        peer.title for peer in PEERS
    }


def test_the_manual_states_the_sizes_and_as_many_figures_as_there_are():
    sizes = [f"{size:,}" for size in SIZES]
    table = PAGE.split("## The figures to beat")[1].split("## How to repeat")[0]
    limits = re.findall(r"(?m)^\| .+ \| (.+) \|$", table)[1:]

    assert f"{', '.join(sizes[:-1])} and {sizes[-1]} threads" in PAGE
    # Time and memory at 20,000 threads share a row.
    assert len(limits) == len(FIGURES) - 1


def test_the_manual_has_a_place_for_the_table():
    assert PAGE.index(BEGIN) < PAGE.index(END)
