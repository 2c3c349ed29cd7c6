"""Which messages are the newest: of a list, of what one person said in it, of all answers."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nlargest
from operator import attrgetter

from answerable.model import PersonId, Stem
from answerable.site.summary import Summary

_LATEST = attrgetter("latest_at", "id")


def newest(threads: Iterable[Summary], count: int) -> list[tuple[Summary, Stem]]:
    """The *count* messages of *threads* that appeared last, the newest first."""
    # Each thread with a later message than these has one that comes before all of theirs.
    latest = nlargest(count, threads, key=_LATEST)
    return _newest(
        ((at, thread, stem) for thread in latest for stem, at, _ in thread.messages()), count
    )


def newest_by(
    person: PersonId, threads: Iterable[Summary], count: int
) -> list[tuple[Summary, Stem]]:
    """The *count* answers that *person* gave last in *threads*, the newest first."""
    said = (
        (at, thread, stem)
        for thread in threads
        for stem, at, signer in thread.messages()
        if signer == person
    )
    return _newest(said, count)


def latest_answers(threads: Iterable[Summary], count: int) -> list[tuple[Summary, Stem]]:
    """The *count* threads that were answered last, each with its last answer."""
    answered = (thread for thread in threads if thread.signers and not thread.is_stub)
    latest = nlargest(count, answered, key=attrgetter("answered_at", "id"))
    return [(thread, _last_answer(thread)) for thread in latest]


def _last_answer(thread: Summary) -> Stem:
    *_, last = (stem for stem, _, signer in thread.messages() if signer)
    return last


def _newest(
    messages: Iterable[tuple[float, Summary, Stem]], count: int
) -> list[tuple[Summary, Stem]]:
    ordered = ((at, thread.id, stem, thread) for at, thread, stem in messages)
    return [(thread, stem) for _, _, stem, thread in nlargest(count, ordered)]
