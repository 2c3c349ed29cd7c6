"""What stands around the words of a reply: the letterhead, what it answers, and the seal."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from answerable.model import GOOD_SEALS, Outcome, PersonId, SealState, Stem
from answerable.site.messages import initials
from answerable.site.seals import kind_of
from answerable.site.words import OUTCOME, OUTCOME_TEXT, SEAL, SEAL_TEXT, STATE
from answerable.verification.around import (
    child,
    date_problems,
    fits,
    is_day,
    language_of,
    moment_in,
    stray,
    word,
)
from answerable.verification.page import quoted
from answerable.verification.tokens import Resolve, Token, below_root, one_line
from answerable.verification.tree import Element

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9]) \S{1,12}")


@dataclass(frozen=True, slots=True)
class Signed:
    """What the source of a reply says, and what its signature is worth.

    ``name`` and ``role`` are what the site's data call the signer, None where they do not.
    ``asked`` is what they hold of the message that is answered. ``redacted_later`` says that
    this message or the title was redacted after the reply. ``words`` are what a page has to show.
    """

    stem: Stem
    answers: Stem
    signer: PersonId
    name: str | None
    role: str | None
    asked: Mapping[str, Any]
    date: datetime
    language: str
    outcome: Outcome | None
    thread: str
    state: SealState
    fingerprint: str
    redacted_later: bool
    words: list[Token]


def head_problems(
    head: Element | None, signed: Signed, language: str, resolve: Resolve
) -> Iterator[str]:
    """What is wrong with the head: who answers, and when."""
    if head is None:
        yield "it has no head"
        return
    portrait = child(head, "span", "ans-portrait") or child(head, "img", "ans-portrait")
    letter, sent = child(head, "div"), child(head, "a", "ans-message__link")
    yield from stray(head, (portrait, letter, sent))
    yield from _letter_problems(letter, portrait, signed, resolve)
    if sent is None:
        yield "its head bears no date"
    else:
        yield from date_problems(sent, signed.date, language)


def _letter_problems(
    letter: Element | None, portrait: Element | None, signed: Signed, resolve: Resolve
) -> Iterator[str]:
    title, role = child(letter, "h2"), child(letter, "p")
    link = child(title, "a")
    name = one_line(title.text) if title else ""
    if letter is not None:
        yield from stray(letter, (title, role))
    if role is None or (signed.role is not None and one_line(role.text) != signed.role):
        yield f"it is shown as an answer of {quoted(role.text if role else '')}"
    if signed.name is None or name != signed.name:
        yield f"it is shown as an answer of {quoted(name)}"
    target = resolve(link.attributes.get("href", "")) if link else ""
    mine = below_root(f"people/{signed.signer}")
    if target not in (f"{mine}/", f"{mine}.html", f"{mine}/index.html"):
        yield f"its head leads to another person than {signed.signer}"
    if portrait is not None and portrait.name == "img":
        picture = resolve(portrait.attributes.get("src", ""))
        if not picture.startswith(f"{mine}/"):
            yield f"its portrait is not that of {signed.signer}"
    elif portrait is not None and one_line(portrait.text) != initials(name):
        yield f"in place of a portrait stands {quoted(portrait.text)}"


def remark_problems(
    remark: Element | None,
    previous: Stem | None,
    signed: Signed,
    language: str,
    resolve: Resolve,
    stems: Collection[Stem],
) -> Iterator[str]:
    """What is wrong with the line that says what is answered."""
    expected = signed.answers if signed.answers in stems and previous != signed.answers else None
    shown = None
    if remark is not None:
        link = child(remark, "a")
        shown = resolve(link.attributes.get("href", "")).rpartition("#")[2] if link else ""
    if shown != expected:
        yield f"it is not shown as an answer to '{signed.answers}'"
    elif remark is not None and signed.asked:
        text = language_of(language).text
        template = f"{text('In answer to')} {{sender}}, {{day}}"
        asked = signed.asked
        gone = asked.get("type") == "stub"
        sender = word(STATE, asked.get("decision"), language) if gone else asked.get("author")
        day = _day_in(remark)
        moment = moment_in(asked.get("received"))
        if not fits(
            remark.text, template, sender=str(sender or text("Anonymous")), day=day
        ) or not (moment and is_day(day, moment, language)):
            yield f"what it answers is shown as {quoted(remark.text)}"


def _day_in(remark: Element) -> str:
    moment = child(child(remark, "a"), "time")
    return moment.text if moment else ""


def foot_problems(foot: Element | None, signed: Signed, language: str) -> Iterator[str]:
    """What is wrong with the foot: the outcome, the last line and the seal."""
    seal = child(foot, "details", "ans-seal")
    if foot is None or seal is None:
        yield "it has no seal"
        return
    outcome, line = child(foot, "p", "ans-outcome"), child(foot, "p", "ans-signature")
    yield from stray(foot, (outcome, line, seal))
    text = language_of(language).text
    wanted = ""
    if signed.outcome:
        wanted = f"{text(OUTCOME[signed.outcome])}. {text(OUTCOME_TEXT[signed.outcome])}"
    said = one_line(outcome.text) if outcome else ""
    if said != wanted:
        yield f"its outcome is shown as {quoted(said)}"
    moment = child(line, "span")
    when, _, clock = moment.text.rpartition(",") if moment else ("", "", "")
    begin = text("Answered by {name}", name=signed.name or "")
    words = one_line(line.text) if line else ""
    if moment is None or words != f"{begin}, {one_line(moment.text)}":
        yield f"its last line is {quoted(words)}"
    elif not is_day(when, signed.date, language) or not _is_minute(clock, signed.date):
        yield f"its last line is dated {quoted(moment.text)}"
    yield from _seal_problems(seal, signed, text)


def _is_minute(text: str, moment: datetime) -> bool:
    """Whether *text* is the time of *moment* in some time zone, with the zone's name."""
    found = _CLOCK.fullmatch(one_line(text))
    # No zone of today differs from another by less than a quarter of an hour.
    return found is not None and (int(found[2]) - moment.astimezone(timezone.utc).minute) % 15 == 0


