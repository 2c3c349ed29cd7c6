"""Links to the site in other languages."""

from __future__ import annotations

import pytest
from lxml import html

from answerable.site.alternates import whole_alternates

ADDRESS = "https://answers.example/threads/2026/spare-parts/"


def page(*links: str, body: str = "") -> str:
    head = "<title>Spare parts</title>" + "".join(links)
    return f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"


def links_of(text: str) -> list[tuple[str | None, ...]]:
    names = ("rel", "href", "hreflang")
    return [tuple(map(link.get, names)) for link in html.fromstring(text).iter("link")]


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        ("../../../de/", "https://answers.example/de/"),
        ("../../.././", "https://answers.example/"),
        ("/de/", "https://answers.example/de/"),
        ("https://antworten.example/?a=1&amp;b=2", "https://antworten.example/?a=1&b=2"),
    ],
)
def test_search_engines_get_the_whole_address_beside_the_language(written, whole):
    text = whole_alternates(page(f'<link rel="alternate" href="{written}" hreflang="de">'), ADDRESS)
    assert [
        (href, language)
        for rel, href, language in links_of(text)
        if language and str(rel).split() == ["alternate"]
    ] == [(whole, "de")]


def test_the_themes_script_finds_the_links_that_the_theme_wrote():
    before = page('<link rel="alternate" href="../../../de/" hreflang="de">')
    after = links_of(whole_alternates(before, ADDRESS))
    # The script takes each link whose rel is exactly that.
    assert [href for rel, href, _ in after if rel == "alternate"] == ["../../../de/"]


@pytest.mark.parametrize(
    "link",
    [
        "<link hreflang=de rel=alternate href=../../../de/>",
        "<LINK REL='alternate' HREF='../../../de/' HREFLANG='de' />",
        '<link\n  rel="alternate"\n  href="../../../de/"\n  hreflang="de"\n>',
    ],
)
def test_it_does_not_matter_how_a_minifier_writes_the_link(link):
    after = links_of(whole_alternates(page(link), ADDRESS))
    assert [whole for _, whole, language in after if language] == ["https://answers.example/de/"]


@pytest.mark.parametrize(
    "text",
    [
        page('<link rel="canonical" href="../spare-parts/">'),
        page('<link rel="alternate" href="feed.xml" type="application/atom+xml">'),
        page('<link rel="stylesheet" href="../a.css" title="rel=alternate hreflang=de">'),
        page(body='<p>&lt;link> <a rel="alternate" href="../de/" hreflang="de">Deutsch</a>'),
        page(body='<pre>as in <link rel="alternate" href="../de/" hreflang="de"></pre>'),
    ],
)
def test_everything_else_stays_as_it_is(text):
    assert whole_alternates(text, ADDRESS) == text


def test_hostile_addresses_stay_within_their_attribute():
    link = "<link rel=alternate hreflang='\"><i>' href='\"><script>'>"
    tree = html.fromstring(whole_alternates(page(link), ADDRESS))
    assert not list(tree.iter("script", "i"))
