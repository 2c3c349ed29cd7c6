"""What the benchmark asks of a generator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from benchmark.corpus.project import Corpus
from benchmark.shell import Shell


@dataclass(frozen=True, slots=True)
class Job:
    """A project that can be built.

    ``command`` is run in ``folder`` and writes ``output``; ``caches`` are what it keeps from
    one build to the next. The newest reply stands at the end of the file ``changed`` and on
    the page ``page``. ``follows`` says what other files become when something is added there,
    such as the signature of the reply.
    """

    folder: Path
    command: tuple[str, ...]
    output: Path
    changed: Path
    page: Path
    caches: tuple[Path, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    follows: Callable[[bytes], Mapping[Path, bytes]] | None = None


class Peer(Protocol):
    """A generator. Its own files lie in the folder ``place``, below that of the benchmark.

    ``largest`` is the number of threads above which it is left out unless it is asked for by
    name: there it needs more time or memory than a comparison is worth.
    """

    @property
    def name(self) -> str:
        """What it is called on the command line."""

    @property
    def title(self) -> str:
        """What it is called in a table."""

    @property
    def largest(self) -> int:
        """The number of threads up to which it is measured unasked."""

    def version(self, place: Path) -> str | None:
        """Which version is installed, None if none is."""

    def install(self, place: Path) -> None:
        """Install it. Raises BenchError with what people can do themselves."""

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Write its project for *corpus*, with the pages of *shell*."""
