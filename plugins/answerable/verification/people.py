"""The names that the pages of employees bear."""

from __future__ import annotations

from answerable.model import PersonId
from answerable.source.names import is_person
from answerable.verification.evidence import LARGEST_PAGE
from answerable.verification.folder import Folder, UnreadableError
from answerable.verification.page import quoted, read_page
from answerable.verification.tokens import one_line


class PeoplePages:
    """The pages of the employees of a *site*, each read once."""

    def __init__(self, site: Folder) -> None:
        self._site = site
        self._names: dict[PersonId, str | None] = {}

    def name(self, person: PersonId) -> str | None:
        """The name on the page of *person*, None where that cannot be read."""
        if person not in self._names:
            title = self._title(person)
            self._names[person] = None if title is None else one_line(title)
        return self._names[person]

    def problem(self, person: PersonId, name: str | None) -> str | None:
        """What is wrong with the page of *person*, whom answers call *name*."""
        found = self.name(person)
        if found is None:
            return f"there is no page of {quoted(person)} that can be read"
        if name is not None and found != one_line(name):
            return f"the page of {person} bears the name {quoted(found)}"
        return None

    def _title(self, person: PersonId) -> str | None:
        for path in (f"people/{person}/index.html", f"people/{person}.html"):
            try:
                data = self._site.read(path, LARGEST_PAGE) if is_person(person) else None
            except UnreadableError:
                continue
            if data is not None:
                return read_page(data).title
        return None
