"""Files that are put into the page that shows them, since they are written nowhere else.

What a page refers to stands in its attributes ``src``, ``href``, ``poster``, ``data`` and
``srcset``. Addresses are resolved as a browser does it, from the page's own.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Callable, Iterator, Mapping
from html import escape, unescape
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urljoin, urlsplit

_REFERENCE = re.compile(
    r"""(?P<before>\s(?P<name>src|href|poster|data)\s*=\s*)"""
    r"""(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+)""",
    re.IGNORECASE,
)
_SET = re.compile(r"""\ssrcset\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_HOST = "site.invalid"

Content = Callable[[], bytes]


def targets(html: str, url: str) -> Iterator[str]:
    """The places below the site's root that *html*, which lies at *url*, refers to."""
    references = [_value(found) for found in _REFERENCE.finditer(html)]
    references += [part.split()[0] for found in _SET.finditer(html) for part in _choices(found)]
    for reference in references:
        target = _target(reference, url)
        if target is not None:
            yield target


def embedded(html: str, url: str, files: Mapping[str, Content]) -> str:
    """*html*, which lies at *url*, with *files* in it, by their places below the site's root."""
    if not files:
        return html

    def without(found: re.Match[str]) -> str:
        chosen = {_target(part.split()[0], url) for part in _choices(found)}
        return "" if chosen & files.keys() else found[0]

    def with_file(found: re.Match[str]) -> str:
        place = _target(_value(found), url) or ""
        if place not in files:
            return found[0]
        address = f'{found["before"]}"{data_address(place, files[place]())}"'
        if found["name"].lower() == "href":
            # Browsers do not go to such an address, they save what it holds.
            address += f' download="{escape(PurePosixPath(place).name)}"'
        return address

    return _REFERENCE.sub(with_file, _SET.sub(without, html))


def data_address(name: str, content: bytes) -> str:
    """The address ``data:`` of a file."""
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


def _value(found: re.Match[str]) -> str:
    return unescape(found["value"].strip("\"'"))


def _choices(found: re.Match[str]) -> list[str]:
    return [part for part in unescape(found[1] or found[2] or "").split(",") if part.strip()]


def _target(reference: str, url: str) -> str | None:
    """The place that *reference* leads to, None if it leads out of the site."""
    try:
        whole = urlsplit(urljoin(f"https://{_HOST}/{quote(url)}", reference))
    except ValueError:
        return None
    return unquote(whole.path).lstrip("/") if whole.netloc == _HOST else None
