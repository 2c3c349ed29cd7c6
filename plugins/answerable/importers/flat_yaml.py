"""A flat YAML or JSON mapping from a file that anybody could have written.

A comment's fields are text. So every scalar is taken as it is written: no name becomes a
number or a truth value, no date loses its zone; an unquoted ``null`` is nothing. What is not
a scalar is skipped while reading and never built, so neither nesting nor aliases can make
the reader slow or large.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import yaml

from answerable.importers.export_files import ExportFileError, read_export_file

LARGEST = 256 * 1024
_DEEPEST = 30
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = ("", "~", "null", "Null", "NULL")


class FlatFileError(Exception):
    """The file is no flat mapping; the message says why, in words that need no file name."""


def read_flat(file: Path) -> Mapping[str, str]:
    """The fields of *file* that hold text. A field without text is left out."""
    try:
        text = read_export_file(file, LARGEST).decode("utf-8-sig")
    except ExportFileError as error:
        raise FlatFileError(str(error)) from error
    except UnicodeDecodeError as error:
        raise FlatFileError("is not UTF-8") from error
    return _from_json(text) if file.suffix == ".json" else _from_yaml(text)


def _from_json(text: str) -> Mapping[str, str]:
    try:
        value = json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise FlatFileError("is not JSON") from error
    if not isinstance(value, dict):
        raise FlatFileError("holds no fields")
    words = {True: "true", False: "false"}
    fields = {name: words[v] if isinstance(v, bool) else v for name, v in value.items()}
    return {name: v for name, v in fields.items() if isinstance(v, str) and v}


def _from_yaml(text: str) -> Mapping[str, str]:
    try:
        return dict(_fields(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        raise FlatFileError(f"is not YAML{where}") from error


def _fields(text: str) -> Iterator[tuple[str, str]]:
    """Names and texts of the first document; a name that stands twice comes twice."""
    depth = 0
    name: str | None = None
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        if not isinstance(event, (yaml.NodeEvent, yaml.CollectionEndEvent)):
            continue
        if depth == 0 and not isinstance(event, yaml.MappingStartEvent):
            break
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise FlatFileError("is nested too deeply")
            continue
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth != 1:
            continue
        value = event.value if isinstance(event, yaml.ScalarEvent) else ""
        # Whether it stands without quotes; style says it differently in C and in Python.
        plain = isinstance(event, yaml.ScalarEvent) and event.implicit[0]
        if name is None:
            name = value
            continue
        if value and not (plain and value in _NOTHING):
            yield name, value
        name = None
    raise FlatFileError("holds no fields")
