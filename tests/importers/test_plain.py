from __future__ import annotations

import html
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerable.importers.plain import markdown_from_plain
from answerable.markup.gfm import to_html
from answerable.source.scalars import canonical_text

SIGNS = "ab1.*_-+#>`~ \n\t<>&;[]()!|:=\\/@w\"'"
# Marks of points and of quotes, which are shown in another way.
MARKS = re.compile(r"(?m)^[ ]{0,3}((?:>[ ]?)*)[ ]{0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]+(?=\S)")
NOT_SHOWN = re.compile(r"[^ab1*_`~&;\[\]()!@#|=\\/]")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=SIGNS, max_size=60))
def test_a_plain_text_shows_every_sign_that_it_holds(text):
    text = canonical_text(text)

    shown = html.unescape(re.sub(r"<[^>]*>", "", to_html(markdown_from_plain(text))))

    assert NOT_SHOWN.sub("", shown) == NOT_SHOWN.sub("", MARKS.sub(r"\1", text))


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Regards\nTom", "Regards  \nTom"),
        (f"{'long ' * 12}\nand more", f"{('long ' * 12).strip()}\nand more"),
        ("* one\n* two", "- one\n- two"),
        ("> Why?\nSo.", "> Why?\n\nSo."),
        ("a\n\n\n\nb", "a\n\nb"),
        ("See:\n\n    <b>\n      `x`\n\nSo.", "See:\n\n```\n<b>\n  `x`\n```\n\nSo."),
        ("1986. A good year", "1986\\. A good year"),
    ],
)
def test_lines_points_quotes_and_code_stay_what_they_were(text, markdown):
    assert markdown_from_plain(text) == markdown
