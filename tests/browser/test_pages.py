"""Every kind of page: at phone and desktop width, light and dark, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Response

from browser.conftest import AXE, Look

Contexts = Callable[[Look], BrowserContext]

LOOKS = [Look(*chosen) for chosen in product((375, 1280), ("light", "dark"), (True, False))]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

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

# Colours that fade would be looked at half-way.
AT_ONCE = "*, ::before, ::after { transition: none !important; animation: none !important }"
# In the first of two frames the theme's script changes the colours.
DRAWN = """
async () => { for (const _ of [1, 2]) await new Promise(requestAnimationFrame) }
"""
AUDIT = """
async rules => (await axe.run(document, {runOnly: {type: "tag", values: rules}})).violations
  .flatMap(found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 160)}`))
"""


class Visit:
    """A page that is opened, and what went wrong meanwhile."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.problems: list[str] = []
        self.page = context.new_page()
        host = urlsplit(address).netloc
        self.page.on("console", lambda said: self._console(said.type, said.text))
        self.page.on("pageerror", lambda error: self.problems.append(f"an error: {error}"))
        self.page.on("request", lambda request: self._request(request.url, host))
        self.page.on("response", self._response)
        self.page.goto(address, wait_until="load")

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"the console: {text}")

    def _request(self, address: str, host: str) -> None:
        if urlsplit(address).netloc != host and not address.startswith(("data:", "blob:")):
            self.problems.append(f"a request to {address}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status} for {response.url}")


def scrolls_sideways(page: Page) -> bool:
    """Whether a reader can move the page to the side: tried, for pages without scripts too.

    What the theme keeps beside the window, such as the drawer, cannot be moved to.
    """
    session = page.context.new_cdp_session(page)
    metrics = session.send("Page.getLayoutMetrics")
    if metrics["cssContentSize"]["width"] <= metrics["cssLayoutViewport"]["clientWidth"]:
        return False
    page.mouse.move(100, 400)
    page.mouse.wheel(500, 0)
    page.wait_for_timeout(150)
    return bool(session.send("Page.getLayoutMetrics")["cssVisualViewport"]["pageX"] > 0)


def seen(page: Page, look: Look) -> None:
    """Look at *page* as *look* says, but for its scripts."""
    page.set_viewport_size({"width": look.width, "height": 800})
    page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
    if look.scripts:
        page.evaluate(DRAWN)


def prepared(page: Page) -> None:
    """Make *page* ready to be audited again and again."""
    page.add_script_tag(path=AXE)
    page.add_style_tag(content=AT_ONCE)


def problems(page: Page, look: Look) -> Iterator[str]:
    seen(page, look)
    if scrolls_sideways(page):
        yield "it scrolls sideways"
    if not page.locator("h1").first.is_visible():
        yield "no heading is visible"
    if look.scripts:
        yield from page.evaluate(AUDIT, RULES)


def in_every_look(context: Contexts, address: str) -> list[str]:
    """What is wrong with a page that is opened once with scripts and once without.

    To load it anew for each width and scheme would take longer than to look at it.
    """
    found = []
    for scripts in (True, False):
        looks = [look for look in LOOKS if look.scripts is scripts]
        visit = Visit(context(looks[0]), address)
        if scripts:
            prepared(visit.page)
        found += [f"{look}: {one}" for look in looks for one in problems(visit.page, look)]
        found += [f"{'with' if scripts else 'without'} scripts: {one}" for one in visit.problems]
        visit.page.close()
    return found


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path or "home")
def test_page_is_whole_in_every_look(path: str, home_unsearched: str, context: Contexts) -> None:
    assert in_every_look(context, home_unsearched + path) == []


@pytest.mark.parametrize("path", ["threads/", "threads/page/1/", "threads/2026/page/1/"])
def test_list_of_several_pages_is_whole_in_every_look(
    path: str, paged_home: str, context: Contexts
) -> None:
    assert in_every_look(context, paged_home + path) == []


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
def test_page_reflows_at_320_pixels(path: str, home: str, open_page: Callable[..., Page]) -> None:
    assert not scrolls_sideways(open_page(home + path, Look(width=320)))


UNFOLDED = ["threads/2026/skscvjrl07/", "threads/2026/three-days-at-home/", "transparency/"]


@pytest.mark.parametrize("path", [*UNFOLDED, *(f"de/{path}" for path in UNFOLDED)])
def test_page_is_whole_with_everything_unfolded(
    path: str, home_unsearched: str, context: Contexts
) -> None:
    page = Visit(context(LOOKS[0]), home_unsearched + path).page
    page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
    prepared(page)
    for look in LOOKS:
        if look.scripts:
            seen(page, look)
            assert page.evaluate(AUDIT, RULES) == [], look
            assert not scrolls_sideways(page), look
    page.close()


def test_statement_of_reasons_is_opened_with_the_keyboard(
    home: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home + "threads/2026/skscvjrl07/", Look(scripts=False))
    statement = page.locator("details.ans-statement")
    assert not statement.locator("dl").is_visible()
    statement.locator("summary").focus()
    page.keyboard.press("Enter")
    assert statement.locator("dl").is_visible()


def test_choice_of_languages_is_whole_on_a_phone_without_scripts(
    home: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home, Look(width=375, scripts=False))
    page.locator(".md-select").hover()
    box = page.locator(".md-select__inner").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 375


@pytest.mark.parametrize("scripts", [True, False])
def test_a_page_that_is_too_wide_is_noticed(scripts: bool, open_page: Callable[..., Page]) -> None:
    wide = "data:text/html,<p style='width:900px;background:red'>wide"
    assert scrolls_sideways(open_page(wide, Look(width=375, scripts=scripts)))
