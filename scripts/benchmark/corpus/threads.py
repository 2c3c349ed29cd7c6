"""The threads as values: thread number *n* of a seed is the same in every corpus.

Each has a comment and two replies by two employees. Of a hundred, about three are young and
without an answer, and about five have a follow-up between the replies. They are spread over
the years 2020 to 2024.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from answerable.model import CHANNELS, KINDS, Comment, Decision, Outcome, Reply, Thread
from answerable.source import question_digest, title_digest
from answerable.source.names import slug_of
from answerable.source.write import ID_DIGITS, ID_LENGTH
from benchmark.corpus.english import ENGLISH
from benchmark.corpus.german import GERMAN
from benchmark.corpus.texts import Writer
from benchmark.corpus.world import CUSTOMERS, EMPLOYEES, TAGS, TOPICS, Employee

FIRST_DAY = datetime(2020, 1, 2)  # noqa: DTZ001 - a wall clock's time, the zone follows
DAYS = 5 * 365 - 45
ZONE = ZoneInfo("Europe/Berlin")

_OUTCOMES: tuple[Outcome | None, ...] = ("explained", "changed", "declined", "planned", None)
_WEIGHTS = (40, 25, 10, 10, 15)
_KIND_WEIGHTS = (30, 15, 45, 10)
_OPEN, _FOLLOWED = 0.03, 0.08


def threads(seed: int, count: int) -> Iterator[Thread]:
    """The threads number 0 to *count* - 1, in the order of their numbers."""
    for number in range(count):
        yield thread(seed, number)


def thread(seed: int, number: int) -> Thread:
    """Thread *number* of *seed*."""
    chance = Random(f"{seed}/{number}")  # noqa: S311 - the same numbers each time are the aim
    writer = Writer(GERMAN if chance.random() < 0.5 else ENGLISH, chance)
    kind = chance.choices(KINDS, _KIND_WEIGHTS)[0]
    dates = _dates(chance)
    destiny = chance.random()
    title = writer.title(kind)
    comment = _customer_message("comment", dates.received, writer.comment(), writer, chance)
    follow_ups: tuple[Comment, ...] = ()
    replies: tuple[Reply, ...] = ()
    if destiny >= _OPEN:
        asked = comment
        if destiny < _FOLLOWED:
            stem = f"{dates.asked:%Y-%m-%d}-customer"
            asked = _customer_message(stem, dates.asked, writer.follow_up(), writer, chance)
            follow_ups = (asked,)
        people = chance.sample(EMPLOYEES, 2)
        outcome = chance.choices(_OUTCOMES, _WEIGHTS)[0]
        replies = (
            _reply(people[0], dates.first, comment, title, writer),
            replace(_reply(people[1], dates.second, asked, title, writer), outcome=outcome),
        )
    return Thread(
        id=_id(chance),
        year=f"{dates.received:%Y}",
        slug=f"{slug_of(title)}-{number:06d}",
        title=title,
        kind=kind,
        topic=chance.choice(TOPICS).id,
        tags=tuple(sorted(chance.sample(TAGS, chance.randint(1, 2)))),
        comment=comment,
        follow_ups=follow_ups,
        replies=replies,
    )


@dataclass(frozen=True, slots=True)
class _Dates:
    """When the messages of a thread came, each later than the one before."""

    received: datetime
    first: datetime
    asked: datetime
    second: datetime


def _dates(chance: Random) -> _Dates:
    received = FIRST_DAY + timedelta(
        days=chance.randrange(DAYS), hours=chance.randint(6, 22), minutes=chance.randrange(60)
    )
    times = [received]
    for most in (9, 4, 6):
        day = times[-1].replace(hour=8) + timedelta(days=chance.randint(1, most))
        times.append(day + timedelta(minutes=chance.randrange(9 * 60)))
    return _Dates(*(time.replace(tzinfo=ZONE) for time in times))


def _customer_message(
    stem: str, at: datetime, body: str, writer: Writer, chance: Random
) -> Comment:
    return Comment(
        stem=stem,
        path="",
        sender=None if chance.random() < 0.1 else chance.choice(CUSTOMERS),
        channel=chance.choice(CHANNELS[:-1]),
        received=at,
        language=writer.language,
        nonce=f"{chance.getrandbits(128):032x}",
        moderation=Decision(
            "published",
            chance.choice(EMPLOYEES).id,
            at + timedelta(minutes=chance.randint(20, 300)),
        ),
        body=body,
    )


def _reply(signer: Employee, at: datetime, asked: Comment, title: str, writer: Writer) -> Reply:
    return Reply(
        stem=f"{at:%Y-%m-%d}-{signer.id}",
        path="",
        answers=asked.stem,
        question=question_digest(asked.nonce or "", asked.body),
        signed_by=signer.id,
        date=at,
        language=writer.language,
        body=writer.reply(),
        title=title_digest(asked.nonce or "", title),
    )


def _id(chance: Random) -> str:
    return "".join(chance.choices(ID_DIGITS, k=ID_LENGTH))
