"""``answerable keys retire`` and ``revoke``: the two ways in which a key ends.

Both only ever bring the end forward, say what it means for the answers that are signed with
the key, and can be repeated.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timezone
from pathlib import Path

import click

from answerable.cli.completing import people
from answerable.cli.ending import ProjectError
from answerable.cli.key_sources import from_file, names
from answerable.cli.moments import beginning, end, moment, shown
from answerable.cli.person_files import FOLDER, ContentError, Entry, PersonFile, open_person
from answerable.cli.project import Project, find_project, now
from answerable.model import PersonId, Reply
from answerable.source import load_feedback
from answerable.source.edit import EditError, set_value
from answerable.terminal import visible

_MOST_ANSWERS = 10


@click.command(epilog="\b\nExample:\n  answerable keys retire anna laptop --until 2026-12-31")
@click.argument("person", metavar="PERSON", shell_complete=people)
@click.argument("key", metavar="KEY")
@click.option(
    "--until", metavar="DAY|TIME", callback=moment, help="It signs until then.  [default: now]"
)
@FOLDER
@click.pass_context
def retire(
    context: click.Context, person: PersonId, key: str, until: date | None, feedback: Path | None
) -> None:
    """End the time of a key that is not used any more.

    KEY is its fingerprint or the beginning of it, its note, or its .pub file. What it signed
    until then stays valid. If somebody else may have it, revoke it instead.
    """
    project = find_project(context.find_object(Path), feedback)
    target = open_person(project, person)
    entries = _entries(target, key)
    when = until or now().replace(microsecond=0)
    last = end(when)
    open_ones = [entry for entry in entries if entry.until is None or entry.until > last]
    if not open_ones:
        ended = max(entry.until for entry in entries if entry.until is not None)
        click.echo(f"{_named(entries[0])} has ended on {shown(ended)} already. Nothing to do.")
        return
    for entry in open_ones:
        if entry.since is not None and last < entry.since:
            raise ProjectError(f"it cannot end on {shown(last)}: it begins on {shown(entry.since)}")
    answers = _answers(project, entries[0])
    _refuse_to_leave_out(answers, person, last)
    _set(target, open_ones, "until", when)
    click.echo(f"{target.shown}: {_named(entries[0])} signs until {shown(last)}")
    stay = ", and what it signed stays valid" if answers else ""
    click.echo(f"{_count(answers)} signed with it{stay}.", err=True)
    click.echo("Next: commit this file and open a pull request.", err=True)


@click.command(epilog="\b\nExample:\n  answerable keys revoke anna SHA256:Xq3z --at 2026-05-01")
@click.argument("person", metavar="PERSON", shell_complete=people)
@click.argument("key", metavar="KEY")
@click.option(
    "--at",
    metavar="DAY|TIME",
    callback=moment,
    help="When it became known that somebody else may have it.  [default: now]",
)
@FOLDER
@click.pass_context
def revoke(
    context: click.Context, person: PersonId, key: str, at: date | None, feedback: Path | None
) -> None:
    """Say that somebody else may have a key.

    KEY is its fingerprint or the beginning of it, its note, or its .pub file. Nothing that it
    ever signed is to be trusted after that, because a thief can write any date into an answer.
    """
    project = find_project(context.find_object(Path), feedback)
    target = open_person(project, person)
    entries = _entries(target, key)
    when = at or now().replace(microsecond=0)
    if beginning(when) > now():
        raise ProjectError(f"--at {when.isoformat()} lies in the future")
    known = [entry.revoked for entry in entries if entry.revoked is not None]
    if known and (at is None or min(known) <= beginning(when)):
        click.echo(f"{_named(entries[0])} was revoked on {shown(min(known))}. Nothing to do.")
        return
    answers = _answers(project, entries[0])
    _set(target, entries, "revoked", when)
    click.echo(f"{target.shown}: {_named(entries[0])} is revoked from {shown(beginning(when))} on")
    _say_what_to_do(answers, person)


def _say_what_to_do(answers: list[Reply], person: PersonId) -> None:
    click.echo(
        "Next: commit this file and open a pull request now. Until it is merged, the site shows "
        "what is signed with this key as valid.",
        err=True,
    )
    click.echo(f"{_count(answers)} signed with it.", err=True)
    if not answers:
        return
    for answer in answers[:_MOST_ANSWERS]:
        click.echo(f"  {answer.path}", err=True)
    if len(answers) > _MOST_ANSWERS:
        click.echo(f"  … and {len(answers) - _MOST_ANSWERS:,} more", err=True)
    first = min(answer.date for answer in answers).astimezone(timezone.utc)
    click.echo(
        "None of it is to be trusted any more. Read each answer, and sign it again with another "
        f"key whose 'since' reaches back: answerable keys add {person} --since {first:%Y-%m-%d}",
        err=True,
    )


def _refuse_to_leave_out(answers: Iterable[Reply], person: PersonId, last: datetime) -> None:
    """Raise ProjectError where what *person* signed would no longer be valid."""
    later = [reply for reply in answers if reply.signed_by == person and reply.date > last]
    if later:
        latest = max(later, key=lambda reply: reply.date)
        raise ProjectError(
            f"{_count(later)} signed with it after {shown(last)}, the last on "
            f"{shown(latest.date)} ({latest.path}): choose a later --until. If {person} did not "
            "sign that, revoke the key instead"
        )


def _entries(target: PersonFile, word: str) -> list[Entry]:
    """The entries of the one key that *word* names: doubled, a key has several."""
    in_file = {key.key for key in from_file(Path(word)).found} if _is_file(word) else set()
    matching = [
        entry
        for entry in target.entries
        if entry.note == word
        or (entry.key and (entry.key in in_file or names(word, entry.key.fingerprint)))
    ]
    if matching and all(entry.key == matching[0].key for entry in matching[1:]):
        return matching
    said = "fits several keys" if matching else "fits no key"
    listed = [f"  {_named(entry)}" for entry in matching or target.entries]
    few = [] if listed else ["  there are none"]
    raise ProjectError("\n".join([f"'{visible(word)}' {said} of {target.person}:", *listed, *few]))


def _is_file(word: str) -> bool:
    try:
        return Path(word).is_file()
    except (OSError, ValueError):
        return False


def _answers(project: Project, entry: Entry) -> list[Reply]:
    """All replies whose signature was made with the key of *entry*, the oldest first."""
    if entry.key is None:
        return []
    loaded = load_feedback(project.feedback, project.settings, now=now(), shown_as=project.shown_as)
    fingerprint = entry.key.fingerprint
    signed = (reply for reply in loaded.replies if reply.seal.fingerprint == fingerprint)
    return sorted(signed, key=lambda reply: (reply.date, reply.path))


def _set(target: PersonFile, entries: Iterable[Entry], name: str, when: date) -> None:
    text = target.text
    try:
        for entry in entries:
            text = set_value(text, ("keys", entry.number, name), when)
    except EditError as error:
        raise ContentError(f"{target.shown} cannot be changed: {error}") from error
    target.write(text)


def _named(entry: Entry) -> str:
    key = entry.key.fingerprint if entry.key else f"key {entry.number + 1}"
    return f"{key} ({visible(entry.note)})" if entry.note else key


def _count(answers: list[Reply]) -> str:
    if not answers:
        return "No answer is"
    return "1 answer is" if len(answers) == 1 else f"{len(answers):,} answers are"
