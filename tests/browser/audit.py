"""Looking at a page as readers do: at phone and desktop width, light and dark, without scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Page, Response

AXE = Path(__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# All others find the same in each scheme.
RULES_OF_COLOUR = ["color-contrast", "link-in-text-block"]

# Colours that fade would be looked at half-way.
AT_ONCE = "*, ::before, ::after { transition: none !important; animation: none !important }"
# In the first of two frames the theme's script changes the colours.
DRAWN = """
async () => { for (const _ of [1, 2]) await new Promise(requestAnimationFrame) }
"""
SCHEME = """
() => ({default: "light", slate: "dark"})[document.body.dataset.mdColorScheme]
"""
# Details of what is right would take a third of the time.
AUDIT = """
async rules => (await axe.run(document, {runOnly: rules, resultTypes: ["violations"]})).violations
  .flatMap(found => found.nodes.map(node => `${found.id}: ${node.html.slice(0, 160)}`))
"""

# The theme lets nobody scroll to what reaches beyond the window.
CUT_OFF = """
() => {
  const scrolls = one => getComputedStyle(one).overflowX !== "visible";
  const boxes = one => one === document.body ? [] : [one, ...boxes(one.parentElement)];
  const isCutOff = one => {
    const {left, right, width, height} = one.getBoundingClientRect();
    return (left < -1 || right > innerWidth + 1) && width > 1 && height > 1
      && one.checkVisibility({visibilityProperty: true, opacityProperty: true})
      && !boxes(one.parentElement).some(scrolls);
  };
  return [...document.querySelectorAll(".md-content *, .md-footer *, body > main *")]
    .filter(isCutOff).map(one => `it is cut off: ${one.outerHTML.slice(0, 160)}`);
}
"""


@dataclass(frozen=True)
class Look:
    """How a reader looks at the site."""

    width: int = 1280
    scheme: str = "light"
    scripts: bool = True

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}, {'with' if self.scripts else 'without'} scripts"


DESKTOP = Look()
LOOKS = [Look(*chosen) for chosen in product((375, 1280), ("light", "dark"), (True, False))]
# The theme chooses its scheme at a reader's first visit, and has but one without scripts.
OPENED = [
    [look for look in LOOKS if look.scripts and look.scheme == "light"],
    [look for look in LOOKS if look.scripts and look.scheme == "dark"],
    [look for look in LOOKS if not look.scripts],
]


class Tab:
    """A tab in which one page after the other is opened, and what went wrong with the last.

    To make a tab for each page takes longer than to load it.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.problems: list[str] = []
        self.page = context.new_page()
        self._host = ""
        # In each page that is opened, which is quicker than to send it there.
        self.page.add_init_script(path=AXE)
        self.page.on("console", lambda said: self._console(said.type, said.text))
        self.page.on("pageerror", lambda error: self.problems.append(f"an error: {error}"))
        self.page.on("request", lambda request: self._request(request.url))
        self.page.on("response", self._response)

    def open(self, address: str, look: Look) -> None:
        """Open a page in a *look*."""
        # What the page before still does is not this one's.
        self.page.goto("about:blank")
        emulate(self.page, look)
        self.problems.clear()
        self._host = urlsplit(address).netloc
        self.page.goto(address, wait_until="load")
        if look.scripts:
            self.page.add_style_tag(content=AT_ONCE)

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.problems.append(f"the console: {text}")

    def _request(self, address: str) -> None:
        if urlsplit(address).netloc != self._host and not address.startswith(("data:", "blob:")):
            self.problems.append(f"a request to {address}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.status} for {response.url}")


Tabs = Callable[[Look], Tab]


def scrolls_sideways(page: Page) -> bool:
    """Whether a reader can move the page to the side: tried, for pages without scripts too.

    What the theme keeps beside the window, such as the drawer, cannot be moved to.
    """
    session = page.context.new_cdp_session(page)
    try:
        metrics = session.send("Page.getLayoutMetrics")
        if metrics["cssContentSize"]["width"] <= metrics["cssLayoutViewport"]["clientWidth"]:
            return False
        page.mouse.move(100, 400)
        page.mouse.wheel(500, 0)
        page.wait_for_timeout(150)
        return bool(session.send("Page.getLayoutMetrics")["cssVisualViewport"]["pageX"] > 0)
    finally:
        session.detach()


def emulate(page: Page, look: Look) -> None:
    """Give *page* the width and the scheme of *look*."""
    page.set_viewport_size({"width": look.width, "height": 800})
    page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")


def seen(page: Page, look: Look) -> None:
    """Look at *page* as *look* says, but for its scripts."""
    emulate(page, look)
    if look.scripts:
        page.evaluate(DRAWN)


def problems(page: Page, look: Look) -> Iterator[str]:
    seen(page, look)
    if scrolls_sideways(page):
        yield "it scrolls sideways"
    if not page.locator("h1").first.is_visible():
        yield "no heading is visible"
    if look.scripts:
        if page.evaluate(SCHEME) not in (look.scheme, None):
            yield f"it is not {look.scheme}"
        yield from page.evaluate(CUT_OFF)
        yield from page.evaluate(AUDIT, RULES if look.scheme == "light" else RULES_OF_COLOUR)


def in_every_look(tab: Tabs, address: str) -> list[str]:
    """What is wrong with a page in each of the LOOKS.

    To load it anew for each width would take longer than to look at it.
    """
    found = []
    for looks in OPENED:
        visited = tab(looks[0])
        visited.open(address, looks[0])
        found += [f"{look}: {one}" for look in looks for one in problems(visited.page, look)]
        found += [f"{looks[0]}: {one}" for one in visited.problems]
    return found
