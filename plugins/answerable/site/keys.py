"""What the pages of a thread depend on, as a key: equal keys, equal bytes.

A page shows more than its thread's own words: names and roles of people, titles of topics and
rules, the site's name and address, and whether a promise is broken by today. The version of
the program, and the theme around the page, are not in the key: whoever keeps keys keeps them
for one version.
"""

from __future__ import annotations

from answerable.cache import key_of
from answerable.site.awaited import awaits_promised
from answerable.site.context import Site
from answerable.site.summary import Summary

_SHORT = 12


class ThreadKeys:
    """The keys of threads on one site, on one day."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._today = site.today
        self._surroundings: dict[tuple[str, ...], str] = {}
        self._around = key_of(
            site.name,
            site.url,
            site.flat,
            site.language.code,
            site.language.timezone,
            site.settings.feed_entries,
            site.settings.forge,
            site.settings.contact,
            site.settings.feedback_dir,
        )

    def of(self, thread: Summary) -> str:
        """The key of all that is made of *thread*, its line in lists as well."""
        withheld = "withheld" in thread.moderated
        names = (thread.topic, *thread.signers, "", *thread.reasons, "!" if withheld else "")
        surroundings = self._surroundings.get(names)
        if surroundings is None:
            surroundings = self._surroundings[names] = self._key(thread)
        overdue = "!" if awaits_promised(thread) and thread.due < self._today else ""
        return f"{thread.digest}{surroundings}{overdue}"

    def _key(self, thread: Summary) -> str:
        publication = self._site.publication
        code = self._site.language.code
        people = [
            (
                person.id,
                person.name,
                person.role.in_language(code),
                person.unit.in_language(code),
                person.until is None,
                person.portrait and person.portrait.name,
            )
            for person in map(publication.people.__getitem__, dict.fromkeys(thread.signers))
        ]
        rules = [
            (
                rule.code,
                rule.title.in_language(code),
                rule.basis,
                rule.law and rule.law.in_language(code),
            )
            for rule in map(publication.rules.get, thread.reasons)
            if rule
        ]
        redress = None
        if "withheld" in thread.moderated and publication.redress:
            redress = publication.redress.in_language(code)
        topic = publication.topics[thread.topic].title.in_language(code)
        return key_of(self._around, topic, people, rules, redress)[:_SHORT]
