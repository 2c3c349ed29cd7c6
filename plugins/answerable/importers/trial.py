"""What ``check`` would say about a file that is not yet written.

An import must leave a folder that ``check`` passes. So every file goes through the same
reader and the same checks first, and what they would refuse is left out with their words.
"""

from __future__ import annotations

from collections.abc import Sequence

from answerable.config import Settings
from answerable.source.assets import check_references
from answerable.source.canonical import check_canonical
from answerable.source.files import LARGEST_FILE
from answerable.source.frontmatter import read_document
from answerable.source.messages import read_comment, read_follow_up, read_reply
from answerable.source.names import message_name
from answerable.source.problems import Report, SourceFile


def refusal(
    stem: str, year: str, text: str, settings: Settings, assets: Sequence[str] = ()
) -> str | None:
    """Why a message's file with *text* would be an error as *stem* of a thread in *year*.

    *assets* are the names of files in the thread's assets folder.
    """
    data = text.encode()
    if len(data) > LARGEST_FILE:
        return f"it would be larger than {LARGEST_FILE // 1024} KiB"
    report = Report(settings)
    file = SourceFile(stem, text, report)
    check_canonical(file, data)
    document = read_document(file)
    if document is not None:
        public = settings.repository == "public"
        name = message_name(stem)
        if name is None:
            read_comment(document, year, public)
        elif name.is_follow_up:
            read_follow_up(document, name, public)
        else:
            read_reply(document, name)
        check_references(document, list(assets))
    errors = (found for found in report.diagnostics if report.is_error(found.code))
    first = next(errors, None)
    return None if first is None else f"{first.message} ({first.code})"
