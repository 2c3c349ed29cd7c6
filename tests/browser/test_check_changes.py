"""The button "Check in this browser" sees whatever is changed on the page, and by its style."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from browser.sealed_page import PAGE, STEM, Host, SealedSite, hosted, sealed_site


@pytest.fixture(scope="module")
def host(chromium: Browser) -> Iterator[Host]:
    with hosted(chromium) as host:
        yield host


IN_THE_ANSWER = {
    "a word": ("not buy", "now buy"),
    "a word that is gone": ("not ", ""),
    "a digit": ("25", "26"),
    "an invisible character": ("buy", "b\u200buy"),
    "a hyphen that breaks no word": ("buy", "b\u00aduy"),
    "a letter that looks the same": ("new", "n\u0435w"),
    "an address": ("example.org", "example.com"),
    "an address within the host": ("/pedals", "/pedal"),
    "an address without https": ("https:", "http:"),
    "emphasis": ("<em>dry</em>", "dry"),
    "words with emphasis": ("<em>dry</em>", ""),
    "other emphasis": ("em>", "strong>"),
    "cells": ("<td>yes</td>", "<td>no</td>"),
    "columns": ("<th>Part</th>\n<th>Oil</th>", "<th>Oil</th>\n<th>Part</th>"),
    "a row": ("<tr>\n<td>Thread</td>\n<td>no</td>\n</tr>", ""),
    "the start of a list": ("<ol>", '<ol start="2">'),
    "a kind of list": ("ol>", "ul>"),
    "words that were struck out": ("<del>grease</del>", "grease"),
    "a picture": ("assets/pedal.png", "assets/other.png"),
    "what a picture is": ('alt="A pedal"', 'alt="A bell"'),
    "a picture that is gone": ("<img", "<hr"),
    "who said it": ("blockquote", "div"),
    "code": ('"dry"', '"wet"'),
    "space in code": ('<span class="w">  <', '<span class="w"> <'),
    "a paragraph more": ("<blockquote>", "<p>Or do.</p><blockquote>"),
    "a hidden element": ("<em>", '<i style="display:none">not</i><em>'),
    "an empty element": ("<em>", "<i></i><em>"),
    "a hidden word": ("<em>", "<em hidden>"),
    "a class": ("<em>", '<em class="md-hidden">'),
    "an event": ("<em>", '<em onclick="1">'),
    "a frame": ("<blockquote>", "<iframe></iframe><blockquote>"),
    "a picture of words": ("<blockquote>", "<svg><text>Or</text></svg><blockquote>"),
    "a second text": ("<footer", '<div class="ans-message__words">Or</div><footer'),
    "words below": ("<footer", "<p>This is outdated.</p><footer"),
    "words in the margin": ("</footer>", "But no.</footer>"),
    "words in the head": ("<div>", "<div>Never "),
    "words in the name": ("Anna", "Ben"),
    "whose page it is": ("people/anna", "people/ben"),
    "the name below": ("by Anna", "by Ben"),
    "words behind the time below": ("10:05 CET<", "10:05 CET, and none of it is meant<"),
    "words in place of the day below": ("<span>3 Nov 2026, ", "<span>Not in earnest, "),
    "the date": ("2026-11-03T09", "2026-11-04T09"),
    "the outcome": ("Explained", "Declined"),
    "the outcome that is gone": ("<strong>Explained.</strong> This answer explains", ""),
    "the thread": ("k7q2m9x4tb", "aaaaaaaaaa"),
    "the signer": ('data-ans-signer="anna"', 'data-ans-signer="ben"'),
}
ON_THE_PAGE = {
    "the question": ("squeaks", "squeals"),
    "emphasis in the question": ("<strong>only</strong>", "only"),
    "words below the question": ("</section>", "<p>And more.</p></section>"),
    "a link in the question": ("squeaks", '<a href="https://a.test">squeaks</a>'),
    "the title": ("left pedal</h1>", "right pedal</h1>"),
    "a hidden title": ("<h1 ", "<h1 hidden "),
    "a question in between": (
        f'<section class="ans-message ans-message--reply" id="{STEM}"',
        f'<section class="ans-message" id="x"></section><section class="ans-message" id="{STEM}"',
    ),
    "a second question": ("<section", '<section id="comment"></section><section'),
}
ONLY_LOOKS = {
    "no display": f"[id='{STEM}'] em {{ display: none }}",
    "no size": f"[id='{STEM}'] em {{ font-size: 0 }}",
    "no visibility": f"[id='{STEM}'] table {{ visibility: hidden }}",
    "no opacity": f"[id='{STEM}'] p {{ opacity: 0 }}",
    "words in front": f"[id='{STEM}'] p::before {{ content: 'Do not: ' }}",
    "no question": "#comment strong { display: none }",
}


def planted(old: str, new: str, *, behind: str = "") -> SealedSite:
    """A site with *new* in the place of *old*, the first that stands behind some words."""
    site = sealed_site()
    page = site.files[PAGE].decode()
    place = page.index(old, page.index(behind))
    site.files[PAGE] = (page[:place] + new + page[place + len(old) :]).encode()
    return site


@pytest.mark.parametrize("name", IN_THE_ANSWER)
def test_a_change_of_the_answer_is_seen(name, host):
    site = planted(*IN_THE_ANSWER[name], behind='ans-message--reply"')
    assert host.press(site).verdict == "bad"


@pytest.mark.parametrize("name", ON_THE_PAGE)
def test_a_change_of_the_page_is_seen(name, host):
    assert host.press(planted(*ON_THE_PAGE[name])).verdict == "bad"


@pytest.mark.parametrize("name", ONLY_LOOKS)
def test_a_style_that_hides_or_adds_words_is_seen(name, host):
    # The page's own policy lets no style in but by a script.
    style = f"""() => {{
      const sheet = new CSSStyleSheet();
      sheet.replaceSync({json.dumps(ONLY_LOOKS[name])});
      document.adoptedStyleSheets.push(sheet);
    }}"""
    found = host.press(sealed_site(), style)
    assert found.findings & {"answer-hidden", "question-hidden"}
    assert found.verdict == "bad"


def test_html_of_the_author_is_compared_by_its_words(host):
    answer = "A <b>bold</b> List<String> and <details><summary>more</summary>\n\nhere</details>\n"
    site = sealed_site(answer=answer)
    found = host.press(site)
    assert found.verdict == "unclear"
    assert "answer-words" in found.findings
    site.replace(PAGE, "more", "less")
    assert "answer-different" in host.press(site).findings
