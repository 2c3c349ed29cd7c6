"""An employee follows the link below a thread to the forge, and hands in what stands there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from answerable.cli import main
from answerable.forges import KINDS
from answerable.placeholders import WORDS
from browser.audit import AUDIT, AXE, RULES, Look, scrolls_sideways
from prefilled import ANSWER
from samples import NOW, SLUG, write_sample
from site_build.browsing import served
from site_build.building import build_site

FORGE = "https://code.example.org"
REPOSITORY = f"{FORGE}/halden/feedback"
THREAD = f"threads/2026/{SLUG}/"
TEXT = {"github": "value", "forgejo": "value", "gitlab": "content"}
NAME = {"github": "filename", "forgejo": "filename", "gitlab": "file_name"}
PLACE = {"github": "new", "forgejo": "_new", "gitlab": "-/new"}


class Desk:
    """A project whose site is served at *home*, and what the forge was asked for."""

    def __init__(self, kind: str, project: Path, home: str, page: Page) -> None:
        self.kind = kind
        self.project = project
        self.home = home
        self.page = page
        self.asked: list[str] = []
        page.route(f"{FORGE}/**", self._answer)

    def _answer(self, route: Route) -> None:
        self.asked.append(route.request.url)
        route.fulfill(body="<title>The forge</title>", content_type="text/html")

    @property
    def file(self) -> tuple[str, str]:
        """The path and the text of the new file that the forge shows."""
        asked = urlsplit(self.asked[-1])
        begin = f"/halden/feedback/{PLACE[self.kind]}/main/"
        assert asked.path.startswith(begin)
        values = parse_qs(asked.query, strict_parsing=True)
        folder = unquote(asked.path.removeprefix(begin))
        return f"{folder}/{values[NAME[self.kind]][0]}", values[TEXT[self.kind]][0]

    def check(self) -> str:
        """What CI says of the project."""
        config = str(self.project / "mkdocs.yml")
        return CliRunner().invoke(main, ["--config", config, "check"]).stdout


@pytest.fixture(scope="module", params=KINDS)
def built(request, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, str]]:
    """The kind of the forge, a project, and where its site is served."""
    project = tmp_path_factory.mktemp(request.param)
    write_sample(project / "feedback")
    language = "de" if request.param == "gitlab" else "en"
    settings = {"forge": {"kind": request.param, "url": REPOSITORY}}
    site = build_site(project, project / "feedback", language=language, settings=settings)
    assert site.code == 0, site.log
    with served(site.root, urlsplit(site.url).path) as home:
        yield request.param, project, home


@pytest.fixture
def desk(built, chromium: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    context = chromium.new_context(timezone_id="America/St_Johns")
    page = context.new_page()
    page.clock.set_fixed_time(NOW.replace(hour=1))
    kind, project, home = built
    yield Desk(kind, project, home, page)
    context.close()


def test_what_the_link_prefills_passes_check_as_soon_as_there_is_an_answer(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.wait_for_url(re.compile("/answer/#"))
    page.locator("#ans-who").select_option("anna")
    page.locator("[data-ans-answering-go]").click()
    page.wait_for_url(f"{FORGE}/**")
    path, text = desk.file
    # It is half past nine in the evening of the day before, where Anna is.
    assert path == f"feedback/{THREAD}2026-11-30-anna.md"
    assert "\ndate: 2026-11-30T21:30:00-03:30\n" in text
    written = desk.project / path
    words = next(line for line in WORDS.values() if line in text)
    try:
        written.write_text(text, encoding="utf-8")
        assert desk.check().count("error[") == 1
        written.write_text(text.replace(words, ANSWER), encoding="utf-8")
        assert desk.check() == "Everything is in order: 1 thread, 2 replies.\n"
    finally:
        written.unlink()


def test_the_copy_is_the_file_of_the_link(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").select_option("anna")
    copied = page.locator("#ans-file").input_value()
    name = page.locator("#ans-file-name").input_value()
    folded = page.locator("[data-ans-answering-copy]")
    assert folded.evaluate("part => part.open") is (desk.kind == "gitlab")
    if desk.kind != "gitlab":
        folded.locator("summary").click()
    with page.expect_download() as download:
        page.locator("[data-ans-answering-save]").click()
    assert download.value.suggested_filename == name
    assert Path(download.value.path()).read_text(encoding="utf-8") == copied
    page.locator("[data-ans-answering-go]").click()
    page.wait_for_url(f"{FORGE}/**")
    assert desk.file == (f"feedback/{THREAD}{name}", copied)


def test_the_name_is_remembered(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").select_option("anna")
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    expect(page.locator("#ans-who")).to_have_value("anna")


@pytest.mark.parametrize(
    "way", ["[data-ans-answering-go]", "[data-ans-copy]", "[data-ans-answering-save]"]
)
def test_nothing_leaves_the_page_before_there_is_a_name(desk: Desk, way: str) -> None:
    page = desk.page
    page.add_init_script("navigator.clipboard.writeText = async () => { window.copied = true; }")
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").wait_for()
    page.evaluate("document.querySelector('[data-ans-answering-copy]').open = true")
    here, missing = page.url, page.locator("#ans-nobody[role=alert]")
    expect(missing).to_be_empty()
    page.locator(way).click()
    expect(missing).not_to_be_empty()
    expect(page.locator("#ans-who")).to_be_focused()
    expect(page.locator("#ans-who")).to_have_attribute("aria-invalid", "true")
    assert (page.url, desk.asked, page.evaluate("window.copied")) == (here, [], None)
    page.locator("#ans-who").select_option("anna")
    expect(missing).to_be_empty()
    assert page.locator("#ans-who").get_attribute("aria-invalid") is None


def test_no_address_on_the_page_lacks_the_name(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").wait_for()
    links = page.locator("[data-ans-answering-go], [data-ans-answering-save]")
    addresses = "links => links.map(link => link.href)"
    assert links.evaluate_all(addresses) == [page.url, page.url]
    page.locator("#ans-who").select_option("anna")
    assert all("anna" in address for address in links.evaluate_all(addresses))
    page.locator("#ans-who").select_option("")
    assert links.evaluate_all(addresses) == [page.url, page.url]


def test_the_page_says_which_thread_is_answered_and_leads_back_to_it(desk: Desk) -> None:
    page = desk.page
    page.goto(desk.home + THREAD)
    title = page.locator("h1").first.inner_text()
    page.locator(".ans-employee").click()
    link = page.locator("[data-ans-answering-about] a")
    expect(link).to_have_text(title)
    assert link.get_attribute("href") == f"../{THREAD}"
    link.click()
    page.wait_for_url(desk.home + THREAD)


@pytest.mark.parametrize(
    ("url", "title", "shown"),
    [
        ("{site}" + THREAD, "<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
        ("{site}" + THREAD, "", THREAD),
        ("https://evil.example/" + THREAD, "Free money", None),
        ("{site}threads/2026/../../evil/", "Free money", None),
        ("{site}/evil.example/threads/2026/a/", "Free money", None),
    ],
)
def test_the_title_is_text_and_its_link_never_leaves_the_site(
    desk: Desk, url: str, title: str, shown: str | None
) -> None:
    page = desk.page
    page.goto(desk.home + THREAD)
    site = (page.locator("link[rel=canonical]").get_attribute("href") or "").removesuffix(THREAD)
    data = {"url": url.format(site=site), "title": title, "language": "en", "messages": []}
    page.route("**/api/threads/*.json", lambda route: route.fulfill(json=data))
    page.locator(".ans-employee").click()
    page.locator("#ans-who").wait_for()
    about = page.locator("[data-ans-answering-about]")
    if shown is None:
        expect(about).to_be_hidden()
        assert about.locator("a").get_attribute("href") is None
    else:
        expect(about.locator("a")).to_have_text(shown)
        assert about.locator("a").get_attribute("href") == f"../{THREAD}"
        assert about.locator("img").count() == 0


def test_without_the_data_the_page_helps_all_the_same(desk: Desk) -> None:
    page = desk.page
    page.route("**/api/threads/*.json", lambda route: route.fulfill(status=404, body="{}"))
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").select_option("anna")
    expect(page.locator("[data-ans-answering-about]")).to_be_hidden()
    page.locator("[data-ans-answering-go]").click()
    page.wait_for_url(f"{FORGE}/**")


def test_the_second_answer_of_a_day_has_a_name_of_its_own(desk: Desk) -> None:
    page = desk.page
    page.clock.set_fixed_time("2026-11-03T12:00:00Z")
    page.goto(desk.home + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").select_option("anna")
    expect(page.locator("#ans-file-name")).to_have_value("2026-11-03-anna-2.md")


@pytest.mark.parametrize("given", ["", "#x", "#https://evil.example/new/main/?value=a"])
def test_the_page_leads_to_no_other_place_than_the_forge(desk: Desk, given: str) -> None:
    page = desk.page
    page.goto(f"{desk.home}answer/{given}")
    expect(page.locator("[data-ans-answering-lost]")).to_be_visible()
    expect(page.locator("[data-ans-answering]")).to_be_hidden()


@pytest.mark.parametrize("up", ["..", "%2e%2e", ".%2E", "..\\.."])
def test_no_address_of_ours_leads_on_into_a_strangers_repository(desk: Desk, up: str) -> None:
    begin = f"{REPOSITORY}/{PLACE[desk.kind]}/main"
    away = "/".join([up] * 5)
    page = desk.page
    page.goto(f"{desk.home}answer/#{begin}/{away}/evil/inbox/new/main/?{NAME[desk.kind]}=a.md")
    expect(page.locator("[data-ans-answering-lost]")).to_be_visible()
    expect(page.locator("[data-ans-answering]")).to_be_hidden()


def test_what_is_too_long_for_the_forge_is_offered_to_be_copied(desk: Desk) -> None:
    page = desk.page
    start = f"{REPOSITORY}/{PLACE[desk.kind]}/main/feedback/{THREAD}"
    long = "x" * 9000
    page.goto(f"{desk.home}answer/#{start}?{NAME[desk.kind]}=a.md&{TEXT[desk.kind]}={long}")
    page.locator("#ans-who").select_option("anna")
    expect(page.locator("[data-ans-answering-long]")).to_be_visible()
    expect(page.locator("#ans-file")).to_have_value(long)
    target = page.locator("[data-ans-answering-go]").get_attribute("href") or ""
    assert target == f"{start}?{NAME[desk.kind]}=2026-11-30-anna.md"


def test_without_scripts_the_link_leads_to_the_forge_itself(
    built: tuple[str, Path, str], open_page: Callable[..., Page]
) -> None:
    kind, _, home = built
    page = open_page(home + THREAD, Look(scripts=False))
    target = page.locator(".ans-employee").get_attribute("href") or ""
    assert target.startswith(f"{REPOSITORY}/{PLACE[kind]}/main/feedback/{THREAD[:-1]}?")


@pytest.mark.parametrize("look", [Look(375), Look(375, "dark"), Look()], ids=str)
def test_the_page_in_use_is_open_to_everyone(
    built: tuple[str, Path, str], context: Callable[[Look], BrowserContext], look: Look
) -> None:
    page = context(look).new_page()
    page.goto(built[2] + THREAD)
    page.locator(".ans-employee").click()
    page.locator("#ans-who").select_option("anna")
    page.evaluate("document.querySelector('[data-ans-answering-copy]').open = true")
    page.add_script_tag(path=AXE)
    assert page.evaluate(AUDIT, RULES) == []
    assert not scrolls_sideways(page)
    page.close()
