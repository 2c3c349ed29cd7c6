"""Publications and sites made by hand, for tests of all that is built from one.

    shown = publication(thread(comment("Why?"), reply("Because.")))
    around = site(shown, language="de", feed_entries=3)
    shown.threads                   # as they are published, in the order of receipt
    around.summaries                # what lists know of them
    rendered(around.threads[0], around)

The first comment opens the thread, the others follow up. Every value has a default and
every default can be changed by its name in the model; times may be given as text:

    thread(comment("…", sender=None, received="2026-11-02T10:00:00+01:00"), tags=("hinges",))
    comment("…", moderation=decision("withheld", reason="insult"))

Threads differ by ``number``. Anna answers and Ben has left; the topic is spare parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

from answerable.config import Settings
from answerable.model import (
    Calendar,
    Comment,
    Decision,
    DecisionName,
    LocalText,
    Person,
    Policy,
    Reply,
    Rule,
    Thread,
    ThreadId,
    Topic,
)
from answerable.site.context import Page, Resource, Site
from answerable.site.dialogue import shown_messages
from answerable.site.language import Language
from answerable.site.publication import Publication, PublishedThread
from answerable.site.publishing import publish, publish_thread
from answerable.site.rendered import RenderedThread, render_thread
from answerable.site.summary import Summary
from answerable.site.tally import tally
from whole_site import keys, outputs, summaries

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=timezone.utc)
URL = "https://answers.example/kitchens/"

ANNA = Person(
    id="anna",
    path="people/anna.md",
    name="Anna Berg",
    role=LocalText({"en": "Head of service", "de": "Leiterin Kundendienst"}),
    unit=LocalText({"": "Service"}),
    since=date(2020, 1, 1),
    body="Anna likes hinges.\n",
)
BEN = replace(
    ANNA, id="ben", path="people/ben.md", name="Ben Olsen", until=date(2026, 11, 30), body=""
)
SPARE_PARTS = Topic(
    id="spare-parts",
    path="topics/spare-parts.md",
    title=LocalText({"en": "Spare parts", "de": "Ersatzteile"}),
    owners=("anna",),
    promise=3,
    body="All about spare parts.\n",
)
INSULT = Rule(
    code="insult",
    title=LocalText({"en": "Insults", "de": "Beleidigungen"}),
    text=LocalText({"en": "We do not publish insults."}),
)


@dataclass(frozen=True, slots=True)
class Shown(Publication):
    """A publication with its threads, which a build only ever sees one by one.

    ``tallies`` count the messages of each thread, ``unpublished`` those of the others.
    """

    threads: tuple[PublishedThread, ...] = ()
    tallies: Mapping[ThreadId, str] = field(default_factory=dict)
    unpublished: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShownSite(Site):
    """A site around threads that are in memory."""

    publication: Shown

    @property
    def threads(self) -> tuple[PublishedThread, ...]:
        """The threads in the order of receipt."""
        return self.publication.threads

    @property
    def summaries(self) -> list[Summary]:
        """What lists know of the threads, in the same order."""
        return summaries(self.threads, self, self.publication.tallies)

    @property
    def keys(self) -> dict[ThreadId, str]:
        """What the files of each thread depend on."""
        return keys(self.summaries, self)


def decision(
    name: DecisionName = "published",
    at: str | datetime | None = "2026-11-01T15:40:00+01:00",
    **changes: Any,
) -> Decision:
    """A moderation decision by Ben."""
    return Decision(**{"decision": name, "by": "ben", "at": _time(at), **changes})


def comment(body: str = "I have waited six weeks for a hinge.\n", **changes: Any) -> Comment:
    """A customer's message; a follow-up gets its stem from the day it was received."""
    values: dict[str, Any] = {
        "stem": "comment",
        "path": "comment.md",
        "sender": "P. M.",
        "channel": "email",
        "received": "2026-11-01T09:12:00+01:00",
        "language": "en",
        "nonce": "5b0c1f2e3d4c5b6a79880716253443ff",
        "moderation": decision(),
        "body": body,
        **changes,
    }
    return Comment(**_with_times(values))


def follow_up(body: str = "Thank you, it came.\n", **changes: Any) -> Comment:
    """A customer's later message, of 5 November unless ``received`` says otherwise."""
    values: dict[str, Any] = {"received": "2026-11-05T08:00:00+01:00", **changes}
    received = _time(values["received"])
    assert received is not None
    stem = f"{received.date()}-customer"
    values.setdefault("stem", stem)
    values.setdefault("moderation", decision(at=received))
    return comment(body, **{"path": f"{stem}.md", **values})


