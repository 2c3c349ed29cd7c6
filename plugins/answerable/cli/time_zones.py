"""Time zones that can be offered: this computer's, and a country's.

A server's clock often shows UTC. That is nobody's working day, so it is offered to nobody.
"""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from answerable.cli.project import now


def zone_here() -> str:
    """The time zone of this computer; empty where it is no place's, as ``Etc/UTC``."""
    named = os.environ.get("TZ", "").lstrip(":")
    # Where the link leads says which zone it is, on Linux and on macOS.
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    zone = next((zone for zone in (named, linked) if zone in available_timezones()), "")
    return zone if "/" in zone and not zone.startswith("Etc/") else ""


def country_of(zone: str) -> str:
    """The country that has the time zone *zone*; empty where there is none, or several."""
    found: str | None = _countries().get(zone)
    return found or ""


def zone_of(country: str) -> str:
    """A time zone of *country*; empty where its clocks differ from place to place."""
    known = available_timezones()
    zones = [zone for zone, of in _countries().items() if of == country and zone in known]
    same = len({_clock(zone) for zone in zones}) == 1
    return zones[0] if same else ""


def _clock(zone: str) -> tuple[timedelta | None, ...]:
    """How far its clock is from UTC in each month of this year."""
    year, where = now().year, ZoneInfo(zone)
    return tuple(datetime(year, month, 1, tzinfo=where).utcoffset() for month in range(1, 13))


def _countries() -> dict[str, str]:
    from babel.core import get_global

    found: dict[str, str] = dict(get_global("zone_territories"))
    return found
