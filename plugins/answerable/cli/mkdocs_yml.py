"""mkdocs.yml as a mapping, without MkDocs.

Loading MkDocs and a theme only to find out where the feedback lies would take longer than
the check itself, and would run the code that the configuration names. What MkDocs does while
it reads is kept: ``!ENV`` gives the variable's value, ``INHERIT`` merges the file above,
mapping by mapping. Any other tag (``!!python/name:``, ``!relative``) is read as nothing.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

LARGEST = 16 * 1024 * 1024

# PyYAML lets the errors of int(), of its tables and of regular expressions through.
_NOT_YAML = (
    yaml.YAMLError,
    ValueError,
    RecursionError,
    LookupError,
    AttributeError,
    TypeError,
    OverflowError,
)


class ConfigError(Exception):
    """The file cannot be read as a configuration; the message says which and why."""


def read_config(file: Path) -> dict[str, Any]:
    """The configuration in *file* with what it inherits."""
    return _read(file, ())


def _read(file: Path, heirs: tuple[str, ...]) -> dict[str, Any]:
    try:
        # A subclass of SafeLoader; its tags give text, numbers and nothing else.
        config = yaml.load(_bytes(file), Loader=_Loader)  # noqa: S506
    except OSError as error:
        raise ConfigError(f"cannot read {file}: {error.strerror}") from error
    except _NOT_YAML as error:
        raise ConfigError(f"{file} is not YAML: {_in_one_line(error)}") from error
    if config is None:
        return {}
    if not isinstance(config, dict):
        raise ConfigError(f"{file} does not hold settings: name: value")
    parent = config.pop("INHERIT", None)
    if parent is None:
        return config
    if not isinstance(parent, str):
        raise ConfigError(f"INHERIT in {file} must name a file")
    lineage = (*heirs, os.path.realpath(file))
    above = file.parent / parent
    if "\0" in parent or not above.is_file():
        raise ConfigError(f"cannot read {above}, which {file} inherits from: there is no such file")
    if os.path.realpath(above) in lineage:
        raise ConfigError(f"{file} inherits from itself")
    return _merged(_read(above, lineage), config)


def _bytes(file: Path) -> bytes:
    with file.open("rb") as opened:
        data = opened.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise ConfigError(f"{file} is larger than {LARGEST // 1024 // 1024} MiB")
    return data


def _merged(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for name, value in above.items():
        known = merged.get(name)
        if isinstance(known, dict) and isinstance(value, dict):
            merged[name] = _merged(known, value)
        else:
            merged[name] = value
    return merged


def _in_one_line(error: Exception) -> str:
    return " ".join(str(error).split())


class _Loader(yaml.SafeLoader):
    """Knows ``!ENV``; takes every other tag for nothing."""


def _variable(loader: _Loader, node: yaml.Node) -> Any:
    """``!ENV NAME`` or ``!ENV [NAME, OTHER, default]``, as the package pyyaml-env-tag reads it."""
    nodes = list(node.value) if isinstance(node, yaml.SequenceNode) else [node]
    default = loader.construct_object(nodes.pop(), deep=True) if len(nodes) > 1 else None
    for name in nodes:
        value = os.environ.get(str(name.value))
        if value is not None:
            # `true` and `20` in a variable mean what they would mean in the file.
            tag = loader.resolve(yaml.ScalarNode, value, (True, False))  # type: ignore[no-untyped-call]
            return loader.construct_object(yaml.ScalarNode(tag, value))
    return default


_Loader.add_constructor("!ENV", _variable)
_Loader.add_multi_constructor("", lambda *_: None)
