"""Customers write: what the form sends, with scripts and without, and what stays unsaid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.audit import AUDIT, AXE, RULES, Look, scrolls_sideways
from samples import SLUG, write_sample
from site_build.browsing import served
from site_build.building import URL, build_site

FORM = "https://forms.example.org/feedback"
THREAD = f"threads/2026/{SLUG}/"
SETTINGS = {
    "forge": {"kind": "github", "url": "https://github.com/example/feedback"},
    "contact": {"form": FORM, "email": "feedback@example.org", "issues": True},
}


@pytest.fixture(scope="module", params=["en", "de"])
def home(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    project: Path = tmp_path_factory.mktemp(request.param)
    write_sample(project / "feedback")
    site = build_site(project, project / "feedback", language=request.param, settings=SETTINGS)
    assert site.code == 0, site.log
    with served(site.root, urlsplit(site.url).path) as address:
        yield address


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def scripts(request) -> bool:
    return bool(request.param)


@pytest.fixture
def visitor(scripts: bool, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(java_script_enabled=scripts)
    yield context.new_page()
    context.close()


def sent(page: Page) -> dict[str, list[str]]:
    """What the form's service receives."""
    bodies: list[str] = []

    def receive(route):
        bodies.append(route.request.post_data or "")
        route.fulfill(body="Thank you.", content_type="text/plain")

    page.route(f"{FORM}**", receive)
    page.locator("button[type=submit]").click()
    page.wait_for_url(FORM)
    return parse_qs(bodies[0], strict_parsing=True, keep_blank_values=True)


def test_a_comment_is_sent(home: str, visitor: Page) -> None:
    visitor.goto(f"{home}write/")
    visitor.locator("#ans-kind").select_option("idea")
    visitor.locator("#ans-title").fill("Hinges & doors")
    visitor.locator("#ans-text").fill("Größer, bitte!\nDanke.")
    visitor.locator("#ans-agreed").check()
    given = sent(visitor)
    assert given.pop("language")[0] in ("en", "de")
    assert given == {
        "kind": ["idea"],
        "title": ["Hinges & doors"],
        "text": ["Größer, bitte!\r\nDanke."],
        "name": [""],
        "thread": [""],
        "agreed": ["yes"],
        "homepage": [""],
    }


def test_nothing_is_sent_without_words_and_consent(home: str, visitor: Page) -> None:
    visitor.goto(f"{home}write/")
    visitor.locator("button[type=submit]").click()
    visitor.locator("#ans-text").fill("Why?")
    visitor.locator("button[type=submit]").click()
    assert visitor.url == f"{home}write/"


def test_a_comment_on_a_thread_says_which(home: str, visitor: Page, scripts: bool) -> None:
    visitor.goto(home + THREAD)
    visitor.locator(".ans-after a[href*='write/']").click()
    if scripts:
        expect(visitor.locator("[data-ans-about]")).to_be_visible()
    else:
        visitor.locator("#ans-thread").fill(URL + THREAD)
    visitor.locator("#ans-text").fill("And the door?")
    visitor.locator("#ans-agreed").check()
    given = sent(visitor)
    assert given["thread"] == [URL + THREAD]
    assert given["text"] == ["And the door?"]


def test_with_scripts_all_ways_know_the_thread(home: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{home}write/?thread={THREAD}")
    link = page.locator("[data-ans-about] a")
    expect(link).to_have_attribute("href", URL + THREAD)
    mail = page.locator("a[href^='mailto:']").get_attribute("href") or ""
    assert parse_qs(urlsplit(mail).query)["body"][0].endswith(f"\r\n{URL}{THREAD}")
    issue = page.locator("a[href*='/issues/new']").get_attribute("href") or ""
    assert parse_qs(urlsplit(issue).query)["thread"] == [URL + THREAD]
    expect(page.locator("#ans-kind")).to_be_hidden()
    expect(page.locator("#ans-kind")).to_be_disabled()


@pytest.mark.parametrize(
    "given",
    ["https://evil.example/", "//evil.example/", "../../x/", "threads/2026/a/?x", "<b>x</b>"],
)
def test_no_other_address_gets_into_the_page(
    home: str, given: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{home}write/?thread={given}")
    page.wait_for_timeout(200)
    expect(page.locator("[data-ans-about]")).to_be_hidden()
    expect(page.locator("#ans-thread")).to_have_value("")


def test_the_trap_is_reached_neither_by_keyboard_nor_by_eye(
    home: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{home}write/")
    trap = page.locator("#ans-homepage")
    trap.evaluate("field => field.parentElement.dataset.test = 'trap'")
    assert trap.evaluate("field => getComputedStyle(field.parentElement).display") != "none"
    box = page.locator("[data-test=trap]").bounding_box()
    assert box is not None
    assert max(box["width"], box["height"]) <= 1
    page.locator("#ans-agreed").focus()
    page.keyboard.press("Tab")
    expect(page.locator("button[type=submit]")).to_be_focused()


@pytest.mark.parametrize("look", [Look(375), Look(375, "dark"), Look()], ids=str)
def test_the_page_is_open_to_everyone(
    home: str, look: Look, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{home}write/?thread={THREAD}", look)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    page.add_script_tag(path=AXE)
    assert page.evaluate(AUDIT, RULES) == []
    assert not scrolls_sideways(page)
    assert [url for url in asked if not url.startswith(home)] == []
