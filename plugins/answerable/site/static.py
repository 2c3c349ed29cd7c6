"""The stylesheets and scripts that pages need, from the package's ``assets`` folder."""

from __future__ import annotations

from importlib import resources

from answerable.site import bundles
from answerable.site.check_texts import CHECK_TEXTS, check_texts
from answerable.site.language import Language

STYLESHEET = "assets/answerable/answerable.css"
EMBED_STYLESHEET = "assets/answerable/embed.css"
SCRIPT = "assets/answerable/answerable.js"

_SOURCES: dict[str, tuple[str, ...]] = {
    STYLESHEET: (
        "answerable.css",
        "charts.css",
        "moderation.css",
        "seals.css",
        "staff.css",
        "writing.css",
    ),
    EMBED_STYLESHEET: ("embed.css",),
    SCRIPT: ("answerable.js",),
}
_ON_DEMAND = ("check.js", "check", "vendor", "promises.js", "writing.js")
"""What a page loads only where it needs it: files, and folders of them."""


def static_files(language: Language, *, search: bool) -> dict[str, str]:
    """The files by their address below the site's root; *search* adds the search's script."""
    sources = {**_SOURCES, bundles.SCRIPT: ("search.js",)} if search else dict(_SOURCES)
    folder = resources.files("answerable.site").joinpath("assets")
    for name in _ON_DEMAND:
        inner = folder.joinpath(name)
        names = [f"{name}/{file.name}" for file in inner.iterdir()] if inner.is_dir() else [name]
        sources |= {f"assets/answerable/{file}": (file,) for file in sorted(names)}
    files = {
        address: "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
        for address, names in sources.items()
    }
    return {**files, CHECK_TEXTS: check_texts(language).decode()}
