from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmark.corpus.project import Corpus
from benchmark.measuring import measure
from benchmark.peers.interface import Job, Peer
from benchmark.shell import Shell

# Notes what it finds and writes a page; "broken" and "blind" are peers that do not do their job.
BUILD = """
test -d out && found=output || found=nothing
test -d kept && found="$found+cache"
echo "$0 $found" >> ../log
test "$0" = broken && exit 1
mkdir -p out kept
cat reply.md reply.md.sig > out/page.html
test "$0" = blind && echo page > out/page.html
echo 1234 > out/second
"""


@dataclass(frozen=True)
class Script:
    """A peer whose project is there already."""

    name: str

    largest: int = 0

    @property
    def title(self) -> str:
        return self.name.title()

    def version(self, place: Path) -> str | None:
        raise NotImplementedError

    def install(self, place: Path) -> None:
        raise NotImplementedError

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        raise NotImplementedError


@dataclass(frozen=True)
class Signed:
    """What follows from a change: another signature in *file*."""

    file: Path

    def __call__(self, added: bytes) -> Mapping[Path, bytes]:
        return {self.file: b"of" + added}


@pytest.fixture
def run(tmp_path):
    """Measure peers of these names, and say what they noted and what came out."""

    def _run(*names: str, runs: int = 1, threads: int = 2):
        jobs: dict[Peer, Job] = {}
        for name in names:
            folder = tmp_path / name
            folder.mkdir()
            (folder / "reply.md").write_text("The answer.\n")
            (folder / "reply.md.sig").write_text("of nothing")
            jobs[Script(name)] = Job(
                folder=folder,
                command=("sh", "-c", BUILD, name),
                output=folder / "out",
                changed=folder / "reply.md",
                page=folder / "out" / "page.html",
                caches=(folder / "kept",),
                follows=Signed(folder / "reply.md.sig"),
            )
        found = measure(jobs, threads, runs)
        return (tmp_path / "log").read_text().splitlines(), found

    return _run


def test_peers_take_turns_and_each_builds_clean_and_after_a_change(run):
    log, _ = run("one", "two", runs=2)

    turn = ["one nothing", "one output+cache", "two nothing", "two output+cache"]
    assert log == ["one nothing", "two nothing", *turn, *turn]


def test_every_run_is_kept(run):
    _, (result,) = run("one", runs=3)

    assert (len(result.clean), len(result.change)) == (3, 3)


def test_files_and_bytes_are_those_of_a_clean_build(run):
    _, (result,) = run("one")

    assert (result.files, result.size) == (2, len("The answer.\nof nothing1234\n"))


def test_the_change_is_taken_back(run, tmp_path):
    run("one")

    assert (tmp_path / "one" / "reply.md").read_text() == "The answer.\n"
    assert (tmp_path / "one" / "reply.md.sig").read_text() == "of nothing"
    assert "Added later" in (tmp_path / "one" / "out" / "page.html").read_text()


def test_what_follows_from_the_change_is_changed_with_it(run, tmp_path):
    run("one")

    assert "of\nAdded later" in (tmp_path / "one" / "out" / "page.html").read_text()


@pytest.mark.parametrize(
    ("name", "why"), [("broken", "ended with 1"), ("blind", "the change is not on the page")]
)
def test_a_peer_that_does_not_do_its_job_is_left_out_and_the_others_go_on(run, capsys, name, why):
    _, found = run(name, "two", runs=2)

    assert [(result.peer, len(result.clean)) for result in found] == [("two", 2)]
    assert why in capsys.readouterr().err


def test_a_peer_that_writes_less_than_was_asked_is_left_out(run, capsys):
    _, found = run("one", threads=3)

    assert found == []
    assert "2 files for 3 threads" in capsys.readouterr().err
