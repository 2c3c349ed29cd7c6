"""Pages and links of StatiCrypt 3.5.4, in both directions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.vault import staticrypt as ours
from answerable.vault.keychain import first_round, hash_password, second_round
from answerable.vault.page import read_page
from answerable.vault.passwords import Password
from answerable.vault.staticrypt_page import StatiCryptPage
from staticrypt_program import PACKAGE, TEMPLATE, needs_staticrypt, staticrypt

pytestmark = needs_staticrypt

SALT = "00112233445566778899aabbccddeeff"
PASSWORDS = {
    "ascii": "correct-horse wagon 9",
    "umlauts": "vierzehn Hüte hängen hoch",
    "decomposed": "vierzehn Hu\u0308te ha\u0308ngen",
    "emoji": "🦊🦊 im Garten 🌷🌷 nachts",
    "spaces": "  ein Leerzeichen vorn ",
    "quotes": "\"';<b>$&\\u0041 gestern",
}
PAGES = {
    "page": "<!doctype html><html><title>Käse</title><p>Grüße 🦊",
    "empty": "",
    "one": "x",
    "block": "x" * 16,
    "long": "ä\r\n" * 50_000,
    "nul": "a\0b",
    "names": '"staticryptSaltUniqueVariableName": "x" /*[|template_title|]*/0 $& $1 </script>',
}


def run(*arguments: str | Path, password: str | None = None) -> Result:
    environment = {"STATICRYPT_PASSWORD": password}
    return CliRunner().invoke(main, list(map(str, arguments)), env=environment)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("STATICRYPT_PASSWORD", raising=False)
    return tmp_path


def put(folder: Path, html: str, name: str = "page.html") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(html.encode())
    return path


def page_in(path: Path) -> StatiCryptPage:
    page = read_page(path.read_bytes().decode())
    assert isinstance(page, StatiCryptPage)
    return page


def test_the_version_is_the_one_that_the_format_was_written_for():
    assert json.loads((PACKAGE / "package.json").read_text())["version"] == "3.5.4"


@pytest.mark.parametrize("password", PASSWORDS.values(), ids=PASSWORDS)
@pytest.mark.parametrize("template", [None, TEMPLATE], ids=["our page", "its template"])
def test_it_decrypts_our_pages(folder, password, template):
    put(folder, PAGES["page"])
    extra = () if template is None else ("-t", template)

    assert run("encrypt", "page.html", "-s", SALT, *extra, password=password).exit_code == 0
    said = staticrypt(
        folder, "encrypted/page.html", "--decrypt", "-s", SALT, "-c", "false", password=password
    )

    # It ends with 0 whatever happens.
    assert said == ""
    assert (folder / "decrypted" / "page.html").read_bytes() == PAGES["page"].encode()


@pytest.mark.parametrize("html", PAGES.values(), ids=PAGES)
def test_every_page_goes_both_ways(folder, html):
    put(folder, html)
    password = PASSWORDS["umlauts"]

    run("encrypt", "page.html", "-s", SALT, "-d", "ours", password=password)
    staticrypt(
        folder,
        "ours/page.html",
        "--decrypt",
        "-s",
        SALT,
        "-c",
        "false",
        "-d",
        "a",
        password=password,
    )
    staticrypt(folder, "page.html", "-s", SALT, "-d", "theirs", password=password)
    result = run("decrypt", "theirs/page.html", "-d", "b", password=password)

    assert (folder / "a" / "page.html").read_bytes() == html.encode()
    assert (result.exit_code, result.stdout) == (0, "b/page.html\n")
    assert (folder / "b" / "page.html").read_bytes() == html.encode()


@pytest.mark.parametrize("password", PASSWORDS.values(), ids=PASSWORDS)
def test_we_decrypt_its_pages_with_the_salt_in_them(folder, password):
    put(folder, PAGES["page"])

    staticrypt(folder, "page.html", "--config", "false", password=password)
    result = run("decrypt", "encrypted/page.html", password=password)

    assert result.exit_code == 0, result.stderr
    assert (folder / "decrypted" / "page.html").read_bytes() == PAGES["page"].encode()


OPTIONS = {
    "none": [],
    "texts": [
        *("--template-title", "Für uns & euch"),
        *("--template-instructions", "Frag <b>Anna</b>"),
        *("--template-placeholder", "Losung"),
        *("--template-button", "Auf"),
        *("--template-error", "Nein"),
        *("--template-remember", "Merken"),
        *("--template-toggle-show", "Zeigen"),
        *("--template-toggle-hide", "Verbergen"),
    ],
    "colours": ["--template-color-primary", "#123456", "--template-color-secondary", "teal"],
    "dollars": ["--template-title", "$& $1 $$ \\1 /*[|template_button|]*/0"],
    "days": ["--remember", "30"],
    "no box": ["--remember", "false"],
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_with_its_template_our_page_is_its_page_but_for_the_payload(folder, options):
    put(folder, PAGES["page"])
    password = PASSWORDS["ascii"]

    staticrypt(folder, "page.html", "-s", SALT, "-d", "theirs", *options, password=password)
    result = run(
        "encrypt",
        "page.html",
        "-s",
        SALT,
        "-d",
        "ours",
        "-t",
        TEMPLATE,
        *options,
        password=password,
    )

    assert result.exit_code == 0, result.stderr
    theirs, ours_ = (
        (folder / name / "page.html").read_bytes().decode() for name in ("theirs", "ours")
    )
    payload = re.compile(r'(?<="staticryptEncryptedMsgUniqueVariableName":")[0-9a-f]+')
    assert len(payload.findall(theirs)) == 1
    assert payload.findall(theirs) != payload.findall(ours_)
    assert payload.sub("", ours_) == payload.sub("", theirs)


def test_a_template_of_its_users_is_filled_in_alike(folder):
    template = put(
        folder,
        "/*[|staticrypt_config|]*/ 0;/*[| is_remember_enabled |]*/0 /*[|unknown|]*/\n0"
        " /*[|template_title|]*/0 /*[|not a name|]*/0 /*[|TEMPLATE_title|]*/0 /*[|tïtle|]*/0",
        "own.html",
    )
    put(folder, "x")
    password = PASSWORDS["ascii"]

    staticrypt(
        folder, "page.html", "-s", SALT, "-d", "theirs", "-t", template.name, password=password
    )
    run("encrypt", "page.html", "-s", SALT, "-d", "ours", "-t", template, password=password)

    theirs, ours_ = (
        re.sub("[0-9a-f]{96,}", "", (folder / name / "page.html").read_text("utf-8"))
        for name in ("theirs", "ours")
    )
    assert ours_ == theirs


def test_a_folder_becomes_the_same_folder(folder):
    put(folder, "<p>one", "site/index.html")
    put(folder, "<p>two", "site/deep/er/two.htm")
    put(folder, "body {}", "site/deep/style.css")
    password = PASSWORDS["ascii"]

    staticrypt(folder, "site", "-r", "-d", "theirs", password=password)
    result = run("encrypt", "site", "-r", "-d", "ours", "--embed", password=password)

    assert result.exit_code == 0, result.stderr
    files = [
        {
            path.relative_to(folder / name).as_posix()
            for path in (folder / name).rglob("*")
            if path.is_file()
        }
        for name in ("theirs", "ours")
    ]
    assert files[0] == files[1]
    assert (folder / "ours/site/deep/style.css").read_text() == "body {}"


def test_both_keep_the_salt_in_one_file(folder):
    put(folder, "x")
    password = PASSWORDS["ascii"]

    staticrypt(folder, "page.html", "-d", "theirs", password=password)
    kept = (folder / ".staticrypt.json").read_bytes()
    run("encrypt", "page.html", "-d", "ours", password=password)

    assert (folder / ".staticrypt.json").read_bytes() == kept
    assert page_in(folder / "ours/page.html").salt == page_in(folder / "theirs/page.html").salt
    (folder / ".staticrypt.json").unlink()
    run("encrypt", "page.html", "-s", json.loads(kept)["salt"], password=password)
    assert (folder / ".staticrypt.json").read_bytes() == kept


@pytest.mark.parametrize("extra", [[], ["--share-remember"]])
def test_links_are_the_same(folder, extra):
    password = PASSWORDS["umlauts"]
    url = "https://example.org/page.html"

    theirs = staticrypt(folder, "-s", SALT, "--share", url, *extra, password=password)
    result = run("encrypt", "-s", SALT, "--share", url, *extra, password=password)

    assert result.stdout == theirs
    assert staticrypt(folder, "-s", SALT, "--share", password=password) == (
        run("encrypt", "-s", SALT, "--share", password=password).stdout
    )


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_hashes_of_older_links_open_its_pages(folder, rounds):
    put(folder, PAGES["page"])
    password = PASSWORDS["umlauts"]
    staticrypt(folder, "page.html", "-s", SALT, password=password)
    page = page_in(folder / "encrypted/page.html")
    first = first_round(password, SALT)
    hashes = (first, second_round(first, SALT), hash_password(Password(password), SALT))

    assert ours.decode(page.payload, hashes[rounds - 1], page.salt) == PAGES["page"]


def test_the_environment_goes_before_the_option_for_both(folder):
    put(folder, "x")
    password, other = PASSWORDS["ascii"], PASSWORDS["umlauts"]

    staticrypt(folder, "page.html", "-p", other, "-d", "theirs", password=password)
    run("encrypt", "page.html", "-p", other, "-d", "ours", password=password)

    for name in ("theirs", "ours"):
        assert run("decrypt", f"{name}/page.html", "-p", password).exit_code == 0
        assert run("decrypt", f"{name}/page.html", "-p", other).exit_code == 1


@pytest.mark.parametrize(
    "line",
    [
        "STATICRYPT_PASSWORD=correct-horse wagon 9",
        "export STATICRYPT_PASSWORD = 'correct-horse wagon 9' # a comment",
        'A=1\nSTATICRYPT_PASSWORD="correct-horse wagon 9"\nB=2',
        "STATICRYPT_PASSWORD=first of them\r\nSTATICRYPT_PASSWORD=`correct-horse wagon 9`",
        "STATICRYPT_PASSWORD: correct-horse wagon 9#not this",
    ],
)
def test_a_file_of_settings_is_read_alike(folder, line):
    put(folder, line, ".env")
    put(folder, "x")

    staticrypt(folder, "page.html", "-d", "theirs")
    run("encrypt", "page.html", "-d", "ours")

    for name in ("theirs", "ours"):
        result = run("decrypt", f"{name}/page.html", password=PASSWORDS["ascii"])
        assert result.exit_code == 0, result.stderr
