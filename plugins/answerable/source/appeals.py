"""An appeal: somebody asks the company to think again about a decision.

The company's answer is one of two, and what it answers fits the decision that stands.
"""

from __future__ import annotations

from answerable.model import Appeal, Decision
from answerable.source.fields import nested, text, time
from answerable.source.frontmatter import Document
from answerable.source.nodes import Mapping
from answerable.source.places import inner_span
from answerable.source.problems import SourceFile
from answerable.source.schema import Field, Schema, Values

_APPEAL = Schema(
    Field("requested", time, "2026-11-05T08:00:00+01:00"),
    Field("upheld", time, "2026-11-06T09:00:00+01:00", required=False),
    Field("reversed", time, "2026-11-06T09:00:00+01:00", required=False),
    Field("by", text, "ben", required=False),
)


def _appeal(values: Values, mapping: Mapping, file: SourceFile) -> Appeal | None:
    if not _APPEAL.complete(values):
        return None
    appeal = Appeal(**values)
    decided = [name for name in ("upheld", "reversed") if name in mapping.entries]
    if len(decided) == 2:
        key = mapping.entries["reversed"]
        message = "an appeal is either upheld or reversed"
        file.problem("appeal-order", key.start, key.end, message, "delete one of the two.")
    elif decided and "by" not in mapping.entries:
        _APPEAL["by"].missing(mapping, file)
    for name in decided:
        moment = values.get(name)
        if moment is not None and moment < appeal.requested:
            message = "the appeal was decided before it was requested"
            mend = "correct one of the times."
            file.problem("appeal-order", *mapping.span(name), message, mend)
    return appeal


APPEAL = Field(
    "appeal",
    nested(_APPEAL, _appeal),
    "{requested: 2026-11-05T08:00:00+01:00, upheld: 2026-11-06T09:00:00+01:00, by: ben}",
    required=False,
)


def check_appeal(document: Document, values: Values) -> None:
    """Report an appeal that does not fit the decisions about the message."""
    appeal: Appeal | None = values.get("appeal")
    decided: Decision | None = values.get("moderation")
    if appeal is None or decided is None:
        return
    file, fields = document.file, document.fields
    times = [one.at for one in (*values.get("history", ()), decided) if one.at is not None]
    if not times or appeal.requested < min(times):
        what = "before any decision" if times else "about a message that is not decided"
        mend = "correct one of the times." if times else "delete it."
        span = inner_span(fields, "appeal", "requested")
        file.problem("appeal-order", *span, f"the appeal was requested {what}", mend)
    back = appeal.reversed
    stands = decided.decision == "withheld" and decided.at is not None
    if back is not None and stands and decided.at <= back:  # type: ignore[operator]
        message = "the decision was taken back, and the message is still withheld"
        mend = "publish it with 'answerable moderate', or write 'upheld' instead of 'reversed'."
        span = inner_span(fields, "appeal", "reversed")
        file.problem("appeal-order", *span, message, mend)
