"""The lines below a customer's message, held against what the site's data say of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from answerable.site.words import NOTE
from answerable.verification.around import is_day, language_of
from answerable.verification.page import ShownMessage, quoted
from answerable.verification.tokens import one_line
from answerable.verification.tree import Element


def redacted_after(message: Mapping[str, Any], date: datetime) -> datetime | None:
    """When a passage of a *message* in the data was first removed after *date*."""
    times = [moment for name, moment in _declared(message) if name.startswith("redacted-")]
    return min((moment for moment in times if moment > date), default=None)


def notes_problems(message: ShownMessage, data: Mapping[str, Any], language: str) -> Iterator[str]:
    """What is wrong with the lines below *message* on a page in *language*."""
    footer = message.parts.get("ans-message__notes")
    shown = [] if footer is None else list(footer.elements)
    declared = list(_declared(data))
    if footer is not None and any(
        isinstance(child, str) and child.strip() for child in footer.children
    ):
        yield f"below it stands {quoted(footer.text)}"
    for element in shown:
        note = _note(element, language)
        if note is None:
            yield f"below it stands {quoted(element.text)}"
        elif note in declared:
            declared.remove(note)
        else:
            yield f"the data does not say what stands below it: {quoted(element.text)}"
    for name, moment in declared:
        yield f"it does not say what the data does: {name} on {moment:%Y-%m-%d}"


def _note(element: Element, language: str) -> tuple[str, datetime] | None:
    """The name and the time of a line, None where it is not one that the site makes."""
    name = element.attributes.get("data-ans-note", "")
    times = element.elements
    if element.name != "p" or name not in NOTE or len(times) != 1 or times[0].name != "time":
        return None
    moment = _time(times[0].attributes.get("datetime"))
    text = language_of(language).text(NOTE[name], day=one_line(times[0].text))
    if moment is None or one_line(element.text) != one_line(text):
        return None
    return (name, moment) if is_day(times[0].text, moment, language) else None


def _declared(data: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    found = data.get("redactions")
    for one in found if isinstance(found, list) else ():
        if isinstance(one, dict) and (moment := _time(one.get("at"))):
            yield f"redacted-{one.get('kind')}", moment
    appeal = data.get("appeal")
    if isinstance(appeal, dict) and (moment := _time(appeal.get("reversed"))):
        yield "shown-again", moment


def _time(written: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(written) if isinstance(written, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
