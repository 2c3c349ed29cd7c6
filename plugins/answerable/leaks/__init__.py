"""Finding texts that must not be public in files that are."""

from answerable.leaks.anchors import count_words
from answerable.leaks.cut import HiddenMessage, cut_message, cut_text, name_of_file
from answerable.leaks.scan import NOTHING, Hits, Scanner, holds
from answerable.leaks.secret import HiddenFile, Secret
from answerable.leaks.texts import Normal, normal

__all__ = [
    "NOTHING",
    "HiddenFile",
    "HiddenMessage",
    "Hits",
    "Normal",
    "Scanner",
    "Secret",
    "count_words",
    "cut_message",
    "cut_text",
    "holds",
    "name_of_file",
    "normal",
]
