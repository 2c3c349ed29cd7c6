"""Which lists there are: the threads by year, topic, tag, person, kind and state.

A list is derived from the publication and holds nothing of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from answerable.model import KINDS, STATES, Kind, PersonId, TopicId
from answerable.site.publication import GONE, Publication, PublishedThread, Stub


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The threads in every order that a reader can choose, each list by time of receipt.

    ``states`` has the keys of :data:`answerable.model.STATES` and of ``GONE``. The threads
    of a person are those that they answered; a stub has no tags and stays out of kinds.
    """

    all: Sequence[PublishedThread]
    years: dict[str, list[PublishedThread]]
    topics: dict[TopicId, list[PublishedThread]]
    tags: dict[str, list[PublishedThread]]
    people: dict[PersonId, list[PublishedThread]]
    kinds: dict[Kind, list[PublishedThread]]
    states: dict[str, list[PublishedThread]]


def catalogue(publication: Publication) -> Catalogue:
    """Sort the threads of *publication* into their lists."""
    years: dict[str, list[PublishedThread]] = defaultdict(list)
    tags: dict[str, list[PublishedThread]] = defaultdict(list)
    topics: dict[TopicId, list[PublishedThread]] = {topic: [] for topic in publication.topics}
    people: dict[PersonId, list[PublishedThread]] = {person: [] for person in publication.people}
    kinds: dict[Kind, list[PublishedThread]] = {kind: [] for kind in KINDS}
    states: dict[str, list[PublishedThread]] = {state: [] for state in (*STATES, *GONE)}
    for thread in publication.threads:
        years[thread.year].append(thread)
        topics[thread.topic].append(thread)
        opening = thread.opening
        states[opening.decision if isinstance(opening, Stub) else thread.state or "open"].append(
            thread
        )
        if not isinstance(opening, Stub):
            kinds[thread.kind].append(thread)
        for tag in thread.tags:
            tags[tag].append(thread)
        for person in dict.fromkeys(reply.signed_by for reply in thread.replies):
            people[person].append(thread)
    return Catalogue(publication.threads, years, topics, tags, people, kinds, states)
