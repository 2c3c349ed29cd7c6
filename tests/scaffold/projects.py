"""New projects for tests: an invented company, with what a test changes."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from answerable.forges import KINDS
from answerable.scaffold import LANGUAGES, Answers, project_files

REPOSITORIES = {
    "github": "https://github.com/example/feedback",
    "gitlab": "https://gitlab.com/example/feedback",
    "forgejo": "https://codeberg.org/example/feedback",
}
SITES = [
    *itertools.product([(language,) for language in LANGUAGES], KINDS),
    (("de", "en"), "github"),
]
"""The languages and the forge of each kind of project."""


def answers(**changes: Any) -> Answers:
    """Everything is said, as little as possible is assumed."""
    forge = changes.get("forge", "github")
    said: dict[str, Any] = {
        "company": "Halden & Quist",
        "address": "https://feedback.example.com/",
        "languages": ("en",),
        "forge": forge,
        "person": "Anna Berg",
        "role": "Head of service",
        "unit": "Service",
        "since": date(2020, 5, 1),
        "timezone": "Europe/Berlin",
        "topic": "Spare parts",
        "repository": REPOSITORIES[forge],
        "email": "feedback@example.com",
        "handle": "annaberg",
        "country": "DE",
    }
    return Answers(**(said | changes))


def texts(**changes: Any) -> dict[str, str]:
    """The files of a project as texts."""
    files = project_files(answers(**changes))
    return {name: data.decode("utf-8") for name, data in files.items()}
