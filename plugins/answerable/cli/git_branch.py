"""A new branch with one more file, made and pushed without touching the checkout.

The rules that this module keeps:

* the current branch, its files and the index stay as they are: the commit is made in an index
  of its own. No hook of the repository runs;
* an existing branch is never overwritten;
* the token is handed to git in its environment, for one call, and only for the host of the
  forge. It stands in no file, no address and no command line.
"""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from answerable.cli.ending import ProjectError
from answerable.cli.git import GitError, git
from answerable.forges import Forge
from answerable.terminal import visible

_USER = {"github": "x-access-token", "gitlab": "oauth2", "forgejo": "x-access-token"}
_WHO = {
    f"GIT_{role}_{field}": value
    for role in ("AUTHOR", "COMMITTER")
    for field, value in (("NAME", "Answerable"), ("EMAIL", "answerable@forge.invalid"))
}


@dataclass(frozen=True, slots=True)
class Remote:
    """Where branches are pushed to: the forge, with a token, or what ``origin`` names."""

    folder: Path
    address: str
    variables: Mapping[str, str]

    def has(self, branch: str) -> bool:
        """Whether *branch* is there already. Raises ProjectError."""
        return bool(self._git("ls-remote", "--heads", self.address, f"refs/heads/{branch}"))

    def push(self, branch: str, file: Path, message: str) -> None:
        """Push *branch*: the current commit and, on top of it, *file*. Raises ProjectError."""
        with tempfile.TemporaryDirectory(prefix="answerable-") as folder:
            index = {"GIT_INDEX_FILE": os.path.join(folder, "index"), **_WHO}  # noqa: PTH118
            self._git("read-tree", "HEAD", variables=index)
            # It may be ignored by the settings of whoever runs this.
            self._git("add", "--force", "--", str(file.absolute()), variables=index)
            tree = self._git("write-tree", variables=index)
            commit = self._git(
                "commit-tree", tree, "-p", "HEAD", variables=index, given=message.encode()
            )
        # A name that is there already and leads elsewhere is refused.
        self._git("push", "--no-verify", self.address, f"{commit}:refs/heads/{branch}")

    def _git(
        self, *arguments: str, variables: Mapping[str, str] | None = None, given: bytes = b""
    ) -> str:
        more = {**self.variables, **(variables or {})}
        try:
            return git(self.folder, *arguments, variables=more, given=given).decode().strip()
        except GitError as error:
            said = visible(str(error))
            raise ProjectError(f"git {arguments[0]} did not work: {said}") from error


def remote_of(folder: Path, forge: Forge, token: str) -> Remote:
    """Where to push from the repository that *folder* lies in. Raises ProjectError."""
    try:
        origin = git(folder, "remote", "get-url", "origin").decode().strip()
    except GitError as error:
        raise ProjectError(f"git knows no 'origin' to push to: {visible(str(error))}") from error
    if not origin.startswith(("https://", "http://")):
        # A key, or this machine's own file system.
        return Remote(folder, "origin", {})
    return Remote(folder, f"{forge.url}.git", _access(forge, token))


def _access(forge: Forge, token: str) -> dict[str, str]:
    words = base64.b64encode(f"{_USER[forge.kind]}:{token}".encode()).decode()
    parts = urlsplit(forge.url)
    name = f"http.{parts.scheme}://{parts.netloc}/.extraHeader"
    # An empty one first, which forgets those of the repository's own settings.
    values = ["", f"Authorization: Basic {words}"]
    first = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    return {
        "GIT_CONFIG_COUNT": str(first + len(values)),
        **{f"GIT_CONFIG_KEY_{first + number}": name for number in range(len(values))},
        **{f"GIT_CONFIG_VALUE_{first + number}": value for number, value in enumerate(values)},
    }
