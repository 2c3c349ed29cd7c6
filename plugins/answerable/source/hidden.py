"""Words in a message that no page shows.

The site's data holds each message in Markdown, so a comment in HTML is as public as any other
word, and nobody who looks at the page sees it. Only a parser knows what is code: each suspect
gets a mark of its own, and what is shown comes out with its mark as text.

A reply's file is published as a whole, so that everyone can check its signature: there, a
comment among the fields is public as well.
"""

from __future__ import annotations

import re
from itertools import islice

from answerable.markup.gfm import to_html
from answerable.markup.parse import parse
from answerable.source.frontmatter import Document
from answerable.source.yamlcomments import find_comments

MOST_SUSPECTS = 10

_COMMENT = "<!--"

# A link's definition that is none: `[//]: # (words)`, `[comment]: <> "words"`. An empty comment
# hides nothing.
_SUSPECT = re.compile(
    r"<!--(?!-?>|\s*-->)"
    r"|\[(?:(?://|comment)\]:"
    r"|[^\[\]^\n][^\[\]\n]{0,99}\]:[ \t]*(?:#|<#?>)[ \t]+[\"'(])[^\n]*",
    re.IGNORECASE,
)


def check_hidden(document: Document) -> None:
    """Report what stands in a message and on no page."""
    body = document.body
    # A search for one character costs a tenth of one for two.
    if ("<" not in body or _COMMENT not in body) and ("]" not in body or "]:" not in body):
        return
    suspects = list(islice(_SUSPECT.finditer(body), MOST_SUSPECTS))
    if not suspects or parse(body) is None:
        return  # what cannot be parsed is shown as the text that it is
    html, marks = _marked(body, [suspect.start() for suspect in suspects])
    for suspect, mark in zip(suspects, marks, strict=True):
        start, end = suspect.span()
        if body.startswith(_COMMENT, start):
            hidden = "-->" in html.partition(_COMMENT + mark)[2]
            end = body.find("-->", start) + 3
        else:
            hidden = mark not in html
        if hidden:
            message = "no page shows this, and everyone can read it in the published data"
            start, end = (document.body_start + place for place in (start, end))
            document.file.problem("hidden-text", start, end, message, "delete it.")


def check_hidden_fields(document: Document) -> None:
    """Report the comments in the front matter of a reply."""
    text = document.file.text
    comments = find_comments(text, text.index("\n") + 1, document.closing)
    for start, end in islice(comments, MOST_SUSPECTS):
        message = "no page shows this, and everyone can read it in the published file"
        document.file.problem("hidden-text", start, end, message, "delete it.")


def _marked(body: str, places: list[int]) -> tuple[str, list[str]]:
    """*body* as HTML, with a mark behind the opening sign at each of the *places*."""
    word = "suspect"
    while word in body:
        word += "s"
    marks = [f"{word}{number}." for number in range(len(places))]
    pieces: list[str] = []
    last = 0
    for place, mark in zip(places, marks, strict=True):
        opened = place + (len(_COMMENT) if body.startswith(_COMMENT, place) else 1)
        pieces += (body[last:opened], mark)
        last = opened
    return to_html("".join(pieces) + body[last:]), marks
