"""All that a site publishes of one thread: its files, its pages and its data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from answerable.config import Settings
from answerable.markup import Picture
from answerable.model import Stem, ThreadId
from answerable.source.assets import read_assets
from answerable.source.files import LARGEST_FILE, LARGEST_SIGNATURE
from answerable.source.folder import Place
from answerable.source.names import NONCE, THREAD_ID
from answerable.source.problems import Report
from answerable.verification.data import ThreadData, data_ids, read_data
from answerable.verification.folder import Folder, UnreadableError
from answerable.verification.page import ShownPage, read_page
from answerable.verification.shown import expected_words
from answerable.verification.sources import read_source
from answerable.verification.tokens import Resolve, Token, resolver

LARGEST_PAGE = 16 * 1024 * 1024
PAGE, BARE_PAGE = "the page", "the bare page"

_LARGEST_NONCE = 64


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A page: where it lies, what it is called in notes, and what it shows."""

    path: str
    called: str
    shown: ShownPage


class Evidence:
    """What there is of the thread in the folder *path* of *site*, ``threads/2026/spare-parts``."""

    def __init__(self, site: Folder, path: str) -> None:
        self._site = site
        self.path = path
        self.files = frozenset(site.entries(path))
        self.places = list(self._find_pages())
        self.data = self._find_data()
        self.resolve = resolver(f"{path}/", self.data.site_url)
        # Of one message at a time is asked, several times.
        self.words = lru_cache(maxsize=4)(self._words)
        self.nonce = lru_cache(maxsize=4)(self._nonce)

    @property
    def messages(self) -> Mapping[Stem, Mapping[str, Any]]:
        """The messages that the data holds."""
        return self.data.messages

    def replies(self) -> set[Stem]:
        """The replies, wherever they are found."""
        stems = {
            name.removesuffix(".sig").removesuffix(".md")
            for name in self.files
            if name.endswith((".md", ".md.sig"))
        }
        for place in self.places:
            stems |= {m.stem for m in place.shown.messages.values() if m.kind == "reply"}
        stems |= {stem for stem, one in self.messages.items() if one.get("type") == "reply"}
        return stems

    def source(self, stem: Stem) -> bytes | None:
        """The file of a reply, None if there is none. Raises UnreadableError."""
        return self._site.read(f"{self.path}/{stem}.md", LARGEST_FILE)

    def signature(self, stem: Stem) -> bytes | None:
        """The signature beside it, None if there is none. Raises UnreadableError."""
        return self._site.read(f"{self.path}/{stem}.md.sig", LARGEST_SIGNATURE)

    def expected(self, body: str, stem: Stem, *, own: bool) -> list[Token]:
        """What a page has to show of a message; *own* says that an employee wrote it."""
        return expected_words(body, stem, own=own, assets=self._assets, resolve=self.resolve)

    @cached_property
    def _assets(self) -> Mapping[str, Picture]:
        """The files that messages show, with the sizes of pictures."""
        folder = f"{self.path}/assets"
        names = sorted(name for name, inner in self._site.entries(folder).items() if not inner)
        place = Place(str(self._site.root / folder), folder)
        found = read_assets(place, names, Report(Settings())).values()
        return {asset.name: Picture(asset.width, asset.height) for asset in found}

    def resolve_on(self, place: ThreadPage) -> Resolve:
        """Where the addresses on a page lead to."""
        return resolver(place.path, self.data.site_url)

    @property
    def language(self) -> str:
        """The language of the pages."""
        return self.places[0].shown.language if self.places else "en"

    def _words(self, stem: Stem) -> str | None:
        """The words of a customer's message, None where they cannot be read."""
        return self._text(f"{stem}.txt", LARGEST_FILE)

    def _nonce(self, stem: Stem) -> str | None:
        """The key of their digest, None where it cannot be read."""
        text = self._text(f"{stem}.nonce", _LARGEST_NONCE)
        fits = text is not None and text.endswith("\n") and NONCE.fullmatch(text[:-1])
        return text[:-1] if text and fits else None

    def _text(self, name: str, most: int) -> str | None:
        try:
            data = self._site.read(f"{self.path}/{name}", most)
            return None if data is None else data.decode()
        except (UnreadableError, UnicodeDecodeError):
            return None

    def _find_pages(self) -> Iterator[ThreadPage]:
        for file, called in (
            (f"{self.path}/index.html", PAGE),
            (f"{self.path}.html", PAGE),
            (f"{self.path}/embed/index.html", BARE_PAGE),
            (f"{self.path}/embed.html", BARE_PAGE),
        ):
            try:
                data = self._site.read(file, LARGEST_PAGE)
            except UnreadableError as error:
                yield ThreadPage(file, called, ShownPage(str(error)))
                continue
            if data is not None:
                yield ThreadPage(file, called, read_page(data))

    def _find_data(self) -> ThreadData:
        """The data of the thread, by whatever name the thread is given anywhere."""
        best = ThreadData("", problem="there is no data of its thread")
        for thread in dict.fromkeys(self._names()):
            best = replace(best, id=best.id or thread)
            try:
                data = self._site.read(f"api/threads/{thread}.json", LARGEST_PAGE)
            except UnreadableError as error:
                best = replace(best, problem=f"its data cannot be used: {error}")
                continue
            found = None if data is None else read_data(thread, data, self.path)
            if found is not None and not found.problem:
                return found
            best = replace(best, problem=found.problem if found else best.problem)
        return best

    def _names(self) -> Iterator[ThreadId]:
        shown = [place.shown for place in self.places]
        yield from data_ids(address for page in shown for address in page.data)
        for page in shown:
            yield from filter(THREAD_ID.fullmatch, page.threads)
        for name in sorted(self.files):
            if name.endswith(".md"):
                yield from self._named_in(name.removesuffix(".md"))

    def _named_in(self, stem: Stem) -> Iterator[ThreadId]:
        try:
            data = self.source(stem)
        except UnreadableError:
            return
        thread = read_source(data, stem).thread if data is not None else None
        if thread and THREAD_ID.fullmatch(thread):
            yield thread
