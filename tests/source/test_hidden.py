from __future__ import annotations

import time
from typing import Any

import pytest

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


@pytest.mark.parametrize(("body", "marked"), HIDDEN)
def test_what_no_page_shows_is_found_where_it_is(body: str, marked: str, folder: Any) -> None:
    folder.write(REPLY, reply_text(body=f"Hello,\n\n{body}\n\nAnna\n"))
    (found,) = folder.load().diagnostics
    assert (found.code, found.line) == ("hidden-text", 12)
    assert found.source[found.column - 1 : found.end_column - 1] == marked
    assert len(folder.load().feedback.threads[0].replies) == 1


@pytest.mark.parametrize("body", SHOWN)
def test_what_is_shown_is_not_hidden(body: str, folder: Any) -> None:
    folder.write(REPLY, reply_text(body=f"Hello,\n\n{body}\n"))
    assert folder.problems() == []


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
