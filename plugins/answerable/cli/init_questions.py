"""What ``init`` wants to know: each value from an option, from a terminal, or assumed.

The rules that this module keeps:

* a value is held to the rules of the place where it will stand, by the code that reads it
  there, so that no answer makes a project that is wrong;
* at a terminal a wrong answer is explained and asked for again; in a call it ends the run;
* what was assumed is remembered, because somebody has to be told of it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import click

from answerable.cli.git import GitError, git
from answerable.cli.moments import value_of
from answerable.cli.project import now
from answerable.cli.time_zones import country_of, zone_here, zone_of
from answerable.config import SettingsError, parse_settings
from answerable.forges import KINDS, ForgeKind, forge_problem
from answerable.importers.words import one_line
from answerable.scaffold import LANGUAGES, Answers, address_for, words_in
from answerable.scaffold.project import EXAMPLES
from answerable.source.fields import day
from answerable.source.names import is_visible
from answerable.source.public_holidays import countries
from answerable.terminal import visible

LONGEST_NAME = 100
NONE = "-"
"""Typed where nothing would mean what is assumed."""

_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*/?")
_HANDLE = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9._-]{0,99})")
_HOSTS = {"github.com": "github", "gitlab.com": "gitlab", "codeberg.org": "forgejo"}
_SSH_REMOTE = re.compile(r"(?:ssh://)?git@([A-Za-z0-9.-]+)[:/](.+)")
_TRUTH = {"yes": "yes", "y": "yes", "ja": "yes", "j": "yes", "no": "no", "n": "no", "nein": "no"}

# In this order they are asked; an earlier answer may be the reason for a later default.
ORDER = (
    "company forge repository public address email person role unit since handle topic country "
    "timezone"
).split()
_OPTIONAL = ("repository", "email", "handle", "country")
_NOT_KNOWN = {"timezone": "UTC"}
"""What is assumed where nobody can be asked and nothing tells."""
_KNOWN_IF_EMPTY = (*_OPTIONAL, "forge", "public", "topic")


@dataclass
class Interview:
    """The answers so far, and which of them nobody gave."""

    languages: tuple[str, ...]
    folder: Path
    said: dict[str, str]
    asking: bool
    assumed: list[str] = field(default_factory=list)

    def hold(self) -> None:
        """Get a value for everything. Raises BadParameter."""
        for name in ORDER:
            if name in self.said:
                self.said[name] = self._given(name)
            elif self.asking:
                self.said[name] = self._asked(name)
            else:
                self.said[name] = self._default(name) or _NOT_KNOWN.get(name, "")
                if name not in _KNOWN_IF_EMPTY:
                    self.assumed.append(name)

    def answers(self, branch: str) -> Answers:
        """What was said, as the project needs it."""
        said = self.said
        general = words_in(self.languages[0]).all["general"]
        return Answers(
            company=said["company"],
            address=said["address"],
            languages=self.languages,
            forge=cast(ForgeKind, said["forge"]),
            person=said["person"],
            role=said["role"],
            unit=said["unit"],
            since=date.fromisoformat(said["since"]),
            timezone=said["timezone"],
            topic=None if said["topic"] == general else said["topic"],
            repository=said["repository"] or None,
            branch=branch,
            public=said["public"] == "yes",
            email=said["email"] or None,
            handle=said["handle"] or None,
            country=said["country"] or None,
        )

    def _given(self, name: str) -> str:
        value = self._checked(name, self.said[name])
        if value is None:
            written = visible(self.said[name])
            raise click.BadParameter(f"'{written}': {self._wrong(name)}", param_hint=f"--{name}")
        return value

    def _asked(self, name: str) -> str:
        words, default = words_in(self.languages[0]), self._default(name)

        shown = _in_words(default, self.languages[0]) if name == "public" else default
        # An empty answer means nothing only where a default, though it be empty, is one.
        unknown = not shown and name not in _OPTIONAL
        while True:
            typed: str = click.prompt(
                words.say("questions", name),
                default=None if unknown else shown,
                show_default=bool(shown),
                value_proc=str,
                err=True,
            )
            value = self._checked(name, typed)
            if value is not None:
                return value
            click.echo(self._wrong(name), err=True)

    def _wrong(self, name: str) -> str:
        group = words_in(self.languages[0])
        kind = name if name in group.all["wrong"] else "name"
        return group.say("wrong", kind, example=EXAMPLES.get(self.said.get("forge", ""), ""))

    def _checked(self, name: str, value: str) -> str | None:
        value = one_line(value)
        if value in ("", NONE) and name in _OPTIONAL:
            return ""
        return _CHECKS.get(name, _name)(value, self.said)

    def _default(self, name: str) -> str:
        words = words_in(self.languages[0])
        if name == "company":
            return _name(one_line(self.folder.name), {}) or words.say("defaults", "company")
        if name == "topic":
            return str(words.all["general"])
        if name == "person":
            named = _name(one_line(_git(self.folder, "config", "user.name")), {})
            return named or words.say("defaults", "person")
        if name in ("role", "unit"):
            return words.say("defaults", name)
        return _DEFAULTS[name](self.said, self.folder)


def _name(value: str, _said: Mapping[str, str]) -> str | None:
    return value if is_visible(value) and len(value) <= LONGEST_NAME else None


def _address(value: str, _said: Mapping[str, str]) -> str | None:
    return f"{value.rstrip('/')}/" if _ADDRESS.fullmatch(value) else None


def _repository(value: str, said: Mapping[str, str]) -> str | None:
    problem = forge_problem({"kind": said["forge"], "url": value})
    return None if problem else value.rstrip("/").removesuffix(".git")


def _email(value: str, _said: Mapping[str, str]) -> str | None:
    try:
        parse_settings({"contact": {"email": value}})
    except SettingsError:
        return None
    return value


def _since(value: str, _said: Mapping[str, str]) -> str | None:
    found: date | None = value_of(day, value)
    return found.isoformat() if found else None


def _handle(value: str, _said: Mapping[str, str]) -> str | None:
    found = _HANDLE.fullmatch(value)
    return found[1] if found else None


def _timezone(value: str, _said: Mapping[str, str]) -> str | None:
    return value if value in available_timezones() else None


def _country(value: str, _said: Mapping[str, str]) -> str | None:
    return value.upper() if value.upper() in countries() else None


_CHECKS: dict[str, Callable[[str, Mapping[str, str]], str | None]] = {
    "address": _address,
    "forge": lambda value, _: value if value in KINDS else None,
    "repository": _repository,
    "public": lambda value, _: _TRUTH.get(value.casefold()),
    "email": _email,
    "since": _since,
    "handle": _handle,
    "timezone": _timezone,
    "country": _country,
}


def _remote(folder: Path) -> str:
    """The address of the repository that *folder* was cloned from, empty if there is none."""
    address = _git(folder, "remote", "get-url", "origin")
    ssh = _SSH_REMOTE.fullmatch(address)
    address = f"https://{ssh[1]}/{ssh[2]}" if ssh else address
    return address.removesuffix(".git")


def _forge_default(_said: Mapping[str, str], folder: Path) -> str:
    return _HOSTS.get(urlsplit(_remote(folder)).hostname or "", "github")


def _repository_default(said: Mapping[str, str], folder: Path) -> str:
    remote = _remote(folder)
    return (_repository(remote, said) or "") if remote else ""


def _address_default(said: Mapping[str, str], _folder: Path) -> str:
    found = address_for(cast(ForgeKind, said["forge"]), said["repository"] or None)
    return found or "https://feedback.example.com/"


def _country_default(said: Mapping[str, str], _folder: Path) -> str:
    """The country of the time zone that was said, else of this computer's."""
    found = country_of(said.get("timezone") or zone_here())
    return found if found in countries() else ""


