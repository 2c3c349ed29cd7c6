"""The messages of feeds, against the sort of all messages."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from answerable.site.newest import newest, newest_by
from publications import comment, decision, publication, reply, site, thread

FIRST = datetime(2026, 9, 1, tzinfo=timezone.utc)

# Few moments, so that many are equal.
MOMENTS = st.integers(0, 6).map(lambda hours: FIRST + timedelta(hours=hours))
REPLIES = st.lists(st.tuples(MOMENTS, st.sampled_from(["anna", "ben"])), max_size=4)
THREADS = st.lists(
    st.tuples(MOMENTS, st.sampled_from(["published", "published", "withdrawn"]), REPLIES),
    max_size=9,
)


def around(chosen):
    """A site with the threads *chosen*: when it was published or withdrawn, and its replies."""
    return site(
        publication(
            *(
                thread(
                    comment(received=FIRST, moderation=decision(name, at=at, reason="insult")),
                    *(
                        reply(stem=f"{place}-{signer}", date=date, signed_by=signer)
                        for place, (date, signer) in enumerate(replies)
                    ),
                    number=number,
                )
                for number, (at, name, replies) in enumerate(chosen)
            )
        )
    )


def slowly(shown, count, person=None):
    """Every message, sorted as a whole: the newest first, then by id and stem backwards."""
    every = [
        (getattr(message, "date", None) or message.published, one.id, message.stem)
        for one in shown.threads
        for message in one.messages
        if hasattr(message, "body") and person in (None, getattr(message, "signed_by", None))
    ]
    return [(id_, stem) for _, id_, stem in sorted(every, reverse=True)[:count]]


def named(found):
    return [(one.id, stem) for one, stem in found]


@given(THREADS, st.integers(0, 9))
def test_newest_messages_are_those_of_a_sort_of_all(chosen, count):
    shown = around(chosen)
    assert named(newest(shown.summaries, count)) == slowly(shown, count)


@given(THREADS, st.integers(0, 9), st.sampled_from(["anna", "ben", "carla"]))
def test_newest_answers_of_a_person_are_those_of_a_sort_of_all(chosen, count, person):
    shown = around(chosen)
    assert named(newest_by(person, shown.summaries, count)) == slowly(shown, count, person)


@given(THREADS, st.integers(0, 9), st.randoms())
def test_order_of_threads_does_not_matter(chosen, count, random):
    summaries = around(chosen).summaries
    expected = named(newest(summaries, count))
    random.shuffle(summaries)
    assert named(newest(summaries, count)) == expected
