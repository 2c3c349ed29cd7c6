"""The data of a thread as a site publishes them, read with nothing taken for granted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from answerable.model import Stem, ThreadId


@dataclass(frozen=True, slots=True)
class ThreadData:
    """What ``api/threads/<id>.json`` says. ``site_url`` is "" where it cannot be told.

    ``problem`` says why it cannot be used; then there is nothing in it.
    """

    id: ThreadId
    site_url: str = ""
    title: str | None = None
    messages: Mapping[Stem, Mapping[str, Any]] = field(default_factory=dict)
    problem: str = ""


def read_data(thread: ThreadId, data: bytes, folder: str | None) -> ThreadData:
    """The *data* of a *thread*, which is that in *folder*; None: it does not matter where."""
    try:
        value = orjson.loads(data)
    except orjson.JSONDecodeError:
        return ThreadData(thread, problem="its data is not JSON")
    if not isinstance(value, dict) or value.get("id") != thread:
        return ThreadData(thread, problem="its data is that of another thread")
    site_url = "" if folder is None else _site_url(value.get("url"), folder)
    if site_url is None:
        return ThreadData(thread, problem="its data names another page")
    found = value.get("messages")
    messages: dict[Stem, Mapping[str, Any]] = {}
    for message in found if isinstance(found, list) else ():
        stem = message.get("stem") if isinstance(message, dict) else None
        if not isinstance(stem, str) or stem in messages:
            return ThreadData(thread, problem="its data holds a message that has no name")
        messages[stem] = message
    title = value.get("title")
    return ThreadData(
        thread,
        site_url=site_url,
        title=title if isinstance(title, str) else None,
        messages=messages,
    )


def _site_url(url: object, folder: str) -> str | None:
    """The address of the site whose thread in *folder* has the page *url*."""
    for page in (f"{folder}/", f"{folder}.html"):
        if isinstance(url, str) and url.endswith(f"/{page}"):
            return url.removesuffix(page)
    return None


def data_ids(addresses: Iterable[str]) -> list[ThreadId]:
    """The threads whose data these *addresses* lead to."""
    found = (re.search(r"(?:\A|/)api/threads/([a-z0-9]{10})\.json\Z", one) for one in addresses)
    return [match[1] for match in found if match]
