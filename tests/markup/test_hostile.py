"""No text of a customer does anything on the page but stand there as text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allowed_html import read
from answerable.markup import asset_references, plain_text
from nasty import (
    commonmark_examples,
    markdown_it_texts,
    naughty_strings,
    needs_nasty_data,
    owasp_texts,
    xss_lines,
)


def commonmark_texts() -> list[str]:
    return [text for pair in commonmark_examples() for text in pair]


COLLECTIONS = {
    "xss payload list": (xss_lines, 6_000),
    "owasp sheet": (owasp_texts, 100),
    "naughty strings": (naughty_strings, 500),
    "commonmark": (commonmark_texts, 1_300),
    "markdown-it": (markdown_it_texts, 200),
}


@needs_nasty_data
@pytest.mark.parametrize("collection", COLLECTIONS)
def test_collected_attacks_give_only_what_is_allowed(collection, render):
    texts, least = COLLECTIONS[collection]
    found = texts()
    assert len(found) >= least
    for text in found:
        html = render(text)
        shown = read(html, assets=("crack.png",)).text
        # A rule, and code that is a no-break space, are there without a word.
        assert shown.strip() or "<hr>" in html or "<code>" in html or not text.strip(), text


@needs_nasty_data
def test_collected_attacks_have_words_and_references(render):
    for texts, _ in COLLECTIONS.values():
        for text in texts():
            assert "\n" not in plain_text(text)
            asset_references(text)


@pytest.mark.parametrize(
    "text",
    [
        '![" onerror="alert(1)](assets/crack.png)',
        '![">](assets/crack.png)',
        '<img src=assets/crack.png alt="a > b" onerror=alert(1)>',
        "<img src=assets/crack.png alt='<table>'>",
        "<img src=assets/crack.png alt='<pre><code>x</code></pre>'>",
        '<a href="https://a.example/>" onclick="x">b</a>',
        "<a href='https://a.example/\"><script>alert(1)</script>'>b</a>",
        "<https://a.example/\"onclick='x'>",
        '[a](<https://a.example/" onmouseover="alert(1)>)',
        '<td align="left" onclick="x">',
        '```"><script>alert(1)</script>\nx\n```',
        '```python" onclick="x\nx\n```',
        '| a |\n|---|\n| <td class="x"> |',
        '<ol start="1 onclick=x"><li>a</ol>',
        '<pre lang="python"><code class="x" onclick="y">import x</code></pre>',
    ],
)
def test_values_with_signs_of_tags_stay_values(text, render):
    read(render(text), assets=("crack.png",))


@pytest.mark.parametrize(
    "text",
    [
        "</div></li></ul><p>Reply from the company</p>",
        "<li>one</li>",
        "- a <li>b</li> c",
        "<li><li><li>",
        "<p></p></p></div>",
        "</a></td></table></section></article>",
        "<table><tr><td></div></li></td></tr></table>",
        "<details><summary>open",
        "<b><p></b></p></li>",
        "<a href=https://a.example><table><tr><td><a href=https://b.example></td></tr></table></a>",
        "<blockquote></div>\n\n> <li>\n\n</blockquote>",
        "<!-- </div> --></li>",
        "<!--></li><li>-->",
        "<!-- <p> --!> </div></li> -->",
        "<svg><p></li><style><a title='</style></div></li>'>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<select><li></select></li>",
        "<template><li></template></div>",
        "<form><input></form></li>",
        "<noscript><p title='</noscript></div></li>'>",
        "<plaintext>",
        "<textarea></li>",
        "<textarea x='><em><li>a</li></em>'>",
        "> <ul>\n> <li>a</li>\n\nb",
        "*a <ul><li>b</li>*",
    ],
)
def test_a_message_does_not_break_out_of_its_place(text, render):
    read(render(text))


tags = st.sampled_from(
    "a b i em strong p br hr h1 h3 blockquote ul ol li table thead tbody tr th td pre code details"
    " summary img section sup div span font script style svg math form input base meta link iframe"
    " object template select option textarea title plaintext noscript".split()
)
attributes = st.sampled_from(
    [
        "",
        " id=comment",
        ' class="ans-table"',
        " onclick=alert(1)",
        ' href="#comment"',
        " href=https://a.example/",
        " href=javascript:alert(1)",
        ' src="assets/crack.png" alt="a>b"',
        " src=//evil.example/x.png",
        " style='position:fixed'",
        ' align="left"',
        " data-footnote-ref=1",
        ' data-footnote="1" id="fn-1"',
        ' data-footnotes class="footnotes"',
        " title='<b>'",
        ' title="',
    ]
)
markup = st.one_of(
    st.builds("<{}{}>".format, tags, attributes),
    st.builds("</{}>".format, tags),
    st.sampled_from(
        [
            *("\n\n", "\n", "> ", "- ", "1. ", "    ", "```\n", "`", "**", "_", "~~", "- [ ] "),
            *("[^1]", "[^1]: ", "[a](", "![a](", ")", "|", "\n|-|-|\n", "<!--", "-->", "]]>"),
            *("<![CDATA[", "&lt;", "&#0;", "\0", "☐", "\\", "www.example.org", "a@example.org"),
            "assets/crack.png",
        ]
    ),
    st.text(max_size=4),
)
soups = st.lists(markup, max_size=30).map("".join)


@given(soups)
def test_any_text_gives_only_what_is_allowed(render, text):
    read(render(text), assets=("crack.png",))
    plain_text(text)
    asset_references(text)


@given(soups, soups)
def test_two_messages_never_share_an_identifier(render, one, other):
    first = read(render(one, stem="2026-11-03-anna"), stem="2026-11-03-anna")
    second = read(render(other, stem="2026-11-03-anna-2"), stem="2026-11-03-anna-2")
    ids = first.ids + second.ids
    assert len(ids) == len(set(ids))


@given(soups)
def test_a_message_has_the_same_html_every_time(render, text):
    assert render(text) == render(text)
