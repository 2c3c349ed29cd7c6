"""What a process needs to know to make the files of threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from answerable.build.version import program_version
from answerable.cache import key_of
from answerable.model import Person
from answerable.site.context import Site
from answerable.source import Opened
from answerable.trust.allowed_signers import utc_second

THREADS = "threads"
"""The table of what is known of threads: their stamps, names of files, and summaries."""
ENTRIES = "entries"
"""The table of what the theme's search finds of threads."""
WORDS = "words"
"""The table of threads with their words, as they are published."""
PAGES = "pages"
"""The table of the threads that the site shows, each with the key of its files."""
GROUPS = "groups"
"""The table of the lists that the site shows, each with the keys of its files."""
FACTS = "facts"
"""The table of what is true of the site as a whole."""


@dataclass(frozen=True)
class Job:
    """One build. It can be sent to another process.

    ``fresh`` says that nothing of an earlier build is left in *folder*, ``searched`` that the
    theme's search finds the threads. ``taken`` names the
    source of each file that others write there. ``cache`` and ``state`` are the files of the
    caches, of what threads say and of what lies in *folder*.
    """

    opened: Opened
    site: Site
    folder: Path
    taken: Mapping[str, str]
    cache: Path
    state: Path
    fresh: bool
    searched: bool

    def cache_tables(self) -> dict[str, str]:
        """The tables of the cache of threads, with what their values depend on."""
        version = version_of(self.opened, self.site.language.code, self.site.flat, self.searched)
        return {THREADS: version, WORDS: version, ENTRIES: version}

    def site_key(self) -> str:
        """What every file of lists depends on, besides the theme's pages."""
        site = self.site
        return key_of(
            site.name,
            site.url,
            site.flat,
            site.language.code,
            site.language.timezone,
            site.settings.per_page,
            site.settings.feed_entries,
        )

    def state_tables(self) -> dict[str, str]:
        """The tables of what lies in the site's folder."""
        version = key_of(program_version(), self.site.flat)
        return {PAGES: version, GROUPS: version, FACTS: version}


def version_of(opened: Opened, *more: object) -> str:
    """What every value that is kept of a thread depends on besides its files, and *more*."""
    known = opened.known
    people = sorted(
        (person.id, person.name, person.since, person.until, _keys_of(person, opened))
        for person in known.people.values()
    )
    return key_of(
        program_version(),
        opened.place.shown,
        opened.settings.repository,
        sorted(opened.settings.checks.items()),
        *more,
        people,
        [sorted(names) for names in (known.written_people, known.written_topics)],
        sorted((topic.id, topic.promise) for topic in known.topics.values()),
        sorted(known.policy.rules),
        known.policy.promise,
        known.policy.signing,
        known.policy.signing_since,
        known.policy.calendar.timezone,
        sorted(known.policy.calendar.weekdays),
        sorted(known.policy.calendar.holidays),
        sorted(known.policy.calendar.workdays),
    )


def _keys_of(person: Person, opened: Opened) -> list[tuple[object, ...]]:
    """What the seals of *person* depend on; a key retires as time goes by."""
    now = utc_second(opened.known.now)
    return [
        (key.key, key.since, key.until, key.revoked, key.until and utc_second(key.until) < now)
        for key in person.keys
    ]
