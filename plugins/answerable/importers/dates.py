"""Dates as people and their tables write them.

Beside what :mod:`importers.times` reads these are ``3.11.2026 14:22``, ``11/3/2026 2:22 PM``,
``3 Nov 2026``, ``Nov 3, 2026`` and ``Tue, 3 Nov 2026 14:22:00 +0100``, in English and German.
With strokes between them the day or the month may stand first; which of the two it is must be
true for the whole table, and is told by the dates that can only be read in one way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Literal

from answerable.importers.times import parse_time

DayOrder = Literal["day-first", "month-first"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        "jan january januar jän jänner|feb february februar|mar march mär märz mrz|apr april"
        "|may mai|jun june juni|jul july juli|aug august|sep sept september"
        "|oct october okt oktober|nov november|dec december dez dezember".split("|"),
        start=1,
    )
    for name in names.split()
}
_CLOCK = (
    r"(?:[,T ]*(?:at|um)?[ ]*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d{1,9})?"
    r"[ ]*([AaPp]\.?[Mm]\.?)?(?:[ ]*Uhr)?)?"
    r"[ ]*(?:\(?(?:Z|UTC|GMT)\)?|([+-])(\d{2}):?(\d{2}))?(?:[ ]*\([A-Z]{2,5}\))?"
)
_WEEKDAY = r"(?:[^\W\d_]{2,12}\.?,?[ ]+)?"
_NUMBERS = re.compile(r"(\d{1,2})([./-])[ ]?(\d{1,2})\2[ ]?(\d{4}|\d{2})" + _CLOCK)
_DAY_NAME = re.compile(_WEEKDAY + r"(\d{1,2})\.?[ -]([^\W\d_]{3,9})\.?,?[ -](\d{4})" + _CLOCK)
_NAME_DAY = re.compile(
    _WEEKDAY + r"([^\W\d_]{3,9})\.?[ ](\d{1,2})(?:st|nd|rd|th)?,?[ ](\d{4})" + _CLOCK
)
_YEAR_FIRST = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})" + _CLOCK)
_HAS_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|Z|UTC|GMT)\)?(?:[ ]*\([A-Z]{2,5}\))?\Z", re.IGNORECASE)
_LONGEST = 80


def day_order(texts: Iterable[str]) -> DayOrder | None:
    """Whether the day or the month stands first in the dates of a table.

    Dates with points have the day first. None where nothing tells; then all are read alike
    either way or not at all.
    """
    for text in texts:
        match = _NUMBERS.fullmatch(text.strip()[:_LONGEST])
        if match is None or match[2] == ".":
            continue
        if int(match[1]) > 12:
            return "day-first"
        if int(match[3]) > 12:
            return "month-first"
    return None


def is_ambiguous(text: str) -> bool:
    """Whether *text* is a date that can be read in two ways."""
    match = _NUMBERS.fullmatch(text.strip()[:_LONGEST])
    if match is None or match[2] == ".":
        return False
    return int(match[1]) <= 12 and int(match[3]) <= 12 and match[1] != match[3]


def parse_date(text: str, order: DayOrder, zone: tzinfo) -> datetime | None:
    """The aware time that *text* says, in *zone* if it names none; None where it says none."""
    text = " ".join(text.split())
    if not text or len(text) > _LONGEST:
        return None
    known = parse_time(text)
    try:
        if known is not None:
            is_number = text.replace(".", "").isdigit()
            return known if is_number or _HAS_ZONE.search(text[10:]) else known.replace(tzinfo=zone)
        return _numbers(text, order, zone) or _names(text, zone)
    except (ValueError, OverflowError):
        return None


def _numbers(text: str, order: DayOrder, zone: tzinfo) -> datetime | None:
    match = _YEAR_FIRST.fullmatch(text)
    if match is not None:
        return _moment(int(match[1]), int(match[2]), int(match[3]), match.groups()[3:], zone)
    match = _NUMBERS.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day_first = match[2] == "." or order == "day-first"
    day, month = (first, second) if day_first else (second, first)
    year += 2000 if year < 70 else 1900 if year < 100 else 0
    return _moment(year, month, day, match.groups()[4:], zone)


def _names(text: str, zone: tzinfo) -> datetime | None:
    match = _DAY_NAME.fullmatch(text)
    day, name = (match[1], match[2]) if match else ("", "")
    if match is None:
        match = _NAME_DAY.fullmatch(text)
        if match is None:
            return None
        name, day = match[1], match[2]
    month = _MONTHS.get(name.lower())
    if month is None:
        return None
    return _moment(int(match[3]), month, int(day), match.groups()[3:], zone)


def _moment(
    year: int, month: int, day: int, clock: tuple[str | None, ...], zone: tzinfo
) -> datetime:
    hour, minute, second = (int(part or 0) for part in clock[:3])
    half, sign = clock[3], clock[4]
    if half:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    if sign:
        offset = timedelta(hours=int(clock[5] or 0), minutes=int(clock[6] or 0))
        zone = timezone(-offset if sign == "-" else offset)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)
