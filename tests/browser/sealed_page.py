"""A thread's page with one signed answer, as the site makes it, and the files around it.

    site = sealed_site()               # everything is right
    site.files["…"] = b"…"             # until somebody changes something
    found = host.press(site)           # what the button says then

The files come from a server of this process, with a policy that allows scripts of the site
alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar, NamedTuple

from playwright.sync_api import Browser, Page

from answerable.digests import question_digest, title_digest
from answerable.markup import Picture, render_message
from answerable.model import LocalText, Person, PersonKey, SealState
from answerable.site.check_texts import check_texts
from answerable.site.language import Language
from answerable.site.messages import labels
from answerable.trust.allowed_signers import allowed_signers
from answerable.trust.judgement import KeyRing
from answerable.trust.revocation import revoked_keys
from site_build.building import REPOSITORY
from software_keys import SoftwareKey, ed25519

FOLDER = "threads/2026/a-squeak/"
STEM = "2026-11-03-anna"
SOURCE = f"{FOLDER}{STEM}.md"
SIGNATURE = f"{SOURCE}.sig"
WORDS = f"{FOLDER}comment.txt"
NONCE = f"{FOLDER}comment.nonce"
PAGE = f"{FOLDER}index.html"
KEYS = ".well-known/answerable/allowed_signers"
REVOKED = ".well-known/answerable/revoked_keys"

POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self'"
ASSETS = REPOSITORY / "plugins" / "answerable" / "site" / "assets"
ENGLISH = Language("en", timezone.utc)
TITLE = "A squeak from the left pedal"
DATE = datetime(2026, 11, 3, 9, 5, tzinfo=timezone.utc)
SINCE = datetime(2026, 1, 1, tzinfo=timezone.utc)
SECRET = "00112233445566778899aabbccddeeff"
PICTURES = {"pedal.png": Picture(), "other.png": Picture()}

QUESTION = "My left pedal squeaks, but **only** in the rain.\n\n![Pedal](assets/pedal.png)\n"
ANSWER = """\
You need not buy a new pedal for 25 €. See [our page](https://example.org/pedals) and *dry* it:

| Part | Oil |
|---|---|
| Axle | yes |
| Thread | no |

1. Take it off
2. Put ~~grease~~ oil on it

![A pedal](assets/pedal.png)

> Quoted

```sh
echo "dry"  # twice
```
"""


class Found(NamedTuple):
    """What the button says: the worst, the state of the signature, and all that was found."""

    verdict: str
    state: str
    findings: set[str]
    text: str


def person(name: str, *keys: PersonKey) -> Person:
    return Person(
        name, "", name.title(), LocalText({}), LocalText({}), since=SINCE.date(), keys=keys
    )


def own_key(key: SoftwareKey, until: datetime | None = None, *, revoked: bool = False) -> PersonKey:
    return PersonKey(key.public.line, SINCE, until, revoked=SINCE if revoked else None)


def reply_file(body: str = ANSWER, **fields: str) -> bytes:
    """The file of an answer; *fields* take the place of what stands there usually."""
    usual = {
        "thread": "k7q2m9x4tb",
        "question": question_digest(SECRET, QUESTION),
        "title": title_digest(SECRET, TITLE),
        "signed_by": "anna",
        "date": DATE.isoformat(),
        "language": "en",
        "outcome": "explained",
    }
    lines = [f"{name}: {value}\n" for name, value in {**usual, **fields}.items() if value]
    return f"---\n{''.join(lines)}---\n{body}".encode()


def html_of(markdown: str, stem: str, *, own: bool) -> str:
    return render_message(
        markdown,
        stem=stem,
        trusted_links=own,
        assets=PICTURES,
        base="",
        labels=labels(ENGLISH),
    )


def page_html(answer: str, question: str, state: SealState) -> str:
    """The page as the templates make it."""
    stem = STEM
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>{TITLE}</title>
<body><main><header class="ans-head"><h1 lang="en" dir="auto">{TITLE}</h1></header>
<section class="ans-message ans-message--comment" id="comment">
<header class="ans-message__head">
<h2>Carla <span class="ans-message__channel">by e-mail</span></h2>
<a class="ans-message__link" href="#comment"><time datetime="2026-11-02">2 Nov</time></a>
</header>
<div class="ans-message__words" lang="en" dir="auto">
{html_of(question, "comment", own=False)}</div>
</section>
<section class="ans-message ans-message--reply" id="{stem}">
<header class="ans-message__head">
<span class="ans-portrait" aria-hidden="true">A</span>
<div>
<h2><a href="../../../people/anna/">Anna</a></h2>
<p>Service, Workshop</p>
</div>
<a class="ans-message__link" href="#{stem}">
<time datetime="{DATE.isoformat()}">3 Nov 2026</time></a>
</header>
<div class="ans-message__words" lang="en" dir="auto">
{html_of(answer, stem, own=True)}</div>
<footer class="ans-message__foot">
<p class="ans-outcome"><strong>Explained.</strong> This answer explains how things are.</p>
<p class="ans-signature">Answered by Anna, <span>3 Nov 2026, 10:05 CET</span></p>
<details class="ans-seal" data-ans-seal="{state}" data-ans-signer="anna"
 data-ans-thread="k7q2m9x4tb">
<summary>{escape(state)}</summary>
<p><a data-ans-part="source" href="{stem}.md">file</a>
<a data-ans-part="signature" href="{stem}.md.sig">signature</a>
<a data-ans-part="keys" href="../../../{KEYS}">keys</a></p>
<div class="ans-seal__check" data-ans-check-label="Check in this browser" hidden></div>
</details>
</footer>
</section>
</main><script src="../../../assets/answerable/answerable.js"></script></body></html>"""


def scripts() -> dict[str, bytes]:
    files = {
        f"assets/answerable/{path.relative_to(ASSETS).as_posix()}": path.read_bytes()
        for path in ASSETS.rglob("*.js")
    }
    return {**files, "assets/answerable/check-texts.json": check_texts(ENGLISH)}


@dataclass
class SealedSite:
    """The files of a small site by their paths."""

    files: dict[str, bytes] = field(default_factory=dict)

    def replace(self, path: str, old: str, new: str) -> None:
        """Put *new* in the place of *old*, which stands there once or begins there."""
        content = self.files[path].decode()
        assert old in content, (path, old)
        self.files[path] = content.replace(old, new, 1).encode()

    def judged(self) -> SealState:
        """The state of the signature as the program finds it from the same files."""
        ring = KeyRing.from_lists(self.files[KEYS].decode(), self.files[REVOKED])
        now = datetime.now(timezone.utc)
        signature = self.files.get(SIGNATURE)
        return ring.judge(self.files[SOURCE], signature, signer="anna", date=DATE, now=now).state


def sealed_site(
    *,
    answer: str = ANSWER,
    question: str = QUESTION,
    state: SealState = "valid",
    signature: bytes | None = None,
    people: tuple[Person, ...] | None = None,
    key: SoftwareKey | None = None,
    fields: Mapping[str, str] | None = None,
) -> SealedSite:
    """A site on which everything is right, but for what the arguments bring."""
    key = key or ed25519("anna")
    message = reply_file(
        answer, **{"question": question_digest(SECRET, question), **(fields or {})}
    )
    staff = people or (person("anna", own_key(key)), person("ben", own_key(ed25519("ben"))))
    return SealedSite(
        {
            PAGE: page_html(answer, question, state).encode(),
            SOURCE: message,
            SIGNATURE: key.signature(message) if signature is None else signature,
            WORDS: question.encode(),
            NONCE: f"{SECRET}\n".encode(),
            KEYS: allowed_signers(staff).encode(),
            REVOKED: revoked_keys(staff).encode(),
        }
    )


TYPES = {".js": "text/javascript", ".json": "application/json", ".html": "text/html"}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    scripts: ClassVar[dict[str, bytes]] = {}
    files: ClassVar[dict[str, bytes]] = {}

    def do_GET(self) -> None:
        path = self.path.lstrip("/")
        content = self.files.get(path, self.scripts.get(path))
        unasked = path == "favicon.ico" or path.startswith(f"{FOLDER}assets/")
        self.send_response(200 if content is not None else 204 if unasked else 404)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Content-Type", TYPES.get(Path(path).suffix, "text/plain"))
        self.send_header("Content-Length", str(len(content or b"")))
        self.send_header("Cache-Control", "max-age=3600" if path in self.scripts else "no-store")
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Host:
    """Serves one site after the other to a page, and hears of everything that is asked for."""

    def __init__(self, page: Page, home: str, handler: type[_Handler]) -> None:
        self.page = page
        self.home = home
        self.asked: list[str] = []
        self.said: list[str] = []
        self._handler = handler
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))

    def open(self, site: SealedSite) -> None:
        self._handler.files = site.files
        self.said.clear()
        self.page.goto(self.home + PAGE)

    def press(self, site: SealedSite, script: str = "") -> Found:
        """Open the page of *site*, run *script* in it, press the button, and read the result."""
        self.open(site)
        if script:
            self.page.evaluate(script)
        # As quick as a reader with a mouse cannot be: whether it can be reached is tested apart.
        self.page.evaluate(
            """() => {
              document.querySelector("details.ans-seal").open = true;
              document.querySelector(".ans-seal__check button").click();
            }"""
        )
        result = self.page.locator(".ans-seal__check [role=status][data-ans-verdict]")
        data = result.evaluate("element => ({...element.dataset, text: element.innerText})")
        return Found(
            data["ansVerdict"], data["ansState"], set(data["ansFindings"].split()), data["text"]
        )


@contextmanager
def hosted(browser: Browser) -> Iterator[Host]:
    """A host on this machine, and a page of its own for it."""
    handler = type("_Placed", (_Handler,), {"scripts": scripts()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    try:
        yield Host(context.new_page(), f"http://127.0.0.1:{server.server_port}/", handler)
    finally:
        context.close()
        server.shutdown()
        server.server_close()
