"""The answers of one published thread: sources, pages and data held against each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerable.model import GOOD_SEALS, UNSIGNED, Reply, Seal, Stem, ThreadId
from answerable.trust.judgement import KeyRing
from answerable.verification.around import other_problems
from answerable.verification.data import read_data
from answerable.verification.evidence import BARE_PAGE, PAGE, Evidence, ThreadPage
from answerable.verification.folder import Folder, UnreadableError
from answerable.verification.letter import Signed
from answerable.verification.page import Kind, quoted
from answerable.verification.people import PeoplePages
from answerable.verification.question import Questions, data_words
from answerable.verification.shown import reply_problems
from answerable.verification.sources import Source, read_source
from answerable.verification.tokens import one_line
from answerable.verification.verdict import Finding, Verdict, gravest, seal_note

_FILES: Mapping[Kind, str] = {"reply": ".md", "comment": ".txt", "stub": "/"}


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of all employees; *ring* is None where the lists cannot be used."""

    ring: KeyRing | None
    now: datetime


class PublishedThread:
    """The thread in the folder *path* of a *site*."""

    def __init__(self, site: Folder, path: str, keys: Keys, people: PeoplePages) -> None:
        self._evidence = Evidence(site, path)
        self._questions = Questions(self._evidence)
        self._keys = keys
        self._people = people

    @property
    def id(self) -> ThreadId:
        """The thread's name, by its data or its page; "" where neither says."""
        return self._evidence.data.id

    def verdicts(self, shown_as: str) -> list[Verdict]:
        """What became of each of its answers; *shown_as* stands for the site's root."""
        folder = f"{shown_as}/{self._evidence.path}"
        stems = sorted(self._evidence.replies())
        return [self._verdict(stem, f"{folder}/{stem}.md") for stem in stems]

    def _verdict(self, stem: Stem, file: str) -> Verdict:
        try:
            data = self._evidence.source(stem)
        except UnreadableError as error:
            return Verdict(file, self.id, "", None, "unreadable", "", (str(error),))
        if data is None:
            return Verdict(file, self.id, "", None, "missing-source", "", self._where(stem))
        source = read_source(data, stem)
        if source.reply is None:
            return Verdict(file, self.id, "", None, "unreadable", "", source.notes)
        return self._judged(source, source.reply, file)

    def _judged(self, source: Source, reply: Reply, file: str) -> Verdict:
        if self._keys.ring is None:
            return Verdict(file, self.id, reply.signed_by, reply.date, "unusable-keys", "")
        seal = self._seal(reply, self._keys.ring)
        findings = list(source.findings)
        if source.thread != self.id:
            note = f"it was written for the thread {quoted(source.thread or '')}"
            findings.append(Finding("other-thread", note))
        findings += self._questions.findings(reply)
        findings += self._showing(reply, seal)
        notes = [note] if (note := seal_note(seal, reply.date) or "") else []
        notes += [finding.note for finding in findings]
        notes += self._questions.remarks(reply)
        return Verdict(
            file,
            self.id,
            reply.signed_by,
            reply.date,
            gravest(findings, seal.state),
            seal.fingerprint,
            tuple(dict.fromkeys(notes)),
        )

    def _seal(self, reply: Reply, ring: KeyRing) -> Seal:
        try:
            signature = self._evidence.signature(reply.stem)
        except UnreadableError as error:
            return Seal("unusable", problem=str(error))
        if signature is None:
            return UNSIGNED
        signer, date = reply.signed_by, reply.date
        return ring.judge(reply.file, signature, signer=signer, date=date, now=self._keys.now)

    def _where(self, stem: Stem) -> tuple[str, ...]:
        """Where *stem* is found without its source."""
        evidence = self._evidence
        places = [place.called for place in evidence.places if stem in place.shown.messages]
        places += ["the data"] if stem in evidence.messages else []
        places += ["a signature"] if f"{stem}.md.sig" in evidence.files else []
        return (f"it is named by {', '.join(places)}",)

    def _showing(self, reply: Reply, seal: Seal) -> Iterator[Finding]:
        """What of *reply* the pages and the data show otherwise, or not at all."""
        evidence = self._evidence
        message = evidence.messages.get(reply.stem)
        signed = self._signed(reply, seal, message or {})
        if evidence.data.problem:
            yield Finding("data-differs", evidence.data.problem)
        elif message is None:
            yield Finding("data-differs", "the data does not hold the answer")
        else:
            for problem in self._data_problems(message, reply, signed):
                yield Finding("data-differs", problem)
        yield from self._on_pages(signed)
        if problem := self._people.problem(reply.signed_by, signed.name) or "":
            yield Finding("page-differs", problem)

    def _signed(self, reply: Reply, seal: Seal, message: Mapping[str, Any]) -> Signed:
        person = message.get("person")
        name = role = None
        if isinstance(person, dict) and person.get("id") == reply.signed_by:
            name = person.get("name")
            role = one_line(f"{person.get('role')}, {person.get('unit')}")
        # The data has its own complaints; the page is held against the name that is left.
        name = name if isinstance(name, str) else self._people.name(reply.signed_by)
        return Signed(
            stem=reply.stem,
            answers=reply.answers,
            signer=reply.signed_by,
            name=name,
            role=role,
            asked=self._evidence.messages.get(reply.answers, {}),
            date=reply.date,
            language=reply.language,
            outcome=reply.outcome,
            thread=self.id,
            state=seal.state,
            fingerprint=seal.fingerprint,
            redacted_later=self._questions.redacted_later(reply),
            words=self._evidence.expected(reply.body, reply.stem, own=True),
        )

    def _on_pages(self, signed: Signed) -> Iterator[Finding]:
        evidence = self._evidence
        for called in (PAGE, BARE_PAGE):
            if not any(place.called == called for place in evidence.places):
                yield Finding("not-shown", f"{called} of the thread is missing")
        for place in evidence.places:
            shown = place.shown
            if shown.unread:
                yield Finding("page-differs", f"{place.called} cannot be read: {shown.unread}")
                continue
            problems = list(shown.problems)
            message = shown.messages.get(signed.stem)
            if message is None:
                yield Finding("not-shown", f"{place.called} does not show it")
            else:
                resolve = evidence.resolve_on(place)
                problems += reply_problems(message, signed, shown.language, resolve, shown.messages)
            for problem in problems:
                yield Finding("page-differs", f"{place.called}: {problem}")
            yield from self._unaccounted(place)

    def _unaccounted(self, place: ThreadPage) -> Iterator[Finding]:
        """Messages that are on a page and nowhere else, or everywhere but there."""
        files, messages = self._evidence.files, self._evidence.messages
        for shown in place.shown.messages.values():
            has_file = f"{shown.stem}{_FILES[shown.kind]}" in files
            if shown.kind == "comment" and not has_file:
                note = f"{place.called} shows a message without a file: {quoted(shown.stem)}"
                yield Finding("page-differs", note)
            data = messages.get(shown.stem, {})
            if shown.kind != "reply" and data.get("type") == shown.kind:
                for problem in other_problems(shown, data, place.shown.language):
                    note = f"{place.called}, {quoted(shown.stem)}: {problem}"
                    yield Finding("page-differs", note)
            if messages and data.get("type") != shown.kind:
                note = f"{place.called} shows what the data does not hold: {quoted(shown.stem)}"
                yield Finding("data-differs" if has_file else "page-differs", note)
        for stem in messages:
            if stem not in place.shown.messages:
                note = f"{place.called} leaves out the message {quoted(stem)}"
                yield Finding("page-differs", note)

    def _data_problems(
        self, message: Mapping[str, Any], reply: Reply, signed: Signed
    ) -> Iterator[str]:
        person = message.get("person")
        if not isinstance(person, dict) or person.get("id") != reply.signed_by:
            yield "the data names another person"
        for field, value in (
            ("type", "reply"),
            ("answers", reply.answers),
            ("date", reply.date.isoformat()),
            ("outcome", reply.outcome),
            ("language", reply.language),
        ):
            if message.get(field) != value:
                yield f"the data gives {field} as {quoted(str(message.get(field)))}"
        if problem := data_words(message, reply.body, signed.words, self._evidence):
            yield problem
        seal = message.get("seal")
        seal = seal if isinstance(seal, dict) else {}
        claimed = seal.get("state")
        if claimed != signed.state and not {str(claimed), signed.state} <= GOOD_SEALS:
            yield f"the data calls it {quoted(str(claimed))}"
        if (seal.get("fingerprint") or "") != signed.fingerprint:
            yield "the data gives the fingerprint of another key"


def unclaimed(thread: ThreadId, data: bytes, file: str) -> Iterable[Verdict]:
    """The answers in the *data* of a *thread* that has no page."""
    found = read_data(thread, data, None)
    if found.problem:
        yield Verdict(file, thread, "", None, "unreadable", "", (found.problem,))
    for stem, message in found.messages.items():
        if message.get("type") == "reply":
            notes = (f"the data holds {quoted(stem)}, and no page shows it",)
            yield Verdict(file, thread, "", None, "not-shown", "", notes)
