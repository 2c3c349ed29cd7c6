"""How far away a promise is, told in the browser on the day on which somebody reads."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from browser.audit import Look
from browser.test_use import SHIFTS
from samples import POLICY, POLICY_TEXT, TOPIC, comment_text, topic_text, write, write_sample
from site_build.browsing import served
from site_build.building import build_site

BERLIN = ZoneInfo("Europe/Berlin")
LONG = "threads/2026/long/"
SHORT = "threads/2026/short/"
ANSWERED = "threads/2026/spare-parts-take-six-weeks/"

Opened = Callable[..., Page]


def question(name: str, id_: str, received: str, **changes: str) -> dict[str, str]:
    decision = f"{{decision: published, by: ben, at: {received}}}"
    text = comment_text(id=id_, received=received, moderation=decision, **changes)
    return {f"threads/2026/{name}/comment.md": text}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Where the site is served in each language; Epiphany is a day off in Bavaria."""
    root = tmp_path_factory.mktemp("promises")
    feedback = root / "feedback"
    write_sample(feedback)
    holidays = "holidays: [2026-12-25, 2026-12-26]"
    assert holidays in POLICY_TEXT
    place = "country: DE\n  region: BY"
    files = {
        POLICY: POLICY_TEXT.replace(holidays, place),
        TOPIC.replace("spare-parts", "kitchens"): topic_text(promise="25"),
        **question("long", "aaaaaaaaa1", "2026-11-30T10:00:00+01:00", topic="kitchens"),
        **question("short", "aaaaaaaaa2", "2026-11-24T10:00:00+01:00"),
    }
    for path, text in files.items():
        write(feedback, path, text)
    with ExitStack() as stack:
        found = {}
        for language in ("en", "de"):
            built = build_site(Path(root, language), feedback, language=language)
            assert built.code == 0, built.log
            path = urlsplit(built.url).path
            found[language] = stack.enter_context(served(built.root, path))
        yield found


@pytest.fixture
def read_at(chromium: Browser, homes: dict[str, str]) -> Iterator[Opened]:
    """Open a page in a language when the clocks of Berlin show a time; the reader is in Japan."""
    context = chromium.new_context(timezone_id="Asia/Tokyo", locale="ja")

    def opened(path: str, moment: str, language: str = "en") -> Page:
        page = context.new_page()
        page.clock.set_fixed_time(datetime.fromisoformat(moment).replace(tzinfo=BERLIN))
        page.goto(homes[language] + path)
        return page

    yield opened
    context.close()


@pytest.mark.parametrize(
    ("path", "moment", "english", "german"),
    [
        (SHORT, "2026-11-26T12:00", "due in 1 working day", "fällig in 1 Arbeitstag"),
        (
            SHORT,
            "2026-11-28T12:00",
            "due before the next working day",
            "fällig vor dem nächsten Arbeitstag",
        ),
        (SHORT, "2026-11-29T12:00", "due today", "heute fällig"),
        (LONG, "2026-12-31T23:59", "due in 3 working days", "fällig in 3 Arbeitstagen"),
        (LONG, "2027-01-06T12:00", "due in 1 working day", "fällig in 1 Arbeitstag"),
        (LONG, "2027-01-07T23:59", "due today", "heute fällig"),
        (LONG, "2027-01-08T00:01", "overdue by 1 working day", "seit 1 Arbeitstag überfällig"),
        (LONG, "2027-01-11T12:00", "overdue by 2 working days", "seit 2 Arbeitstagen überfällig"),
    ],
)
def test_the_page_tells_what_is_left_on_the_day_of_the_company(
    path: str, moment: str, english: str, german: str, read_at: Opened
) -> None:
    expect(read_at(path, moment).locator(".ans-due")).to_have_text(english)
    expect(read_at(path, moment, "de").locator(".ans-due")).to_have_text(german)


@pytest.mark.parametrize("path", ["threads/", "overdue/", ""])
def test_lists_tell_it_of_each_promise(path: str, read_at: Opened) -> None:
    page = read_at(path, "2027-01-07T12:00")
    expect(page.locator("[data-ans-due='2027-01-07']")).to_have_text("due today")
    expect(page.locator("[data-ans-due='2026-11-29']")).to_have_text("overdue by 26 working days")


def test_without_scripts_the_page_names_the_day_and_what_stays_true(
    homes: dict[str, str], open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{homes['en']}overdue/", Look(scripts=False))
    expect(page.locator("#overdue ~ ul").first).to_contain_text("Promised by 29 Nov 2026")
    expect(page.locator("[data-ans-due='2026-11-29']")).to_have_text("overdue")
    expect(page.get_by_text("Promised by 7 Jan 2027")).to_be_visible()
    expect(page.locator("[data-ans-due='2027-01-07']")).to_be_hidden()


def test_a_page_without_a_promise_loads_nothing_for_it(read_at: Opened) -> None:
    page = read_at(ANSWERED, "2026-12-01T12:00")
    page.wait_for_load_state("networkidle")
    loaded = page.evaluate("performance.getEntriesByType('resource').map(({name}) => name)")
    assert [name for name in loaded if "promises" in name] == []


def test_a_clock_that_cannot_be_loaded_leaves_what_the_page_says(read_at: Opened) -> None:
    page = read_at(ANSWERED, "2026-12-01T12:00")
    page.route("**/promises.json", lambda route: route.abort())
    page.goto(page.url.replace(ANSWERED, "overdue/"))
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-ans-due='2026-11-29']")).to_have_text("overdue")


@pytest.mark.parametrize("path", [LONG, "threads/", "overdue/"])
def test_nothing_moves_when_it_is_told(
    path: str, homes: dict[str, str], open_page: Callable[..., Page]
) -> None:
    def late(route: Route) -> None:
        time.sleep(0.3)
        route.continue_()

    page = open_page(homes["de"], Look(width=360))
    page.add_init_script(SHIFTS)
    page.route("**/promises.json", late)
    page.goto(homes["de"] + path)
    expect(page.locator("[data-ans-due='2027-01-07']")).to_contain_text("fällig")
    assert page.evaluate("window.ansShifts") == []
