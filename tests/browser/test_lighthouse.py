"""This repository's own site as Lighthouse sees it on a phone.

The site is built for the address at which it is served here: its canonical links, feeds and
links to the other language are true there. ``hosting`` says how it is served.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from datetime import timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from answerable.site import static
from answerable.site.language import Language
from browser.hosting import hosted
from site_build.browsing import CHROMIUM
from site_build.building import REPOSITORY, run_build

pytestmark = [pytest.mark.slow, pytest.mark.alone]

HERE = Path(__file__).parent
ADDRESS = "https://answerable.example.org/"
KINDS = ["", "threads/", "threads/2026/sechs-wochen-auf-bremsbelaege/", "people/jonna/"]
PAGES = [*KINDS, *(f"de/{page}" for page in KINDS)]

Report = Mapping[str, Any]


def build_for(address: str, root: Path) -> Path:
    """The site of scripts/build, English and German, for *address* instead of its own."""
    for folder in ("docs", "feedback"):
        (root / folder).symlink_to(REPOSITORY / folder)
    for name, target in (("mkdocs.yml", "site"), ("mkdocs.de.yml", "site/de")):
        config = (REPOSITORY / name).read_text(encoding="utf-8")
        assert ADDRESS in config
        (root / name).write_text(config.replace(ADDRESS, address), encoding="utf-8")
        built = run_build(root / name, root / target, strict=True)
        assert built.code == 0, built.log
    return root / "site"


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Report]:
    """Lighthouse's report on each page."""
    installed = (HERE / "node_modules" / "lighthouse").is_dir() and CHROMIUM is not None
    if not installed and "CI" not in os.environ:
        pytest.skip("Lighthouse or Chromium is not installed: scripts/test installs both")
    root = tmp_path_factory.mktemp("lighthouse")
    with hosted(root / "site") as home:
        build_for(home, root)
        done = subprocess.run(
            ["node", HERE / "lighthouse.mjs", str(CHROMIUM), *(home + page for page in PAGES)],
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    return {page: found[home + page] for page in PAGES}


each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page or "home")


@each_page
def test_page_has_full_marks_on_a_phone(page: str, reports: Mapping[str, Report]) -> None:
    scores = reports[page]["scores"]
    full = {"accessibility": 1, "best-practices": 1, "seo": 1}
    assert scores | full == scores, reports[page]["lost"]


@each_page
def test_page_is_fast_on_a_phone(page: str, reports: Mapping[str, Report]) -> None:
    assert reports[page]["scores"]["performance"] >= 0.95, reports[page]["lost"]


@each_page
def test_first_paint_waits_for_no_file_of_ours_longer_than_for_the_themes(
    page: str, reports: Mapping[str, Report]
) -> None:
    waits = {
        urlsplit(file["url"]).path.removeprefix("/").removeprefix("de/"): file["milliseconds"]
        for file in reports[page]["blocking"]
    }
    ours = {
        path
        for path in waits
        if path in static.static_files(Language("en", timezone.utc), search=False)
    }
    themes = [wait for path, wait in waits.items() if path.startswith("assets/stylesheets/main.")]
    # In the head, so that nobody sees a page without it; it comes beside the theme's.
    assert ours <= {static.STYLESHEET}
    assert all(waits[path] < max(themes) for path in ours)
