"""What figures know of each customer's message, the unpublished ones included: numbers only.

A tally is a short text for a thread. It holds no word, name or address, so that a build can
count what waits for a decision without knowing anything else of it. The rules by which a
message is counted (docs/figures-explained.md, "Moderation"):

* a message belongs to the month in which it came in, in the time zone of the policy;
* what cannot be read because the comment above it is not decided on waits like that comment;
  what went with a comment that is withheld is withheld by the same rule;
* the days to a decision are calendar days, to the first decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import quote, unquote

from answerable.model import Calendar, Comment, DecisionName, RuleCode, Thread
from answerable.workdays import local_day

AppealState = Literal["", "open", "upheld", "reversed"]


class Item(NamedTuple):
    """One message. ``reason`` is a rule's code, "" unless it is withheld.

    ``complaint`` and ``redacted`` are of interest only where something was decided. ``days``
    went by from the receipt to the first decision, None while there is none.
    """

    month: str
    decision: DecisionName
    reason: RuleCode
    complaint: bool
    redacted: bool
    appeal: AppealState
    days: int | None


def tally(thread: Thread, calendar: Calendar) -> str:
    """The items of *thread* as a text."""
    opening = thread.comment.moderation
    complaint = thread.kind == "problem"
    items = []
    for comment in (thread.comment, *thread.follow_ups):
        decision, reason = comment.moderation.decision, comment.moderation.reason
        if decision == "published" and opening.decision in ("pending", "withheld"):
            decision, reason = opening.decision, opening.reason
        items.append(_written(_item(comment, decision, reason or "", complaint, calendar)))
    return " ".join(items)


def items(text: str) -> Iterator[Item]:
    """The items of the threads whose tallies make up *text*, with spaces between them."""
    for item in text.split():
        yield read_item(item)


def read_item(text: str) -> Item:
    """One item of a tally."""
    month, decision, reason, marks, appeal, days = text.split("|")
    return Item(
        month,
        decision,  # type: ignore[arg-type]
        unquote(reason),
        "c" in marks,
        "r" in marks,
        appeal,  # type: ignore[arg-type]
        int(days) if days else None,
    )


def _item(
    comment: Comment, decision: DecisionName, reason: str, complaint: bool, calendar: Calendar
) -> Item:
    month = f"{local_day(comment.received, calendar):%Y-%m}"
    if decision == "pending":
        # Of what nobody has decided on, nothing but the number.
        return Item(month, decision, "", False, False, "", None)
    decided = _first_decision(comment)
    days = None
    if decided is not None:
        passed = local_day(decided, calendar) - local_day(comment.received, calendar)
        days = max(0, passed.days)
    return Item(
        month=month,
        decision=decision,
        reason=reason if decision == "withheld" else "",
        complaint=complaint,
        redacted=decision == "published" and bool(comment.redactions),
        appeal=_appeal(comment),
        days=days,
    )


def _first_decision(comment: Comment) -> datetime | None:
    for one in (*comment.history, comment.moderation):
        if one.decision != "pending":
            return one.at
    return None


def _appeal(comment: Comment) -> AppealState:
    appeal = comment.appeal
    if appeal is None:
        return ""
    if appeal.reversed is not None:
        return "reversed"
    return "open" if appeal.upheld is None else "upheld"


def _written(item: Item) -> str:
    marks = "c" * item.complaint + "r" * item.redacted
    days = "" if item.days is None else item.days
    reason = quote(item.reason, safe="")
    return f"{item.month}|{item.decision}|{reason}|{marks}|{item.appeal}|{days}"
