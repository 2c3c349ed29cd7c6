"""What binds an answer to its question: the words and the title as its signer saw them.

A question that is not shown any more has lost its words and its nonce. Then there is nothing
to compare, and no fault in that; it is said all the same. So it is where a passage was removed
after the answer: the site has to declare that, with a time, and a marker has to stand in the
words. Whoever changes a question without saying so is found out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any

from answerable.digests import question_digest, title_digest
from answerable.model import COMMENT, Reply, Stem
from answerable.source.names import message_name
from answerable.source.redaction import has_marker
from answerable.verification.evidence import Evidence, ThreadPage
from answerable.verification.notes import notes_problems, redacted_after
from answerable.verification.page import quoted
from answerable.verification.shown import html_difference, words_problems
from answerable.verification.tokens import Token, one_line
from answerable.verification.verdict import Finding


class Questions:
    """The questions of one thread, each looked at once."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._shown = lru_cache(maxsize=None)(self._as_shown)

    def remarks(self, reply: Reply) -> Iterator[str]:
        """What of the question cannot be compared."""
        asked = self._evidence.messages.get(reply.answers, {})
        if asked.get("type") == "stub":
            yield f"the question is {asked.get('decision')}: there is nothing to compare"
        elif reply.title is None:
            yield "nothing binds the answer to the title above it"
        elif self._evidence.messages.get(COMMENT, {}).get("type") == "stub":
            yield "the title is not shown any more: there is nothing to compare"
        for what, redacted in (
            ("question", self._question_redacted(reply)),
            ("title", self._title_redacted(reply)),
        ):
            if redacted:
                day = f"{redacted:%Y-%m-%d}"
                yield f"the {what} was redacted on {day}, after the answer: it cannot be compared"

    def findings(self, reply: Reply) -> Iterator[Finding]:
        """What is wrong with the question and the title above *reply*."""
        stem = reply.answers
        name = message_name(stem)
        if (stem != COMMENT and not (name and name.is_follow_up)) or not self._is_there(stem):
            yield Finding("unknown-message", f"there is no message {quoted(stem)} here")
            return
        if not reply.question:
            yield Finding("unbound", "it holds no digest of its question")
        yield from self._shown(stem)
        nonce, words = self._evidence.nonce(stem), self._evidence.words(stem)
        if nonce is None:
            return
        fits = words is None or question_digest(nonce, words) == reply.question
        if reply.question and not fits and not self._question_redacted(reply):
            yield Finding("question-changed", "the words of the question are not those answered")
        if reply.title is not None:
            yield from self._title(nonce, reply)

    def redacted_later(self, reply: Reply) -> bool:
        """Whether the question or the title was redacted after *reply*, and fits no more."""
        return bool(self._question_redacted(reply) or self._title_redacted(reply))

    def _question_redacted(self, reply: Reply) -> datetime | None:
        """When the question was redacted, if that is why its digest does not fit."""
        nonce, words = self._evidence.nonce(reply.answers), self._evidence.words(reply.answers)
        if nonce is None or words is None or not reply.question or not has_marker(words):
            return None
        if question_digest(nonce, words) == reply.question:
            return None
        return redacted_after(self._evidence.messages.get(reply.answers, {}), reply.date)

    def _title_redacted(self, reply: Reply) -> datetime | None:
        """When the title was redacted, if that is why its digest does not fit."""
        nonce, title = self._evidence.nonce(reply.answers), self._evidence.data.title
        if nonce is None or reply.title is None or not title or not has_marker(title):
            return None
        if title_digest(nonce, title) == reply.title:
            return None
        return redacted_after(self._evidence.messages.get(COMMENT, {}), reply.date)

    def _is_there(self, stem: Stem) -> bool:
        evidence = self._evidence
        shown = any(stem in place.shown.messages for place in evidence.places)
        return shown or stem in evidence.messages

    def _title(self, nonce: str, reply: Reply) -> Iterator[Finding]:
        data, places = self._evidence.data, self._evidence.places
        if data.messages.get(COMMENT, {}).get("type") == "stub":
            return
        named = [data.title, *(place.shown.title for place in places)]
        bound = next(
            (one for one in named if one and title_digest(nonce, one) == reply.title), None
        )
        if bound is None and self._title_redacted(reply):
            # Then all places must at least show the same.
            bound = data.title
        if bound is None:
            title = quoted(next(filter(None, named), ""))
            yield Finding("title-changed", f"the title {title} is not that of the signed answer")
            return
        if data.title != bound and not data.problem:
            yield Finding("data-differs", f"the data gives the title {quoted(data.title or '')}")
        for place in places:
            if not place.shown.unread and one_line(place.shown.title or "") != one_line(bound):
                note = f"{place.called} shows the title {quoted(place.shown.title or '')}"
                yield Finding("page-differs", note)

    def _as_shown(self, stem: Stem) -> tuple[Finding, ...]:
        """What is wrong with the message *stem* on the pages and in the data."""
        evidence = self._evidence
        asked = evidence.messages.get(stem, {})
        if asked.get("type") == "stub":
            return tuple(
                Finding("page-differs", f"{place.called} shows a question that is gone")
                for place in evidence.places
                if not place.shown.unread
                and ((one := place.shown.messages.get(stem)) is None or one.kind != "stub")
            )
        words = evidence.words(stem)
        if words is None or evidence.nonce(stem) is None:
            what = "words" if words is None else "nonce"
            return (Finding("missing-words", f"the {what} of the question cannot be read"),)
        expected = evidence.expected(words, stem, own=False)
        found = []
        if evidence.data.problem:
            pass  # said of the answer
        elif asked.get("type") != "comment":
            found.append(Finding("data-differs", "the data does not hold the question"))
        elif problem := data_words(asked, words, expected, evidence):
            found.append(Finding("data-differs", f"of the question, {problem}"))
        for place in evidence.places:
            found += [
                Finding("page-differs", f"{place.called}, question: {problem}")
                for problem in self._on_page(place, stem, asked, expected)
            ]
        return tuple(found)

    def _on_page(
        self, place: ThreadPage, stem: Stem, asked: Mapping[str, Any], expected: list[Token]
    ) -> Iterator[str]:
        message = place.shown.messages.get(stem)
        if place.shown.unread:
            return
        if message is None or message.kind != "comment":
            yield "it is not shown"
            return
        yield from message.problems
        yield from notes_problems(message, asked, place.shown.language)
        language, resolve = asked.get("language"), self._evidence.resolve_on(place)
        yield from words_problems(message, expected, language, resolve, place.shown.language)


def data_words(
    message: Mapping[str, Any], body: str, expected: list[Token], evidence: Evidence
) -> str | None:
    """What is wrong with the words of a *message* in the data, None if nothing is."""
    if message.get("markdown") != body:
        return "the data has another text"
    html = message.get("html")
    if not isinstance(html, str):
        return "the data has no HTML"
    found = html_difference(html, expected, evidence.resolve, evidence.language)
    return f"the data differs: {found}" if found else None
