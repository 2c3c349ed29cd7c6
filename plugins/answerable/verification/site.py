"""The answers of a built site, from its published files alone.

There is no need of a repository, a network or the program that built it: what is checked is
what anybody can download. Everything in the folder is taken for somebody else's work: no link
is followed, and whatever is broken is a finding.

Answers are looked for in the sources, on the pages and in the data, so that one that is left
out of some of them is seen. One that is left out of all is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from answerable.model import ThreadId
from answerable.processes import Inbox, Team, how_many, rare_collections
from answerable.site.trust_files import ALLOWED_SIGNERS, REVOKED_KEYS
from answerable.source.names import SLUG, YEAR
from answerable.trust.judgement import KeyRing
from answerable.trust.revocation import UnusableListError
from answerable.verification.evidence import LARGEST_PAGE
from answerable.verification.folder import Folder, UnreadableError
from answerable.verification.people import PeoplePages
from answerable.verification.thread import Keys, PublishedThread, unclaimed
from answerable.verification.verdict import Verdict, Verified

_LISTS = (ALLOWED_SIGNERS, REVOKED_KEYS)
_LEAST = 40
_LARGEST_LIST = 8 * 1024 * 1024
_DATA = re.compile(r"([a-z0-9]{10})\.json")


@dataclass(frozen=True, slots=True)
class _Job:
    root: Path
    keys: Keys
    shown_as: str


class _Found(NamedTuple):
    thread: ThreadId
    verdicts: list[Verdict]


@dataclass(frozen=True)
class _Lists:
    ring: KeyRing | None
    problems: list[str] = field(default_factory=list)


def is_site(folder: Path) -> bool:
    """Whether *folder* is a site that this program can verify."""
    return (folder / ALLOWED_SIGNERS).is_file()


def sites_in(root: Path) -> list[Path]:
    """The site in the folder *root*, and those that lie in it: its other languages."""
    inner = sorted(name for name, is_folder in Folder(root).entries("").items() if is_folder)
    return [root, *(root / name for name in inner if is_site(root / name))]


def verify_site(
    root: Path,
    *,
    now: datetime,
    shown_as: str,
    wanted: Callable[[str], bool] = lambda _: True,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> Verified:
    """Verify the answers in the built site *root*, but not those of a site that lies in it.

    *shown_as* stands for *root* in the paths of verdicts. Only threads are looked at whose
    path, as it is shown, is *wanted*. *progress* is told of threads.
    """
    folder = Folder(root)
    lists = _read_lists(folder, shown_as)
    job = _Job(root, Keys(lists.ring, now), shown_as)
    paths = [path for path in _threads(folder) if wanted(f"{shown_as}/{path}")]
    team = Team(_verify, job, paths, how_many(len(paths), _LEAST))
    team.tell(True)
    verdicts: list[Verdict] = []
    seen: set[ThreadId] = set()
    with rare_collections():
        for done, found in enumerate(team.results(), start=1):
            verdicts += found.verdicts
            seen.add(found.thread)
            progress(done, len(paths))
    if wanted(f"{shown_as}/api/threads"):
        verdicts += _without_page(folder, seen, shown_as)
    verdicts.sort(key=lambda verdict: verdict.file)
    return Verified(tuple(verdicts), tuple(lists.problems))


def _read_lists(folder: Folder, shown_as: str) -> _Lists:
    """The keys of everybody; without a list of revoked ones none of them can be trusted."""
    lists = _Lists(None)
    allowed, revoked = (_list(folder, path, shown_as, lists) for path in _LISTS)
    if allowed is None or revoked is None:
        return lists
    try:
        ring = KeyRing.from_lists(allowed.decode(errors="surrogateescape"), revoked)
    except UnusableListError as error:
        lists.problems.append(f"{shown_as}/{REVOKED_KEYS}: {error}")
        return lists
    for problem in ring.problems:
        lists.problems.append(f"{shown_as}/{ALLOWED_SIGNERS}:{problem.line}: {problem.message}")
    return _Lists(ring, lists.problems)


def _list(folder: Folder, path: str, shown_as: str, lists: _Lists) -> bytes | None:
    try:
        data = folder.read(path, _LARGEST_LIST)
    except UnreadableError as error:
        lists.problems.append(f"{shown_as}/{path}: {error}")
        return None
    if data is None:
        lists.problems.append(f"{shown_as}/{path}: there is no such file")
    return data


def _threads(folder: Folder) -> list[str]:
    """The folders of all threads, also of those that are nothing but a page."""
    found: set[str] = set()
    for year, is_folder in folder.entries("threads").items():
        if is_folder and YEAR.fullmatch(year):
            for name, inner in folder.entries(f"threads/{year}").items():
                slug = name if inner else name.removesuffix(".html")
                if (inner or name != slug) and SLUG.fullmatch(slug) and slug != "index":
                    found.add(f"threads/{year}/{slug}")
    return sorted(found)


def _verify(job: _Job, paths: Iterable[str], _inbox: Inbox) -> Iterator[_Found]:
    folder = Folder(job.root)
    people = PeoplePages(folder)
    for path in paths:
        thread = PublishedThread(folder, path, job.keys, people)
        yield _Found(thread.id, thread.verdicts(job.shown_as))


def _without_page(folder: Folder, seen: set[ThreadId], shown_as: str) -> Iterator[Verdict]:
    """The answers in data that belong to no thread which has a page."""
    for name, is_folder in sorted(folder.entries("api/threads").items()):
        match = _DATA.fullmatch(name)
        if is_folder or match is None or match[1] in seen:
            continue
        file = f"{shown_as}/api/threads/{name}"
        try:
            data = folder.read(f"api/threads/{name}", LARGEST_PAGE)
        except UnreadableError as error:
            yield Verdict(file, match[1], "", None, "unreadable", "", (str(error),))
            continue
        if data is not None:
            yield from unclaimed(match[1], data, file)
