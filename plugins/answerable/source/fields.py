"""From the words of the front matter to typed values.

A converter gets the field, the node and the file, reports what is wrong at the node, and
gives None where there is no usable value. Rules kept here:

* a time is ``YYYY-MM-DDTHH:MM:SS`` with an offset or ``Z``, never in a zone to be guessed;
* years are between 1900 and 2199, so that no computation leaves the calendar;
* a text is one line, where the format does not ask for more.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from answerable.diagnostics import did_you_mean
from answerable.model import LocalText, Origin
from answerable.source.names import SLUG_LENGTH, is_slug, is_visible, slug_of
from answerable.source.nodes import Mapping, Node, Scalar, Sequence
from answerable.source.problems import SourceFile, mend_by, quoted
from answerable.source.schema import Converter, Field, Schema, Values

_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?"
    r"(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)


def text(field: Field, node: Node, file: SourceFile) -> str | None:
    """A text of one line in which there is something to see."""
    if type(node) is Scalar and is_visible(node.text):
        if node.text.isprintable():
            return node.text
        if len(node.text.splitlines()) == 1:
            return node.text.strip()
        field.wrong(node, file, "one line")
    else:
        field.wrong(node, file, "a text")
    return None


def short(most: int) -> Converter:
    """A converter for a text of one line and at most *most* characters."""

    def convert(field: Field, node: Node, file: SourceFile) -> str | None:
        value = text(field, node, file)
        if value is None or len(value) <= most:
            return value
        mend = f"shorten it; it has {len(value):,}."
        field.wrong(node, file, f"at most {most} characters long", mend)
        return None

    return convert


def lines(field: Field, node: Node, file: SourceFile) -> str | None:
    """A text of one or more lines in which there is something to see."""
    if type(node) is Scalar and is_visible(node.text):
        return node.text.strip()
    field.wrong(node, file, "a text")
    return None


def matching(test: Callable[[str], object], must: str) -> Converter:
    """A converter for words that pass *test*."""

    def convert(field: Field, node: Node, file: SourceFile) -> str | None:
        if type(node) is Scalar and test(node.text):
            return node.text
        field.wrong(node, file, must)
        return None

    return convert


def one_of(values: tuple[str, ...]) -> Converter:
    """A converter for one of some words."""

    def convert(field: Field, node: Node, file: SourceFile) -> str | None:
        if type(node) is Scalar:
            if node.text in values:
                return node.text
            file.problem(
                "unknown-value",
                node.start,
                node.end,
                f"'{field.name}' cannot be {quoted(node.text)}",
                mend_by(did_you_mean(node.text, values), f"possible are: {', '.join(values)}."),
            )
        else:
            field.wrong(node, file, "one word")
        return None

    return convert


def each(convert_item: Converter, most: int | None = None) -> Converter:
    """A converter for a list of at most *most* items; those that are wrong are left out."""

    def convert(field: Field, node: Node, file: SourceFile) -> tuple[Any, ...] | None:
        if type(node) is not Sequence:
            field.wrong(node, file, f"a list, as in {field.example}")
            return None
        if most is not None and len(node.items) > most:
            mend = f"keep the best ones; there are {len(node.items):,}."
            field.wrong(node, file, f"a list of at most {most}", mend)
            return None
        values = [convert_item(field, item, file) for item in node.items if item is not None]
        return tuple(value for value in values if value is not None)

    return convert


def nested(schema: Schema, build: Callable[[Values, Mapping, SourceFile], Any]) -> Converter:
    """A converter for a mapping with fields of its own, of which *build* makes the value."""

    def convert(field: Field, node: Node, file: SourceFile) -> Any:
        if type(node) is Mapping:
            return build(schema.read(node, file), node, file)
        field.wrong(node, file, f"a mapping, as in {field.example}")
        return None

    return convert


language = matching(_LANGUAGE.fullmatch, "a language code like 'en' or 'de-AT'")
link = matching(_LINK.fullmatch, "an address that begins with https:// or http://")


def slug(field: Field, node: Node, file: SourceFile) -> str | None:
    """A name of small letters, digits and hyphens."""
    if type(node) is Scalar:
        if is_slug(node.text):
            return node.text
        right = slug_of(node.text)
        mend = f"write '{right}'." if is_slug(right) else ""
        field.wrong(
            node, file, f"at most {SLUG_LENGTH} small letters a-z, digits and hyphens", mend
        )
    else:
        field.wrong(node, file, "one word")
    return None


def time(field: Field, node: Node, file: SourceFile) -> datetime | None:
    """A time with its offset from UTC."""
    match = _TIME.fullmatch(node.text) if type(node) is Scalar else None
    if match is None:
        field.wrong(node, file, "a date and time with an offset")
        return None
    word = match[0]
    if match[1] is None:
        mend = f"add the offset: '{word}+01:00', or '{word}Z' if it is in UTC."
        field.wrong(node, file, "a time with an offset", mend)
        return None
    try:
        value = datetime.fromisoformat(_for_python_3_10(word))
    except ValueError as error:
        field.wrong(node, file, f"a time that exists: {error}")
        return None
    return value if _in_calendar(field, node, file, value) else None


def _for_python_3_10(word: str) -> str:
    # Python 3.10 reads neither `Z` nor any number of decimals but three and six.
    if word[-1] == "Z":
        word = word[:-1] + "+00:00"
    if "." in word:
        head, tail = word.split(".")
        digits = len(tail) - len("+00:00")
        word = f"{head}.{tail[:digits]:0<6}{tail[digits:]}"
    return word


def day(field: Field, node: Node, file: SourceFile) -> date | None:
    """A day."""
    if type(node) is Scalar and _DAY.fullmatch(node.text):
        try:
            value = date.fromisoformat(node.text)
        except ValueError as error:
            field.wrong(node, file, f"a day that exists: {error}")
            return None
        return value if _in_calendar(field, node, file, value) else None
    field.wrong(node, file, "a day, year first")
    return None


def _in_calendar(field: Field, node: Node, file: SourceFile, value: date) -> bool:
    if 1900 <= value.year < 2200:
        return True
    field.wrong(node, file, "between the years 1900 and 2199")
    return False


def truth(field: Field, node: Node, file: SourceFile) -> bool | None:
    """``true`` or ``false``."""
    if type(node) is Scalar and node.text in ("true", "false"):
        return node.text == "true"
    field.wrong(node, file, "true or false")
    return None


def whole_number(least: int, most: int) -> Converter:
    """A converter for whole numbers from *least* to *most*."""

    def convert(field: Field, node: Node, file: SourceFile) -> int | None:
        if type(node) is Scalar and _WHOLE_NUMBER.fullmatch(node.text):
            value = int(node.text)
            if least <= value <= most:
                return value
        field.wrong(node, file, f"a whole number from {least} to {most}")
        return None

    return convert


def local_text(convert_text: Converter) -> Converter:
    """A converter for a text, or a mapping from languages to texts."""

    def convert(field: Field, node: Node, file: SourceFile) -> LocalText | None:
        if type(node) is not Mapping:
            plain = convert_text(field, node, file)
            return None if plain is None else LocalText({"": plain})
        translations = {}
        for code, (value, start, end) in node.entries.items():
            key = Scalar(code, start, end)
            translation = None if value is None else convert_text(field, value, file)
            if language(field, key, file) is not None and translation is not None:
                translations[code] = translation
        if not node.entries:
            field.wrong(node, file, "a text, or a mapping from languages to texts")
        return LocalText(translations) if translations else None

    return convert


translations = local_text(lines)


_ORIGIN = Schema(
    Field("system", text, "staticman"),
    Field("id", text, '"42"'),
    Field("url", link, "https://example.com/42", required=False),
)


def _origin(values: Values, _mapping: Mapping, _file: SourceFile) -> Origin | None:
    return Origin(**values) if _ORIGIN.complete(values) else None


origin = nested(_ORIGIN, _origin)
