"""What an import did, item by item.

The rule kept here: every item of the export is counted once, as published, as there already,
or as left out with its name and the reason. :meth:`Report.balance` holds it.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field

from answerable.importers.interface import LeftOut, SourceMessage
from answerable.terminal import visible

_AUTHORS = 5


@dataclass(slots=True)
class Report:
    """The figures so far. ``wrote`` is false where nothing was to be written."""

    wrote: bool = True
    read: int = 0
    threads: int = 0
    follow_ups: int = 0
    replies: int = 0
    already_there: int = 0
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    pictures: int = 0
    pending: int = 0
    attachments: int = 0
    dropped: Counter[str] = field(default_factory=Counter)
    authors: Counter[str] = field(default_factory=Counter)
    marked: set[str] = field(default_factory=set)

    def leave_out(self, item: str, reason: str) -> None:
        """Name an item that is not published."""
        self.left_out.append(LeftOut(item, reason))

    def count_author(self, message: SourceMessage) -> None:
        """Remember who wrote, for the hint about staff."""
        if message.name:
            self.authors[message.name] += 1
            if message.marked_as_staff:
                self.marked.add(message.name)

    @property
    def new(self) -> int:
        """How many messages were written."""
        return self.threads + self.follow_ups + self.replies

    def balance(self) -> None:
        """Make sure that no item was lost."""
        counted = self.new + self.already_there + len(self.left_out)
        if counted != self.read:
            raise AssertionError(f"{self.read} items were read and {counted} accounted for")

    def likely_staff(self) -> tuple[tuple[str, int], ...]:
        """Authors that a person may know as staff: those marked as such, else the busiest."""
        marked = Counter({name: self.authors[name] for name in self.marked})
        busiest = Counter({name: n for name, n in self.authors.items() if n > 1})
        return tuple((marked or busiest).most_common(_AUTHORS))


def as_text(report: Report, *, staff_named: bool) -> str:
    """*report* for people."""
    verb = "written" if report.wrote else "would be written"
    threads = _count(report.threads, "thread")
    follow_ups = _count(report.follow_ups, "follow-up")
    replies = _count(report.replies, "reply", "replies")
    lines = [
        f"{_count(report.read, 'item')} read.",
        f"{report.new} new: {threads}, {follow_ups} and {replies} {verb}.",
        f"{report.already_there} already there.",
        f"{len(report.left_out)} left out{':' if report.left_out else '.'}",
    ]
    lines += [f"  {visible(left.item)}: {visible(left.reason)}" for left in report.left_out]
    if report.dropped:
        fields = ", ".join(f"{visible(name)} ({n})" for name, n in sorted(report.dropped.items()))
        lines.append(f"Fields that were not taken over: {fields}.")
    if report.pictures:
        lines.append(
            f"Pictures on other hosts that became links: {report.pictures}. Put those that "
            "matter into the thread's folder assets."
        )
    if report.attachments:
        lines.append(f"Attachments that came with it: {report.attachments}.")
    if report.pending:
        lines.append(
            f"{_count(report.pending, 'message')} of customers that nobody could read before: "
            "pending, so not published. Decide about each with `answerable moderate`, or about "
            "all at the import with --by. What staff answered comes with the next import, after "
            "the decision."
        )
    lines += [f"Note: {visible(warning)}." for warning in report.warnings]
    if not staff_named and (likely := report.likely_staff()):
        names = ", ".join(f"{visible(name)} ({n})" for name, n in likely)
        how = "The other system marks as staff" if report.marked else "Most messages come from"
        lines.append(
            f"Nobody was named as staff, so all count as customers. {how}: {names}. "
            f'Name them, before you import: --staff "{visible(likely[0][0])}=PERSON".'
        )
    return "\n".join(lines)


def as_json(report: Report) -> str:
    """*report* for machines."""
    values = {
        "read": report.read,
        "new": {
            "threads": report.threads,
            "follow_ups": report.follow_ups,
            "replies": report.replies,
        },
        "already_there": report.already_there,
        "left_out": [asdict(left) for left in report.left_out],
        "dropped_fields": dict(sorted(report.dropped.items())),
        "pictures_made_links": report.pictures,
        "attachments": report.attachments,
        "pending": report.pending,
        "warnings": report.warnings,
        "likely_staff": [{"name": n, "messages": count} for n, count in report.likely_staff()],
        "written": report.wrote,
    }
    return json.dumps(values, indent=2)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"
