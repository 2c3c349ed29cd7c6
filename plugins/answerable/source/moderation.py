"""The moderation decision of a customer's message, and what follows from it.

The more is decided to be hidden, the less may be there: a withheld or withdrawn message can
be a stub without title, sender and nonce; an erased one must be. In a public repository a
text that is not published must not be in the tree at all. What is said in public about a
withheld message tells nothing of what stands in it.
"""

from __future__ import annotations

from answerable.model import DECISIONS, PROMPTS, Decision
from answerable.source.fields import each, nested, one_of, short, text, time
from answerable.source.frontmatter import Document
from answerable.source.names import is_visible, slug_of
from answerable.source.nodes import Mapping
from answerable.source.places import inner_mappings, inner_span
from answerable.source.problems import SourceFile, quoted
from answerable.source.schema import Field, Schema, Values
from answerable.source.wording import names, repeats

STUBS = ("withheld", "withdrawn")
LONGEST_FACTS = 500
TELLING_WORDS = 2
MOST_DECISIONS = 200

_SHORTEST_WORD = 4

_DECISION = Schema(
    Field("decision", one_of(DECISIONS), "published"),
    Field("by", text, "anna", required=False),
    Field("at", time, "2026-11-01T15:40:00+01:00", required=False),
    Field("reason", text, "insult", required=False),
    Field("prompted_by", one_of(PROMPTS), "notice", required=False),
    Field("facts", short(LONGEST_FACTS), "Two sentences call names.", required=False),
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
    if decided.decision != "withheld":
        for name in ("prompted_by", "facts"):
            if name in mapping.entries:
                key = mapping.entries[name]
                message = f"only a withheld message has '{name}'"
                file.problem("unknown-field", key.start, key.end, message, "delete it.")
    return decided


def _past_decision(values: Values, mapping: Mapping, file: SourceFile) -> Decision | None:
    decided = _decision(values, mapping, file)
    if decided is not None and decided.decision == "pending":
        message = "'pending' is no decision of the past"
        mend = "delete the entry; the history begins with what was decided first."
        file.problem("unknown-value", *mapping.span("decision"), message, mend)
        return None
    return decided


_EXAMPLE = "{decision: published, by: anna, at: 2026-11-01T15:40:00+01:00}"

MODERATION = Field("moderation", nested(_DECISION, _decision), _EXAMPLE)
HISTORY = Field(
    "history",
    each(nested(_DECISION, _past_decision), MOST_DECISIONS),
    f"[{_EXAMPLE}]",
    required=False,
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
    _check_history(document, values, decided)
    if decided.decision == "erased":
        _check_erased(document, (*(field.name for field in needed), "source"))
    elif decided.decision not in STUBS:
        for field in needed:
            if field.name not in fields.entries:
                field.missing(fields, file)
        if not is_visible(document.body):
            document.empty_body("write the customer's words below the front matter.")
        if "suppressed" in fields.entries:
            message = f"a {decided.decision} message has no 'suppressed': its words are here"
            document.problem("unknown-field", "suppressed", message, "delete this line.")
    received = values.get("received")
    if decided.at is not None and received is not None and decided.at < received:
        start, end = inner_span(fields, "moderation", "at")
        message = "the decision is dated before the message was received"
        file.problem("decision-before-receipt", start, end, message, "correct one of the times.")
    if decided.facts is not None:
        _check_facts(document, values, decided.facts)
    if public:
        _check_public(document, decided)


def _check_history(document: Document, values: Values, decided: Decision) -> None:
    """Report a history that is not in the order of time."""
    file, history = document.file, values.get("history", ())
    written = inner_mappings(document.fields, "history")
    if len(written) != len(history):
        return  # a part of it is wrong, and reported already
    received = latest = values.get("received")
    for item, past in zip(written, history, strict=True):
        if values.get("channel") != "import" and "by" not in item.entries:
            _DECISION["by"].missing(item, file)
        if past.at is None:
            continue
        span = item.span("at")
        if received is not None and past.at < received:
            message = "the decision is dated before the message was received"
            file.problem("decision-before-receipt", *span, message, "correct one of the times.")
        elif latest is not None and past.at < latest:
            message = "this decision is older than the one before it"
            file.problem("history-order", *span, message, "put the oldest decision first.")
        elif decided.at is not None and past.at > decided.at:
            message = "this decision is later than the one in 'moderation'"
            mend = "the last decision stands in 'moderation', those before it in 'history'."
            file.problem("history-order", *span, message, mend)
        latest = past.at


def _check_facts(document: Document, values: Values, facts: str) -> None:
    """Report facts that tell what was withheld: they are public, and it is not."""
    title, sender = values.get("title"), values.get("from")
    told = ""
    if sender is not None and sender != "anonymous" and names(facts, sender):
        told = f"the name {quoted(sender)}"
    elif title is not None and repeats(facts, title):
        told = "words of the title"
    elif repeats(facts, document.body):
        told = "words of the text"
    if told:
        message = f"everybody may read this, and it tells {told}"
        mend = "say in other words what the decision rests on."
        span = inner_span(document.fields, "moderation", "facts")
        document.file.problem("facts-tell", *span, message, mend)


def _check_erased(document: Document, gone: tuple[str, ...]) -> None:
    file, fields = document.file, document.fields
    for past in inner_mappings(fields, "history"):
        entry = past.entries.get("facts")
        if entry is not None:
            start, end = entry.start, past.span("facts")[1]
            message = "the history of an erased message still has facts"
            file.problem("erased-remains", start, end, message, "delete them.")
    for name in gone:
        entry = fields.entries.get(name)
        if entry is not None:
            start, end = entry.start, fields.span(name)[1]
            message = f"an erased message still has its '{name}'"
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
    told = told_words(values["title"], slug)
    if told >= TELLING_WORDS:
        start, end = document.fields.span("title")
        message = f"the folder's name tells the title of a {decided.decision} message"
        mend = f"rename {shown_folder} to '{values.get('id', 'its id')}'."
        document.file.problem("telling-address", start, end, message, mend)


def told_words(text: str, slug: str) -> int:
    """How many longer words of *text* a folder's name tells, however it was folded."""
    parts = {part for part in slug.split("-") if len(part) >= _SHORTEST_WORD and part.isalpha()}
    return max(
        len(parts.intersection(slug_of(text, german=german).split("-"))) for german in (True, False)
    )
