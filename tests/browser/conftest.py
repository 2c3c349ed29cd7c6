"""This repository's own site in Debian's Chromium."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from browser.audit import DESKTOP, Look, Tab, Tabs
from site_build.browsing import ARGUMENTS, WINDOWLESS, served
from site_build.building import REPOSITORY, BuiltSite, build_site

# What is true at last is found; a slow machine only takes longer.
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def own_site(own_sites: tuple[BuiltSite, BuiltSite]) -> BuiltSite:
    """The site of scripts/build: English, and German below de/."""
    return own_sites[0]


@pytest.fixture(scope="session")
def home(own_site: BuiltSite) -> Iterator[str]:
    """Where the site is served."""
    with served(own_site.root, urlsplit(own_site.url).path) as address:
        yield address


@pytest.fixture(scope="session")
def home_unsearched(own_site: BuiltSite) -> Iterator[str]:
    """Where the site is served without entries for the search."""
    with served(own_site.root, urlsplit(own_site.url).path, searched=False) as address:
        yield address


@pytest.fixture(scope="session")
def paged_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the same feedback is served with five threads a page."""
    root = tmp_path_factory.mktemp("paged")
    site = build_site(root, REPOSITORY / "feedback", settings={"per_page": 5})
    with served(site.root, urlsplit(site.url).path) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if WINDOWLESS is None and "CI" not in os.environ:
        pytest.skip("Chromium is not installed: scripts/test installs it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=WINDOWLESS, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(chromium: Browser) -> Iterator[Callable[[Look], BrowserContext]]:
    """A context for each look; pages of the same look share it."""
    contexts: dict[Look, BrowserContext] = {}

    def of(look: Look) -> BrowserContext:
        if look not in contexts:
            contexts[look] = chromium.new_context(
                viewport={"width": look.width, "height": 800},
                color_scheme="dark" if look.scheme == "dark" else "light",
                java_script_enabled=look.scripts,
            )
        return contexts[look]

    yield of
    for one in contexts.values():
        one.close()


@pytest.fixture
def open_page(context: Callable[[Look], BrowserContext]) -> Iterator[Callable[..., Page]]:
    """Open an address in a look; the pages are closed after the test."""
    pages = []

    def opened(address: str, look: Look = DESKTOP) -> Page:
        page = context(look).new_page()
        pages.append(page)
        page.goto(address)
        return page

    yield opened
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def tab(context: Callable[[Look], BrowserContext]) -> Iterator[Tabs]:
    """A tab for each of OPENED, for its first look."""
    tabs: dict[Look, Tab] = {}

    def of(look: Look) -> Tab:
        if look not in tabs:
            tabs[look] = Tab(context(look))
        return tabs[look]

    yield of
    for one in tabs.values():
        one.page.close()
