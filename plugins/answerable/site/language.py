"""The interface in the reader's language: gettext catalogues, Babel for dates and numbers.

English stands in the code; every other language is one file ``locale/<code>.po`` and nothing
else. The language of the interface is the theme's; each message keeps its own.
"""

from __future__ import annotations

import gettext
from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from importlib import resources
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_datetime, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

_MANY = 200
"""As far as whole numbers are looked at for the forms of plurals."""


class Language:
    """Texts, dates and numbers of one language. Times are shown in *timezone*."""

    def __init__(self, code: str, timezone: tzinfo) -> None:
        self.code = code
        self.timezone = timezone
        self._locale = _babel_locale(code)
        self._catalogue = _catalogue(code)

    def __reduce__(self) -> tuple[type[Language], tuple[str, tzinfo]]:
        # A catalogue cannot be sent to another process, its name can.
        return Language, (self.code, self.timezone)

    def text(self, message: str, **values: object) -> str:
        """The translation of *message*, its ``{names}`` filled in."""
        translated = self._catalogue.gettext(message)
        return translated.format(**values) if values else translated

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The translation for *number*; ``{number}`` is filled in as the language writes it."""
        translated = self._catalogue.ngettext(one, many, number)
        return translated.format(number=self.number(number), **values)

    def plural_forms(self, one: str, many: str) -> dict[str, str]:
        """The translations by the plural categories of CLDR, as ``Intl.PluralRules`` names them.

        ``{number}`` is left in them; ``other`` is always there.
        """
        forms = {"other": self._catalogue.ngettext(one, many, _MANY)}
        for number in range(_MANY, 0, -1):
            forms[self._locale.plural_form(number)] = self._catalogue.ngettext(one, many, number)
        return forms

    def day(self, moment: datetime | date) -> str:
        """A date in words, e.g. ``3 Nov 2026``."""
        return _day(self._local(moment), self._locale)

    def minute(self, moment: datetime) -> str:
        """Date and time with the zone, e.g. ``3 Nov 2026, 10:05 CET``."""
        local = moment.astimezone(self.timezone)
        # The hour is as fine as the zone can change, and coarse enough to meet again.
        zone = _zone(local.replace(minute=0, second=0, microsecond=0), self._locale)
        return f"{_day(local.date(), self._locale)}, {local:%H:%M} {zone}"

    def month(self, first: date) -> str:
        """A month in short, e.g. ``Nov 2026``."""
        return format_date(first, "MMM y", locale=self._locale)

    def number(self, number: float) -> str:
        """A number as the language writes it, e.g. ``12,345``."""
        return _number(number, self._locale)

    def percent(self, share: float) -> str:
        """A share of 1 in whole percents, e.g. ``43%``."""
        return format_percent(share, locale=self._locale)

    def _local(self, moment: datetime | date) -> date:
        return moment.astimezone(self.timezone).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=4096)
def _day(day: date, locale: Locale) -> str:
    # English puts the day first here: readers are not only in America.
    if locale.language == "en":
        return format_date(day, "d MMM y", locale=locale)
    return format_skeleton("yMMMd", day, locale=locale)


@lru_cache(maxsize=4096)
def _number(number: float, locale: Locale) -> str:
    return format_decimal(number, locale=locale)


@lru_cache(maxsize=4096)
def _zone(local: datetime, locale: Locale) -> str:
    """The name of the time zone at *local*."""
    other = local.replace(month=1 if local.month in range(4, 11) else 7, day=1)
    zones = [format_datetime(moment, "z", locale=locale) for moment in (local, other)]
    # The locale may have no abbreviation for one of them, or one for both.
    told_apart = zones[0] != zones[1] or local.utcoffset() == other.utcoffset()
    if told_apart and not any(set(zone) & set("+-") for zone in zones):
        return zones[0]
    return f"{local:%Z}"


def _babel_locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-" if "-" in code else "_")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """The catalogue of *code*, or of its language without the region, or none (English)."""
    folder = resources.files("answerable.site").joinpath("locale")
    for name in (code, code.replace("_", "-").split("-")[0]):
        path = folder.joinpath(f"{name}.po")
        if path.is_file():
            compiled = BytesIO()
            with path.open("rb") as source:
                write_mo(compiled, read_po(source))
            compiled.seek(0)
            return gettext.GNUTranslations(compiled)
    return gettext.NullTranslations()
