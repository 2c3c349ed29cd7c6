"""What the staff area shows, gathered from the threads of which not all is public.

They are read anew in each build, and nothing of it is kept. Of all other threads nothing is
read: which answers have a signature that proves nothing is in their summaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timezone
from typing import Literal

from answerable import report
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.model import Comment
from answerable.site.context import Site
from answerable.site.lock_texts import lock_texts
from answerable.site.staff import LeftOut, StaffArea, Waiting, Warned, WeakAnswer
from answerable.site.summary import Summary
from answerable.source import ThreadRead
from answerable.vault.keychain import KeyChain
from answerable.vault.lock1 import lock
from answerable.vault.page import locked_page
from answerable.vault.passwords import Password


def staff_area(
    reads: Sequence[ThreadRead],
    diagnostics: Iterable[Diagnostic],
    threads: Sequence[Summary],
    settings: Settings,
) -> StaffArea:
    """*reads* are the threads of which not all is public, *diagnostics* what is wrong anywhere."""
    warned = _by_path(diagnostics, settings)
    pending = [one for read in reads for one in _waiting(read, "pending", warned)]
    withheld = [one for read in reads for one in _waiting(read, "withheld", warned)]
    return StaffArea(
        pending=tuple(sorted(pending, key=lambda one: one.comment.received)),
        withheld=tuple(sorted(withheld, key=lambda one: one.comment.received, reverse=True)),
        left_out=tuple(
            LeftOut(path, tuple(found))
            for path, found in sorted(warned.items())
            if any(one.severity == "error" for one in found)
        ),
        answers=tuple(_weak_answers(threads)),
        open=tuple(thread for thread in threads if thread.state == "open"),
    )


def locked_area(html: str, site: Site, passwords: Mapping[str, Password], keys: KeyChain) -> bytes:
    """The page of the staff area, which is *html* in the clear, for its groups."""
    address = site.settings.staff.address
    locked = lock(
        html,
        site_url=site.url,
        page_path=site.file(address),
        passwords={group: passwords[group] for group in site.settings.staff.area},
        keys=keys,
    )
    return locked_page(
        locked, lock_texts(site.language), site.root_of(address), site.language.text("Staff area")
    )


def _by_path(diagnostics: Iterable[Diagnostic], settings: Settings) -> dict[str, list[Warned]]:
    warned: dict[str, list[Warned]] = {}
    for finding in report.weigh(diagnostics, settings):
        problem = finding.problem
        one = Warned(finding.severity, f"{problem.message} ({problem.code})", problem.mend)
        warned.setdefault(problem.path, []).append(one)
    return warned


def _waiting(
    read: ThreadRead,
    decision: Literal["pending", "withheld"],
    warned: Mapping[str, list[Warned]],
) -> Iterator[Waiting]:
    thread = read.thread
    comments: tuple[Comment, ...] = (thread.comment, *thread.follow_ups) if thread else ()
    for comment in comments:
        # A stub of a public repository has no words left.
        if thread and comment.moderation.decision == decision and comment.body.strip():
            yield Waiting(thread, comment, tuple(warned.get(comment.path, ())))


def _weak_answers(threads: Iterable[Summary]) -> Iterator[WeakAnswer]:
    for thread in threads:
        for stem, at, signer, state in thread.weak_answers():
            yield WeakAnswer(
                thread.url,
                stem,
                thread.title or f"{thread.year}/{thread.slug}",
                signer,
                state,
                datetime.fromtimestamp(at, timezone.utc),
            )
