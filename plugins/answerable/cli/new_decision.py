"""The decision that a customer's new message begins with.

The rules that this module keeps:

* nobody publishes by accident: it waits, unless the call says that it is published;
* where everybody can read the repository, what waits for a decision is not written into it.
"""

from __future__ import annotations

import click

from answerable.cli.known_names import known_person
from answerable.cli.project import Project, now
from answerable.cli.whoami import who_is_here
from answerable.model import Decision, PersonId
from answerable.source import Opened


def check_decision(project: Project, publish: bool, by: PersonId | None) -> None:
    """Raises click.UsageError where the call leaves no way to decide."""
    if by is not None and not publish:
        raise click.UsageError("--by is who decides to publish it: say --publish as well")
    if not publish and project.settings.repository == "public":
        raise click.UsageError(
            "everybody can read this repository (repository: public), so what waits for a "
            "decision must not lie in it: decide first, then say --publish"
        )


def decision(project: Project, opened: Opened, publish: bool, by: PersonId | None) -> Decision:
    """What a checked call decides now. Raises ProjectError where nobody does."""
    if not publish:
        return Decision("pending")
    at = now().astimezone(opened.known.policy.calendar.timezone).replace(microsecond=0)
    if by is not None:
        return Decision("published", known_person(by, opened.known.people, project), at)
    person = who_is_here(project, opened, at, say="say who decides with --by PERSON").person
    return Decision("published", person, at)
