"""The usual front matter is read without YAML's events, and means the same as with them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import nasty
from answerable.config import Settings
from answerable.source import smallyaml
from answerable.source.plainyaml import LONGEST, read_plain
from answerable.source.problems import Report, SourceFile
from answerable.source.smallyaml import read_events
from nasty import commonmark_examples, naughty_strings, needs_nasty_data, owasp_texts, xss_lines
from samples import comment_text, follow_up_text, person_text, reply_text, topic_text

ROOT = Path(__file__).resolve().parents[2]

NAMES = ["title", "moderation", "a", "a-b_c", "A", "1", "é", "a b", '"a"', "<<", "- a", "? a", ""]
USUAL = """\
Spare parts take six weeks|P. M.|2026-11-01T09:12:00+01:00|no|010|Käthe|1st|_|3 €|x@example.com
delivery|two words|a, b|hmac-sha256:00ff|https://example.com/?a=b&c#d|a: b|"in: quotes # too"|""
[delivery, two words]|[]|{}|{decision: published, by: ben}|["a, b"]|{id: "42", b: c}"""
NASTY = r"""
:|#|-|?|&|*|!|>|'|"|%|@|`|~|=|<|[|]|{|}|,| |  |: |::|:-| #| # no|- |? |...|---|\|\n|''|&a|*a|!!str
'single'|"a" b|"a\u202e"|,]|[[|a: b}|{a: b|[a, ]|{a: b, a: c}|{a: b,c: d}|{a:b}|[a: b]|[a?]|[ a]
"""
HIDDEN = (
    "\t \n \r \r\n \x00 \x07 \x0b \x1b \x7f \x80 \x85 \x9f \xa0 \u0300 u\u0308 \u200b \u2028 \u2029"
    " \u202e \u3000 \ufeff \ufffd \ufffe \uffff \U0001f600 \U0001d538 \u0663 \u0928\u093f ½ ² ª"
).split(" ")
BLOCKS = ["\n  more", "\n  a: b", "\n\n", "\n# remark", ">-\n  folded", "|\n  kept", "\n- a", "|"]
STRANGE = [*NASTY.strip("\n").replace("\n", "|").split("|"), *HIDDEN, *BLOCKS]
FORMS = ["{}", "{}", "[{}]", "[x, {}, y]", "{{a: {}}}", "{{a: {}, b: c}}", '"{}"', '["{}"]']

PIECES = st.sampled_from(USUAL.replace("\n", "|").split("|")) | st.sampled_from(STRANGE)
VALUES = st.builds(
    lambda form, pieces: form.format("".join(pieces)),
    st.sampled_from(FORMS),
    st.lists(PIECES | st.text(max_size=3), min_size=1, max_size=4),
)
FIELDS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(NAMES[:4]) | st.sampled_from(NAMES),
    st.sampled_from([": "] * 9 + [":", ":  ", " : "]),
    VALUES,
    st.sampled_from(["\n"] * 9 + ["", " \n", "\r\n"]),
)
TEXTS = st.lists(FIELDS, min_size=1, max_size=3).map("".join)


def read_both(text: str, start: int = 0) -> bool:
    """Read *text* in both ways; whether the short one did not decline."""
    plain = read_plain(text, start, len(text))
    if plain is None:
        return False
    report = Report(Settings())
    file = SourceFile("comment.md", text, report)
    assert read_events(file, start, len(text)) == plain
    assert report.diagnostics == []
    return True


def read_front_matter(text: str) -> bool:
    """Read what stands between the first two lines ``---`` of *text*, or all of it."""
    start = 4 if text.startswith("---\n") else 0
    return read_both(text[: text.find("\n---\n", 3) + 1 or len(text)], start)


@settings(max_examples=2000)
@given(TEXTS, st.integers(0, 3))
@example("a: b\na: c\n", 0)
@example("m: {a: b, a: c}\n", 0)
@example("".join(f"{chr(97 + n // 26)}{chr(97 + n % 26)}: b\n" for n in range(600)), 0)
def test_what_is_not_declined_means_the_same_and_has_no_problem(text: str, start: int) -> None:
    read_both("-" * start + text, start)


@settings(max_examples=500)
@given(TEXTS)
def test_so_it_does_without_libyaml(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(smallyaml, "_LOADER", yaml.SafeLoader)
        read_both(text)


@pytest.mark.parametrize("character", [*map(chr, range(0x100)), *STRANGE])
def test_a_character_means_the_same_wherever_it_stands(character: str) -> None:
    for text in (character, f"a{character}", f"a{character}b", f"a {character}", f"{character} b"):
        for form in FORMS:
            read_both(f"title: {form.format(text)}\nb: c\n")
            read_both(f"b: c\n{form.format(text)}: d\n")


@pytest.mark.parametrize("text", [comment_text(), follow_up_text(), reply_text()])
def test_usual_messages_are_not_declined(text: str) -> None:
    assert read_both(text[4 : text.index("\n---\n") + 1])


@pytest.mark.parametrize("text", [person_text(), topic_text()])
def test_usual_people_and_topics_are_not_declined(text: str) -> None:
    assert read_both(text[4 : text.index("\n---\n") + 1])


def test_too_much_is_declined() -> None:
    assert read_plain("a: b\n" + f"b: {'c' * LONGEST}\n", 0, LONGEST + 9) is None


def test_the_demonstration_data_means_the_same() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "feedback").rglob("*.md")]
    assert sum(map(read_front_matter, texts)) > len(texts) / 2


@needs_nasty_data
def test_hostile_texts_mean_the_same() -> None:
    for path in nasty.NASTY.rglob("*"):
        if path.suffix in (".md", ".yml", ".yaml", ".txt", ".json"):
            read_front_matter(path.read_text("utf-8", errors="replace"))
    markdown = [text for text, _ in commonmark_examples()]
    for text in [*naughty_strings(), *xss_lines(), *owasp_texts(), *markdown]:
        read_both(text)
        line = text.replace("\n", " ")
        for form in ("title: {}\n", 'title: "{}"\n', "tags: [{}]\n", "source: {{id: {}}}\n"):
            read_both(form.format(line))
