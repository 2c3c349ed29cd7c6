"""What a pull request does to replies, and what stood in the feedback folder before it.

What is told is enough to compare its author with the signers: which replies it adds or changes
or deletes, and what the policy and the files of people said when it began.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from answerable.cli.changes import Changes, changes_since
from answerable.cli.project import Project
from answerable.config import Settings
from answerable.model import Person, PersonId, Policy, Reply
from answerable.source import Loaded
from answerable.source.folder import POLICY
from answerable.source.frontmatter import Document, read_document
from answerable.source.messages import read_reply
from answerable.source.names import MessageName, is_person, message_name
from answerable.source.people import read_person
from answerable.source.policy import no_policy, read_policy
from answerable.source.problems import Report, SourceFile

_SIGNATURE = ".sig"


class Deleted(NamedTuple):
    """A reply that is gone: its path as it is shown, and who had signed it."""

    path: str
    signer: PersonId


@dataclass(frozen=True, slots=True)
class PullRequest:
    """The replies that are added or changed, and those that are gone.

    ``people`` are all who are or were there, with the handles that they had before, the new
    ones as they are now; ``policy`` is that of before. ``short`` says that git does not know
    where the pull request began: then it is compared with the commit that was named.
    """

    replies: tuple[Reply, ...]
    deleted: tuple[Deleted, ...]
    people: Mapping[PersonId, Person]
    policy: Policy
    short: bool


def read_pull_request(project: Project, loaded: Loaded, ref: str) -> PullRequest:
    """What lies in *project* now, and differs from where the pull request into *ref* began.

    Raises ProjectError where git cannot tell.
    """
    changes = changes_since(project.feedback, ref)
    replies, deleted = _touched(project, loaded, changes)
    return PullRequest(
        tuple(replies),
        tuple(deleted),
        _people_before(project, loaded.feedback.people, changes),
        _policy_before(loaded.feedback.policy, changes),
        changes.short,
    )


def inner_name(project: Project, reply: Reply) -> str:
    """The name of a reply's file relative to the feedback folder."""
    return reply.path.removeprefix(f"{project.shown_as}/")


def _touched(
    project: Project, loaded: Loaded, changes: Changes
) -> tuple[list[Reply], list[Deleted]]:
    names = {
        name: message
        for changed in changes.added | changes.changed | changes.deleted
        if (message := _reply_name(name := changed.removesuffix(_SIGNATURE)))
    }
    # Of a repository within this one git names the folder alone, whatever it holds.
    whole = {name.rstrip("/") for name in changes.added | changes.changed}
    names |= {
        name: message
        for reply in loaded.replies
        if (message := _reply_name(name := inner_name(project, reply)))
        and not whole.isdisjoint(_folders(name))
    }
    gone = sorted(names.keys() & changes.deleted)
    before = changes.before(name for reply in gone for name in (reply, reply + _SIGNATURE))
    replies = {
        name: reply for reply in loaded.replies if (name := inner_name(project, reply)) in names
    }
    lying = {name: (replies[name].file, replies[name].signature) for name in sorted(replies)}
    new = [name for name in lying if name in changes.added]
    deleted = []
    for name in gone:
        was = (before.get(name), before.get(name + _SIGNATURE))
        moved = next((other for other in new if lying[other] == was), None)
        if moved is not None:
            new.remove(moved)
            del replies[moved]
        else:
            signer = _signer(was[0] or b"", names[name])
            deleted.append(Deleted(f"{project.shown_as}/{name}", signer))
    return list(replies.values()), deleted


def _people_before(
    project: Project, people: Mapping[PersonId, Person], changes: Changes
) -> dict[PersonId, Person]:
    """*people* with the handles that they had, and those who are gone."""
    names = {
        f"people/{person}.md": person
        for name in changes.changed | changes.deleted
        if is_person(person := name.removeprefix("people/").removesuffix(".md"))
    }
    texts = changes.before(names)
    merged = dict(people)
    for name, person in names.items():
        path = f"{project.shown_as}/{name}"
        document = _document(path, texts.get(name, b""))
        was = read_person(document, person)[0] if document else None
        if was is not None:
            merged[person] = was
        elif person in people:
            merged[person] = replace(people[person], handles={})
    return merged


def _policy_before(policy: Policy, changes: Changes) -> Policy:
    if POLICY not in changes.added | changes.changed | changes.deleted:
        return policy
    file = _file(POLICY, changes.before([POLICY]).get(POLICY, b""))
    return read_policy(file).policy if file else no_policy().policy


def _folders(name: str) -> Iterator[str]:
    """The folders that a file lies in, and that of all feedback."""
    parts = name.split("/")[:-1]
    return ("/".join(parts[:end]) or "." for end in range(len(parts) + 1))


def _reply_name(name: str) -> MessageName | None:
    """What the name of a file in the feedback folder says, if it is a reply's."""
    match name.split("/"):
        case ["threads", _, _, file] if file.endswith(".md"):
            message = message_name(file.removesuffix(".md"))
            return None if message is None or message.is_follow_up else message
    return None


def _signer(data: bytes, name: MessageName) -> PersonId:
    document = _document("", data)
    values = read_reply(document, name).values if document else {}
    signer: PersonId = values.get("signed_by", name.author)
    return signer


def _document(path: str, data: bytes) -> Document | None:
    file = _file(path, data)
    return read_document(file) if file else None


def _file(path: str, data: bytes) -> SourceFile | None:
    try:
        return SourceFile(path, data.decode("utf-8-sig"), Report(Settings()))
    except UnicodeDecodeError:
        return None
