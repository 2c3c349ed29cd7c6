"""A new project for a company, from templates.

The folders beside this module mirror the project: ``common`` is for everybody, ``languages``
holds what is written in one language, ``forges`` what one forge needs, its CI above all. A
file whose name ends in ``.j2`` is a template; every other is taken as it is, byte for byte.
``parts`` are pieces of templates.
"""

from answerable.scaffold.answers import Answers, address_for, person_id, topic_id
from answerable.scaffold.gaps import Gap, gaps_in
from answerable.scaffold.languages import LANGUAGES, Words, words_in
from answerable.scaffold.owners import MarkedPart, UnmarkedError, marked_part, with_part
from answerable.scaffold.placing import StaysError, kept, place, written_nearby
from answerable.scaffold.project import project_files

__all__ = [
    "LANGUAGES",
    "Answers",
    "Gap",
    "MarkedPart",
    "StaysError",
    "UnmarkedError",
    "Words",
    "address_for",
    "gaps_in",
    "kept",
    "marked_part",
    "person_id",
    "place",
    "project_files",
    "topic_id",
    "with_part",
    "words_in",
    "written_nearby",
]
