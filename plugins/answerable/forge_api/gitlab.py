"""GitLab's API, version 4, as docs.gitlab.com/api describes it.

A project is named by its whole path, with the slashes encoded. An assignee is named by a
number, which is looked up first; who is not found is left out.
"""

from __future__ import annotations

from urllib.parse import quote

from answerable.forge_api.http import Api
from answerable.forge_api.interface import Issue
from answerable.forge_api.reading import issue_of, text_of


class GitLab:
    """A project, as *group/name*, at the API *base*."""

    def __init__(self, base: str, project: str, token: str) -> None:
        self._api = Api(base, {"PRIVATE-TOKEN": token})
        self._path = f"projects/{quote(project, safe='')}"

    def issues(self, label: str) -> list[Issue]:
        """See :class:`ForgeApi`."""
        found = self._api.get_all(
            f"{self._path}/issues", page_size=("per_page", 100), labels=label, state="all"
        )
        return [issue_of(one, number="iid", body="description", url="web_url") for one in found]

    def open_issue(self, title: str, body: str, *, label: str, assignee: str | None) -> Issue:
        """See :class:`ForgeApi`."""
        people = self._people(assignee) if assignee else []
        numbers = [one["id"] for one in people if isinstance(one, dict) and "id" in one]
        answer = self._api.send(
            "POST",
            f"{self._path}/issues",
            title=title,
            description=body,
            labels=label,
            assignee_ids=numbers[:1],
        )
        return issue_of(answer, number="iid", body="description", url="web_url")

    def change_issue(self, number: int, *, title: str, body: str, is_open: bool) -> None:
        """See :class:`ForgeApi`."""
        self._api.send(
            "PUT",
            f"{self._path}/issues/{number}",
            title=title,
            description=body,
            state_event="reopen" if is_open else "close",
        )

    def open_pull_request(self, title: str, body: str, *, branch: str, into: str) -> str:
        """See :class:`ForgeApi`: a merge request."""
        answer = self._api.send(
            "POST",
            f"{self._path}/merge_requests",
            title=title,
            description=body,
            source_branch=branch,
            target_branch=into,
            remove_source_branch=True,
        )
        return text_of(answer, "web_url")

    def _people(self, name: str) -> list[object]:
        return self._api.get_all("users", page_size=("per_page", 20), username=name)
