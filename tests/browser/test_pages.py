"""Every kind of page: at phone and desktop width, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route

from browser.audit import (
    OPENED,
    Look,
    Tabs,
    in_every_look,
    problems,
    scrolls_sideways,
)

SHARED = [
    "",
    "threads/",
    "threads/2026/",
    "topics/",
    "topics/app/",
    "tags/",
    "tags/export/",
    "people/",
    "people/jonna/",
    "people/henrik/",
    "kinds/problem/",
    "states/open/",
    "states/withheld/",
    "figures/",
    "rules/",
    "rules/insult/",
    "transparency/",
    "transparency/withheld/",
    "write/",
    "answer/",
    "threads/2025/export-all-rides/",  # code
    "threads/2025/export-all-rides/embed/",
    "threads/2026/sechs-wochen-auf-bremsbelaege/",  # a picture, follow-ups
    "threads/2026/charged-twice/",  # a table
    "threads/2026/lend-without-my-phone/",  # a list of tasks
    "threads/2026/64h65idso6/",  # a stub
    "threads/2026/ersatzschluessel-akku/",  # a passage removed
    "404.html",
]
PAGES = [*SHARED, *(f"de/{page}" for page in SHARED), "start/", "format/", "checks/"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_page_is_whole_in_every_look(path: str, home_unsearched: str, tab: Tabs) -> None:
    assert in_every_look(tab, home_unsearched + path) == []


@pytest.mark.parametrize("path", ["threads/", "threads/page/1/", "threads/2026/page/1/"])
def test_list_of_several_pages_is_whole_in_every_look(
    path: str, paged_home: str, tab: Tabs
) -> None:
    assert in_every_look(tab, paged_home + path) == []


@pytest.mark.parametrize(
    "path",
    [
        "",
        "threads/",
        "threads/2026/charged-twice/",
        "people/jonna/",
        "de/figures/",
        "de/transparency/",
    ],
)
def test_page_reflows_at_320_pixels(
    path: str, home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    assert not scrolls_sideways(open_page(home_unsearched + path, Look(width=320)))


UNFOLDED = ["threads/2026/skscvjrl07/", "threads/2026/three-days-at-home/", "transparency/"]


@pytest.mark.parametrize("path", [*UNFOLDED, *(f"de/{path}" for path in UNFOLDED)])
def test_page_is_whole_with_everything_unfolded(path: str, home_unsearched: str, tab: Tabs) -> None:
    for looks in OPENED[:2]:
        page = tab(looks[0]).page
        tab(looks[0]).open(home_unsearched + path, looks[0])
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        assert [(look, one) for look in looks for one in problems(page, look)] == []


def test_statement_of_reasons_is_opened_with_the_keyboard(
    home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home_unsearched + "threads/2026/skscvjrl07/", Look(scripts=False))
    statement = page.locator("details.ans-statement")
    assert not statement.locator("dl").is_visible()
    statement.locator("summary").focus()
    page.keyboard.press("Enter")
    assert statement.locator("dl").is_visible()


def test_choice_of_languages_is_whole_on_a_phone_without_scripts(
    home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home_unsearched, Look(width=375, scripts=False))
    page.locator(".md-select").hover()
    box = page.locator(".md-select__inner").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 375


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_is_too_wide_is_noticed(scripts: bool, open_page: Callable[..., Page]) -> None:
    wide = "data:text/html,<p style='width:900px;background:red'>wide"
    assert scrolls_sideways(open_page(wide, Look(width=375, scripts=scripts)))


@pytest.mark.parametrize(
    ("style", "look", "problem"),
    [
        (
            "[data-md-color-scheme=slate] article p { color: #333 }",
            "1280 px, dark",
            "color-contrast",
        ),
        (
            "[data-md-color-scheme=default] article p { color: #ccc }",
            "375 px, light",
            "color-contrast",
        ),
        ("@media (max-width: 400px) { article p { min-width: 600px } }", "375 px, dark", "cut off"),
        ("article h1 { min-width: 2000px }", "1280 px, light", "cut off"),
        ("article h1 { display: none }", "375 px, light, without", "no heading"),
    ],
)
def test_what_is_wrong_in_one_look_is_noticed_in_that(
    style: str, look: str, problem: str, home_unsearched: str, tab: Tabs
) -> None:
    pattern = "**/answerable.css"

    def spoil(route: Route) -> None:
        route.fulfill(body=f"{route.fetch().text()}\n{style}", content_type="text/css")

    for looks in OPENED:
        tab(looks[0]).page.route(pattern, spoil)
    found = in_every_look(tab, home_unsearched + "threads/2026/charged-twice/")
    for looks in OPENED:
        tab(looks[0]).page.unroute(pattern, spoil)
    assert [one for one in found if one.startswith(look) and problem in one]
    other = {"dark": "light", "light": "dark"}.get(look.split()[-1], "")
    if problem == "contrast":
        assert not [one for one in found if f", {other}," in one]
