"""What messages say about each other, about people, topics and rules, and about time.

A name that leads to a file with problems of its own is not reported again: the file's
problem is the cause. What depends on it is left out all the same.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from answerable.diagnostics import did_you_mean
from answerable.model import (
    COMMENT,
    Appeal,
    Comment,
    Decision,
    Person,
    Policy,
    Redaction,
    Reply,
    Stem,
    Topic,
)
from answerable.placeholders import PERSON
from answerable.source.binding import Binding, check_binding
from answerable.source.frontmatter import Document
from answerable.source.messages import ReadMessage
from answerable.source.names import MessageName, is_person, is_slug
from answerable.source.nodes import Mapping as Node
from answerable.source.places import inner_mappings, inner_span
from answerable.source.problems import listed, mend_by, quoted
from answerable.trust.judgement import KeyRing
from answerable.workdays import local_day

Asked = Mapping[Stem, "ReadMessage[Comment] | None"]
"""A thread's messages of the customer, None for one that is not there or cannot be read."""


@dataclass(frozen=True, slots=True)
class Known:
    """What messages can refer to.

    ``people``, ``topics`` and ``policy`` hold what is usable; the ``written_`` names also
    what has a file or an entry that is not. ``written_rules`` is None without a policy.
    ``names`` are those of ``people``, as :func:`same_name` folds them, ``keys`` their keys.
    """

    shown_as: str
    now: datetime
    policy: Policy
    people: Mapping[str, Person]
    topics: Mapping[str, Topic]
    written_people: Collection[str]
    written_topics: Collection[str]
    written_rules: Collection[str] | None
    names: Collection[str]
    keys: KeyRing

    def check_person(self, document: Document, span: tuple[int, int], person: str) -> None:
        """Report a person who does not exist."""
        file = document.file
        if person in self.people:
            return
        if person in self.written_people:
            file.depends("unknown-person")
            return
        folder = f"{self.shown_as}/people"
        if person == PERSON:
            message = "the name of who answers is still to be filled in"
            mend = f"write your own in its place; the people are {listed(self.written_people)}."
            file.problem("unknown-person", *span, message, mend)
            return
        guess = did_you_mean(person, self.written_people)
        new = f"a new colleague needs a file {folder}/{person}.md."
        mend = mend_by(guess, new if is_person(person) else f"the people are in {folder}.")
        message = f"no person {quoted(person)} in {folder}"
        file.problem("unknown-person", *span, message, mend)

    def check_topic(self, document: Document, topic: str) -> None:
        """Report a topic that does not exist."""
        file = document.file
        if topic in self.topics:
            return
        if topic in self.written_topics:
            file.failed = True
            return
        folder = f"{self.shown_as}/topics"
        guess = did_you_mean(topic, self.written_topics)
        new = f"a new topic needs a file {folder}/{topic}.md."
        mend = mend_by(guess, new if is_slug(topic) else f"the topics are in {folder}.")
        message = f"no topic {quoted(topic)} in {folder}"
        document.problem("unknown-topic", "topic", message, mend)
        file.failed = True  # nothing can stand below no topic, however much the check weighs

    def check_decision(self, read: ReadMessage[Comment]) -> None:
        """Report a moderator, a reason or times of a customer's message that cannot be."""
        document, values = read.document, read.values
        self.check_future(document, values.get("received"), "received")
        decided: Decision | None = values.get("moderation")
        if decided is None:
            return
        fields = document.fields
        self.check_future(document, decided.at, "moderation", "at")
        if decided.by is not None:
            self.check_person(document, inner_span(fields, "moderation", "by"), decided.by)
        self._check_record(read)
        reason = decided.reason
        if reason is None or reason in self.policy.rules:
            return
        if self.written_rules is None or reason in self.written_rules:
            document.file.depends("unknown-reason")
            return
        known = listed(self.written_rules) or "none yet"
        message = f"no rule {quoted(reason)} in {self.shown_as}/policy.yml"
        guess = did_you_mean(reason, self.written_rules)
        mend = mend_by(guess, f"the rules are: {known}.")
        span = inner_span(fields, "moderation", "reason")
        document.file.problem("unknown-reason", *span, message, mend)

    def _check_record(self, read: ReadMessage[Comment]) -> None:
        """Report people and times of earlier decisions, of an appeal and of redactions."""
        document, values, fields = read.document, read.values, read.document.fields
        record: list[tuple[Node, Decision | Redaction]] = []
        for name in ("history", "redactions"):
            written = inner_mappings(fields, name)
            if len(written) == len(values.get(name, ())):
                record += zip(written, values.get(name, ()), strict=True)
        for node, one in record:
            if one.by is not None:
                self.check_person(document, node.span("by"), one.by)
            if one.at is not None and one.at > self.now:
                self._future(document, node.span("at"))
        appeal: Appeal | None = values.get("appeal")
        if appeal is not None:
            if appeal.by is not None:
                self.check_person(document, inner_span(fields, "appeal", "by"), appeal.by)
            for name in ("requested", "upheld", "reversed"):
                self.check_future(document, getattr(appeal, name), "appeal", name)

    def check_sender(self, read: ReadMessage[Comment]) -> None:
        """Report a customer whom readers may take for an employee."""
        sender: str | None = read.values.get("from")
        if sender is not None and same_name(sender) in self.names:
            message = "an employee has the same name: readers may take this for an answer"
            mend = "ask the customer under which other name it may be shown, as with a place."
            read.document.problem("name-of-employee", "from", message, mend)

    def check_future(
        self, document: Document, moment: datetime | None, name: str, inner: str = ""
    ) -> None:
        """Report a moment, the value of the field *name* or *inner* in it, that is yet to come."""
        if moment is not None and moment > self.now:
            self._future(document, inner_span(document.fields, name, inner))

    def _future(self, document: Document, span: tuple[int, int]) -> None:
        mend = "correct the date; it is shown as it stands."
        document.file.problem("future-date", *span, "this lies in the future", mend)


