"""What a shell offers when somebody presses Tab: the names in the feedback folder.

The rules that this module keeps:

* names of files and folders are listed, and no thread is opened, so that it takes as long for
  a hundred thousand threads as for a hundred;
* of very many names only some are offered, among them the first and the last: what all of
  them begin with is then what the shell may write by itself;
* where something is wrong, nothing is offered. A line that somebody types is no place for
  messages.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from answerable.cli.ending import ProjectError
from answerable.cli.project import Project, find_project
from answerable.source.files import read_file
from answerable.source.folder import POLICY, Place
from answerable.source.names import YEAR, is_person, is_slug, message_name
from answerable.source.policy import read_policy
from answerable.source.problems import Report

MOST = 300
"""How many names are offered at once."""

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]


def threads(
    context: click.Context, _parameter: click.Parameter, beginning: str
) -> list[CompletionItem]:
    """Threads by year and name; a path is left to the shell."""
    found = _offered(_threads(context, beginning), beginning)
    return found or [CompletionItem(beginning, type="file")]


def messages(
    context: click.Context, parameter: click.Parameter, beginning: str
) -> list[CompletionItem]:
    """Threads, and behind a ``#`` the customer's messages in one of them."""
    thread, sign, _ = beginning.partition("#")
    year, _, slug = thread.partition("/")
    if not sign or not (YEAR.fullmatch(year) and is_slug(slug)):
        return threads(context, parameter, beginning)
    stems = _files(context, "threads", year, slug)
    customers = (
        stem
        for stem in stems
        if stem == "comment" or ((name := message_name(stem)) and name.is_follow_up)
    )
    return _offered((f"{thread}#{stem}" for stem in customers), beginning)


def people(
    context: click.Context, _parameter: click.Parameter, beginning: str
) -> list[CompletionItem]:
    """People by their ids."""
    return _offered(filter(is_person, _files(context, "people")), beginning)


def topics(
    context: click.Context, _parameter: click.Parameter, beginning: str
) -> list[CompletionItem]:
    """Topics by their ids."""
    return _offered(filter(is_slug, _files(context, "topics")), beginning)


def rules(
    context: click.Context, _parameter: click.Parameter, beginning: str
) -> list[CompletionItem]:
    """The rules of the policy by their codes."""
    project = _project(context)
    if project is None:
        return []
    place = Place(str(project.feedback), project.shown_as).inner(POLICY)
    file = read_file(place.path, place.shown, Report(project.settings))
    return _offered((file and read_policy(file).codes) or (), beginning)


def _threads(context: click.Context, beginning: str) -> Iterator[str]:
    year, _, slug = beginning.partition("/")
    for name in _names(context, "threads"):
        if YEAR.fullmatch(name) and name.startswith(year):
            for folder in _names(context, "threads", name):
                if folder.startswith(slug) and is_slug(folder):
                    yield f"{name}/{folder}"


def _offered(names: Iterable[str], beginning: str) -> list[CompletionItem]:
    found = sorted(name for name in names if name.startswith(beginning))
    if len(found) > MOST:
        found = [*found[: MOST - 1], found[-1]]
    return [CompletionItem(name) for name in found]


def _files(context: click.Context, *folder: str) -> Iterator[str]:
    """The names of the Markdown files in a folder of the feedback."""
    return (name.removesuffix(".md") for name in _names(context, *folder) if name.endswith(".md"))


def _names(context: click.Context, *folder: str) -> list[str]:
    """The names in a folder of the feedback, none where that cannot be listed."""
    project = _project(context)
    if project is None:
        return []
    try:
        return os.listdir(project.feedback.joinpath(*folder))  # noqa: PTH208  (a name is enough)
    except OSError:
        return []


def _project(context: click.Context) -> Project | None:
    # A half-typed call has no values yet, only what stands in it.
    config, feedback = context.find_root().params.get("config"), context.params.get("feedback")
    try:
        return find_project(Path(config) if config else None, Path(feedback) if feedback else None)
    except (ProjectError, OSError):
        return None
