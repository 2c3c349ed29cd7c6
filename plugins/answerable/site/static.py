"""The stylesheets and scripts that pages need, from the package's ``assets`` folder."""

from __future__ import annotations

from importlib import resources

from answerable.site import bundles

STYLESHEET = "assets/answerable/answerable.css"
EMBED_STYLESHEET = "assets/answerable/embed.css"
SCRIPT = "assets/answerable/answerable.js"

_SOURCES: dict[str, tuple[str, ...]] = {
    STYLESHEET: ("answerable.css", "charts.css"),
    EMBED_STYLESHEET: ("embed.css",),
    SCRIPT: ("answerable.js",),
}


def static_files(*, search: bool) -> dict[str, str]:
    """The files by their address below the site's root; *search* adds the search's script."""
    sources = {**_SOURCES, bundles.SCRIPT: ("search.js",)} if search else _SOURCES
    folder = resources.files("answerable.site").joinpath("assets")
    return {
        address: "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
        for address, names in sources.items()
    }
