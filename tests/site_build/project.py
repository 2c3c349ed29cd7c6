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
from pathlib import Path
from typing import Any
from unittest.mock import patch

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from samples import (
    NOW,
    POLICY_TEXT,
    person_text,
    topic_text,
)
from site_build.building import HOME, URL
from site_build.contents import Answer, Person, Thread, picture

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
        self.topics: dict[str, tuple[str, int | None]] = {
            "spare-parts": ("Spare parts", 3),
            "service": ("Service", None),
        }
        self.threads = {
            "spare-parts": Thread("spareparts", 0, answers=[Answer(2, "We found it.\n", "anna")]),
            "hinge": Thread(
                "hinge00001",
                10,
                "The hinge squeaks",
                topic="service",
                kind="idea",
                answers=[Answer(5, "You idiots!\n", None, decision="withheld")],
            ),
            "lamp": Thread("lamp000001", 20, "The lamp flickers", assets={"a.png": picture(7)}),
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
            text = topic_text(title=title, promise=str(promise) if promise else None)
            files[f"feedback/topics/{name}.md"] = text.encode()
        for name, person in self.people.items():
            portrait = f"{name}.png" if person.portrait else None
            keys = ", ".join(f"{{{key.entry()}}}" for key in person.keys)
            text = person_text(
                name=person.name,
                role=person.role,
                until=person.until,
                portrait=portrait,
                keys=f"[{keys}]" if keys else None,
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

    def build(self, *, workers: int = 0, dirty: bool = False, site: str = "site") -> None:
        """Build upon what lies in the folders; *site* is the name of that of the site."""
        self._build(self.root, workers=workers, dirty=dirty, site=site)

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
        self._build(other, workers=0, dirty=False, site="site")
        return files_in(other / "site")

    def files(self) -> Mapping[str, bytes]:
        """What is in the site."""
        return files_in(self.site)

    @property
    def of_docs(self) -> set[str]:
        """Where MkDocs writes what lies in the folder docs."""
        written = set()
        for name in self.docs:
            page = name.removesuffix(".md")
            written |= {name, f"{page}.html", f"{page}/index.html"}
        return written

    def times(self) -> Mapping[str, int]:
        """When each file of the site was written, in nanoseconds."""
        return {name: (self.site / name).stat().st_mtime_ns for name in self.files()}

    def _build(self, folder: Path, *, workers: int, dirty: bool, site: str) -> None:
        environment = {
            "SOURCE_DATE_EPOCH": str(int(self.now.timestamp())),
            "ANSWERABLE_WORKERS": str(workers),
        }
        with patch.dict(os.environ, environment):
            config = load_config(str(folder / "mkdocs.yml"), site_dir=str(folder / site))
            build(config, dirty=dirty)


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
