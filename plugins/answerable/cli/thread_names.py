"""Which thread a call means: by its id, its folder, its year and name, or its page."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from answerable.cli.known_names import unknown
from answerable.model import Stem
from answerable.source import Opened, ThreadName, ThreadRead
from answerable.source.files import open_file
from answerable.source.folder import COMMENT
from answerable.source.frontmatter import LARGEST_FRONT_MATTER
from answerable.source.names import SLUG, THREAD_ID, YEAR

_NAME = re.compile(rf"(?:threads/)?({YEAR.pattern})/({SLUG.pattern})/?")
_PAGE = re.compile(rf".*/threads/({YEAR.pattern})/({SLUG.pattern})(?:\.html|/(?:index\.html)?)?")


class NamedThread(NamedTuple):
    """A thread, and the message in it whose permalink was given, if any."""

    read: ThreadRead
    message: Stem | None


def find_thread(opened: Opened, word: str) -> NamedThread:
    """The thread that *word* means. Raises ProjectError where there is none."""
    if re.match(r"https?://", word, re.IGNORECASE):
        address, _, fragment = word.partition("#")
        named = _known(_PAGE.fullmatch(address.partition("?")[0]), opened)
        message: Stem | None = fragment or None
    else:
        named = _by_id(word, opened) or _known(_NAME.fullmatch(word), opened)
        named, message = named or _known(_NAME.fullmatch(_inner(word, opened)), opened), None
    if named is None:
        known = [f"{name.year}/{name.slug}" for name in opened.threads]
        end = "/".join(word.rstrip("/").split("/")[-2:])
        raise unknown("thread", word, f"{opened.place.shown}/threads", known, meant=end)
    return NamedThread(opened.reader().read(named), message)


def _known(match: re.Match[str] | None, opened: Opened) -> ThreadName | None:
    name = ThreadName(match[1], match[2]) if match else None
    return name if name in opened.threads else None


def _by_id(word: str, opened: Opened) -> ThreadName | None:
    if THREAD_ID.fullmatch(word) is None:
        return None
    reader = opened.reader()
    return next((n for n in _holding(word, opened) if reader.read(n).id == word), None)


def _holding(word: str, opened: Opened) -> Iterator[ThreadName]:
    """The threads whose comment may have the id *word*: far fewer than have to be read."""
    reader = opened.reader()
    for name in opened.threads:
        try:
            with open_file(os.path.join(reader.folder(name), COMMENT)) as file:  # noqa: PTH118
                beginning = file.read(LARGEST_FRONT_MATTER)
        except OSError:
            continue
        if word.encode() in beginning:
            yield name


def _inner(word: str, opened: Opened) -> str:
    """*word* as a path to a thread's folder, or to a file in it, from the feedback folder."""
    root = os.path.realpath(opened.place.path)
    try:
        parts = Path(os.path.realpath(word)).relative_to(root).parts
    except ValueError:
        return ""
    return "/".join(parts[:3])
