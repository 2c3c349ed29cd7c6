"""Which lists there are: the threads by year, topic, tag, person, kind and state.

A list is derived from the threads and holds nothing of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from answerable.model import KINDS, STATES, Kind, PersonId, TopicId
from answerable.site.publication import GONE, Publication
from answerable.site.summary import Summary


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The threads in every order that a reader can choose, each list by time of receipt.

    ``states`` has the keys of :data:`answerable.model.STATES` and of ``GONE``. The threads
    of a person are those that they answered; a stub has no tags and stays out of kinds.
    ``moderated`` has them by what readers see of moderation (``summary.marks``).
    """

    all: Sequence[Summary]
    years: dict[str, list[Summary]]
    topics: dict[TopicId, list[Summary]]
    tags: dict[str, list[Summary]]
    people: dict[PersonId, list[Summary]]
    kinds: dict[Kind, list[Summary]]
    states: dict[str, list[Summary]]
    moderated: dict[str, list[Summary]]


def catalogue(threads: Sequence[Summary], publication: Publication) -> Catalogue:
    """Sort *threads*, which are in the order of receipt, into their lists."""
    years: dict[str, list[Summary]] = defaultdict(list)
    tags: dict[str, list[Summary]] = defaultdict(list)
    topics: dict[TopicId, list[Summary]] = {topic: [] for topic in publication.topics}
    people: dict[PersonId, list[Summary]] = {person: [] for person in publication.people}
    kinds: dict[Kind, list[Summary]] = {kind: [] for kind in KINDS}
    states: dict[str, list[Summary]] = {state: [] for state in (*STATES, *GONE)}
    moderated: dict[str, list[Summary]] = defaultdict(list)
    for thread in threads:
        for mark in thread.moderated:
            moderated[mark].append(thread)
        years[thread.year].append(thread)
        topics[thread.topic].append(thread)
        states[thread.state].append(thread)
        if not thread.is_stub:
            kinds[thread.kind].append(thread)
        for tag in thread.tags:
            tags[tag].append(thread)
        for person in set(thread.signers):
            people[person].append(thread)
    return Catalogue(threads, years, topics, tags, people, kinds, states, dict(moderated))
