"""Hugo, from Debian, with a theme that writes what ours writes.

A thread is a leaf bundle: the comment is its page, replies and follow-ups are page resources,
so each message is rendered on its own. The theme caches what it shows more than once
(``partialCached``). The lean variant writes pages, lists and feeds of lists only.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from answerable.model import KINDS, STATES
from benchmark.corpus.project import DOCS, SEARCH_LIMIT, Corpus, last_reply
from benchmark.corpus.world import EMPLOYEES, TOPICS
from benchmark.errors import BenchError
from benchmark.peers.content import (
    PEOPLE,
    TOPIC_TITLES,
    folder_of,
    front_matter,
    thread_bundle,
    write,
)
from benchmark.peers.interface import Job
from benchmark.programs import output_of
from benchmark.shell import Shell

THEME = Path(__file__).parents[1] / "themes" / "hugo"

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
            for name, text in thread_bundle(thread):
                write(content / folder_of(thread) / name, text)
        newest = corpus.changed_thread()
        return Job(
            folder=folder,
            command=("hugo", "--quiet", "--destination", "public"),
            output=folder / "public",
            changed=content / folder_of(newest) / f"{last_reply(newest).stem}.md",
            page=folder / "public" / folder_of(newest) / "index.html",
            caches=(folder / "resources", folder / "cache"),
            environment={"HUGO_CACHEDIR": str(folder / "cache")},
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
