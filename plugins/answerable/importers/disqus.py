"""Disqus: the XML file that the export of a site's comments gives.

What the elements mean (Disqus' schema ``disqus.xsd``, and exports of real sites):

* a ``thread`` is a page of the site: its ``link`` and ``title``. A ``post`` is a comment and
  names its thread, and by ``parent`` the post that it answers. ``dsq:id`` is the id of both;
  ``id`` is the site's own and often empty;
* ``isDeleted`` and ``isSpam`` posts are in the export with their text. ``isClosed`` only ends
  the writing;
* ``isAnonymous`` says that the author had no account. Without it ``username`` is the account;
  the ``name`` is the author's choice in both cases;
* links in a text lead through ``disq.us``, which counts the readers. They become what they
  lead to.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from answerable.importers.export_files import named_file
from answerable.importers.html import HtmlError, parse_html
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.pages import (
    account,
    chosen_name,
    message_address,
    page_name,
    plain_title,
    whole_address,
)
from answerable.importers.times import parse_time
from answerable.importers.xml_files import Element, Unread, read_records

_ID = "dsq:id"
_THREAD = ("disqus", "thread")
_POST = ("disqus", "post")
_PERSONAL = (("author", "email"), ("author", "username"), ("ipAddress",))
_COUNTER = "disq.us/"


@dataclass(frozen=True, slots=True)
class _Page:
    """A thread of the export; ``owner`` is the account that it belongs to."""

    title: str
    link: str
    owner: str
    deleted: bool


@dataclass(slots=True)
class _Posts:
    """The posts of one thread, and what is not taken over from them."""

    messages: list[SourceMessage] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


class Disqus:
    """The format ``disqus``."""

    name = "disqus"
    description = "the file that Disqus exports, .xml or .xml.gz"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a page, in the order of their first posts."""
        pages: dict[str, _Page] = {}
        posts: defaultdict[str, _Posts] = defaultdict(_Posts)
        found = False
        for record in read_records(named_file(path), (_THREAD, _POST)):
            if isinstance(record, Unread):
                found = True
                yield record.left_out
            elif record.name == "thread":
                pages[record.attributes.get(_ID, "")] = _page(record)
            else:
                found = True
                message = _message(record)
                if isinstance(message, LeftOut):
                    yield message
                    continue
                below = posts[_reference(record, "thread")]
                below.messages.append(message)
                below.dropped.update(names[-1] for names in _PERSONAL if record.value(*names))
        if not found:
            raise ImportPathError(f"no posts in {path}")
        for identity, below in posts.items():
            yield _conversation(identity, pages.get(identity), below, base_url)


def _page(thread: Element) -> _Page:
    return _Page(
        plain_title(thread.value("title")),
        thread.value("link"),
        thread.value("author", "username"),
        _is_set(thread, "isDeleted"),
    )


def _message(post: Element) -> SourceMessage | LeftOut:
    """A post as a message that does not know its page."""
    identity = post.attributes.get(_ID, "").strip()
    if not identity:
        return LeftOut(f"post in line {post.line}", "has no dsq:id")
    item = f"post {identity}"
    written = post.value("createdAt")
    date = parse_time(written)
    if date is None:
        return LeftOut(item, f"'{written}' is no date" if written else "has no date")
    username = post.value("author", "username")
    return SourceMessage(
        id=identity,
        item=item,
        name=chosen_name(post.value("author", "name")),
        date=date,
        text=_without_counter(post.value("message")),
        markup="html",
        also=() if _is_set(post, "author", "isAnonymous") else account(username),
        parent=_reference(post, "parent") or None,
        left_out=_why_left_out(post),
    )


def _conversation(
    identity: str, page: _Page | None, posts: _Posts, base_url: str | None
) -> Conversation:
    closed = None
    if page is None:
        closed = "its page is not in the export"
    elif page.deleted:
        closed = "its page is deleted"
    link = page.link if page else ""
    owner = account(page.owner) if page else ()
    address = whole_address(link, base_url)
    messages = [
        replace(
            message,
            url=message_address(address, f"comment-{message.id}"),
            marked_as_staff=bool(owner) and message.also == owner,
            left_out=message.left_out or closed,
        )
        for message in posts.messages
    ]
    return Conversation(
        f"thread {identity}",
        tuple(messages),
        "message",
        page=page_name(link),
        title=page.title or None if page else None,
        dropped=posts.dropped,
    )


def _why_left_out(post: Element) -> str | None:
    if _is_set(post, "isDeleted"):
        return "deleted"
    if _is_set(post, "isSpam"):
        return "marked as spam"
    approved = post.first("isApproved")
    return None if approved is None or _is_set(post, "isApproved") else "not approved"


def _is_set(element: Element, *names: str) -> bool:
    """Whether a switch is on; what is neither word counts as on."""
    return element.value(*names).lower() not in ("", "0", "false")


def _reference(post: Element, name: str) -> str:
    """The id of the thread or the post that *post* names."""
    found = post.first(name)
    return found.attributes.get(_ID, "").strip() if found is not None else ""


def _without_counter(text: str) -> str:
    """*text* with links that lead where they say."""
    if _COUNTER not in text:
        return text
    try:
        soup = parse_html(text)
    except HtmlError:
        return text  # the conversion will say what is wrong with it
    for link in soup.select("a[href]"):
        link["href"] = _target(str(link["href"]))
    return str(soup)


def _target(address: str) -> str:
    try:
        parts = urlsplit(address)
        wrapped = parse_qs(parts.query).get("url") if parts.netloc == "disq.us" else None
    except ValueError:
        return address
    # The address is followed by a colon and its seal.
    return wrapped[0].rpartition(":")[0] or address if wrapped else address
