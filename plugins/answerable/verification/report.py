"""How verdicts are shown: for people one line per answer, for machines as JSON.

The JSON has this form, and only ever gains fields:

    {"version": 1,
     "answers": [{"file": …, "thread": …, "signer": …, "date": …, "state": …,
                  "fingerprint": …, "fails": …, "notes": […]}],
     "problems": […],
     "summary": {"answers": 35, "failed": 2, "states": {"valid": 33, …}}}

``state`` is one of :data:`answerable.verification.verdict.WORDS`. ``date`` is that of the
answer as it was written (RFC 3339), null where it cannot be read; ``thread``, ``signer`` and
``fingerprint`` are null then, too. ``notes`` and ``problems`` are sentences for people.
The summary counts all answers, also those that are not listed.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from answerable.report import count
from answerable.terminal import visible
from answerable.verification.verdict import WORDS, Verdict

Fails = Callable[[Verdict], bool]


def as_text(verdicts: Iterable[Verdict]) -> str:
    """One line for each of *verdicts*, and below it its notes."""
    return "\n".join(line for verdict in verdicts for line in _lines(verdict))


def as_json(
    listed: Iterable[Verdict], verdicts: Sequence[Verdict], problems: Sequence[str], fails: Fails
) -> str:
    """The *listed* ones of *verdicts* as JSON."""
    return json.dumps(
        {
            "version": 1,
            "answers": [_value(verdict, fails) for verdict in listed],
            "problems": list(problems),
            "summary": {
                "answers": len(verdicts),
                "failed": sum(map(fails, verdicts)),
                "states": _tally(verdicts),
            },
        },
        indent=2,
    )


def summary(verdicts: Sequence[Verdict]) -> str:
    """How many answers are in which state, e.g. ``35 answers: 34 valid, 1 not signed``."""
    states = ", ".join(f"{number} {WORDS[state]}" for state, number in _tally(verdicts).items())
    counted = count(len(verdicts), "answer", "answers")
    return f"{counted}: {states}" if states else counted


def _tally(verdicts: Iterable[Verdict]) -> dict[Any, int]:
    numbers = Counter(verdict.state for verdict in verdicts)
    return {state: numbers[state] for state in reversed(list(WORDS)) if numbers[state]}


def _lines(verdict: Verdict) -> Iterable[str]:
    parts = [
        verdict.signer,
        verdict.fingerprint,
        verdict.date.isoformat(timespec="minutes") if verdict.date else "",
    ]
    said = ", ".join(visible(part) for part in parts if part)
    yield f"{WORDS[verdict.state]}: {visible(verdict.file)}" + (f" ({said})" if said else "")
    for note in verdict.notes:
        yield f"  {visible(note)}"


def _value(verdict: Verdict, fails: Fails) -> dict[str, Any]:
    return {
        "file": verdict.file,
        "thread": verdict.thread or None,
        "signer": verdict.signer or None,
        "date": verdict.date.isoformat() if verdict.date else None,
        "state": verdict.state,
        "fingerprint": verdict.fingerprint or None,
        "fails": fails(verdict),
        "notes": list(verdict.notes),
    }
