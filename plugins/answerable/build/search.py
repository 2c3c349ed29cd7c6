"""The full-text index of threads that are too many for the theme's own search.

A bundle is made again when one of its threads says something else, and only then.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple

from answerable.build.state import GroupState
from answerable.build.words import Words
from answerable.cache import key_of
from answerable.site import pagefind
from answerable.site.bundles import FOLDER, LIST, bundle_list, divide, language_of
from answerable.site.context import Site
from answerable.site.pagefind import SearchRecord
from answerable.site.summary import Summary

Search = Literal["theme", "pagefind"] | None
"""What finds the threads: nothing where that is set, or nothing is installed for so many."""

_GROUP = "search:"
_MOST_AT_ONCE = 2
"""Bundles that are written at the same time: each needs some hundred megabytes."""


def search_by(threads: int, limit: int) -> Search:
    """What finds so many *threads*; *limit* is the setting ``search_limit``."""
    if threads <= limit:
        return "theme"
    return "pagefind" if limit and pagefind.available() else None


class _Found(NamedTuple):
    """A thread as ``bundles.divide`` wants it."""

    url: str
    year: str
    language: str
    thread: Summary


def write_search(
    folder: Path,
    threads: Sequence[Summary],
    words: Words,
    before: Mapping[str, GroupState],
    site: Site,
) -> dict[str, GroupState]:
    """Write the bundles of *threads* that changed into the site's *folder*.

    *before* are the lists and bundles of the last build. Returns the bundles of this one.
    Raises PagefindError.
    """
    version = pagefind.version()
    bundles = divide(
        _Found(thread.url, thread.year, thread.language or site.language.code, thread)
        for thread in threads
        if not thread.is_stub
    )
    tags = {
        name: key_of(version, site.flat, [found.thread.digest for found in members])
        for name, members in bundles.items()
    }
    root = folder / FOLDER
    stale = [
        name
        for name, tag in tags.items()
        if _key(before, name) != tag or not (root / name).is_dir()
    ]
    _remove_others(root, tags)
    with ThreadPoolExecutor(min(_MOST_AT_ONCE, os.cpu_count() or 1)) as pool:
        written = [
            pool.submit(
                pagefind.write_bundle,
                [_record(found.thread, words, site) for found in bundles[name]],
                language_of(name),
                root / name,
            )
            for name in stale
        ]
        for each in written:
            each.result()
    root.mkdir(parents=True, exist_ok=True)
    (folder / LIST).write_bytes(bundle_list(tags, site.language))
    return {_GROUP + name: GroupState(tag, {}) for name, tag in tags.items()}


def remove_search(folder: Path) -> None:
    """Delete what an earlier build wrote for the search into the site's *folder*."""
    if (folder / FOLDER).is_dir():
        shutil.rmtree(folder / FOLDER)


def _key(before: Mapping[str, GroupState], name: str) -> str:
    known = before.get(_GROUP + name)
    return known.key if known else ""


def _record(thread: Summary, words: Words, site: Site) -> SearchRecord:
    text = "\n".join(words.of(thread).plain.values())
    return SearchRecord(site.page(thread.url), thread.title or "", text, tuple(thread.tags))


def _remove_others(root: Path, names: Mapping[str, str]) -> None:
    """Delete the bundles that are none any more, and what a crash left."""
    for folder in root.iterdir() if root.is_dir() else ():
        if folder.is_dir() and folder.name not in names:
            shutil.rmtree(folder)
