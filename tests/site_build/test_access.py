"""Pages under docs/ that say ``access`` can be read with a password, and in no other way."""

from __future__ import annotations

import json
import re

import pytest
from lxml import html

from answerable.vault.lock1 import Locked, unlock
from answerable.vault.page import is_locked, read_page
from answerable.vault.passwords import Password
from samples import PNG, write, write_sample
from site_build.building import URL, build_site

SERVICE = "kettle-umbrella-verandah-31"
BOARD = "lantern-quarry-hedgehog-77"
GROUPS = {"service": "ANSWERABLE_PASSWORD_SERVICE", "board": "ANSWERABLE_PASSWORD_BOARD"}
STAFF = {"groups": GROUPS, "area": "service"}

WORDS = "The margin on hinges is forty percent this year."
TITLE = "Secret prices of hinges"
PAGE = f"""---
access: service
description: {WORDS}
tags: [margins]
---
# {TITLE}

{WORDS} ![Chart](prices.png) [List](prices.csv) [Home](index.md) ![Logo](logo.png)
"""
PRICES = "hinge,forty percent of margin for us alone\n"
DOCS = {
    "prices.md": PAGE,
    "both.md": f"---\naccess: [service, board]\n---\n# For two\n\n{WORDS}\n",
    "open.md": "# Open\n\n![Logo](logo.png)\n",
    "before.md": "# Before\n",
}
NAV = ["index.md", "before.md", "prices.md", "open.md", "both.md"]
NEIGHBOURS = {
    "theme": {"features": ["navigation.footer", "content.action.edit"]},
    "nav": NAV,
    "repo_url": "https://x.org",
}


@pytest.fixture
def passwords(monkeypatch):
    monkeypatch.setenv("ANSWERABLE_PASSWORD_SERVICE", SERVICE)
    monkeypatch.setenv("ANSWERABLE_PASSWORD_BOARD", BOARD)


def build(root, docs=DOCS, staff=STAFF, settings=None, **options):
    if not (root / "feedback").exists():
        write_sample(root / "feedback")
    for name in ("prices.png", "logo.png"):
        write(root, f"docs/{name}", PNG + name.encode() * 9)
    write(root, "docs/prices.csv", PRICES)
    config = {**NEIGHBOURS, "edit_uri": "edit/main/docs/", **options.pop("config", {})}
    given = {**({"staff": staff} if staff else {}), **(settings or {})}
    return build_site(root, root / "feedback", docs=docs, settings=given, config=config, **options)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANSWERABLE_PASSWORD_SERVICE", SERVICE)
        patch.setenv("ANSWERABLE_PASSWORD_BOARD", BOARD)
        site = build(tmp_path_factory.mktemp("access"))
    assert site.code == 0, site.log
    return site


def opened(site, path, password):
    locked = read_page(site.text(path))
    assert isinstance(locked, Locked)
    return unlock(locked, site_url=URL, page_path=path, password=Password(password))


def test_page_is_encrypted_for_its_group(built):
    path = "prices/index.html"
    assert is_locked(built.text(path))
    assert WORDS not in built.text(path)
    assert WORDS in opened(built, path, SERVICE)


def test_page_for_two_groups_opens_with_either_password(built):
    path = "both/index.html"
    assert WORDS in opened(built, path, SERVICE)
    assert WORDS in opened(built, path, BOARD)


def test_page_of_one_group_does_not_open_for_another(built):
    with pytest.raises(Exception, match="password is wrong"):
        opened(built, "prices/index.html", BOARD)


def test_no_file_holds_the_words(built):
    assert [path for path, data in built.files.items() if WORDS.encode() in data] == []


def test_page_is_in_no_sitemap_and_no_search(built):
    assert "prices/" not in built.text("sitemap.xml")
    locations = [entry["location"] for entry in built.data("search/search_index.json")["docs"]]
    assert [place for place in locations if place.startswith(("prices/", "both/"))] == []
    assert "open/" in locations


def test_neighbours_are_each_others_next_page(built):
    page = html.fromstring(built.text("before/index.html"))
    (following,) = page.xpath('//a[contains(@class, "md-footer__link--next")]/@href')
    assert following == "../open/"
    page = html.fromstring(built.text("open/index.html"))
    (before,) = page.xpath('//a[contains(@class, "md-footer__link--prev")]/@href')
    assert before == "../before/"
    assert not page.xpath('//a[contains(@class, "md-footer__link--next")]')


def test_page_has_no_link_for_editing(built):
    assert "edit/main/docs/open.md" in built.text("open/index.html")
    assert "edit/main" not in opened(built, "prices/index.html", SERVICE)


