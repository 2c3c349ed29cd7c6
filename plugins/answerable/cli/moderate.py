"""``answerable moderate``: publish, withhold or withdraw a customer's message."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from answerable.cli.completing import messages
from answerable.cli.customer_messages import (
    CustomerMessage,
    decided_by,
    moment_of,
    open_message,
)
from answerable.cli.decisions import stub, with_decision
from answerable.cli.ending import ProjectError
from answerable.cli.erase import Erasure, erase_message
from answerable.cli.gone_words import address_tells, own_pictures, quotations
from answerable.cli.moderation_options import AT, BY, FOLDER, REASON, RENAME, YES, known_reason
from answerable.cli.moderation_words import (
    say,
    say_history,
    say_list,
    say_quotations,
    say_what_is_shown,
)
from answerable.cli.moments import Clock
from answerable.cli.next_steps import call, keeping
from answerable.cli.person_files import ContentError
from answerable.cli.thread_changes import ThreadChange, confirm, drop_cache
from answerable.model import PROMPTS, Decision, DecisionName, PersonId, Prompt, RuleCode

Verb = Literal["publish", "withhold", "withdraw", "erase"]

_DECISIONS: dict[Verb, DecisionName] = {
    "publish": "published",
    "withhold": "withheld",
    "withdraw": "withdrawn",
    "erase": "erased",
}

_EXAMPLES = """\b
Examples:
  answerable moderate 2026/spare-parts publish
  answerable moderate k7q2m9x4tb withhold --reason insult --facts "Two sentences call names."
  answerable moderate "2026/spare-parts#2026-11-05-customer" withdraw
