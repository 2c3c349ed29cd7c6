"""The templates of pages, with the catalogue of one language.

Everything is escaped unless it is ``Markup``. A name that a view does not have is an error.
"""

from __future__ import annotations

from collections.abc import Callable
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
        )

    def render(self, name: str, **values: Any) -> Markup:
        """The template ``templates/<name>`` with *values*."""
        return Markup(self._environment.get_template(name).render(**values))  # noqa: S704  (escaped)


def _time_element(written: Callable[[datetime | date], str]) -> Callable[..., Markup]:
    elements: dict[str, Markup] = {}

    def element(moment: datetime | date) -> Markup:
        # Not the moment itself: equal moments can be written with different offsets.
        machine = moment.isoformat()
        if machine not in elements:
            elements[machine] = Markup('<time datetime="{}">{}</time>').format(
                machine, written(moment)
            )
        return elements[machine]

    return element
