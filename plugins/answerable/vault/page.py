"""The page that asks for the password, for both formats.

The rules that it keeps:

* every value is escaped for its place: text and attributes by the template engine, JSON in a
  script element here; a colour must be one, and reaches the style through the script only;
* script and style are files. Nothing in the page itself is run or styled, so it works where a
  Content-Security-Policy allows no more than ``'self'``; where one file must stand alone, both
  are put into it (:func:`standalone_page`);
* without its script the page says why it cannot open; no search engine keeps it;
* an address of a script holds its digest: no cache mixes versions.

The policy in the page also holds for what is decrypted into it, since a browser drops none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from answerable.vault.errors import UnusablePageError
from answerable.vault.lock1 import Locked
from answerable.vault.staticrypt_page import StatiCryptPage, find_page, has_payload

LOCK_SCRIPT = "assets/answerable/lock.js"
LOCK_STYLE = "assets/answerable/lock.css"

SITE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'"
)
"""For pages of the site itself: nothing is loaded from, or sent to, any other place."""

OPEN_POLICY = "object-src 'none'; base-uri 'self'"
"""For pages that may load whatever they loaded before they were encrypted."""

_SCRIPTS = ("bytes", "staticrypt", "lock1", "opened", "form")
_CONFIG = re.compile(
    r'<script type="application/json" id="ans-lock-page">(.*?)</script>', re.DOTALL
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,30}|(?:rgb|hsl)a?\([0-9., %/deg]{5,40}\)")


class Page(Protocol):
    """A page in one of the formats."""

    def config(self) -> dict[str, Any]:
        """What the page holds, for JSON."""
        ...


@dataclass(frozen=True, slots=True)
class LockTexts:
    """What the page says, in the reader's *language* (``site/lock_texts.py``).

    ``instructions`` may be empty.
    """

    language: str
    title: str
    instructions: str
    label: str
    button: str
    remember: str
    show: str
    hide: str
    working: str
    error: str
    damaged: str
    elsewhere: str
    insecure: str
    no_script: str
    logged_out: str


@dataclass(frozen=True, slots=True)
class Colours:
    """Of the button and of the page, as CSS writes them; None for those of the style."""

    primary: str | None = None
    secondary: str | None = None

    def __post_init__(self) -> None:
        for colour in (self.primary, self.secondary):
            if colour is not None and not _COLOUR.fullmatch(colour):
                raise UnusablePageError("a colour is written #rrggbb, rgb(…), hsl(…) or as a name")


def locked_page(
    locked: Page,
    texts: LockTexts,
    root: str,
    title: str | None = None,
    *,
    remember: int | None = 0,
    policy: str = SITE_POLICY,
    colours: Colours = Colours(),
    pinned: bool = True,
) -> bytes:
    """The page that opens *locked*.

    *root* leads from the page to the folder below which ``LOCK_SCRIPT`` and ``LOCK_STYLE`` lie:
    ``../`` or an empty text; *title* stands in the window's title and above the field, the one
    of *texts* if left out. *remember* is for lock1 what :class:`StatiCryptPage` has itself: for
    how many days a browser may keep the key, 0 for ever, None not at all. A *pinned* page takes
    script and style only as they are now; no browser can check that in a page that is opened
    from a disk.
    """
    files = {
        "script_file": root + versioned(LOCK_SCRIPT),
        "script_digest": integrity(LOCK_SCRIPT) if pinned else "",
        "style_file": root + versioned(LOCK_STYLE),
        "style_digest": integrity(LOCK_STYLE) if pinned else "",
    }
    return _rendered(locked, texts, title, remember, colours, policy=policy, **files)


def standalone_page(
    locked: Page,
    texts: LockTexts,
    title: str | None = None,
    *,
    remember: int | None = 0,
    policy: str = OPEN_POLICY,
    colours: Colours = Colours(),
) -> bytes:
    """The page that opens *locked*, with script and style inside: one file that stands alone."""
    inside = {
        "script": Markup(lock_files()[LOCK_SCRIPT]),  # noqa: S704  (our own)
        "style": Markup(lock_files()[LOCK_STYLE]),  # noqa: S704  (our own)
    }
    return _rendered(locked, texts, title, remember, colours, policy=policy, **inside)


@cache
def lock_files() -> Mapping[str, str]:
    """Script and style by their address below the site's root."""
    folder = resources.files("answerable.vault").joinpath("assets/lock")
    parts = [folder.joinpath(f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    # In a function, so that no name of ours meets one of the page that is opened.
    script = '(() => {\n"use strict";\n' + "\n".join(parts) + "})();\n"
    style = folder.joinpath("lock.css").read_text(encoding="utf-8")
    return {LOCK_SCRIPT: script, LOCK_STYLE: style}


def versioned(address: str) -> str:
    """*address* of a file of ours with a piece of its digest."""
    digest = hashlib.sha256(lock_files()[address].encode()).hexdigest()
    return f"{address}?{digest[:12]}"


def integrity(address: str) -> Markup:
    """The attribute without which a changed file of ours would be loaded as well."""
    digest = hashlib.sha256(lock_files()[address].encode()).digest()
    return Markup(' integrity="sha256-{}"').format(base64.b64encode(digest).decode())


def read_page(text: str) -> Locked | StatiCryptPage:
    """The locked page in the file *text*, whoever wrote it. Raises UnusablePageError."""
    found = _CONFIG.findall(text)
    if len(found) == 1:
        try:
            config = json.loads(found[0])
        except ValueError as error:
            raise UnusablePageError("the locked page is damaged") from error
        if isinstance(config, dict) and config.get("format") == "lock1":
            return Locked.from_config(config)
    page = find_page(text)
    if page is None:
        raise UnusablePageError("it is not encrypted")
    return page


def is_locked(text: str) -> bool:
    """Whether the file *text* is a locked page of any kind, also a damaged one."""
    return bool(_CONFIG.search(text) or has_payload(text))


def _rendered(
    locked: Page,
    texts: LockTexts,
    title: str | None,
    remember: int | None,
    colours: Colours,
    **values: object,
) -> bytes:
    settings = {
        "remember": remember,
        "primary": colours.primary,
        "secondary": colours.secondary,
        "texts": {field.name: getattr(texts, field.name) for field in fields(texts)},
    }
    page: str = _template().render(
        page=_json(locked.config()),
        settings=_json(settings),
        texts=texts,
        title=texts.title if title is None else title,
        remembers=locked.config().get("isRememberEnabled", remember is not None),
        **{"script": None, "style": None, **values},
    )
    return page.encode()


def _json(values: Mapping[str, Any]) -> Markup:
    text = json.dumps(values, separators=(",", ":"))
    # Nothing in it can end the element, or begin a comment in it.
    for sign in "<>&":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704  (escaped)


@cache
def _template() -> Any:
    environment = Environment(
        loader=PackageLoader("answerable.vault"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )
    return environment.get_template("locked.html")
