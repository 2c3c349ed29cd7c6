from __future__ import annotations

import pytest

from answerable.trust.judgement import KeyRing
from benchmark import signatures
from benchmark.corpus.project import corpus
from benchmark.errors import BenchError
from benchmark.signatures import measure_signatures
from ssh_programs import needs_ssh_keygen


@needs_ssh_keygen
def test_each_way_to_sign_and_to_check_is_measured_in_each_run(tmp_path):
    costs = measure_signatures(corpus(tmp_path, 1, 20), runs=2)

    assert [cost.name.split(",")[0] for cost in costs] == [
        *["sign"] * 3,
        *["check"] * 2,
        "answerable verify",
    ]
    assert {len(cost.seconds) for cost in costs} == {2}
    assert all(0 < seconds < 10 for cost in costs for seconds in cost.seconds)


@needs_ssh_keygen
def test_what_starts_processes_does_so_for_a_sample(tmp_path, monkeypatch):
    monkeypatch.setattr(signatures, "MOST", 20)
    monkeypatch.setattr(signatures, "SAMPLE", 3)

    costs = measure_signatures(corpus(tmp_path, 1, 30), runs=1)

    assert {cost.answers for cost in costs if "ssh-keygen" in cost.name} == {3}
    assert {cost.answers for cost in costs if "our own code" in cost.name} == {3, 20}


def test_without_ssh_keygen_our_own_code_is_measured(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", "")

    costs = measure_signatures(corpus(tmp_path, 1, 20), runs=1)

    names = ["sign, our own code", "check, our own code", "answerable verify"]
    assert [cost.name for cost in costs] == names
    assert "ssh-keygen is left out" in capsys.readouterr().err


def test_a_signature_that_is_not_good_ends_the_measuring(tmp_path, monkeypatch):
    judge = KeyRing.judge
    monkeypatch.setattr(
        KeyRing,
        "judge",
        lambda self, message, signature, **about: judge(self, message + b" ", signature, **about),
    )
    monkeypatch.setenv("PATH", "")

    with pytest.raises(BenchError, match="is altered, not valid"):
        measure_signatures(corpus(tmp_path, 1, 20), runs=1)
