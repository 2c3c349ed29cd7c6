"""From conversations to the files of a feedback folder.

The rules, the same for every format:

* a message is known by its system and its id there. What is known is never written again and
  never changed, nor what was deleted here; a new message of a known conversation joins it;
* what the checks would refuse is not written, and the report says why;
* what nobody could read before is not published without a person who decides that;
* an attachment is written before the message that shows it;
* a message that cannot be taken over never stops the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from answerable.config import Settings
from answerable.digests import question_digest, title_digest
from answerable.importers.attachments import Taken, take_attachments
from answerable.importers.drafts import (
    Choices,
    draft_comment,
    draft_reply,
    draft_thread,
    stem_of,
    thread_id_of,
)
from answerable.importers.interface import Conversation, SourceMessage
from answerable.importers.placing import ROLES, Place, place_messages
from answerable.importers.report import Report
from answerable.importers.shelf import Shelf, Shelved, SourceKey, time_of
from answerable.importers.trial import refusal
from answerable.importers.words import NoWordsError, one_line, words_of
from answerable.model import COMMENT, Comment, PersonId, Stem, ThreadId
from answerable.source.folder import ASSETS
from answerable.source.write import comment_file, follow_up_file, reply_file
from answerable.workdays import local_day

LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file to write."""

    path: Path
    data: bytes


class _RefusedError(Exception):
    """A message is not written; the error's message says why."""


