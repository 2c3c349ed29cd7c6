"""What can end a build that is no mistake of the program, and how it is told."""

from __future__ import annotations

from answerable.build.access import AccessError
from answerable.build.passwords import PasswordError
from answerable.build.place import PlaceError
from answerable.build.samples import DifferenceError
from answerable.build.standing import BusyError
from answerable.build.threads import ChangedError
from answerable.build.writer import CollisionError
from answerable.processes import WorkerError
from answerable.site.pagefind import PagefindError

PROBLEMS = (
    AccessError,
    BusyError,
    ChangedError,
    CollisionError,
    DifferenceError,
    OSError,
    PagefindError,
    PasswordError,
    PlaceError,
    WorkerError,
)
"""A problem of the machine, the settings or the content."""


def in_words(problem: Exception) -> str:
    """One of PROBLEMS, for people."""
    if isinstance(problem, OSError):
        place = f"'{problem.filename}': " if problem.filename else ""
        return f"the site cannot be written: {place}{problem.strerror}."
    return str(problem)
