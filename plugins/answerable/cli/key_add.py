"""``answerable keys add``: a public key from this machine or a forge into a person's file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from answerable.cli.completing import people
from answerable.cli.ending import ProjectError
from answerable.cli.key_sources import choose, from_agent, from_file, from_forge, from_git
from answerable.cli.moments import beginning, moment, shown
from answerable.cli.person_files import (
    FOLDER,
    ContentError,
    Entry,
    PersonFile,
    all_people,
    open_person,
)
from answerable.cli.project import find_project, now
from answerable.model import PersonId
from answerable.source.edit import EditError, append_item
from answerable.source.yamltext import item_lines
from answerable.terminal import visible
from answerable.trust.finding import FoundKey, find_keys

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEXT = (
    "Next: commit this file and open a pull request. Once it is merged, what {person} signs with "
    "this key is shown as signed."
)


@click.command(
    epilog="\b\nExamples:\n  answerable keys add anna\n"
    "  answerable keys add anna ~/.ssh/id_ed25519.pub --note laptop\n"
    "  answerable keys add anna --from-forge github --handle annaberg"
)
@click.argument("person", metavar="PERSON", shell_complete=people)
@click.argument("file", metavar="[FILE]", type=_FILE, required=False)
@click.option("--agent", is_flag=True, help="Take a key that the ssh-agent holds.")
@click.option("--git", is_flag=True, help="Take the key that git signs with (user.signingkey).")
@click.option(
    "--from-forge",
    "forge",
    metavar="FORGE",
    help="Take a key that a forge publishes: github, github-signing, gitlab, codeberg, or the "
    "address of a Forgejo or Gitea. One request, which is shown first.",
)
@click.option("--handle", metavar="NAME", help="The name there.  [default: that in 'handles']")
@click.option("--yes", is_flag=True, help="Make the request without asking.")
@click.option("--key", "wanted", metavar="FINGERPRINT", help="Which one; its beginning is enough.")
@click.option(
    "--since", metavar="DAY|TIME", callback=moment, help="It signs from then on.  [default: now]"
)
@click.option("--note", metavar="TEXT", help="Which key it is, such as 'laptop'.")
@FOLDER
@click.pass_context
def add(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    *,
    person: PersonId,
    file: Path | None,
    agent: bool,
    git: bool,
    forge: str | None,
    handle: str | None,
    yes: bool,
    wanted: str | None,
    since: date | None,
    note: str | None,
    feedback: Path | None,
) -> None:
    """Add a public key to the file of PERSON.

    FILE is the one whose name ends in .pub. Without FILE and without an option that says
    where to look, the keys of this machine are looked at: git's, the ssh-agent's, those in
    ~/.ssh. A key that somebody has already is left out; if there are several others, they are
    listed. An earlier 'since' of a key that is there is written into the file by hand.
    """
    if sum((file is not None, agent, git, forge is not None)) > 1:
        raise ProjectError("choose one of FILE, --agent, --git and --from-forge")
    project = find_project(context.find_object(Path), feedback)
    target = open_person(project, person)
    people, unread = all_people(project)
    if file is not None:
        found = from_file(file)
    elif forge is not None:
        found = from_forge(forge, handle or _handle(target, forge), agreed=yes)
    elif agent or git:
        found = from_agent(project.root) if agent else from_git(project.root)
    else:
        found = find_keys(project.root)
    chosen = choose(found, wanted, lambda key: _owner(people, key))
    _refuse_anybodys(chosen, _owner(people, chosen), target, since)
    _write(target, chosen, since or now().replace(microsecond=0), note)
    for problem in unread:
        click.echo(f"A file that cannot be read may hold the same key: {problem}", err=True)


def _refuse_anybodys(
    chosen: FoundKey, owner: PersonId | None, target: PersonFile, since: date | None
) -> None:
    """Raise ProjectError where the key has an *owner* already."""
    fingerprint = chosen.key.fingerprint
    if owner == target.person:
        entry = next(entry for entry in target.entries if entry.key == chosen.key)
        raise ProjectError(
            f"{target.person} has this key already: {fingerprint}. {_mend(target, entry, since)}"
        )
    if owner is not None:
        raise ProjectError(
            f"this is the key of {owner}, and nobody could tell who signed with it: "
            f"{fingerprint}. Each person makes a key of their own"
        )


def _mend(target: PersonFile, entry: Entry, since: date | None) -> str:
    """How the person gets what the call was about, an earlier beginning or another key."""
    earlier = since is not None and entry.since is not None and beginning(since) < entry.since
    if since is None or not earlier or entry.revoked is not None:
        return "Another one is made with 'ssh-keygen -t ed25519 -f FILE', under a name of its own"
    wanted = shown(since) if isinstance(since, datetime) else since.isoformat()
    # Never by a command alone: what an earlier key vouches for is to be seen and approved.
    return (
        f"If it is to sign from an earlier time on, write 'since: {wanted}' in {target.shown}, "
        f"line {target.line_of(entry, 'since')}, and commit that; whoever approves the pull "
        "request sees the change"
    )


def _handle(person: PersonFile, forge: str) -> str:
    name = forge.removesuffix("-signing")
    handle = person.handle(name)
    if handle is None:
        raise ProjectError(
            f"say the name of {person.person} there with --handle NAME; {person.shown} has none "
            f"for '{visible(name)}' in 'handles'"
        )
    return handle


def _owner(people: Sequence[PersonFile], found: FoundKey) -> PersonId | None:
    """Who has a key already."""
    for file in people:
        if any(entry.key == found.key for entry in file.entries):
            return file.person
    return None


def _write(target: PersonFile, chosen: FoundKey, since: date, note: str | None) -> None:
    item: dict[str, str | date] = {"key": chosen.key.line, "since": since}
    if note is not None:
        item["note"] = note
    try:
        target.write(append_item(target.text, ("keys",), item))
    except EditError as error:
        raise ContentError(f"{target.shown} cannot be changed: {error}") from error
    click.echo(f"{target.shown}: a key was added, {chosen.key.fingerprint}")
    click.echo("\n".join(item_lines(item, 2, 2)))
    click.echo(f"It was taken from {visible(chosen.where)}.", err=True)
    if beginning(since) > now():
        click.echo("It signs only from then on.", err=True)
    click.echo(_NEXT.format(person=target.person), err=True)
