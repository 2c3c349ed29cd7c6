"""Threads beyond the limit of the theme's search, found with Pagefind in the same box."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timezone
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, expect

from answerable.site import bundles, pagefind
from answerable.site.language import Language
from answerable.site.pagefind import SearchRecord, write_bundle
from site_build.browsing import served
from site_build.building import run_build

pytestmark = pytest.mark.skipif(
    not pagefind.available(), reason="Pagefind is not installed: pip install 'pagefind[bin]'"
)

PLACE = "/a/feedback/"
HOSTILE = "<img src=x onerror=alert(1)> &lt;b&gt; <script>alert(2)</script>"
POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "worker-src 'self' blob:"
)

PAGES = "[data-md-component=search-result] > :nth-child(2) .md-search-result__link"
THREADS = "[data-md-component=search-result] > :nth-child(4) .md-search-result__link"
# Without an address a link answers an earlier question.
ANSWERS = f"{THREADS}[href]"
THEIR_META = "[data-md-component=search-result] > :nth-child(1)"
META = "[data-md-component=search-result] > :nth-child(3)"


@dataclass(frozen=True)
class Thread:
    """A thread as the search needs it."""

    url: str
    language: str
    title: str
    text: str
    tags: tuple[str, ...] = ()

    @property
    def year(self) -> str:
        return self.url.split("/")[1]


def threads() -> Iterator[Thread]:
    """Some to find, and so many of a kind that a list of results has an end to scroll to."""
    yield Thread(
        "threads/2026/bremsen/",
        "de",
        "Sechs Wochen auf Bremsbeläge",
        f"{'Vorgeschichte ' * 60} Die Häuser waren leer, niemand hat auf Lieferungen gewartet.",
        ("Ersatzteile", "A & B"),
    )
    yield Thread("threads/2025/dark/", "en", "Delivered in the dark", "The courier was running.")
    yield Thread("threads/2026/hostile/", "en", HOSTILE, f"kaleidoscope {HOSTILE}", (HOSTILE,))
    yield Thread("threads/2025/pedal/", "de", "Pedal quietscht", "Es quietscht.")
    for number in range(26):
        yield Thread(f"threads/2026/many-{number}/", "en", f"Bell {number}", "It rings zealously.")


@pytest.fixture(scope="module", params=["en", "de"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where a site with bundles is served, below a path of its host."""
    root = tmp_path_factory.mktemp("searched")
    with served(root / "site", PLACE) as home:
        # Pages change without loading only where the site map has their real addresses.
        build(root, request.param, home)
        write_bundles(root / "site", request.param)
        yield home


