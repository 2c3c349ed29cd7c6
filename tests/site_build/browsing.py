"""Pages opened in Chromium, and everything that a hostile text could do there written down.

A visit hears of dialogs, of requests to another host, of errors and of calls that scripts
like to make; after it the page is asked what stands in it. Pages come from a server of this
process, other hosts do not exist. Everything runs in a thread of its own, because
Playwright and other tests may hold an event loop here already.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
from playwright.async_api import BrowserContext, Error, Page, async_playwright

from allowed_html import ATTRIBUTES, PLAIN
from site_build.building import BuiltSite

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The same without windows, which nobody sees and which take most of its time.
WINDOWLESS = shutil.which("chromium-headless-shell") or CHROMIUM
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
TABS = 4

needs_chromium = pytest.mark.skipif(WINDOWLESS is None, reason="Chromium is not installed")

Act = Callable[[Page], Awaitable[object]]
_T = TypeVar("_T")

_LISTEN = """
window.ansCalls = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = (...given) => { window.ansCalls.push(`${name}(${given})`); };
"""

_LOOK = """
([allowed, site]) => {
  const problems = window.ansCalls.map(call => `a script called ${call}`);
  const ids = new Set();
  for (const element of document.querySelectorAll("*")) {
    const shown = element.cloneNode(false).outerHTML.slice(0, 200);
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) problems.push(`an event handler: ${shown}`);
      if (/^[\\0-\\x20]*(javascript|vbscript|data):/i.test(value) && value !== "data:,"
          && !["alt", "content", "title", "value"].includes(name))
        problems.push(`an address that is a program: ${shown}`);
    }
    if (element.id && ids.has(element.id)) problems.push(`an id for the second time: ${shown}`);
    ids.add(element.id);
  }
  const inner = "iframe,object,embed,form,base,style,link,meta,template,audio,video,math";
  for (const element of document.querySelectorAll("main :is(" + inner + ")"))
    problems.push(`an element in the page: ${element.outerHTML.slice(0, 200)}`);
  for (const element of document.querySelectorAll(".ans-message__words *"))
    if (!allowed.includes(element.localName))
      problems.push(`an element in a message: ${element.outerHTML.slice(0, 200)}`);
  for (const link of document.querySelectorAll("main a[href^=http]"))
    if (![location.href, site].some(place => link.origin === new URL(place).origin)
        && !link.closest(".ans-message__words"))
      problems.push(`a captured link: ${link.outerHTML.slice(0, 200)}`);
  return {
    problems,
    messages: document.querySelectorAll("main .ans-message").length,
    scripts: [...document.scripts]
      .filter(script => !/json/.test(script.type))
      .map(script => script.getAttribute("src") || script.textContent),
  };
}
"""


@dataclass(frozen=True)
class Visit:
    """A page after it was opened: what is wrong with it and what it holds."""

    address: str
    problems: list[str]
    messages: int
    scripts: Sequence[str]


class Tab:
    """A tab of the browser, in which one page after the other is opened."""

    def __init__(self, page: Page, home: str, url: str) -> None:
        self.page = page
        self._home = home
        self._url = url
        self._heard: list[str] = []
        self._listen()

    async def visit(self, path: str, act: Act | None = None) -> Visit:
        """Open the page at *path*, *act* on it, and look at what is there then."""

        async def opened(page: Page) -> None:
            await page.goto(self._home + path)
            if act:
                await act(page)

        visit = await self.look(path, opened)
        if self.page.url != self._home + path and not act:
            visit.problems.append(f"the page went to {self.page.url}")
        return visit

    async def look(self, path: str, act: Act) -> Visit:
        """Act on the page that was opened at *path*, and look at what is there then."""
        self._heard.clear()
        seen: dict[str, Any] = {"problems": [], "messages": 0, "scripts": []}
        try:
            await act(self.page)
            seen = await self.page.evaluate(_LOOK, [[*PLAIN, *ATTRIBUTES], self._url])
        except Error as error:
            self._heard.append(f"the visit failed: {error.message}")
        problems = [*self._heard, *seen["problems"]]
        return Visit(path, problems, seen["messages"], seen["scripts"])

    def _listen(self) -> None:
        heard = self._heard.append
        self.page.on("dialog", self._dialog)
        self.page.on("request", lambda request: self._request(request.url))
        self.page.on("pageerror", lambda error: heard(f"an error: {error}"))
        self.page.on("console", lambda said: self._console(said.type, said.text))
        self.page.on("popup", lambda popup: heard(f"a window: {popup.url}"))
        self.page.on("download", lambda file: heard(f"a download: {file.url}"))

    async def _dialog(self, dialog: Any) -> None:
        self._heard.append(f"a dialog: {dialog.message}")
        await dialog.dismiss()

    def _request(self, address: str) -> None:
        here = urlsplit(self._home).netloc
        if urlsplit(address).netloc != here and not address.startswith("blob:"):
            self._heard.append(f"a request to {address}")

    def _console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self._heard.append(f"the console: {text}")


@dataclass(frozen=True)
class Walk:
    """A browser at the site of *url*, whose first page is here at *home*."""

    context: BrowserContext
    home: str
    url: str

    async def tab(self) -> Tab:
        """A new tab."""
        return Tab(await self.context.new_page(), self.home, self.url)

    async def visit_all(self, paths: Iterable[str]) -> list[Visit]:
        """Open several pages at a time."""
        waiting = iter(paths)
        visits: list[Visit] = []

        async def one_tab() -> None:
            tab = await self.tab()
            visits.extend([await tab.visit(path) for path in waiting])

        await asyncio.gather(*(one_tab() for _ in range(TABS)))
        return visits


def walk(site: BuiltSite, action: Callable[[Walk], Awaitable[_T]], *, searched: bool = True) -> _T:
    """Do *action* in a browser at *site*, which a server of this machine serves."""
    path = urlsplit(site.url).path
    with served(site.root, path, searched=searched) as home, ThreadPoolExecutor(1) as executor:

        async def run() -> _T:
            async with _browser() as context:
                return await action(Walk(context, home, site.url))

        return executor.submit(lambda: asyncio.run(run())).result()


@asynccontextmanager
async def _browser() -> AsyncIterator[BrowserContext]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=WINDOWLESS,
            args=[*ARGUMENTS, "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"],
        )
        context = await browser.new_context()
        await context.add_init_script(_LISTEN)
        yield context
        await browser.close()


class _Handler(SimpleHTTPRequestHandler):
    """Files below a prefix, which a browser may keep for the time of the walk."""

    prefix = "/"
    searched = True
    protocol_version = "HTTP/1.1"

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.prefix))

    def do_GET(self) -> None:
        # A browser asks for it by itself, and most hosts have one.
        if self.path == "/favicon.ico":
            self.send_response(HTTPStatus.NO_CONTENT)
            self.end_headers()
        elif self.path.endswith("/search/search_index.json") and not self.searched:
            index = json.loads(Path(self.translate_path(self.path)).read_bytes())
            self._send(json.dumps({**index, "docs": []}).encode())
        else:
            super().do_GET()

    def _send(self, data: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(root: Path, prefix: str, *, searched: bool = True) -> Iterator[str]:
    """The address at which the files below *root* are served, below *prefix*.

    Unless it is *searched*, the theme's search has no entries: each page reads them all again
    and works out an index, which takes longer than to show the page.
    """
    handler = type("_Placed", (_Handler,), {"prefix": prefix, "searched": searched})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(root)))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
