"""The templates of pages, with the catalogue of one language.

Everything is escaped unless it is ``Markup``. A name that a view does not have is an error.

What stands on every page of an archive is rendered once, as a :class:`Form`: with marks in
place of what differs, cut at the marks. Filling it in costs a fiftieth of rendering it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from datetime import date, datetime
from typing import Any

from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from answerable.site.language import Language

_MARK = re.compile("\x01([a-z_]+)\x01")


_MOST_TIMES = 4096


class Form:
    """A rendered template, cut at its slots, each in an element or in quotes."""

    __slots__ = ("_names", "_parts")

    def __init__(self, text: str) -> None:
        self._parts = _MARK.split(text)[::2]
        self._names = _MARK.findall(text)

    def fill(self, **values: str) -> str:
        """The text with *values* in its slots, escaped unless they are ``Markup``."""
        parts = self._parts
        filled = [parts[0]]
        for number, name in enumerate(self._names, start=1):
            filled += (escape(values[name]), parts[number])
        return "".join(filled)


class _Compiled(BytecodeCache):
    """What the templates were compiled to: as dear as to render a small site."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._compiled[bucket.key] = bucket.bytecode_to_string()


# Each build has templates of its own, and a site that is served is built again and again.
_COMPILED = _Compiled()


class Templates:
    """The templates in one language."""

    def __init__(self, language: Language) -> None:
        self._environment = Environment(
            loader=PackageLoader("answerable.site"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
            bytecode_cache=_COMPILED,
            keep_trailing_newline=True,
        )
        self._forms: dict[tuple[object, ...], Form] = {}
        self.day = _time_element(language.day)
        self._environment.globals.update(
            _=language.text,
            n_=language.plural,
            interface_language=language.code,
            number=language.number,
        )
        self._environment.filters.update(
            day=self.day,
            minute=language.minute,
        )

    def render(self, name: str, /, **values: Any) -> Markup:
        """The template ``templates/<name>`` with *values*."""
        return Markup(self._environment.get_template(name).render(**values))  # noqa: S704  (escaped)

    def form(self, name: str, slots: str, /, **choices: Hashable) -> Form:
        """The template with *slots*, names with spaces between them, left to fill in.

        There is one form for each set of *choices*: they must be few.
        """
        key = (name, slots, *choices.values())
        form = self._forms.get(key)
        if form is None:
            marks = {slot: Markup(f"\x01{slot}\x01") for slot in slots.split()}  # noqa: S704
            form = self._forms[key] = Form(self.render(name, **marks, **choices))
        return form


def _time_element(written: Callable[[datetime | date], str]) -> Callable[..., Markup]:
    elements: dict[str, Markup] = {}

    def element(moment: datetime | date) -> Markup:
        # Not the moment itself: equal moments can be written with different offsets.
        machine = moment.isoformat()
        if machine not in elements:
            if len(elements) == _MOST_TIMES:
                elements.clear()
            words = f'<time datetime="{machine}">{escape(written(moment))}</time>'
            elements[machine] = Markup(words)  # noqa: S704  (escaped)
        return elements[machine]

    return element
