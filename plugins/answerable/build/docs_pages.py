"""What the generator wrote of the pages under docs/, and gets something of ours afterwards."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from markupsafe import Markup

from answerable.build.access import without_pages
from answerable.site.context import Site
from answerable.site.overview import with_overview
from answerable.site.search import with_entries


def place_overviews(
    folder: Path, pages: Mapping[str, str], overview: Callable[[str], Markup], site: Site
) -> None:
    """Put the overview into the *pages* of the site's *folder* that ask for it.

    *pages* are their addresses by their files; *overview* makes it for a way to the root.
    """
    for path, url in pages.items():
        file = folder / path
        page = with_overview(file.read_text(encoding="utf-8"), overview(site.root_of(url)))
        file.write_text(page, encoding="utf-8")


def complete_index(folder: Path, locked: set[str], entries: Iterable[str] | None) -> None:
    """Take the *locked* pages out of the theme's search index, and put in *entries*, JSON."""
    file = folder / "search" / "search_index.json"
    if not file.is_file():
        return
    before = text = file.read_text(encoding="utf-8")
    if locked:
        index = without_pages(json.loads(text), locked)
        text = json.dumps(index, separators=(",", ":"))
    if entries is not None:
        text = with_entries(text, entries)
    if text != before:
        file.write_text(text, encoding="utf-8")
