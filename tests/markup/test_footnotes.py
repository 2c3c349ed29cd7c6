"""Footnotes have the message's own identifiers."""

from __future__ import annotations

import pytest

from allowed_html import read

TWO_USES = "a[^label] b[^label] c[^other]\n\n[^label]: One.\n[^other]: Two."


def test_references_and_notes_lead_to_each_other(render):
    html = render(TWO_USES, stem="2026-11-03-anna")
    prefix = "2026-11-03-anna--"
    assert (
        f'a<sup><a href="#{prefix}fn-1" id="{prefix}fnref-1" role="doc-noteref">1</a></sup>'
        f' b<sup><a href="#{prefix}fn-1" id="{prefix}fnref-1-2" role="doc-noteref">1</a></sup>'
        f' c<sup><a href="#{prefix}fn-2" id="{prefix}fnref-2" role="doc-noteref">2</a></sup>'
    ) in html
    assert f'<li id="{prefix}fn-2">\n<p>Two. <a href="#{prefix}fnref-2" role="doc-backlink"' in html
    assert f'<a href="#{prefix}fnref-1-2" role="doc-backlink" aria-label="Back to the' in html
    assert '<section class="ans-footnotes" role="group" aria-label="Footnotes">' in html


def test_every_link_of_a_footnote_has_its_target(render):
    html = render(TWO_USES)
    ids = read(html).ids
    assert len(ids) == 5
    for target in ids:
        assert f'href="#{target}"' in html


@pytest.mark.parametrize(
    "label", ["1", "ä", "a-2", 'a"b', "a>b", "a&b", "fn-1", "onclick=x", "<b>", "1-2", "A.b/c?d#e"]
)
def test_no_label_comes_into_the_page(label, render):
    ids = read(render(f"x[^{label}] y[^{label}]\n\n[^{label}]: n")).ids
    assert set(ids) in (set(), {"comment--fn-1", "comment--fnref-1", "comment--fnref-1-2"})


def test_labels_that_look_like_repeated_ones_stay_apart(render):
    html = render("a[^x] b[^x] c[^x-2]\n\n[^x]: One.\n[^x-2]: Two.")
    ids = read(html).ids
    assert len(ids) == len(set(ids)) == 5


def test_footnotes_work_beside_raw_html(render):
    assert len(read(render("<b>a</b>[^1] List<String>\n\n[^1]: <i>n</i>")).ids) == 2


@pytest.mark.parametrize(
    "text",
    [
        '<li data-footnote="1">x</li>',
        '<sup data-footnote-ref="1">1</sup>',
        '<sup class="footnote-ref"><a href="#fn-1" id="fnref-1" data-footnote-ref>1</a></sup>',
        '<section class="footnotes" data-footnotes>\n<ol>\n<li id="fn-1">x</li>\n</ol></section>',
        "<section data-footnotes>x</section>",
    ],
)
@pytest.mark.parametrize("behind", ["", "\n\na[^1]\n\n[^1]: n", "\n\n<SECTION DATA-FOOTNOTES>"])
def test_a_footnote_cannot_be_forged(text, behind, render):
    ids = read(render(f"- {text}{behind}")).ids
    assert len(ids) == len(set(ids))
    if not behind:
        assert not ids


def test_code_about_footnotes_is_shown_as_it_is(render):
    assert "data-footnote-ref" in render("`data-footnote-ref` a[^1]\n\n[^1]: n")
