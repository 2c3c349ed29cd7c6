"""Answerable: this project as it lies here, in the corpus's own folder."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmark.corpus.project import Corpus, last_reply, thread_files
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

    def version(self, place: Path) -> str | None:
        """The version of the distribution."""
        del place
        return metadata.version("mkdocs-answerable")

    def install(self, place: Path) -> None:
        """It is here already: ``scripts/venv`` installed it."""

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Take the corpus's folder as it is."""
        del shell, place
        return own_job(corpus)


def own_job(corpus: Corpus) -> Job:
    """A build of the corpus's own folder."""
    newest = corpus.changed_thread()
    home = corpus.folder / "feedback" / folder_of(newest)
    changed = f"{last_reply(newest).stem}.md"
    # A run that was stopped may have left its change.
    write(home / changed, dict(thread_files(newest))[changed])
    return Job(
        folder=corpus.folder,
        command=(sys.executable, "-m", "mkdocs", "build", "--quiet"),
        output=corpus.folder / "site",
        changed=home / changed,
        page=corpus.folder / "site" / folder_of(newest) / "index.html",
        caches=(corpus.folder / ".cache",),
    )
