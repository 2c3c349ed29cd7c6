from __future__ import annotations

import pytest

import oracles
from answerable.site import sitemap as module
from answerable.site.sitemap import SitemapEntry, sitemap
from oracles import SITEMAP

URL = "https://answers.example/"
CHANGED = "2026-11-03T10:05:00+01:00"


def entries(count, lastmod=None):
    return [SitemapEntry(f"{URL}threads/{number}/", lastmod) for number in range(count)]


def locations(document):
    return [node.text for node in oracles.sitemap(document).iter(f"{SITEMAP}loc")]


def times(document):
    return [node.text for node in oracles.sitemap(document).iter(f"{SITEMAP}lastmod")]


def test_sitemap_names_every_address_with_its_last_change():
    written = sitemap(
        [
            SitemapEntry(URL),
            SitemapEntry(f"{URL}a/", CHANGED),
            SitemapEntry(f"{URL}b/", "2026-11-04"),
        ],
        URL,
    )
    assert list(written) == ["sitemap.xml"]
    assert locations(written["sitemap.xml"]) == [URL, f"{URL}a/", f"{URL}b/"]
    assert times(written["sitemap.xml"]) == ["2026-11-03T10:05:00+01:00", "2026-11-04"]


def test_address_is_escaped():
    address = f"{URL}?a=1&b='2'"
    assert locations(sitemap([SitemapEntry(address)], URL)["sitemap.xml"]) == [address]


def test_ten_thousand_addresses_fit_in_one_file():
    assert list(sitemap(entries(10_000), URL)) == ["sitemap.xml"]


def test_one_address_more_makes_an_index():
    given = entries(10_001, CHANGED)
    written = sitemap(given, URL)
    assert locations(written["sitemap.xml"]) == [f"{URL}sitemap-1.xml", f"{URL}sitemap-2.xml"]
    named = locations(written["sitemap-1.xml"]) + locations(written["sitemap-2.xml"])
    assert named == [entry.loc for entry in given]


@pytest.fixture
def small_files(monkeypatch):
    """The limits of the protocol, but small."""
    monkeypatch.setattr(module, "MOST_ADDRESSES", 2)
    monkeypatch.setattr(module, "MOST_BYTES", 1000)


@pytest.mark.usefixtures("small_files")
def test_index_gives_the_last_change_of_each_file():
    given = [
        SitemapEntry(f"{URL}a/", "2026-11-03"),
        SitemapEntry(f"{URL}b/", CHANGED),
        SitemapEntry(f"{URL}c/"),
    ]
    assert times(sitemap(given, URL)["sitemap.xml"]) == ["2026-11-03T10:05:00+01:00"]


@pytest.mark.usefixtures("small_files")
def test_no_file_is_larger_than_allowed():
    written = sitemap([SitemapEntry(f"{URL}{number}/{'x' * 600}") for number in range(5)], URL)
    assert len(written) == 6
    assert all(len(content) <= 1000 for name, content in written.items() if "-" in name)


@pytest.mark.usefixtures("small_files")
def test_new_address_at_the_end_leaves_full_files_as_they_are():
    before, after = sitemap(entries(5), URL), sitemap(entries(6), URL)
    assert before["sitemap-1.xml"] == after["sitemap-1.xml"]
    assert before["sitemap-2.xml"] == after["sitemap-2.xml"]
