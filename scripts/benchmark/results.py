"""What was measured, and what follows from it: medians, ratios, growth.

Values only: nothing here runs a program or reads a clock.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from statistics import median
from typing import Any

HUGO = "hugo"
OURS = "answerable"
STATICRYPT = "staticrypt"


@dataclass(frozen=True, slots=True)
class Build:
    """One build: seconds on the clock, and seconds of all processors together."""

    seconds: float
    processor: float


@dataclass(frozen=True, slots=True)
class Result:
    """What a peer needed for a corpus of ``threads``.

    ``memory`` is the peak of a clean build in bytes, None where it cannot be measured.
    ``files`` and ``size`` (bytes) are what a clean build wrote.
    """

    peer: str
    title: str
    threads: int
    clean: tuple[Build, ...]
    change: tuple[Build, ...]
    memory: int | None
    files: int
    size: int

    @property
    def clean_seconds(self) -> float:
        """The median of the clean builds."""
        return median(build.seconds for build in self.clean)

    @property
    def change_seconds(self) -> float:
        """The median of the builds after one change."""
        return median(build.seconds for build in self.change)


@dataclass(frozen=True, slots=True)
class Growth:
    """How a peer's time grows: time is proportional to threads to the power of ``exponent``."""

    smallest: int
    largest: int
    exponent: float


@dataclass(frozen=True, slots=True)
class Cost:
    """What one way to sign or to check took: ``seconds`` an answer, for each run."""

    name: str
    answers: int
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the runs."""
        return median(self.seconds)


@dataclass(frozen=True, slots=True)
class Encryption:
    """What a program took to encrypt ``pages``, start included: ``seconds`` for each run."""

    name: str
    pages: int
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of the runs."""
        return median(self.seconds)


@dataclass(frozen=True, slots=True)
class Results:
    """A whole run. ``machine`` and ``versions`` are for people.

    ``failed`` names the peers that could not build what they were given. ``signatures`` are
    the costs of signing and of checking, ``encryption`` those of encrypting pages.
    """

    runs: int
    results: tuple[Result, ...]
    machine: str = ""
    day: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    signatures: tuple[Cost, ...] = ()
    encryption: tuple[Encryption, ...] = ()

    def of(self, peer: str, threads: int) -> Result | None:
        """The result of *peer* at that size, None if it was not measured."""
        for result in self.results:
            if (result.peer, result.threads) == (peer, threads):
                return result
        return None

    def growth(self, peer: str, smallest: int = 0, largest: int | None = None) -> Growth | None:
        """The growth of *peer* between the least and the most threads that were measured.

        Only sizes from *smallest* to *largest* count. None if they are fewer than two.
        """
        measured = sorted(
            (result.threads, result.clean_seconds)
            for result in self.results
            if result.peer == peer and smallest <= result.threads <= (largest or result.threads)
        )
        if len(measured) < 2:
            return None
        (few, fast), (many, slow) = measured[0], measured[-1]
        return Growth(few, many, math.log(slow / fast) / math.log(many / few))

    @property
    def sizes(self) -> list[int]:
        """The numbers of threads that were measured."""
        return sorted({result.threads for result in self.results})


def ratio(value: float | None, base: float | None) -> float | None:
    """*value* as a part of *base*, None where either is missing."""
    return None if value is None or not base else value / base


def to_json(results: Results, **more: Any) -> str:
    """The results as JSON, with what else is given."""
    derived = {
        peer: asdict(growth)
        for peer in dict.fromkeys(result.peer for result in results.results)
        if (growth := results.growth(peer))
    }
    return json.dumps({**asdict(results), "growth": derived, **more}, indent=2) + "\n"


def from_json(text: str) -> Results:
    """The results that :func:`to_json` wrote. Raises ValueError where they are not."""
    try:
        data = json.loads(text)
        return Results(
            runs=data["runs"],
            results=tuple(_result(result) for result in data["results"]),
            machine=data["machine"],
            day=data["day"],
            versions=data["versions"],
            failed=tuple(data["failed"]),
            signatures=tuple(_cost(cost) for cost in data["signatures"]),
            encryption=tuple(_encryption(one) for one in data.get("encryption", ())),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"not a result of scripts/bench: {error}") from error


def merged(parts: tuple[Results, ...]) -> Results:
    """Several runs as one; where two measured the same, the later one counts."""
    found = {(result.peer, result.threads): result for part in parts for result in part.results}
    last = parts[-1]
    return Results(
        runs=min(part.runs for part in parts),
        results=tuple(sorted(found.values(), key=lambda result: result.threads)),
        machine=last.machine,
        day=last.day,
        versions={name: text for part in parts for name, text in part.versions.items()},
        failed=tuple(dict.fromkeys(name for part in parts for name in part.failed)),
        signatures=next((part.signatures for part in reversed(parts) if part.signatures), ()),
        encryption=next((part.encryption for part in reversed(parts) if part.encryption), ()),
    )


def _result(data: Mapping[str, Any]) -> Result:
    builds = {name: tuple(Build(**build) for build in data[name]) for name in ("clean", "change")}
    return Result(**{**data, **builds})


def _encryption(data: Mapping[str, Any]) -> Encryption:
    return Encryption(data["name"], data["pages"], tuple(data["seconds"]))


def _cost(data: Mapping[str, Any]) -> Cost:
    return Cost(data["name"], data["answers"], tuple(data["seconds"]))
