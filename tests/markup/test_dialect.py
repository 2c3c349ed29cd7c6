"""GitHub Flavored Markdown as our pages show it."""

from __future__ import annotations

import html5lib
import pytest

from allowed_html import read
from answerable.markup import Labels
from nasty import commonmark_examples, needs_nasty_data

# The specification moved on after the version that GitHub's parser keeps to.
NEWER_THAN_GITHUB = {"&#87654321;", "*£*bravo"}


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("a *b* **c** `d`", "<p>a <em>b</em> <strong>c</strong> <code>d</code></p>\n"),
        ("~~gone~~", "<p><del>gone</del></p>\n"),
        ("a\\\nb  \nc", "<p>a<br>\nb<br>\nc</p>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("7. a\n8. b", '<ol start="7">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("***", "<hr>\n"),
        ("H<sub>2</sub>O, <kbd>Ctrl</kbd>", "<p>H<sub>2</sub>O, <kbd>Ctrl</kbd></p>\n"),
        ("5 < 6 & 7 > 6", "<p>5 &lt; 6 &amp; 7 &gt; 6</p>\n"),
        (
            "<details><summary>more</summary>\n\n*text*\n\n</details>",
            "<details><summary>more</summary>\n<p><em>text</em></p>\n</details>\n",
        ),
    ],
)
def test_github_flavored_markdown_is_shown(markdown, html, render):
    assert render(markdown) == html


def test_headings_stand_below_those_of_the_page(render):
    levels = render("# a\n## b\n### c\n#### d\n##### e\n###### f\n\ng\n===\n\n<h1 id=x>h</h1>")
    assert levels.split("\n")[:7] == [
        "<h3>a</h3>",
        "<h4>b</h4>",
        "<h5>c</h5>",
        "<h6>d</h6>",
        "<h6>e</h6>",
        "<h6>f</h6>",
        "<h3>g</h3>",
    ]
    assert "<h3>h</h3>" in levels


def test_a_table_can_be_reached_and_scrolled_with_the_keyboard(render):
    html = render("| a | b |\n|:--|--:|\n| 1 | 2 |")
    assert html.startswith(
        '<div class="ans-table" role="group" tabindex="0" aria-label="Table"><table>\n<thead>'
    )
    assert html.endswith("</tbody>\n</table></div>\n")
    assert '<th align="left">a</th>' in html
    assert '<td align="right">2</td>' in html


def test_tasks_are_signs_and_no_controls(render):
    html = render("- [ ] open\n- [x] done\n- none\n\n1. [X] one\n\n2. [ ] two")
    assert '<li class="ans-task">☐ open</li>\n<li class="ans-task">☑ done</li>' in html
    assert "<li>none</li>" in html
    assert '<li class="ans-task">\n<p>☑ one</p>' in html
    assert '<li class="ans-task">\n<p>☐ two</p>' in html


def test_labels_are_escaped(render):
    labels = Labels('"<t>', '"<c>', '"<i>', '"<f>', '"<w>')
    html = render("|a|\n|-|\n\n    c\n\n![](x)[^1]\n\n[^1]: n", labels=labels)
    for letter in "tcifw":
        assert f"&quot;&lt;{letter}&gt;" in html
        assert f'"<{letter}>' not in html


def test_reference_definitions_stay_in_their_message(render):
    definition = "[refund policy]: https://evil.example"
    assert "evil.example" in render(f"{definition}\n\n[refund policy]")
    assert render("See our [refund policy][].") == "<p>See our [refund policy][].</p>\n"


@pytest.mark.parametrize("blank", ["", "\n", "  \n\t\n"])
def test_an_empty_message_is_empty(blank, render):
    assert render(blank) == ""


@needs_nasty_data
def test_the_words_of_the_commonmark_examples_are_those_of_the_specification(render):
    compared = 0
    for markdown, html in commonmark_examples():
        if "<" in markdown or "![" in markdown or any(s in markdown for s in NEWER_THAN_GITHUB):
            continue
        words = "".join(html5lib.parse(html, namespaceHTMLElements=False).itertext()).split()
        if words:
            assert read(render(markdown)).text.split() == words, markdown
            compared += 1
    assert compared > 400
