"""HTML in a message: what is allowed is shown, and no word vanishes."""

from __future__ import annotations

from html import escape

import pytest


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("a List<String> b", "<p>a List&lt;String&gt; b</p>\n"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;\n"),
        ("<style>a{}</style>", "&lt;style&gt;a{}&lt;/style&gt;\n"),
        ("a <svg onload=x> b", "<p>a &lt;svg onload=x&gt; b</p>\n"),
        ("a <?php echo 1 ?> b", "<p>a &lt;?php echo 1 ?&gt; b</p>\n"),
        ("a <![CDATA[x]]> b", "<p>a &lt;![CDATA[x]]&gt; b</p>\n"),
        ("<!DOCTYPE html>", "&lt;!DOCTYPE html&gt;\n"),
        ("a <b>b", "<p>a b</p>\n"),
        ("a</b> b</p>", "<p>a b</p>\n"),
        ("a <b><i>b</b></i> c", "<p>a <b>b</b> c</p>\n"),
        ('a <b onclick="x>y" style=z>b</b>', "<p>a <b>b</b></p>\n"),
        ("a <span style='x'>b</span> <font color=red>c</font>", "<p>a b c</p>\n"),
        ("a <B>b</B><BR/>c", "<p>a <b>b</b><br>c</p>\n"),
        ("a <!-- hidden --> b", "<p>a  b</p>\n"),
        ("a\n\n<!-- never\n\nended", "<p>a</p>\n&lt;!-- never\n\nended\n"),
        ("<li>x</li>", "x\n"),
        ("<tr><td>x</td></tr>", "x\n"),
        ("<p>\n\none\n\ntwo\n\n</p>", "\n<p>one</p>\n<p>two</p>\n\n"),
    ],
)
def test_what_is_not_allowed_or_has_no_partner_leaves_its_words(markdown, shown, render):
    assert render(markdown) == shown


@pytest.mark.parametrize(
    "markdown",
    ["<!-- only this -->", "[a]: https://example.org", "<b></b>", "> \n> ", "#", "<p title='x'>"],
)
def test_a_message_of_which_nothing_would_be_seen_is_shown_as_text(markdown, render):
    assert render(markdown) == (f'<pre class="ans-plain">{escape(markdown, quote=False)}</pre>')


def test_a_rule_or_a_picture_alone_can_be_seen(render):
    assert render("---") == "<hr>\n"
    assert render("![](assets/crack.png)").startswith("<p><img ")


def test_preformatted_text_with_markup_keeps_it(render):
    assert render("<pre>a <b>b</b>\n\n  c</pre>") == (
        '<pre class="ans-plain">a <b>b</b>\n\n  c</pre>\n'
    )


def test_an_anchor_of_a_customer_is_none(render):
    assert render('<a name="comment" id="comment">x</a>') == "<p>x</p>\n"