def reply(body: str = "We found the cause.\n", **changes: Any) -> Reply:
    """An employee's answer, of 3 November and by Anna unless told otherwise."""
    values: dict[str, Any] = {
        "answers": "comment",
        "question": "hmac-sha256:" + "0" * 64,
        "signed_by": "anna",
        "date": "2026-11-03T10:05:00+01:00",
        "language": "en",
        "body": body,
        **changes,
    }
    values = _with_times(values)
    stem = f"{values['date'].date()}-{values['signed_by']}"
    return Reply(**{"stem": stem, "path": f"{stem}.md", **values})


def thread(*messages: Comment | Reply, number: int = 1, **changes: Any) -> Thread:
    """A thread of *messages*; without any it has one comment."""
    comments = [message for message in messages if isinstance(message, Comment)] or [comment()]
    values: dict[str, Any] = {
        "id": f"thread{number:04}",
        "year": "2026",
        "slug": f"spare-parts-{number}",
        "title": "Spare parts take six weeks",
        "kind": "problem",
        "topic": "spare-parts",
        "tags": ("delivery",),
        "comment": comments[0],
        "follow_ups": tuple(comments[1:]),
        "replies": tuple(message for message in messages if isinstance(message, Reply)),
        **changes,
    }
    return Thread(**values)


def publication(
    *threads: Thread,
    people: Iterable[Person] = (ANNA, BEN),
    topics: Iterable[Topic] = (SPARE_PARTS,),
    rules: Iterable[Rule] = (INSULT,),
    promise: int = 5,
    **policy: Any,
) -> Shown:
    """What is published of *threads*; *policy* are further values of the policy."""
    around = publish(
        Policy({rule.code: rule for rule in rules}, promise, Calendar(BERLIN), **policy),
        {person.id: person for person in people},
        {topic.id: topic for topic in topics},
    )
    published = (publish_thread(one, around) for one in threads)
    shown = sorted(filter(None, published), key=lambda one: (one.received, one.id))
    counted = {one.id: tally(one, around.calendar) for one in threads}
    values = {field.name: getattr(around, field.name) for field in fields(around)}
    return Shown(
        **values,
        threads=tuple(shown),
        tallies={one.id: counted.pop(one.id) for one in shown},
        unpublished=tuple(counted.values()),
    )


def site(
    shown: Shown,
    *,
    language: str = "en",
    name: str = "Kitchens, answered",
    url: str = URL,
    **settings: Any,
) -> ShownSite:
    """The site around *shown*; *settings* are those of ``answerable.config.Settings``."""
    return ShownSite(
        name=name,
        url=url,
        language=Language(language, BERLIN),
        settings=Settings(**settings),
        now=NOW,
        publication=shown,
        page_markdown=lambda text: f"<p>{text}</p>",
    )


def rendered(one: PublishedThread, around: Site) -> RenderedThread:
    """The thread *one* with its words as *around* shows them."""
    return render_thread(one, around.language)


def files(around: ShownSite) -> dict[str, Page | Resource]:
    """All that is made of *around*: pages by address, other files by path."""
    return {
        one.url if isinstance(one, Page) else one.path: one
        for one in outputs(
            around.threads, around, around.publication.tallies, around.publication.unpublished
        )
    }


def body_of(around: ShownSite, url: str) -> str:
    """What the page at *url* shows."""
    page = files(around)[url]
    assert isinstance(page, Page)
    return str(page.body)


def bytes_of(made: Page | Resource) -> bytes:
    """What a file that is no page holds."""
    assert isinstance(made, Resource)
    return made.content


def paragraphs(one: PublishedThread) -> RenderedThread:
    """The thread *one* with the body of each message as a paragraph, whatever is in it."""
    shown = shown_messages(one)
    return RenderedThread(
        one,
        {message.stem: f"<p>{message.body.strip()}</p>\n" for message in shown},
        {message.stem: message.body.strip() for message in shown},
    )


def _with_times(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _time(value) if name in ("received", "date") else value
        for name, value in values.items()
    }


def _time(value: str | datetime | None) -> datetime | None:
    # Python 3.10 does not read a Z.
    return datetime.fromisoformat(value.replace("Z", "+00:00")) if isinstance(value, str) else value
