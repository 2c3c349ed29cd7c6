"""Pelican, from PyPI: articles with a category, tags and authors, and Atom feeds of these.

It writes pages, lists of all threads, of topics, tags and people in pages, one page for each
year, and Atom feeds of the lists; neither lists of kinds and states, nor feeds of threads,
nor data, nor a search index.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from benchmark.corpus.project import DOCS, FEED_ENTRIES, PER_PAGE, SITE_NAME, SITE_URL, Corpus
from benchmark.peers.content import PEOPLE, TOPIC_TITLES, fields_of, folder_of, write
from benchmark.peers.interface import Job
from benchmark.peers.pages import thread_body
from benchmark.peers.tools import pip_install, pip_version
from benchmark.shell import Shell

THEME = Path(__file__).parents[1] / "themes" / "pelican"

_SETTINGS = f"""\
SITENAME = {SITE_NAME!r}
SITEURL = {SITE_URL.rstrip("/")!r}
AUTHOR = SITENAME
PATH = "content"
ARTICLE_PATHS = ["threads"]
PAGE_PATHS = ["pages"]
OUTPUT_PATH = "output"
THEME = "theme"
THEME_STATIC_DIR = "assets"
THEME_STATIC_PATHS = ["assets"]
TIMEZONE = "Europe/Berlin"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = {PER_PAGE}
PAGINATION_PATTERNS = (
    (1, "{{base_name}}/", "{{base_name}}/index.html"),
    (2, "{{base_name}}/page/{{number}}/", "{{base_name}}/page/{{number}}/index.html"),
)
ARTICLE_URL = "threads/{{date:%Y}}/{{slug}}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = "{{slug}}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
CATEGORY_URL = "topics/{{slug}}/"
CATEGORY_SAVE_AS = CATEGORY_URL + "index.html"
TAG_URL = "tags/{{slug}}/"
TAG_SAVE_AS = TAG_URL + "index.html"
AUTHOR_URL = "people/{{slug}}/"
AUTHOR_SAVE_AS = AUTHOR_URL + "index.html"
YEAR_ARCHIVE_SAVE_AS = "threads/{{date:%Y}}/index.html"
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = "topics/{{slug}}/feed.xml"
TAG_FEED_ATOM = "tags/{{slug}}/feed.xml"
AUTHOR_FEED_ATOM = "people/{{slug}}/feed.xml"
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = {FEED_ENTRIES}
SUMMARY_MAX_LENGTH = 30
"""


@dataclass(frozen=True, slots=True)
class Pelican:
    """Pelican in an environment of its own."""

    name: str = "pelican"
    title: str = "Pelican"
    largest: int = 5_000

    def version(self, place: Path) -> str | None:
        """The version of the package."""
        return pip_version(place / "venv", "pelican")

    def install(self, place: Path) -> None:
        """From PyPI, with Python-Markdown."""
        pip_install(place / "venv", "pelican[markdown]==4.12.0")

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Write articles, theme and settings."""
        folder = place / str(corpus.count)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(THEME, folder / "theme")
        shutil.copytree(shell.assets, folder / "theme" / "static" / "assets")
        base = shell.filled(
            title="{% block title %}{{ SITENAME }}{% endblock %}",
            description="{% block description %}{% endblock %}",
            url="{{ SITEURL }}/{{ output_file|replace('index.html', '') }}",
            head="{% block head %}{% endblock %}",
            body="{% block body %}{% endblock %}",
        )
        # Material's page has the title twice; a block may stand only once.
        block = "{% block title %}{{ SITENAME }}{% endblock %}"
        first, *rest = base.split(block)
        base = first + block + "{{ self.title() }}".join(rest)
        write(folder / "theme" / "templates" / "base.html", base)
        write(folder / "pelicanconf.py", _SETTINGS)
        for name, text in DOCS.items():
            title, _, body = text.partition("\n")
            if name != "index.md":
                head = f"Title: {title.strip('# ')}\nSlug: {name.removesuffix('.md')}\n"
                write(folder / "content" / "pages" / name, f"{head}\n{body}")
        for thread in corpus.threads():
            fields = fields_of(thread)
            people = "; ".join(PEOPLE[person]["name"] for person in fields["people"])
            head = (
                f"Title: {thread.title}\nDate: {thread.comment.received.isoformat()}\n"
                f"Slug: {thread.slug}\nLang: en\nCategory: {TOPIC_TITLES[thread.topic]}\n"
                f"Tags: {', '.join(thread.tags)}\nState: {fields['state']}\n"
                f"Kind: {thread.kind}\nLanguage: {thread.comment.language}\n"
            )
            head += f"Authors: {people}\n" if people else ""
            text = f"{head}\n{thread_body(thread)}"
            write(folder / "content" / f"{folder_of(thread)}.md", text)
        home = folder_of(corpus.changed_thread())
        return Job(
            folder=folder,
            command=(str(place / "venv" / "bin" / "pelican"), "--quiet"),
            output=folder / "output",
            changed=folder / "content" / f"{home}.md",
            page=folder / "output" / home / "index.html",
            caches=(folder / "cache",),
        )
