"""What a new project needs to know, and the names of files that follow from it.

The values are those of the settings and of the format: somebody else has seen to it that they
are one line each, that there is something to see in them, and that addresses are such.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from answerable.forges import ForgeKind
from answerable.model import PersonId, TopicId
from answerable.source.names import CUSTOMER, SLUG_LENGTH, slug_of

_NUMBER_AT_END = re.compile(r"(?:-[0-9]+)+\Z")
_PERSON_WITHOUT_LETTERS = "first-person"
_TOPIC_WITHOUT_LETTERS = "first-topic"


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said of the company, or what was assumed.

    ``languages`` holds the site's own first. ``address`` is the site's and ends with a slash;
    ``repository`` is the address of that, None where it is not known yet, and ``public`` says
    whether everybody can read it. ``topic`` is None for one that is about everything.
    """

    company: str
    address: str
    languages: tuple[str, ...]
    forge: ForgeKind
    person: str
    role: str
    unit: str
    since: date
    timezone: str
    topic: str | None = None
    repository: str | None = None
    branch: str = "main"
    public: bool = False
    email: str | None = None
    handle: str | None = None
    country: str | None = None


def person_id(name: str) -> PersonId:
    """The name of the file for somebody who is called *name*."""
    slug = slug_of(name)[:SLUG_LENGTH].strip("-")
    # A number behind a person's id would be that of a message.
    slug = _NUMBER_AT_END.sub("", slug).lstrip("0123456789-")
    return slug if slug and slug != CUSTOMER else _PERSON_WITHOUT_LETTERS


def topic_id(title: str) -> TopicId:
    """The name of the file for a topic with *title*."""
    return slug_of(title)[:SLUG_LENGTH].strip("-") or _TOPIC_WITHOUT_LETTERS


def address_for(forge: ForgeKind, repository: str | None) -> str | None:
    """Where the pages of a *repository* lie on its forge by default, None if nobody knows."""
    parts = urlsplit(repository or "")
    owner, _, name = parts.path.strip("/").partition("/")
    domain = {"github.com": "github.io", "gitlab.com": "gitlab.io"}.get(parts.hostname or "")
    if domain is None or not name or (forge == "gitlab" and "/" in name):
        return None
    host = f"{owner.lower()}.{domain}"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
