"""MkDocs with Material, the threads as its own pages that stand in no navigation.

It writes pages, lists and the search index, and neither feeds nor data.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmark.corpus.project import MKDOCS, Corpus
from benchmark.peers.content import folder_of, write
from benchmark.peers.interface import Job
from benchmark.peers.pages import site_pages
from benchmark.shell import Shell

EXTENSIONS = """\
markdown_extensions: [pymdownx.highlight, pymdownx.superfences, pymdownx.magiclink, sane_lists]
"""
UNLISTED = """\
not_in_nav: |
  /threads/
  /topics/
  /kinds/
  /states/
  /tags/
  /people/
validation:
  links:
    absolute_links: ignore
"""


@dataclass(frozen=True, slots=True)
class Material:
    """MkDocs and Material as our own project uses them."""

    name: str = "material"
    title: str = "MkDocs with Material, pages"
    largest: int = 5_000

    def version(self, place: Path) -> str | None:
        """The theme's version; it is a dependency of ours."""
        del place
        return metadata.version("mkdocs-material")

    def install(self, place: Path) -> None:
        """It is here already: ``scripts/venv`` installed it."""

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
            command=(sys.executable, "-m", "mkdocs", "build", "--quiet"),
            output=folder / "site",
            changed=folder / "docs" / f"{home}.md",
            page=folder / "site" / home / "index.html",
        )


def settings() -> str:
    """The corpus's settings without the pages that our plugin would make."""
    lines = MKDOCS.replace("figures/index.md", "states/open/index.md").splitlines(keepends=True)
    return "".join(line for line in lines if "topics/" not in line and "people/" not in line) + (
        EXTENSIONS + UNLISTED
    )
