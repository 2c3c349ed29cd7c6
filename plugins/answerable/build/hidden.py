"""What must not be public of a thread: all that its files hold and its page does not.

It is taken from the files as they are, so that a message with an error, which is left out, is
hidden as well. Nothing of it is ever kept: it is read again in each build.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePath

from answerable.config import Settings
from answerable.leaks import (
    HiddenFile,
    HiddenMessage,
    Secret,
    cut_message,
    holds,
    name_of_file,
    normal,
)
from answerable.leaks.texts import letters_of
from answerable.site.publication import PublishedThread, Stub
from answerable.source import ThreadRead
from answerable.source.frontmatter import read_document
from answerable.source.nodes import Mapping as Fields
from answerable.source.nodes import Scalar
from answerable.source.problems import Report, SourceFile

LARGEST_TEXT = 2 * 1024 * 1024
LEAST_FILE = 32
"""Bytes of a file that is no other by chance."""

_TEXTS = (".txt", ".csv")


@dataclass(frozen=True)
class Hidden:
    """What must not be public.

    ``texts`` are cut into pieces. ``without`` are addresses of threads that are public although
    they repeat a title that is not. ``digest`` stands for all of it and tells nothing: the
    files that it is made of hold their nonces. ``apart`` does so without what threads hide.
    """

    texts: tuple[Secret, ...]
    files: tuple[HiddenFile, ...]
    without: tuple[str, ...]
    digest: str
    apart: str

    def __bool__(self) -> bool:
        return bool(self.texts or self.files)


class Hiding:
    """Gathers what is hidden."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._texts: list[Secret] = []
        self._files: list[HiddenFile] = []
        self._stubs: set[str] = set()
        self._digest = sha256()
        self._apart = sha256()

    def thread(self, read: ThreadRead, published: PublishedThread | None) -> None:
        """Gather what *read* holds and *published* does not, None where nothing is public."""
        messages = published.messages if published else ()
        shown = {f"{one.stem}.md" for one in messages if not isinstance(one, Stub)}
        for name, data in read.texts.items():
            if name.endswith(".md") and name not in shown:
                path = f"{read.folder.place.shown}/{name}"
                self._texts += cut_message(_message(path, data, self._settings))
                self._digest.update(_told(name, data))
        if published and published.is_stub:
            self._stubs.add(published.slug)
        shown_files = {f"assets/{asset.name}" for asset in published.assets} if published else ()
        for name in read.folder.names:
            if name.startswith("assets/") and name not in shown_files:
                self._asset(Path(read.folder.place.path, name), f"{read.folder.place.shown}/{name}")

    def pages(self, pages: Iterable[HiddenMessage], public: Iterable[str]) -> None:
        """Gather the words of hidden *pages*, but not what the *public* ones say as well."""
        secrets = [secret for page in pages for secret in cut_message(page)]
        said = [normal(text) for text in public] if secrets else []
        for secret in secrets:
            if not any(holds(text, secret) for text in said):
                self._texts.append(secret)
                self._apart.update(_told(secret.way, secret.text))

    def file(self, path: str, data: bytes) -> None:
        """Gather a file by its bytes, the words in it and its name; *path* is shown."""
        self._apart.update(_told(PurePath(path).name, data))
        self._file(path, data)

    def _file(self, path: str, data: bytes) -> None:
        self._digest.update(_told(PurePath(path).name, data))
        if len(data) >= LEAST_FILE:
            self._files.append(HiddenFile(path, len(data), sha256(data).hexdigest()))
        if path.lower().endswith(_TEXTS):
            self._texts += cut_message(HiddenMessage(path, data.decode("utf-8", "replace")))
        self._texts += name_of_file(path, PurePath(path).name)

    def all(self, exceptions: Iterable[str] = ()) -> Hidden:
        """All that was gathered but the *exceptions*: texts that may be public, names of files."""
        names = set(exceptions)
        allowed = [letters_of(text) for text in names]
        self._apart.update(repr(sorted(names)).encode())
        self._digest.update(self._apart.digest())
        without = self._addresses()
        self._digest.update(repr(without).encode())
        return Hidden(
            tuple(
                secret
                for secret in self._texts
                if not any(secret.text.replace(b" ", b"") in text for text in allowed)
            ),
            tuple(file for file in self._files if PurePath(file.path).name not in names),
            without,
            self._digest.hexdigest(),
            self._apart.hexdigest(),
        )

    def _addresses(self) -> tuple[str, ...]:
        """The addresses of stubs that repeat some hidden title."""
        titles = {one.text for one in self._texts if one.what == "the title"}
        slugs = {slug: letters_of(slug) for slug in sorted(self._stubs)}
        return tuple(slug for slug, said in slugs.items() if any(one in said for one in titles))

    def _asset(self, file: Path, shown: str) -> None:
        try:
            handle = os.open(file, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
            with os.fdopen(handle, "rb") as opened:
                data = opened.read(LARGEST_TEXT + 1)
        except OSError:
            return  # a link or a device: nothing of it is shown, and the check says so
        self._file(shown, data)


def _told(name: str, data: bytes) -> bytes:
    """What no other name and bytes give."""
    return f"{len(name)},{len(data)}:{name}".encode("utf-8", "surrogateescape") + data


def _message(path: str, data: bytes, settings: Settings) -> HiddenMessage:
    text = data.decode("utf-8", "replace")
    document = read_document(SourceFile(path, text, Report(settings), data))
    if document is None:
        return HiddenMessage(path, text)
    fields = dict(_scalars(document.fields))
    source = document.fields.entries.get("source")
    origin = source.value if source else None
    addresses = dict(_scalars(origin)) if isinstance(origin, Fields) else {}
    return HiddenMessage(
        path,
        document.body,
        # In a reply it is a digest.
        title=None if "signed_by" in fields else fields.get("title"),
        sender=fields.get("from"),
        addresses=tuple(addresses[name] for name in ("id", "url") if name in addresses),
    )


def _scalars(fields: Fields) -> Iterator[tuple[str, str]]:
    for name, entry in fields.entries.items():
        if isinstance(entry.value, Scalar):
            yield name, entry.value.text
