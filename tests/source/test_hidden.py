from __future__ import annotations

import time
from typing import Any

import pytest
import yaml

from answerable.source import yamlcomments
from samples import COMMENT, FOLLOW_UP, REPLY, comment_text, follow_up_text, reply_text

HIDDEN = [
    ("<!-- not for all -->", "<!-- not for all -->"),
    ("> <!-- not for all -->", "<!-- not for all -->"),
    ("The cause. <!--x--> It is mended.", "<!--x-->"),
    ("`<!-- shown -->` and <!-- hidden -->", "<!-- hidden -->"),
    ("[//]: # (not for all)", "[//]: # (not for all)"),
    ("[//]: <not-for-all>", "[//]: <not-for-all>"),
    ("[Comment]: <> (not for all)", "[Comment]: <> (not for all)"),
    ('- [note]: # "not for all"', '[note]: # "not for all"'),
]

SHOWN = [
    "Write `<!-- words -->` for a comment.",
    "```html\n<!-- words -->\n[//]: # (words)\n```",
    "    [//]: # (words)",
    "An arrow <!-- that never ends",
    "Words before it\n[//]: # (make it a part of the text)",
    "\\<!-- words -->",
    "See [us][shop].\n\n[shop]: https://example.com/shop (Our shop)",
    "To the [top].\n\n[top]: #",
    "An empty comment <!----> and <!-->.",
]

# Fields of a reply, and what is hidden in them. The field `outcome` is the last of the sample.
AMONG_FIELDS = [
    ("changed # not for all", ["# not for all"]),
    ("changed\n# not for all", ["# not for all"]),
    ("changed\n  # nor for all", ["# nor for all"]),
    ('"changed" # one\n#two\n# three', ["# one", "#two", "# three"]),
    ("| # not for all\n  changed", ["# not for all"]),
    (">-\n  changed\n # behind the text", ["# behind the text"]),
    (
        "changed\nsource: {system: a, # not for all\n  id: b}#nor this",
        ["# not for all", "#nor this"],
    ),
    ("changed\n#\n# ###\n## words ##", ["## words ##"]),
    ("changed # Grüße 🙂", ["# Grüße 🙂"]),
    ("changed\r\n# not for all\r", ["# not for all"]),
]

# Values of `system` in the field `source`.
PARTS_OF_A_TEXT = ["a#b", '"a # b"', "'# a'", '"a\n    # b"', "|\n    # a", ">-\n    a\n    # b\n"]


@pytest.mark.parametrize(("body", "marked"), HIDDEN)
def test_what_no_page_shows_is_found_where_it_is(body: str, marked: str, folder: Any) -> None:
    folder.write(REPLY, reply_text(body=f"Hello,\n\n{body}\n\nAnna\n"))
    (found,) = folder.load().diagnostics
    assert (found.code, found.line) == ("hidden-text", 13)
    assert found.source[found.column - 1 : found.end_column - 1] == marked
    assert len(folder.load().feedback.threads[0].replies) == 1


@pytest.mark.parametrize("body", SHOWN)
def test_what_is_shown_is_not_hidden(body: str, folder: Any) -> None:
    folder.write(REPLY, reply_text(body=f"Hello,\n\n{body}\n"))
    assert folder.problems() == []


@pytest.mark.parametrize("loader", ["CSafeLoader", "SafeLoader"])
@pytest.mark.parametrize(("outcome", "marked"), AMONG_FIELDS)
def test_a_comment_among_the_fields_of_a_reply_is_found_where_it_is(
    outcome: str, marked: list[str], loader: str, folder: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(yamlcomments, "_LOADER", getattr(yaml, loader, yaml.SafeLoader))
    folder.write(REPLY, reply_text(outcome=outcome))
    found = [each for each in folder.load().diagnostics if each.code == "hidden-text"]
    assert [each.source[each.column - 1 : each.end_column - 1] for each in found] == marked
    assert found[0].line == 8 + outcome.split(marked[0])[0].count("\n")


@pytest.mark.parametrize("written", PARTS_OF_A_TEXT)
def test_a_text_among_the_fields_is_no_comment(written: str, folder: Any) -> None:
    source = f"\n  system: {written}\n  id: b"
    folder.write(REPLY, reply_text(source=source))
    assert "#" in folder.thread().replies[0].source.system


def test_a_comment_among_the_fields_leaves_nothing_out(folder: Any) -> None:
    folder.write(REPLY, reply_text(outcome="changed # Ben: do not say whose fault"))
    loaded = folder.load()
    assert [found.code for found in loaded.diagnostics] == ["hidden-text"]
    assert len(loaded.feedback.threads[0].replies) == 1


def test_comments_among_the_fields_of_a_customers_message_are_not_published(folder: Any) -> None:
    folder.write(COMMENT, comment_text(tags="[delivery] # by phone"))
    folder.write(FOLLOW_UP, follow_up_text(resolved="true # by phone"))
    assert folder.problems() == []


def test_no_more_than_ten_comments_of_a_front_matter_are_reported(folder: Any) -> None:
    folder.write(REPLY, reply_text(outcome="changed" + "\n# words" * 30))
    assert folder.problems() == ["hidden-text"] * 10


def test_customers_messages_are_looked_at(folder: Any) -> None:
    folder.delete(REPLY)
    folder.write(COMMENT, comment_text(body="Hello <!-- hidden -->\n"))
    folder.write(FOLLOW_UP, follow_up_text(body="Hello <!-- hidden -->\n"))
    assert folder.problems() == ["hidden-text", "hidden-text"]


@pytest.mark.parametrize(
    "unit", ["<!--", "<!-- -->", "[", "[//]: # (", "]:", "[a]: <> (x)\n", "[a "]
)
def test_no_text_takes_long(unit: str, folder: Any) -> None:
    folder.write(REPLY, reply_text(body=unit * (190_000 // len(unit)) + "]:\n"))
    began = time.process_time()
    folder.load()
    assert time.process_time() - began < 3
