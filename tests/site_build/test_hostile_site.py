"""A site full of hostile texts: it is built, nothing in it comes alive, the rest is unharmed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from markupsafe import escape
from playwright.async_api import Page

from answerable.source.scalars import canonical_text
from nasty import needs_nasty_data
from samples import SLUG, THREAD_ID, write_sample
from site_build.browsing import Visit, Walk, needs_chromium, walk
from site_build.building import BuiltSite, build_site
from site_build.hostile import Material, collected_material, own_material, write_hostile

QUERIES = "alert onerror img svg javascript iframe constructor __proto__ hostile".split()
SETTINGS = {
    "per_page": 1000,
    "search_limit": 10_000,
    # As errors they would leave texts out: a picture from another host its whole group.
    "checks": dict.fromkeys(
        [
            "bidi-override",
            "byte-order-mark",
            "control-character",
            "image-missing",
            "image-outside",
            "line-ends",
            "not-nfc",
        ],
        "warning",
    ),
}
SOME = 40
# As Material's manual proposes it: words end at signs, so that they are found within tags.
SEARCH = {"separator": r"[\s\-,:!=\[\]()\"/]+|\.(?!\d)|&[lg]t;"}
CONFIG = {"theme": {"features": ["search.highlight", "search.suggest"]}}


@dataclass(frozen=True)
class Planted:
    """A site of hostile texts."""

    material: Material
    site: BuiltSite

    @property
    def threads(self):
        """The records of all threads by the path of their page."""
        records = (
            self.site.data(path) for path in self.site.below("api/threads/") if "page-" not in path
        )
        return {record["url"].removeprefix(self.site.url): record for record in records}


def build(root: Path) -> BuiltSite:
    return build_site(root, root / "feedback", settings=SETTINGS, search=SEARCH, config=CONFIG)


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """The sample without any hostile text."""
    root = tmp_path_factory.mktemp("clean")
    write_sample(root / "feedback")
    return build(root)


@pytest.fixture(scope="module")
def known_scripts(clean):
    """The scripts of the theme."""
    paths = [re.sub("index.html$", "", path) for path in clean.pages]
    return scripts(walk(clean, lambda browser: browser.visit_all(paths), searched=False))


@pytest.fixture(
    scope="module",
    params=[
        own_material,
        pytest.param(collected_material, marks=[pytest.mark.slow, needs_nasty_data]),
    ],
)
def planted(request, tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    material = request.param()
    write_hostile(root / "feedback", material)
    return Planted(material, build(root))


@pytest.fixture(scope="module")
def visits(planted):
    """Every page of the hostile site, opened; of many threads that differ in names, some."""
    first, last = len(planted.material.bodies), len(planted.material.messages)
    alike = {f"hostile-{number}" for number in range(first, last) if number % SOME}
    paths = [
        re.sub("index.html$", "", path)
        for path in planted.site.pages
        if len(planted.material.names) < SOME or not alike & set(path.split("/"))
    ]
    return walk(planted.site, lambda browser: browser.visit_all(paths), searched=False)


def test_build_ends_well(planted):
    assert planted.site.code == 0
    assert "Traceback" not in planted.site.log


def test_file_is_shown_or_left_out_with_a_reason(planted):
    for number in range(len(planted.material.files)):
        folder = f"threads/2026/file-{number}/"
        refused = re.search(rf"{folder}comment\.md:\d+:\d+: error\[", planted.site.log)
        assert bool(refused) is not planted.site.has(f"{folder}index.html")


def test_every_planted_text_is_shown(planted):
    threads = planted.threads
    for number, messages in enumerate(planted.material.messages):
        assert len(threads[f"threads/2026/hostile-{number}/"]["messages"]) == messages


def test_names_and_titles_stand_in_their_pages_as_text(planted):
    for number, names in enumerate(planted.material.names, len(planted.material.bodies)):
        page = planted.site.text(f"threads/2026/hostile-{number}/index.html")
        title = str(escape(canonical_text(" ".join(names))))
        heading = re.search("<h1[^>]*>(.*)</h1>", page)
        assert heading
        assert heading[1] == title
        assert page.count("<h2>") == len(names)
        for name in names:
            shown = escape(canonical_text(name))
            assert f'<h2>{shown} <span class="ans-message__channel">' in page


def test_other_thread_is_unharmed(planted, clean):
    for part in (f"threads/2026/{SLUG}/", f"api/threads/{THREAD_ID}.json"):
        assert clean.below(part)
        assert planted.site.below(part) == clean.below(part)


@pytest.mark.browser
@needs_chromium
def test_pages_do_nothing_but_show(visits):
    assert problems(visits) == []


@pytest.mark.browser
@needs_chromium
def test_pages_hold_no_script_but_the_theme_s(visits, known_scripts):
    assert scripts(visits) == known_scripts


@pytest.mark.browser
@needs_chromium
def test_no_message_is_faked_or_swallowed(planted, visits):
    threads = planted.threads
    shown = {visit.address: visit.messages for visit in visits if visit.address in threads}
    assert shown == {path: len(threads[path]["messages"]) for path in shown}
    assert len(shown) > len(threads) / SOME


@pytest.mark.browser
@needs_chromium
def test_search_results_do_nothing_but_show(planted):
    found = walk(planted.site, search_everything)
    assert [visit.address for visit in found if visit.messages]
    assert problems(found) == []


def problems(visits: list[Visit]) -> list[tuple[str, str]]:
    """What is wrong, with the page on which it is."""
    return [(visit.address, problem) for visit in visits for problem in visit.problems]


def scripts(visits: list[Visit]) -> set[str]:
    """The scripts of pages, without the ways to the root in them."""
    return {re.sub(r"(\.\./)*\.\.(?=[/\"])|\"\.\"", "", s) for v in visits for s in v.scripts}


async def search_everything(browser: Walk) -> list[Visit]:
    """Ask for every word, and open the first result, in which the word is highlighted."""
    tab = await browser.tab()
    visits = []
    for query in QUERIES:
        visits.append(await tab.visit("", partial(search, query)))
        visits.append(await tab.look("", open_first))
    return visits


async def search(query: str, page: Page) -> None:
    # The theme listens to keys.
    await page.locator("[data-md-component=search-query]").press_sequentially(query)
    await page.get_by_text(re.compile("matching document")).wait_for()


async def open_first(page: Page) -> None:
    if await page.locator(".md-search-result__item").count():
        await page.locator(".md-search-result__link").first.click()
        await page.wait_for_url("**/threads/**")
