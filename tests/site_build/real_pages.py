"""A hook that has MkDocs itself render the pages that the plugin writes into shells.

For every page of the feedback that is no entry of the navigation there is a real page of
MkDocs at the same address, with the same title, description and content. What MkDocs makes
of it goes through the theme and its overrides, and lies in the folder ``real_pages`` of
``extra`` in mkdocs.yml. Title and description are escaped, as a page's author has to do it.
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.utils import get_build_datetime

from answerable.site.context import Page
from answerable.site.entry_pages import entry_pages
from answerable.site.publishing import publish_thread
from answerable.source import load_feedback

# MkDocs loads a hook by its path.
sys.path.append(str(Path(__file__).parents[1]))
from whole_site import outputs

_written: dict[str, Page] = {}
_rendered: dict[str, str] = {}


def on_files(files: Files, config: Any) -> Files:
    """Add the real pages."""
    plugin = config.plugins["answerable"]
    root = Path(config.config_file_path).parent / plugin.settings.feedback_dir
    loaded = load_feedback(root, plugin.settings, now=get_build_datetime())
    published = [publish_thread(one, plugin.site.publication) for one in loaded.feedback.threads]
    entries = {entry.url for entry in entry_pages(plugin.site)}
    for page in outputs([one for one in published if one], plugin.site):
        if isinstance(page, Page) and page.url not in entries:
            file = File.generated(config, f"{page.url}index.md", content=_source(page))
            file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
            _written[file.src_uri] = page
    begin = plugin.build.start
    # They lie where the plugin writes its own, and that is no mistake here.
    plugin.build.start = lambda taken: begin(
        {path: source for path, source in taken.items() if source not in _written}
    )
    return files


def _source(page: Page) -> str:
    head = {
        "title": escape(page.title),
        "description": escape(page.description),
        "hide": ["navigation", "toc"],
        "search": {"exclude": True},
    }
    return f"---\n{json.dumps(head)}\n---\n\nx\n"


def on_page_content(html: str, page: Any, **_: Any) -> str:
    """Put in the content that the plugin made."""
    written = _written.get(page.file.src_uri)
    return str(written.body) if written else html


def _before_the_plugin(output: str, page: Any, **_: Any) -> str:
    _rendered[page.file.src_uri] = output
    return output


@event_priority(-200)
def _after_the_plugin(output: str, page: Any, config: Any, **_: Any) -> str:
    written = _written.get(page.file.src_uri)
    if written:
        head, closing, rest = _rendered[page.file.src_uri].partition("</head>")
        target = Path(config.extra["real_pages"], f"{written.url}index.html")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"{head}{written.head}{closing}{rest}", encoding="utf-8", newline="")
    return output


on_post_page = CombinedEvent(_before_the_plugin, _after_the_plugin)
