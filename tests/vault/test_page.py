"""The page that asks for the password."""

from __future__ import annotations

import json
import re
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from answerable.site.language import Language
from answerable.site.lock_texts import lock_texts
from answerable.vault import lock1, page, staticrypt_page
from answerable.vault.errors import UnusablePageError
from answerable.vault.keychain import KeyChain
from answerable.vault.passwords import Password
from publications import BERLIN

TEXTS = lock_texts(Language("en", BERLIN))
KEYS = KeyChain()
PASSWORD = Password("vierzehn Hüte hängen hoch")
SALT = "0" * 32
OLD = staticrypt_page.encrypt("<p>Käse", KEYS.staticrypt(PASSWORD, SALT), SALT)
OWN = lock1.lock(
    "<p>Käse",
    site_url="https://example.org/",
    page_path="staff/",
    passwords={"desk": PASSWORD},
    keys=KEYS,
)
NASTY = (
    "</title></script><script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7*7 }}<!--"
)


def rendered(locked: Any = OWN, texts: page.LockTexts = TEXTS, **how: Any) -> str:
    return page.locked_page(locked, texts, how.pop("root", "../"), **how).decode()


def tree(text: str) -> Any:
    return html.document_fromstring(text)


@pytest.mark.parametrize("locked", [OLD, OWN])
@pytest.mark.parametrize(
    "render", [rendered, lambda one: page.standalone_page(one, TEXTS).decode()]
)
def test_what_is_rendered_is_read(locked, render):
    assert page.read_page(render(locked)) == locked
    assert page.is_locked(render(locked))


@pytest.mark.parametrize("locked", [OLD, OWN])
def test_nothing_in_the_page_is_run_or_styled(locked):
    root = tree(rendered(locked))
    inside = [one for one in root.iter("script") if one.get("type") != "application/json"]
    assert [one.get("src").partition("?")[0] for one in inside] == ["../assets/answerable/lock.js"]
    assert list(root.iter("style")) == []
    for element in root.iter():
        for name in element.attrib:
            assert not name.startswith("on")
            assert name != "style"


@pytest.mark.parametrize("name", [field.name for field in fields(page.LockTexts)])
def test_every_text_is_escaped_for_its_place(name):
    text = rendered(OLD, replace(TEXTS, **{name: NASTY}))
    root = tree(text)
    assert len(list(root.iter("script"))) == 3
    assert list(root.iter("img")) == []
    assert "49" not in json.loads(root.get_element_by_id("ans-lock-settings").text)["texts"][name]
    assert json.loads(root.get_element_by_id("ans-lock-settings").text)["texts"][name] == NASTY


def test_title_root_and_policy_are_escaped():
    root = tree(rendered(title=NASTY, root='"><i>', policy="default-src 'self' \"><b>"))
    assert root.findtext(".//title") == NASTY
    assert root.findtext(".//h1") == NASTY
    assert list(root.iter("i", "b", "img")) == []


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_any_title_reads_back(title):
    assert tree(rendered(title=title)).find(".//h1").text_content() == title


def test_no_search_engine_keeps_the_page():
    (robots,) = tree(rendered()).xpath("//meta[@name='robots']/@content")
    assert "noindex" in robots


def test_nothing_of_the_secret_is_in_the_page():
    for locked in (OLD, OWN):
        text = rendered(locked)
        assert "Käse" not in text
        assert PASSWORD.text not in text
        assert KEYS.staticrypt(PASSWORD, SALT) not in text


def test_the_address_of_a_file_changes_with_it():
    (script,) = tree(rendered()).xpath("//script/@src")
    assert re.fullmatch(r"\.\./assets/answerable/lock\.js\?[0-9a-f]{12}", script)
    assert script.endswith(page.versioned(page.LOCK_SCRIPT))


def test_a_pinned_page_names_the_digests():
    assert rendered().count(' integrity="sha256-') == 2
    assert "integrity" not in re.sub(r"<script type.*?</script>", "", rendered(pinned=False))


def test_files_are_there_and_end_no_script_element():
    files = page.lock_files()
    assert set(files) == {page.LOCK_SCRIPT, page.LOCK_STYLE}
    for text in files.values():
        assert "</" not in text
        assert "<!--" not in text
    for word in ("document.write(", "eval(", "innerHTML", "new Function"):
        assert word not in files[page.LOCK_SCRIPT]


@pytest.mark.parametrize(
    "colour", ["red;}", "url(x)", "#12", "expression(alert(1))", "rgb(1,2,3);x", "", "var(--x)"]
)
def test_what_is_no_colour_is_refused(colour):
    with pytest.raises(UnusablePageError):
        page.Colours(colour)


@pytest.mark.parametrize("remember", [0, 7, None])
def test_the_box_is_there_where_something_can_be_remembered(remember):
    for locked in (replace(OLD, remember=remember), OWN):
        boxes = tree(rendered(locked, remember=remember)).xpath("//input[@type='checkbox']")
        assert len(boxes) == (remember is not None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<p>Käse",
        '<script type="application/json" id="ans-lock-page">{}</script>',
        '<script type="application/json" id="ans-lock-page">{"format":"lock1"}</script>',
        '<script type="application/json" id="ans-lock-page">nonsense</script>',
        '<script type="application/json" id="ans-lock-page">[]</script>',
    ],
)
def test_what_is_no_locked_page_is_refused(text):
    with pytest.raises(UnusablePageError):
        page.read_page(text)


def test_the_page_speaks_the_language_of_its_texts():
    german = lock_texts(Language("de", BERLIN))
    root = tree(rendered(texts=german))
    assert root.get("lang") == "de"
    assert root.findtext(".//h1") == "Geschützte Seite"
