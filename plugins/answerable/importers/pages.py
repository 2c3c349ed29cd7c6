"""What comments that stood below a page have in common, whichever system kept them.

Whoever writes a comment chooses the name above it. A system that has accounts knows better
who wrote: there an author goes by the account too, as ``user:ID``, and no name that somebody
chose can pass for one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from answerable.importers.interface import Nesting, SourceMessage

_ACCOUNT = re.compile(r"^\s*(user)\s*:\s*", re.IGNORECASE)
_MARKS = re.compile(r"</?(?:abbr|b|code|del|em|i|s|small|span|strong|sub|sup|u)\b[^<>]*>")


def account(identity: str) -> tuple[str, ...]:
    """The name of the account *identity* as ``--staff`` takes it; none for an empty one."""
    return (f"user:{identity}",) if identity else ()


def chosen_name(name: str) -> str:
    """A name that its author chose, so written that it is nobody's account."""
    return _ACCOUNT.sub(r"\1: ", name, count=1).strip()


def plain_title(title: str) -> str:
    """A page's title without the entities and marks of HTML that systems leave in it."""
    return _MARKS.sub("", html.unescape(title)).strip()


def whole_address(address: str, base_url: str | None) -> str | None:
    """*address* with the site's *base_url* before it where it has none, None for no address."""
    try:
        url = urljoin(base_url, address) if base_url and address else address
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def message_address(page: str | None, mark: str) -> str | None:
    """The address of a message on *page*, which stands there at *mark*."""
    return None if page is None else f"{page.partition('#')[0]}#{mark}"


def page_name(address: str) -> str:
    """The last part of a page's address, empty where it has none."""
    path = address.partition("#")[0].partition("?")[0]
    path = path.partition("://")[2].partition("/")[2] if "://" in path else path
    name = path.rstrip("/").rpartition("/")[2]
    return re.sub(r"(?:^index)?\.html?$", "", name)


def nesting_of(messages: Sequence[SourceMessage]) -> Nesting:
    """What a parent says on a page whose system may offer an answer to an answer, or may not.

    Where no answer has an answer it says only to which conversation a message belongs.
    """
    answers = {message.id for message in messages if message.parent is not None}
    return "message" if any(message.parent in answers for message in messages) else "branch"
