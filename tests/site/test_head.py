from __future__ import annotations

import json

import pytest

import oracles
from answerable.site.head import Preview, head_links, og_locale, thread_head
from publications import URL, comment, decision, paragraphs, publication, reply, site, thread

PAGE = f"{URL}threads/2026/spare-parts-1/"


def head_of(*messages, language="en", **changes):
    """What a browser finds in the head of a thread's page."""
    around = site(publication(thread(*messages, **changes)), language=language)
    (published,) = around.threads
    written = thread_head(paragraphs(published), 'Six "weeks" & more', around)
    return oracles.html(str(written))


def properties(page):
    return {
        node.get("property") or node.get("name"): node.get("content") for node in page.iter("meta")
    }


def links(page):
    return {node.get("type"): node.get("href") for node in page.iter("link")}


def test_thread_is_previewed_as_an_article():
    assert properties(head_of(comment(), reply())) == {
        "og:title": "Spare parts take six weeks",
        "og:description": 'Six "weeks" & more',
        "og:type": "article",
        "og:url": PAGE,
        "og:site_name": "Kitchens, answered",
        "og:locale": "en_US",
        "article:published_time": "2026-11-01T15:40:00+01:00",
        "article:modified_time": "2026-11-03T10:05:00+01:00",
        "twitter:card": "summary",
    }


def test_thread_leads_to_its_other_forms():
    assert links(head_of(comment())) == {
        "application/atom+xml": f"{PAGE}feed.xml",
        "application/feed+json": f"{PAGE}feed.json",
        "application/json": f"{URL}api/threads/thread0001.json",
        "application/json+oembed": f"{PAGE}oembed.json",
    }


def test_thread_has_a_posting_and_breadcrumbs():
    scripts = [json.loads(node.text) for node in head_of(comment()).iter("script")]
    assert [oracles.json_ld(data)["@type"] for data in scripts] == [
        "DiscussionForumPosting",
        "BreadcrumbList",
    ]


@pytest.mark.parametrize("moderated", ["withheld", "withdrawn", "erased"])
def test_stub_is_not_indexed_and_says_nothing_of_its_content(moderated):
    secret = comment(moderation=decision(moderated, reason="insult"))
    page = head_of(secret, reply(), title="Nobody may read this")
    assert properties(page) == {"robots": "noindex"}
    assert not list(page.iter("script"))
    assert links(page) == {"application/json": f"{URL}api/threads/thread0001.json"}


def test_page_without_feeds_has_no_links():
    around = site(publication())
    page = oracles.html(str(head_links(Preview("topics/", "Topics", ""), around)))
    assert links(page) == {}
    assert properties(page)["og:type"] == "website"
    assert "og:description" not in properties(page)


def test_page_of_a_list_leads_to_the_feeds_of_the_whole_list():
    around = site(publication())
    preview = Preview("topics/spare-parts/page/1/", "Spare parts", "")
    page = oracles.html(str(head_links(preview, around, feeds_of="topics/spare-parts/")))
    assert links(page) == {
        "application/atom+xml": f"{URL}topics/spare-parts/feed.xml",
        "application/feed+json": f"{URL}topics/spare-parts/feed.json",
    }


def test_feeds_of_the_site_carry_its_name_on_every_page():
    around = site(publication())
    page = oracles.html(str(head_links(Preview("start/", "Start", ""), around, feeds_of="")))
    assert [node.get("title") for node in page.iter("link")] == [
        "Kitchens, answered (Atom)",
        "Kitchens, answered (JSON Feed)",
    ]


def test_page_that_is_not_indexed_says_so():
    around = site(publication())
    page = oracles.html(str(head_links(Preview("x/", "X", ""), around, indexed=False)))
    assert properties(page) == {"robots": "noindex"}


@pytest.mark.parametrize(
    ("language", "locale"),
    [
        ("en", "en_US"),
        ("de", "de_DE"),
        ("pt-BR", "pt_BR"),
        ("zh-Hant", "zh_TW"),
        ("ja", "ja_JP"),
        ("xx", "en_US"),
        ("", "en_US"),
    ],
)
def test_locale_has_a_territory(language, locale):
    assert og_locale(language) == locale
