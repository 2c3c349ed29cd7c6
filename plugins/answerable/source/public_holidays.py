"""The public holidays of countries and their regions, by the library ``holidays``.

The rules that this module keeps:

* countries are named by the two letters of ISO 3166-1, regions as the library names them,
  which is the part after the hyphen in ISO 3166-2: ``BY`` for Bavaria;
* a holiday is a day off for everybody there. Days off for schools, banks or one
  denomination only are none;
* days at a weekend that are worked instead of another, as some governments order it, are
  working days;
* what a law did not know yet, or what nobody can know yet, is no holiday: the library begins
  with the law that is in force and ends with the year 2100.

The library is loaded only when somebody asks.
"""

from __future__ import annotations

import warnings
from datetime import date
from functools import cache
from typing import NamedTuple


class PublicDays(NamedTuple):
    """What a country says of single days: those ``off``, and those ``worked`` all the same."""

    off: frozenset[date]
    worked: frozenset[date]


@cache
def public_days(country: str, region: str | None) -> PublicDays:
    """The days of a *country* and *region* that exist, of all years that the library knows."""
    from holidays import country_holidays

    known = country_holidays(country, subdiv=region)
    years = range(known.start_year, known.end_year + 1)
    with warnings.catch_warnings():
        # It warns of lunar years that nobody has announced yet.
        warnings.simplefilter("ignore")
        days = country_holidays(country, subdiv=region, years=years)
    return PublicDays(frozenset(days), frozenset(days.weekend_workdays) - frozenset(days))


@cache
def countries() -> tuple[str, ...]:
    """The countries whose holidays are known."""
    from holidays import list_supported_countries

    return tuple(sorted(list_supported_countries(include_aliases=False)))


@cache
def regions(country: str) -> tuple[str, ...]:
    """The regions of *country* that have holidays of their own, in the library's order."""
    from holidays import country_holidays

    return tuple(country_holidays(country).subdivisions)


def country_names() -> dict[str, str]:
    """The codes of countries by their names in English and German."""
    from babel import Locale

    known = set(countries())
    return {
        name: code
        for language in ("en", "de")
        for code, name in Locale(language).territories.items()
        if code in known
    }


def region_names(country: str) -> dict[str, str]:
    """The codes of the regions of *country* by other names that the library knows."""
    from holidays import country_holidays

    return dict(getattr(country_holidays(country), "subdivisions_aliases", {}))
