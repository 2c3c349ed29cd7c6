"""Lists in pages that keep their place."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from answerable.site.addresses import tag_url
from answerable.site.lists import paged
from publications import comment, publication, site, thread

FIRST = datetime(2026, 1, 1, tzinfo=timezone.utc)


def threads(count):
    made = (
        thread(comment(received=FIRST + timedelta(hours=number)), number=number)
        for number in range(count)
    )
    return site(publication(*made)).summaries


FORTY = threads(40)


@given(st.integers(0, 40), st.integers(1, 12))
def test_every_thread_stands_on_exactly_one_page_the_newest_first(count, size):
    pages = paged("threads/", FORTY[:count], size)
    assert [thread for page in pages for thread in page.threads] == list(reversed(FORTY[:count]))
    assert pages[0].url == "threads/"
    assert all(len(page.threads) == size for page in pages[1:])
    assert len(pages[0].threads) >= min(size, count)


@given(st.integers(0, 39), st.integers(1, 12))
def test_a_new_thread_changes_no_page_but_the_first_and_the_one_that_it_fills(count, size):
    before = {page.url: page.threads for page in paged("threads/", FORTY[:count], size)}
    after = {page.url: page.threads for page in paged("threads/", FORTY[: count + 1], size)}
    assert all(after[url] == shown for url, shown in before.items() if url != "threads/")
    assert len(after) - len(before) in (0, 1)


def test_pages_lead_to_their_neighbours():
    pages = paged("threads/", FORTY, 10)
    for newer, older in pairwise(pages):
        assert newer.older == older.url
        assert older.newer == newer.url
    assert pages[0].newer is None
    assert pages[-1].older is None


@given(st.lists(st.text(min_size=1), unique=True))
def test_no_two_tags_share_a_page(tags):
    urls = [tag_url(tag) for tag in tags]
    assert len(set(urls)) == len(urls)
    assert all(url.isascii() and url.count("/") == 2 for url in urls)


def test_a_tag_cannot_take_the_page_of_another_by_its_name():
    taken = tag_url("a--b").removeprefix("tags/").removesuffix("/")
    assert tag_url(taken) != tag_url("a--b")
