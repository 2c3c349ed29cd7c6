"""Locked pages within a site of the theme, with its instant navigation."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.vault_site import PASSWORD, hosted, lock1_file, staticrypt_file, wait_for, write_files

CONFIG = """\
site_name: Test
site_url: http://127.0.0.1:{port}/
theme: {{name: material, font: false, features: [navigation.instant]}}
nav: [index.md, other.md, staff.md, old.md]
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="module")
def home(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site two pages of which are locked; its map of addresses names them all the same."""
    project = tmp_path_factory.mktemp("project")
    (project / "docs").mkdir()
    for name in ("index", "other", "staff", "old"):
        text = f"# Page {name}\n\n[Staff](staff.md), [old](old.md), [other](other.md)\n"
        (project / "docs" / f"{name}.md").write_text(text)
    with hosted(root) as address:
        port = address.rstrip("/").rpartition(":")[2]
        (project / "mkdocs.yml").write_text(CONFIG.format(port=port))
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "-q", "-d", root],
            cwd=project,
            env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
            check=True,
        )
        staff, old = root / "staff" / "index.html", root / "old" / "index.html"
        write_files(
            root,
            {
                "staff/index.html": lock1_file(
                    "staff/", staff.read_text("utf-8"), address, root="../"
                ),
                "old/index.html": staticrypt_file(old.read_text("utf-8"), root="../"),
            },
        )
        assert "staff/" in (root / "sitemap.xml").read_text()
        yield address


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture
def problems(tab: Page) -> list[str]:
    found: list[str] = []
    tab.on("pageerror", lambda error: found.append(str(error)))
    tab.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found


def follow(page: Page, name: str) -> None:
    page.locator("article").get_by_role("link", name=name).click()


def enter(page: Page, *, remember: bool = False) -> None:
    page.get_by_label("Password", exact=True).fill(PASSWORD.text)
    if remember:
        page.get_by_label("Remember me").check()
    page.get_by_role("button", name="Open the page").click()


def heading(page: Page, name: str) -> None:
    expect(page.locator("article h1")).to_contain_text(f"Page {name}")


@pytest.mark.parametrize(("link", "name"), [("Staff", "staff"), ("old", "old")])
def test_a_locked_page_opens_after_an_instant_link(
    link: str, name: str, home: str, tab: Page, problems: list[str]
) -> None:
    tab.goto(home)
    follow(tab, link)
    enter(tab)
    heading(tab, name)
    expect(tab).to_have_title(f"Page {name} - Test")
    assert problems == []


@pytest.mark.parametrize(("link", "name"), [("Staff", "staff"), ("old", "old")])
def test_the_theme_is_alive_in_an_opened_page(
    link: str, name: str, home: str, tab: Page, problems: list[str]
) -> None:
    tab.goto(f"{home}{name}/")
    enter(tab)
    heading(tab, name)
    # The theme changes pages without loading them as soon as it has read their addresses.
    wait_for(tab, f"performance.getEntriesByName('{home}sitemap.xml').length > 0")
    tab.wait_for_timeout(500)
    tab.evaluate("window.alive = true")
    follow(tab, "other")
    heading(tab, "other")
    assert tab.evaluate("window.alive === true")
    tab.keyboard.press("f")
    expect(tab.locator(".md-search__input")).to_be_focused()
    assert problems == []


def test_going_back_to_a_locked_page_asks_again(home: str, tab: Page) -> None:
    tab.goto(f"{home}staff/")
    enter(tab)
    heading(tab, "staff")
    follow(tab, "other")
    heading(tab, "other")
    tab.go_back()
    expect(tab.get_by_label("Password", exact=True)).to_be_visible()
    enter(tab)
    heading(tab, "staff")


def test_what_is_remembered_opens_the_next_locked_page_at_once(home: str, tab: Page) -> None:
    tab.goto(f"{home}staff/")
    enter(tab, remember=True)
    heading(tab, "staff")
    follow(tab, "other")
    heading(tab, "other")
    follow(tab, "Staff")
    heading(tab, "staff")
