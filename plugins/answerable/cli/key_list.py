"""``answerable keys list``: whose keys there are, and what they are good for now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

import click

from answerable.cli.moments import shown
from answerable.cli.person_files import (
    FOLDER,
    ContentError,
    Entry,
    KeyState,
    PersonFile,
    all_people,
    open_person,
)
from answerable.cli.project import find_project, now
from answerable.model import PersonId
from answerable.terminal import visible

_Form = Literal["text", "json"]
_FORMS: tuple[_Form, ...] = get_args(_Form)

_WORDS: dict[KeyState, str] = {"not-yet": "not yet"}


@click.command("list", epilog="\b\nExamples:\n  answerable keys list\n  answerable keys list anna")
@click.argument("person", metavar="[PERSON]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMS),
    default="text",
    show_default=True,
    help="How they are shown; json is for machines.",
)
@FOLDER
@click.pass_context
def list_keys(
    context: click.Context, person: PersonId | None, form: _Form, feedback: Path | None
) -> None:
    """Show whose keys sign, since and until when, and what they are good for now."""
    project = find_project(context.find_object(Path), feedback)
    files, unread = all_people(project) if person is None else ([open_person(project, person)], [])
    click.echo((_as_json if form == "json" else _as_text)(files, now()))
    if unread:
        raise ContentError("\n".join(unread))


def _as_text(people: Iterable[PersonFile], now: datetime) -> str:
    """For people: two lines for each key, below its owner."""
    lines = []
    for person in people:
        lines.append(f"{visible(person.name)} ({person.person})")
        for entry in person.entries:
            lines += _described(entry, now)
        if not person.entries:
            lines.append("  no key")
    return "\n".join(lines) or "There are no people yet."


def _as_json(people: Iterable[PersonFile], now: datetime) -> str:
    """For machines: ``keys``, a list of objects with the names of the columns as keys."""
    keys = [
        {"person": person.person, "name": person.name, **_fields(entry, now)}
        for person in people
        for entry in person.entries
    ]
    return json.dumps({"keys": keys}, ensure_ascii=False, indent=2)


def _described(entry: Entry, now: datetime) -> list[str]:
    state = entry.state(now)
    key = f"{entry.key.kind} {entry.key.fingerprint}" if entry.key else f"entry {entry.number + 1}"
    times = [
        f"{name} {shown(moment)}"
        for name, moment in (
            ("since", entry.since),
            ("until", entry.until),
            ("revoked", entry.revoked),
        )
        if moment is not None
    ]
    words = [*times, *([visible(entry.note)] if entry.note else ())]
    words += [f"wrong: {visible(entry.problem)}"] if entry.problem else []
    return [f"  {_WORDS.get(state, state):<9} {key}", f"{'':<12}{', '.join(words)}"]


def _fields(entry: Entry, now: datetime) -> dict[str, Any]:
    return {
        "kind": entry.key.kind if entry.key else None,
        "fingerprint": entry.key.fingerprint if entry.key else None,
        "since": shown(entry.since) if entry.since else None,
        "until": shown(entry.until) if entry.until else None,
        "revoked": shown(entry.revoked) if entry.revoked else None,
        "note": entry.note,
        "state": entry.state(now),
        "problem": entry.problem or None,
    }
