"""One issue on the forge for everybody who owes an answer.

The rules that this module keeps:

* an issue is known by its label and by a mark in its text. Somebody from outside can write the
  mark, and on most forges not give the label; where they can, the oldest issue counts, so
  nobody can make a new one of theirs be taken for one of these;
* there is one open issue at most for an owner: it is written anew where something changed, opened
  again where it was closed, and closed where nothing is due. Others of the same owner are closed;
* whom the forge does not take as assignee is left out, and the issue is opened all the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlsplit

from answerable.cli.due_list import Owed
from answerable.cli.forge_markdown import code, link
from answerable.forge_api.http import ApiError
from answerable.forge_api.interface import ForgeApi, Issue
from answerable.forges import Forge
from answerable.model import Person
from answerable.promises import Due

LABEL = "answerable-due"

_MARK = re.compile(r"<!-- answerable-due: ([a-z0-9-]+) -->")
_NOBODY = "-"
_NOT_TAKEN = (400, 403, 404, 422)

_ENGLISH = {
    "title": "Answers that are due: {name}",
    "nobody": "topics without an owner",
    "intro": "These customers wait for their first answer. The day is the last one on which what "
    "we promised is kept. This list is written anew every day, and closed when nothing is due.",
    "done": "Nothing is due. This issue is opened again when something is.",
    "overdue": "overdue by {days} working days",
    "overdue-one": "overdue by one working day",
    "left": "{days} working days left",
    "left-one": "one working day left",
    "today": "today",
}
_GERMAN = {
    "title": "Fällige Antworten: {name}",
    "nobody": "Themen ohne Zuständige",
    "intro": "Diese Kundinnen und Kunden warten auf ihre erste Antwort. Der Tag ist der letzte, an "
    "dem unser Versprechen gehalten ist. Die Liste wird täglich neu geschrieben, und geschlossen, "
    "wenn nichts fällig ist.",
    "done": "Nichts ist fällig. Sobald es etwas gibt, wird dieses Issue wieder geöffnet.",
    "overdue": "seit {days} Arbeitstagen überfällig",
    "overdue-one": "seit einem Arbeitstag überfällig",
    "left": "noch {days} Arbeitstage",
    "left-one": "noch ein Arbeitstag",
    "today": "heute",
}


class DueIssues:
    """The issues of one forge; *site* is the public address of the site, empty if unknown."""

    def __init__(self, api: ForgeApi, forge: Forge, *, site: str, language: str) -> None:
        self._api = api
        self._forge = forge
        self._site = site.rstrip("/") + "/" if site else ""
        self._words = _GERMAN if language.partition("-")[0] == "de" else _ENGLISH

    def update(self, owed: Sequence[Owed]) -> Iterator[str]:
        """Make the issues say what is *owed*; what was done, a line each. Raises ApiError."""
        known = _by_owner(self._api.issues(LABEL))
        for one in owed:
            owner = one.person.id if one.person else _NOBODY
            issues = known.pop(owner, [])
            if issues:
                yield from self._written(issues[0], self._title(one), self._body(owner, one))
            else:
                opened = self._opened(self._title(one), self._body(owner, one), one.person)
                yield f"opened {_named(opened)}"
            yield from self._closed(issues[1:], owner)
        for owner, issues in known.items():
            yield from self._closed(issues, owner)

    def _written(self, issue: Issue, title: str, body: str) -> Iterator[str]:
        same = issue.title == title and _plain(issue.body) == _plain(body)
        if same and issue.is_open:
            yield f"unchanged {_named(issue)}"
            return
        self._api.change_issue(issue.number, title=title, body=body, is_open=True)
        yield f"{'updated' if issue.is_open else 'opened again'} {_named(issue)}"

    def _opened(self, title: str, body: str, person: Person | None) -> Issue:
        handle = handle_on(self._forge, person.handles) if person else None
        try:
            return self._api.open_issue(title, body, label=LABEL, assignee=handle)
        except ApiError as error:
            if handle is None or error.status not in _NOT_TAKEN:
                raise
            return self._api.open_issue(title, body, label=LABEL, assignee=None)

    def _closed(self, issues: Sequence[Issue], owner: str) -> Iterator[str]:
        for issue in issues:
            if issue.is_open:
                body = f"{_mark(owner)}\n{self._words['done']}\n"
                self._api.change_issue(issue.number, title=issue.title, body=body, is_open=False)
                yield f"closed {_named(issue)}"

    def _title(self, one: Owed) -> str:
        name = one.person.name if one.person else self._words["nobody"]
        return self._words["title"].format(name=name)

    def _body(self, owner: str, one: Owed) -> str:
        lines = "".join(f"- {self._line(due)}\n" for due in one.threads)
        return f"{_mark(owner)}\n{self._words['intro']}\n\n{lines}"

    def _line(self, due: Due) -> str:
        thread = due.thread
        place = f"threads/{thread.year}/{thread.slug}"
        address = f"{self._site}{place}/" if self._site else None
        title = link(thread.title or thread.slug, address)
        return f"**{due.promised_by}** ({self._when(due)}): {title}, {code(place)}"

    def _when(self, due: Due) -> str:
        if due.left == 0:
            return self._words["today"]
        name = "overdue" if due.overdue else "left"
        one = "-one" if abs(due.left) == 1 else ""
        return self._words[f"{name}{one}"].format(days=abs(due.left))


def handle_on(forge: Forge, handles: Mapping[str, str]) -> str | None:
    """The name on *forge* that *handles* say: by its kind, its host, or the host's own name."""
    host = urlsplit(forge.url).hostname or ""
    names = [host, *host.split(".")[:-1][::-1], forge.kind]
    # Gitea has the API of Forgejo.
    names += ["gitea"] if forge.kind == "forgejo" else []
    handle = next((handles[name] for name in names if name in handles), None)
    return handle.strip().removeprefix("@") if handle else None


def _by_owner(issues: Sequence[Issue]) -> dict[str, list[Issue]]:
    """The issues with a mark by owner, the oldest first.

    On GitLab whoever opens an issue may give it any label: an older one is ours.
    """
    found: defaultdict[str, list[Issue]] = defaultdict(list)
    for issue in sorted(issues, key=lambda one: one.number):
        match = _MARK.match(issue.body.lstrip())
        if match:
            found[match[1]].append(issue)
    return found


def _mark(owner: str) -> str:
    return f"<!-- answerable-due: {owner} -->"


def _plain(body: str) -> str:
    # A forge may give back other line ends than it got.
    return "\n".join(line.rstrip() for line in body.strip().splitlines())


def _named(issue: Issue) -> str:
    return f"#{issue.number} {issue.title}"
