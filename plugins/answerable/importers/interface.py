"""What an importer is: from another system's export to conversations, and nothing more.

A new format is one new file with one :class:`Importer`. The rules that every importer keeps:

* it reads and never writes; who is staff, what becomes a thread and how files are named is
  decided in one place for all formats (``importers.placing``, ``importers.plan``);
* every item of the export comes out exactly once: as a message of a conversation, or as a
  :class:`LeftOut` with the reason in words;
* an item that cannot be read is a LeftOut, and the next one follows;
* e-mail addresses and IP addresses do not come out; what was dropped is counted. Where an
  address tells who wrote, it stands in ``also``, which only recognises staff.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

Markup = Literal["markdown", "html", "plain"]
"""How a text is written; a ``plain`` one shows as it is, whatever its signs mean elsewhere."""

Nesting = Literal["message", "branch", "topic"]
"""What a parent says.

``message``: the very message that was answered. ``branch``: where the parent opens a
conversation, only that it belongs there, because the page offered no other place to answer.
``topic``: as ``message``, and a message without a parent belongs to the first one.
"""


class ImportPathError(Exception):
    """There is nothing of the format at the path; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message, and the name that it had there."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class SourceMessage:
    """A message as the other system had it.

    ``id`` is unique within the system and stays the same in every export. ``name`` is what
    readers saw, empty for an anonymous author; ``also`` are other names of the same author,
    which are written nowhere.
    ``item`` says where a person finds it in the export. ``left_out`` is the reason why it
    must not be published, in words.
    """

    id: str
    item: str
    name: str
    date: datetime
    text: str
    markup: Markup = "markdown"
    also: tuple[str, ...] = ()
    parent: str | None = None
    url: str | None = None
    marked_as_staff: bool = False
    left_out: str | None = None
    attachments: tuple[Attachment, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the author goes by."""
        return tuple(name for name in (self.name, *self.also) if name)


@dataclass(frozen=True, slots=True)
class Conversation:
    """Messages that stood on one page, in their order there.

    ``title`` is None where the system has none. ``page`` is the page's name in its address.
    ``dropped`` counts the fields that were not taken over. ``public`` says that everybody
    could read it there; what was private stays unpublished until a person decides.
    """

    item: str
    messages: tuple[SourceMessage, ...]
    nesting: Nesting
    page: str
    title: str | None = None
    tags: tuple[str, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    public: bool = True


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An item of the export that is not published, and why."""

    item: str
    reason: str


class Importer(Protocol):
    """One format of another system."""

    @property
    def name(self) -> str:
        """What the command line calls the format; also the usual system of its messages."""

    @property
    def description(self) -> str:
        """What PATH must be, in one line."""

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """The conversations of the export at *path*, in the same order every time.

        *base_url* is the address of the old site, for links that the export holds without
        it. Raises ImportPathError where *path* holds nothing of this format.
        """
