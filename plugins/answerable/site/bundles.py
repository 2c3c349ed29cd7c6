"""How the threads are divided into bundles of the search, and the list that browsers read.

Pagefind cannot add to an index: a bundle is written as a whole, 1.2 seconds and 150 MB of
memory for 1,000 threads. Many small bundles cost browsers more (docs/settings.md). So:

* a bundle holds one language: words are stemmed by the rules of their own;
* threads of the newest year change often and lie in small bundles, all older ones in large;
* among these a thread's address decides, so that an edit touches one bundle. A new thread moves
  others only where it makes one more bundle necessary, or begins a year.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Protocol, TypeVar

from answerable.site.language import Language

SCRIPT = "assets/answerable/search.js"
FOLDER = "assets/answerable/search/"
"""Where the bundles and their list lie; the script looks for them beside itself."""

LIST = f"{FOLDER}index.json"

NEWEST = 500
OLDER = 2000
"""About how many threads a bundle holds."""

_ROOT = "../" * FOLDER.count("/")


class Divided(Protocol):
    """What decides where a thread goes."""

    @property
    def url(self) -> str:
        """The address below the site's root."""

    @property
    def year(self) -> str:
        """The year that it came in, four digits."""

    @property
    def language(self) -> str:
        """The code of the language of its opening message."""


_D = TypeVar("_D", bound=Divided)


def divide(threads: Iterable[_D]) -> dict[str, list[_D]]:
    """The bundles by name, each with its *threads* in the order of their addresses.

    The part of a name before the first hyphen is the language.
    """
    ordered = sorted(threads, key=lambda thread: thread.url)
    newest = max((thread.year for thread in ordered), default="")
    groups = defaultdict(list)
    for thread in ordered:
        year = thread.year if thread.year == newest else "older"
        groups[f"{language_of(thread.language)}-{year}", year == newest].append(thread)
    bundles: dict[str, list[_D]] = defaultdict(list)
    for (name, is_newest), members in groups.items():
        count = -(-len(members) // (NEWEST if is_newest else OLDER))
        for thread in members:
            bundles[f"{name}-{_hash(thread.url) % count}"].append(thread)
    return dict(sorted(bundles.items()))


def language_of(code: str) -> str:
    """The language that words of *code* are stemmed in: without a region."""
    return code.replace("_", "-").partition("-")[0].lower()


def bundle_list(tags: Mapping[str, str], language: Language) -> bytes:
    """What the script in the browser reads: the bundles, and its texts in *language*.

    *tags* has, for the name of every bundle, a text that changes with its content: browsers
    keep what they have of a bundle while it stays the same.
    """
    by_language = defaultdict(list)
    for name, tag in sorted(tags.items()):
        by_language[name.partition("-")[0]].append([name, tag])
    content = {
        "root": _ROOT,
        "bundles": by_language,
        "one": language.text("1 matching thread"),
        "other": language.text("# matching threads"),
        "failed": language.text("The threads could not be searched."),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _hash(url: str) -> int:
    return int.from_bytes(sha256(url.encode()).digest()[:8], "big")
