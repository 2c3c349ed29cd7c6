"""The templates of pages, with the catalogue of one language.

Everything is escaped unless it is ``Markup``. A name that a view does not have is an error.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from answerable.site.language import Language


class Templates:
    """The templates in one language."""

    def __init__(self, language: Language) -> None:
        self._environment = Environment(
            loader=PackageLoader("answerable.site"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        self._environment.globals.update(
            _=language.text,
            n_=language.plural,
            interface_language=language.code,
            number=language.number,
        )
        self._environment.filters.update(
            day=_time_element(language.day),
            minute=language.minute,
            iso=_iso,
        )

    def render(self, name: str, **values: Any) -> Markup:
        """The template ``templates/<name>`` with *values*."""
        return Markup(self._environment.get_template(name).render(**values))  # noqa: S704  (escaped)


def _time_element(written: Any) -> Any:
    def element(moment: datetime | date) -> Markup:
        return Markup('<time datetime="{}">{}</time>').format(_iso(moment), written(moment))

    return element


def _iso(moment: datetime | date) -> str:
    return moment.isoformat()
