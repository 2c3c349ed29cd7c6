"""Times as exports write them.

An export that names no zone means UTC: Staticman, Discourse and Jekyll write their dates so.
Fractions of a second are cut off, for every message alike, so that none changes places.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_ISO = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt ]\s*(\d\d?):(\d\d)(?::(\d\d))?(?:[.,]\d+)?)?"
    r"\s*(?:Z|z|UTC|GMT|([+-])(\d\d?)(?::?(\d\d))?)?"
)
_MILLISECONDS = 100_000_000_000  # as seconds this is the year 5138


def parse_time(text: str) -> datetime | None:
    """The aware time that *text* says: ISO 8601 or seconds or milliseconds since 1970.

    None where it says none.
    """
    text = text.strip()
    try:
        return _since_1970(text) if re.fullmatch(r"\d{9,14}(\.\d+)?", text) else _calendar(text)
    except (ValueError, OverflowError):
        return None


def _since_1970(text: str) -> datetime:
    seconds = int(text.partition(".")[0])
    if seconds >= _MILLISECONDS:
        seconds //= 1000
    return datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=seconds)


def _calendar(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups()[:6])
    offset = timedelta(hours=int(match[8] or 0), minutes=int(match[9] or 0))
    zone = timezone(-offset if match[7] == "-" else offset)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)
