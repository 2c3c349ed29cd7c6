"""A new site as ``answerable init`` makes it, before anybody wrote: whole in every look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from answerable.scaffold import place, project_files, written_nearby
from browser.audit import Tabs, in_every_look
from scaffold.projects import answers
from site_build.browsing import served
from site_build.building import run_build

# Empty ones, and those that are written by hand.
PAGES = ["", "threads/", "figures/", "write/", "about/", "imprint/", "en/", "en/privacy/"]


@pytest.fixture(scope="module")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a new site in German is served, which is in English as well."""
    root = tmp_path_factory.mktemp("new") / "site"
    said = answers(languages=("de", "en"), public=True)
    with written_nearby(root, project_files(said)) as stage:
        place(stage, root)
    built = root / "site"
    assert run_build(root / "mkdocs.yml", built, strict=True).code == 0
    assert run_build(root / "mkdocs.en.yml", built / "en", strict=True).code == 0
    with served(built, "/") as address:
        yield address


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_page_of_a_new_site_is_whole_in_every_look(path: str, new_home: str, tab: Tabs) -> None:
    assert in_every_look(tab, new_home + path) == []


@pytest.mark.parametrize("path", ["", "about/", "en/"], ids=lambda path: path or "home")
def test_imprint_and_privacy_are_linked_from_every_page(
    path: str, new_home: str, open_page
) -> None:
    page = open_page(new_home + path)
    links = page.locator(".md-footer a").evaluate_all("all => all.map(link => link.href)")
    base = f"{new_home}en/" if path.startswith("en/") else new_home
    assert {f"{base}privacy/", f"{base}imprint/"} <= set(links)
