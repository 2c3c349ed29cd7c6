from __future__ import annotations

import html
import re

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.importers.html import HtmlError, markdown_from_html
from answerable.markup.gfm import to_html
from work import calls

# What means something in Markdown, and what does not.
SIGNS = [*"ab1 .)!*_`~<>[]()#+-=|\\&;:/\"'\n", "http://x.de/", "www.x.de", "&amp;", "é", "  "]
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)
SHAPES = [
    "<p>{a}</p><p>{b}</p>",
    "<p>{a}<br>\n{b}</p>",
    "<ul><li>{a}</li><li><p>{b}</p></li></ul>",
    "<ol><li>{a}<ul><li>{b}</li></ul></li></ol>",
    "<blockquote><p>{a}</p></blockquote><p>{b}</p>",
    "<h2>{a}</h2>{b}",
    '<p>{a}<a href="http://e.x/a(b)_c">{b}</a>{a}</p>',
    "<p>{a}<b>{b}</b>{a}</p>",
    "<p>x<em>{a}</em> <code>{b}</code>y</p>",
    '<p>{a}</p><pre><code class="lang-cpp">{b}</code></pre><p>{b}</p>',
    "<table><tr><th>{a}</th></tr><tr><td>{b}</td></tr></table>",
]


def letters(page: str) -> str:
    """All that a page shows, without spaces."""
    return re.sub(r"\s", "", BeautifulSoup(page, "html.parser").get_text())


@given(st.sampled_from(SHAPES), TEXTS, TEXTS)
@settings(max_examples=600, deadline=None)
def test_the_markdown_shows_every_letter_that_the_html_showed(shape, a, b):
    page = shape.format(a=html.escape(a), b=html.escape(b))

    markdown, _ = markdown_from_html(page)

    assert letters(to_html(markdown)) == letters(page)


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("<p>snake_case, 3 * 4, a & b, C:\\dir</p>", "snake_case, 3 \\* 4, a & b, C:\\dir"),
        ("<p>Thanks! See you - soon.</p>", "Thanks! See you - soon."),
        ("<p>see http://a.example/b_c for more</p>", "see http://a.example/b_c for more"),
        ('<p><a href="http://a.example/">http://a.example/</a></p>', "<http://a.example/>"),
        ('<p>Hm! <a href="https://a.example">x</a></p>', "Hm! [x](https://a.example)"),
        ('<p>Hm!<a href="https://a.example">x</a></p>', "Hm\\![x](https://a.example)"),
        ("<p>a<br>b</p>", "a  \nb"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "- a\n  - b"),
        ("<p><b>bold</b> and <i>not</i></p>", "**bold** and *not*"),
        ("<p><b>bold.</b>not</p>", "bold.not"),
        ("<pre><code>a\n\n  b</code></pre>", "```\na\n\n  b\n```"),
        ("<pre><code>a\n```\nb</code></pre>", "````\na\n```\nb\n````"),
        ('<pre><code class="lang-auto">a</code></pre>', "```\na\n```"),
        ("<details><summary>More</summary><p>a</p></details>", "**More**\n\na"),
        ('<iframe src="https://v.example/1"></iframe>', "<https://v.example/1>"),
        ("<script>alert(1)</script><style>p{}</style><p>a</p>", "a"),
        ('<p><a href="javascript:alert(1)">a</a> <a href="/u/b">b</a></p>', "a b"),
        ('<p><a href="https://a.example/b c(d)">a</a></p>', "[a](https://a.example/b%20c%28d%29)"),
    ],
)
def test_a_person_can_read_the_markdown(page, markdown):
    assert markdown_from_html(page) == (markdown, 0)


@pytest.mark.parametrize(
    ("page", "markdown", "pictures"),
    [
        (
            '<img src="https://a.example/b.png" alt="A [b]">',
            r"[A \[b\]](https://a.example/b.png)",
            1,
        ),
        ('<img src="//a.example/b.png">', "[picture](https://a.example/b.png)", 1),
        (
            '<a href="https://a.example/"><img src="https://a.example/b.png" alt="b"></a>',
            "[b](https://a.example/)",
            1,
        ),
        ('<p>a<img src="/b.png" alt="b"></p>', "ab", 0),
        ('<img src="data:image/png;base64,AAAA" alt="b">', "b", 0),
    ],
)
def test_a_picture_becomes_a_link(page, markdown, pictures):
    assert markdown_from_html(page) == (markdown, pictures)


def test_a_picture_without_words_is_named_in_the_readers_language():
    page = '<img src="https://a.example/b.png">'

    assert markdown_from_html(page, "Bild")[0] == "[Bild](https://a.example/b.png)"


@pytest.mark.parametrize(
    "page", ["<![x", "<!DOCTYPE", "<?php", "</p></b>", "&#0;&#x110000;", "<a<b"]
)
def test_broken_html_raises_nothing(page):
    markdown_from_html(page)


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("<p>Why <a", "Why \\<a"),
        ("<p>2 <3</p>x<!--y<p>z", "2 \\<3\n\nx"),
        ("a<!-- b -->c<!--d-- >e", "ace"),
        ("<!<!---->--b<p>c", "\\--b\n\nc"),
    ],
)
def test_what_is_not_closed_is_text_and_a_remark_is_never_shown(page, markdown):
    assert markdown_from_html(page)[0] == markdown


@pytest.mark.parametrize("text", ["<a", "<!--", "<!--x>", "</", "<?", "<!<!---->--"])
def test_html_that_stays_open_is_read_in_time(text):
    markdown_from_html(text * 50_000 if ">" not in text else text * 10_000)


def test_html_of_more_elements_than_anybody_writes_is_refused():
    with pytest.raises(HtmlError, match="more than 30000 elements"):
        markdown_from_html("<br>" * 60_001)


@pytest.mark.parametrize("inner", ["<ul></ul>", "<ol><li>a</li></ol>", "<li>a</li><ul></ul>"])
def test_a_list_of_twice_as_many_lists_costs_twice_the_work(inner):
    def read(size):
        return calls(lambda: markdown_from_html(f"<ul>{inner * size}</ul>"))

    assert read(400) < 2.5 * read(200)
