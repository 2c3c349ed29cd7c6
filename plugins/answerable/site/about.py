"""What people and topics say of themselves, in the reader's language where there is one."""

from __future__ import annotations

from markupsafe import Markup

from answerable.model import Person, Topic
from answerable.site.context import Site


def about(described: Person | Topic, site: Site) -> Markup:
    """The bio of a person or the introduction of a topic; empty where there is none."""
    code = site.language.code
    translations = described.translations.translations if described.translations else {}
    for spoken in (code, code.replace("_", "-").partition("-")[0]):
        if spoken in translations:
            return Markup(site.page_markdown(translations[spoken]))  # noqa: S704  (its own)
    if not described.body.strip():
        return Markup()
    words = Markup(site.page_markdown(described.body))  # noqa: S704  (the site's own)
    if described.language in (None, code):
        return words
    return Markup('<div lang="{}">{}</div>').format(described.language, words)
