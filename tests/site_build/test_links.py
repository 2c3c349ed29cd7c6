"""Every link of a site leads somewhere, and a reader comes to every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import oracles
from site_build.building import BuiltSite
from site_build.links import Links


@pytest.fixture(params=["own", "paged", "flat"])
def links(request):
    """This repository's own site in both languages; and one with many pages, in both forms."""
    if request.param == "own":
        return request.getfixturevalue("own_links")
    return Links(request.getfixturevalue(request.param), flat=request.param == "flat")


def problems(links, found):
    return sorted({f"{link.source}: {p}" for link in found if (p := links.problem(link))})


def test_links_of_pages_lead_somewhere(links):
    assert problems(links, links.in_pages()) == []


def test_addresses_in_feeds_and_data_lead_somewhere(links):
    assert problems(links, links.in_data()) == []


def test_no_identifier_stands_twice_in_a_page(links):
    doubled = {
        path: [name for name, count in ids.items() if count > 1] for path, ids in links.ids.items()
    }
    assert {path: names for path, names in doubled.items() if names} == {}


def test_reader_comes_from_home_to_every_page(links):
    pages = {
        path for path in links.pages if not re.search(r"(^|/)(404\.html$|embed(/|\.html$))", path)
    }
    assert pages - links.reachable() == set()


def test_sitemap_names_every_page_that_may_be_indexed(links):
    named = {
        node.text
        for path, data in links.site.files.items()
        if path.endswith("sitemap.xml")
        for node in oracles.sitemap(data).iter(f"{oracles.SITEMAP}loc")
    }
    wanted = {
        links.address_of(path)
        for path, page in links.pages.items()
        if not page.xpath("//meta[@name='robots']") and not path.endswith("404.html")
    }
    assert named == wanted


def test_flat_addresses_need_no_host_that_shows_an_index_for_a_folder(flat):
    links = Links(flat, flat=True)
    found = {link.address for link in (*links.in_pages(), *links.in_data())}
    ours = {address for address in found if address.startswith(flat.url) and address != flat.url}
    assert len(ours) > 100
    assert {address for address in ours if address.partition("#")[0].endswith("/")} == set()


def test_flat_site_holds_the_same_pages(flat, paged):
    def pages(site):
        return {re.sub(r"(/index)?\.html$", "", path) for path in site.pages}

    assert pages(flat) == pages(paged)
    assert flat.has("threads/2026/does-a-cello-fit.html")
    assert flat.has("threads/2026/does-a-cello-fit/feed.xml")
    assert flat.has("topics/app.html")


BROKEN = {
    '<a href="../nowhere/">x</a>': "feedback/nowhere/ leads to no file",
    '<a href="/threads/">x</a>': "https://example.org/threads/ leads out of the site",
    '<a href="https://example.org/feedback/x.txt">x</a>': "x.txt leads to no file",
    '<a href="#there">x</a>': "#there leads to no place in page/index.html",
    '<a href="../#there">x</a>': "#there leads to no place in index.html",
    '<img src="https://elsewhere.example/x.png">': "fetches https://elsewhere.example/x.png",
    '<img srcset="x.png 2x">': "page/x.png leads to no file",
    '<link rel="stylesheet" href="//elsewhere.example/x">': "fetches https://elsewhere.example/x",
    '<meta property="og:url" content="https://example.org/feedback/x">': "leads to no file",
    '<textarea readonly>&lt;iframe src="https://elsewhere.example/">': "fetches",
    '<script type="application/ld+json">{"url": "https://example.org/feedback/x"}</script>': "no",
}


@pytest.mark.parametrize("text", BROKEN)
def test_link_that_leads_nowhere_is_found(text, tmp_path):
    (tmp_path / "page").mkdir()
    (tmp_path / "page" / "index.html").write_text(f"<body>{text}", encoding="utf-8")
    (tmp_path / "index.html").write_text("<p id=here>", encoding="utf-8")
    links = Links(BuiltSite(Path(tmp_path), "https://example.org/feedback/", 0, ""))
    (problem,) = problems(links, links.in_pages())
    assert BROKEN[text] in problem
