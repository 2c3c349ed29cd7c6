"""Locked pages in Chromium: both formats, under a strict policy, as people use them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from answerable.vault import page as lock_page
from answerable.vault import staticrypt
from answerable.vault.keychain import first_round, second_round
from browser.audit import AXE
from browser.vault_site import (
    OTHER,
    PASSWORD,
    SALT,
    SECRET,
    STRICT,
    hashed,
    hosted,
    lock1_file,
    staticrypt_file,
    texts,
    wait_for,
    write_files,
)

DAY = 86_400_000
MEMORY = "Object.entries(localStorage).map(([name]) => name).sort()"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("locked")
    german = replace(texts("de"), instructions="Fragen? <b>Apparat 12</b>.")
    colours = lock_page.Colours("#ffee00", "rgb(10, 20, 30)")
    own = lock1_file("staff/", root="../")
    write_files(
        root,
        {
            "old.html": staticrypt_file(),
            "disk.html": staticrypt_file(pinned=False),
            "days.html": staticrypt_file(remember=7),
            "never.html": staticrypt_file(remember=None),
            "de.html": staticrypt_file(texts=german, title='Aus & "vorbei" <b>'),
            "colours.html": staticrypt_file(colours=colours),
            "alone.html": lock_page.standalone_page(
                lock_page.read_page(staticrypt_file().decode()), texts()
            ),
            "staff/index.html": own,
            "moved/index.html": own,
            "days/index.html": lock1_file("days/", root="../", remember=7),
            "file.html": lock1_file("file.html"),
            "stränge 1.html": lock1_file("stränge 1.html"),
            "foreign.html": lock1_file("foreign.html", site="https://example.org/elsewhere/"),
        },
    )
    return root


@pytest.fixture(scope="module")
def strict(root: Path) -> Iterator[str]:
    with hosted(root, STRICT) as address:
        yield address


@pytest.fixture(scope="module")
def free(root: Path) -> Iterator[str]:
    with hosted(root) as address:
        yield address


@pytest.fixture
def new_context(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts = []

    def made(**how: object) -> BrowserContext:
        contexts.append(chromium.new_context(**how))  # type: ignore[arg-type]
        return contexts[-1]

    yield made
    for one in contexts:
        one.close()


@pytest.fixture
def tab(new_context: Callable[..., BrowserContext]) -> Page:
    return new_context().new_page()


def form(page: Page) -> Page:
    expect(page.get_by_label("Password", exact=True)).to_be_visible()
    return page


def enter(page: Page, password: str = PASSWORD.text, *, remember: bool = False) -> None:
    form(page).get_by_label("Password", exact=True).fill(password)
    if remember:
        page.get_by_label("Remember me").check()
    page.get_by_role("button", name="Open the page").click()


def expect_opened(page: Page) -> None:
    expect(page.get_by_role("heading", name="Käse & Brot")).to_be_visible()
    expect(page).to_have_title("Waiting for a decision")


@pytest.mark.parametrize(
    "path", ["old.html", "staff/", "staff/index.html", "file.html", "stränge 1.html"]
)
def test_the_password_opens_the_page(path: str, strict: str, tab: Page) -> None:
    tab.goto(strict + path)
    enter(tab)
    expect_opened(tab)
    assert tab.locator("#ans-lock").count() == 0
    assert tab.evaluate("document.body.className") == "staff"
    assert tab.evaluate(MEMORY) == []


@pytest.mark.parametrize("path", ["old.html", "staff/"])
def test_scripts_run_in_order_where_the_policy_allows_them(
    path: str, strict: str, free: str, tab: Page
) -> None:
    for host, ran in (
        (strict, ["one", "three", "two", "ready", "load"]),
        (free, ["one", "inline", "three", "two", "ready", "load"]),
    ):
        tab.goto(host + path)
        enter(tab)
        expect_opened(tab)
        wait_for(tab, "window.ran?.includes('load')")
        assert tab.evaluate("window.ran") == ran


@pytest.mark.parametrize("path", ["old.html", "staff/"])
def test_nothing_of_the_page_breaks_a_strict_policy(path: str, strict: str, tab: Page) -> None:
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.goto(strict + path)
    form(tab)
    assert said == []


@pytest.mark.parametrize("path", ["old.html", "staff/"])
def test_a_wrong_password_is_said_and_another_can_be_tried(
    path: str, strict: str, tab: Page
) -> None:
    tab.goto(strict + path)
    enter(tab, "fünfzehn Hüte hängen hoch", remember=True)
    expect(tab.get_by_role("alert")).to_have_text("That is not the password.")
    field = tab.get_by_label("Password", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert tab.evaluate(MEMORY) == []
    enter(tab)
    expect_opened(tab)


@pytest.mark.parametrize(
    ("path", "kept"),
    [("old.html", ["staticrypt_passphrase"]), ("staff/", ["answerable_lock1"])],
)
def test_what_is_remembered_opens_the_page_until_somebody_logs_out(
    path: str, kept: list[str], strict: str, tab: Page
) -> None:
    tab.goto(strict + path)
    enter(tab, remember=True)
    expect_opened(tab)
    assert tab.evaluate(MEMORY) == kept
    for _ in range(2):
        tab.reload()
        expect_opened(tab)
    tab.get_by_role("link", name="Log out").click()
    form(tab)
    expect(tab.get_by_role("status")).to_contain_text("Logged out")
    assert tab.evaluate(MEMORY) == []
    tab.goto(strict + path)
    form(tab)


def test_the_hash_that_is_remembered_is_staticrypts_own(strict: str, tab: Page) -> None:
    tab.goto(strict + "days.html")
    before = tab.evaluate("Date.now()")
    enter(tab, remember=True)
    expect_opened(tab)
    kept = tab.evaluate("({...localStorage})")
    assert kept["staticrypt_passphrase"] == hashed()
    assert 7 * DAY <= int(kept["staticrypt_expiration"]) - before < 7 * DAY + 60_000


@pytest.mark.parametrize("path", ["days.html", "days/"])
def test_what_is_remembered_for_days_is_forgotten_after_them(
    path: str, strict: str, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context()
    page = context.new_page()
    page.goto(strict + path)
    enter(page, remember=True)
    expect_opened(page)
    now = page.evaluate("Date.now()")
    for days, is_open in ((6.9, True), (7.1, False)):
        later = context.new_page()
        later.clock.set_fixed_time((now + days * DAY) / 1000)
        later.goto(strict + path)
        expect_opened(later) if is_open else form(later)
    assert later.evaluate(MEMORY) == []


def test_where_nothing_may_be_remembered_nobody_is_asked(strict: str, tab: Page) -> None:
    tab.goto(strict + "never.html")
    expect(form(tab).get_by_label("Remember me")).to_have_count(0)
    tab.goto(f"{strict}never.html#staticrypt_pwd={hashed()}&remember_me")
    tab.reload()
    expect_opened(tab)
    assert tab.evaluate(MEMORY) == []


@pytest.mark.parametrize("path", ["old.html", "staff/"])
def test_what_is_remembered_and_wrong_is_forgotten_without_a_word(
    path: str, strict: str, tab: Page
) -> None:
    tab.goto(strict + path)
    enter(tab, remember=True)
    expect_opened(tab)
    tab.evaluate(
        "for (const name in localStorage) if (localStorage.hasOwnProperty(name))"
        " localStorage[name] = localStorage[name].replace(/[0-9a-f]{64}/, 'f'.repeat(64))"
    )
    tab.goto(strict + path)
    tab.reload()
    form(tab)
    expect(tab.get_by_role("alert")).to_have_text("")
    assert tab.evaluate(MEMORY) == []


@pytest.mark.parametrize("rounds", [1, 2, 3])
@pytest.mark.parametrize("sign", ["#", "?"])
def test_links_of_every_version_open_the_page(
    rounds: int, sign: str, strict: str, tab: Page
) -> None:
    first = first_round(PASSWORD.text, SALT)
    value = (first, second_round(first, SALT), hashed())[rounds - 1]
    tab.goto(staticrypt.share_link(strict + "old.html", value).replace("#", sign))
    expect_opened(tab)
    assert tab.evaluate(MEMORY) == []


def test_a_link_can_make_the_browser_remember(strict: str, tab: Page) -> None:
    tab.goto(staticrypt.share_link(strict + "old.html", hashed(), remember=True))
    expect_opened(tab)
    tab.goto(strict + "days.html")
    expect_opened(tab)


def test_a_link_that_is_opened_beside_the_form_opens_the_page(strict: str, tab: Page) -> None:
    tab.goto(strict + "old.html")
    form(tab)
    tab.goto(staticrypt.share_link(strict + "old.html", hashed()))
    expect_opened(tab)


@pytest.mark.parametrize("value", ["", "0" * 64, "zz", hashed()[:-1], "%00"])
def test_a_wrong_link_asks_for_the_password(value: str, strict: str, tab: Page) -> None:
    tab.goto(staticrypt.share_link(strict + "old.html", value, remember=True))
    form(tab)
    assert tab.evaluate(MEMORY) == []


def test_two_groups_open_the_same_page_and_are_remembered_beside_each_other(
    strict: str, tab: Page
) -> None:
    tab.goto(strict + "staff/")
    enter(tab, OTHER.text, remember=True)
    expect_opened(tab)
    tab.goto(strict + "file.html")
    expect_opened(tab)
    tab.evaluate("saved = localStorage.answerable_lock1; localStorage.clear()")
    tab.reload()
    enter(tab, PASSWORD.text, remember=True)
    expect_opened(tab)
    assert tab.evaluate("Object.keys(JSON.parse(localStorage.answerable_lock1)).length") == 1


def test_a_password_is_the_same_however_its_letters_are_put_together(
    strict: str, tab: Page
) -> None:
    tab.goto(strict + "staff/")
    enter(tab, PASSWORD.text.replace("ü", "u\u0308").replace("ä", "a\u0308"))
    expect_opened(tab)


def test_a_page_that_was_moved_does_not_open(strict: str, tab: Page) -> None:
    tab.goto(strict + "moved/")
    enter(tab)
    expect(tab.get_by_role("alert")).to_have_text("That is not the password.")
    tab.goto(strict + "staff/")
    enter(tab, remember=True)
    expect_opened(tab)
    tab.goto(strict + "moved/")
    form(tab)


def test_a_page_of_another_site_says_where_it_opens(strict: str, tab: Page) -> None:
    tab.goto(strict + "foreign.html")
    expect(tab.get_by_role("alert")).to_have_text(
        "This page opens only at its own address: https://example.org/elsewhere/"
    )


def test_a_path_that_the_page_claims_changes_nothing(strict: str, root: Path, tab: Page) -> None:
    text = (root / "moved" / "index.html").read_text(encoding="utf-8")
    claims = text.replace(
        '"format":"lock1"', '"format":"lock1","path":"staff/","page_path":"staff/"'
    )
    assert claims != text
    (root / "claims.html").write_text(claims.replace("../assets", "assets"), encoding="utf-8")
    tab.goto(strict + "claims.html")
    enter(tab)
    expect(tab.get_by_role("alert")).to_have_text("That is not the password.")


@pytest.mark.parametrize("key", ["data", "iv"])
def test_a_page_that_was_changed_says_that_it_is_damaged(
    key: str, strict: str, root: Path, tab: Page
) -> None:
    text = (root / "file.html").read_text(encoding="utf-8")
    at = text.rindex(f'"{key}":"') + len(key) + 4
    changed = text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :]
    (root / "file2").mkdir(exist_ok=True)
    tab.route("**/file.html", lambda route: route.fulfill(body=changed, content_type="text/html"))
    tab.goto(strict + "file.html")
    enter(tab)
    expect(tab.get_by_role("alert")).to_have_text("This page is damaged, so no password opens it.")


def test_the_keyboard_does_everything(strict: str, tab: Page) -> None:
    tab.goto(strict + "old.html")
    expect(form(tab).get_by_label("Password", exact=True)).to_be_focused()
    tab.keyboard.type(PASSWORD.text)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    field = tab.get_by_label("Password", exact=True)
    expect(field).to_have_attribute("type", "text")
    expect(tab.get_by_role("button", name="Hide password")).to_be_focused()
    tab.keyboard.press("Space")
    expect(field).to_have_attribute("type", "password")
    tab.keyboard.press("Tab")
    tab.keyboard.press("Space")
    expect(tab.get_by_label("Remember me")).to_be_checked()
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    expect_opened(tab)
    assert tab.evaluate(MEMORY) == ["staticrypt_passphrase"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["old.html", "colours.html", "de.html"])
def test_axe_finds_nothing(
    path: str, scheme: str, free: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(color_scheme=scheme, viewport={"width": 360, "height": 640}).new_page()
    page.goto(free + path)
    page.locator("#ans-lock-password").fill("falsch geraten, leider")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).not_to_have_text("")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document).then(result => result.violations)")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_speaks_german_and_shows_values_as_text(strict: str, tab: Page) -> None:
    tab.goto(strict + "de.html")
    expect(tab.get_by_label("Passwort", exact=True)).to_be_visible()
    assert tab.evaluate("document.documentElement.lang") == "de"
    expect(tab).to_have_title('Aus & "vorbei" <b>')
    expect(tab.get_by_role("heading")).to_have_text('Aus & "vorbei" <b>')
    expect(tab.get_by_text("Fragen? <b>Apparat 12</b>.")).to_be_visible()
    tab.get_by_label("Passwort", exact=True).fill("ganz sicher falsch geraten")
    tab.get_by_role("button", name="Seite öffnen").click()
    expect(tab.get_by_role("alert")).to_have_text("Das ist nicht das Passwort.")


def test_colours_come_under_a_strict_policy_too(strict: str, tab: Page) -> None:
    tab.goto(strict + "colours.html")
    button = form(tab).get_by_role("button", name="Open the page")
    expect(button).to_have_css("background-color", "rgb(255, 238, 0)")
    expect(button).to_have_css("color", "rgb(0, 0, 0)")
    expect(tab.locator("body")).to_have_css("background-color", "rgb(10, 20, 30)")


def test_without_scripts_the_page_says_why_it_cannot_open(
    strict: str, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(strict + "de.html")
    expect(page.get_by_text("Skripte sind abgeschaltet")).to_be_visible()
    expect(page.locator("form")).to_be_hidden()


def test_without_its_script_the_page_says_so(strict: str, tab: Page) -> None:
    tab.route("**/lock.js*", lambda route: route.abort())
    tab.goto(strict + "old.html")
    expect(tab.get_by_text("scripts are switched off or could not be loaded")).to_be_visible()


@pytest.mark.parametrize("name", ["lock.js", "lock.css"])
def test_a_script_that_was_changed_is_not_loaded(name: str, strict: str, tab: Page) -> None:
    kind = "text/javascript" if name == "lock.js" else "text/css"
    changed = {"body": "/* changed */", "content_type": kind}
    tab.route(f"**/{name}*", lambda route: route.fulfill(**changed))
    with tab.expect_console_message(lambda message: "integrity" in message.text):
        tab.goto(strict + "old.html")


def test_without_https_the_page_says_so(
    free: str, root: Path, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    page.route(
        "http://plain.example/**",
        lambda route: route.fulfill(
            path=root / route.request.url.partition("plain.example/")[2].partition("?")[0]
        ),
    )
    page.goto("http://plain.example/old.html")
    expect(page.get_by_role("alert")).to_contain_text("secure connection")


@pytest.mark.parametrize("name", ["alone.html", "disk.html"])
def test_a_file_opens_without_a_server(name: str, root: Path, tab: Page) -> None:
    tab.goto((root / name).as_uri())
    enter(tab)
    expect_opened(tab)


def test_one_file_alone_has_everything(root: Path, tmp_path: Path, tab: Page) -> None:
    (tmp_path / "page.html").write_bytes((root / "alone.html").read_bytes())
    with hosted(tmp_path) as address:
        tab.goto(address + "page.html")
        enter(tab)
        expect_opened(tab)


def test_names_of_the_script_do_not_meet_those_of_the_page(
    free: str, root: Path, tab: Page
) -> None:
    html = SECRET.replace(
        "</body>", "<script>const hex = 1, show = 2, lock1 = 3; ok = 4;</script></body>"
    )
    (root / "names.html").write_bytes(staticrypt_file(html))
    tab.goto(free + "names.html")
    enter(tab)
    expect_opened(tab)
    # Scripts of the page run after it is shown.
    tab.wait_for_function("() => window.ok === 4")
