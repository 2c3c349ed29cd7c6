"""What a page shows of a text is found to be that text, whatever Markdown and minifiers do."""

from __future__ import annotations

import pytest
from html5lib import parseFragment
from html5lib.serializer import HTMLSerializer
from html5lib.treewalkers import getTreeWalker

from answerable.markup import Labels, Picture, render_message
from answerable.verification.shown import expected_words, html_difference
from answerable.verification.tokens import resolver
from nasty import (
    commonmark_examples,
    markdown_it_texts,
    naughty_strings,
    needs_nasty_data,
    owasp_texts,
    xss_lines,
)

GERMAN = Labels("Tabelle", "Code", "Bild, das nicht gezeigt wird", "Fußnoten", "Zurück")
ASSETS = {"hinge.png": Picture(30, 20), "list.pdf": Picture()}
HERE = resolver("threads/2026/spare-parts/")
EMBEDDED = resolver("threads/2026/spare-parts/embed/index.html")


def shown(text: str, *, own: bool = True) -> str:
    """*text* on the bare page of the thread, in German."""
    return render_message(
        text, stem="2026-11-03-anna", trusted_links=own, assets=ASSETS, base="../", labels=GERMAN
    )


def minified(html: str) -> str:
    """*html* as another program writes it again, as short as it can."""
    smaller = HTMLSerializer(
        omit_optional_tags=True, quote_attr_values="spec", alphabetical_attributes=True
    )
    tree = parseFragment(html, container="div", namespaceHTMLElements=False)
    return str(smaller.render(getTreeWalker("etree")(tree)))


def difference(text: str, html: str, *, own: bool = True) -> str | None:
    expected = expected_words(text, "2026-11-03-anna", own=own, assets=ASSETS, resolve=HERE)
    return html_difference(html, expected, EMBEDDED, "de")


def differing(texts: list[str]) -> list[str]:
    """Those of *texts* that are not found to be what is shown of them."""
    return [
        text
        for text in texts
        if difference(text, shown(text)) or difference(text, minified(shown(text)))
    ]


@needs_nasty_data
def test_every_example_of_commonmark_is_found_the_same():
    assert differing([text for text, _ in commonmark_examples()]) == []


@needs_nasty_data
def test_every_text_of_markdown_it_is_found_the_same():
    assert differing(markdown_it_texts()) == []


@needs_nasty_data
def test_hostile_texts_are_found_the_same():
    assert differing([*naughty_strings(), *owasp_texts(), *xss_lines()[::7]]) == []


@pytest.mark.parametrize(
    "text",
    [
        "![a](assets/hinge.png) ![b](assets/none.png) [c](assets/list.pdf) [d](#comment)",
        "a[^1]\n\n[^1]: b",
        "- [x] a\n\n  ```python\n  x = 1\n  ```",
        "<details><summary>a</summary>\n\n| a |\n|---|\n| b |\n\n</details>",
        "שלום [עולם](https://example.org/%D7%A9?a=1&b=ä)",
    ],
)
def test_a_text_is_not_found_to_be_another(text):
    for other in (text.replace("a", "b", 1), f"{text}!", f"{text}\n\n***"):
        if shown(other) != shown(text):
            assert difference(text, shown(other)) is not None
            assert difference(text, minified(shown(other))) is not None
    assert difference(text, shown(text)) is None


def test_words_for_those_who_hear_the_page_may_be_in_any_language():
    text = "| a |\n|---|\n| b |\n\n[^1]\n\n[^1]: c\n\n    code\n"
    assert 'aria-label="Tabelle"' in shown(text)
    assert difference(text, shown(text)) is None


def test_an_address_of_the_whole_site_is_the_same_as_a_relative_one():
    text = "![a](assets/hinge.png)"
    expected = expected_words(text, "2026-11-03-anna", own=True, assets=ASSETS, resolve=HERE)
    url = "https://example.org/feedback/"
    html = shown(text).replace('"../assets', f'"{url}threads/2026/spare-parts/assets')
    assert html_difference(html, expected, resolver("feed.xml", url), "en") is None
    elsewhere = html.replace("example.org", "example.com")
    assert html_difference(elsewhere, expected, resolver("feed.xml", url), "en") is not None
