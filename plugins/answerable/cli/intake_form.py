"""The form in which customers write on a forge, as the repository itself has it.

The forge puts what was written below headings, which are in the words of the company. What a
heading means is said by the form's own file: by the ``id`` of each field of an issue form
(GitHub, Forgejo, Gitea), by a comment behind each heading of a description template (GitLab):
``### Your words <!-- text -->``. The rules that this module keeps:

* only the fields named here are read, so whatever else a form asks for stays in the issue;
* the customer may write lines that look like headings. So what stands before the words is
  looked for from the top, and what stands after them from the end;
* comments in HTML, which nobody sees, are no part of an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from answerable.forges import ForgeKind

TEXT = "text"
AGREED = "agreed"
FIELDS = ("kind", TEXT, "name", AGREED, "topic", "language")

_FORMS: Mapping[ForgeKind, tuple[str, ...]] = {
    "github": (".github",),
    "forgejo": (".forgejo", ".gitea", ".github"),
    "gitlab": (),
}
_TEMPLATES = ".gitlab/issue_templates"
_MARKED = re.compile(r"(?m)^(### .+<!-- ([a-z-]+) -->)[ \t]*$")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_EMPTY = "_No response_"
_LARGEST = 256 * 1024


class FormError(Exception):
    """There is no form that could be read; the message says what was looked for."""


class Field(NamedTuple):
    """A field, and the line above what was written into it."""

    id: str
    heading: str


class Form(NamedTuple):
    """The fields of a form in their order."""

    fields: tuple[Field, ...]

    def answers(self, body: str) -> Mapping[str, str] | None:
        """By field what stands in an issue's *body*, None where that is not of this form."""
        lines = [line.rstrip() for line in body.splitlines()]
        found = self._found(lines)
        if TEXT not in found:
            return None
        places = sorted(found.values())
        ends = dict(zip(places, [*places[1:], len(lines)], strict=True))
        return {
            id_: _answer(lines[place + 1 : ends[place]])
            for id_, place in found.items()
            if id_ in FIELDS
        }

    def _found(self, lines: list[str]) -> dict[str, int]:
        """The line of each heading that is there."""
        ids = [field.id for field in self.fields]
        split = ids.index(TEXT) + 1
        found: dict[str, int] = {}
        start = 0
        for id_, heading in self.fields[:split]:
            if heading in lines[start:]:
                found[id_] = lines.index(heading, start)
                start = found[id_] + 1
        end = len(lines)
        for id_, heading in reversed(self.fields[split:]):
            if heading in lines[start:end]:
                end = max(place for place in range(start, end) if lines[place] == heading)
                found[id_] = end
        return found


def is_ticked(answer: str) -> bool:
    """Whether every box in *answer* is ticked, and there is one."""
    boxes = re.findall(r"(?m)^\s*[-*] \[([ xX])\]", answer)
    return bool(boxes) and " " not in boxes


def read_form(root: Path, kind: ForgeKind) -> Form:
    """The comment form of the repository at *root*, on a forge of this *kind*. Raises FormError."""
    folders = _FORMS[kind]
    for form in _issue_forms(root, folders) if folders else _templates(root):
        if any(field.id == TEXT for field in form.fields):
            return form
    places = [f"{folder}/ISSUE_TEMPLATE" for folder in folders] or [_TEMPLATES]
    raise FormError(
        f"there is no comment form in {' or '.join(places)}: it is the one with a field whose id "
        f"is '{TEXT}'"
    )


def _issue_forms(root: Path, folders: Iterable[str]) -> Iterator[Form]:
    for folder in folders:
        for name in ("ISSUE_TEMPLATE", "issue_template"):
            for file in sorted((root / folder / name).glob("*.y*ml")):
                try:
                    form = yaml.safe_load(_text(file))
                except (yaml.YAMLError, ValueError, RecursionError) as error:
                    raise FormError(f"{file} is no form: {' '.join(str(error).split())}") from error
                yield Form(tuple(_fields(form)))


def _fields(form: Any) -> Iterator[Field]:
    body = form.get("body") if isinstance(form, dict) else None
    for number, entry in enumerate(body if isinstance(body, list) else []):
        attributes = entry.get("attributes") if isinstance(entry, dict) else None
        label = attributes.get("label") if isinstance(attributes, dict) else None
        if isinstance(label, str) and entry.get("type") != "markdown":
            # A forge gives a field without an id one of its own.
            yield Field(str(entry.get("id") or f"unnamed-{number}"), f"### {label.strip()}")


def _templates(root: Path) -> Iterator[Form]:
    for file in sorted((root / _TEMPLATES).glob("*.md")):
        found = _MARKED.findall(_text(file))
        yield Form(tuple(Field(id_, heading) for heading, id_ in found))


def _text(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_LARGEST).decode(errors="replace")


def _answer(lines: list[str]) -> str:
    text = _COMMENT.sub("", "\n".join(lines)).strip()
    return "" if text == _EMPTY else text
