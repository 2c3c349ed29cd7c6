"""A small project that is changed and built again and again, in this process.

    project = Project(tmp_path)
    project.threads["lamp"].title = "The lamp flickers"
    project.save()                      # writes the files that differ, and no others
    project.build()                     # upon what the last build left
    project.files()                     # every file of the site but the lock
    project.clean()                     # the same of a new folder without any cache

The theme is one template, so that a build takes a tenth of a second. The time of a build is
``project.now``.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from samples import (
    NOW,
    PNG,
    POLICY_TEXT,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    topic_text,
)
from site_build.building import HOME, URL

TEMPLATE = """\
<!doctype html>
<html lang="{{ config.theme.language }}">
<head>
<title>{{ page.title if page else "" }}</title>
<meta name="description" content="{{ page.meta.description if page and page.meta else "" }}">
<link rel="canonical" href="{{ page.canonical_url if page else "" }}">
</head>
<body>
<h1>{{ config.site_name }}</h1>
{{ page.content if page else "" }}
</body>
</html>
"""

SHAPE = "![A hinge](assets/{name}) and more.\n"


@dataclass
class Answer:
    """A reply, or without a signer a follow-up, *day* days after the comment."""

    day: int
    body: str
    signer: str | None
    outcome: str | None = None
    decision: str = "published"


@dataclass
class Thread:
    """One thread, received *day* days after the beginning of September 2026."""

    id: str
    day: int
    title: str = "Spare parts take six weeks"
    body: str = "I have waited six weeks for a hinge.\n"
    topic: str = "spare-parts"
    kind: str = "problem"
    tags: str = "[delivery]"
    sender: str = "P. M."
    language: str = "en"
    decision: str = "published"
    answers: list[Answer] = field(default_factory=list)
    assets: dict[str, bytes] = field(default_factory=dict)
    broken: bool = False

    def files(self) -> dict[str, bytes]:
        """Its files by their paths in its folder."""
        body = self.body + "".join(map(SHAPE.format_map, ({"name": n} for n in self.assets)))
        start = datetime.fromisoformat("2026-09-01T09:12:00+02:00") + timedelta(days=self.day)
        erased = self.decision == "erased"
        texts = {
            "comment.md": comment_text(
                id=self.id,
                title=None if self.broken or erased else self.title,
                topic=self.topic,
                kind=self.kind,
                tags=self.tags,
                language=self.language,
                from_=None if erased else self.sender,
                nonce=None if erased else "5b0c1f2e3d4c5b6a79880716253443ff",
                received=start.isoformat(),
                moderation=_decision(self.decision, start),
                body="" if erased else body,
            )
        }
        for answer in self.answers:
            at = start + timedelta(days=answer.day, hours=3)
            name = f"{at.date()}-{answer.signer or 'customer'}.md"
            if answer.signer:
                texts[name] = reply_text(
                    thread=self.id,
                    question=question(body=body),
                    signed_by=answer.signer,
                    date=at.isoformat(),
                    outcome=answer.outcome,
                    body=answer.body,
                )
            else:
                texts[name] = follow_up_text(
                    thread=self.id,
                    received=at.isoformat(),
                    moderation=_decision(answer.decision, at),
                    resolved=None,
                    body=answer.body,
                )
        files = {name: text.encode() for name, text in texts.items()}
        return files | {f"assets/{name}": data for name, data in self.assets.items()}


def _decision(name: str, at: datetime) -> str:
    reason = ", reason: insult" if name == "withheld" else ""
    when = "" if name == "pending" else f", by: moderator, at: {at.isoformat()}"
    return f"{{decision: {name}{when}{reason}}}"


@dataclass
class Person:
    """An employee."""

    name: str
    role: str = "Service"
    until: str | None = None
    portrait: bytes | None = None


class Project:
    """A project in the folder *root*; the site is in ``site``, the cache in ``.cache``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.now = NOW
        self.config: dict[str, Any] = {"site_name": "Kitchens, answered"}
        self.language = "en"
        self.settings: dict[str, Any] = {"per_page": 2, "feed_entries": 4}
        self.template = TEMPLATE
        self.docs = {"index.md": HOME, "about.md": "# About us\n"}
        self.policy = POLICY_TEXT
        self.people = {
            "anna": Person("Anna Berg"),
            "ben": Person("Ben Olsen"),
            "moderator": Person("Mo Derator"),
        }
        self.topics = {"spare-parts": ("Spare parts", 3), "service": ("Service", 5)}
        self.threads = {
            "spare-parts": Thread("spareparts", 0, answers=[Answer(2, "We found it.\n", "anna")]),
            "hinge": Thread("hinge00001", 10, "The hinge squeaks", topic="service", kind="idea"),
            "lamp": Thread("lamp000001", 20, "The lamp flickers", assets={"a.png": PNG}),
            "table": Thread(
                "table00001",
                30,
                "The table wobbles",
                answers=[
                    Answer(1, "It will be replaced.\n", "ben", "changed"),
                    Answer(4, "Thank you!\n", None),
                ],
            ),
        }
        self.save()

    @property
    def site(self) -> Path:
        """The folder of the site."""
        return self.root / "site"

    def wanted(self) -> dict[str, bytes]:
        """Every file of the project as it should be, by its path."""
        values = {
            "site_url": URL,
            "theme": {"name": None, "custom_dir": "theme", "language": self.language},
            "plugins": ["search", {"answerable": self.settings}],
            **self.config,
        }
        files = {
            "mkdocs.yml": yaml.safe_dump(values).encode(),
            "theme/main.html": self.template.encode(),
            "theme/404.html": b"Nothing here.",
            "feedback/policy.yml": self.policy.encode(),
        }
        files |= {f"docs/{name}": text.encode() for name, text in self.docs.items()}
        for name, (title, promise) in self.topics.items():
            text = topic_text(title=title, promise=str(promise))
            files[f"feedback/topics/{name}.md"] = text.encode()
        for name, person in self.people.items():
            portrait = f"{name}.png" if person.portrait else None
            text = person_text(
                name=person.name, role=person.role, until=person.until, portrait=portrait
            )
            files[f"feedback/people/{name}.md"] = text.encode()
            if person.portrait:
                files[f"feedback/people/{portrait}"] = person.portrait
        for slug, thread in self.threads.items():
            for name, data in thread.files().items():
                files[f"feedback/threads/2026/{slug}/{name}"] = data
        return files

    def save(self) -> None:
        """Write what differs, and delete what is not wanted."""
        wanted = self.wanted()
        for path in list(self.root.rglob("*")):
            name = path.relative_to(self.root).as_posix()
            ours = not name.startswith(("site", ".cache", "clean"))
            if ours and path.is_file() and name not in wanted:
                path.unlink()
                for folder in path.parents:
                    if folder == self.root or any(folder.iterdir()):
                        break
                    folder.rmdir()
        for name, data in wanted.items():
            path = self.root / name
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        (self.root / "feedback" / "threads").mkdir(exist_ok=True)

    def build(self, *, workers: int = 0, dirty: bool = False) -> None:
        """Build upon what lies in the folders."""
        self._build(self.root, workers=workers, dirty=dirty)

    def clean(self) -> Mapping[str, bytes]:
        """Build in a new folder and say what is in its site."""
        other = self.root / "clean"
        shutil.rmtree(other, ignore_errors=True)
        for name in ("mkdocs.yml", "docs", "feedback", "theme"):
            source = self.root / name
            if source.is_dir():
                shutil.copytree(source, other / name)
            else:
                other.mkdir()
                shutil.copy(source, other / name)
        self._build(other)
        return files_in(other / "site")

    def files(self) -> Mapping[str, bytes]:
        """What is in the site."""
        return files_in(self.site)

    def times(self) -> Mapping[str, int]:
        """When each file of the site was written, in nanoseconds."""
        return {name: (self.site / name).stat().st_mtime_ns for name in self.files()}

    def _build(self, folder: Path, *, workers: int = 0, dirty: bool = False) -> None:
        environment = {
            "SOURCE_DATE_EPOCH": str(int(self.now.timestamp())),
            "ANSWERABLE_WORKERS": str(workers),
        }
        with patch.dict(os.environ, environment):
            build(load_config(str(folder / "mkdocs.yml")), dirty=dirty)


def files_in(site: Path) -> Mapping[str, bytes]:
    """Every file in the folder *site* by its path, but for the lock."""
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.relative_to(site).as_posix() != ".answerable/lock"
    }


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    """The paths of the files that are not the same in both."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))
