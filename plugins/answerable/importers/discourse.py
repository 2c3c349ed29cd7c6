"""Discourse: topics as JSON, as ``/t/<id>.json`` gives them with all posts inlined.

What the fields mean (Discourse's own serializers, ``TopicViewSerializer`` and
``PostSerializer``):

* ``post_type`` 1 is a post; 2 is a moderator's action, 3 a small action, 4 a whisper, which
  only staff may see;
* ``cooked`` is the text as HTML;
* ``reply_to_post_number`` names a post of the same topic by its place. Without it a post
  belongs to the topic;
* a topic that is not ``visible`` is not listed, and only ``regular`` ones are public.

The name that is kept is the ``username``: readers saw it, and texts quote and mention people
by it. The full ``name`` counts when staff is recognised.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from answerable.importers.discourse_html import plain_html
from answerable.importers.export_files import (
    ExportFileError,
    named_file,
    read_export_file,
    walk_export,
)
from answerable.importers.html import HtmlError
from answerable.importers.interface import (
    Conversation,
    ImportPathError,
    LeftOut,
    SourceMessage,
)
from answerable.importers.times import parse_time

LARGEST = 64 * 1024 * 1024
_PERSONAL = (
    "avatar_template",
    "bio_excerpt",
    "email",
    "flair_name",
    "ip_address",
    "name",
    "polls",
    "primary_group_name",
    "user_title",
)
_POST = 1
_TYPES = {2: "an action of a moderator", 3: "a notice of the forum", 4: "a whisper among staff"}


class Discourse:
    """The format ``discourse``."""

    name = "discourse"
    description = "a topic's JSON file, or a folder of such files"

    def items(self, path: Path, base_url: str | None) -> Iterator[Conversation | LeftOut]:
        """One conversation a topic, the files by name."""
        found = False
        for shown, file in _files(path):
            found = True
            if isinstance(file, str):
                yield LeftOut(shown, file)
                continue
            try:
                topic = _read(file)
                posts = _posts(topic)
            except _NoTopicError as error:
                yield LeftOut(shown, str(error))
                continue
            yield from _topic(shown, topic, posts, base_url)
        if not found:
            raise ImportPathError(f"no topics (.json) below {path}")


class _NoTopicError(Exception):
    """The file is no topic; the message says why."""


class _NoPostError(Exception):
    """The entry is no post; the message says why."""


def _files(path: Path) -> Iterator[tuple[str, Path | str]]:
    """What the report calls a file, and the file, or the reason why it is passed over."""
    if path.is_file():
        yield path.name, named_file(path)
        return
    if not path.is_dir():
        return
    for folder in walk_export(path):
        for item, reason in folder.passed_over:
            yield item.relative_to(path).as_posix(), reason
        for file in folder.files:
            if file.suffix == ".json":
                yield file.relative_to(path).as_posix(), file


def _read(file: Path) -> Mapping[str, Any]:
    try:
        topic = json.loads(read_export_file(file, LARGEST))
    except ExportFileError as error:
        raise _NoTopicError(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise _NoTopicError("is not JSON") from error
    if not isinstance(topic, dict):
        raise _NoTopicError("is no topic")
    return topic


def _posts(topic: Mapping[str, Any]) -> Sequence[Any]:
    stream = topic.get("post_stream")
    posts = stream.get("posts") if isinstance(stream, dict) else None
    if not isinstance(posts, list) or not posts:
        raise _NoTopicError("is no topic: it holds no post_stream with posts")
    return posts


def _topic(
    shown: str, topic: Mapping[str, Any], posts: Sequence[Any], base_url: str | None
) -> Iterator[Conversation | LeftOut]:
    closed = _why_private(topic)
    parents = _ids_by_number(posts)
    messages = []
    dropped: Counter[str] = Counter()
    for place, post in enumerate(posts, start=1):
        try:
            message = _message(post, parents, closed, base_url)
        except _NoPostError as error:
            yield LeftOut(f"{shown} post {place}", str(error))
            continue
        number = post.get("post_number", place)
        item = f"{shown} post {number}"
        messages.append(replace(message, item=item, url=_address(topic, number, base_url)))
        dropped.update(name for name in _PERSONAL if post.get(name))
    if messages:
        yield Conversation(
            shown,
            tuple(messages),
            "topic",
            page=_text(topic.get("slug")),
            title=_text(topic.get("title")) or None,
            tags=_tags(topic.get("tags")),
            dropped=dropped,
            warnings=_missing_posts(shown, topic, posts),
        )


def _why_private(topic: Mapping[str, Any]) -> str | None:
    archetype = topic.get("archetype", "regular")
    if archetype == "private_message":
        return "a private message"
    if archetype != "regular":
        return "not a regular topic"
    if topic.get("deleted_at"):
        return "the topic is deleted"
    return "the topic is not listed" if topic.get("visible") is False else None


def _message(
    post: Any, parents: Mapping[int, str], closed: str | None, base_url: str | None
) -> SourceMessage:
    """A post as a message, without its place in the export."""
    if not isinstance(post, dict):
        raise _NoPostError("is no post")
    identity = post.get("id")
    if not _is_whole(identity):
        raise _NoPostError("has no id")
    date = parse_time(_text(post.get("created_at")))
    if date is None:
        raise _NoPostError("has no date")
    try:
        text = plain_html(_text(post.get("cooked")), base_url)
    except HtmlError as error:
        raise _NoPostError(str(error)) from error
    answered = post.get("reply_to_post_number")
    if not _is_whole(answered):
        answered = None
    return SourceMessage(
        id=str(identity),
        item="",
        name=_text(post.get("username")) or _text(post.get("name")),
        date=date,
        text=text,
        markup="html",
        also=(_text(post.get("name")),),
        parent=None if answered is None else parents.get(answered, f"post {answered}"),
        marked_as_staff=post.get("staff") is True,
        left_out=closed or _why_left_out(post),
    )


def _why_left_out(post: Mapping[str, Any]) -> str | None:
    kind = post.get("post_type", _POST)
    if kind != _POST:
        return _TYPES.get(kind, "not a post") if _is_whole(kind) else "not a post"
    if post.get("deleted_at") or post.get("user_deleted"):
        return "deleted"
    return "hidden" if post.get("hidden") else None


def _ids_by_number(posts: Sequence[Any]) -> Mapping[int, str]:
    return {
        post["post_number"]: str(post["id"])
        for post in posts
        if isinstance(post, dict) and _is_whole(post.get("post_number")) and post.get("id")
    }


def _address(topic: Mapping[str, Any], number: Any, base_url: str | None) -> str | None:
    identity = topic.get("id")
    if not base_url or not _is_whole(number) or not _is_whole(identity):
        return None
    return f"{base_url.rstrip('/')}/t/{_text(topic.get('slug')) or '-'}/{identity}/{number}"


def _tags(tags: Any) -> tuple[str, ...]:
    """Names of tags; newer versions write mappings with a name."""
    names = [tag.get("name") if isinstance(tag, dict) else tag for tag in _list(tags)]
    return tuple(name for name in names if isinstance(name, str))


def _missing_posts(shown: str, topic: Mapping[str, Any], posts: Sequence[Any]) -> tuple[str, ...]:
    # Discourse inlines 20 posts of a topic and only names the others.
    stream = _list(topic["post_stream"].get("stream"))
    missing = len(stream) - len(posts)
    if missing <= 0:
        return ()
    return (f"{shown} holds {len(posts)} of the topic's {len(stream)} posts",)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
