"""All that is made of published threads, in one pass and in memory: nothing is kept or reused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from answerable.cache import key_of
from answerable.model import ThreadId
from answerable.site.context import Page, Resource, Site
from answerable.site.keys import ThreadKeys
from answerable.site.publication import PublishedThread
from answerable.site.rendered import encode_thread, render_thread
from answerable.site.shared_files import SharedFiles
from answerable.site.summary import Summary, summarize
from answerable.site.templating import Templates
from answerable.site.thread_files import thread_files


def outputs(
    threads: Sequence[PublishedThread],
    around: Site,
    tallies: Mapping[ThreadId, str] | None = None,
    unpublished: Sequence[str] = (),
) -> Iterator[Page | Resource]:
    """Every page and file of *threads*, which are in the order of receipt.

    *tallies* count their messages, *unpublished* those of threads that are not shown.
    """
    rendered = {one.id: render_thread(one, around.language) for one in threads}
    known = summaries(threads, around, tallies or {})
    templates = Templates(around.language)
    shared = SharedFiles(
        known, keys(known, around), lambda summary: rendered[summary.id], around, unpublished
    )
    yield from shared.others()
    for group in shared.groups():
        for planned in group.plan():
            yield planned.make()
    for summary in known:
        page, files = thread_files(rendered[summary.id], summary, around, templates)
        yield page
        yield from files


def summaries(
    threads: Iterable[PublishedThread], around: Site, tallies: Mapping[ThreadId, str]
) -> list[Summary]:
    """What lists know of *threads*, in the same order; *tallies* count their messages."""
    timezone = around.language.timezone
    return [
        summarize(one, key_of(encode_thread(one)), timezone, tallies.get(one.id, ""))
        for one in threads
    ]


def keys(known: Iterable[Summary], around: Site) -> dict[ThreadId, str]:
    """What the files of each thread depend on."""
    maker = ThreadKeys(around)
    return {summary.id: maker.of(summary) for summary in known}
