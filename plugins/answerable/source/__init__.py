"""The feedback folder as values; the only reader of its files."""

from answerable.digests import question_digest, title_digest
from answerable.source.folder import ThreadName
from answerable.source.load import (
    Loaded,
    Opened,
    ThreadRead,
    ThreadReader,
    doubled_id,
    load_feedback,
    open_feedback,
)
from answerable.source.stamps import content_stamp, stat_stamp

__all__ = [
    "Loaded",
    "Opened",
    "ThreadName",
    "ThreadRead",
    "ThreadReader",
    "content_stamp",
    "doubled_id",
    "load_feedback",
    "open_feedback",
    "question_digest",
    "stat_stamp",
    "title_digest",
]
