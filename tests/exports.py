"""Small exports of other systems, written as these systems write them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml


def staticman_comment(root: Path, place: str, **fields: Any) -> Path:
    """A comment's file at *place* (``page/comment-1``) of a Jekyll site; None leaves out."""
    values = {
        "_id": f"id-{place}",
        "message": "Nice.",
        "name": "Tom",
        "email": "0123456789abcdef0123456789abcdef",
        "date": "2016-08-21T22:33:25.272Z",
    }
    values |= fields
    file = root / "_data" / "comments" / f"{place}.yml"
    file.parent.mkdir(parents=True, exist_ok=True)
    given = {name: value for name, value in values.items() if value is not None}
    file.write_text(yaml.safe_dump(given, allow_unicode=True), encoding="utf-8")
    return file


def discourse_post(number: int, **fields: Any) -> dict[str, Any]:
    """A post of a topic, by day the number *number* of May 2018."""
    post = {
        "id": 1000 + number,
        "post_number": number,
        "post_type": 1,
        "username": "cust" if number == 1 else f"user{number}",
        "name": "",
        "created_at": f"2018-05-{number:02}T10:00:00.123Z",
        "cooked": f"<p>Text {number}</p>",
        "reply_to_post_number": None,
        "hidden": False,
        "deleted_at": None,
        "user_deleted": False,
        "staff": False,
        "avatar_template": "/u/{size}.png",
    }
    return post | fields


def discourse_topic(root: Path, *posts: Any, **fields: Any) -> Path:
    """A topic's file with *posts*."""
    topic: dict[str, Any] = {
        "id": 7,
        "title": "Doors that squeak",
        "slug": "doors-that-squeak",
        "archetype": "regular",
        "visible": True,
        "tags": [],
        "post_stream": {"posts": list(posts), "stream": [1001 + at for at in range(len(posts))]},
    }
    topic |= fields
    root.mkdir(parents=True, exist_ok=True)
    file = root / f"{topic['slug']}.{topic['id']}.json"
    file.write_text(json.dumps(topic), encoding="utf-8")
    return file
