"""What programs read on this repository's own site keeps to its specification, file by file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

import oracles
from site_build.links import Links

CHECKS: dict[str, Callable[[bytes], object]] = {
    r"feed\.xml$": oracles.atom,
    r"feed\.json$": oracles.json_feed,
    r"oembed\.json$": oracles.oembed,
    r"api/threads/[a-z0-9]{10}\.json$": lambda data: oracles.api(data, "thread.schema.json"),
    r"api/threads(/page-\d+)?\.json$": lambda data: oracles.api(data, "threads.schema.json"),
    r"transparency/transparency\.json$": lambda data: oracles.api(data, "transparency.schema.json"),
    r"(^|/)sitemap\.xml$": oracles.sitemap,
}


@pytest.mark.parametrize("pattern", CHECKS)
def test_document_is_valid(pattern: str, own_links: Links) -> None:
    files = own_links.site.files
    found = [path for path in files if re.search(pattern, path)]
    assert {path.startswith("de/") for path in found} == {True, False}
    for path in found:
        CHECKS[pattern](files[path])


def test_structured_data_is_valid(own_links: Links) -> None:
    types = set()
    for page in own_links.pages.values():
        for script in page.xpath("//script[@type='application/ld+json']"):
            types.add(oracles.json_ld(json.loads(script.text))["@type"])
    assert types == {"DiscussionForumPosting", "BreadcrumbList", "ProfilePage"}


def test_every_document_of_a_kind_is_checked(own_links: Links) -> None:
    programs = {path for path in own_links.site.files if re.search(r"\.(xml|json)$", path)}
    checked = {path for path in programs for pattern in CHECKS if re.search(pattern, path)}
    left = {path.removeprefix("de/") for path in programs - checked}
    assert left == {
        "assets/answerable/check-texts.json",
        "assets/answerable/promises.json",
        "search/search_index.json",
        "api/schema/thread.schema.json",
        "api/schema/threads.schema.json",
        "api/schema/transparency.schema.json",
    }
