"""GitHub's API, as docs.github.com/rest describes it (version 2022-11-28).

An issue with a new label makes the label. An assignee who cannot see the repository is left
out without a word. Pull requests are issues, too, and are not meant here.
"""

from __future__ import annotations

from urllib.parse import quote

from answerable.forge_api.http import Api
from answerable.forge_api.interface import Issue
from answerable.forge_api.reading import issue_of, text_of

_HEADERS = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28"}


class GitHub:
    """A repository, as *owner/name*, at the API *base*."""

    def __init__(self, base: str, repository: str, token: str) -> None:
        self._api = Api(base, {"Authorization": f"Bearer {token}"}, _HEADERS)
        self._path = f"repos/{quote(repository)}"

    def issues(self, label: str) -> list[Issue]:
        """See :class:`ForgeApi`."""
        found = self._api.get_all(
            f"{self._path}/issues", page_size=("per_page", 100), labels=label, state="all"
        )
        return [
            issue_of(one, url="html_url")
            for one in found
            if not (isinstance(one, dict) and "pull_request" in one)
        ]

    def open_issue(self, title: str, body: str, *, label: str, assignee: str | None) -> Issue:
        """See :class:`ForgeApi`."""
        answer = self._api.send(
            "POST",
            f"{self._path}/issues",
            title=title,
            body=body,
            labels=[label],
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
