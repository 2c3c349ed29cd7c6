"""What is public on purpose: the published threads, and what the site says of itself.

A customer quotes the company's answer, two people say the same. So a hidden text that is found
in the site is no leak where something public says it. Nobody looks for that before something
was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

import answerable
from answerable.build.words import Words
from answerable.leaks import HiddenFile, Secret, holds, normal
from answerable.model import LocalText
from answerable.site.context import Site
from answerable.site.publication import PublishedThread, Stub
from answerable.site.rendered import RenderedThread
from answerable.site.summary import Summary

LARGEST = 1024 * 1024


def texts_of_themes(folders: Iterable[str], own: str | None) -> Iterator[Path]:
    """The files with texts of the theme in *folders*, and ours; without those in *own*.

    Everybody who has the programs has them. *own* is where the site's owner changes the theme.
    """
    package = Path(answerable.__file__).parent / "site"
    for folder in [*map(Path, folders), package / "templates", package / "locale"]:
        if own is None or folder != Path(own):
            for pattern in ("*.html", "*.po"):
                yield from sorted(folder.rglob(pattern))


class Public:
    """What *site* says with its *threads*; *files* are those of the theme, which all can read."""

    def __init__(
        self, site: Site, threads: Iterable[Summary], words: Words, files: Iterable[Path]
    ) -> None:
        self._site = site
        self.threads = list(threads)
        self._words = words
        self._files = list(files)

    def texts(self, wanted: Iterable[Secret]) -> set[Secret]:
        """Those of *wanted* that something public says."""
        left = set(wanted)
        found: set[Secret] = set()
        for text in self._said():
            if not left:
                break
            forms = normal(text)
            said = {secret for secret in left if holds(forms, secret)}
            found |= said
            left -= said
        return found

    def files(self, wanted: Iterable[HiddenFile]) -> set[HiddenFile]:
        """Those of *wanted* that a published thread shows as well."""
        wanted = list(wanted)
        if not wanted:
            return set()
        sizes = {file.size for file in wanted}
        shown = {
            sha256(asset.path.read_bytes()).hexdigest()
            for thread in self.threads
            for asset in self._words.of(thread).thread.assets
            if asset.size in sizes
        }
        return {file for file in wanted if file.digest in shown}

    def _said(self) -> Iterator[str]:
        yield from self._site_says()
        for thread in self.threads:
            yield "\n".join(_of_thread(self._words.of(thread)))
        for path in self._files:
            if path.stat().st_size <= LARGEST:
                yield path.read_text(encoding="utf-8", errors="replace")

    def _site_says(self) -> Iterator[str]:
        publication = self._site.publication
        yield self._site.name
        for person in publication.people.values():
            yield "\n".join([person.name, person.body, *_local(person.role, person.unit)])
            yield "\n".join([*_local(person.translations), *person.handles.values()])
        for topic in publication.topics.values():
            yield "\n".join([topic.body, *_local(topic.title, topic.translations)])
        for rule in publication.rules.values():
            yield "\n".join(_local(rule.title, rule.text, rule.example, rule.law))


def _of_thread(rendered: RenderedThread) -> Iterator[str]:
    thread = rendered.thread
    yield thread.title or ""
    yield from thread.tags
    yield from rendered.plain.values()
    yield from (asset.name for asset in thread.assets)
    yield from _of_messages(thread)


def _of_messages(thread: PublishedThread) -> Iterator[str]:
    for message in thread.messages:
        if isinstance(message, Stub):
            yield getattr(message, "facts", None) or ""
        else:
            yield message.body
            yield getattr(message, "sender", None) or ""


def _local(*texts: LocalText | None) -> list[str]:
    return [text for local in texts if local for text in local.translations.values()]
