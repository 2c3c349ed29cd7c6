"""What is said after a decision: what the site shows then, and where the old words remain."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from answerable.cli.customer_messages import CustomerMessage
from answerable.cli.git import GitError, git
from answerable.cli.gone_words import Quotation
from answerable.model import DecisionName
from answerable.source.names import message_name
from answerable.terminal import visible

_MOST = 20

_SHOWS: dict[DecisionName, str] = {
    "published": "The site shows the message with its name, time and text.",
    "withheld": "The site shows a stub: the rule, the facts, the date and how to object, "
    "never the title, the name or a word of the text.",
    "withdrawn": "The site shows a stub that says that the customer took it back, with the date.",
    "erased": "The site shows a stub that says that the words are erased, with the date.",
}
_WITH_IT = {
    "published": "shown with it",
    "withheld": "not shown any more",
    "withdrawn": "still shown, as the company's own words",
    "erased": "still shown, as the company's own words",
}


def say(text: str) -> None:
    """Words for people, whatever a customer wrote into them."""
    click.echo("\n".join(visible(line) for line in text.split("\n")), err=True)


def say_list(heading: str, lines: Iterable[str]) -> None:
    """*heading* and *lines* below it, if there are any."""
    lines = list(lines)
    if not lines:
        return
    more = [f"… and {len(lines) - _MOST:,} more"] if len(lines) > _MOST else []
    say("\n  ".join([heading, *lines[:_MOST], *more]))


def say_what_is_shown(message: CustomerMessage, decision: DecisionName, folder: str) -> None:
    """What the site shows of the message and of what hangs on it; *folder* is where it lies."""
    say(_SHOWS[decision])
    hanging = [f"{folder}/{name}" for name in _hanging(message, decision)]
    say_list(f"With the next build, {_WITH_IT[decision]}:", hanging)


def say_quotations(found: Sequence[Quotation], heading: str) -> None:
    """Which other messages people have to decide on."""
    say_list(heading, [f"{one.path} {one.what}" for one in found])


def say_history(
    message: CustomerMessage, gone: Sequence[str] = (), slug: str | None = None
) -> None:
    """That git's history still holds the words, and how it is rewritten.

    *gone* are the files of the thread that were deleted with them, *slug* is its new name.
    """
    prefix = _asked(message, "rev-parse", "--show-prefix")
    if prefix is None:
        say("If this folder is in a git repository, its history still holds the old words.")
        return
    paths = _paths(message, prefix.strip("\n"), gone, slug)
    removed = " ".join(f"--path {shlex.quote(path)}" for path in paths)
    say(
        "Git's history still holds the old words. To take them out, commit and push this change, "
        "then\n"
        "  1. make a fresh clone, and keep a copy of this file outside of it\n"
        f"  2. there: git filter-repo --invert-paths {removed}\n"
        "  3. put the copy back to its place and commit it\n"
        "  4. git remote add origin URL && git push --force --all && git push --force --tags\n"
        "Where the words stand in other files as well, git filter-repo --replace-text FILE\n"
        "replaces them there. Every clone and fork keeps the old history until it is cloned\n"
        "anew, and a forge keeps it in pull requests and caches until its support removes it."
    )


def _paths(
    message: CustomerMessage, prefix: str, gone: Sequence[str], slug: str | None
) -> list[str]:
    """Where the words have ever been, from the top of the repository."""
    year, old = message.name
    folders = dict.fromkeys(
        f"{prefix}threads/{year}/{name}" for name in (old, slug) if name is not None
    )
    # The folder may have had other names; its id stands in the message since the beginning.
    every = f":(top,glob){prefix}threads/*/*/{message.file}"
    log = ("log", "--all", "--no-renames", "--format=", "--name-only", "-z", f"-S{message.read.id}")
    for path in (_asked(message, *log, "--", every) or "").split("\0"):
        if path.strip("\n"):
            folders.setdefault(path.strip("\n").rpartition("/")[0])
    return [f"{folder}/{name}" for folder in folders for name in (message.file, *gone)]


def _hanging(message: CustomerMessage, decision: DecisionName) -> list[str]:
    """The files that are shown or not together with the message."""
    whole = message.is_opening and decision == "withheld"
    hidden_before = message.message.moderation.decision in ("pending", "withheld")
    answering = {
        Path(reply.path).name for reply in message.read.replies if reply.answers == message.stem
    }
    every = [f"{one.stem}.md" for one in message.read.folder.messages]
    if whole or (decision == "published" and message.is_opening and hidden_before):
        return every
    if message.is_opening and decision in ("withdrawn", "erased"):
        return [name for name in every if not _is_customers(name)]
    return [name for name in every if name in answering]


def _is_customers(name: str) -> bool:
    parts = message_name(name.removesuffix(".md"))
    return parts is not None and parts.is_follow_up


def _asked(message: CustomerMessage, *question: str) -> str | None:
    """What git says of the feedback folder; None where it knows nothing of it."""
    try:
        return git(message.project.feedback, *question).decode(errors="replace")
    except GitError:
        return None
