"""What a page shows of a message, held against what was signed and published.

Everything is compared but what only the site's own words say: how a channel is called, or
the explanations around a seal.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache

from answerable.markup import Labels, Picture, render_message
from answerable.model import GOOD_SEALS, Outcome, PersonId, SealState, Stem
from answerable.site.language import Language
from answerable.site.words import OUTCOME, OUTCOME_TEXT, SEAL
from answerable.verification.page import ShownMessage, quoted
from answerable.verification.tokens import Resolve, Token, below_root, one_line, tokens
from answerable.verification.tree import Element, UnclearPageError, parse

_NOT_SHOWN = "Picture that is not shown"
_LABELS = Labels("Table", "Code", _NOT_SHOWN, "Footnotes", "Back to the text")


@dataclass(frozen=True, slots=True)
class Signed:
    """What the source of a reply says, and what its signature is worth.

    ``name`` is what the site's data call the signer, None where they do not. ``words`` are
    what a page has to show.
    """

    stem: Stem
    answers: Stem
    signer: PersonId
    name: str | None
    date: datetime
    language: str
    outcome: Outcome | None
    thread: str
    state: SealState
    fingerprint: str
    words: list[Token]


@lru_cache(maxsize=16)
def language_of(code: str) -> Language:
    """The language *code*; times do not matter here."""
    return Language(code, timezone.utc)


@lru_cache(maxsize=16)
def _not_shown(code: str) -> Collection[str]:
    return (language_of(code).text(_NOT_SHOWN), _NOT_SHOWN)


def expected_words(
    body: str, stem: Stem, *, own: bool, assets: Mapping[str, Picture], resolve: Resolve
) -> list[Token]:
    """What a page has to show of a message; *own* says that an employee wrote it.

    *resolve* resolves the addresses of the thread's folder.
    """
    html = render_message(
        body, stem=stem, trusted_links=own, assets=assets, base="", labels=_LABELS
    )
    return tokens(parse(html), resolve, (_NOT_SHOWN,))


def html_difference(
    html: str, expected: list[Token], resolve: Resolve, language: str
) -> str | None:
    """How a piece of HTML differs from the *expected* words, None if it does not."""
    try:
        found = tokens(parse(html), resolve, _not_shown(language))
    except UnclearPageError as error:
        return str(error)
    return _first_difference(found, expected)


def words_problems(
    message: ShownMessage,
    expected: list[Token],
    language: str | None,
    resolve: Resolve,
    page: str,
) -> Iterator[str]:
    """What is wrong with the words of *message*.

    *language* is theirs, None where it is not known; *page* is that of the page.
    """
    words = message.parts.get("ans-message__words")
    if words is None:
        yield "it shows no words"
        return
    if language is None:
        language = words.attributes.get("lang", "")
    if words.attributes != {"class": "ans-message__words", "lang": language, "dir": "auto"}:
        yield "something is done to its words as a whole"
    found = _first_difference(tokens(words, resolve, _not_shown(page)), expected)
    if found:
        yield found


def reply_problems(
    message: ShownMessage, signed: Signed, language: str, resolve: Resolve, stems: Collection[Stem]
) -> Iterator[str]:
    """What is wrong with a reply on a page in *language* that shows the messages *stems*."""
    yield from message.problems
    if message.kind != "reply":
        yield "it is not shown as an answer of the company"
        return
    yield from words_problems(message, signed.words, signed.language, resolve, language)
    yield from _head_problems(message.parts.get("ans-message__head"), signed, language, resolve)
    remark = message.parts.get("ans-message__remark")
    yield from _remark_problems(remark, message.previous, signed, resolve, stems)
    yield from _foot_problems(message.parts.get("ans-message__foot"), signed, language)


def _first_difference(found: list[Token], expected: list[Token]) -> str | None:
    if found == expected:
        return None
    for at in range(max(len(found), len(expected))):
        is_, was = _at(found, at), _at(expected, at)
        if is_ != was:
            return f"it shows {_said(is_, was)} in place of {_said(was, is_)}"
    return None


def _at(list_: list[Token], at: int) -> Token:
    return list_[at] if at < len(list_) else ()


def _said(token: Token, other: Token) -> str:
    if not token:
        return "nothing"
    if token[0] != "words":
        return f"<{' '.join(part.replace(below_root(''), '/') for part in token)}>"
    words = token[1]
    if other and other[0] == "words":
        # From a little in front of where the two begin to differ.
        same = next(
            (at for at, pair in enumerate(zip(words, other[1], strict=False)) if len({*pair}) > 1),
            min(len(words), len(other[1])),
        )
        start = words.rfind(" ", 0, max(0, same - 15)) + 1
        return quoted(("…" if start else "") + words[start : same + 30])
    return quoted(words)


def _child(element: Element | None, name: str, class_: str = "") -> Element | None:
    found = [
        child
        for child in (element.elements if element else ())
        if child.name == name and (not class_ or class_ in child.classes)
    ]
    return found[0] if len(found) == 1 else None


def _stray(element: Element, known: Collection[Element | None]) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                yield f"it also shows {quoted(child)}"
        elif not any(child is one for one in known):
            yield f"it also shows {quoted(child.text or child.name)}"


def _head_problems(
    head: Element | None, signed: Signed, language: str, resolve: Resolve
) -> Iterator[str]:
    if head is None:
        yield "it has no head"
        return
    portrait = _child(head, "span", "ans-portrait") or _child(head, "img", "ans-portrait")
    letter, sent = _child(head, "div"), _child(head, "a", "ans-message__link")
    yield from _stray(head, (portrait, letter, sent))
    yield from _letter_problems(letter, portrait, signed, resolve)
    moment = _child(sent, "time")
    if sent is None or moment is None:
        yield "its head bears no date"
    elif not _is_day(moment.text, signed.date, language) or one_line(sent.text) != one_line(
        moment.text
    ):
        yield f"its head is dated {quoted(sent.text)}"
    elif moment.attributes.get("datetime") != signed.date.isoformat():
        yield f"its head is dated {quoted(moment.attributes.get('datetime', ''))}"


def _letter_problems(
    letter: Element | None, portrait: Element | None, signed: Signed, resolve: Resolve
) -> Iterator[str]:
    title = _child(letter, "h2")
    link = _child(title, "a")
    name = one_line(title.text) if title else ""
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


def _remark_problems(
    remark: Element | None,
    previous: Stem | None,
    signed: Signed,
    resolve: Resolve,
    stems: Collection[Stem],
) -> Iterator[str]:
    expected = signed.answers if signed.answers in stems and previous != signed.answers else None
    shown = None
    if remark is not None:
        link = _child(remark, "a")
        shown = resolve(link.attributes.get("href", "")).rpartition("#")[2] if link else ""
    if shown != expected:
        yield f"it is not shown as an answer to '{signed.answers}'"


def _foot_problems(foot: Element | None, signed: Signed, language: str) -> Iterator[str]:
    seal = _child(foot, "details", "ans-seal")
    if foot is None or seal is None:
        yield "it has no seal"
        return
    outcome, line = _child(foot, "p", "ans-outcome"), _child(foot, "p", "ans-signature")
    yield from _stray(foot, (outcome, line, seal))
    text = language_of(language).text
    wanted = ""
    if signed.outcome:
        wanted = f"{text(OUTCOME[signed.outcome])}. {text(OUTCOME_TEXT[signed.outcome])}"
    said = one_line(outcome.text) if outcome else ""
    if said != wanted:
        yield f"its outcome is shown as {quoted(said)}"
    moment = _child(line, "span")
    begin = text("Answered by {name}", name=signed.name or "")
    words = one_line(line.text) if line else ""
    when = moment.text.rpartition(",")[0] if moment else ""
    if moment is None or words != f"{begin}, {one_line(moment.text)}":
        yield f"its last line is {quoted(words)}"
    elif not _is_day(when, signed.date, language):
        yield f"its last line is dated {quoted(moment.text)}"
    yield from _seal_problems(seal, signed, text)


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
    shown = _child(_child(seal, "summary"), "span", "ans-seal__word")
    said = one_line(shown.text) if shown else ""
    states = GOOD_SEALS if both_good else {signed.state}
    if said not in {text(SEAL[state]) for state in states}:
        yield f"its seal reads {quoted(said)}"
    codes = re.findall(r"SHA256:[A-Za-z0-9+/]{43}", seal.text)
    if signed.fingerprint and codes[:1] != [signed.fingerprint]:
        yield "its seal shows the fingerprint of another key"


def _is_day(text: str, moment: datetime, language: str) -> bool:
    """Whether *text* is the day of *moment* in some time zone."""
    day = language_of(language).day
    return one_line(text) in {
        one_line(day(moment.date() + timedelta(days=days)))
        for days in (-1, 0, 1)
        if _in_calendar(moment, days)
    }


def _in_calendar(moment: datetime, days: int) -> bool:
    return 1 < moment.date().toordinal() + days < date.max.toordinal()
