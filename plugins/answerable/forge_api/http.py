"""Requests to the API of a forge, with a token.

The rules that this module keeps:

* only https, with a certificate that this machine trusts; http to this machine alone;
* the token goes to the address that was named and nowhere else: an answer that leads elsewhere
  is not followed, and no message repeats the token;
* an answer has a size and a time beyond which it is given up, and a list has a last page.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from answerable.terminal import visible

LARGEST_ANSWER = 8 * 1024 * 1024
SECONDS = 30.0
MOST_PAGES = 50

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
_WORDS = {
    401: "does not accept the token",
    403: "does not allow this with the token",
    404: "knows no such repository, or hides it from the token",
    429: "is asked too often: try again later",
}


class ApiError(Exception):
    """The forge did not do it; the message says why. ``status`` is 0 where it did not answer."""

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Api:
    """An API at the address ``base``; ``secret`` are the headers that hold the token.

    Raises ApiError where the token must not be sent there.
    """

    base: str
    secret: Mapping[str, str] = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not _is_safe(self.base):
            raise ApiError(
                f"'{visible(self.base)}' must be an address that begins with https://, with "
                "neither a password nor a question mark in it"
            )

    def get(self, path: str, **query: str | int) -> Any:
        """What lies at *path*."""
        return self._ask("GET", f"{path}?{urlencode(query)}" if query else path, None)

    def get_all(self, path: str, *, page_size: tuple[str, int], **query: str | int) -> list[Any]:
        """All items of the list at *path*; *page_size* is the parameter's name and its value."""
        items: list[Any] = []
        name, size = page_size
        for page in range(1, MOST_PAGES + 1):
            found = self.get(path, **query, **{name: size, "page": page})
            if not isinstance(found, list):
                raise ApiError(f"{self._host} answers with something else than a list")
            items += found
            if len(found) < size:
                break
        return items

    def send(self, method: str, path: str, **values: object) -> Any:
        """What becomes of *values* at *path*."""
        return self._ask(method, path, json.dumps(values).encode())

    @property
    def _host(self) -> str:
        return urlsplit(self.base).netloc

    def _ask(self, method: str, path: str, data: bytes | None) -> Any:
        request = Request(  # noqa: S310  (see _is_safe)
            f"{self.base.rstrip('/')}/{path}",
            data=data,
            method=method,
            headers={
                "User-Agent": "answerable",
                "Accept": "application/json",
                **({"Content-Type": "application/json"} if data is not None else {}),
                **self.headers,
            },
        )
        for name, value in self.secret.items():
            # So the token would not go along, even if something were followed.
            request.add_unredirected_header(name, value)
        answers: SimpleQueue[bytes | ApiError] = SimpleQueue()
        # A server that sends a byte now and then would outlast every timeout of a socket.
        Thread(target=lambda: answers.put(self._answer(request)), daemon=True).start()
        try:
            answer = answers.get(timeout=SECONDS)
        except Empty:
            raise ApiError(f"{self._host} did not answer within {SECONDS:g} seconds") from None
        if isinstance(answer, ApiError):
            raise answer
        try:
            return json.loads(answer) if answer.strip() else None
        except (ValueError, RecursionError):
            raise ApiError(f"{self._host} does not answer as the API of a forge does") from None

    def _answer(self, request: Request) -> bytes | ApiError:
        try:
            with build_opener(_NoRedirect).open(request, timeout=SECONDS) as response:
                data: bytes = response.read(LARGEST_ANSWER + 1)
        except HTTPError as error:
            with error:
                return ApiError(self._told(f"{self._host} {_reason(error)}"), error.code)
        except (URLError, HTTPException, OSError, ValueError) as error:
            reason = getattr(error, "reason", None) or error
            words = getattr(reason, "verify_message", None) or getattr(reason, "strerror", None)
            said = visible(str(words or reason))[:200]
            return ApiError(self._told(f"{self._host} cannot be reached: {said}"))
        if len(data) > LARGEST_ANSWER:
            return ApiError(f"the answer of {self._host} is too large")
        return data

    def _told(self, text: str) -> str:
        """*text* without a token that a server may have sent back."""
        for value in self.secret.values():
            for word in {value, value.rpartition(" ")[2]}:
                text = text.replace(word, "…")
        return text


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """Follow nothing."""


def _is_safe(base: str) -> bool:
    if not base.isascii() or not base.isprintable() or set(base) & set(' \\"<>?#@'):
        return False
    try:
        parts = urlsplit(base)
        return parts.port != 0 and (
            (parts.scheme == "https" and bool(parts.hostname))
            or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE)
        )
    except ValueError:
        return False


def _reason(error: HTTPError) -> str:
    if 300 <= error.code < 400:
        target = visible(error.headers.get("Location", "somewhere else"))[:200]
        return f"leads to {target}, which was not asked: is the repository's address right?"
    words = _WORDS.get(error.code, f"answers with error {error.code}")
    said = _said(error)
    return f"{words} ({said})" if said else words


def _said(error: HTTPError) -> str:
    """The forge's own words, where its answer has any."""
    try:
        answer = json.loads(error.read(4096))
        message = answer.get("message") or answer.get("error")
    except (ValueError, AttributeError, RecursionError, OSError, HTTPException):
        return ""
    words = message if isinstance(message, str) else json.dumps(message)
    return "" if message is None else visible(words)[:200]
