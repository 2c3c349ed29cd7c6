"""The way from a feedback folder to its values: policy, people, topics, then the threads.

What is right is returned beside everything that was wrong. Nothing in a folder can make the
load fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from answerable.config import Settings
from answerable.diagnostics import Diagnostic, did_you_mean
from answerable.model import Feedback, Person, Thread, Topic
from answerable.source.assets import PICTURES, read_asset
from answerable.source.checks import Known, same_name
from answerable.source.files import read_file
from answerable.source.folder import POLICY, Folder, Place, ThreadFolder, scan_folder
from answerable.source.frontmatter import Document, read_document
from answerable.source.nodes import Scalar, Sequence
from answerable.source.people import read_person
from answerable.source.policy import ReadPolicy, no_policy, read_policy
from answerable.source.problems import Report, mend_by, quoted
from answerable.source.threads import read_thread
from answerable.source.topics import read_topic


@dataclass(frozen=True)
class Loaded:
    """A feedback folder: all that is usable in it, and every problem, sorted by place.

    Problems of a check that is ``off`` are not in it; ``Settings.severity`` tells how much
    the others weigh.
    """

    feedback: Feedback
    diagnostics: tuple[Diagnostic, ...]


def load_feedback(
    root: Path, settings: Settings, *, now: datetime, shown_as: str = "feedback"
) -> Loaded:
    """Read the feedback folder *root*.

    *now* is aware: what is dated later is reported. *shown_as* stands for *root* in the paths
    of diagnostics and of people, topics and messages. A message with an error is left out, and
    with its comment the whole thread; a warning leaves nothing out. A reference to a person,
    topic or rule that does not exist stays in the values only where the settings make its
    check weigh less than an error.
    """
    report = Report(settings)
    place = Place(str(root), shown_as)
    folder, threads = scan_folder(place, report)
    policy = _policy(folder, report)
    people = dict(_people(folder, report))
    known = Known(
        shown_as=shown_as,
        now=now,
        policy=policy.policy,
        people=people,
        topics={},
        written_people=folder.people,
        written_topics=folder.topics,
        written_rules=policy.codes,
        names={same_name(person.name) for person in people.values()},
    )
    topics = dict(_topics(folder, known, report))
    known = replace(known, topics=topics)
    found = list(_threads(threads, known, settings.repository == "public", report))
    found.sort(key=lambda thread: (thread.comment.received, thread.id))
    feedback = Feedback(policy.policy, people, topics, tuple(found))
    return Loaded(feedback, tuple(sorted(report.diagnostics)))


def _policy(folder: Folder, report: Report) -> ReadPolicy:
    place = folder.root.inner(POLICY)
    if not folder.policy:
        if folder.readable:
            message = "there is no policy.yml"
            mend = "write one with version, promise, calendar and rules."
            report.path_problem("unreadable", place.shown, message, mend)
        return no_policy()
    file = read_file(place.path, place.shown, report)
    return read_policy(file) if file else no_policy()


def _document(place: Place, report: Report) -> Document | None:
    file = read_file(place.path, place.shown, report)
    return read_document(file) if file else None


def _people(folder: Folder, report: Report) -> Iterator[tuple[str, Person]]:
    place = folder.root.inner("people")
    shown = set()
    for name in folder.people:
        document = _document(place.inner(f"{name}.md"), report)
        if document is None:
            continue
        person, portrait = read_person(document, name)
        if portrait in folder.others:
            shown.add(portrait)
            asset = read_asset(place.inner(portrait), portrait, PICTURES, report)
            person = replace(person, portrait=asset) if person else None
        elif portrait is not None:
            code = "image-outside" if "/" in portrait else "image-missing"
            message = f"there is no {quoted(portrait)} beside this file"
            guess = did_you_mean(portrait, folder.others)
            mend = mend_by(guess, "put the picture into the folder people.")
            document.problem(code, "portrait", message, mend)
        if person:
            yield name, person
    for name in folder.others:
        if name not in shown:
            _unused(place.inner(name), name, report)


def _unused(place: Place, name: str, report: Report) -> None:
    if name.lower().endswith(PICTURES):
        mend = f"delete it, or name it as 'portrait' in the person's file: {quoted(name)}."
        report.path_problem("unused-asset", place.shown, "no person shows this picture", mend)
    else:
        mend = "delete or move it; a person's file is named like 'anna.md'."
        report.path_problem("unexpected-file", place.shown, "no such file is expected", mend)


def _topics(folder: Folder, known: Known, report: Report) -> Iterator[tuple[str, Topic]]:
    place = folder.root.inner("topics")
    for name in folder.topics:
        document = _document(place.inner(f"{name}.md"), report)
        topic = read_topic(document, name) if document else None
        if document and topic:
            written = document.fields.entries["owners"].value
            for owner in written.items if type(written) is Sequence else ():
                if type(owner) is Scalar:
                    known.check_person(document, (owner.start, owner.end), owner.text)
            owners = tuple(owner for owner in topic.owners if owner in known.people)
            yield name, replace(topic, owners=owners)


def _threads(
    folders: Iterator[ThreadFolder], known: Known, public: bool, report: Report
) -> Iterator[Thread]:
    seen: dict[str, str] = {}
    for folder in folders:
        comment, thread = read_thread(folder, known, public, report)
        thread_id = comment.values.get("id") if comment else None
        if comment is None or thread_id is None:
            continue
        if thread_id in seen:
            message = f"{seen[thread_id]} has the same id"
            mend = "give the newer thread another id, in its replies as well."
            comment.document.problem("doubled-id", "id", message, mend)
            comment.document.file.failed = True
        else:
            seen[thread_id] = folder.place.shown
        if thread and not comment.document.file.failed:
            yield thread