def build(root: Path, language: str, url: str) -> None:
    asset = resources.files("answerable.site").joinpath("assets").joinpath("search.js")
    without = "---\nsearch: {exclude: true}\n---\n# A thread\n"
    pages = {
        "index.md": "# Home\n",
        "manual/care.md": "# Caring for the zither\n\nWipe it, and Pedal with care.\n",
        bundles.SCRIPT: asset.read_text(encoding="utf-8"),
        **{f"{thread.url.rstrip('/')}.md": without for thread in threads()},
    }
    for name, text in pages.items():
        page = root / "docs" / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    config = {
        "site_name": "Searched",
        "site_url": url,
        "theme": {
            "name": "material",
            "language": language,
            "font": False,
            "features": ["navigation.instant", "search.highlight", "search.suggest"],
        },
        "plugins": ["search"],
        "extra_javascript": [{"path": bundles.SCRIPT, "defer": True}],
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    built = run_build(root / "mkdocs.yml", root / "site")
    assert built.code == 0, built.log


def write_bundles(root: Path, language: str) -> None:
    divided = bundles.divide(threads())
    assert len(divided) == 4
    for name, members in divided.items():
        found = [SearchRecord(one.url, one.title, one.text, one.tags) for one in members]
        write_bundle(found, bundles.language_of(name), root / bundles.FOLDER / name)
    texts = Language(language, timezone.utc)
    (root / bundles.LIST).write_bytes(bundles.bundle_list(dict.fromkeys(divided, "tag"), texts))


@pytest.fixture
def search(site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Type into the search of a page; what goes wrong in it fails the test."""
    context = chromium.new_context(viewport={"width": 1280, "height": 700})
    page = context.new_page()
    problems: list[str] = []

    def hear_console(said: ConsoleMessage) -> None:
        if said.type == "error":
            problems.append(said.text)

    def hear_request(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme != "blob" and address.hostname != "127.0.0.1":
            problems.append(f"a request: {request.url}")

    page.on("pageerror", lambda error: problems.append(f"an error: {error}"))
    page.on("dialog", lambda dialog: problems.append(f"a dialog: {dialog.message}"))
    page.on("console", hear_console)
    page.on("request", hear_request)

    def typed(words: str, path: str = "manual/care/") -> Page:
        page.goto(site + path)
        page.locator(".md-search__input").click()
        page.keyboard.type(words, delay=5)
        return page

    yield typed
    context.close()
    assert problems == []


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("Bremsbelag", "Sechs Wochen auf Bremsbeläge"),
        ("Lieferung", "Sechs Wochen auf Bremsbeläge"),
        ("haus leer", "Sechs Wochen auf Bremsbeläge"),
        ("ersatzteil", "Sechs Wochen auf Bremsbeläge"),
        ("run", "Delivered in the dark"),
        ("delivering", "Delivered in the dark"),
    ],
)
def test_inflected_words_are_found_in_both_languages(
    words: str, title: str, search: Callable[..., Page]
) -> None:
    found = search(words).locator(THREADS)
    expect(found).to_have_count(1)
    expect(found.locator("h1")).to_have_text(title)


def test_a_result_shows_the_words_around_what_was_found(search: Callable[..., Page]) -> None:
    found = search("Lieferungen").locator(THREADS)
    expect(found.locator("p mark")).to_have_text("Lieferungen")
    expect(found.locator("p")).to_contain_text("leer, niemand hat auf Lieferungen gewartet.")
    expect(found.locator("article")).to_have_attribute("lang", "de")
    expect(found.locator(".md-tag")).to_have_text(["Ersatzteile", "A & B"])


def test_hostile_text_is_shown_as_text(search: Callable[..., Page]) -> None:
    found = search("kaleidoscope").locator(THREADS)
    expect(found.locator("h1")).to_have_text(HOSTILE)
    expect(found.locator("p")).to_have_text(f"kaleidoscope {HOSTILE}")
    expect(found.locator(".md-tag")).to_have_text([HOSTILE])
    expect(found.locator("img, script, b")).to_have_count(0)


def test_pages_are_found_as_before_and_above(search: Callable[..., Page]) -> None:
    page = search("pedal")
    expect(page.locator(PAGES).first).to_contain_text("Caring for the zither")
    expect(page.locator(THREADS)).to_have_count(1)
    expect(page.locator(THEIR_META)).to_be_visible()


def test_the_number_of_threads_stands_in_words(search: Callable[..., Page]) -> None:
    page = search("rings")
    german = page.locator("html").get_attribute("lang") == "de"
    expect(page.locator(META)).to_have_text(
        "26 passende Gespräche" if german else "26 matching threads"
    )
    expect(page.locator(THEIR_META)).to_be_hidden()


def test_what_is_in_no_thread_has_no_list(search: Callable[..., Page]) -> None:
    page = search("zither")
    expect(page.locator(PAGES).first).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator(META)).to_be_hidden()
    expect(page.locator(THREADS)).to_have_count(0)


def test_further_results_come_while_scrolling(search: Callable[..., Page]) -> None:
    page = search("zealous")
    found = page.locator(ANSWERS)
    expect(found).to_have_count(10)
    for shown in (20, 26):
        found.last.scroll_into_view_if_needed()
        expect(found).to_have_count(shown)


def test_arrows_go_through_pages_and_threads_and_enter_opens(search: Callable[..., Page]) -> None:
    page = search("pedal")
    expect(page.locator(PAGES)).to_have_count(1)
    expect(page.locator(ANSWERS)).to_have_count(1)
    for _ in range(2):
        page.keyboard.press("ArrowDown")
    expect(page.locator(THREADS)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/a/feedback/threads/2025/pedal/\?h=pedal$"))


def test_enter_in_the_box_opens_the_first_page_or_else_the_first_thread(
    search: Callable[..., Page],
) -> None:
    page = search("pedal", "")
    expect(page.locator(PAGES)).to_have_count(1)
    expect(page.locator(ANSWERS)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/a/feedback/manual/care/\?h=pedal$"))
    page = search("dark", "")
    expect(page.locator(ANSWERS)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/a/feedback/threads/2025/dark/\?h=dark$"))


@pytest.mark.parametrize("before", ["", "dar"])
def test_enter_before_the_answer_opens_it_as_soon_as_it_is_there(
    before: str, search: Callable[..., Page]
) -> None:
    page = search(before)
    expect(page.locator(ANSWERS)).to_have_count(1 if before else 0)
    page.keyboard.type("dark".removeprefix(before))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/threads/2025/dark/\?h=dark$"))


def test_enter_is_forgotten_when_the_words_change_before_the_answer(
    search: Callable[..., Page],
) -> None:
    page = search("")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*.pf_fragment", hold)
    with page.expect_request("**/*.pf_fragment"):
        page.keyboard.type("dark")
        page.keyboard.press("Enter")
    # At once: a single letter would be answered without a search.
    page.locator(".md-search__input").fill("quietscht")
    page.route("**/*.pf_fragment", lambda route: route.continue_())
    for route in held:
        route.continue_()
    expect(page.locator(ANSWERS)).to_have_count(1)
    expect(page).to_have_url(re.compile("/manual/care/$"))


def test_escape_closes_the_search(search: Callable[..., Page]) -> None:
    page = search("rings")
    expect(page.locator(THREADS).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(THREADS).first).to_be_hidden()


def test_enter_never_opens_what_answered_an_earlier_question(search: Callable[..., Page]) -> None:
    page = search("courier")
    expect(page.locator(ANSWERS)).to_have_count(1)
    page.keyboard.type("s of nowhere")
    expect(page.locator(ANSWERS)).to_have_count(0)


def test_an_emptied_box_has_no_results(search: Callable[..., Page]) -> None:
    page = search("rings")
    expect(page.locator(THREADS).first).to_be_visible()
    page.locator(".md-search__form [type=reset]").click()
    expect(page.locator(THREADS)).to_have_count(0)
    expect(page.locator(META)).to_be_hidden()


def test_the_search_goes_on_after_a_page_was_changed_without_loading(
    search: Callable[..., Page],
) -> None:
    page = search("courier")
    page.evaluate("window.stayed = true")
    page.locator(ANSWERS).click()
    expect(page).to_have_url(re.compile("/threads/2025/dark/"))
    expect(page.locator("h1", has_text="A thread")).to_be_visible()
    page.locator(".md-search__input").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("quietscht")
    found = page.locator(ANSWERS)
    expect(found).to_have_count(1)
    found.click()
    expect(page).to_have_url(re.compile("/a/feedback/threads/2025/pedal/"))
    assert page.evaluate("window.stayed")


def test_a_shared_search_is_answered_at_once(site: str, search: Callable[..., Page]) -> None:
    page = search("", "?q=courier")
    expect(page.locator(THREADS)).to_have_count(1)


def test_nothing_is_loaded_before_someone_searches(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(site)
    page.wait_for_load_state("networkidle")
    assert [address for address in loaded if f"/{bundles.FOLDER}" in address] == []
    page.close()


def test_the_policy_of_the_manual_lets_the_search_work(site: str, chromium: Browser) -> None:
    page = chromium.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    def with_policy(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(
            response=answer, headers={**answer.headers, "content-security-policy": POLICY}
        )

    page.route("**/*", with_policy)
    page.goto(site)
    page.locator(".md-search__input").click()
    page.keyboard.type("courier")
    expect(page.locator(THREADS)).to_have_count(1)
    assert [text for text in said if "Security Policy" in text] == []
    page.close()


@pytest.mark.parametrize("missing", ["pagefind.js", "pagefind-entry.json"])
def test_threads_that_cannot_be_searched_are_not_passed_over_in_silence(
    missing: str, site: str, chromium: Browser
) -> None:
    page = chromium.new_page()
    page.route(f"**/{missing}*", lambda route: route.fulfill(status=404))
    page.goto(site)
    page.locator(".md-search__input").click()
    page.keyboard.type("pedal")
    expect(page.locator(META)).to_have_text(re.compile("could not be|konnten nicht"))
    expect(page.locator(PAGES).first).to_contain_text("zither")
    page.close()
