"""The threads as a project on the disk, made once for each seed and size.

The folder is made beside its place and then given its name, so half a corpus is never there.
It is used again until one of the modules that make it changes.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from answerable.model import COMMENT, Reply, Thread
from answerable.source.write import comment_file, follow_up_file, reply_file
from benchmark.corpus.signing import Signers
from benchmark.corpus.threads import thread, threads
from benchmark.corpus.world import world_files
from benchmark.progress import say

SITE_URL = "https://bench.example.org/"
SITE_NAME = "Bench"
PER_PAGE = 20
FEED_ENTRIES = 50

SEARCH_LIMIT = 20_000
"""Up to this many threads the search index holds them, in every site that is measured."""

MKDOCS = f"""\
site_name: {SITE_NAME}
site_url: {SITE_URL}
site_description: What the measured sites hold.
theme:
  name: material
  font: false
  palette:
    - media: "(prefers-color-scheme: light)"
      scheme: default
      toggle: {{icon: material/brightness-7, name: Dark}}
    - media: "(prefers-color-scheme: dark)"
      scheme: slate
      toggle: {{icon: material/brightness-4, name: Light}}
  features: [navigation.tabs, navigation.indexes, search.highlight]
nav:
  - Home: index.md
  - Comments: threads/index.md
  - Topics: topics/index.md
  - People: people/index.md
  - Figures: figures/index.md
  - Company: [about.md, contact.md]
plugins:
  - search
"""

ANSWERABLE = """\
  - answerable:
      search_limit: {limit}
"""
"""What follows :data:`MKDOCS` in our own project."""

DOCS = {
    "index.md": "# Welcome\n\nThreads of a company that does not exist.\n",
    "about.md": "# About\n\nEverything here was made by a program.\n\n## Why\n\nTo measure.\n",
    "contact.md": "# Contact\n\nWrite a comment, it will be answered.\n",
}

_MANIFEST = "corpus.json"


@dataclass(frozen=True, slots=True)
class Corpus:
    """A project in *folder*. ``changed`` is the thread whose newest reply a change edits.

    ``signed`` says whether its replies are.
    """

    folder: Path
    seed: int
    count: int
    changed: int
    signed: bool = True

    @property
    def signers(self) -> Signers | None:
        """Who signs its replies."""
        return Signers(self.seed) if self.signed else None

    def threads(self) -> Iterator[Thread]:
        """Its threads once more, as values."""
        return threads(self.seed, self.count)

    def changed_thread(self) -> Thread:
        """The thread that a change edits."""
        return thread(self.seed, self.changed)

    def changed_files(self, added: bytes = b"") -> Iterator[tuple[str, bytes]]:
        """The files of the newest reply, by name, with *added* at the end of what is signed."""
        newest = self.changed_thread()
        return reply_files(newest, last_reply(newest), self.signers, added)


def thread_files(of: Thread, signers: Signers | None) -> Iterator[tuple[str, bytes]]:
    """The files of a thread, by their names in its folder."""
    yield f"{COMMENT}.md", comment_file(of).encode()
    for message in of.follow_ups:
        yield f"{message.stem}.md", follow_up_file(of.id, message).encode()
    for reply in of.replies:
        yield from reply_files(of, reply, signers)


def reply_files(
    of: Thread, reply: Reply, signers: Signers | None, added: bytes = b""
) -> Iterator[tuple[str, bytes]]:
    """A reply's file with *added* at its end, and the signature, if there are *signers*."""
    content = reply_file(of.id, reply).encode() + added
    yield f"{reply.stem}.md", content
    if signers:
        yield f"{reply.stem}.md.sig", signers.signature(reply.signed_by, content)


def last_reply(of: Thread) -> Reply:
    """The newest reply of a thread that has one."""
    return of.replies[-1]


def corpus(place: Path, seed: int, count: int, *, signed: bool = True) -> Corpus:
    """The corpus of *count* threads in the folder *place*, made if it is not there."""
    folder = place / f"corpus-{seed}-{count}{'' if signed else '-unsigned'}"
    version = _version()
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        manifest = {}
    if manifest.get("version") != version:
        shutil.rmtree(folder, ignore_errors=True)
        say(f"making a corpus of {count:,} threads{'' if signed else ' without signatures'}")
        changed = _make(folder, count, threads(seed, count), Signers(seed) if signed else None)
        manifest = {"changed": changed}
    return Corpus(folder, seed, count, manifest["changed"], signed)


def _make(folder: Path, count: int, made: Iterable[Thread], signers: Signers | None) -> int:
    """Write a corpus, and say which thread has the newest reply."""
    beside = folder.with_name(f".{folder.name}.tmp")
    shutil.rmtree(beside, ignore_errors=True)
    for path, text in _project_files(count, signers):
        _write(beside / path, text)
    newest, changed = None, 0
    for number, one in enumerate(made):
        home = beside / "feedback" / "threads" / one.year / one.slug
        home.mkdir(parents=True)
        for name, content in thread_files(one, signers):
            (home / name).write_bytes(content)
        if one.replies and (newest is None or last_reply(one).date > newest):
            newest, changed = last_reply(one).date, number
    _write(beside / _MANIFEST, json.dumps({"version": _version(), "changed": changed}))
    beside.rename(folder)
    return changed


def _project_files(count: int, signers: Signers | None) -> Iterator[tuple[str, str]]:
    # Above the limit nobody has a search: Pagefind is another program than a generator.
    limit = SEARCH_LIMIT if count <= SEARCH_LIMIT else 0
    yield "mkdocs.yml", MKDOCS + ANSWERABLE.format(limit=limit)
    for name, text in DOCS.items():
        yield f"docs/{name}", text
    for path, text in world_files(signers):
        yield f"feedback/{path}", text


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8"))


def _version() -> str:
    """What the modules of this package are, in a few digits."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]
