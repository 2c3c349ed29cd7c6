"""What is kept of a thread is the thread."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerable.config import Settings
from answerable.model import (
    CHANNELS,
    DECISIONS,
    KINDS,
    OUTCOMES,
    PROMPTS,
    REDACTION_KINDS,
    STATES,
    Asset,
    Origin,
)
from answerable.site.decisions import PastDecision, PublishedAppeal, PublishedRedaction
from answerable.site.language import Language
from answerable.site.publication import (
    GONE,
    PublishedComment,
    PublishedReply,
    PublishedThread,
    Stub,
)
from answerable.site.publishing import publish, publish_thread
from answerable.site.rendered import (
    RenderedThread,
    decode_rendered,
    decode_thread,
    encode_rendered,
    encode_thread,
    render_thread,
)
from answerable.site.summary import Summary, summarize
from answerable.source import load_feedback
from publications import comment, decision, follow_up, publication, reply, thread
from site_build.building import REPOSITORY

ROOT = Path("/somewhere/feedback")
SECRET = "wiretap-4711"

ANYTHING = st.text()
NAMES = st.from_regex(r"[a-z0-9-]{1,9}", fullmatch=True)
COUNTS = st.integers(0, 2**50)
MOMENTS = st.datetimes(
    min_value=datetime(1971, 1, 1),
    max_value=datetime(2200, 1, 1),
    timezones=st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
ORIGINS = st.none() | st.builds(Origin, ANYTHING, ANYTHING, st.none() | ANYTHING)
APPEALS = st.none() | st.builds(
    PublishedAppeal, MOMENTS, upheld=st.none() | MOMENTS, reversed=st.none() | MOMENTS
)
COMMENTS = st.builds(
    PublishedComment,
    stem=NAMES,
    sender=st.none() | ANYTHING,
    channel=st.sampled_from(CHANNELS),
    received=MOMENTS,
    published=MOMENTS,
    language=ANYTHING,
    body=ANYTHING,
    source=ORIGINS,
    resolved=st.booleans(),
    nonce=st.none() | NAMES,
    redactions=st.lists(
        st.builds(PublishedRedaction, st.sampled_from(REDACTION_KINDS), MOMENTS), max_size=3
    ).map(tuple),
    appeal=APPEALS,
)
REPLIES = st.builds(
    PublishedReply,
    stem=NAMES,
    answers=ANYTHING,
    signed_by=NAMES,
    date=MOMENTS,
    language=ANYTHING,
    body=ANYTHING,
    outcome=st.none() | st.sampled_from(OUTCOMES),
    question=ANYTHING,
    redacted_later=st.booleans(),
)
STUBS = st.builds(
    Stub,
    stem=NAMES,
    decision=st.sampled_from(GONE),
    reason=st.none() | ANYTHING,
    received=MOMENTS,
    decided=MOMENTS,
    prompted_by=st.none() | st.sampled_from(PROMPTS),
    facts=st.none() | ANYTHING,
    appeal=APPEALS,
    history=st.lists(st.builds(PastDecision, st.sampled_from(DECISIONS), MOMENTS), max_size=3).map(
        tuple
    ),
)
SIZES = st.none() | st.integers(1, 9999)


@st.composite
def threads(draw):
    """Any thread, whether or not its messages make sense."""
    year, slug = "2026", "spare-parts"
    names = draw(st.lists(st.from_regex(r"[a-z]{1,9}\.png", fullmatch=True), unique=True))
    folder = ROOT / "threads" / year / slug / "assets"
    return PublishedThread(
        id=draw(ANYTHING),
        year=year,
        slug=slug,
        title=draw(st.none() | ANYTHING),
        kind=draw(st.sampled_from(KINDS)),
        topic=draw(ANYTHING),
        tags=tuple(draw(st.lists(ANYTHING))),
        messages=(draw(COMMENTS | STUBS), *draw(st.lists(COMMENTS | REPLIES | STUBS, max_size=3))),
        assets=tuple(
            Asset(name, folder / name, draw(COUNTS), draw(SIZES), draw(SIZES)) for name in names
        ),
        state=draw(st.sampled_from([*STATES, *GONE])),
        answered_in=draw(st.none() | COUNTS),
        due=draw(st.dates()),
        changed=draw(MOMENTS),
    )


@given(threads())
def test_thread_that_is_kept_is_the_same_thread(one):
    assert decode_thread(encode_thread(one), ROOT) == one


@given(threads(), st.dictionaries(ANYTHING, ANYTHING), st.dictionaries(ANYTHING, ANYTHING))
def test_thread_that_is_kept_with_its_words_is_the_same(one, words, plain):
    whole = RenderedThread(one, words, plain)
    assert decode_rendered(encode_rendered(whole), ROOT) == whole


@given(threads(), threads())
def test_different_threads_are_kept_differently(one, other):
    assert (encode_thread(one) == encode_thread(other)) is (one == other)


@given(threads())
def test_summary_is_what_json_gives_back(one):
    summary = summarize(one, "digest", timezone.utc, "2026-11|published|||| 2026-12|erased||c||3")
    again = Summary(*json.loads(json.dumps(summary)))
    assert json.dumps(again) == json.dumps(summary)
    assert list(again.messages()) == list(summary.messages())


@pytest.mark.parametrize("code", ["en", "de"])
def test_every_thread_of_the_demonstration_comes_back(code):
    loaded = load_feedback(
        REPOSITORY / "feedback", Settings(), now=datetime(2027, 1, 1, tzinfo=timezone.utc)
    )
    feedback = loaded.feedback
    around = publish(feedback.policy, feedback.people, feedback.topics)
    published = [publish_thread(one, around) for one in feedback.threads]
    assert len(published) > 20
    for one in filter(None, published):
        whole = render_thread(one, Language(code, around.calendar.timezone))
        again = decode_rendered(encode_rendered(whole), REPOSITORY / "feedback")
        assert again == whole
        assert all(asset.path.is_file() for asset in again.thread.assets)


@pytest.mark.parametrize("name", ["withheld", "withdrawn", "erased", "pending"])
def test_nothing_that_is_not_shown_is_kept(name):
    moderation = decision(name, reason="insult")
    hidden = comment(SECRET, sender=SECRET, moderation=moderation)
    later = follow_up(SECRET, sender=SECRET, moderation=moderation)
    shown = publication(
        thread(hidden, reply(), title=SECRET, tags=(SECRET,)), thread(comment(), later, number=2)
    )
    assert shown.threads
    for one in shown.threads:
        whole = render_thread(one, Language("en", timezone.utc))
        assert SECRET.encode() not in encode_rendered(whole)


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1, 2]", "null", "no JSON", '["a"]' * 13])
def test_what_is_no_thread_is_refused(text):
    with pytest.raises((ValueError, TypeError)):
        decode_thread(text, ROOT)
