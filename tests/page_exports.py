"""Small exports of systems that keep comments below pages, written as these systems write them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

DISQUS_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
<category dsq:id="1"><forum>doors</forum><title>General</title></category>
"""
WXR_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Doors</title>
<wp:author><wp:author_id>2</wp:author_id><wp:author_login>anna_b</wp:author_login></wp:author>
"""
_ISSO_COLUMNS = (
    "tid, id, parent, created, modified, mode, remote_addr, text, author, email, website, "
    "likes, dislikes, voters, notification"
)


def elements(values: dict[str, Any]) -> str:
    """XML elements by name; a tuple is what stands in the element already, None leaves out."""
    return "".join(
        f"<{name}>{value[0] if isinstance(value, tuple) else escape(str(value))}</{name}>"
        for name, value in values.items()
        if value is not None
    )


def disqus_thread(identity: int = 7, **fields: Any) -> str:
    """A page of a Disqus export."""
    values: dict[str, Any] = {
        "id": "doors",
        "link": "https://doors.example/2018/squeaking-doors.html",
        "title": "Squeaking doors",
        "author": (elements({"name": "Doors", "username": "doors_owner"}),),
        "isClosed": "true",
        "isDeleted": "false",
    }
    return f'<thread dsq:id="{identity}">{elements(values | fields)}</thread>\n'


def disqus_post(
    number: int,
    name: str = "Tom",
    username: str | None = None,
    thread: int = 7,
    parent: int | None = None,
    **fields: Any,
) -> str:
    """A post of a Disqus export, by day the number *number* of May 2018."""
    author = {
        "email": "tom@home.example.net",
        "name": name,
        "isAnonymous": "false" if username else "true",
        "username": username,
    }
    values: dict[str, Any] = {
        "id": f"wp_id={number}",
        "message": f"<p>Text {number}</p>",
        "createdAt": f"2018-05-{number:02}T10:00:00Z",
        "isDeleted": "false",
        "isSpam": "false",
        "author": (elements(author),),
        "ipAddress": "192.0.2.25",
    }
    above = "" if parent is None else f'<parent dsq:id="{parent}"/>'
    inner = f'{elements(values | fields)}<thread dsq:id="{thread}"/>{above}'
    return f'<post dsq:id="{number}">{inner}</post>\n'


def disqus_export(folder: Path, *records: str) -> Path:
    """An export of Disqus."""
    file = folder / "disqus.xml"
    file.write_text(f"{DISQUS_HEAD}{''.join(records)}</disqus>\n", encoding="utf-8")
    return file


def wxr_comment(number: int, author: str = "Tom", user: int = 0, **fields: Any) -> str:
    """A comment of a WordPress export; the fields without ``comment_`` before their names."""
    values: dict[str, Any] = {
        "id": number,
        "author": author,
        "author_email": "tom@home.example.net",
        "author_url": "",
        "author_IP": "192.0.2.25",
        "date": f"2018-05-{number:02} 12:00:00",
        "date_gmt": f"2018-05-{number:02} 10:00:00",
        "content": f"Text {number}",
        "approved": 1,
        "type": "",
        "parent": 0,
        "user_id": user,
    }
    named = {f"wp:comment_{name}": value for name, value in (values | fields).items()}
    return f"<wp:comment>{elements(named)}</wp:comment>\n"


def wxr_item(*comments: str, tags: Sequence[str] = (), **fields: Any) -> str:
    """A page of a WordPress export with its comments."""
    values: dict[str, Any] = {
        "title": "Squeaking doors",
        "link": "https://doors.example/?p=18",
        "post_id": 18,
        "post_name": "squeaking-doors",
        "status": "publish",
        "post_parent": 0,
        "post_type": "post",
        "post_password": "",
    }
    plain = ("title", "link")
    named = {n if n in plain else f"wp:{n}": v for n, v in (values | fields).items()}
    shown = "".join(
        f'<category domain="post_tag" nicename="x"><![CDATA[{tag}]]></category>' for tag in tags
    )
    category = '<category domain="category" nicename="news">News</category>'
    return f"<item>{elements(named)}{shown}{category}{''.join(comments)}</item>\n"


def wxr_export(folder: Path, *items: str) -> Path:
    """An export of WordPress."""
    file = folder / "wordpress.xml"
    file.write_text(f"{WXR_HEAD}{''.join(items)}</channel></rss>\n", encoding="utf-8")
    return file


def isso_comment(number: int, **fields: Any) -> dict[str, Any]:
    """A row of Isso's comments, by day the number *number* of May 2018."""
    row = {
        "tid": 1,
        "id": number,
        "parent": None,
        "created": 1525082400.25 + number * 86400,
        "modified": None,
        "mode": 1,
        "remote_addr": "192.0.2.25",
        "text": f"Text {number}",
        "author": "Tom",
        "email": "tom@home.example.net",
        "website": None,
        "likes": 0,
        "dislikes": 0,
        "voters": b"\0" * 256,
        "notification": 0,
    }
    return row | fields


