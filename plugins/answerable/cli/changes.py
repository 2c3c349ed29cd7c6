"""What a pull request changes in the feedback folder, as git sees it.

What counts is the difference between the commit where the pull request began and the files as
they lie there now, so that nothing goes by unseen that a build would publish: not what is not
committed yet, nor what git ignores. Names are relative to the feedback folder, with slashes.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from answerable.cli.ending import ProjectError
from answerable.cli.git import GitError, git
from answerable.terminal import visible


@dataclass(frozen=True, slots=True)
class Changes:
    """The names of the files that were ``added``, ``changed`` and ``deleted`` since ``base``.

    ``base`` is a commit's id. ``short`` says that it is only the commit that was named: the
    history here does not reach back to where the pull request began.
    """

    folder: Path
    base: str
    added: frozenset[str]
    changed: frozenset[str]
    deleted: frozenset[str]
    short: bool

    def before(self, names: Iterable[str]) -> Mapping[str, bytes]:
        """What the files *names* held at ``base``; those that were not there are left out.

        A name may hold no line end.
        """
        wanted = list(names)
        given = "".join(f"{self.base}:./{name}\n" for name in wanted).encode()
        try:
            answer = git(self.folder, "cat-file", "--batch", given=given)
        except GitError as error:
            raise _no_answer(error) from error
        return dict(_contents(wanted, answer))


def changes_since(folder: Path, ref: str) -> Changes:
    """What differs in *folder* from where the pull request into *ref* began.

    Raises ProjectError where git cannot tell.
    """
    base, short = base_of(folder, ref)
    try:
        # Renaming is not looked for: whose words a file holds is seen from what is in it.
        options = ("--name-status", "-z", "--no-renames", "--no-ext-diff", "--relative")
        differing = git(folder, "diff", *options, base, "--", ".")
        new = git(folder, "ls-files", "-z", "--others", "--", ".")
    except GitError as error:
        raise _no_answer(error) from error
    words = os.fsdecode(differing).split("\0")
    names: dict[str, set[str]] = {"A": set(), "D": set()}
    changed: set[str] = set()
    for status, name in zip(words[::2], words[1::2], strict=False):
        names.get(status, changed).add(name)
    untracked = {name for name in os.fsdecode(new).split("\0") if name}
    # What git no longer tracks and still lies here is in both.
    changed |= untracked & names["D"]
    return Changes(
        folder,
        base,
        added=frozenset((names["A"] | untracked) - changed),
        changed=frozenset(changed),
        deleted=frozenset(names["D"] - changed),
        short=short,
    )


def base_of(folder: Path, ref: str) -> tuple[str, bool]:
    """The commit where the branch left *ref*; else that of *ref*, and true.

    Raises ProjectError where *ref* is not here, or *folder* in no repository.
    """
    try:
        git(folder, "rev-parse", "--git-dir")
    except GitError as error:
        raise _no_answer(error) from error
    try:
        # Nothing that git would take for an option.
        if ref.startswith("-"):
            raise GitError("a name of a commit does not begin with a hyphen")
        commit = _commit(folder, ref)
    except GitError:
        raise ProjectError(
            f"there is no commit '{visible(ref)}' here: fetch it first, as with "
            f"'{_fetching(ref)}', or name another"
        ) from None
    try:
        return _one(git(folder, "merge-base", commit, "HEAD")), False
    except GitError:
        return commit, True


def has_commit(folder: Path, ref: str) -> bool:
    """Whether git knows *ref* in *folder*."""
    try:
        return not ref.startswith("-") and bool(_commit(folder, ref))
    except GitError:
        return False


def _commit(folder: Path, ref: str) -> str:
    return _one(git(folder, "rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}"))


def _fetching(ref: str) -> str:
    # HEAD^1 is no name that another repository knows.
    if "^" in ref or "~" in ref:
        return "git fetch --deepen=10"
    branch = ref.removeprefix("refs/remotes/").removeprefix("origin/")
    return f"git fetch --depth=1 origin {visible(branch)}"


def _one(answer: bytes) -> str:
    return answer.decode("ascii").strip()


def _contents(names: Iterable[str], answer: bytes) -> Iterable[tuple[str, bytes]]:
    """Each of *names* with its content, as ``git cat-file --batch`` answers in their order."""
    place = 0
    for name in names:
        end = answer.index(b"\n", place)
        head = answer[place:end].split(b" ")
        place = end + 1
        if len(head) == 3 and head[1] in (b"blob", b"tree", b"commit", b"tag"):
            size = int(head[2])
            if head[1] == b"blob":
                yield name, answer[place : place + size]
            place += size + 1


def _no_answer(error: GitError) -> ProjectError:
    return ProjectError(f"git cannot say what the pull request changes: {visible(str(error))}")
