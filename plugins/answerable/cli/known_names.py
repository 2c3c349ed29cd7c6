"""Names that a call gives, of people and of what lies beside them in the feedback folder."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from answerable.cli.ending import ProjectError
from answerable.cli.project import Project
from answerable.diagnostics import did_you_mean
from answerable.model import PersonId, TopicId
from answerable.terminal import visible


def known_person(person: PersonId, people: Collection[PersonId], project: Project) -> PersonId:
    """*person*, who must be one of the *people* of *project*. Raises ProjectError."""
    if person not in people:
        raise unknown("person", person, f"{project.shown_as}/people", people)
    return person


def known_topic(topic: TopicId | None, topics: Collection[TopicId], project: Project) -> TopicId:
    """*topic*, which must be one of the *topics* of *project*; None means the only one.

    Raises ProjectError.
    """
    folder = f"{project.shown_as}/topics"
    if topic is None and len(topics) == 1:
        return next(iter(topics))
    if topic is None:
        names = ", ".join(sorted(topics)) or "none yet"
        raise ProjectError(f"say what it is about with --topic TOPIC; in {folder} are: {names}")
    if topic not in topics:
        raise unknown("topic", topic, folder, topics)
    return topic


def unknown(
    what: str, name: str, folder: str, known: Iterable[str], *, meant: str | None = None
) -> ProjectError:
    """The error that there is no *name* in *folder*, with the nearest of *known*.

    *meant* is what to compare with *known*, if not the name as it was given.
    """
    message = f"no {what} '{visible(name)}' in {folder}"
    guess = did_you_mean(name if meant is None else meant, known).rstrip()
    return ProjectError(f"{message}: {guess}" if guess else message)
