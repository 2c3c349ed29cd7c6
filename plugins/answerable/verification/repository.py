"""The answers of a feedback folder: signature, signer and what binds them to their question.

It is all found by reading the folder as ``check`` does. Only what checks are set to weigh
makes no difference here: who turned a check off did not make a changed question the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from answerable.codes import SIGNATURE_CODES
from answerable.config import Settings
from answerable.diagnostics import Diagnostic
from answerable.model import Reply, Stem, Thread
from answerable.processes import Inbox, Team, how_many, rare_collections
from answerable.source import Opened, ThreadName, ThreadRead, open_feedback
from answerable.verification.verdict import Fault, Finding, Verdict, Verified, gravest, seal_note

_LEAST = 200

_FAULTS: Mapping[str, Fault] = {
    "file-name": "misnamed",
    "unknown-thread": "other-thread",
    "unknown-message": "unknown-message",
    "question-changed": "question-changed",
    "title-changed": "title-changed",
}


def verify_repository(
    root: Path,
    settings: Settings,
    *,
    now: datetime,
    shown_as: str,
    wanted: Callable[[str], bool] = lambda _: True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Verified:
    """Verify the answers in the feedback folder *root*.

    *shown_as* and *now* are as in :func:`answerable.source.open_feedback`. Of its files only
    those are *wanted* whose path, as it is shown, is. *progress* is told of threads.
    """
    settings = replace(settings, checks={})
    opened = open_feedback(root, settings, now=now, shown_as=shown_as)
    names = [name for name in opened.threads if wanted(f"{shown_as}/threads/{'/'.join(name)}")]
    team = Team(_verify, opened, names, how_many(len(names), _LEAST))
    team.tell(True)
    verdicts: list[Verdict] = []
    with rare_collections():
        for done, found in enumerate(team.results(), start=1):
            verdicts += filter(lambda verdict: wanted(verdict.file), found)
            progress(done, len(names))
    verdicts.sort(key=lambda verdict: verdict.file)
    return Verified(tuple(verdicts), tuple(_problems(opened, settings)))


def _problems(opened: Opened, settings: Settings) -> Iterator[str]:
    """What is wrong with the policy and the people, whom every answer depends on."""
    root = opened.place.shown
    for problem in opened.diagnostics:
        concerned = problem.path.startswith((f"{root}/people/", f"{root}/policy.yml"))
        if concerned and settings.severity(problem.code) == "error":
            yield f"{problem.path}:{problem.line}: {problem.message}"


def _verify(
    opened: Opened, names: Iterable[ThreadName], _inbox: Inbox
) -> Iterator[Sequence[Verdict]]:
    reader = opened.reader()
    for name in names:
        yield list(_verdicts(reader.read(name)))


def _verdicts(read: ThreadRead) -> Iterator[Verdict]:
    replies = {reply.path: reply for reply in read.replies}
    problems: dict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in read.diagnostics:
        problems[diagnostic.path].append(diagnostic)
    for message in read.folder.messages:
        if message.is_follow_up:
            continue
        path = read.folder.place.inner(f"{message.stem}.md").shown
        reply = replies.get(path)
        if reply is None:
            yield _unread(path, read.id or "", problems[path])
        else:
            gone = reply.answers in _erased(read.thread)
            yield _judged(reply, read.id or "", problems[path], gone=gone)


def _erased(thread: Thread | None) -> set[Stem]:
    """The customer's messages of which nothing is left."""
    comments = (thread.comment, *thread.follow_ups) if thread else ()
    return {one.stem for one in comments if one.moderation.decision == "erased"}


def _unread(path: str, thread: str, problems: Iterable[Diagnostic]) -> Verdict:
    notes = tuple(f"line {problem.line}: {problem.message}" for problem in problems)
    return Verdict(path, thread, "", None, "unreadable", "", notes)


def _judged(reply: Reply, thread: str, problems: Sequence[Diagnostic], *, gone: bool) -> Verdict:
    findings = []
    remarks = []
    for problem in problems:
        fault = _FAULTS.get(problem.code)
        if problem.code == "missing-field" and not reply.question:
            fault = "unbound"
        if fault:
            findings.append(Finding(fault, problem.message))
        elif problem.code not in SIGNATURE_CODES:
            remarks.append(f"check: {problem.message} ({problem.code})")
    if gone:
        remarks.append("the question is erased: there is nothing to compare")
    elif reply.redacted_later:
        remarks.append("the question or the title was redacted later, and is not compared")
    elif reply.title is None:
        remarks.append("nothing binds the answer to the title above it")
    remark = seal_note(reply.seal, reply.date)
    notes = [remark] if remark else []
    notes += [finding.note for finding in findings]
    return Verdict(
        reply.path,
        thread,
        reply.signed_by,
        reply.date,
        gravest(findings, reply.seal.state),
        reply.seal.fingerprint,
        (*notes, *dict.fromkeys(remarks)),
        must_be_signed=any(problem.code == "not-signed" for problem in problems),
    )
