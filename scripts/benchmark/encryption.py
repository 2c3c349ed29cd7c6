"""What it costs to encrypt a hundred pages, ours and StatiCrypt's own program in turns.

Both are whole commands: they start, read the pages, derive the key once, encrypt and write.
The pages are those of the theme with a thread's words, so they have the size that pages have;
password and salt are the same, and both write StatiCrypt's format.
"""

from __future__ import annotations

import html
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from benchmark.corpus.project import Corpus
from benchmark.errors import BenchError
from benchmark.programs import output_of
from benchmark.progress import say
from benchmark.results import OURS, STATICRYPT, Encryption
from benchmark.shell import Shell

PAGES = 100

_PROGRAM = Path("tests", "browser", "node_modules", "staticrypt", "cli", "index.js")
_SALT = "00112233445566778899aabbccddeeff"
_PASSWORD = {"STATICRYPT_PASSWORD": "vierzehn Hüte hängen hoch"}


@dataclass(frozen=True, slots=True)
class _Way:
    name: str
    command: tuple[str, ...]


def measure_encryption(corpus: Corpus, shell: Shell, runs: int) -> tuple[Encryption, ...]:
    """What each way took for the pages of *corpus*, *runs* times in turns."""
    ways = list(_ways())
    seconds: dict[str, list[float]] = {way.name: [] for way in ways}
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(place)
        names = _write_pages(corpus, shell, folder)
        # The first round warms the disk's cache.
        for run in range(runs + 1):
            for way in ways:
                took = _once(way, folder, names)
                if run:
                    seconds[way.name].append(took)
                    said = f"run {run} of {runs}: {way.name} {took:.2f} s"
                    say(f"{len(names)} pages encrypted, {said}")
    return tuple(Encryption(way.name, len(names), tuple(seconds[way.name])) for way in ways)


def _ways() -> Iterator[_Way]:
    ours = (sys.executable, "-c", "from answerable.cli import main; main()", "encrypt")
    yield _Way(OURS, ours)
    node = shutil.which("node")
    if node is None or not _PROGRAM.is_file():
        say("StatiCrypt is left out: it is not installed (scripts/test installs it)")
        return
    yield _Way(STATICRYPT, (node, os.fspath(_PROGRAM.absolute())))


def _write_pages(corpus: Corpus, shell: Shell, folder: Path) -> list[str]:
    names = []
    for thread in islice(corpus.threads(), PAGES):
        name = f"{thread.slug}.html"
        texts = (thread.comment.body, *(reply.body for reply in thread.replies))
        body = "\n".join(f"<p>{html.escape(text)}</p>" for text in texts)
        title = html.escape(thread.title or "")
        page = shell.filled(title=title, description=title, url=f"/{name}", head="", body=body)
        (folder / name).write_text(page, encoding="utf-8")
        names.append(name)
    return names


def _once(way: _Way, folder: Path, names: list[str]) -> float:
    results = folder / "results"
    shutil.rmtree(results, ignore_errors=True)
    command = [*way.command, *names, "-s", _SALT, "-c", "false", "-d", "results"]
    start = time.perf_counter()
    said = output_of(command, folder, _PASSWORD)
    took = time.perf_counter() - start
    # StatiCrypt ends with 0 whatever happens.
    made = len(list(results.glob("*.html")))
    if made != len(names):
        raise BenchError(f"{way.name} encrypted {made} of {len(names)} pages:\n{said}")
    return took
