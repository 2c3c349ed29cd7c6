"""Material's blog plugin, the threads as posts: category, tags, authors, archive by year.

It writes pages, lists of the years, categories and authors in pages, one page of all tags,
and the search index; neither lists of kinds and states nor feeds nor data.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from benchmark.corpus.project import DOCS, MKDOCS, PER_PAGE, Corpus
from benchmark.peers.content import (
    PEOPLE,
    TOPIC_TITLES,
    fields_of,
    folder_of,
    front_matter,
    write,
)
from benchmark.peers.interface import Job
from benchmark.peers.material import EXTENSIONS
from benchmark.peers.pages import thread_body
from benchmark.shell import Shell

_PLUGINS = f"""\
  - blog:
      blog_dir: .
      post_dir: posts
      post_url_format: "threads/{{date}}/{{slug}}"
      post_url_date_format: yyyy
      archive_date_format: yyyy
      archive_date_locale: en
      pagination_per_page: {PER_PAGE}
      authors_profiles: true
      pagination_if_single_page: true
  - tags
"""


@dataclass(frozen=True, slots=True)
class Blog:
    """The blog plugin of the Material that our own project uses."""

    name: str = "blog"
    title: str = "Material's blog plugin"
    largest: int = 1_000

    def version(self, place: Path) -> str | None:
        """The theme's version; it is a dependency of ours."""
        del place
        return metadata.version("mkdocs-material")

    def install(self, place: Path) -> None:
        """It is here already: ``scripts/venv`` installed it."""

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Write the posts; the theme makes its own shell."""
        del shell
        folder = place / str(corpus.count)
        docs = folder / "docs"
        shutil.rmtree(folder, ignore_errors=True)
        lines = MKDOCS.splitlines(keepends=True)
        kept = "".join(line for line in lines if not line.endswith("/index.md\n"))
        write(folder / "mkdocs.yml", kept + _PLUGINS + EXTENSIONS)
        for name, text in DOCS.items():
            write(docs / name, text)
        write(docs / "tags.md", "# Tags\n\n<!-- material/tags -->\n")
        authors = [
            f"  {name}:\n    name: {person['name']}\n    description: {person['role']}\n"
            f"    avatar: /assets/images/favicon.png\n"
            for name, person in PEOPLE.items()
        ]
        write(docs / ".authors.yml", "authors:\n" + "".join(authors))
        for thread in corpus.threads():
            fields = fields_of(thread)
            head = {
                "title": thread.title,
                "date": thread.comment.received.date().isoformat(),
                "slug": thread.slug,
                "categories": [TOPIC_TITLES[thread.topic]],
                "tags": fields["tags"],
                "authors": fields["people"],
                "description": fields["description"],
            }
            words = thread_body(thread)
            body = f"{fields['state']}, {thread.kind}\n\n<!-- more -->\n\n{words}"
            # A date without quotes: the plugin wants YAML's own.
            text = front_matter(head).replace(f'"{head["date"]}"', head["date"])
            write(docs / "posts" / thread.year / f"{thread.slug}.md", text + body)
        newest = corpus.changed_thread()
        return Job(
            folder=folder,
            command=(sys.executable, "-m", "mkdocs", "build", "--quiet"),
            output=folder / "site",
            changed=docs / "posts" / newest.year / f"{newest.slug}.md",
            page=folder / "site" / folder_of(newest) / "index.html",
        )
