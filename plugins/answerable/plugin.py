"""The MkDocs adapter: the one module that imports mkdocs.

MkDocs keeps the theme, the navigation and the pages under docs/. This plugin lets it render
one page per depth with marks in place of what varies (``answerable.site.shell``), and writes
the pages of the feedback into copies of it after the build. The entry pages of the feedback
(``threads/``, ``topics/`` …) are pages of MkDocs as far as the navigation goes; what they
show comes from the same place as all others.
"""

from __future__ import annotations

import gzip
import json
import logging
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import markdown
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_build_datetime

from answerable import report
from answerable.config import Settings, SettingsError, parse_settings
from answerable.model import Feedback
from answerable.site import shell, static
from answerable.site.build import Build, entry_pages
from answerable.site.context import Page, Site, root_of
from answerable.site.head import Preview, head_links
from answerable.site.language import Language
from answerable.site.publication import publish
from answerable.site.search import search_entry
from answerable.site.sitemap import SitemapEntry, sitemap
from answerable.site.writer import CollisionError, Writer
from answerable.source import load_feedback

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page as DocsPage

log = get_plugin_logger("answerable")

OVERVIEW = "<!-- answerable:overview -->"
"""Where a page under docs/ wants the overview."""

_PARTS = ("people", "topics", "threads")

DEEPEST = 4
"""Folders above the deepest pages, ``threads/<year>/page/<n>/``."""

_HIDDEN = "hide: [navigation, toc]\nsearch: {exclude: true}\n"


_skipped_on_purpose: set[str] = set()


def _is_news(record: logging.LogRecord) -> bool:
    text = record.getMessage()
    return not any(text.startswith(f"Page skipped: '{uri}'") for uri in _skipped_on_purpose)


for _name in ("mkdocs.commands.build", "properdocs.commands.build"):
    logging.getLogger(_name).addFilter(_is_news)


class AnswerablePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Publishes the feedback folder as a part of a MkDocs site."""

    settings: Settings
    build: Build

    def __init__(self) -> None:
        self._shells: dict[str, shell.Shell] = {}
        self._shell_pages: dict[str, str] = {}
        self._docs: list[SitemapEntry] = []
        self._taken: dict[str, str] = {}
        self._stale = False

    def load_config(
        self, options: dict[str, Any], config_file_path: str | None = None
    ) -> tuple[list[tuple[str, Exception]], list[tuple[str, str]]]:
        """Check the settings under ``answerable`` in mkdocs.yml."""
        try:
            self.settings = parse_settings(options or {})
        except SettingsError as problem:
            return [("answerable", problem)], []
        return [], []

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the feedback and decide what of it is public."""
        address = urlsplit(config.site_url or "")
        if not address.netloc or address.query or address.fragment:
            raise PluginError(
                "answerable needs site_url in mkdocs.yml, an address without '?' and '#': feeds, "
                "permalinks and the links that readers share are whole addresses."
            )
        if config.theme.name == "material" and config.theme.get("font") is not False:
            log.warning(
                "The theme loads web fonts from another host. Set 'font: false' under theme."
            )
        self.build = Build(self._site(config))
        self._shells.clear()
        self._docs.clear()
        config.extra_css.append(static.STYLESHEET)
        config.extra_javascript.append(static.SCRIPT)
        return config

    def _feedback(self, config: MkDocsConfig, now: datetime) -> Feedback:
        name = self.settings.feedback_dir
        root = _feedback_folder(config, name)
        loaded = load_feedback(root, self.settings, now=now, shown_as=name)
        findings = report.weigh(loaded.diagnostics, self.settings)
        for finding in findings:
            level = logging.ERROR if finding.severity == "error" else logging.INFO
            log.log(level, "\n%s", report.render([finding], "text"))
        whole = (name, f"{name}/policy.yml", *(f"{name}/{part}" for part in _PARTS))
        if any(found.severity == "error" and found.problem.path in whole for found in findings):
            raise PluginError(f"'{name}' cannot be read as a whole, so nothing is published.")
        return loaded.feedback

    def _site(self, config: MkDocsConfig) -> Site:
        now = get_build_datetime()
        publication = publish(self._feedback(config, now))
        limit = self.settings.search_limit
        if len(publication.threads) > limit:
            log.info(
                "%d threads are more than search_limit (%d): the search finds pages only.",
                len(publication.threads),
                limit,
            )
        renderer = markdown.Markdown(
            extensions=config.markdown_extensions, extension_configs=config.mdx_configs
        )
        return Site(
            name=config.site_name,
            url=(config.site_url or "").rstrip("/") + "/",
            language=Language(config.theme.get("language") or "en", publication.calendar.timezone),
            settings=self.settings,
            now=now,
            publication=publication,
            page_markdown=lambda text: renderer.reset().convert(text),
        )

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the stylesheets, the entry pages and the pages that become shells."""
        for address, text in static.static_files().items():
            files.append(File.generated(config, address, content=text))
        # A build that does not clean the folder can leave there what is erased by now.
        self._stale = Path(config.site_dir, "threads").exists()
        self._shell_pages = {}
        self._taken = {file.dest_uri: file.src_uri for file in files}
        in_nav = set(_leaves(config.nav))
        for entry in entry_pages(self.build.site):
            taken = self._taken.get(f"{entry.url}index.html")
            if taken:
                raise PluginError(
                    f"docs/{taken} lies where the feedback has '{entry.url}': rename the page."
                )
            file = self._add_shell(files, config, entry.url, f"title: {json.dumps(entry.title)}\n")
            if config.nav and file.src_uri not in in_nav:
                file.inclusion = InclusionLevel.NOT_IN_NAV
        titles = f"title: {shell.TITLE}\n"
        for depth in range(1, DEEPEST + 1):
            file = self._add_shell(files, config, _generic_shell(depth), titles)
            file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def _add_shell(self, files: Files, config: MkDocsConfig, url: str, title: str) -> File:
        text = f"---\n{title}description: {shell.DESCRIPTION}\n{_HIDDEN}---\n"
        file = File.generated(config, f"{url}index.md", content=text)
        self._shell_pages[file.src_uri] = url
        _skipped_on_purpose.add(file.src_uri)
        files.append(file)
        return file

    @event_priority(-100)
    def on_page_context(self, context: Any, page: DocsPage, **_: Any) -> Any:
        """Give a shell a mark for its address, and a page the overview that it asks for.

        Late, so that the search does not index the overview: it finds the threads themselves.
        """
        if page.file.src_uri in self._shell_pages:
            page.canonical_url = shell.ADDRESS
            page.content = shell.BODY
        elif page.content and OVERVIEW in page.content:
            overview = self.build.overview(root_of(page.url))
            page.content = page.content.replace(OVERVIEW, overview)
        return context

    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Add the threads to the entries of the theme's search."""
        threads = self.build.site.publication.threads
        search = config.plugins.get("material/search") or config.plugins.get("search")
        if search is not None and len(threads) <= self.settings.search_limit:
            entries = getattr(getattr(search, "search_index", None), "entries", None)
            if entries is not None:
                entries.extend(search_entry(thread) for thread in threads if not thread.is_stub)
        return env

    def on_template_context(self, context: Any, template_name: str, **_: Any) -> Any:
        """Leave the shells out of what theme templates list, and remember the rest."""
        if template_name == "sitemap.xml":
            pages = [file for file in context["pages"] if file.src_uri not in self._shell_pages]
            self._docs = [
                SitemapEntry(file.page.canonical_url) for file in pages if file.page.canonical_url
            ]
        return context

    @event_priority(-100)
    def on_post_page(self, output: str, page: DocsPage, config: MkDocsConfig, **_: Any) -> str:
        """Keep a shell instead of writing it; tell programs of the feeds in all other pages."""
        url = self._shell_pages.get(page.file.src_uri)
        # Minifiers drop the end of the head: it may be left out in HTML.
        end = re.search(r"</head>|<body\b", output, re.IGNORECASE)
        place = end.start() if end else 0
        if url is None:
            about = str(page.meta.get("description") or config.site_description or "")
            preview = Preview(page.url, str(page.title or config.site_name), about)
            links = head_links(preview, self.build.site, feeds_of="")
            return f"{output[:place]}{links}{output[place:]}"
        try:
            self._shells[url] = shell.Shell(f"{output[:place]}{shell.HEAD}{output[place:]}")
        except shell.ShellError as problem:
            raise PluginError(
                f"{problem}. Threads cannot be put into the pages of this theme safely: "
                "look for it in the templates under custom_dir, in plugins and in hooks."
            ) from problem
        return ""

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the pages, feeds and data of the feedback."""
        site = self.build.site
        writer = Writer(Path(config.site_dir), self._taken)
        addresses = []
        try:
            for output in self.build.outputs():
                if isinstance(output, Page):
                    address = site.absolute(output.url)
                    text = self._shell_of(output.url).join(output, address)
                    writer.write(f"{output.url}index.html", text.encode())
                    if output.indexed:
                        addresses.append(SitemapEntry(address, output.changed))
                else:
                    writer.write(output.path, output.content)
            for name, content in sitemap([*self._docs, *addresses], site.url).items():
                writer.write(name, content)
                writer.write(f"{name}.gz", gzip.compress(content, mtime=0))
        except CollisionError as problem:
            raise PluginError(str(problem)) from problem
        if self._stale:
            writer.remove_others()

    def _shell_of(self, url: str) -> shell.Shell:
        return self._shells.get(url) or self._shells[_generic_shell(url.count("/"))]

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, **_: Any
    ) -> LiveReloadServer:
        """Rebuild when something in the feedback folder changes."""
        server.watch(str(Path(config.config_file_path).parent / self.settings.feedback_dir))
        return server


def _generic_shell(depth: int) -> str:
    return shell.PLACE + "x/" * (depth - 1)


def _leaves(nav: Any) -> Iterator[str]:
    """The pages that a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for inner in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(inner)


def _feedback_folder(config: MkDocsConfig, name: str) -> Path:
    """The folder; one that MkDocs would publish, or clean, is refused."""
    root = Path(config.config_file_path).parent / name
    if not root.is_dir():
        raise PluginError(
            f"there is no feedback folder '{name}' beside mkdocs.yml: "
            "make it, or name another one in the setting feedback_dir."
        )
    for setting in ("docs_dir", "site_dir"):
        other = Path(config[setting]).resolve()
        if root.resolve().is_relative_to(other) or other.is_relative_to(root.resolve()):
            raise PluginError(
                f"feedback_dir '{name}' and {setting} lie in one another: what is not published "
                "would be. Keep the feedback in a folder of its own."
            )
    return root
