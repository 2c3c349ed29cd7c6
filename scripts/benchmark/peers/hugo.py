"""Hugo, from Debian, with a theme that writes what ours writes.

A thread is one page, its messages stand below each other in the body and what is known of
them in the front matter; the theme renders each on its own. A page resource for each message
would be the natural form, takes as long and needs twice the memory. The theme caches what it
shows more than once (``partialCached``). The files with which answers can be checked are
static ones, which Hugo only copies. The lean variant writes pages, lists and feeds of lists
only.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from answerable.model import KINDS, STATES, Thread
from benchmark.corpus.project import DOCS, SEARCH_LIMIT, Corpus
from benchmark.corpus.signing import Signers
from benchmark.corpus.world import EMPLOYEES, TOPICS
from benchmark.errors import BenchError
from benchmark.peers.beside import write_beside
from benchmark.peers.content import (
    PEOPLE,
    TOPIC_TITLES,
    fields_with_terms,
    folder_of,
    front_matter,
    messages_of,
    write,
)
from benchmark.peers.interface import Job
from benchmark.programs import output_of
from benchmark.shell import Shell

THEME = Path(__file__).parents[1] / "themes" / "hugo"

_BETWEEN = "<!-- message -->\n\n"
_EVERYTHING = ["html", "embed", "atom", "jsonfeed", "oembed", "data"]
_HOME = ["html", "atom", "jsonfeed", "search", "api"]


@dataclass(frozen=True, slots=True)
class Hugo:
    """Hugo; ``lean`` leaves out what a usual theme would not write."""

    name: str = "hugo"
    title: str = "Hugo"
    largest: int = 20_000
    lean: bool = False

    def version(self, place: Path) -> str | None:
        """What ``hugo version`` says."""
        del place
        program = shutil.which("hugo")
        if program is None:
            return None
        return output_of([program, "version"]).split()[1].split("+")[0].removeprefix("v")

    def install(self, place: Path) -> None:
        """Hugo comes from the system."""
        if self.version(place) is None:
            raise BenchError("Hugo comes from the system: apt install hugo")

    def prepare(self, corpus: Corpus, shell: Shell, place: Path) -> Job:
        """Write content, theme and static files."""
        folder = place / str(corpus.count)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(THEME, folder)
        shutil.copytree(shell.assets, folder / "static" / "assets")
        base = shell.filled(
            title="{{ .Title }}",
            description="{{ .Description }}",
            url="{{ .Permalink }}",
            head='{{ block "head" . }}{{ end }}',
            body='{{ block "body" . }}{{ end }}',
        )
        write(folder / "layouts" / "_default" / "baseof.html", base)
        write(folder / "data" / "people.json", json.dumps(PEOPLE))
        write(folder / "data" / "topics.json", json.dumps(TOPIC_TITLES))
        with (folder / "config.toml").open("a", encoding="utf-8") as config:
            config.write(f"\n[params]\nsearch_limit = {SEARCH_LIMIT}\n")
        content = folder / "content"
        self._write_sections(content)
        for thread in corpus.threads():
            write(content / f"{folder_of(thread)}.md", _page(thread, corpus.signers))
        beside = None if self.lean else write_beside(corpus, folder / "static")
        newest = corpus.changed_thread()
        return Job(
            folder=folder,
            command=("hugo", "--quiet", "--destination", "public"),
            output=folder / "public",
            changed=content / f"{folder_of(newest)}.md",
            page=folder / "public" / folder_of(newest) / "index.html",
            caches=(folder / "resources", folder / "cache"),
            environment={"HUGO_CACHEDIR": str(folder / "cache")},
            follows=beside,
        )

    def _write_sections(self, content: Path) -> None:
        outputs = ["html"] if self.lean else _EVERYTHING
        home = ["html", "atom", "search"] if self.lean else _HOME
        for name, text in DOCS.items():
            home_page = name == "index.md"
            fields = {"title": text.splitlines()[0].strip("# "), "outputs": home}
            head = front_matter(fields if home_page else {"title": fields["title"]})
            write(content / ("_index.md" if home_page else name), head + text.partition("\n")[2])
        cascade = {"_target": {"kind": "page"}, "outputs": outputs}
        write(
            content / "threads" / "_index.md",
            front_matter({"title": "Comments", "outputs": ["html"], "cascade": cascade}),
        )
        for year in range(2020, 2025):
            head = front_matter({"title": f"Comments of {year}", "outputs": ["html"]})
            write(content / "threads" / str(year) / "_index.md", head)
        terms = [("topics", topic.id, topic.english) for topic in TOPICS]
        terms += [("people", person.id, person.name) for person in EMPLOYEES]
        terms += [("states", state, state.title()) for state in STATES]
        for plural, name, title in terms:
            head = front_matter(
                {"title": title, "outputs": ["html", "atom"] if self.lean else None}
            )
            write(content / plural / name / "_index.md", f"{head}All about {title}.\n")
        for kind in KINDS:
            head = front_matter({"title": kind.title(), "outputs": ["html"]})
            write(content / "kinds" / kind / "_index.md", head)


def _page(thread: Thread, signers: Signers | None) -> str:
    """The one file of a thread; the newest reply stands at its end."""
    messages = list(messages_of(thread, signers))
    known = [
        {name: value for name, value in message.fields.items() if value is not None}
        for message in messages
    ]
    head = {**fields_with_terms(thread), **messages[0].fields, "messages": known}
    return front_matter(head) + _BETWEEN.join(message.body for message in messages)
