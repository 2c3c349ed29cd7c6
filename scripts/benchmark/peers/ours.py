"""Answerable: this project as it lies here, in the corpus's own folder.

It is its own peer as well, with the same threads of which no reply is signed: the difference
is what signatures cost in a build.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmark.corpus import project
from benchmark.corpus.project import Corpus, last_reply
from benchmark.peers.content import folder_of, write
from benchmark.peers.interface import Job
from benchmark.results import OURS
from benchmark.shell import Shell


@dataclass(frozen=True, slots=True)
class Ours:
    """Our own plugin, in the Python that runs the benchmark."""

    name: str = OURS
    title: str = "Answerable"
    largest: int = 100_000
    signed: bool = True

    def version(self, place: Path) -> str | None:
        """The version of the distribution."""
        del place
        return metadata.version("mkdocs-answerable")

    def install(self, place: Path) -> None:
        """It is here already: ``scripts/venv`` installed it."""

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Take the corpus's folder as it is, or make the one without signatures."""
        del shell
        if self.signed:
            return own_job(corpus)
        return own_job(project.corpus(place, corpus.seed, corpus.count, signed=False))


def own_job(corpus: Corpus) -> Job:
    """A build of the corpus's own folder."""
    newest = corpus.changed_thread()
    home = corpus.folder / "feedback" / folder_of(newest)

    def follows(added: bytes) -> Mapping[Path, bytes]:
        return {home / name: after for name, after in corpus.changed_files(added)}

    # A run that was stopped may have left its change.
    for path, before in follows(b"").items():
        write(path, before)
    return Job(
        folder=corpus.folder,
        command=(sys.executable, "-m", "mkdocs", "build", "--quiet"),
        output=corpus.folder / "site",
        changed=home / f"{last_reply(newest).stem}.md",
        page=corpus.folder / "site" / folder_of(newest) / "index.html",
        caches=(corpus.folder / ".cache",),
        follows=follows,
    )
