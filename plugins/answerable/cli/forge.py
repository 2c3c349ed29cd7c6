"""The public keys that a forge publishes for a name: one request, and nothing besides.

The rules that this module keeps:

* only https, with a certificate that this machine trusts;
* exactly one request: an answer that leads elsewhere is not followed;
* the answer has a size and a time beyond which it is given up.
"""

from __future__ import annotations

import json
import re
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from answerable.terminal import visible

FORGES = {
    "github": "https://github.com/{}.keys",
    "github-signing": "https://api.github.com/users/{}/ssh_signing_keys",
    "gitlab": "https://gitlab.com/{}.keys",
    "codeberg": "https://codeberg.org/{}.keys",
}
"""Where each forge publishes the keys of a name: those to log in with, or those to sign."""

LARGEST_ANSWER = 256 * 1024
SECONDS = 15.0

_HANDLE = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_-])?")
_WORDS = {
    403: "does not answer this; if it is busy, try again later",
    404: "knows no such name, or publishes no keys for it",
    429: "is asked too often: try again later",
}


class ForgeError(Exception):
    """There is no list of keys; the message says why, in plain words."""


def address(forge: str, handle: str) -> str:
    """Where *forge*, one of FORGES or the address of a site, publishes the keys of *handle*.

    Raises ForgeError where that is no usable address.
    """
    if not _HANDLE.fullmatch(handle):
        raise ForgeError(f"'{visible(handle)}' is no name on a forge")
    if forge in FORGES:
        return FORGES[forge].format(handle)
    try:
        parts = urlsplit(forge)
        usable = parts.scheme == "https" and parts.hostname and parts.port != 0
    except ValueError:
        usable = False
    if not usable or "@" in parts.netloc or parts.query or parts.fragment or _odd(forge):
        raise ForgeError(
            f"'{visible(forge)}' is neither one of {', '.join(FORGES)} nor the address of a "
            "forge, such as https://git.example.com"
        )
    return f"{forge.rstrip('/')}/{handle}.keys"


def fetch(url: str) -> bytes:
    """What *url* answers. Raises ForgeError where that is no list of keys."""
    answers: SimpleQueue[bytes | ForgeError] = SimpleQueue()
    # A server that sends a byte now and then would outlast every timeout of a socket.
    Thread(target=lambda: answers.put(_answer(url)), daemon=True).start()
    try:
        answer = answers.get(timeout=SECONDS)
    except Empty:
        raise ForgeError(f"{_host(url)} did not answer within {SECONDS:g} seconds") from None
    if isinstance(answer, ForgeError):
        raise answer
    return answer


def lines(answer: bytes) -> list[str]:
    """The keys in *answer*: a line each, or JSON as GitHub's API gives it."""
    text = answer.decode(errors="replace").strip()
    if text.startswith("<"):
        raise ForgeError("the answer is a web page and no list of keys")
    if not text.startswith("["):
        return [line for line in text.splitlines() if line.strip()]
    try:
        keys: Any = json.loads(text)
        return [key["key"].strip() for key in keys]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise ForgeError("the answer is no list of keys") from None


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def _answer(url: str) -> bytes | ForgeError:
    host = _host(url)
    request = Request(url, headers={"User-Agent": "answerable"})  # noqa: S310  (https, see above)
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as response:
            data: bytes = response.read(LARGEST_ANSWER + 1)
    except HTTPError as error:
        error.close()
        return ForgeError(f"{host} {_reason(error)}")
    except (URLError, HTTPException, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        words = getattr(reason, "verify_message", None) or getattr(reason, "strerror", None)
        return ForgeError(f"{host} cannot be reached: {visible(str(words or reason))[:200]}")
    if len(data) > LARGEST_ANSWER:
        return ForgeError(f"the answer of {host} is too large for a list of keys")
    return data


def _reason(error: HTTPError) -> str:
    if error.code in _WORDS:
        return _WORDS[error.code]
    if 300 <= error.code < 400:
        target = visible(error.headers.get("Location", "somewhere else"))[:200]
        return f"leads to {target}, which was not asked"
    return f"answers with error {error.code}"


def _host(url: str) -> str:
    return urlsplit(url).netloc


def _odd(text: str) -> bool:
    return not text.isascii() or not text.isprintable() or " " in text or "\\" in text
