"""Pages under docs/ that only some groups can open: their front matter says ``access``.

The rules that this module keeps:

* such a page is written encrypted for its groups or not at all;
* no other page knows more of it than its address, and its title where the settings show that:
  it is in no search, sitemap, social card or list of tags, and nobody's previous or next page;
* a file that only such pages show is in them and nowhere else.

The pages and files are those of the generator; what is needed of them stands in the protocols.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any, Protocol, TypeVar

from answerable.build.embedding import embedded, targets
from answerable.config import Settings, did_you_mean
from answerable.leaks import HiddenMessage
from answerable.site.context import Site
from answerable.site.lock_texts import lock_texts
from answerable.site.staff import staff_only
from answerable.vault.keychain import KeyChain
from answerable.vault.lock1 import lock
from answerable.vault.page import locked_page
from answerable.vault.passwords import Password


class AccessError(Exception):
    """A page with ``access`` that cannot be encrypted, or a link that leads into one."""


class DocsFile(Protocol):
    """A file under docs/: its place there and in the site."""

    src_uri: str
    dest_uri: str

    @property
    def content_bytes(self) -> bytes:
        """What is in it."""


class DocsPage(Protocol):
    """A page under docs/."""

    meta: MutableMapping[str, Any]
    content: str | None
    markdown: str | None
    previous_page: Any
    next_page: Any
    edit_url: str | None

    @property
    def title(self) -> str | None:
        """The title, which can be set as well."""

    @property
    def url(self) -> str:
        """The address below the site's root."""

    @property
    def file(self) -> DocsFile:
        """The file that it is made of."""


F = TypeVar("F", bound=DocsFile)


class AccessPages:
    """The pages of one build that are encrypted."""

    def __init__(self, site: Site, passwords: Mapping[str, Password], keys: KeyChain) -> None:
        self._site = site
        self._passwords = passwords
        self._keys = keys
        self._groups: dict[str, tuple[str, ...]] = {}
        self._pages: dict[str, DocsPage] = {}
        self._titles: dict[str, str | None] = {}
        self._files: dict[str, DocsFile] = {}
        self._public_words: list[str] = []

    def __contains__(self, page: DocsPage) -> bool:
        return page.file.src_uri in self._groups

    def __bool__(self) -> bool:
        return bool(self._groups)

    @property
    def urls(self) -> set[str]:
        """The addresses of the pages."""
        return {page.url for page in self._pages.values()}

    def take(self, page: DocsPage) -> None:
        """Look whether *page* is one, before other plugins see its fields. Raises AccessError."""
        if "access" not in page.meta:
            return
        source = page.file.src_uri
        self._groups[source] = groups_of(page.meta["access"], source, self._site.settings)
        self._pages[source] = page
        page.meta.pop("tags", None)
        page.meta["search"] = {"exclude": True}
        social = page.meta.get("social")
        page.meta["social"] = {**(social if isinstance(social, dict) else {}), "cards": False}

    def arrange(self, pages: Iterable[DocsPage], files: Iterable[F]) -> list[F]:
        """Take the pages out of what surrounds them, once all are read.

        *files* are all that are no pages. Returns those of them that must not be written.
        """
        if not self:
            return []
        for page in self._pages.values():
            self._leave_row(page)
            page.edit_url = None
            self._titles[page.file.src_uri] = page.title
        self.hide_titles()
        public: set[str] = set()
        for page in pages:
            if page not in self:
                public |= set(targets(page.content or "", page.url))
                self._public_words.append(page.markdown or "")
        private = {
            target
            for page in self._pages.values()
            for target in targets(page.content or "", page.url)
        }
        alone = [file for file in files if file.dest_uri in private - public]
        self._files = {file.dest_uri: file for file in alone}
        return alone

    def show_title(self, page: DocsPage) -> None:
        """Give *page* its title, while it is rendered itself."""
        if page in self:
            _set_title(page, self._titles[page.file.src_uri])

    def hide_titles(self) -> None:
        """Let all other pages see what they may of the titles."""
        if self._site.settings.access_titles == "hidden":
            for page in self._pages.values():
                _set_title(page, staff_only(self._site.language))

    def locked(self, html: str, page: DocsPage) -> str:
        """The page that is written instead of *page*, which is rendered to *html*."""
        self.hide_titles()
        groups = self._groups[page.file.src_uri]
        locked = lock(
            self._with_files(html, page.url),
            site_url=self._site.url,
            page_path=page.file.dest_uri,
            passwords={group: self._passwords[group] for group in groups},
            keys=self._keys,
        )
        root = "../" * page.file.dest_uri.count("/")
        return locked_page(locked, lock_texts(self._site.language), root).decode()

    def check_links(self, html: str, page: DocsPage) -> None:
        """Raise AccessError where the public *page* links to what only an encrypted one has."""
        if not self._files:
            return
        for target in targets(html, page.url):
            if target in self._files:
                raise AccessError(
                    f"docs/{page.file.src_uri} or its theme links to "
                    f"docs/{self._files[target].src_uri}, which only pages with 'access' show, so "
                    "it is not published. Remove the link, or copy the file."
                )

    def hidden(self) -> Iterator[HiddenMessage]:
        """The words of the pages, for the leak check, without what public pages say as well."""
        hide_titles = self._site.settings.access_titles == "hidden"
        for source, page in self._pages.items():
            title = self._titles.get(source) if hide_titles else None
            yield HiddenMessage(f"docs/{source}", page.markdown or "", title)

    def hidden_files(self) -> Iterator[tuple[str, bytes]]:
        """The files that only these pages show, with their places."""
        return ((f"docs/{file.src_uri}", file.content_bytes) for file in self._files.values())

    def public_words(self) -> list[str]:
        """What the pages that everybody can read say, and the titles that they show."""
        hide_titles = self._site.settings.access_titles == "hidden"
        titles = () if hide_titles else (title or "" for title in self._titles.values())
        return [*self._public_words, *titles]

    def _with_files(self, html: str, url: str) -> str:
        files = {place: lambda file=file: file.content_bytes for place, file in self._files.items()}
        return embedded(html, url, files)

    def _leave_row(self, page: DocsPage) -> None:
        before, after = page.previous_page, page.next_page
        if before is not None:
            before.next_page = after
        if after is not None:
            after.previous_page = before
        page.previous_page = page.next_page = None


def groups_of(access: object, source: str, settings: Settings) -> tuple[str, ...]:
    """The groups that the field ``access`` names. Raises AccessError."""
    groups = [access] if isinstance(access, str) else access
    known = settings.staff.groups
    if not isinstance(groups, list) or not groups:
        raise AccessError(
            f"docs/{source} says 'access: {access}': name a group, or a list of groups."
        )
    if not known:
        raise AccessError(
            f"docs/{source} is for {', '.join(map(str, groups))} only, and no group has a "
            "password: nothing is published. Name the groups in the setting 'staff', or delete "
            "'access'."
        )
    for group in groups:
        if group not in known:
            guess = did_you_mean(str(group), list(known)) or "."
            raise AccessError(
                f"docs/{source} is for '{group}', which is no group of the setting 'staff'{guess} "
                "Nothing is published."
            )
    return tuple(dict.fromkeys(groups))


def without_pages(index: dict[str, Any], urls: set[str]) -> dict[str, Any]:
    """The search *index* of the theme without the pages *urls*."""
    index["docs"] = [
        entry for entry in index["docs"] if entry["location"].partition("#")[0] not in urls
    ]
    # What was worked out of all entries beforehand; browsers can do that as well.
    index.pop("index", None)
    return index


def _set_title(page: Any, title: str | None) -> None:
    page.title = title