def same_name(name: str) -> str:
    """*name* without what readers overlook: capitals, the width of letters, doubled spaces."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def check_thread_id(document: Document, named: str | None, thread_id: str | None) -> None:
    """Report a message that lies in another thread than the one that it names."""
    if named is not None and thread_id is not None and named != thread_id:
        message = f"this thread is {quoted(thread_id)}"
        mend = f"write 'thread: {thread_id}', or move the file to the thread that it belongs to."
        document.problem("unknown-thread", "thread", message, mend)


def check_follow_up(read: ReadMessage[Comment], opening: ReadMessage[Comment] | None) -> None:
    """Report a follow-up that is older than what it follows."""
    received: datetime | None = read.values.get("received")
    opened: datetime | None = opening.values.get("received") if opening else None
    if received is not None and opened is not None and received < opened:
        message = f"the follow-up is dated before the comment, received {opened.isoformat()}"
        mend = "correct one of the times, or let the older message be the comment."
        read.document.problem("follow-up-before-comment", "received", message, mend)


def check_reply(
    read: ReadMessage[Reply], name: MessageName, asked: Asked, known: Known, *, signed: bool
) -> Binding:
    """Report what a reply says wrongly about its signer and the message that it answers.

    Returns what binds it to that message and to the title.
    """
    document, values = read.document, read.values
    moment: datetime | None = values.get("date")
    known.check_future(document, moment, "date")
    if "signed_by" in values:
        _check_signer(document, values["signed_by"], name.author, known)
        _check_employment(document, known.people.get(values["signed_by"]), moment, known.policy)
    stem = values.get("answers", "comment")
    if stem not in asked:
        message = f"there is no message {quoted(stem)} of the customer in this thread"
        mend = mend_by(did_you_mean(stem, asked), f"possible are: {listed(asked)}.")
        document.problem("unknown-message", "answers", message, mend)
        document.file.failed = True
        return "broken"
    answered = asked[stem]
    if answered is None or answered.usable is None:
        # However much the check weighs: whether the public may see what is answered is unknown.
        document.file.failed = True
    binding = check_binding(document, values, answered, asked.get(COMMENT), signed=signed)
    if answered is None or moment is None:
        return binding
    received: datetime | None = answered.values.get("received")
    if received is not None and moment < received:
        message = f"the reply is dated before '{stem}', which was received {received.isoformat()}"
        mend = "correct the date, or name the message that it answers in 'answers'."
        document.problem("reply-before-question", "date", message, mend)
    _check_published(document, stem, answered.values.get("moderation"), moment)
    return binding


def _check_signer(document: Document, signer: str, author: str, known: Known) -> None:
    known.check_person(document, document.span("signed_by"), signer)
    if signer not in known.people:
        document.file.failed = True  # an answer of nobody, however much the check weighs
    if signer != author and signer in known.written_people:
        message = f"the file is named after '{author}'"
        mend = f"write 'signed_by: {author}', or rename the file."
        if author == PERSON:
            mend = "rename the file after yourself."
        document.problem("file-name", "signed_by", message, mend)


def _check_employment(
    document: Document, person: Person | None, moment: datetime | None, policy: Policy
) -> None:
    if person is None or moment is None:
        return
    if person.until is not None and person.until < person.since:
        return  # the person's own problem
    day = local_day(moment, policy.calendar)
    if day < person.since or (person.until is not None and day > person.until):
        bound = f"since: {person.since}" if day < person.since else f"until: {person.until}"
        message = f"'{person.id}' did not work here on {day}"
        mend = f"correct the date, or '{bound}' in {person.path}."
        document.problem("outside-employment", "date", message, mend)


def _check_published(
    document: Document, stem: Stem, decided: Decision | None, moment: datetime
) -> None:
    if decided is None or decided.decision == "published":
        return
    if decided.decision == "pending":
        message = f"'{stem}' is not published yet"
        mend = "decide about it first, then answer it."
    elif decided.at is not None and moment > decided.at:
        message = f"'{stem}' was {decided.decision} before this answer"
        mend = "delete the reply; answer in private."
    else:
        return
    document.problem("answers-unpublished", "answers", message, mend)
