"""What the verbs need of a forge, whichever it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue: ``number`` is what people call it by, ``body`` its text in Markdown."""

    number: int
    title: str
    body: str
    is_open: bool
    url: str


class ForgeApi(Protocol):
    """One repository on a forge. Every method raises ApiError where it cannot be done."""

    def issues(self, label: str) -> list[Issue]:
        """All issues with *label*, the closed ones as well."""

    def open_issue(self, title: str, body: str, *, label: str, assignee: str | None) -> Issue:
        """A new issue with *label*, for whom the forge knows as *assignee*."""

    def change_issue(self, number: int, *, title: str, body: str, is_open: bool) -> None:
        """Give the issue *number* another title and text, and open or close it."""

    def open_pull_request(self, title: str, body: str, *, branch: str, into: str) -> str:
        """A new pull request of *branch*; returns its address."""
