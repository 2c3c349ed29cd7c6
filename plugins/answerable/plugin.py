"""The MkDocs adapter: the one module that imports mkdocs.

MkDocs keeps the theme, the navigation and the pages under docs/. This plugin lets it render
one page per depth with marks in place of what varies (``answerable.site.shell``), and writes
the pages of the feedback into copies of it after the build. The entry pages of the feedback
(``threads/``, ``topics/`` …) are pages of MkDocs as far as the navigation goes; what they
show comes from the same place as all others.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import markdown
from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_build_datetime

from answerable import report
from answerable.build.access import AccessPages
from answerable.build.docs_pages import complete_index, place_overviews
from answerable.build.passwords import read_passwords
from answerable.build.place import feedback_folder
from answerable.build.problems import PROBLEMS, in_words
from answerable.build.public import texts_of_themes
from answerable.build.run import SiteBuild
from answerable.build.samples import Samples
from answerable.build.search import Search, search_by
from answerable.build.shells import DEEPEST, Shells, shared_address
from answerable.build.watching import watch_folder
from answerable.config import Settings, SettingsError, parse_settings
from answerable.diagnostics import Diagnostic
from answerable.site import bundles, shell, static
from answerable.site.alternates import whole_alternates
from answerable.site.context import Site
from answerable.site.entry_pages import entry_pages
from answerable.site.head import Preview, head_links
from answerable.site.language import Language
from answerable.site.overview import OVERVIEW_MARK
from answerable.site.promise_clock import CLOCK, promise_clock
from answerable.site.publishing import publish
from answerable.site.sitemap import SitemapEntry
from answerable.source import Opened, open_feedback
from answerable.vault.keychain import KeyChain
from answerable.vault.page import lock_files

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page as DocsPage

log = get_plugin_logger("answerable")

OVERVIEW = "<!-- answerable:overview -->"
"""Where a page under docs/ wants the overview."""

_PARTS = ("people", "topics", "threads")

_HIDDEN = {"hide": ["navigation", "toc"], "search": {"exclude": True}}


_skipped_on_purpose: set[str] = set()


def _is_news(record: logging.LogRecord) -> bool:
    text = record.getMessage()
    return not any(text.startswith(f"Page skipped: '{uri}'") for uri in _skipped_on_purpose)


for _name in ("mkdocs.commands.build", "properdocs.commands.build"):
    logging.getLogger(_name).addFilter(_is_news)


class AnswerablePlugin(BasePlugin):  # type: ignore[no-untyped-call,type-arg]
    """Publishes the feedback folder as a part of a MkDocs site."""

    settings: Settings
    build: SiteBuild | None = None

    def __init__(self) -> None:
        self._shells: dict[str, shell.Shell] = {}
        self._shell_pages: dict[str, str] = {}
        self._docs: list[SitemapEntry] = []
        self._overviews: dict[str, str] = {}
        self._search: Search = None
        self._samples = Samples()
        self._access: AccessPages | None = None

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
        """Read the feedback but for its threads."""
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
        opened = self._opened(config)
        self.site = self._site(config, opened)
        limit = self.settings.search_limit
        self._search = search_by(len(opened.threads), limit)
        with _problems_told():
            self._passwords = read_passwords(
                self.settings.staff, os.environ, [config.site_name, urlsplit(self.site.url).netloc]
            )
        self._keys = KeyChain()
        self._access = AccessPages(self.site, self._passwords, self._keys)
        if self._search is None and limit:
            log.info(
                "%d threads are more than search_limit (%d): readers find pages only. "
                "To let them find threads: pip install 'mkdocs-answerable[search]'",
                len(opened.threads),
                limit,
            )
        home = Path(config.config_file_path).parent
        self.build = SiteBuild(
            opened,
            self.site,
            Path(config.site_dir),
            home / ".cache" / "answerable",
            Path(config.config_file_path).name,
            searched=self._search == "theme",
        )
        self._shells.clear()
        self._docs.clear()
        self._overviews.clear()
        config.extra_css.append(static.STYLESHEET)
        scripts = [static.SCRIPT, *([bundles.SCRIPT] if self._search == "pagefind" else [])]
        for name in scripts:
            script = ExtraScriptValue(name)
            script.defer = True
            config.extra_javascript.append(script)
        return config

    def _opened(self, config: MkDocsConfig) -> Opened:
        name = self.settings.feedback_dir
        home = Path(config.config_file_path).parent
        others = {setting: Path(config[setting]) for setting in ("docs_dir", "site_dir")}
        with _problems_told():
            root = feedback_folder(home, name, others)
        opened = open_feedback(root, self.settings, now=get_build_datetime(), shown_as=name)
        self._tell(opened.diagnostics)
        whole = (name, f"{name}/policy.yml", *(f"{name}/{part}" for part in _PARTS))
        found = report.weigh(opened.diagnostics, self.settings)
        if any(one.severity == "error" and one.problem.path in whole for one in found):
            raise PluginError(f"'{name}' cannot be read as a whole, so nothing is published.")
        return opened

    def _tell(self, diagnostics: Iterable[Diagnostic]) -> None:
        for finding in report.weigh(sorted(diagnostics), self.settings):
            level = logging.ERROR if finding.severity == "error" else logging.INFO
            log.log(level, "\n%s", report.render([finding], "text"))

    def _site(self, config: MkDocsConfig, opened: Opened) -> Site:
        known = opened.known
        publication = publish(known.policy, known.people, known.topics)
        renderer = markdown.Markdown(
            extensions=config.markdown_extensions, extension_configs=config.mdx_configs
        )
        return Site(
            name=config.site_name,
            url=(config.site_url or "").rstrip("/") + "/",
            language=Language(config.theme.get("language") or "en", publication.calendar.timezone),
            settings=self.settings,
            now=known.now,
            publication=publication,
            page_markdown=lambda text: renderer.reset().convert(text),
            flat=not config.use_directory_urls,
        )

    def on_pre_build(self, config: MkDocsConfig) -> None:
        """Save from MkDocs' cleaning what need not be made again."""
        assert self.build is not None
        with _problems_told():
            self.build.prepare()

    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the stylesheets, the entry pages and the pages that become shells."""
        assert self.build is not None
        ours = static.static_files(self.site.language, search=self._search == "pagefind")
        ours[CLOCK] = promise_clock(self.site.publication.calendar, self.site.language)
        if self._passwords:
            ours |= lock_files()
        for address, text in ours.items():
            files.append(File.generated(config, address, content=text))
        self._shell_pages = {}
        taken = {file.dest_uri: file.src_uri for file in files}
        in_nav = set(_leaves(config.nav))
        for entry in entry_pages(self.site):
            if source := taken.get(self.site.file(entry.url)):
                raise PluginError(
                    f"docs/{source} lies where the feedback has '{entry.url}': rename the page."
                )
            file = self._add_shell(files, config, entry.url, entry.title)
            if config.nav and file.src_uri not in in_nav:
                file.inclusion = InclusionLevel.NOT_IN_NAV
        for depth in range(1, DEEPEST + 1):
            file = self._add_shell(files, config, shared_address(depth), shell.TITLE)
            file.inclusion = InclusionLevel.NOT_IN_NAV
        with _problems_told():
            self._add_samples(files, config)
        return files

    @event_priority(100)
    def on_page_markdown(self, markdown: str, page: DocsPage, **_: Any) -> str:
        """Notice early which pages only staff may read."""
        assert self._access is not None
        with _problems_told():
            self._access.take(page)
        return markdown

    @event_priority(-100)
    def on_env(self, env: Environment, config: MkDocsConfig, files: Files) -> Environment:
        """Begin with the threads, now that it is known what others write."""
        assert self.build is not None
        assert self._access is not None
        pages = [file.page for file in files.documentation_pages() if file.page is not None]
        for file in self._access.arrange(pages, [file for file in files if file.page is None]):
            files.remove(file)
        ours = self._shell_pages.keys() | self._samples.pages.keys()
        taken = {file.dest_uri: file.src_uri for file in files if file.src_uri not in ours}
        with _problems_told():
            self.build.start(taken)
        return env

    def _add_samples(self, files: Files, config: MkDocsConfig) -> None:
        """Let MkDocs make the pages of a few threads itself where a build shall be strict."""
        assert self.build is not None
        self._samples = Samples()
        for page in self.build.samples() if config.strict else ():
            address = self.site.page(page.url).removesuffix(".html")
            file = self._add_page(files, config, address, page.title, page.description)
            file.inclusion = InclusionLevel.NOT_IN_NAV
            self._samples.pages[file.src_uri] = page

    def _add_shell(self, files: Files, config: MkDocsConfig, url: str, title: str) -> File:
        file = self._add_page(files, config, url, title, shell.DESCRIPTION)
        self._shell_pages[file.src_uri] = url
        return file

    def _add_page(
        self, files: Files, config: MkDocsConfig, url: str, title: str, description: str
    ) -> File:
        head = {"title": title, "description": description, **_HIDDEN}
        source = f"{url}index.md" if url.endswith("/") else f"{url}.md"
        file = File.generated(config, source, content=f"---\n{json.dumps(head)}\n---\n")
        _skipped_on_purpose.add(file.src_uri)
        files.append(file)
        return file

    @event_priority(-100)
    def on_page_context(self, context: Any, page: DocsPage, **_: Any) -> Any:
        """Give a shell a mark for its address, and a page one for the overview it asks for.

        Late, so that the search does not index the mark.
        """
        if page.file.src_uri in self._shell_pages:
            page.canonical_url = shell.ADDRESS
            page.content = shell.BODY
        elif sample := self._samples.pages.get(page.file.src_uri):
            page.content = str(sample.body)
        elif self._access and page in self._access:
            self._access.show_title(page)
        elif page.content and OVERVIEW in page.content:
            page.content = page.content.replace(OVERVIEW, OVERVIEW_MARK)
            self._overviews[page.file.dest_uri] = page.url
        return context

    def on_template_context(self, context: Any, template_name: str, **_: Any) -> Any:
        """Leave the shells out of what theme templates list, and remember the rest."""
        if template_name == "sitemap.xml":
            ours = self._shell_pages.keys() | self._samples.pages.keys()
            pages = [
                file
                for file in context["pages"]
                if file.src_uri not in ours and file.page not in (self._access or ())
            ]
            self._docs = [
                SitemapEntry(file.page.canonical_url) for file in pages if file.page.canonical_url
            ]
        return context

    @event_priority(-100)
    def _on_post_page_complete(
        self, output: str, page: DocsPage, config: MkDocsConfig, **_: Any
    ) -> str:
        """Keep a shell instead of writing it; tell programs of the feeds in all other pages."""
        url = self._shell_pages.get(page.file.src_uri)
        output = whole_alternates(output, self.site.absolute(page.url if url is None else url))
        # Minifiers drop the end of the head: it may be left out in HTML.
        end = re.search(r"</head>|<body\b", output, re.IGNORECASE)
        place = end.start() if end else 0
        if self._samples.made(page.file.src_uri, output[:place], output[place:]):
            return ""
        if url is None:
            about = str(page.meta.get("description") or config.site_description or "")
            preview = Preview(page.url, str(page.title or config.site_name), about)
            links = head_links(preview, self.site, feeds_of="")
            return f"{output[:place]}{links}{output[place:]}"
        try:
            self._shells[url] = shell.Shell(f"{output[:place]}{shell.HEAD}{output[place:]}")
        except shell.ShellError as problem:
            raise PluginError(
                f"{problem}. Threads cannot be put into the pages of this theme safely: "
                "look for it in the templates under custom_dir, in plugins and in hooks."
            ) from problem
        return ""

    @event_priority(-10_000)
    def _on_post_page_lock(self, output: str, page: DocsPage, **_: Any) -> str:
        """Encrypt a page that only staff may read, when all other plugins have seen it."""
        assert self._access is not None
        with _problems_told():
            if page in self._access:
                return self._access.locked(output, page)
            self._access.check_links(output, page)
        return output

    on_post_page = CombinedEvent(_on_post_page_complete, _on_post_page_lock)

    @event_priority(-100)
    def _on_post_build_write(self, config: MkDocsConfig) -> None:
        """Write the pages, feeds and data of the feedback."""
        build = self.build
        assert build is not None
        shells = Shells(self._shells)
        folder = Path(config.site_dir)
        with _problems_told():
            self._samples.compare(shells, self.site)
            self._tell(build.read(shells))
            addresses = build.write(shells, search=self._search == "pagefind")
            if self._passwords:
                build.staff(shells, self._passwords, self._keys)
            place_overviews(folder, self._overviews, build.overview, self.site)
            entries = build.search_entries() if self._search == "theme" else None
            complete_index(folder, self._access.urls if self._access else set(), entries)
            build.complete([*self._docs, *addresses])

    @event_priority(-10_000)
    def _on_post_build_leaks(self, config: MkDocsConfig) -> None:
        """When all other plugins have written: nothing that is hidden may be in the site."""
        assert self.build is not None
        assert self._access is not None
        with _problems_told():
            if self.settings.leak_check:
                theme = texts_of_themes(config.theme.dirs, config.theme.custom_dir)
                if leaks := self.build.leaks(self._access, theme):
                    raise PluginError(leaks)
            self.build.end()

    on_post_build = CombinedEvent(_on_post_build_write, _on_post_build_leaks)

    def on_build_error(self, error: Exception, **_: Any) -> None:
        """Stop what is under way."""
        if self.build is not None:
            self.build.end()

    def on_serve(
        self, server: LiveReloadServer, config: MkDocsConfig, **_: Any
    ) -> LiveReloadServer:
        """Rebuild when something in the feedback folder changes."""
        home = Path(config.config_file_path).parent
        sign = home / ".cache" / "answerable" / "changed"
        if not watch_folder(home / self.settings.feedback_dir, sign):
            sign = home / self.settings.feedback_dir
        server.watch(str(sign))
        return server


@contextmanager
def _problems_told() -> Iterator[None]:
    """Let a problem of the machine or the content end the build in a sentence."""
    try:
        yield
    except PROBLEMS as problem:
        raise PluginError(in_words(problem)) from problem


def _leaves(nav: Any) -> Iterator[str]:
    """The pages that a navigation names."""
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for inner in nav.values() if isinstance(nav, dict) else nav:
            yield from _leaves(inner)
