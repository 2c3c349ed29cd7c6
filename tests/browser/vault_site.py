"""A host with locked pages, and a browser of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Page

from answerable.site.language import Language
from answerable.site.lock_texts import lock_texts
from answerable.vault import lock1, page, staticrypt_page
from answerable.vault.keychain import KeyChain
from answerable.vault.page import LockTexts
from answerable.vault.passwords import Password
from publications import BERLIN

STRICT = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'"
)
SITE = "https://example.org/"
SALT = "0123456789abcdef0123456789abcdef"
PASSWORD = Password("vierzehn Hüte hängen hoch")
OTHER = Password("sieben Äpfel rollen bergab")
KEYS = KeyChain()

SECRET = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Waiting for a decision</title>
<script src="/one.js"></script>
<noscript><style>h1 {display: none}</style></noscript>
</head>
<body class="staff">
<h1 id="top">Käse &amp; Brot</h1>
<script>window.ran = [...(window.ran ?? []), "inline"];</script>
<script src="/two.js" defer></script>
<script src="/three.js"></script>
<a href="#staticrypt_logout">Log out</a>
</body>
</html>
"""
SCRIPTS = {
    "one.js": "window.ran = ['one'];"
    "document.addEventListener('DOMContentLoaded', () => ran.push('ready'));"
    "addEventListener('load', () => ran.push('load'));",
    "two.js": "ran.push('two');",
    "three.js": "ran.push('three');",
}


@cache
def texts(language: str = "en") -> LockTexts:
    return lock_texts(Language(language, BERLIN))


def hashed(password: Password = PASSWORD) -> str:
    return KEYS.staticrypt(password, SALT)


def staticrypt_file(html: str = SECRET, *, remember: int | None = 0, **how: Any) -> bytes:
    """A page in StatiCrypt's format."""
    locked = staticrypt_page.encrypt(html, hashed(), SALT, remember=remember)
    return page.locked_page(locked, how.pop("texts", texts()), how.pop("root", ""), **how)


def lock1_file(path: str, html: str = SECRET, site: str = SITE, **how: Any) -> bytes:
    """A page in our own format, for two groups."""
    locked = lock1.lock(
        html,
        site_url=site,
        page_path=path,
        passwords={"desk": PASSWORD, "board": OTHER},
        keys=KEYS,
    )
    return page.locked_page(locked, texts(), how.pop("root", ""), **how)


def write_files(root: Path, files: Mapping[str, bytes | str]) -> None:
    """Write *files* below *root*, with those that every locked page needs."""
    for name, content in {**page.lock_files(), **SCRIPTS, **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def wait_for(page: Page, script: str) -> None:
    """Wait until *script* is true; Playwright itself would need what a policy forbids."""
    for _ in range(100):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"still not: {script}")


class _Host(SimpleHTTPRequestHandler):
    policy: str | None = None

    def do_GET(self) -> None:
        # A browser asks for it by itself.
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        if self.policy:
            self.send_header("Content-Security-Policy", self.policy)
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def hosted(root: Path, policy: str | None = None) -> Iterator[str]:
    """The address of the files below *root*, all of them under *policy*."""
    handler = type("_Strict", (_Host,), {"policy": policy})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