class Plan:
    """The files that an import adds to what is on the shelf, counted in the report."""

    def __init__(self, choices: Choices, settings: Settings, shelf: Shelf, report: Report) -> None:
        self._choices = choices
        self._settings = settings
        self._shelf = shelf
        self._report = report
        self._seen: set[SourceKey] = set()
        self._pictures: dict[SourceKey, int] = {}
        self._taken: dict[SourceKey, Taken] = {}
        self._staff_as_customers: Counter[str] = Counter()

    def files(self, conversation: Conversation) -> Iterator[NewFile]:
        """The new files of *conversation*, in an order that leaves no reply without question."""
        report = self._report
        report.read += len(conversation.messages)
        report.dropped.update(conversation.dropped)
        report.warnings.extend(conversation.warnings)
        messages = []
        for message in conversation.messages:
            report.count_author(message)
            messages.append(self._prepared(message))
        conversation = replace(conversation, messages=tuple(messages))
        places = place_messages(conversation, self._choices.staff)
        # A question comes first even where its answer has the earlier date.
        for place in sorted(places, key=lambda place: ROLES.index(place.role)):
            yield from self._files_or_refusal(place, conversation)

    def close(self) -> None:
        """Add to the report what only shows at the end."""
        for name, number in self._staff_as_customers.most_common():
            self._report.warnings.append(
                f"{number} messages of {name} are here as a customer's, from an import "
                "without --staff; to change that, delete them and import again"
            )
        self._report.balance()

    def _key(self, message: SourceMessage) -> SourceKey:
        return self._choices.system, message.id

    def _prepared(self, message: SourceMessage) -> SourceMessage:
        """*message* with its text in canonical Markdown, or with the reason why it has none."""
        parent = None if message.parent is None else one_line(message.parent)
        message = replace(message, id=one_line(message.id), parent=parent)
        if message.left_out is not None or self._shelf.find(self._key(message)) is not None:
            return message
        if not 0 < len(message.id) <= LONGEST_ID:
            return replace(message, left_out=f"its id has not 1 to {LONGEST_ID} characters")
        if not 1900 <= message.date.year < 2200:
            return replace(message, left_out=f"its date is {message.date.date()}")
        try:
            words = words_of(message, self._choices.language, self._choices.base_url)
        except NoWordsError as error:
            return replace(message, left_out=str(error))
        self._pictures[self._key(message)] = words.pictures
        taken = take_attachments(message.attachments, message.item)
        self._taken[self._key(message)] = taken
        text = f"{words.text}\n{taken.lines}\n" if taken.lines else words.text
        return replace(message, text=text, markup="markdown", attachments=())

    def _files_or_refusal(self, place: Place, conversation: Conversation) -> tuple[NewFile, ...]:
        try:
            file = self._file(place, conversation)
        except _RefusedError as error:
            self._report.leave_out(place.message.item, str(error))
            return ()
        if file is None:
            return ()
        taken = self._taken.pop(self._key(place.message), Taken())
        self._report.attachments += len(taken.files)
        self._report.warnings.extend(taken.notes)
        folder = file.path.parent / ASSETS
        return (*(NewFile(folder / name, data) for name, data in taken.files), file)

    def _file(self, place: Place, conversation: Conversation) -> NewFile | None:
        message = place.message
        key = self._key(message)
        if key in self._seen:
            raise _RefusedError(f"another item of this import has the same id, {message.id}")
        self._seen.add(key)
        known = self._shelf.find(key)
        if known is not None:
            self._meet(known, place)
            return None
        if place.role == "out":
            raise _RefusedError(place.reason)
        if place.role == "answers" and place.answers is not None and place.person is not None:
            return self._reply(message, place.answers, place.person)
        home = None
        if place.role == "follows" and place.thread is not None:
            home = self._shelf.find(self._key(place.thread))
        # A comment that was refused, or is the younger one, leaves its followers to open threads.
        if home is not None and _is_before(message, home):
            home = None
        if home is None:
            return self._comment(message, conversation)
        return self._follow_up(message, home, public=conversation.public)

    def _meet(self, known: Shelved, place: Place) -> None:
        """Count a message that is there already."""
        message = place.message
        at = time_of(known)
        if at is not None and at != message.date:
            raise _RefusedError(
                f"{self._shown(known)} has the same id and another time; if it comes from "
                "another site, import this one with a --system of its own"
            )
        if known.suppressed is not None:
            raise _RefusedError(f"it was {known.decision} here; {self._shown(known)} says so")
        if message.left_out is not None:
            raise _RefusedError(f"{message.left_out}; but {self._shown(known)} is it, look at that")
        if place.person is not None and known.is_customers:
            self._staff_as_customers[message.name] += 1
        self._report.already_there += 1

    def _comment(self, message: SourceMessage, conversation: Conversation) -> NewFile:
        choices, shelf = self._choices, self._shelf
        thread_id = thread_id_of(choices.system, message.id, shelf.threads)
        thread = draft_thread(message, conversation, thread_id, choices)
        text = self._tried(message, COMMENT, thread.year, comment_file(thread))
        year = shelf.root / "threads" / thread.year
        path = year / shelf.take(year, thread.slug) / f"{COMMENT}.md"
        if thread.title is not None:
            self._shelf.titles[thread_id] = thread.title
        self._report.threads += 1
        return self._shelved(message, path, thread_id, text, thread.comment)

    def _follow_up(self, message: SourceMessage, home: Shelved, *, public: bool) -> NewFile:
        comment = draft_comment(message, stem_of(message.date), self._choices, public=public)
        # Below what waits for a decision may stand what waits as well.
        if home.is_customers and home.decision not in ("published", comment.moderation.decision):
            raise _RefusedError(f"{self._shown(home)}, which it follows, is {home.decision}")
        text = self._tried(message, comment.stem, "", follow_up_file(home.thread, comment))
        path = self._free(home, comment.stem)
        self._report.follow_ups += 1
        return self._shelved(message, path, home.thread, text, comment)

    def _reply(self, message: SourceMessage, answers: SourceMessage, person: PersonId) -> NewFile:
        answered = self._shelf.find(self._key(answers))
        if answered is None:
            raise _RefusedError("what it answers is left out")
        if answered.decision != "published" or answered.question is None:
            state = answered.decision if answered.is_customers else "an answer itself"
            raise _RefusedError(f"{self._shown(answered)}, which it answers, is {state}")
        if time_of(answered) is None or _is_before(message, answered):
            raise _RefusedError("it is dated before what it answers")
        self._check_tenure(message, person)
        reply = draft_reply(message, person, answered.stem, answered.question, self._choices)
        title = self._shelf.titles.get(answered.thread)
        if title is not None and answered.nonce is not None:
            reply = replace(reply, title=title_digest(answered.nonce, title))
        text = self._tried(message, reply.stem, "", reply_file(answered.thread, reply))
        path = self._free(answered, reply.stem)
        self._report.replies += 1
        return self._shelved(message, path, answered.thread, text, None)

    def _check_tenure(self, message: SourceMessage, person_id: PersonId) -> None:
        person = self._choices.people[person_id]
        day = local_day(message.date, self._choices.calendar)
        if day < person.since or (person.until is not None and day > person.until):
            raise _RefusedError(f"'{person_id}' did not work here on {day}")

    def _tried(self, message: SourceMessage, stem: Stem, year: str, text: str) -> str:
        taken = self._taken.get(self._key(message), Taken())
        names = [name for name, _ in taken.files]
        reason = refusal(stem, year, text, self._settings, names)
        if reason is not None:
            raise _RefusedError(f"the checks refuse it: {reason}")
        return text

    def _free(self, beside: Shelved, stem: Stem) -> Path:
        folder = beside.path.parent
        return folder / f"{self._shelf.take(folder, stem)}.md"

    def _shelved(
        self,
        message: SourceMessage,
        path: Path,
        thread: ThreadId,
        text: str,
        comment: Comment | None,
    ) -> NewFile:
        key = self._key(message)
        nonce = comment.nonce if comment else None
        decision = comment.moderation.decision if comment else None
        self._report.pending += decision == "pending"
        self._report.pictures += self._pictures.pop(key, 0)
        shelved = Shelved(
            path=path,
            thread=thread,
            stem=path.stem,
            at=message.date.isoformat(),
            question=question_digest(nonce, message.text) if nonce else None,
            nonce=nonce,
            decision=decision,
        )
        self._shelf.add(shelved, key)
        return NewFile(path, text.encode())

    def _shown(self, known: Shelved) -> str:
        return known.path.relative_to(self._shelf.root).as_posix()


def _is_before(message: SourceMessage, other: Shelved) -> bool:
    at = time_of(other)
    return at is not None and message.date < at
