"""Reading the calendar of policy.yml: where a day begins, and which days are worked.

Who is nearer to the company is right: a day that it lists itself is off, or worked, whatever
its country says of it. A calendar of which a part is wrong is left out as a whole.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping
from zoneinfo import ZoneInfo, available_timezones

from answerable.diagnostics import did_you_mean
from answerable.model import Calendar
from answerable.source import nodes
from answerable.source.fields import day, each, nested, one_of
from answerable.source.problems import SourceFile, mend_by, quoted
from answerable.source.public_holidays import (
    PublicDays,
    countries,
    country_names,
    public_days,
    region_names,
    regions,
)
from answerable.source.schema import Field, Schema, Values

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Files of the database that mean another place on each computer, or none.
_NO_ZONES = frozenset({"Factory", "localtime", "posixrules"})


def _timezone(field: Field, node: nodes.Node, file: SourceFile) -> ZoneInfo | None:
    if type(node) is not nodes.Scalar:
        field.wrong(node, file, "one word")
        return None
    zones = available_timezones() - _NO_ZONES
    if node.text in zones:
        return ZoneInfo(node.text)
    guess = did_you_mean(node.text, zones)
    message = f"there is no time zone {quoted(node.text)}"
    mend = mend_by(guess, "write it as in 'Europe/Berlin'.")
    file.problem("unknown-value", node.start, node.end, message, mend)
    return None


def _code(field: Field, node: nodes.Node, file: SourceFile) -> nodes.Scalar | None:
    if type(node) is nodes.Scalar:
        return node
    field.wrong(node, file, "one word")
    return None


_CALENDAR = Schema(
    Field("timezone", _timezone, "Europe/Berlin"),
    Field("weekdays", each(one_of(WEEKDAYS)), "[mon, tue, wed, thu, fri]", required=False),
    Field("country", _code, "DE", required=False),
    Field("region", _code, "BY", required=False),
    Field("holidays", each(day), "[2026-12-24, 2026-12-31]", required=False),
    Field("workdays", each(day), "[2026-12-05]", required=False),
)


def _calendar(values: Values, mapping: nodes.Mapping, file: SourceFile) -> Calendar | None:
    """The calendar with its *values*, None if it cannot be used."""
    public = _public(values, mapping, file)
    if not _CALENDAR.complete(values) or public is None:
        return None
    weekdays = frozenset(WEEKDAYS.index(name) for name in values.get("weekdays", WEEKDAYS[:5]))
    if not weekdays:
        _CALENDAR["weekdays"].wrong(mapping.entries["weekdays"].value, file, "one day at least")
        return None
    off, worked = (frozenset(values.get(name, ())) for name in ("holidays", "workdays"))
    if both := sorted(off & worked):
        written = f"days that are not among the 'holidays', as {both[0]} is"
        mend = "a day is either off or worked: take it out of one of the two."
        _CALENDAR["workdays"].wrong(mapping.entries["workdays"].value, file, written, mend)
        return None
    return Calendar(
        timezone=values["timezone"],
        weekdays=weekdays,
        holidays=(public.off - worked) | off,
        workdays=(public.worked - off) | worked,
    )


calendar = nested(_CALENDAR, _calendar)


def _public(values: Values, mapping: nodes.Mapping, file: SourceFile) -> PublicDays | None:
    country, region = values.get("country"), values.get("region")
    if "country" not in mapping.entries:
        if region is None:
            return PublicDays(frozenset(), frozenset())
        mend = "write a line 'country: DE' before it, or take it out."
        _CALENDAR["region"].wrong(region, file, "beside a 'country'", mend)
        return None
    if country is None or ("region" in mapping.entries and region is None):
        return None
    if country.text not in countries():
        _unknown(country, file, "country", countries(), country_names())
        return None
    name = country.text
    if region is None:
        return public_days(name, None)
    if region.text not in regions(name):
        _unknown(region, file, f"region of {name}", regions(name), region_names(name))
        return None
    return public_days(name, region.text)


def _unknown(
    node: nodes.Scalar,
    file: SourceFile,
    what: str,
    codes: Collection[str],
    names: Mapping[str, str],
) -> None:
    """Report that *node* is none of *codes*; *names* are those codes by other names."""
    known = {name.casefold(): code for name, code in names.items()}
    known |= {code.casefold(): code for code in codes}
    near = difflib.get_close_matches(node.text.casefold(), known, n=1, cutoff=0.75)
    guess = f"did you mean '{known[near[0]]}'? " if near else ""
    possible = f"possible are: {', '.join(codes)}." if codes else "leave it out: there is none."
    message = f"there is no {what} {quoted(node.text)}"
    file.problem("unknown-value", node.start, node.end, message, mend_by(guess, possible))