def test_pictures_of_the_page_alone_are_in_it(built):
    page = html.fromstring(opened(built, "prices/index.html", SERVICE))
    chart, logo = page.xpath("//article//img/@src")
    assert chart.startswith("data:image/png;base64,")
    assert logo == "../logo.png"
    (link,) = page.xpath('//article//a[@download="prices.csv"]/@href')
    assert link.startswith("data:text/csv;base64,")
    assert built.has("logo.png")
    assert not built.has("prices.png")
    assert not built.has("prices.csv")


def test_title_is_shown_by_default_and_can_be_hidden(built, tmp_path, passwords):
    assert TITLE in built.text("open/index.html")
    hidden = build(tmp_path, settings={"access_titles": "hidden"})
    assert hidden.code == 0, hidden.log
    assert [path for path, data in hidden.files.items() if TITLE.encode() in data] == []
    assert "For staff only" in hidden.text("open/index.html")
    assert TITLE in opened(hidden, "prices/index.html", SERVICE)


def test_flat_site_has_the_pages_as_files(tmp_path, passwords):
    flat = build(tmp_path, config={"use_directory_urls": False})
    assert flat.code == 0, flat.log
    assert WORDS in opened(flat, "prices.html", SERVICE)


@pytest.mark.parametrize(
    ("field", "told"),
    [("servise", "did you mean 'service'"), ("{a: b}", "name a group"), ("[]", "name a group")],
)
def test_group_that_is_none_is_an_error(field, told, tmp_path, passwords):
    site = build(tmp_path, docs={"page.md": f"---\naccess: {field}\n---\n{WORDS}\n"})
    assert (site.code, told in site.log, site.has("page/index.html")) == (1, True, False)


def test_page_without_any_group_is_an_error(tmp_path):
    site = build(tmp_path, staff=None)
    assert site.code == 1
    assert "no group has a password" in site.log
    assert not site.has("prices/index.html")


@pytest.mark.parametrize(
    ("password", "told"),
    [("", "is not set"), ("kq7w", "too short"), ("password12345678", "common")],
)
def test_missing_or_weak_password_is_an_error(password, told, tmp_path, passwords, monkeypatch):
    monkeypatch.setenv("ANSWERABLE_PASSWORD_BOARD", password)
    site = build(tmp_path)
    assert site.code == 1
    assert told in site.log
    assert not password or password not in site.log
    assert not site.root.exists() or not list(site.root.rglob("*.html"))


def test_password_in_the_settings_is_refused_and_not_repeated(tmp_path):
    site = build(tmp_path, staff={"groups": {"service": SERVICE}})
    assert site.code == 1
    assert "must not hold the password of the group 'service'" in site.log
    assert SERVICE not in site.log


def test_nothing_that_stays_holds_a_password(built):
    home = built.root.parent
    kept = [path for path in home.rglob("*") if path.is_file() and "docs" not in path.parts]
    for secret in (SERVICE, BOARD, WORDS):
        assert [path for path in kept if secret.encode() in path.read_bytes()] == []


def test_link_to_a_file_of_the_page_alone_is_an_error_elsewhere(tmp_path, passwords):
    theme = {"theme": {"custom_dir": "custom"}}
    text = '{% extends "base.html" %}{% block footer %}<img src="/feedback/x"><a href="{{ '
    text += "'prices.csv' | url }}\">x</a>{% endblock %}"
    write(tmp_path, "custom/main.html", text)
    site = build(tmp_path, config=theme)
    assert site.code == 1
    assert "docs/prices.csv, which only pages with 'access' show" in site.log


def test_what_a_plugin_copies_out_of_a_page_is_found(tmp_path, passwords):
    hook = """
from pathlib import Path
def on_page_markdown(markdown, page, config, files):
    Path(config.config_file_path).with_name("copied").open("a").write(markdown)
def on_post_build(config):
    copied = Path(config.config_file_path).with_name("copied")
    Path(config.site_dir, "all.txt").write_bytes(copied.read_bytes())
"""
    write(tmp_path, "hook.py", hook)
    site = build(tmp_path, config={"hooks": ["hook.py"]})
    assert site.code == 1
    assert re.search(r"all\.txt holds .*docs/(prices|both)\.md", site.log)


def test_index_that_was_worked_out_beforehand_is_left_out(built):
    assert json.loads(built.text("search/search_index.json")).keys() >= {"config", "docs"}
    assert "index" not in built.data("search/search_index.json")
