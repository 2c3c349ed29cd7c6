"""Zensical, from PyPI, with the pages that MkDocs with Material gets.

It writes pages, lists and the search index, and neither feeds nor data.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmark.corpus.project import Corpus
from benchmark.peers.content import folder_of, write
from benchmark.peers.interface import Job
from benchmark.peers.material import settings
from benchmark.peers.pages import site_pages
from benchmark.peers.tools import pip_install, pip_version
from benchmark.shell import Shell


@dataclass(frozen=True, slots=True)
class Zensical:
    """Zensical in an environment of its own; it reads mkdocs.yml."""

    name: str = "zensical"
    title: str = "Zensical, pages"
    largest: int = 5_000

    def version(self, place: Path) -> str | None:
        """The version of the package."""
        return pip_version(place / "venv", "zensical")

    def install(self, place: Path) -> None:
        """From PyPI."""
        pip_install(place / "venv", "zensical==0.0.60")

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Write the pages; the theme makes its own shell."""
        del shell
        folder = place / str(corpus.count)
        shutil.rmtree(folder, ignore_errors=True)
        write(folder / "mkdocs.yml", settings())
        for path, text in site_pages(corpus):
            write(folder / "docs" / path, text)
        home = folder_of(corpus.changed_thread())
        return Job(
            folder=folder,
            command=(str(place / "venv" / "bin" / "zensical"), "build"),
            output=folder / "site",
            changed=folder / "docs" / f"{home}.md",
            page=folder / "site" / home / "index.html",
            caches=(folder / ".cache",),
        )
