"""The settings of a site, typed: what stands under ``answerable`` in mkdocs.yml.

The plugin and the command line read the same settings through :func:`parse_settings`, so a
check on the command line says what the build will say. Every setting has a default and a
section in docs/settings.md; a test holds the two together.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast, get_args

from answerable.codes import DEFAULT_SEVERITY, Severity


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site can set. Paths are relative to the folder of mkdocs.yml."""

    feedback_dir: str = "feedback"
    repository: Literal["private", "public"] = "private"
    checks: Mapping[str, Severity] = field(default_factory=dict)
    per_page: int = 20
    search_limit: int = 2000
    feed_entries: int = 50

    def severity(self, code: str) -> Severity:
        """How much a check weighs here: as set, else by default."""
        return self.checks.get(code, DEFAULT_SEVERITY[code])


class SettingsError(Exception):
    """The settings cannot be used; the message says which and why."""


def parse_settings(values: Mapping[str, Any]) -> Settings:
    """Settings from the mapping that YAML gave.

    Raises SettingsError with one line per problem, all of them at once.
    """
    problems: list[str] = []
    known: dict[str, Any] = {}
    names = [entry.name for entry in fields(Settings)]
    for name, value in values.items():
        if name not in names:
            problems.append(f"unknown setting '{name}'{_did_you_mean(name, names)}")
            continue
        problem = _PROBLEMS[name](value)
        if problem:
            problems.append(f"'{name}' {problem}")
        else:
            known[name] = value
    if problems:
        raise SettingsError("\n".join(problems))
    if "checks" in known:
        known["checks"] = {code: _severity(value) for code, value in known["checks"].items()}
    return Settings(**known)


def _did_you_mean(name: str, names: list[str]) -> str:
    near = difflib.get_close_matches(str(name), names, n=1)
    return f", did you mean '{near[0]}'?" if near else ""


def _severity(value: object) -> Severity:
    # YAML reads a bare `off` as false.
    return "off" if value is False else cast(Severity, value)


def _path(value: object) -> str | None:
    return None if isinstance(value, str) and value else "must be the path of a folder"


def _repository(value: object) -> str | None:
    return None if value in ("private", "public") else "must be 'private' or 'public'"


def _count(value: object) -> str | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and cast(int, value) > 0 else "must be a whole number above 0"


def _count_or_none(value: object) -> str | None:
    none = value == 0 and value is not False
    return None if none or not _count(value) else "must be a whole number, 0 or more"


def _checks(value: object) -> str | None:
    if not isinstance(value, dict):
        return "must map codes of checks to error, warning or off"
    for code, severity in value.items():
        if code not in DEFAULT_SEVERITY:
            return f"names an unknown check '{code}'" + _did_you_mean(code, list(DEFAULT_SEVERITY))
        if _severity(severity) not in get_args(Severity):
            return f"gives '{code}' the weight '{severity}': use error, warning or off"
    return None


_PROBLEMS = {
    "feedback_dir": _path,
    "repository": _repository,
    "checks": _checks,
    "per_page": _count,
    "search_limit": _count_or_none,
    "feed_entries": _count,
}
