"""``answerable erase``: a person's right to have their words deleted.

What stays is a tombstone: that something stood here, when it came in and what was decided,
in codes and dates. What cannot be deleted from here is reported.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import click

from answerable.cli.completing import messages
from answerable.cli.customer_messages import (
    CustomerMessage,
    decided_by,
    moment_of,
    open_message,
)
from answerable.cli.decisions import is_tombstone, tombstone
from answerable.cli.gone_words import (
    address_tells,
    own_pictures,
    quotations,
    unused_pictures,
)
from answerable.cli.moderation_options import AT, BY, FOLDER, REASON, RENAME, known_reason
from answerable.cli.moderation_words import (
    say,
    say_history,
    say_list,
    say_quotations,
    say_what_is_shown,
)
from answerable.cli.moments import Clock
from answerable.cli.thread_changes import ThreadChange, drop_cache
from answerable.model import Decision, PersonId, RuleCode

_EXAMPLES = """\b
Examples:
  answerable erase 2026/spare-parts --by anna
  answerable erase "k7q2m9x4tb#2026-11-05-customer" --by anna --reason privacy
"""


class Erasure(NamedTuple):
    """How a message is to be erased."""

    by: PersonId | None
    clock: Clock
    reason: RuleCode | None
    rename: bool


@click.command(epilog=_EXAMPLES)
@click.argument("message", metavar="MESSAGE", shell_complete=messages)
@REASON
@BY
@AT
@RENAME
@FOLDER
@click.pass_context
def erase(
    context: click.Context,
    *,
    message: str,
    reason: RuleCode | None,
    by: PersonId | None,
    clock: Clock,
    rename: bool,
    feedback: Path | None,
) -> None:
    """Delete a customer's words for good.

    MESSAGE is named as for 'answerable moderate'. Text, title, name, nonce, tags, source and the
    pictures that only this message shows are deleted, and what builds have kept of them. A
    tombstone stays: when it came in, and what was decided when. Answers stay, and their
    signatures stay good; those that quote the words are listed. Of a message that was imported
    a digest of its id stays as well, so that an import does not bring it back.

    It can be repeated: what is erased already stays as it is, and the report of what remains
    elsewhere is given again.

    Ends with 0 when it is done, with 1 when the message is in the way, and with 2 when it is
    not clear what to do.
    """
    target = open_message(context.find_object(Path), feedback, message)
    erase_message(target, Erasure(by, clock, reason, rename))


def erase_message(target: CustomerMessage, erasure: Erasure) -> None:
    """Erase *target*, and say what became of it and what remains."""
    old = target.message
    if erasure.reason is not None:
        known_reason(target, erasure.reason)
    erased = old.moderation.decision == "erased"
    person = old.moderation.by if erased else decided_by(target, erasure.by, erasure.clock)
    decision = Decision("erased", person, moment_of(target, erasure.clock), erasure.reason)
    title = target.values.get("title", "") if target.is_opening else ""
    tells = bool(title) and address_tells(target, title, fewest=1)
    named = erasure.rename and target.is_opening and target.name.slug != target.read.id
    slug = str(target.read.id) if named else None
    text = tombstone(target, decision)
    change = ThreadChange(target, text, own_pictures(target), slug)
    if erased and slug is None and is_tombstone(target):
        click.echo(f"{target.shown} is erased already. Nothing to do.")
        _report(target, change, tells=False)
        return
    change.check()
    found = quotations(target, old.body, old.sender)
    change.apply()
    click.echo(change.shown)
    say_what_is_shown(target, "erased", change.shown.rpartition("/")[0])
    say_list("Deleted with it:", change.gone)
    say_quotations(found, "These messages repeat what is erased, decide about them:")
    if found:
        say(
            "An answer that is changed has to be signed again by the one who gave it; a "
            "customer's message is erased or redacted like this one."
        )
    _report(target, change, tells=tells and slug is None)


def _report(target: CustomerMessage, change: ThreadChange, *, tells: bool) -> None:
    """What remains elsewhere."""
    left = drop_cache(target.project)
    if left:
        say(left)
    if tells:
        say(
            f"The folder's name '{target.name.slug}' holds words of the title, and it is the "
            f"address of the page: 'answerable erase {target.read.id} --rename' changes it to the "
            "id."
        )
    if change.slug:
        say(f"The thread has a new address, …/threads/{change.name.year}/{change.slug}/.")
    if target.message.moderation.decision == "erased":
        say_list(
            "No message shows these files; delete them if they belonged to this one:",
            unused_pictures(target),
        )
    source = target.message.source
    if source is not None:
        where = f" ({source.url})" if source.url else ""
        say(
            f"It was imported from {source.system}, where it has the id {source.id}{where}: delete "
            "it there as well. Imports leave it out here as long as the tombstone stays."
        )
    say(
        "Not in reach of this command: the published site and a site/ folder until the next "
        "build, readers' feeds, caches of browsers and search engines, web archives, mails."
    )
    say_history(target, change.gone, change.slug)
