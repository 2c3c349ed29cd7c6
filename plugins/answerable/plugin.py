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
from pathlib import Path
from typing import TYPE_CHECKING, Any

import markdown
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_build_datetime

from answerable import report
from answerable.config import Settings, SettingsError, parse_settings
from answerable.site import shell, static
from answerable.site.build import Build, entry_pages
from answerable.site.context import Page, Site
from answerable.site.head import Preview, head_links
from answerable.site.language import Language
from answerable.site.publication import publish
from answerable.site.search import search_entry
from answerable.site.sitemap import SitemapEntry, sitemap
from answerable.source import load_feedback

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page as DocsPage

log = get_plugin_logger("answerable")

OVERVIEW = "<!-- answerable:overview -->"
"""Where a page under docs/ wants the overview."""

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
        if not config.site_url:
            raise PluginError(
                "answerable needs site_url in mkdocs.yml: feeds, permalinks and the links "
                "that readers share are whole addresses."
            )
        if config.theme.get("font") is not False:
            log.warning(
                "The theme loads web fonts from another host. Set 'font: false' under theme."
            )
        self.build = Build(self._site(config))
        self._shells.clear()
        self._docs.clear()
        config.extra_css.append(static.STYLESHEET)
        config.extra_javascript.append(static.SCRIPT)
        return config

    def _site(self, config: MkDocsConfig) -> Site:
        root = Path(config.config_file_path).parent / self.settings.feedback_dir
        if not root.is_dir():
            raise PluginError(
                f"there is no feedback folder '{self.settings.feedback_dir}' beside mkdocs.yml: "
                "make it, or name another one in the setting feedback_dir."
            )
        now = get_build_datetime()
        loaded = load_feedback(root, self.settings, now=now, shown_as=self.settings.feedback_dir)
        for finding in report.weigh(loaded.diagnostics, self.settings):
            level = logging.ERROR if finding.severity == "error" else logging.INFO
            log.log(level, "\n%s", report.render([finding], "text"))
        publication = publish(loaded.feedback)
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
        site = self.build.site
        self._shell_pages = {}
        for entry in entry_pages(site):
            file = self._add_shell(files, config, entry.url, f"title: {json.dumps(entry.title)}\n")
            if config.nav and file.src_uri not in repr(config.nav):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        titles = f"title: {shell.TITLE}\n"
        for depth in range(1, DEEPEST + 1):
            file = self._add_shell(files, config, _generic_shell(depth), titles)
            file.inclusion = InclusionLevel.NOT_IN_NAV
        return files

    def _add_shell(self, files: Files, config: MkDocsConfig, url: str, title: str) -> File:
        text = f"---\n{title}description: {shell.DESCRIPTION}\n{_HIDDEN}---\n\n{shell.BODY}\n"
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
        elif page.content and OVERVIEW in page.content:
            page.content = page.content.replace(OVERVIEW, self.build.overview())
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
        head, closing, rest = output.partition("</head>")
        if url is None:
            about = str(page.meta.get("description") or config.site_description or "")
            preview = Preview(page.url, str(page.title or config.site_name), about)
            links = head_links(preview, self.build.site, feeds_of="")
            return f"{head}{links}{closing}{rest}"
        self._shells[url] = shell.Shell(f"{head}{shell.HEAD}{closing}{rest}")
        return ""

    @event_priority(-100)
    def on_post_build(self, config: MkDocsConfig) -> None:
        """Write the pages, feeds and data of the feedback."""
        site = self.build.site
        addresses = []
        for output in self.build.outputs():
            if isinstance(output, Page):
                address = site.absolute(output.url)
                text = self._shell_of(output.url).join(output, address)
                _write(config.site_dir, f"{output.url}index.html", text.encode())
                if output.indexed:
                    addresses.append(SitemapEntry(address, output.changed))
            else:
                _write(config.site_dir, output.path, output.content)
        for name, content in sitemap([*self._docs, *addresses], site.url).items():
            _write(config.site_dir, name, content)
            _write(config.site_dir, f"{name}.gz", gzip.compress(content, mtime=0))

    def _shell_of(self, url: str) -> shell.Shell:
        return self._shells.get(url) or self._shells[_generic_shell(url.count("/"))]

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, **_: Any
    ) -> LiveReloadServer:
        """Rebuild when something in the feedback folder changes."""
        server.watch(str(Path(config.config_file_path).parent / self.settings.feedback_dir))
        return server


def _generic_shell(depth: int) -> str:
    return "answerable-shell/" + "x/" * (depth - 1)


def _write(site_dir: str, path: str, content: bytes) -> None:
    target = Path(site_dir, path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
