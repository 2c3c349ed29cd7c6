"""The settings of a site, typed: what stands under ``answerable`` in mkdocs.yml.

The plugin and the command line read the same settings through :func:`parse_settings`, so a
check on the command line says what the build will say. Every setting has a default and a
section in docs/settings.md; a test holds the two together.
"""

from __future__ import annotations

import difflib
import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, cast, get_args

from answerable.codes import DEFAULT_SEVERITY, Severity
from answerable.forges import Forge, forge_of, forge_problem, is_https

_GROUP = re.compile(r"[a-z][a-z0-9-]{0,39}")
_VARIABLE = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""Two words at least: a password is no name of a variable by chance."""
_ADDRESS = re.compile(r"[a-z0-9][a-z0-9-]*/")
_EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_CONTACT = ("form", "email", "issues")


@dataclass(frozen=True, slots=True)
class Staff:
    """Who can open what is not public.

    ``groups`` maps a group to the environment variable that holds its password. ``area`` are
    the groups that can open the staff area, which lies at ``address``.
    """

    groups: Mapping[str, str] = field(default_factory=dict)
    area: tuple[str, ...] = ()
    address: str = "staff/"


@dataclass(frozen=True, slots=True)
class Contact:
    """How customers write to the company: at least one of the three.

    ``form`` is the address of a service that takes a POST, ``email`` an e-mail address, and
    ``issues`` says that they may open an issue on the forge.
    """

    form: str | None = None
    email: str | None = None
    issues: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What a site can set. Paths are relative to the folder of mkdocs.yml."""

    feedback_dir: str = "feedback"
    repository: Literal["private", "public"] = "private"
    checks: Mapping[str, Severity] = field(default_factory=dict)
    per_page: int = 20
    search_limit: int = 2000
    feed_entries: int = 50
    leak_check: bool = True
    leak_exceptions: Sequence[str] = ()
    staff: Staff = Staff()
    access_titles: Literal["shown", "hidden"] = "shown"
    forge: Forge | None = None
    contact: Contact | None = None

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
            problems.append(f"unknown setting '{name}'{did_you_mean(name, names)}")
            continue
        problem = _PROBLEMS[name](value)
        if problem:
            problems.append(f"'{name}' {problem}")
        else:
            known[name] = value
    if not problems:
        problems = _disagreements(known)
    if problems:
        raise SettingsError("\n".join(problems))
    if "checks" in known:
        known["checks"] = {code: _severity(value) for code, value in known["checks"].items()}
    if "staff" in known:
        known["staff"] = _staff_of(known["staff"])
    if known.get("forge") is not None:
        known["forge"] = forge_of(known["forge"])
    if known.get("contact") is not None:
        known["contact"] = Contact(**known["contact"])
    return Settings(**known)


def _disagreements(known: Mapping[str, Any]) -> list[str]:
    """What is wrong with settings that are right each by itself."""
    forge = known.get("forge")
    if (known.get("contact") or {}).get("issues") and not forge:
        return ["'contact' has 'issues', so say with 'forge' where the repository lies"]
    inside = posixpath.join((forge or {}).get("folder", ""), known.get("feedback_dir", ""))
    if forge and posixpath.normpath(inside).startswith(("../", "/")):
        where = "say with the 'folder' of 'forge' where mkdocs.yml lies in it"
        return [f"'feedback_dir' lies outside of the repository: {where}"]
    return []


def _staff_of(value: Mapping[str, Any]) -> Staff:
    groups = value.get("groups", {})
    area = value.get("area", list(groups))
    return Staff(
        groups,
        (area,) if isinstance(area, str) else tuple(area),
        value.get("address", Staff().address),
    )


def did_you_mean(name: str, names: list[str]) -> str:
    """What to add to a sentence about a *name* that is none of *names*; often nothing."""
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


def _switch(value: object) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _texts(value: object) -> str | None:
    good = isinstance(value, list) and all(isinstance(text, str) and text for text in value)
    return None if good else "must be a list of texts"


def _titles(value: object) -> str | None:
    return None if value in ("shown", "hidden") else "must be 'shown' or 'hidden'"


def _staff(value: object) -> str | None:
    """What is wrong with the groups. No message repeats what could be a password."""
    if value == {}:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("groups"), dict):
        return "must have 'groups': a mapping from a group to the name of a variable"
    groups = value["groups"]
    if unknown := [name for name in value if name not in ("groups", "area", "address")]:
        return f"has no '{unknown[0]}'{did_you_mean(unknown[0], ['groups', 'area', 'address'])}"
    if not groups or not all(isinstance(name, str) and _GROUP.fullmatch(name) for name in groups):
        return "needs groups that are named in small letters, such as 'service'"
    for name, variable in groups.items():
        if not isinstance(variable, str) or not _VARIABLE.fullmatch(variable):
            return (
                f"must not hold the password of the group '{name}': everybody who reads the file "
                "could open the pages. Write the name of an environment variable there, such as "
                f"ANSWERABLE_PASSWORD_{name.upper().replace('-', '_')}, and put the password into "
                "that"
            )
    area = value.get("area", list(groups))
    area = [area] if isinstance(area, str) else area
    if not isinstance(area, list) or not all(name in groups for name in area):
        return f"must name for its area one or several of its groups: {', '.join(groups)}"
    address = value.get("address", "staff/")
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return "must have an address of one folder that ends with a slash, such as 'staff/'"
    return None


def _forge(value: object) -> str | None:
    return None if value is None else forge_problem(value)


def _contact(value: object) -> str | None:
    if value is None:
        return None
    if not isinstance(value, dict) or not any(value.values()):
        return "must have at least one of 'form', 'email' and 'issues'"
    if unknown := [name for name in value if name not in _CONTACT]:
        return f"has no '{unknown[0]}'{did_you_mean(unknown[0], list(_CONTACT))}"
    if value.get("form") is not None and not is_https(value["form"]):
        return (
            "needs for its 'form' the https address of the service that takes what customers "
            "write, such as https://forms.example.com/feedback"
        )
    email = value.get("email")
    if email is not None and not (isinstance(email, str) and _EMAIL.fullmatch(email)):
        return "needs for its 'email' one address alone, such as feedback@example.com"
    if not isinstance(value.get("issues", False), bool):
        return "needs for its 'issues' true or false"
    return None


def _checks(value: object) -> str | None:
    if not isinstance(value, dict):
        return "must map codes of checks to error, warning or off"
    for code, severity in value.items():
        if code not in DEFAULT_SEVERITY:
            return f"names an unknown check '{code}'" + did_you_mean(code, list(DEFAULT_SEVERITY))
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
    "leak_check": _switch,
    "leak_exceptions": _texts,
    "staff": _staff,
    "access_titles": _titles,
    "forge": _forge,
    "contact": _contact,
}
