"""Eleventy with markdown-it, from npm: writes the same files as ours.

The content is a folder for each thread, a file for each message. Eleventy's own collections
hold a page for each Markdown file; here a data file reads the messages of a thread together,
and every file of the site is one page of a single template's pagination.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmark.corpus.project import (
    DOCS,
    PER_PAGE,
    SEARCH_LIMIT,
    SITE_NAME,
    SITE_URL,
    Corpus,
    last_reply,
)
from benchmark.peers.beside import write_beside
from benchmark.peers.content import (
    PEOPLE,
    TOPIC_TITLES,
    folder_of,
    front_matter,
    thread_bundle,
    write,
)
from benchmark.peers.interface import Job
from benchmark.peers.tools import npm_install
from benchmark.shell import Shell

THEME = Path(__file__).parents[1] / "themes" / "eleventy"

_PACKAGES = ("@11ty/eleventy@3.1.2", "gray-matter@4", "highlight.js@11", "markdown-it@14")
_PACKAGE = Path("node_modules", "@11ty", "eleventy")


@dataclass(frozen=True, slots=True)
class Eleventy:
    """Eleventy 3."""

    name: str = "eleventy"
    title: str = "Eleventy"
    largest: int = 5_000

    def version(self, place: Path) -> str | None:
        """What its package.json says."""
        try:
            text = (place / _PACKAGE / "package.json").read_text(encoding="utf-8")
        except OSError:
            return None
        return str(json.loads(text)["version"])

    def install(self, place: Path) -> None:
        """From npm, with what the theme uses."""
        npm_install(place, *_PACKAGES)

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Write content, theme and assets; Node finds the packages in the folder above."""
        folder = place / str(corpus.count)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(THEME, folder)
        shutil.copytree(shell.assets, folder / "static" / "assets")
        write(folder / "lib" / "shell.html", shell.page)
        write(folder / "package.json", '{"private": true}\n')
        world = {
            "name": SITE_NAME,
            "url": SITE_URL.rstrip("/"),
            "per_page": PER_PAGE,
            "search_limit": SEARCH_LIMIT,
            "people": PEOPLE,
            "topics": TOPIC_TITLES,
        }
        write(folder / "world.json", json.dumps(world))
        content = folder / "content"
        for name, text in DOCS.items():
            head, _, rest = text.partition("\n")
            write(content / "docs" / name, front_matter({"title": head.strip("# ")}) + rest)
        for thread in corpus.threads():
            for name, text in thread_bundle(thread, corpus.signers):
                write(content / folder_of(thread) / name, text)
        newest = corpus.changed_thread()
        return Job(
            folder=folder,
            command=("node", str(place / _PACKAGE / "cmd.cjs"), "--quiet"),
            output=folder / "public",
            changed=content / folder_of(newest) / f"{last_reply(newest).stem}.md",
            page=folder / "public" / folder_of(newest) / "index.html",
            caches=(folder / ".cache",),
            follows=write_beside(corpus, folder / "static"),
        )
