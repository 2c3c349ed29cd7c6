"""Templates of a project's files, and how a word comes into each kind of them.

Whoever makes a project may call it anything. So nothing gets into a template as it is: the
filter ``yaml`` makes a scalar, ``markdown`` a text that stays a text, in Python-Markdown and
on the forge, and a template that names something unknown is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from answerable.scaffold.gaps import gap
from answerable.source.scalars import scalar

_SIGNS = re.compile(r"[\\`*_{}\[\]#|~^$@]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ENTITY_SIGNS = re.compile("[&<>]")
# What would begin a list, a line or a box: ``1. FC``, ``- and more``, ``!!!``.
_AT_START = re.compile(r"\A([0-9]*)([-+.)!=])")


def markdown(text: str) -> str:
    """*text* within a paragraph of Markdown, so that it reads as it was typed."""
    text = _ENTITY_SIGNS.sub(lambda found: _ENTITIES[found[0]], text)
    text = _SIGNS.sub(lambda found: _escaped(found[0]), text)
    return _AT_START.sub(lambda found: f"{found[1]}&#{ord(found[2])};", text)


def _escaped(sign: str) -> str:
    # Python-Markdown knows a backslash before fewer signs than forges do.
    return f"\\{sign}" if sign in "\\`*_{}[]#" else f"&#{ord(sign)};"


def texts(written: str | Mapping[str, str], indent: int) -> str:
    """The YAML of a text in one language, or in several; *indent* is that of what follows."""
    if isinstance(written, str):
        return _value(written, indent)
    margin = " " * indent
    return "".join(
        f"\n{margin}{language}: {_value(text, indent + 2)}" for language, text in written.items()
    )


def _value(text: str, indent: int) -> str:
    if "\n" not in text:
        return scalar(text)
    lines = (f"{' ' * indent}{line}".rstrip() for line in text.split("\n"))
    return "\n".join(["|-", *lines])


class Templates:
    """The templates for one language."""

    def __init__(self, language: str) -> None:
        # What is written are YAML and Markdown; HTML's escaping would be wrong in both.
        environment = Environment(  # noqa: S701
            loader=PackageLoader("answerable.scaffold", "."),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        environment.filters |= {
            "yaml": scalar,
            "yaml_inside": lambda text: scalar(text, inside=True),
            "markdown": markdown,
            "texts": texts,
        }
        environment.globals["gap"] = lambda what: f"<mark>{gap(language, what)}</mark>"
        self._environment = environment

    def render(self, name: str, values: Mapping[str, Any]) -> bytes:
        """The file that the template *name* makes of *values*."""
        return self._environment.get_template(name).render(values).encode()
