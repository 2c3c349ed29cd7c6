"""What a clean message gets from us: where links lead, sizes of pictures, names of parts.

It works on the cleaner's output and relies on its form: a ``<`` begins a tag, a tag is
``<name attribute="value">``. Text cannot look like a tag; a value can, where an older cleaner
leaves ``>`` as it is, so every tag that can have a value is matched as a whole.

* A link leads to http, https, mailto or to a file of the thread; an employee's also to a
  message of the same page. Any other is left as its text.
* A picture is shown only from the thread's files: nothing asks another host.
* The page's own headings stay above: a message's begin at ``h3``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import quote, unquote

from answerable.markup.code import LANGUAGES, MOST_COLOURED, code_block

PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "webp", "avif"})

# One `<` in front of all: what begins with one character is searched many times as fast.
_TAG = re.compile(
    r'<(?:pre(?: lang="(?P<language>[^"]*)")?><code>(?P<code>[^<]*)</code></pre>'
    r"|(?P<task>li>)(?=(?:\n<p>)?[☐☑])"
    r'|(?P<end>/?)(?P<name>a|h[1-6]|img|ol|pre|table)(?P<attributes>(?: [a-z-]+="[^"]*")*)>)'
)
_ATTRIBUTE = re.compile(r' ([a-z-]+)="([^"]*)"')
_ABSOLUTE = re.compile(r"https?://|mailto:", re.IGNORECASE)
_OWN_FRAGMENT = re.compile(r"#[a-z0-9][a-z0-9-]*")
_NUMBER = re.compile(r"[0-9]{1,9}")
_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6", "h6": "h6"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A file of the thread. ``width`` and ``height`` in pixels, None for other than pictures."""

    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the interface that a message's HTML needs, in the reader's language.

    ``table``, ``code`` and ``footnotes`` name parts of a message for those who hear it,
    ``way_back`` the link from a footnote to its place in the text. ``image_missing`` stands
    in front of the description of a picture that is not shown.
    """

    table: str
    code: str
    image_missing: str
    footnotes: str
    way_back: str


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a message stands. ``base`` leads to the thread's folder, ``""`` or with a slash."""

    stem: str
    trusted_links: bool
    assets: Mapping[str, Picture]
    base: str
    labels: Labels


def dress(html: str, setting: Setting) -> str:
    """*html*, clean, as it stands on a page."""
    return _TAG.sub(_Dresser(setting), html)


class _Dresser:
    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._links: list[bool] = []
        self._colourable = MOST_COLOURED
        self._blocks = 0

    def __call__(self, match: re.Match[str]) -> str:
        labels = self._setting.labels
        if match["code"] is not None:
            return self._code(unescape(match["code"]), (match["language"] or "").lower())
        if match["task"]:
            return '<li class="ans-task">'
        name, end = match["name"], match["end"]
        attributes = dict(_ATTRIBUTE.findall(match["attributes"]))
        if name == "a":
            return self._link_end() if end else self._link(attributes.get("href", ""))
        if name == "img":
            return self._picture(attributes.get("src", ""), attributes.get("alt", ""))
        if name == "table":
            label = escape(labels.table)
            start = f'<div class="ans-table" role="group" tabindex="0" aria-label="{label}"><table>'
            return "</table></div>" if end else start
        if name == "ol":
            number = attributes.get("start", "")
            return f'<ol start="{number}">' if _NUMBER.fullmatch(number) else f"<{end}ol>"
        if name == "pre":
            return "</pre>" if end else '<pre class="ans-plain">'
        return f"<{end}{_HEADINGS[name]}>"

    def _code(self, code: str, language: str) -> str:
        if language in LANGUAGES:
            self._colourable -= len(code)
        shown_in = language if self._colourable >= 0 else ""
        self._blocks += 1
        identifier = f"{self._setting.stem}--code-{self._blocks}"
        return code_block(code, shown_in, self._setting.labels.code, identifier)

    def _link(self, href: str) -> str:
        """The start of a link to *href*, escaped as the cleaner left it, or nothing."""
        setting = self._setting
        rel = "noopener" if setting.trusted_links else "ugc nofollow noopener"
        target = ""
        if _ABSOLUTE.match(href):
            target = f'<a href="{href}" rel="{rel}">'
        elif name := self._asset(href):
            rel = "" if setting.trusted_links else f' rel="{rel}"'
            target = f'<a href="{self._address(name)}"{rel}>'
        elif setting.trusted_links and _OWN_FRAGMENT.fullmatch(href):
            target = f'<a href="{href}">'
        self._links.append(bool(target))
        return target

    def _link_end(self) -> str:
        return "</a>" if self._links.pop() else ""

    def _picture(self, src: str, alt: str) -> str:
        name = self._asset(src)
        if name is None or name.rpartition(".")[2].lower() not in PICTURES:
            label = escape(self._setting.labels.image_missing)
            # A value may hold a `<` that its place was no danger to; a text may not.
            words = f"{label}: {escape(unescape(alt))}" if alt else label
            return f'<span class="ans-image-missing">{words}</span>'
        picture = self._setting.assets[name]
        size = ""
        if picture.width and picture.height:
            size = f' width="{picture.width}" height="{picture.height}"'
        return (
            f'<img src="{self._address(name)}" alt="{alt}" loading="lazy" decoding="async"{size}>'
        )

    def _asset(self, address: str) -> str | None:
        """The thread's file that *address* means, None if it means none."""
        folder, slash, name = unquote(unescape(address)).partition("/")
        return name if slash and folder == "assets" and name in self._setting.assets else None

    def _address(self, name: str) -> str:
        return escape(self._setting.base) + "assets/" + quote(name)
