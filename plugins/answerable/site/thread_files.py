"""All that is made of one thread: its page, its bare form, its data and its feeds."""

from __future__ import annotations

from collections.abc import Mapping

from answerable.model import Stem
from answerable.site import data, feeds, oembed
from answerable.site.context import Page, Resource, Site
from answerable.site.dialogue import ShownMessage, shown_messages
from answerable.site.feed_entries import FeedEntry, ThreadEntries
from answerable.site.fragments import place
from answerable.site.head import thread_head
from answerable.site.messages import dialogue
from answerable.site.newest import newest
from answerable.site.publication import PublishedThread
from answerable.site.rendered import RenderedThread
from answerable.site.summary import Summary
from answerable.site.templating import Templates
from answerable.site.threads import description, embed_page, thread_page
from answerable.site.trust_files import message_files


def thread_files(
    rendered: RenderedThread, summary: Summary, site: Site, templates: Templates
) -> tuple[Page, list[Resource]]:
    """The page of a thread, and its files with those that its messages show."""
    thread = rendered.thread
    absolute = {
        message.stem: absolute_words(rendered, site, message) for message in shown_messages(thread)
    }
    messages = dialogue(thread, rendered.words, site, templates)
    about = description(rendered, site)
    page = thread_page(thread, messages, about, thread_head(rendered, about, site), site, templates)
    files = [
        embed_page(thread, messages, site, templates),
        Resource(data.data_path(thread.id), data.thread_json(thread, summary, site, absolute)),
    ]
    if not summary.is_stub:
        files.append(Resource(oembed.oembed_path(thread), oembed.oembed_json(thread, site)))
        files += _feeds(thread, summary, absolute, site)
    files += message_files(thread)
    files += [
        Resource(f"{thread.url}assets/{asset.name}", asset.path.read_bytes())
        for asset in thread.assets
    ]
    return page, files


def _feeds(
    thread: PublishedThread, summary: Summary, words: Mapping[Stem, str], site: Site
) -> list[Resource]:
    written = ThreadEntries(thread, site)
    by_stem = {message.stem: message for message in shown_messages(thread)}
    entries = [
        written.entry(by_stem[stem], words[stem])
        for _, stem in newest([summary], site.settings.feed_entries)
    ]
    feed = feeds.Feed(f"{thread.title} - {site.name}", thread.url, entries)
    return [
        Resource(feed.atom_path, feeds.atom(feed, site)),
        Resource(feed.json_path, feeds.json_feed(feed, site)),
    ]


def entry_of(rendered: RenderedThread, stem: Stem, site: Site) -> FeedEntry:
    """The entry of one message in the feeds of lists."""
    message = next(one for one in shown_messages(rendered.thread) if one.stem == stem)
    html = absolute_words(rendered, site, message)
    return ThreadEntries(rendered.thread, site).entry(message, html)


def absolute_words(rendered: RenderedThread, site: Site, message: ShownMessage) -> str:
    """The words of *message* as HTML with whole addresses."""
    words = rendered.words[message.stem]
    return place(words, root=site.url, files=site.folder(rendered.thread.url))
