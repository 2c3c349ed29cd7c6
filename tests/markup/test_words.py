"""A message as words: for search, feeds and descriptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.markup import excerpt, plain_text


@pytest.mark.parametrize(
    ("markdown", "words"),
    [
        ("", ""),
        ("# Title\n\nSome *stressed* and **strong** words,\nand `code`.", None),
        ("- one\n- two\n\n> three", "one two three"),
        ("a<b>b</b>c<br>d", "abc d"),
        ('[text](https://example.org "title")', "text"),
        ("![The crack](assets/crack.png) here", "The crack here"),
        ("5 &lt; 6 &amp;amp; 7", "5 < 6 &amp; 7"),
        ("`<b>` and List<String>", "<b> and List<String>"),
        ("```python\nif a < b:\n    c\n```", "if a < b: c"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b 1 2"),
        ("- [ ] open\n- [x] done", "☐ open ☑ done"),
        ("a[^1] b[^1].\n\n[^1]: Note.", "a b. Note."),
        ("a <!-- hidden --> b", "a b"),
        ("a\u00a0b\u2003c", "a b c"),
    ],
)
def test_words_come_without_markup(markdown, words):
    expected = "Title Some stressed and strong words, and code." if words is None else words
    assert plain_text(markdown) == expected


def test_a_message_too_deep_for_markup_gives_its_text():
    assert plain_text(">" * 500 + " a") == ">" * 500 + " a"


def test_a_text_that_fits_is_not_cut():
    assert excerpt("one two", 7) == "one two"


@pytest.mark.parametrize(
    ("text", "length", "cut"),
    [
        ("one two three", 12, "one two…"),
        ("one two three", 8, "one two…"),
        ("one two, three", 10, "one two…"),
        ("Donaudampfschifffahrt", 10, "Donaudamp…"),
        ("a Donaudampfschifffahrt", 12, "a Donaudamp…"),
    ],
)
def test_a_text_is_cut_after_a_word(text, length, cut):
    assert excerpt(text, length) == cut


@given(st.text(), st.integers(1, 50))
def test_an_excerpt_is_never_longer_than_asked(text, length):
    assert len(excerpt(text, length)) <= length
