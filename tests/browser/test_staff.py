"""The staff area and a page with ``access``, as colleagues open them in Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from browser.audit import AXE
from samples import PNG, comment_text, write
from site_build.browsing import served
from site_build.building import build_site
from site_build.leaking import SECOND, TITLE, WITHHELD, write_hidden

SERVICE = "kettle-umbrella-verandah-31"
BOARD = "lantern-quarry-hedgehog-77"
STAFF = {
    "groups": {"service": "ANSWERABLE_PASSWORD_SERVICE", "board": "ANSWERABLE_PASSWORD_BOARD"},
    "area": ["service", "board"],
}
WORDS = "The margin on hinges is forty percent this year."
DOCS = {
    "prices.md": f"---\naccess: service\n---\n# Prices\n\n{WORDS} ![Chart](chart.png)\n",
    "other.md": "# Another page\n\n[Prices](prices.md)\n",
}
CONFIG = {
    "nav": ["index.md", "other.md", "prices.md"],
    "theme": {"features": ["navigation.instant", "navigation.footer"]},
}


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    root = tmp_path_factory.mktemp("staff")
    write_hidden(root / "feedback")
    write(
        root / "feedback",
        "threads/2026/phone/comment.md",
        comment_text(id="open000001", title="Nobody answers the phone"),
    )
    write(root, "docs/chart.png", PNG)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSWERABLE_PASSWORD_SERVICE", SERVICE)
        patch.setenv("ANSWERABLE_PASSWORD_BOARD", BOARD)
        site = build_site(
            root, root / "feedback", docs=DOCS, config=CONFIG, settings={"staff": STAFF}
        )
    assert site.code == 0, site.log
    with served(site.root, urlsplit(site.url).path) as where:
        yield where


@pytest.fixture
def open_tab(chromium: Browser):
    contexts = []

    def opened(**how) -> Page:
        contexts.append(chromium.new_context(**how))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def enter(page: Page, password: str) -> None:
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Open the page").click()


@pytest.mark.parametrize("password", [SERVICE, BOARD])
def test_password_of_each_group_opens_the_staff_area(password, address, open_tab):
    page = open_tab()
    page.goto(f"{address}staff/")
    enter(page, password)
    expect(page.get_by_role("heading", name="Staff area")).to_be_visible()
    expect(page.get_by_text(SECOND).first).to_be_visible()
    expect(page.get_by_text(WITHHELD)).to_be_visible()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()


def test_wrong_password_shows_nothing(address, open_tab):
    page = open_tab()
    page.goto(f"{address}staff/")
    enter(page, "guess-after-guess-after-guess")
    expect(page.get_by_role("alert")).to_have_text("That is not the password.")
    assert SECOND not in page.content()


def test_group_without_access_does_not_open_a_page(address, open_tab):
    page = open_tab()
    page.goto(f"{address}prices/")
    enter(page, BOARD)
    expect(page.get_by_role("alert")).to_have_text("That is not the password.")
    enter(page, SERVICE)
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.locator("[alt=Chart]")).to_have_js_property("naturalWidth", 3)


def test_page_of_a_group_opens_from_a_link_with_instant_navigation(address, open_tab):
    page = open_tab()
    page.goto(f"{address}other/")
    page.locator("article").get_by_role("link", name="Prices").click()
    enter(page, SERVICE)
    expect(page.get_by_text(WORDS)).to_be_visible()


def test_without_scripts_the_area_says_why_it_stays_closed(address, open_tab):
    page = open_tab(java_script_enabled=False)
    page.goto(f"{address}staff/")
    expect(page.get_by_text("This page is encrypted.")).to_be_visible()
    assert SECOND not in page.content()


def test_picture_of_a_pending_message_is_shown(address, open_tab):
    page = open_tab()
    page.goto(f"{address}staff/")
    enter(page, SERVICE)
    picture = page.locator("#pending001-comment img")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("naturalWidth", 3)


def test_nothing_is_wider_than_a_phone(address, open_tab):
    page = open_tab(viewport={"width": 360, "height": 800})
    page.goto(f"{address}staff/")
    enter(page, SERVICE)
    expect(page.get_by_role("heading", name="Staff area")).to_be_visible()
    for details in page.locator("details.ans-statement").all():
        details.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_axe_finds_nothing_in_the_open_area(address, open_tab):
    if not AXE.exists():
        pytest.skip("axe is not installed: scripts/test installs it")
    page = open_tab()
    page.goto(f"{address}staff/")
    enter(page, SERVICE)
    expect(page.get_by_role("heading", name="Staff area")).to_be_visible()
    page.add_script_tag(path=str(AXE))
    found = page.evaluate("axe.run('.ans-staff').then(result => result.violations)")
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
