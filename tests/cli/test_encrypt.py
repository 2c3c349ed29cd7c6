"""``answerable encrypt`` and ``decrypt``; that StatiCrypt agrees is in tests/interop."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.vault.page import read_page
from answerable.vault.staticrypt_page import StatiCryptPage

PASSWORD = "vierzehn Hüte hängen hoch"
OTHER = "sieben Äpfel rollen bergab"
SALT = "00112233445566778899aabbccddeeff"
HTML = '<!doctype html>\n<html lang="de-AT"><title>Käse</title><p>Nur für uns\r\n'
SCRIPT = Path(sys.executable).with_name("answerable")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("STATICRYPT_PASSWORD", PASSWORD)
    put("page.html")
    return tmp_path


def put(name: str, html: str = HTML) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(html.encode())
    return path


def run(*arguments: str, password: str | None = PASSWORD) -> Result:
    result = CliRunner().invoke(main, arguments, env={"STATICRYPT_PASSWORD": password})
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert PASSWORD not in result.output
    return result


def files() -> set[str]:
    return {path.as_posix() for path in Path().rglob("*") if path.is_file()}


def test_a_page_is_encrypted_and_decrypted_again():
    result = run("encrypt", "page.html")

    assert (result.exit_code, result.stdout) == (0, "encrypted/page.html\n")
    assert files() == {
        ".staticrypt.json",
        "encrypted/assets/answerable/lock.css",
        "encrypted/assets/answerable/lock.js",
        "encrypted/page.html",
        "page.html",
    }
    assert "Käse" not in Path("encrypted/page.html").read_text("utf-8")
    assert run("decrypt", "encrypted/page.html").stdout == "decrypted/page.html\n"
    assert Path("decrypted/page.html").read_bytes() == HTML.encode()


def test_the_page_that_asks_speaks_the_language_of_the_page():
    run("encrypt", "page.html")
    assert "Passwort anzeigen" in Path("encrypted/page.html").read_text("utf-8")
    put("page.html", "<html lang=xx-unknown>")
    run("encrypt", "page.html", "--template-title", "A <b> & c")
    text = Path("encrypted/page.html").read_text("utf-8")
    assert "Show password" in text
    assert "<h1>A &lt;b&gt; &amp; c</h1>" in text


def test_embedded_a_page_stands_alone():
    run("encrypt", "page.html", "--embed")
    assert files() == {".staticrypt.json", "encrypted/page.html", "page.html"}
    assert "src=" not in Path("encrypted/page.html").read_text("utf-8")


def test_script_and_style_are_found_from_any_depth():
    put("site/deep/er/x.html")
    run("encrypt", "-r", "site")
    text = Path("encrypted/site/deep/er/x.html").read_text("utf-8")
    (address,) = re.findall(r'<script src="([^"?]+)', text)
    assert Path("encrypted/site/deep/er", address).is_file()


def test_the_same_files_are_written_over():
    run("encrypt", "page.html")
    before = Path("encrypted/page.html").read_bytes()
    assert run("encrypt", "page.html").exit_code == 0
    assert Path("encrypted/page.html").read_bytes() != before


@pytest.mark.parametrize("password", ["short", "passwordpassword", "Sommer2024Sommer"])
def test_a_weak_password_encrypts_nothing_unless_it_is_allowed(password):
    result = run("encrypt", "page.html", password=password)
    assert result.exit_code == 2
    assert "Take five words or more" in result.stderr
    assert files() == {"page.html"}

    result = run("encrypt", "page.html", "--short", password=password)
    assert result.exit_code == 0
    assert result.stderr.startswith("warning: the password")
    assert run("decrypt", "encrypted/page.html", password=password).exit_code == 0


@pytest.mark.parametrize("verb", ["encrypt", "decrypt"])
@pytest.mark.parametrize("extra", [(), ("--short",), ("-p", "")])
def test_without_a_password_and_a_terminal_nobody_is_asked(verb, extra):
    if verb == "decrypt" and "--short" in extra:
        extra = ()
    result = run(verb, "page.html", *extra, password=None)
    assert result.exit_code == 2
    assert "password" in result.stderr
    assert files() == {"page.html"}


def test_at_a_terminal_the_password_is_asked_for_and_not_shown():
    outer, inner = pty.openpty()
    environment = {
        name: value for name, value in os.environ.items() if name != "STATICRYPT_PASSWORD"
    }
    running = subprocess.Popen(
        [SCRIPT, "encrypt", "page.html"],
        stdin=inner,
        stderr=inner,
        stdout=subprocess.PIPE,
        env=environment,
    )
    os.close(inner)
    shown = b""
    for _ in range(2):
        while not shown.rstrip().endswith(b":"):
            shown += os.read(outer, 1000)
        os.write(outer, f"{PASSWORD}\n".encode())
        shown += b"."
    assert running.communicate(timeout=60)[0] == b"encrypted/page.html\n"
    assert running.returncode == 0
    with contextlib.suppress(OSError):
        shown += os.read(outer, 1000)
    assert b"Password" in shown
    assert PASSWORD.encode() not in shown
    os.close(outer)
    assert run("decrypt", "encrypted/page.html").exit_code == 0


@pytest.mark.parametrize("password", [OTHER, "x", PASSWORD + " "])
def test_a_wrong_password_ends_with_1_and_writes_nothing(password):
    run("encrypt", "page.html")
    result = run("decrypt", "encrypted/page.html", password=password)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "is not decrypted: the password is wrong" in result.stderr
    assert not Path("decrypted").exists()


def test_one_bad_page_keeps_the_others_from_nothing():
    put("site/good.html")
    run("encrypt", "-r", "site", "--embed")
    put("encrypted/site/bad.html", "<p>plain")
    result = run("decrypt", "-r", "encrypted/site")
    assert (result.exit_code, result.stdout) == (1, "decrypted/site/good.html\n")
    assert "bad.html is not decrypted: it is not encrypted" in result.stderr


def test_what_is_encrypted_is_not_encrypted_again():
    run("encrypt", "page.html", "-d", ".")
    encrypted = Path("page.html").read_bytes()
    result = run("encrypt", "page.html", "-d", ".")
    assert result.exit_code == 1
    assert "it is encrypted already" in result.stderr
    assert Path("page.html").read_bytes() == encrypted
    assert run("decrypt", "page.html").exit_code == 0
    assert Path("decrypted/page.html").read_bytes() == HTML.encode()


@pytest.mark.parametrize("name", ["notes.txt", "page", "page.html.bak"])
def test_what_is_no_page_is_not_taken_for_one(name):
    put(name)
    result = run("encrypt", "page.html", name)
    assert result.exit_code == 2
    assert "is no page" in result.stderr
    assert not Path("encrypted").exists()


def test_other_files_of_a_folder_are_copied_and_it_is_said():
    put("site/x.HTML")
    put("site/notes.txt", "plain")
    result = run("encrypt", "-r", "site")
    assert result.exit_code == 0
    assert Path("encrypted/site/notes.txt").read_text() == "plain"
    assert "1 other file was copied, not encrypted" in result.stderr
    assert "Käse" not in Path("encrypted/site/x.HTML").read_text("utf-8")


def test_a_folder_without_pages_is_a_wrong_call():
    put("site/notes.txt", "plain")
    assert run("encrypt", "-r", "site").exit_code == 2
    assert not Path("encrypted").exists()


def test_a_folder_wants_to_be_asked_for():
    put("site/x.html")
    result = run("encrypt", "site")
    assert result.exit_code == 2
    assert "say -r" in result.stderr


def test_two_pages_never_become_one():
    put("a/index.html", "<p>a")
    put("b/index.html", "<p>b")
    result = run("encrypt", "a/index.html", "b/index.html")
    assert result.exit_code == 2
    assert "would both become encrypted/index.html" in result.stderr
    assert not Path("encrypted").exists()
    assert run("encrypt", "a/index.html", "./a/../a/index.html").stdout.count("\n") == 1


def test_results_in_the_folder_are_not_read():
    put("site/x.html")
    for _ in range(2):
        result = run("encrypt", "-r", "site", "-d", "site/out")
        assert result.exit_code == 0, result.stderr
    assert not Path("site/out/site/out").exists()


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_links_in_a_folder_are_not_followed(kind, tmp_path):
    put("secret/diary.html", "<p>diary")
    put("site/x.html")
    target = "../secret" if kind == "folder" else "../secret/diary.html"
    Path("site/link.html" if kind == "file" else "site/link").symlink_to(target)
    result = run("encrypt", "-r", "site")
    assert result.exit_code == 2
    assert "is a link" in result.stderr
    assert not Path("encrypted").exists()


def test_results_do_not_leave_their_folder():
    put("site/deep/x.html")
    Path("elsewhere").mkdir()
    Path("encrypted/site").mkdir(parents=True)
    Path("encrypted/site/deep").symlink_to(Path("elsewhere").resolve())
    result = run("encrypt", "-r", "site")
    assert result.exit_code == 2
    assert "would lie outside of" in result.stderr
    assert list(Path("elsewhere").iterdir()) == []


def test_a_link_in_the_place_of_a_result_is_replaced_not_followed():
    put("precious.html", "<p>mine")
    Path("encrypted").mkdir()
    Path("encrypted/page.html").symlink_to(Path("precious.html").resolve())
    assert run("encrypt", "page.html").exit_code == 0
    assert Path("precious.html").read_text() == "<p>mine"


def test_a_name_does_not_drive_the_terminal():
    put("a\x1b[2Kb.html", "\udcff".encode("utf-8", "surrogateescape").decode("latin-1"))
    result = run("encrypt", "a\x1b[2Kb.html")
    assert "\x1b" not in result.output


def test_a_page_that_is_no_utf8_is_refused():
    Path("page.html").write_bytes(b"<p>K\xe4se")
    result = run("encrypt", "page.html")
    assert result.exit_code == 1
    assert "is not UTF-8" in result.stderr
    assert not Path("encrypted").exists()


def salt_in(name: str) -> str:
    page = read_page(Path(name).read_text("utf-8"))
    assert isinstance(page, StatiCryptPage)
    return page.salt


def test_the_salt_is_the_options_then_the_files_then_a_new_one():
    run("encrypt", "page.html")
    first = salt_in("encrypted/page.html")
    run("encrypt", "page.html")
    assert salt_in("encrypted/page.html") == first
    run("encrypt", "page.html", "-s", SALT.upper(), "-c", "false")
    assert salt_in("encrypted/page.html") == SALT
    assert json.loads(Path(".staticrypt.json").read_text())["salt"] == first
    run("encrypt", "page.html", "-c", "FALSE")
    assert salt_in("encrypted/page.html") not in (first, SALT)


def test_other_values_of_the_file_stay():
    put("own.json", '{"salt": "' + SALT + '", "more": [1]}')
    run("encrypt", "page.html", "-c", "own.json", "-s", SALT[::-1])
    assert json.loads(Path("own.json").read_text()) == {"salt": SALT[::-1], "more": [1]}


@pytest.mark.parametrize("salt", ["x", SALT[1:], SALT + "0", "g" * 32])
def test_a_salt_that_is_none_is_refused(salt):
    assert run("encrypt", "page.html", "-s", salt).exit_code == 2
    put(".staticrypt.json", json.dumps({"salt": salt}))
    assert run("encrypt", "page.html").exit_code == 2
    assert not Path("encrypted").exists()


@pytest.mark.parametrize("text", ["nonsense", "[]", '"x"'])
def test_a_configuration_that_is_none_is_refused(text):
    put(".staticrypt.json", text)
    result = run("encrypt", "page.html")
    assert result.exit_code == 2
    assert ".staticrypt.json is no JSON" in result.stderr


def test_a_new_salt_is_shown_and_kept_unless_there_is_one():
    shown = run("encrypt", "-s", password=None).stdout.strip()
    assert json.loads(Path(".staticrypt.json").read_text()) == {"salt": shown}
    assert run("encrypt", "-s", password=None).stdout.strip() != shown
    assert json.loads(Path(".staticrypt.json").read_text()) == {"salt": shown}


def test_a_link_needs_a_salt_that_pages_have():
    assert run("encrypt", "--share", "https://example.org/").exit_code == 2
    run("encrypt", "page.html")
    link = run("encrypt", "--share", "https://example.org/").stdout
    assert re.fullmatch(r"https://example\.org/#staticrypt_pwd=[0-9a-f]{64}\n", link)
    assert run("encrypt", "--share", password="short").exit_code == 2


@pytest.mark.parametrize("days", ["-1", "x", "1.5", "", "True", "999999"])
def test_days_are_a_number_or_false(days):
    assert run("encrypt", "page.html", "--remember", days).exit_code == 2


def test_a_colour_that_is_none_is_refused():
    result = run("encrypt", "page.html", "--template-color-primary", "red;}")
    assert result.exit_code == 2
    assert "a colour is written" in result.stderr
    assert not Path("encrypted").exists()


def test_lock1_takes_several_passwords_and_an_address():
    put("site/deep/index.html")
    url = "https://example.org/a/"
    result = run(
        *("encrypt", "-r", "site", "--mode", "lock1", "--url", url),
        *("-p", PASSWORD, "-p", OTHER),
        password=None,
    )
    assert result.exit_code == 0, result.stderr
    assert ".staticrypt.json" not in files()
    for password in (PASSWORD, OTHER):
        result = run("decrypt", "-r", "encrypted/site", password=password)
        assert result.exit_code == 0, result.stderr
    assert Path("decrypted/site/deep/index.html").read_bytes() == HTML.encode()
    assert run("decrypt", "-r", "encrypted/site", password="nobody's").exit_code == 1


def test_a_page_of_lock1_that_was_moved_opens_with_its_address_only():
    run("encrypt", "page.html", "--mode", "lock1", "--url", "https://example.org/a/")
    Path("encrypted/page.html").rename("moved.html")
    assert run("decrypt", "moved.html").exit_code == 1
    assert run("decrypt", "moved.html", "--url", "https://example.com/page.html").exit_code == 1
    assert run("decrypt", "moved.html", "--url", "https://example.org/a/page.html").exit_code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["page.html", "--mode", "lock1"],
        ["page.html", "--mode", "lock1", "--url", "https://example.org/", "--salt", SALT],
        ["page.html", "--mode", "lock1", "--url", "https://example.org/", "--share"],
        ["page.html", "--mode", "lock1", "--url", "https://example.org/", "-t", "page.html"],
        ["page.html", "--url", "https://example.org/"],
        ["--mode", "other", "page.html"],
        [],
        ["none.html"],
    ],
)
def test_a_wrong_call_writes_nothing(arguments):
    result = run("encrypt", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert files() == {"page.html"}


def test_two_passwords_are_for_lock1_only():
    result = run("encrypt", "page.html", "-p", PASSWORD, "-p", OTHER, password=None)
    assert result.exit_code == 2
    assert "--mode lock1" in result.stderr


def test_an_address_that_is_none_is_said():
    result = run("encrypt", "page.html", "--mode", "lock1", "--url", "example.org")
    assert result.exit_code == 2
    assert "lock1 needs the address of the site" in result.stderr
    assert not Path("encrypted").exists()