"""


@click.command(epilog=_EXAMPLES)
@click.argument("message", metavar="MESSAGE", shell_complete=messages)
@click.argument("verb", metavar="publish|withhold|withdraw|erase", type=click.Choice([*_DECISIONS]))
@REASON
@click.option(
    "--facts",
    metavar="TEXT",
    help="With withhold: what it rests on, in a sentence that everybody may read.",
)
@click.option(
    "--prompted-by", type=click.Choice(PROMPTS), help="With withhold: what led to the decision."
)
@BY
@AT
@RENAME
@YES
@FOLDER
@click.pass_context
def moderate(  # noqa: PLR0913 - an argument for each option
    context: click.Context,
    *,
    message: str,
    verb: Verb,
    reason: RuleCode | None,
    facts: str | None,
    prompted_by: Prompt | None,
    by: PersonId | None,
    clock: Clock,
    rename: bool,
    yes: bool,
    feedback: Path | None,
) -> None:
    """Decide about a customer's message.

    MESSAGE is a thread (then the comment that opens it is meant) by its id, its year and
    name, its folder or the address of its page; such a name with '#' and the name of a
    follow-up; or the message's file.

    Only the decision in the message's file is changed, and the earlier one is added to its
    history. In a public repository, 'withhold' and 'withdraw' leave only a stub of the message.

    Ends with 0 when it is done, with 1 when the message is in the way, and with 2 when it is
    not clear what to do.
    """
    _check_call(verb, reason, facts, prompted_by)
    target = open_message(context.find_object(Path), feedback, message)
    if verb == "erase":
        erase_message(target, Erasure(by, clock, reason, rename=rename))
        return
    person = decided_by(target, by, clock)
    if reason is not None:
        known_reason(target, reason)
    decision = Decision(
        _DECISIONS[verb], person, moment_of(target, clock), reason, prompted_by, facts
    )
    if _is_the_same(target.message.moderation, decision) and not _must_be_stub(target, decision):
        click.echo(f"{target.shown} is {decision.decision} already. Nothing to do.")
        return
    _refuse_what_is_gone(target, decision)
    _decide(target, decision, rename=rename, yes=yes)


def _check_call(
    verb: Verb, reason: RuleCode | None, facts: str | None, prompted_by: Prompt | None
) -> None:
    if verb != "withhold" and (facts is not None or prompted_by is not None):
        raise ProjectError("--facts and --prompted-by belong to 'withhold'")
    if verb == "publish" and reason is not None:
        raise ProjectError("what is published has no --reason")
    if verb == "withhold" and reason is None:
        raise ProjectError("say which rule of policy.yml it breaks with --reason CODE")


def _is_the_same(old: Decision, new: Decision) -> bool:
    def said(one: Decision) -> tuple[object, ...]:
        return one.decision, one.reason, one.prompted_by, one.facts

    return said(old) == said(new)


def _must_be_stub(target: CustomerMessage, decision: Decision) -> bool:
    """Whether the words must leave the tree."""
    hidden = decision.decision != "published"
    return target.is_public and hidden and not target.is_stub


def _refuse_what_is_gone(target: CustomerMessage, decision: Decision) -> None:
    old = target.message.moderation.decision
    if old == "erased":
        raise ContentError(f"{target.shown} is erased: there is nothing left to decide about")
    if decision.decision == "published" and target.is_stub:
        raise ContentError(bring_back(target))


def bring_back(target: CustomerMessage) -> str:
    """How a stub gets its words again."""
    return (
        f"{target.shown} is a stub: title, from, nonce and text are not in it. If git's history "
        f"still has them, 'git log --oneline -- {target.shown}' names the commits and 'git show "
        f"COMMIT:./{target.shown}' shows the file. Put them back, and call this again"
    )


def _decide(target: CustomerMessage, decision: Decision, *, rename: bool, yes: bool) -> None:
    text = with_decision(target, decision)
    slug = _new_name(target, decision, rename=rename)
    # With the words still there, facts that tell them are found.
    whole = ThreadChange(target, text, slug=slug, ignored=frozenset({"unpublished-in-public"}))
    whole.check()
    change = whole
    leaves = _must_be_stub(target, decision)
    if leaves:
        gone = own_pictures(target)
        change = ThreadChange(target, stub(target, decision), gone, slug)
        change.check()
        confirm(
            f"Everybody can read this repository, so the words are deleted from {target.shown}. "
            "Go on?",
            yes=yes,
            instead="everybody can read this repository, so the words would be deleted from "
            f"{target.shown}: say --yes",
        )
    found = quotations(target, target.message.body, target.message.sender) if leaves else []
    change.apply()
    click.echo(change.shown)
    say_what_is_shown(target, decision.decision, change.shown.rpartition("/")[0])
    if decision.decision == "published":
        _say_next(target, change.shown)
    else:
        _say_what_remains(target, change, leaves=leaves)
        say_quotations(found, "Everybody can still read these, decide about them:")


def _say_next(target: CustomerMessage, path: str) -> None:
    name = f"{target.name.year}/{target.name.slug}"
    which = name if target.is_opening else f"{name}#{target.stem}"
    steps = [call("reply", name), *keeping(f"Publish {which}", path)]
    say("\n  ".join(["Next:", *steps]))


def _new_name(target: CustomerMessage, decision: Decision, *, rename: bool) -> str | None:
    """The folder's new name, where the old one tells the title that is not shown any more."""
    title = target.values.get("title") if target.is_opening else None
    if decision.decision == "published" or title is None or not address_tells(target, title):
        return None
    name = str(target.read.id)
    instead = (
        f"the folder's name '{target.name.slug}' tells the title, and it is the address of the "
        f"page: say --rename, and it becomes '{name}'"
    )
    confirm(
        f"The folder's name tells the title. Rename it to '{name}'?", yes=rename, instead=instead
    )
    return name


def _say_what_remains(target: CustomerMessage, change: ThreadChange, *, leaves: bool) -> None:
    left = drop_cache(target.project)
    if change.slug:
        say(f"The thread has a new address, …/threads/{change.name.year}/{change.slug}/.")
    say_list("Deleted with it:", change.gone)
    if left:
        say(left)
    say("The published site shows the old words until it is built and published anew.")
    if leaves:
        say_history(target, change.gone, change.slug)
    else:
        say("The words stay in this file and in git's history; only the site leaves them out.")
