"""Which column of a table holds what.

The names are those of the exports that help desks and their tools write: Zendesk, Freshdesk,
Help Scout, Intercom, and words that people choose. A name counts without capitals and signs,
so ``Created at`` is ``created_at``. The caller's words come first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from answerable.importers.options import OptionError

FIELDS: Mapping[str, str] = {
    "id": "message_id comment_id post_id note_id part_id event_id id",
    "thread": (
        "thread thread_id ticket_id ticket_number ticket conversation_id conversation_number "
        "conversation case_number case_id issue_id discussion_id ticketnummer vorgang number"
    ),
    "parent": "parent_id parent in_reply_to reply_to replying_to reply_to_id antwort_auf",
    "title": "subject title ticket_subject conversation_subject message_subject betreff titel",
    "author": (
        "author author_name message_author_name from_name from sender_name sender requester_name "
        "requester customer_name customer contact_name full_name user_name created_by_name "
        "created_by submitter username name absender kunde verfasser autor"
    ),
    "email": (
        "email e_mail author_email message_author_email from_email sender_email requester_email "
        "customer_email contact_email user_email email_address e_mail_adresse"
    ),
    "date": (
        "date message_created_at created_at created_time created created_date publish_date "
        "published_at sent_at posted_at timestamp time requested conversation_started_at "
        "conversation_created_at datum erstellt_am erstellt gesendet_am"
    ),
    "text": (
        "text plain_body body_text message_body body content comment_body comment message "
        "description_text description question answer nachricht beschreibung inhalt kommentar"
    ),
    "role": (
        "role author_role author_type message_author_type user_type sender_type created_by_type "
        "incoming rolle"
    ),
    "visibility": (
        "public is_public private is_private internal is_internal visibility message_type "
        "part_type comment_type"
    ),
    "status": (
        "status state message_state spam is_spam deleted is_deleted draft is_draft hidden "
        "is_hidden archived_reason"
    ),
    "tags": "tags ticket_tags conversation_tags labels schlagworte",
    "url": "url link permalink discussion_url ticket_url conversation_url",
}
"""The fields that a table may hold, with the names that their columns usually have."""

SEVERAL = frozenset({"visibility", "status"})
"""Fields that may stand in several columns at once."""

NEEDED = ("date", "text")

_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Columns:
    """The places of the fields in a row, and the names of the columns that are not used."""

    places: Mapping[str, tuple[int, ...]]
    header: tuple[str, ...]
    unused: Mapping[int, str]

    def cell(self, row: Sequence[str], field: str) -> str:
        """What the first column of *field* that holds anything holds."""
        cells = (row[place].strip() for place in self.places.get(field, ()) if place < len(row))
        return next((cell for cell in cells if cell), "")

    def cells(self, row: Sequence[str], field: str) -> Sequence[tuple[str, str]]:
        """The names and contents of all columns of *field*."""
        return [
            (plain_name(self.header[place]), row[place].strip())
            for place in self.places.get(field, ())
            if place < len(row)
        ]


def plain_name(name: str) -> str:
    """A column's name without capitals and signs."""
    return _SIGNS.sub("_", name.casefold()).strip("_")


def read_choices(pairs: Sequence[str]) -> Mapping[str, str]:
    """The columns that the caller names, as ``FIELD=NAME``. Raises OptionError."""
    chosen = {}
    for pair in pairs:
        field, sign, name = (part.strip() for part in pair.partition("="))
        if not sign or field not in FIELDS:
            raise OptionError(
                f"--column '{pair}' must be FIELD=NAME, FIELD one of {_listed(FIELDS)}"
            )
        chosen[field] = name
    return chosen


def find_columns(header: Sequence[str], chosen: Mapping[str, str]) -> Columns:
    """The columns of a table. An empty name in *chosen* says that there is none.

    Raises OptionError where a chosen column is not there, or one that is needed.
    """
    names = [plain_name(name) for name in header]
    places: dict[str, tuple[int, ...]] = {}
    for field, name in chosen.items():
        if name and plain_name(name) not in names:
            raise OptionError(f"there is no column '{name}'; there are {_listed(header)}")
        places[field] = (names.index(plain_name(name)),) if name else ()
    taken = {place for found in places.values() for place in found}
    for field, known in FIELDS.items():
        if field in chosen:
            continue
        found = [
            names.index(name)
            for name in known.split()
            if name in names and names.index(name) not in taken
        ]
        places[field] = tuple(found if field in SEVERAL else found[:1])
        taken.update(places[field])
    for field in NEEDED:
        if not places[field]:
            raise OptionError(
                f"no column is known as the {field}; there are {_listed(header)}. "
                f'Say which it is: --column "{field}=NAME"'
            )
    unused = {place: name for place, name in enumerate(header) if place not in taken and name}
    return Columns(places, tuple(header), unused)


def _listed(names: Sequence[str] | Mapping[str, str]) -> str:
    shown = [name for name in names if name]
    return ", ".join(shown[:30]) + (" …" if len(shown) > 30 else "")
