"""``answerable appeal``: somebody objects to a decision, and what the company answers."""

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
from answerable.cli.decisions import with_decision
from answerable.cli.ending import ProjectError
from answerable.cli.moderate import bring_back
from answerable.cli.moderation_options import AT, BY, FOLDER
from answerable.cli.moderation_words import say, say_what_is_shown
from answerable.cli.moments import Clock
from answerable.cli.person_files import ContentError
from answerable.cli.thread_changes import ThreadChange
from answerable.model import Decision, PersonId
from answerable.source.edit import EditError, remove_field, set_value
from answerable.source.yamltext import Value

Step = Literal["requested", "upheld", "reversed"]

_EXAMPLES = """\b
Examples:
  answerable appeal 2026/spare-parts requested --at 2026-11-05T08:00
  answerable appeal 2026/spare-parts reversed --by ben
"""


@click.command(epilog=_EXAMPLES)
@click.argument("message", metavar="MESSAGE", shell_complete=messages)
@click.argument(
    "step",
    metavar="requested|upheld|reversed",
    type=click.Choice(["requested", "upheld", "reversed"]),
)
@BY
@AT
@FOLDER
@click.pass_context
def appeal(
    context: click.Context,
    *,
    message: str,
    step: Step,
    by: PersonId | None,
    clock: Clock,
    feedback: Path | None,
) -> None:
    """Keep an objection to a decision, and the answer to it.

    MESSAGE is named as for 'answerable moderate', and it is withheld. 'requested' says when
    somebody objected. Then the decision is either 'upheld': it stays; or 'reversed': the
    message is published again, with its earlier decisions in its history.

    Ends with 0 when it is done, with 1 when the message is in the way, and with 2 when it is
    not clear what to do.
    """
    target = open_message(context.find_object(Path), feedback, message)
    old = target.message.appeal
    if getattr(old, step, None) is not None and (step != "requested" or not _is_new(target)):
        click.echo(f"{target.shown}: the appeal is {step} already. Nothing to do.")
        return
    if step == "requested":
        if by is not None:
            raise ProjectError("--by is who decides about the appeal: it belongs to the answer")
        text = _requested(target, clock)
    else:
        text = _answered(target, step, decided_by(target, by, clock), clock)
    change = ThreadChange(target, text)
    change.check()
    change.apply()
    click.echo(change.shown)
    if step == "reversed":
        say_what_is_shown(target, "published", change.shown.rpartition("/")[0])
    else:
        say("The stub on the site says so with the next build.")


def _requested(target: CustomerMessage, clock: Clock) -> str:
    decided = target.message.moderation.decision
    if decided != "withheld":
        raise ContentError(f"{target.shown} is {decided}: only what is withheld has an appeal")
    return _changed(target, target.text, {"requested": moment_of(target, clock)}, anew=True)


def _answered(target: CustomerMessage, step: Step, person: PersonId, clock: Clock) -> str:
    appeal, old = target.message.appeal, target.message.moderation
    if appeal is None:
        raise ContentError(
            f"nobody has appealed against the decision in {target.shown}: say "
            "'answerable appeal MESSAGE requested' first"
        )
    if appeal.upheld is not None or appeal.reversed is not None:
        was = "upheld" if appeal.upheld is not None else "reversed"
        raise ContentError(f"the appeal in {target.shown} was {was} already")
    if old.decision != "withheld":
        raise ContentError(f"{target.shown} is {old.decision}: there is nothing to take back")
    at, text = moment_of(target, clock), target.text
    if step == "reversed":
        if target.is_stub:
            raise ContentError(bring_back(target))
        text = with_decision(target, Decision("published", person, at))
    return _changed(target, text, {step: at, "by": person}, anew=False)


def _is_new(target: CustomerMessage) -> bool:
    """Whether there is a decision after the appeal was answered, against which one can appeal."""
    appeal, decided = target.message.appeal, target.message.moderation.at
    answer = None if appeal is None else appeal.upheld or appeal.reversed
    return answer is not None and decided is not None and answer < decided


def _changed(target: CustomerMessage, text: str, new: dict[str, Value], *, anew: bool) -> str:
    try:
        if anew:
            return set_value(remove_field(text, ("appeal",)), ("appeal",), new)  # type: ignore[arg-type]
        for name, value in new.items():
            text = set_value(text, ("appeal", name), value)
    except EditError as error:
        raise ContentError(f"{target.shown} cannot be changed: {error}") from error
    return text
