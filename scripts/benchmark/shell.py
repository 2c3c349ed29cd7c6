"""A page of Material with places for a peer's own parts, so that all write the same page.

MkDocs renders one page whose texts are marks. A peer puts its own template language where
the marks stand, and copies the theme's files.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmark.corpus.project import DOCS, MKDOCS
from benchmark.errors import BenchError
from benchmark.programs import output_of

TITLE, DESCRIPTION, URL, HEAD, BODY = (
    f"mark-{name}-mark" for name in ("title", "description", "url", "head", "body")
)

_ARTICLE = '<article class="md-content__inner md-typeset">'
_PAGE = f"---\ntitle: {TITLE}\ndescription: {DESCRIPTION}\n---\n{BODY}\n"
_NAV = "nav:\n"
# The lists that the answerable plugin would write are links here, so that the tabs are there.
_ADDRESSES = ("threads", "topics", "people", "figures")


@dataclass(frozen=True, slots=True)
class Shell:
    """A page with marks; every address in it begins at the root. ``assets`` is a folder."""

    page: str
    assets: Path

    def filled(self, title: str, description: str, url: str, head: str, body: str) -> str:
        """The page with something in the place of each mark."""
        page = self.page
        for mark, text in (
            (TITLE, title),
            (DESCRIPTION, description),
            (URL, url),
            (HEAD, head),
            (BODY, body),
        ):
            page = page.replace(mark, text)
        return page


def shell(place: Path) -> Shell:
    """The shell, made in the folder *place*.

    Raises BenchError if MkDocs cannot make it or if its page is not as expected.
    """
    folder = place / "shell"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    settings = MKDOCS
    for name in _ADDRESSES:
        settings = settings.replace(f"{name}/index.md", f"/{name}/")
    (folder / "mkdocs.yml").write_text(settings, encoding="utf-8")
    for name, text in {**DOCS, "shell.md": _PAGE}.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    output_of(command, folder)
    page = (folder / "site" / "shell" / "index.html").read_text(encoding="utf-8")
    return Shell(_marked(page), folder / "site" / "assets")


def _marked(page: str) -> str:
    if "{{" in page or "{%" in page:
        raise BenchError("the theme's page holds signs of a template language")
    before, article, rest = page.partition(_ARTICLE)
    _, end, after = rest.partition("</article>")
    if not article or not end or TITLE not in before or DESCRIPTION not in before:
        raise BenchError("the theme's page is not as it was expected")
    page = f"{before}{article}\n{BODY}\n{end}{after}"
    page = page.replace("https://bench.example.org/shell/", URL).replace(
        "</head>", f"{HEAD}</head>"
    )
    return page.replace('"../', '"/').replace('".."', '"/"')
