"""Using the site: by keyboard, search, permalinks, sharing and paper."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from browser.audit import Look

THREAD = "threads/2026/sechs-wochen-auf-bremsbelaege/"
PHONE = Look(width=375)

REACHABLE = """
() => {
  const all = "main :is(a[href], button, summary, input, textarea, [tabindex])";
  const folded = element => element.closest("details:not([open]) > :not(summary)");
  return [...document.querySelectorAll(all)]
    .filter(element => element.checkVisibility() && !folded(element) && element.tabIndex >= 0)
    .map((element, place) => element.dataset.test = String(place));
}
"""
FOCUSED = """
() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  return [element.dataset.test ?? null, seen, element.outerHTML.slice(0, 120)];
}
"""


SHIFTS = """
window.ansShifts = [];
new PerformanceObserver(list => {
  for (const entry of list.getEntries())
    for (const source of entry.sources) {
      const element = source.node?.closest ? source.node : source.node?.parentElement;
      window.ansShifts.push(element?.outerHTML.slice(0, 120) ?? "something that is gone");
    }
}).observe({type: "layout-shift", buffered: true});
"""


IN_TWO_PARTS = """
addEventListener("load", () => setTimeout(() => {
  const [first, second] = PARTS;
  document.open();
  document.write(first);
  new PerformanceObserver(() => {
    document.write(second);
    document.close();
  }).observe({type: "paint"});
}));
"""


@pytest.mark.parametrize("look", [Look(), PHONE], ids=str)
@pytest.mark.parametrize("path", [THREAD, "threads/", ""])
def test_keyboard_reaches_everything_in_order_and_shows_where_it_is(
    path: str, look: Look, home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home_unsearched + path, look)
    wanted = page.evaluate(REACHABLE)
    assert len(wanted) > 5
    reached, unseen = [], []
    for _ in range(len(wanted) + 60):
        page.keyboard.press("Tab")
        mark, seen, html = page.evaluate(FOCUSED)
        if mark is not None and mark not in reached:
            reached.append(mark)
            if not seen:
                unseen.append(html)
        if len(reached) == len(wanted):
            break
    assert reached == wanted
    assert unseen == []


def test_enter_opens_what_is_folded(home_unsearched: str, open_page: Callable[..., Page]) -> None:
    page = open_page(home_unsearched + THREAD)
    page.locator(".ans-share summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#ans-share-link")).to_be_visible()


def test_a_permalink_shows_its_message(
    home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home_unsearched + THREAD)
    link = page.locator(".ans-message--reply .ans-message__link").last
    stem = (link.get_attribute("href") or "").removeprefix("#")
    link.click()
    message = page.locator(f"[id='{stem}']")
    expect(message).to_be_in_viewport()
    assert message.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"


def test_the_link_is_copied(
    home_unsearched: str, context: Callable[[Look], BrowserContext], open_page: Callable[..., Page]
) -> None:
    context(Look()).grant_permissions(["clipboard-write"])
    page = open_page(home_unsearched + THREAD)
    page.bring_to_front()
    page.locator(".ans-share summary").click()
    button = page.locator("[data-ans-copy='ans-share-link']")
    button.click()
    expect(button).to_have_text("Copied")
    link = page.locator("#ans-share-link").input_value()
    assert link.endswith(THREAD)
    search = page.locator(".md-search__input")
    search.click()
    page.keyboard.press("Control+V")
    expect(search).to_have_value(link)


def test_without_scripts_the_link_stands_there_and_no_button_does(
    home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home_unsearched + THREAD, Look(scripts=False))
    page.locator(".ans-share summary").click()
    expect(page.locator("#ans-share-link")).to_be_visible()
    expect(page.locator(".ans-copy").first).to_be_hidden()


@pytest.mark.parametrize("start", ["", "de/"])
def test_the_search_finds_an_answer(start: str, home: str, open_page: Callable[..., Page]) -> None:
    page = open_page(home + start)
    page.locator(".md-search__input").click()
    page.keyboard.type("Tannenbaum", delay=20)
    result = page.locator(".md-search-result__link").first
    # The answer to all of the word, not to its beginning: that one is taken away again.
    expect(result).to_have_attribute("href", re.compile("h=tannenbaum$"))
    expect(result).to_contain_text("Tannenbaum")
    result.click()
    expect(page).to_have_url(re.compile("threads/2025/mit-tannenbaum/"))


def test_a_printed_thread_is_a_letter(home_unsearched: str, open_page: Callable[..., Page]) -> None:
    page = open_page(home_unsearched + THREAD)
    page.emulate_media(media="print")
    expect(page.locator(".ans-after")).to_be_hidden()
    expect(page.locator(".md-header")).to_be_hidden()
    expect(page.locator(".ans-message--reply").first).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize("look", [Look(), PHONE], ids=str)
@pytest.mark.parametrize(
    "path", ["", "threads/", THREAD, "people/jonna/", "figures/", "de/", f"de/{THREAD}"]
)
def test_nothing_moves_while_a_page_loads(
    path: str, look: Look, home_unsearched: str, context: Callable[[Look], BrowserContext]
) -> None:
    page = context(look).new_page()
    page.add_init_script(SHIFTS)
    page.route("**/*.js", late)
    page.goto(home_unsearched + path)
    for picture in page.locator("main img").all():
        picture.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    assert page.evaluate("window.ansShifts") == []
    page.close()


@pytest.mark.parametrize("look", [Look(), PHONE], ids=str)
@pytest.mark.parametrize(
    "rest", ['<label class="md-header__button md-icon" for="__search">', '<div class="md-search"']
)
def test_nothing_moves_when_the_rest_of_the_header_comes_after_a_while(
    rest: str, look: Look, home_unsearched: str, context: Callable[[Look], BrowserContext]
) -> None:
    page = context(look).new_page()
    page.add_init_script(SHIFTS)
    page.route(home_unsearched, lambda route: in_two_parts(route, rest))
    page.goto(home_unsearched)
    expect(page.locator(".md-footer")).to_be_attached()
    expect(page.locator(".md-select")).to_be_visible()
    page.wait_for_timeout(300)
    assert page.evaluate("window.ansShifts") == []
    page.close()


def in_two_parts(route: Route, rest: str) -> None:
    """Let a page come up to *rest*, and the rest of it when that has been painted."""
    first, found, second = route.fetch().text().partition(rest)
    assert found
    parts = json.dumps([first, found + second]).replace("</", "<\\/")
    script = IN_TWO_PARTS.replace("PARTS", parts)
    route.fulfill(body=f"<script>{script}</script>", content_type="text/html")


def late(route: Route) -> None:
    """Let a script come when the page has been painted, as on a slow network."""
    time.sleep(0.3)
    route.continue_()


def test_a_frame_on_another_page_shows_the_thread(
    home_unsearched: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(home_unsearched + THREAD + "embed/")
    expect(page.locator("h1 a")).to_have_attribute("href", re.compile(f"{THREAD}$"))
    expect(page.locator(".md-header")).to_have_count(0)
