"""What a table says about a message beside its words: who wrote it, and who may read it.

Help desks keep notes among colleagues, drafts, spam and events in the same table as letters.
Where a mark can be read in two ways, the message stays out.
"""

from __future__ import annotations

from collections.abc import Sequence

from answerable.importers.csv_columns import Columns

_YES = frozenset({"1", "true", "t", "yes", "y", "ja", "wahr", "x"})
_NO = frozenset({"", "0", "false", "f", "no", "n", "nein", "falsch"})
_STAFF = frozenset(
    "admin administrator agent employee mitarbeiter moderator operator owner staff support "
    "support_agent team teammate".split()
)
_PROGRAMS = frozenset("automation bot operator_bot system trigger workflow".split())
_PRIVATE = frozenset(
    "forward intern internal internal_note lineitem note notiz privat private private_note "
    "whisper".split()
)
_PUBLIC = frozenset(
    "answer chat comment conversation conversation_message customer email extern external message "
    "post public question reply öffentlich".split()
)
_GONE = {
    "deleted": "deleted",
    "draft": "a draft",
    "hidden": "hidden",
    "junk": "marked as spam",
    "pending_review": "not yet published",
    "removed": "deleted",
    "spam": "marked as spam",
    "suspended": "marked as spam",
    "trash": "deleted",
    "unapproved": "not yet published",
    "unpublished": "not yet published",
}


def is_staff(cells: Sequence[tuple[str, str]]) -> bool:
    """Whether the columns of the role say that staff wrote."""
    return any(
        value.casefold() in (_NO - {""} if name == "incoming" else _STAFF) for name, value in cells
    )


def why_left_out(columns: Columns, row: Sequence[str]) -> str | None:
    """Why the message of *row* must not be published."""
    for name, value in columns.cells(row, "status"):
        word = value.casefold().replace(" ", "_")
        mark = _GONE.get(name.removeprefix("is_"))
        if mark is not None and word not in _NO:
            return mark
        if word in _GONE:
            return _GONE[word]
    for name, value in columns.cells(row, "visibility"):
        reason = _why_private(name, value.casefold().replace(" ", "_"))
        if reason is not None:
            return reason
    roles = (value.casefold() for _, value in columns.cells(row, "role"))
    return "written by a program" if any(role in _PROGRAMS for role in roles) else None


def _why_private(name: str, value: str) -> str | None:
    if value in _PRIVATE:
        return "an internal note"
    if "public" in name or "öffentlich" in name:
        return None if value in _YES or value in _PUBLIC else "not public"
    if value in _YES:
        return "an internal note"
    if value in _NO | _PUBLIC:
        return None
    return f"neither public nor private, but '{value[:40]}'"