def isso_database(
    folder: Path,
    *rows: dict[str, Any],
    columns: str = _ISSO_COLUMNS,
    threads: Sequence[tuple[int, str, str | None]] = ((1, "/2018/squeaking/", "Squeaking doors"),),
) -> Path:
    """A database of Isso; *columns* are those that its comments have."""
    file = folder / "comments.db"
    names = [name.strip() for name in columns.split(",")]
    database = sqlite3.connect(file)
    with database:
        database.execute("CREATE TABLE threads (id INTEGER PRIMARY KEY, uri, title)")
        database.execute(
            f"CREATE TABLE comments ({columns.replace(' id,', ' id INTEGER PRIMARY KEY,')})"
        )
        database.executemany("INSERT INTO threads VALUES (?, ?, ?)", threads)
        places = ", ".join("?" for _ in names)
        values = ([row[name] for name in names] for row in rows)
        database.executemany(f"INSERT INTO comments VALUES ({places})", values)
    database.close()
    return file


def remark_comment(number: int, name: str = "Tom", **fields: Any) -> dict[str, Any]:
    """A comment of a Remark42 backup, by day the number *number* of May 2018."""
    comment = {
        "id": f"c-{number}",
        "pid": "",
        "text": f"<p>Text {number}</p>\n",
        "orig": f"Text {number}",
        "user": {
            "name": name,
            "id": f"anonymous_{number}",
            "picture": "https://comments.example/a.png",
            "ip": "ae12fe3b5f129b5cc4cdd2b136b7b7947c4d2741",
            "admin": False,
        },
        "locator": {"site": "doors", "url": "https://doors.example/2018/squeaking/"},
        "score": 0,
        "votes": {},
        "time": f"2018-05-{number:02}T10:00:00.849053725+02:00",
        "title": "Squeaking doors",
    }
    return comment | fields


def remark_backup(folder: Path, *lines: Any, header: Any = None) -> Path:
    """A backup of Remark42; a line that is text or bytes stands as it is."""
    first = {"version": 1, "users": [], "posts": []} if header is None else header
    file = folder / "backup.json"
    with file.open("wb") as out:
        for line in (first, *lines):
            text = line if isinstance(line, (str, bytes)) else json.dumps(line)
            out.write((text.encode() if isinstance(text, str) else text) + b"\n")
    return file


def stack_row(number: int, kind: int, **fields: Any) -> str:
    """A row of Posts.xml, by day the number *number* of May 2018."""
    values: dict[str, Any] = {
        "Id": number,
        "PostTypeId": kind,
        "CreationDate": f"2018-05-{number:02}T10:00:00.333",
        "Score": 3,
        "Body": f"<p>Text {number}</p>\n",
        "OwnerUserId": 100 + number,
        "LastEditorUserId": 5,
    }
    if kind == 1:
        values |= {"Title": "Why do doors squeak?", "Tags": "<oil><front-door>"}
    return stack_element(values | fields)


def stack_element(values: dict[str, Any]) -> str:
    """A row with the attributes *values*; None leaves out."""
    pairs = (
        f"{name}={quoteattr(str(value))}" for name, value in values.items() if value is not None
    )
    return f"  <row {' '.join(pairs)} />\n"


def stack_dump(folder: Path, *rows: str, users: Sequence[str] = ()) -> Path:
    """A data dump of Stack Exchange, with Users.xml if there are *users*."""
    for name, root, found in (("Posts.xml", "posts", rows), ("Users.xml", "users", users)):
        if found:
            text = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n{"".join(found)}</{root}>'
            # As the dumps are: with a byte order mark.
            (folder / name).write_text(text, encoding="utf-8-sig")
    return folder / "Posts.xml"
