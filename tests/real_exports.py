"""The exports of real sites beside this checkout, and how many items each holds.

The figures are counted without the importers: in the bytes of a file, or by its own program.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from nasty import NASTY

DATA = NASTY.parent
STATICMAN = DATA / "staticman"
MADE_MISTAKES = STATICMAN / "made-mistakes-jekyll"
TRAVIS_DOWNS = STATICMAN / "travisdowns.github.io"
URHO3D = DATA / "discourse" / "urho3d"
DISQUS = DATA / "disqus" / "incolumitas-disqus.xml"
ISSO = DATA / "isso" / "incolumitas-comments.db"
COFFEE = DATA / "stackexchange" / "coffee-Posts.xml"
CC_LABS = DATA / "wxr" / "cc-labs-wordpress.xml"
THEME_TEST = DATA / "wxr" / "themeunittestdata.wordpress.xml"
APACHE = DATA / "mail" / "apache"
MIKEL = DATA / "mail" / "mikel-mail"
GITHUB = DATA / "github"
DATAGRAM = GITHUB / "quicwg-datagram-archive.json"
FORUM = DATA / "csv" / "ms-techcommunity-discussions.csv"
HAACKED = DATA / "load" / "haacked-comments-part.tar.xz"

needs_exports = pytest.mark.skipif(
    not STATICMAN.is_dir(), reason="the real exports are not beside this checkout: ../shared/data"
)

ONE_OF_EACH: Mapping[str, tuple[Path, tuple[str, ...]]] = {
    "discourse": (URHO3D, ("--staff", "cadaver=anna", "--staff", "weitjong=ben")),
    "disqus": (DISQUS, ("--staff", "user:incolumitas=anna", "--staff", "nikolai=anna")),
    "github": (DATAGRAM, ("--staff", "tfpauly=anna")),
    "isso": (ISSO, ("--staff", "Nikolai=anna", "--staff", "nikolai=anna")),
    "mail": (APACHE, ("--by", "anna")),
    "stackexchange": (
        COFFEE,
        ("--staff", "user:127=anna", "--url", "https://coffee.stackexchange.com"),
    ),
    "staticman": (
        MADE_MISTAKES,
        ("--staff", "Michael Rose=anna", "--url", "https://mademistakes.com/"),
    ),
    "wxr": (CC_LABS, ("--staff", "Nathan Yergler=anna")),
}
"""A large export of every format, with options that make replies where there are some."""

OTHERS: Sequence[tuple[str, Path, tuple[str, ...]]] = [
    ("disqus", DATA / "disqus" / "isso-test-disqus.xml", ()),
    ("github", GITHUB / "tlswg-esni-archive.json", ()),
    ("mail", MIKEL, ("--by", "anna", "--attachments")),
    ("mail", DATA / "mail" / "email_reply_parser", ("--by", "anna")),
    ("staticman", TRAVIS_DOWNS, ("--staff", "Travis Downs=anna", "--by", "anna")),
    ("wxr", DATA / "wxr" / "isso-test-wordpress.xml", ()),
    ("wxr", THEME_TEST, ()),
    ("csv", FORUM, ("--by", "anna")),
]
"""All other exports that can be read, but for HAACKED, which is packed. The largest is the last."""


def items_of(form: str, path: Path) -> int:
    """How many messages an export holds."""
    return _COUNTERS[form](path)


def _staticman(path: Path) -> int:
    return len(list(path.glob("_data/comments/**/*.yml")))


def _discourse(path: Path) -> int:
    topics = [json.loads(file.read_bytes()) for file in path.glob("*.json")]
    return sum(len(topic["post_stream"]["posts"]) for topic in topics)


def _isso(path: Path) -> int:
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    (count,) = database.execute("SELECT count(*) FROM comments").fetchone()
    database.close()
    return int(count)


def _occurring(mark: bytes) -> Callable[[Path], int]:
    return lambda path: path.read_bytes().count(mark)


_COUNTERS: Mapping[str, Callable[[Path], int]] = {
    "discourse": _discourse,
    "disqus": _occurring(b"<post "),
    "isso": _isso,
    "stackexchange": _occurring(b"<row "),
    "staticman": _staticman,
    "wxr": _occurring(b"<wp:comment>"),
}
