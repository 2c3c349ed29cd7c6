"""Options that the verbs of moderation share."""

from __future__ import annotations

import click

from answerable.cli.completing import people, rules
from answerable.cli.customer_messages import CustomerMessage
from answerable.cli.ending import ProjectError
from answerable.cli.moments import clock
from answerable.cli.person_files import FOLDER
from answerable.diagnostics import did_you_mean
from answerable.model import RuleCode
from answerable.source.problems import listed
from answerable.terminal import visible

__all__ = ["AT", "BY", "FOLDER", "REASON", "RENAME", "YES", "known_reason"]

REASON = click.option(
    "--reason", metavar="CODE", shell_complete=rules, help="The rule of policy.yml."
)
BY = click.option(
    "--by",
    metavar="PERSON",
    shell_complete=people,
    help="Who decides.  [default: whose key is here]",
)
AT = click.option(
    "--at",
    "clock",
    metavar="TIME",
    callback=clock,
    help="When it was decided; without an offset by the clock of the policy.  [default: now]",
)
RENAME = click.option(
    "--rename",
    is_flag=True,
    help="Rename the thread's folder to its id where its name tells the words.",
)
YES = click.option("--yes", is_flag=True, help="Do not ask before words are deleted.")


def known_reason(message: CustomerMessage, reason: RuleCode) -> RuleCode:
    """*reason*, which must be a rule of the policy. Raises ProjectError."""
    rules = message.opened.known.policy.rules
    if reason not in rules:
        guess = did_you_mean(reason, rules)
        known = listed(rules) or "none yet"
        raise ProjectError(
            f"no rule '{visible(reason)}' in {message.project.shown_as}/policy.yml. {guess}"
            f"The rules are: {known}"
        )
    return reason