def _seal_problems(seal: Element, signed: Signed, text: Callable[[str], str]) -> Iterator[str]:
    claimed = seal.attributes.get("data-ans-seal", "")
    # A key can have been retired since the site was built.
    both_good = claimed in GOOD_SEALS and signed.state in GOOD_SEALS
    if claimed != signed.state and not both_good:
        yield f"its seal says '{claimed}'"
    if seal.attributes.get("data-ans-signer") != signed.signer:
        yield f"its seal names {quoted(seal.attributes.get('data-ans-signer', ''))} as the signer"
    if seal.attributes.get("data-ans-thread") != signed.thread:
        yield "its seal names another thread"
    summary = child(seal, "summary")
    shown = child(summary, "span", "ans-seal__word")
    if summary is not None:
        yield from stray(summary, (shown, child(summary, "svg")))
    said = one_line(shown.text) if shown else ""
    states = GOOD_SEALS if both_good else {signed.state}
    if said not in {text(SEAL[state]) for state in states}:
        yield f"its seal reads {quoted(said)}"
    if f"ans-seal--{kind_of(signed.state)}" not in seal.classes or len(seal.classes) != 2:
        yield "its seal looks like another one"
    plain = [one for one in seal.elements if one.name == "p" and not one.attributes]
    meaning = plain[0].text if plain else ""
    if not any(
        fits(meaning, text(SEAL_TEXT[state]), name=signed.name, role=None, until=None, revoked=None)
        for state in states
    ):
        yield f"its seal explains {quoted(meaning)}"
    remark = text("The question was redacted later, so it can no longer be compared.")
    said_besides = [one_line(one.text) for one in plain[1:] if child(one, "textarea") is None]
    if said_besides != [remark] * signed.redacted_later:
        yield f"its seal also says {quoted(' '.join(said_besides))}"
    codes = re.findall(r"SHA256:[A-Za-z0-9+/]{43}", seal.text)
    if signed.fingerprint and codes[:1] != [signed.fingerprint]:
        yield "its seal shows the fingerprint of another key"