def _timezone_default(said: Mapping[str, str], _folder: Path) -> str:
    """This computer's time zone if it fits the country, else the country's; empty if unknown."""
    here, country = zone_here(), said["country"]
    fits = here and (not country or country_of(here) in ("", country))
    return here if fits else zone_of(country)


_DEFAULTS: dict[str, Callable[[Mapping[str, str], Path], str]] = {
    "forge": _forge_default,
    "repository": _repository_default,
    "public": lambda _said, _folder: "no",
    "address": _address_default,
    "email": lambda _said, _folder: "",
    "since": lambda _said, _folder: now().date().isoformat(),
    "handle": lambda _said, _folder: "",
    "timezone": _timezone_default,
    "country": _country_default,
}


def usual_language() -> str:
    """The language of this terminal, if a site can speak it."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        code = os.environ.get(name, "")[:2]
        if code:
            return code if code in LANGUAGES else LANGUAGES[0]
    return LANGUAGES[0]


def _in_words(truth: str, language: str) -> str:
    return {"yes": "ja", "no": "nein"}[truth] if language == "de" else truth


def _git(folder: Path, *arguments: str) -> str:
    try:
        return (
            git(next(p for p in (folder, *folder.parents) if p.is_dir()), *arguments)
            .decode(errors="replace")
            .strip()
        )
    except GitError:
        return ""
