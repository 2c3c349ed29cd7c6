"""The files that came with a message, as files of the thread's assets folder.

What may be published is what the checks allow (``source.assets``): a few kinds, of a limited
size, whose first bytes are what their name says. A file is named after itself and its content,
so that the same file has the same name in every import, and two files never meet.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath

from answerable.importers.interface import Attachment
from answerable.importers.words import one_line
from answerable.source.assets import PICTURES, inspect_asset
from answerable.source.names import slug_of

MOST_ATTACHMENTS = 20
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken of a message's attachments, and what is to be said about it.

    ``files`` are names and contents, ``lines`` the Markdown that shows them.
    """

    files: tuple[tuple[str, bytes], ...] = ()
    lines: str = ""
    notes: tuple[str, ...] = ()


def take_attachments(attachments: Iterable[Attachment], item: str) -> Taken:
    """The *attachments* of the message *item* that may be published."""
    files: dict[str, bytes] = {}
    lines, notes = [], []
    for attachment in attachments:
        shown = one_line(attachment.name) or "without a name"
        suffix = PurePosixPath(shown).suffix.lower()
        data = attachment.data
        problem, _, metadata = inspect_asset(BytesIO(data), suffix, len(data))
        if problem is None and len(files) == MOST_ATTACHMENTS:
            problem = ("", f"the message has more than {MOST_ATTACHMENTS}", "")
        if problem is not None:
            notes.append(f"{item}: the attachment '{shown}' was not taken: {problem[1]}")
            continue
        if metadata is not None:
            notes.append(
                f"{item}: the picture '{shown}' holds {metadata}, which can tell place, time "
                "and names; `answerable check` says how to remove it"
            )
        stem = slug_of(shown[: -len(suffix)])[:_LONGEST_NAME].strip("-") or "file"
        name = f"{stem}-{hashlib.sha256(data).hexdigest()[:8]}{suffix}"
        if name not in files:
            files[name] = data
            mark = "!" if suffix in PICTURES else ""
            lines.append(f"{mark}[{stem}](assets/{name})")
    return Taken(tuple(files.items()), "\n\n".join(lines), tuple(notes))
