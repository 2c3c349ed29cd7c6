"""Passages of a customer's message that were blacked out, and the texts that stand for them.

The rules that this module keeps:

* each entry of ``redactions`` has a marker in the text or in the title, and each marker an
  entry: nobody can black out in silence, and no customer can make it look as if;
* a marker is text like any other. Nothing behind or before it, and no definition of a link,
  makes it a link, a picture or a footnote;
* a marker is never taken apart, and never black upon black.
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Texts

from answerable.model import REDACTION_KINDS, Decision, Redaction, RedactionKind
from answerable.source.fields import each, nested, one_of, text, time
from answerable.source.frontmatter import Document
from answerable.source.nodes import Mapping
from answerable.source.places import inner_mappings
from answerable.source.problems import SourceFile
from answerable.source.schema import Field, Schema, Values

MOST_REDACTIONS = 200

MARKER = re.compile(r"\\?\[██ [^\[\]\\\n]+ ██\\?\]")
"""A marker, with or without the backslashes that keep it from being Markdown."""

_REDACTION = Schema(
    Field("kind", one_of(REDACTION_KINDS), "name"),
    Field("by", text, "anna"),
    Field("at", time, "2026-11-05T08:00:00+01:00"),
)

_WORDS: Texts[str, Texts[RedactionKind, str]] = {
    "en": {
        "name": "name removed by {}",
        "address": "address removed by {}",
        "phone": "phone number removed by {}",
        "email": "e-mail address removed by {}",
        "number": "number removed by {}",
        "health": "details of health removed by {}",
        "other": "passage removed by {}",
    },
    "de": {
        "name": "Name entfernt von {}",
        "address": "Anschrift entfernt von {}",
        "phone": "Telefonnummer entfernt von {}",
        "email": "E-Mail-Adresse entfernt von {}",
        "number": "Nummer entfernt von {}",
        "health": "Angaben zur Gesundheit entfernt von {}",
        "other": "Stelle entfernt von {}",
    },
}
_NO_NAME = re.compile(r"[\[\]\\\s]+")
_OPENS_LINK = ("(", "[", ":")
_MAKES_PICTURE = ("!", "]", "^")


def _redaction(values: Values, _mapping: Mapping, _file: SourceFile) -> Redaction | None:
    return Redaction(**values) if _REDACTION.complete(values) else None


REDACTIONS = Field(
    "redactions",
    each(nested(_REDACTION, _redaction), MOST_REDACTIONS),
    "[{kind: name, by: anna, at: 2026-11-05T08:00:00+01:00}]",
    required=False,
)


def marker(kind: RedactionKind, name: str, language: str) -> str:
    """What stands for a passage of a message in *language* that the person *name* removed."""
    words = _WORDS.get(language.partition("-")[0], _WORDS["en"])[kind]
    return f"[██ {words.format(_NO_NAME.sub(' ', name).strip())} ██]"


def redacted(body: str, start: int, end: int, mark: str) -> str:
    """The Markdown *body* with *mark* in place of the characters from *start* to *end*.

    Where the signs around it or a definition of *body* would make a link of the mark, it gets
    backslashes.
    """
    before, after = body[:start], body[end:]
    defined = f"{mark}:".casefold() in " ".join(body.casefold().split())
    if defined or after.startswith(_OPENS_LINK) or before.endswith(_MAKES_PICTURE):
        # Behind an odd number of backslashes, the first one would be a text itself.
        lone = (len(before) - len(before.rstrip("\\"))) % 2 == 0
        mark = f"{chr(92) if lone else ''}{mark[:-1]}\\]"
    return f"{before}{mark}{after}"


def cuts_marker(words: str, start: int, end: int) -> bool:
    """Whether any of the characters from *start* to *end* belongs to a marker in *words*."""
    return any(found.start() < end and start < found.end() for found in MARKER.finditer(words))


def check_redactions(document: Document, values: Values) -> None:
    """Report markers without an entry, and entries without a marker."""
    body = document.body
    title = values.get("title", "")
    # Hardly any message has the sign, and a search for it costs next to nothing.
    places = []
    if "██" in body:
        start = document.body_start
        places = [(start + m.start(), start + m.end()) for m in MARKER.finditer(body)]
    in_title = len(MARKER.findall(title)) if "██" in title else 0
    if not places and not in_title and "redactions" not in document.fields.entries:
        return
    count = len(inner_mappings(document.fields, "redactions"))
    marks = len(places) + in_title
    if marks > count:
        span = places[-1] if places else document.span("title")
        message = "this says that the company removed something, and no redaction is listed for it"
        mend = "write it otherwise, or black out with 'answerable redact'."
        document.file.problem("redaction-unlisted", *span, message, mend)
    elif marks < count and not _is_stub(document, values):
        listed = "1 redaction is" if count == 1 else f"{count} redactions are"
        message = f"{listed} listed, and the message shows {marks or 'none'}"
        mend = "delete the entry of the one that is not there any more."
        document.problem("redaction-unmarked", "redactions", message, mend)


def _is_stub(document: Document, values: Values) -> bool:
    decided: Decision | None = values.get("moderation")
    hidden = decided is not None and decided.decision not in ("published", "pending")
    return hidden and (not document.body.strip() or "nonce" not in values)


def has_marker(words: str) -> bool:
    """Whether something is blacked out in *words*."""
    return "██" in words and MARKER.search(words) is not None
