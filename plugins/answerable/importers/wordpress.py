"""WordPress eXtended RSS (WXR) 1.0 to 1.2: the file that *Tools, Export* gives.

What the elements mean (WordPress' ``wp-admin/includes/export.php``):

* an ``item`` is a page, a post or a file; below it stand its comments. Only the ``publish``ed
  is public. A file says ``inherit``: it is as public as the page that it belongs to;
* ``wp:post_password`` closes a page to everybody who does not know it;
* ``wp:comment_approved`` is 1 for what is shown. 0 waits; the others are spam and trash;
* ``wp:comment_type`` is empty or ``comment``, or ``review`` in a shop. Pingbacks and trackbacks
  are written by machines; other types belong to extensions, which keep notes of the staff as
  comments too;
* ``wp:comment_user_id`` is the account of the author, 0 for a guest. The accounts of
  ``wp:author`` have written pages: that is the staff, or most of it;
* what WordPress adds when it shows a comment, paragraphs above all, is not in the export
  (:mod:`importers.wordpress_html`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from answerable.importers.export_files import named_file
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
from answerable.importers.wordpress_html import shown_html
from answerable.importers.xml_files import Element, Unread, read_records

_AUTHOR = ("rss", "channel", "wp:author")
_ITEM = ("rss", "channel", "item")
_COMMENT = (*_ITEM, "wp:comment")
_PERSONAL = ("wp:comment_author_email", "wp:comment_author_url", "wp:comment_author_IP")
_SHOWN_TYPES = frozenset({"", "comment", "review"})
_STATES = {"0": "not approved", "hold": "not approved", "spam": "marked as spam"}
_TRASH = frozenset({"trash", "post-trashed"})
_MOST_ABOVE = 10


@dataclass(slots=True)
class _Comments:
    """The comments of an item, and what is not taken over from them."""

    messages: list[SourceMessage] = field(default_factory=list)
    dropped: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class _Item:
    """A page, a post or a file; ``comments`` are those below it."""

    id: str
    item: str
    title: str
    link: str
    name: str
    tags: tuple[str, ...]
    status: str
    above: str
    has_password: bool
    comments: _Comments


class WordPress:
    """The format ``wxr``."""

    name = "wxr"
    description = "the file that WordPress exports, .xml or .xml.gz"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a page, in the order of the file."""
        items: list[_Item] = []
        comments = _Comments()
        authors: set[str] = set()
        found = False
        for record in read_records(named_file(path), (_AUTHOR, _ITEM, _COMMENT)):
            if isinstance(record, Unread):
                found = True
                yield record.left_out
                if record.name == "item":
                    yield from _pageless(comments)
                    comments = _Comments()
            elif record.name == "wp:author":
                authors.update(account(record.value("wp:author_id")))
            elif record.name == "item":
                items.append(_item(record, comments))
                comments = _Comments()
            else:
                found = True
                message = _message(record)
                if isinstance(message, LeftOut):
                    yield message
                    continue
                comments.messages.append(message)
                comments.dropped.update(_dropped(record))
        if not found:
            raise ImportPathError(f"no comments in {path}")
        yield from _pageless(comments)
        by_id = {item.id: item for item in items}
        for item in items:
            if item.comments.messages:
                yield _conversation(item, _why_closed(item, by_id), authors, base_url)


def _pageless(comments: _Comments) -> Iterator[LeftOut]:
    for message in comments.messages:
        yield LeftOut(message.item, "its page could not be read")


def _item(item: Element, comments: _Comments) -> _Item:
    identity = item.value("wp:post_id")
    tags = [
        child.text.strip()
        for child in item.children
        if child.name == "category" and child.attributes.get("domain") == "post_tag"
    ]
    return _Item(
        identity,
        f"item {identity}" if identity else f"item in line {item.line}",
        plain_title(item.value("title")),
        item.value("link"),
        item.value("wp:post_name"),
        tuple(tags),
        item.value("wp:status"),
        item.value("wp:post_parent"),
        bool(item.value("wp:post_password")),
        comments,
    )


def _message(comment: Element) -> SourceMessage | LeftOut:
    """A comment as a message that does not know its page."""
    identity = comment.value("wp:comment_id")
    if not identity:
        return LeftOut(f"comment in line {comment.line}", "has no id")
    item = f"comment {identity}"
    times = comment.value("wp:comment_date_gmt"), comment.value("wp:comment_date")
    # A comment from before the first installation of WordPress has 0000-00-00 as one of them.
    date = parse_time(times[0]) or parse_time(times[1])
    if date is None:
        written = times[0] or times[1]
        return LeftOut(item, f"'{written}' is no date" if written else "has no date")
    user = comment.value("wp:comment_user_id").lstrip("0")
    parent = comment.value("wp:comment_parent").lstrip("0")
    return SourceMessage(
        id=identity,
        item=item,
        name=chosen_name(comment.value("wp:comment_author")),
        date=date,
        text=shown_html(comment.value("wp:comment_content")),
        markup="html",
        also=account(user),
        parent=parent or None,
        left_out=_why_left_out(comment),
    )


def _why_left_out(comment: Element) -> str | None:
    kind = comment.value("wp:comment_type").lower()
    if kind not in _SHOWN_TYPES:
        return f"a {kind}" if kind in ("pingback", "trackback") else f"of the type '{kind}'"
    state = comment.value("wp:comment_approved").lower()
    if state == "1":
        return None
    return "in the trash" if state in _TRASH else _STATES.get(state, "not approved")


def _dropped(comment: Element) -> Iterator[str]:
    for name in _PERSONAL:
        if comment.value(name):
            yield name.removeprefix("wp:comment_")
    if comment.first("wp:commentmeta") is not None:
        yield "commentmeta"


def _why_closed(item: _Item, by_id: Mapping[str, _Item]) -> str | None:
    """Why not everybody could read the page *item*."""
    page = item
    for _ in range(_MOST_ABOVE):
        if page.has_password:
            return "its page needs a password"
        if page.status != "inherit":
            break
        if not page.above.lstrip("0"):
            return None  # a file that belongs to no page
        above = by_id.get(page.above)
        if above is None:
            return "the page that it belongs to is not in the export"
        page = above
    if page.status == "publish":
        return None
    if not page.status:
        return "the export does not say that its page is published"
    return f"its page is not published but '{page.status}'"


def _conversation(
    item: _Item, closed: str | None, authors: set[str], base_url: str | None
) -> Conversation:
    address = whole_address(item.link, base_url)
    messages = [
        replace(
            message,
            url=message_address(address, f"comment-{message.id}"),
            marked_as_staff=not authors.isdisjoint(message.also),
            left_out=message.left_out or closed,
        )
        for message in item.comments.messages
    ]
    return Conversation(
        item.item,
        tuple(messages),
        "message",
        page=item.name or page_name(item.link),
        title=item.title or None,
        tags=item.tags,
        dropped=item.comments.dropped,
    )
