"""The feedback folder as values; the only reader of its files."""

from answerable.source.digest import question_digest
from answerable.source.load import Loaded, load_feedback

__all__ = ["Loaded", "load_feedback", "question_digest"]
