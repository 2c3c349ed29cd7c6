"""The API of Forgejo and Gitea, version 1, as every instance describes it at /api/swagger.

A label is asked for by its name, and given by its number, so it is made first where there is
none. The page of a list has 50 items at most.
"""

from __future__ import annotations

from urllib.parse import quote

from answerable.forge_api.http import Api, ApiError
from answerable.forge_api.interface import Issue
from answerable.forge_api.reading import issue_of, text_of

_PAGE = ("limit", 50)
_COLOUR = "#5319e7"


class Forgejo:
    """A repository, as *owner/name*, at the API *base*."""

    def __init__(self, base: str, repository: str, token: str) -> None:
        self._api = Api(base, {"Authorization": f"token {token}"})
        self._path = f"repos/{quote(repository)}"

    def issues(self, label: str) -> list[Issue]:
        """See :class:`ForgeApi`."""
        if self._label(label) is None:
            # An unknown label is no filter there: every issue would be in the answer.
            return []
        found = self._api.get_all(
            f"{self._path}/issues", page_size=_PAGE, labels=label, state="all", type="issues"
        )
        return [issue_of(one, url="html_url") for one in found]

    def open_issue(self, title: str, body: str, *, label: str, assignee: str | None) -> Issue:
        """See :class:`ForgeApi`."""
        number = self._label(label)
        if number is None:
            made = self._api.send("POST", f"{self._path}/labels", name=label, color=_COLOUR)
            number = made.get("id") if isinstance(made, dict) else None
        answer = self._api.send(
            "POST",
            f"{self._path}/issues",
            title=title,
            body=body,
            labels=[] if number is None else [number],
            assignees=[assignee] if assignee else [],
        )
        return issue_of(answer, url="html_url")

    def change_issue(self, number: int, *, title: str, body: str, is_open: bool) -> None:
        """See :class:`ForgeApi`."""
        state = "open" if is_open else "closed"
        path = f"{self._path}/issues/{number}"
        self._api.send("PATCH", path, title=title, body=body, state=state)

    def open_pull_request(self, title: str, body: str, *, branch: str, into: str) -> str:
        """See :class:`ForgeApi`."""
        answer = self._api.send(
            "POST", f"{self._path}/pulls", title=title, body=body, head=branch, base=into
        )
        return text_of(answer, "html_url")

    def _label(self, name: str) -> int | None:
        for label in self._api.get_all(f"{self._path}/labels", page_size=_PAGE):
            if text_of(label, "name") == name:
                number = label.get("id")
                if isinstance(number, int):
                    return number
                raise ApiError("the forge's answer is no label")
        return None
