"""What stands around the words of a message: whose they are, of which day, and what became of it.

The site's own words are known in every language that it has; those of another are in English.
Whatever else stands there could be taken for a part of the message.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

from answerable.site.language import Language
from answerable.site.words import CHANNEL, STATE, STUB_TEXT
from answerable.verification.page import ShownMessage, quoted
from answerable.verification.tokens import one_line
from answerable.verification.tree import Element

_LONGEST_GAP = 100


@lru_cache(maxsize=16)
def language_of(code: str) -> Language:
    """The language *code*; times do not matter here."""
    return Language(code, timezone.utc)


def child(element: Element | None, name: str, class_: str = "") -> Element | None:
    """The one child of this *name* and class, None if there is none or more than one."""
    found = [
        one
        for one in (element.elements if element else ())
        if one.name == name and (not class_ or class_ in one.classes)
    ]
    return found[0] if len(found) == 1 else None


def stray(element: Element, known: Collection[Element | None]) -> Iterator[str]:
    """What stands in *element* besides the elements *known*."""
    for one in element.children:
        if isinstance(one, str):
            if one.strip():
                yield f"it also shows {quoted(one)}"
        elif not any(one is other for other in known):
            yield f"it also shows {quoted(one.text or one.name)}"


def word(table: Mapping[Any, str], key: object, language: str) -> str | None:
    """The word for *key* in *language*, None where there is none in the *table*."""
    known = table.get(key) if isinstance(key, str) else None
    return None if known is None else language_of(language).text(known)


def fits(text: str, template: str, **values: str | None) -> bool:
    """Whether *text* is the *template* with these *values*; None stands for any few words."""
    pattern = "".join(
        re.escape(part) if at % 2 == 0 else _words(values[part])
        for at, part in enumerate(re.split(r"\{(\w+)\}", one_line(template)))
    )
    return re.fullmatch(pattern, one_line(text)) is not None


def _words(value: str | None) -> str:
    return rf".{{1,{_LONGEST_GAP}}}" if value is None else re.escape(one_line(value))


def other_problems(message: ShownMessage, data: Mapping[str, Any], language: str) -> Iterator[str]:
    """What is wrong around a customer's *message*, of which *data* is what the data hold."""
    text = language_of(language).text
    head = message.parts.get("ans-message__head")
    title, link = child(head, "h2"), child(head, "a", "ans-message__link")
    moment = moment_in(data.get("received"))
    if head is None or title is None or link is None or moment is None:
        yield "it has no head"
        return
    yield from stray(head, (title, link))
    yield from date_problems(link, moment, language)
    said = one_line(title.text)
    if message.kind == "stub":
        wanted = word(STATE, data.get("decision"), language)
        yield from _stub_problems(message, data, language)
    else:
        channel = word(CHANNEL, data.get("channel"), language)
        wanted = f"{data.get('author') or text('Anonymous')} {channel}"
        settled = message.parts.get("ans-outcome")
        resolved = data.get("resolved") is True
        wording = text("For the customer, the matter is settled.") if resolved else ""
        if (one_line(settled.text) if settled else "") != wording:
            yield "what is said of the matter being settled is not what the data say"
    if wanted is None or said != one_line(wanted):
        yield f"its head reads {quoted(said)}"


def _stub_problems(message: ShownMessage, data: Mapping[str, Any], language: str) -> Iterator[str]:
    text = language_of(language).text
    words = message.parts.get("")
    said = one_line(words.text) if words else ""
    template = word(STUB_TEXT, data.get("decision"), language) or ""
    rule = f" {text('The rule:')} {{rule}}." if data.get("reason") else ""
    if not any(fits(said, template + end, day=None, rule=None) for end in {"", rule}):
        yield f"in its place stands {quoted(said)}"


def date_problems(link: Element, moment: datetime, language: str) -> Iterator[str]:
    """What is wrong with the date in the head of a message of this *moment*."""
    shown = child(link, "time")
    if shown is None or one_line(link.text) != one_line(shown.text):
        yield f"its head is dated {quoted(link.text)}"
    elif not is_day(shown.text, moment, language):
        yield f"its head is dated {quoted(shown.text)}"
    elif shown.attributes.get("datetime") != moment.isoformat():
        yield f"its head is dated {quoted(shown.attributes.get('datetime', ''))}"


def moment_in(text: object) -> datetime | None:
    """The moment that the data give as *text*, None where it is none."""
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def is_day(text: str, moment: datetime, language: str) -> bool:
    """Whether *text* is the day of *moment* in some time zone."""
    day = language_of(language).day
    return one_line(text) in {
        one_line(day(moment.date() + timedelta(days=days)))
        for days in (-1, 0, 1)
        if _in_calendar(moment, days)
    }


def _in_calendar(moment: datetime, days: int) -> bool:
    return 1 < moment.date().toordinal() + days < date.max.toordinal()
