"""Who sits at this machine: the person whose key is here, or whom git knows.

A guess, which is said and checked later: by the key when the reply is signed, by the forge's
``check --author`` when it is a pull request. Nothing is guessed where two people fit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from answerable.cli.ending import ProjectError
from answerable.cli.git import GitError, git
from answerable.cli.project import Project
from answerable.model import Person, PersonId
from answerable.source import Opened
from answerable.source.checks import same_name
from answerable.terminal import visible
from answerable.trust.choosing import choose_key, signers_here
from answerable.trust.finding import Keys, find_key, find_keys
from answerable.workdays import local_day

# GitHub's and GitLab's addresses for those who do not tell theirs: 4711+name@users.noreply…
_NUMBER = re.compile(r"[0-9]+[+-]")


class Guess(NamedTuple):
    """A person, and in half a sentence why."""

    person: PersonId
    why: str


def who_is_here(
    project: Project,
    opened: Opened,
    at: datetime,
    *,
    key_file: Path | None = None,
    say: str = "say who answers with --as PERSON",
) -> Guess:
    """Who answers at *at*; with *key_file* whose key that is.

    Raises ProjectError, which ends with what to *say*.
    """
    day = local_day(at, opened.known.policy.calendar)
    people = {
        person.id: person
        for person in opened.known.people.values()
        if person.since <= day and (person.until is None or day <= person.until)
    }
    keys = find_key(key_file) if key_file else find_keys(project.root)
    found = list(_by_key(opened, at, people, keys))
    if not found and key_file is None:
        found = list(_by_git(project, people))
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(guess.person for guess in found)
        raise ProjectError(f"{names} fit equally: {say}")
    names = ", ".join(sorted(people)) or "nobody yet"
    if key_file is None:
        why = "no usable key of theirs is on this machine, and git's user is none of them"
    else:
        why = visible("; ".join(keys.unusable)) or f"{key_file} is nobody's key today"
    raise ProjectError(f"{say}; in {project.shown_as}/people are: {names} ({why})")


def _by_key(
    opened: Opened, at: datetime, people: Mapping[PersonId, Person], keys: Keys
) -> Iterator[Guess]:
    ring, now = opened.known.keys, opened.known.now
    for person in signers_here(keys.found, ring, people):
        key = choose_key(keys.found, ring, signer=person, date=at, now=now).key
        if key is not None:
            yield Guess(person, f"whose key is in {visible(key.place)}")


def _by_git(project: Project, people: Mapping[PersonId, Person]) -> Iterator[Guess]:
    name, email = _setting(project, "user.name"), _setting(project, "user.email")
    local = _NUMBER.sub("", email.partition("@")[0], count=1)
    for person in people.values():
        handles = {handle.removeprefix("@").casefold() for handle in person.handles.values()}
        by_name = same_name(name) == same_name(person.name) or name.casefold() in handles
        if name and by_name:
            yield Guess(person.id, f"by git's user.name '{visible(name)}'")
        elif email and ({email.casefold(), local.casefold()} & {*handles, person.id}):
            yield Guess(person.id, f"by git's user.email '{visible(email)}'")


def _setting(project: Project, name: str) -> str:
    try:
        return git(project.root, "config", "--get", name).decode(errors="replace").strip()
    except GitError:
        return ""
