"""Reading topics/<topic>.md: what threads are about, and who answers for it."""

from __future__ import annotations

from answerable.model import Topic
from answerable.source.fields import each, language, local_text, text, translations, whole_number
from answerable.source.frontmatter import Document
from answerable.source.schema import Field, Schema

LONGEST_PROMISE = 365

_TOPIC = Schema(
    Field("title", local_text(text), "{en: Spare parts, de: Ersatzteile}"),
    Field("owners", each(text), "[anna]"),
    Field("promise", whole_number(1, LONGEST_PROMISE), "5", required=False),
    Field("language", language, "en", required=False),
    Field("translations", translations, "{de: Alles zu Ersatzteilen.}", required=False),
)


def read_topic(document: Document, topic: str) -> Topic | None:
    """The topic, None if a value is missing. Its owners may not exist."""
    values = _TOPIC.read(document.fields, document.file)
    if not _TOPIC.complete(values):
        return None
    return Topic(id=topic, path=document.file.path, body=document.body, **values)
