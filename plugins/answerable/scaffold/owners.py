"""CODEOWNERS: who is asked to look at a change, made from the owners of topics.

The rules that this module keeps:

* only the marked part of the file is ours. What stands around it is the company's own, such
  as who owns mkdocs.yml and the workflows of CI;
* who has left owns nothing any more, and who has no name on the forge cannot be asked;
* on GitHub and GitLab a pattern is a path and the last that fits counts; on Forgejo and Gitea
  it is a regular expression of Go, in which a backslash is written twice, and all that fit
  count.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from answerable.forges import ForgeKind
from answerable.model import Person, PersonId, Thread, Topic, TopicId

BEGIN = "# answerable: begin"
END = "# answerable: end"

_PART = re.compile(rf"(?ms)^{re.escape(BEGIN)}$.*?^{re.escape(END)}$")
_HANDLE = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)*)")
_REGEX_SIGN = re.compile(r"[.+*?()|\[\]{}^$]")


class MarkedPart(NamedTuple):
    """The lines that are ours, and the owners of topics who cannot be asked."""

    text: str
    without_handle: tuple[PersonId, ...]


class UnmarkedError(Exception):
    """A file has one of the two marks without the other, or one of them twice."""


def everything(forge: ForgeKind) -> str:
    """The pattern that fits each file."""
    return ".*" if forge == "forgejo" else "*"


def marked_part(
    forge: ForgeKind,
    folder: str,
    people: Mapping[PersonId, Person],
    topics: Mapping[TopicId, Topic],
    waiting: Iterable[Thread],
) -> MarkedPart:
    """Our part of the file for those *people* who still work there.

    *folder* is that of the feedback within the repository, *waiting* the threads in which an
    answer is due.
    """
    handles = {name: handle_of(person, forge) for name, person in people.items()}
    owners = {topic: _owners(topics[topic].owners, handles) for topic in sorted(topics)}
    lines = _line(forge, f"{folder}/threads/", _owners_of_all(owners))
    for topic, names in owners.items():
        lines += _line(forge, f"{folder}/topics/{topic}.md", names)
    for thread in waiting:
        place = f"{folder}/threads/{thread.year}/{thread.slug}/"
        lines += _line(forge, place, owners.get(thread.topic, []))
    missing = {
        name
        for topic in topics.values()
        for name in topic.owners
        if name in people and not handles[name]
    }
    return MarkedPart("\n".join([BEGIN, *lines, END]), tuple(sorted(missing)))


def with_part(text: str, part: str) -> str:
    """The *text* of a CODEOWNERS with our *part* in place of the earlier one, or at its end.

    Raises UnmarkedError where it is not clear which lines are ours.
    """
    found = _PART.findall(text)
    marks = sum(line in (BEGIN, END) for line in text.splitlines())
    if marks != 2 * len(found) or len(found) > 1:
        raise UnmarkedError
    if found:
        return _PART.sub(lambda _: part, text)
    before = f"{text.rstrip()}\n\n" if text.strip() else ""
    return f"{before}{part}\n"


def handle_of(person: Person, forge: ForgeKind) -> str | None:
    """The name of *person* on the forge, None where the file has none that could be one."""
    # Codeberg is a Forgejo, and so is many a company's own.
    others = ("codeberg", "gitea") if forge == "forgejo" else ()
    for name in (forge, *others):
        found = _HANDLE.fullmatch(person.handles.get(name, ""))
        if found:
            return found[1]
    return None


def _owners(names: Sequence[PersonId], handles: Mapping[PersonId, str | None]) -> list[str]:
    return [handle for name in names if (handle := handles.get(name))]


def _owners_of_all(owners: Mapping[TopicId, list[str]]) -> list[str]:
    return list(dict.fromkeys(name for names in owners.values() for name in names))


def _line(forge: ForgeKind, path: str, names: Sequence[str]) -> list[str]:
    if not names:
        return []
    asked = " ".join(f"@{name}" for name in dict.fromkeys(names))
    return [f"{_pattern(forge, path)} {asked}"]


def _pattern(forge: ForgeKind, path: str) -> str:
    if forge != "forgejo":
        return "/" + path.replace(" ", "\\ ")
    whole = f"{path}.*" if path.endswith("/") else path
    head, rest = (whole[:-2], ".*") if path.endswith("/") else (whole, "")
    escaped = _REGEX_SIGN.sub(lambda found: f"\\\\{found[0]}", head)
    return escaped.replace(" ", "\\ ") + rest
