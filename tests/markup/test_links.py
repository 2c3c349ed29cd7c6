"""Where the links and pictures of a message lead."""

from __future__ import annotations

import pytest

from answerable.markup import asset_references

UGC = 'rel="ugc nofollow noopener"'


@pytest.mark.parametrize(
    "address", ["https://example.org/a?b=c&d#e", "http://example.org", "mailto:a@example.org"]
)
def test_a_customers_link_is_marked_as_theirs(address, render):
    escaped = address.replace("&", "&amp;")
    assert render(f"[a]({address})") == f'<p><a href="{escaped}" {UGC}>a</a></p>\n'


def test_a_bare_address_becomes_a_link(render):
    assert render("www.example.org") == (
        f'<p><a href="http://www.example.org" {UGC}>www.example.org</a></p>\n'
    )


def test_an_employees_link_is_not_marked(render):
    html = render("[a](https://example.org)", trusted_links=True)
    assert html == '<p><a href="https://example.org" rel="noopener">a</a></p>\n'


@pytest.mark.parametrize("employee", [False, True])
@pytest.mark.parametrize(
    "address",
    [
        "/x",
        "../x",
        "x",
        "?x",
        "//host/x",
        "\\\\host",
        "https:x",
        "https:/x",
        "assets/",
        "assets/none.png",
        "assets/../crack.png",
        "./assets/crack.png",
        "/assets/crack.png",
        "assets/crack.png?x",
        "assets/crack.png#x",
        "assets%2F..%2Fcrack.png",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "#",
        "#Comment",
        '#"x',
        "#a/b",
    ],
)
def test_any_other_link_is_only_its_text(address, employee, render):
    assert render(f"[a **b**](<{address}>)", trusted_links=employee) == (
        "<p>a <strong>b</strong></p>\n"
    )


def test_only_an_employee_points_to_a_message_of_the_page(render):
    link = "[above](#2026-11-05-customer)"
    assert render(link) == "<p>above</p>\n"
    assert render(link, trusted_links=True) == ('<p><a href="#2026-11-05-customer">above</a></p>\n')


def test_a_link_in_a_lost_link_of_a_table_keeps_its_end(render):
    html = render(
        "<a href=/x><table><tr><td><a href=https://example.org>in</a></td></tr></table>out</a>"
    )
    assert html.count("<a ") == html.count("</a>") == 1


def test_a_document_is_a_link(render):
    link = "[bill](assets/invoice.pdf)"
    assert render(link, base="../") == (f'<p><a href="../assets/invoice.pdf" {UGC}>bill</a></p>\n')
    assert render(link, trusted_links=True) == '<p><a href="assets/invoice.pdf">bill</a></p>\n'


def test_a_picture_is_shown_with_its_size(render):
    assert render("![The *crack*](assets/crack.png)", base="../../a&b/") == (
        '<p><img src="../../a&amp;b/assets/crack.png" alt="The crack" loading="lazy"'
        ' decoding="async" width="640" height="480"></p>\n'
    )


def test_a_picture_of_unknown_size_is_shown_without(render):
    html = render('![x](<assets/unknown size.webp> "title")')
    assert html == (
        '<p><img src="assets/unknown%20size.webp" alt="x" loading="lazy" decoding="async"></p>\n'
    )


def test_a_picture_without_a_description_has_an_empty_one(render):
    assert 'alt="" ' in render("<img src='assets/my%20photo.jpg'>")


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/pixel.gif",
        "//evil.example/pixel.gif",
        "/assets/crack.png",
        "crack.png",
        "assets/none.png",
        "assets/invoice.pdf",
        "data:image/png;base64,AAAA",
        "javascript:alert(1)",
        "",
    ],
)
def test_any_other_picture_is_its_description(address, render):
    assert render(f"![a > b](<{address}>)") == (
        '<p><span class="ans-image-missing">Not shown: a &gt; b</span></p>\n'
    )


def test_a_picture_that_nobody_described_leaves_the_label(render):
    assert render("![](x.png)") == '<p><span class="ans-image-missing">Not shown</span></p>\n'


@pytest.mark.parametrize(
    ("markdown", "references"),
    [
        ("words and `![x](assets/code.png)`", ()),
        ("![x](assets/crack.png)", ("assets/crack.png",)),
        ("![x](<assets/my photo.jpg>)", ("assets/my photo.jpg",)),
        ("![x](assets/my%20photo.jpg)", ("assets/my photo.jpg",)),
        ("![x][1]\n\n[1]: assets/crack.png", ("assets/crack.png",)),
        ("<IMG SRC='assets/crack.png'>", ("assets/crack.png",)),
        ("<img alt=\"src='a'\" src=b.png src=c.png>", ("b.png",)),
        ("<script><img src=a.png></script>", ("a.png",)),
        ("<!-- <img src=a.png> -->", ()),
        ("![x](https://a.example/b.png)", ("https://a.example/b.png",)),
        ("![x](//a.example/b.png)", ("//a.example/b.png",)),
        ("![x](data:image/png,a)", ("data:image/png,a",)),
        ("[x](assets/invoice.pdf) [y](../z)", ("assets/invoice.pdf", "../z")),
        ("[x](https://a.example) <mailto:a@b.example> [y](#z) [q](<>)", ()),
        ("[x](a&amp;b.pdf)", ("a&b.pdf",)),
        ("![x](b.png) ![x](a.png) [x](b.png)", ("b.png", "a.png")),
        ("a[^1] ![](c.png)\n\n[^1]: ![](d.png)", ("c.png", "d.png")),
    ],
)
def test_references_are_what_a_message_shows_or_links_to(markdown, references):
    assert asset_references(markdown) == references
