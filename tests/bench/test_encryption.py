from __future__ import annotations

import pytest

from bench.measured import result, results
from benchmark.corpus.project import corpus
from benchmark.encryption import measure_encryption
from benchmark.errors import BenchError
from benchmark.figures import judge
from benchmark.report import as_markdown, as_text
from benchmark.results import OURS, STATICRYPT, Encryption, from_json, merged, to_json
from benchmark.shell import BODY, TITLE, Shell
from staticrypt_program import needs_staticrypt

MEASURED = (Encryption(OURS, 100, (0.5, 0.3, 0.4)), Encryption(STATICRYPT, 100, (0.8,)))


@pytest.fixture
def shell(tmp_path):
    return Shell(f"<title>{TITLE}</title>{BODY}", tmp_path)


@needs_staticrypt
def test_both_are_measured_in_each_run(tmp_path, shell):
    found = measure_encryption(corpus(tmp_path, 1, 20), shell, runs=2)

    assert [(one.name, one.pages, len(one.seconds)) for one in found] == [
        (OURS, 20, 2),
        (STATICRYPT, 20, 2),
    ]
    assert all(0 < seconds < 60 for one in found for seconds in one.seconds)


def test_without_staticrypt_ours_alone_is_measured(tmp_path, shell, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")
    (only,) = measure_encryption(corpus(tmp_path, 1, 20), shell, runs=1)
    assert only.name == OURS
    assert "StatiCrypt is left out" in capsys.readouterr().err
    assert judge(results(result(), encryption=(only,))) == []


def test_a_page_that_is_missing_ends_the_measuring(tmp_path, shell, monkeypatch):
    monkeypatch.setattr("benchmark.encryption.output_of", lambda *given: "it said nothing")
    with pytest.raises(BenchError, match="encrypted 0 of 20 pages"):
        measure_encryption(corpus(tmp_path, 1, 20), shell, runs=1)


def test_the_figure_is_the_part_of_staticrypts_time():
    (verdict,) = judge(results(result(), encryption=MEASURED))
    assert (verdict.value, verdict.met) == (0.5, True)


def test_both_forms_show_the_medians():
    measured = results(result(), encryption=MEASURED)
    assert "| Answerable | 100 | 0.40 |" in as_markdown(measured, [])
    assert "0.80 StatiCrypt (100 pages)" in as_text(measured, [])


def test_what_was_measured_reads_back_and_the_last_run_counts():
    measured = results(result(), encryption=MEASURED)
    assert from_json(to_json(measured)).encryption == MEASURED
    assert merged((measured, results(result()))).encryption == MEASURED
