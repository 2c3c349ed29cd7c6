"""A whole site behind one password, so that a pull request can be shown on a public host.

The rules that this module keeps:

* every page is encrypted, and pictures and documents are in the pages;
* of all other files only those stay that a browser needs to show the pages and that hold no
  content: styles, scripts and fonts. Feeds, data, the search index, the sitemap and the sources
  of threads are left out;
* nothing lies where the preview is asked for before all of it was looked through for the
  texts of all pages.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath

from answerable.build.embedding import embedded
from answerable.build.public import texts_of_themes
from answerable.leaks import Scanner, Secret, cut_text
from answerable.site.language import Language
from answerable.site.lock_texts import lock_texts
from answerable.site.promise_clock import CLOCK
from answerable.site.static import static_files
from answerable.vault.keychain import KeyChain
from answerable.vault.lock1 import lock
from answerable.vault.page import is_locked, lock_files, locked_page
from answerable.vault.passwords import Password
from answerable.vault.staticrypt import new_salt
from answerable.vault.staticrypt_page import encrypt

MARK = ".answerable-preview"
"""The file that says that a folder is a preview, which may be replaced."""

ROBOTS = b"User-agent: *\nDisallow: /\n"

_PAGES = (".html", ".htm")
_STAY = (".css", ".js", ".woff", ".woff2", ".ttf", ".otf", ".ico")
_LEFT_OUT = ("assets/answerable/search/", ".answerable/", ".well-known/")
_UNSEEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|code|em|i|span|strong|time)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")


class PreviewError(Exception):
    """There can be no preview; the message says why."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What became of the files of a site: how many pages, files that stayed, others."""

    pages: int
    stayed: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Locker:
    """How pages are encrypted: as lock1 for the site at *url*, as StatiCrypt without one."""

    url: str | None
    language: Language
    password: Password

    def pages(self, pages: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
        """Each of *pages*, by its place, encrypted."""
        keys, salt = KeyChain(), new_salt()
        texts = lock_texts(self.language)
        for place, html in pages.items():
            if self.url is None:
                locked = encrypt(html, keys.staticrypt(self.password, salt), salt)
                yield place, locked_page(locked, texts, "../" * place.count("/"))
            else:
                page = lock(
                    html,
                    site_url=self.url,
                    page_path=place,
                    passwords={"preview": self.password},
                    keys=keys,
                )
                yield place, locked_page(page, texts, "../" * place.count("/"))


def make_preview(site: Path, out: Path, locker: Locker) -> Preview:
    """Write the files of *site* to *out*, encrypted. Raises PreviewError and OSError."""
    _refuse_folders(site, out)
    files = {path.relative_to(site).as_posix(): path for path in _files_of(site)}
    pages = {place: path for place, path in files.items() if place.lower().endswith(_PAGES)}
    if not pages:
        raise PreviewError(f"there is no page in {site}: build the site first, or name its folder")
    ours = {*static_files(locker.language, search=True), CLOCK}
    stay = {place: path for place, path in files.items() if _stays(place, ours)}
    inside = {
        place: partial(path.read_bytes)
        for place, path in files.items()
        if place not in pages and place not in stay and _is_shown(place)
    }
    begun = out.with_name(f"{out.name}.part")
    shutil.rmtree(begun, ignore_errors=True)
    try:
        secrets = _write(begun, pages, stay, inside, locker)
        _look_through(begun, secrets)
        if out.exists():
            shutil.rmtree(out)
        begun.replace(out)
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return Preview(len(pages), len(stay), len(files) - len(pages) - len(stay))


def _write(
    begun: Path,
    pages: Mapping[str, Path],
    stay: Mapping[str, Path],
    inside: Mapping[str, partial[bytes]],
    locker: Locker,
) -> list[Secret]:
    """Write the preview to *begun*; returns what must not be in the clear in it."""
    htmls = {place: path.read_text(encoding="utf-8") for place, path in pages.items()}
    open_pages = {place: html for place, html in htmls.items() if not is_locked(html)}
    whole = {place: embedded(html, place, inside) for place, html in open_pages.items()}
    for place, content in locker.pages(whole):
        _put(begun / place, content)
    for place in htmls.keys() - open_pages.keys():
        # It opens with its own passwords.
        _put(begun / place, htmls[place].encode())
    for place, path in stay.items():
        _put(begun / place, path.read_bytes())
    for place, text in lock_files().items():
        _put(begun / place, text.encode())
    _put(begun / "robots.txt", ROBOTS)
    _put(begun / MARK, b"")
    return _secrets(open_pages, static_files(locker.language, search=True).values())


def _secrets(pages: Mapping[str, str], programs: Iterable[str]) -> list[Secret]:
    """All texts of *pages* but those of our own *programs* and templates, each once."""
    texts: dict[bytes, Secret] = {}
    for place, html in pages.items():
        text = _INLINE.sub("", _UNSEEN.sub("\n\n", html))
        for secret in cut_text(place, unescape(_TAG.sub("\n\n", text))):
            texts.setdefault(secret.text, secret)
    secrets = list(texts.values())
    scanner = Scanner(secrets)
    ours = (
        *(path.read_bytes() for path in texts_of_themes((), None)),
        *(text.encode() for text in programs),
    )
    known = {number for data in ours for number in scanner.scan("", data).secrets}
    return [secret for number, secret in enumerate(secrets) if number not in known]


def _look_through(folder: Path, secrets: list[Secret]) -> None:
    scanner = Scanner(secrets)
    for path in _files_of(folder):
        # The names of files are as public as the addresses that they are.
        found = scanner.scan("", path.read_bytes()).secrets
        if found:
            secret = secrets[min(found)]
            raise PreviewError(
                f"{path.relative_to(folder).as_posix()} holds {secret.what} of the page "
                f"{secret.path} in the clear: take the text out of this file"
            )


def _stays(place: str, ours: Set[str]) -> bool:
    if place.startswith(_LEFT_OUT):
        return False
    return place.lower().endswith(_STAY) or place in ours


def _is_shown(place: str) -> bool:
    """Whether a page can show the file: what programs read is not put into pages."""
    suffix = PurePosixPath(place).suffix.lower()
    return suffix not in (".json", ".xml", ".gz", ".md", ".sig", ".map") and not place.startswith(
        _LEFT_OUT
    )


def _refuse_folders(site: Path, out: Path) -> None:
    if not site.is_dir():
        raise PreviewError(f"there is no folder {site}: build the site first, or name its folder")
    inner, outer = out.resolve(), site.resolve()
    if inner.is_relative_to(outer) or outer.is_relative_to(inner):
        raise PreviewError(f"{out} and {site} lie in one another: name another folder with --out")
    if out.exists() and any(out.iterdir()) and not (out / MARK).is_file():
        raise PreviewError(f"{out} holds something else than a preview: name another folder")


def _files_of(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file())


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
