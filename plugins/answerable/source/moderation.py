"""The moderation decision of a customer's message, and what follows from it.

The more is decided to be hidden, the less may be there: a withheld or withdrawn message can
be a stub without title, sender and nonce; an erased one must be. In a public repository a
text that is not published must not be in the tree at all.
"""

from __future__ import annotations

from answerable.model import DECISIONS, Decision
from answerable.source.fields import nested, one_of, text, time
from answerable.source.frontmatter import Document
from answerable.source.names import is_visible, slug_of
from answerable.source.nodes import Mapping
from answerable.source.problems import SourceFile
from answerable.source.schema import Field, Schema, Values

STUBS = ("withheld", "withdrawn")

_DECISION = Schema(
    Field("decision", one_of(DECISIONS), "published"),
    Field("by", text, "anna", required=False),
    Field("at", time, "2026-11-01T15:40:00+01:00", required=False),
    Field("reason", text, "insult", required=False),
)


def _decision(values: Values, mapping: Mapping, file: SourceFile) -> Decision | None:
    if not _DECISION.complete(values):
        return None
    decided = Decision(**values)
    if decided.decision != "pending" and "at" not in mapping.entries:
        _DECISION["at"].missing(mapping, file)
    if decided.decision == "withheld" and "reason" not in mapping.entries:
        message = "a withheld message needs a reason"
        mend = "add 'reason: ' and a code of the rules in policy.yml."
        file.problem("reason-missing", mapping.start, mapping.end, message, mend)
    if decided.decision in ("pending", "published") and "reason" in mapping.entries:
        key = mapping.entries["reason"]
        message = f"a {decided.decision} message has no reason"
        file.problem("unknown-field", key.start, key.end, message, "delete the reason.")
    return decided


MODERATION = Field(
    "moderation",
    nested(_DECISION, _decision),
    "{decision: published, by: anna, at: 2026-11-01T15:40:00+01:00}",
)


def check_moderation(
    document: Document, values: Values, needed: tuple[Field, ...], public: bool
) -> None:
    """Check a customer's message against the decision about it.

    *needed* are the fields that only a stub may lack; *public* says that everyone can read
    the repository.
    """
    decided: Decision | None = values.get("moderation")
    if decided is None:
        return
    file, fields = document.file, document.fields
    moderation = fields.entries["moderation"].value
    named = decided.decision != "pending" and values.get("channel") != "import"
    if named and isinstance(moderation, Mapping) and "by" not in moderation.entries:
        _DECISION["by"].missing(moderation, file)
    if decided.decision == "erased":
        _check_erased(document, needed)
    elif decided.decision not in STUBS:
        for field in needed:
            if field.name not in fields.entries:
                field.missing(fields, file)
        if not is_visible(document.body):
            document.empty_body("write the customer's words below the front matter.")
    received = values.get("received")
    if decided.at is not None and received is not None and decided.at < received:
        start, end = inner_span(fields, "moderation", "at")
        message = "the decision is dated before the message was received"
        file.problem("decision-before-receipt", start, end, message, "correct one of the times.")
    if public:
        _check_public(document, decided)


def inner_span(fields: Mapping, name: str, inner: str) -> tuple[int, int]:
    """The place of the value *inner* in the mapping that is the value of *name*."""
    entry = fields.entries.get(name)
    if entry is not None and isinstance(entry.value, Mapping):
        return entry.value.span(inner)
    return fields.span(name)


def _check_erased(document: Document, needed: tuple[Field, ...]) -> None:
    file, fields = document.file, document.fields
    for field in needed:
        entry = fields.entries.get(field.name)
        if entry is not None:
            start, end = entry.start, fields.span(field.name)[1]
            message = f"an erased message still has its '{field.name}'"
            file.problem("erased-remains", start, end, message, "delete this line.")
    text = document.body.lstrip()
    if text:
        end = document.body_start + len(document.body)
        place = end - len(text)
        message = "an erased message still has its text"
        file.problem("erased-remains", place, end, message, "delete the text.")


def _check_public(document: Document, decided: Decision) -> None:
    file, fields = document.file, document.fields
    start, end = inner_span(fields, "moderation", "decision")
    if decided.decision == "pending":
        message = "everyone can read this repository, and the message is not published"
        mend = "keep it in a pull request until it is decided."
        file.problem("unpublished-in-public", start, end, message, mend)
    elif decided.decision in STUBS and (document.body.strip() or "title" in fields.entries):
        message = f"everyone can read this repository, and it holds a {decided.decision} text"
        mend = "delete title and text here, and from the history of the repository."
        file.problem("unpublished-in-public", start, end, message, mend)


def check_address(document: Document, values: Values, shown_folder: str, slug: str) -> None:
    """Check that the address of a thread does not tell the title that is withheld."""
    decided: Decision | None = values.get("moderation")
    if decided is None or decided.decision not in STUBS or "title" not in values:
        return
    parts = set(slug.split("-"))
    told = max(_told(values["title"], parts, german) for german in (True, False))
    if told >= 2:
        start, end = document.fields.span("title")
        message = f"the folder's name tells the title of a {decided.decision} message"
        mend = f"rename {shown_folder} to '{values.get('id', 'its id')}'."
        document.file.problem("telling-address", start, end, message, mend)


def _told(title: str, parts: set[str], german: bool) -> int:
    words = set(slug_of(title, german=german).split("-"))
    return sum(len(word) >= 4 and word.isalpha() for word in words & parts)
