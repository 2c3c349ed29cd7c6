"""Values of fields in a call, read by the rules of the files and told in their words."""

from __future__ import annotations

from typing import Any

import click

from answerable.config import Settings
from answerable.importers.words import one_line
from answerable.model import LONGEST_SENDER, LONGEST_TITLE
from answerable.source.fields import language, short, slug
from answerable.source.names import is_visible
from answerable.source.nodes import Scalar
from answerable.source.problems import Report, SourceFile
from answerable.source.schema import Converter, Field
from answerable.source.write import ANONYMOUS
from answerable.terminal import visible


def field_value(name: str, converter: Converter, word: str) -> Any:
    """What *word* means as the field *name*. Raises click.BadParameter where it is wrong there."""
    if not is_visible(word):
        raise click.BadParameter(f"'{name}' must not be empty")
    report = Report(Settings())
    file = SourceFile("", word, report)
    value = converter(Field(name, converter, ""), Scalar(word, 0, len(word)), file)
    if value is None or file.failed:
        problem = report.diagnostics[0]
        # A field's right line is for files, a better word for everybody.
        mend = "" if problem.mend == Field(name, converter, "").right_line else f": {problem.mend}"
        raise click.BadParameter(visible(f"{problem.message}{mend}"))
    return value


def title(word: str) -> str:
    """A title on one line. Raises click.BadParameter."""
    value: str = field_value("title", short(LONGEST_TITLE), one_line(word))
    return value


def title_option(_context: click.Context, _option: click.Parameter, word: str | None) -> str | None:
    """The title that a call gives."""
    return None if word is None else title(word)


def sender(word: str) -> str:
    """A name that a customer wants shown, or ``anonymous``. Raises click.BadParameter."""
    if word.strip().lower() == ANONYMOUS:
        return ANONYMOUS
    value: str = field_value("from", short(LONGEST_SENDER), one_line(word))
    return value


def sender_option(
    _context: click.Context, _option: click.Parameter, word: str | None
) -> str | None:
    """The name that a call gives; None where it does not say."""
    return None if word is None else sender(word)


def tags_option(
    _context: click.Context, _option: click.Parameter, words: tuple[str, ...]
) -> tuple[str, ...]:
    """The tags that a call gives, each once."""
    return tuple(dict.fromkeys(field_value("tags", slug, word) for word in words))


def language_option(
    _context: click.Context, _option: click.Parameter, word: str | None
) -> str | None:
    """The language that a call gives."""
    return None if word is None else str(field_value("language", language, word))
