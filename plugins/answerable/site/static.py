"""The stylesheets and scripts that pages need, from the package's ``assets`` folder."""

from __future__ import annotations

from importlib import resources

STYLESHEET = "assets/answerable/answerable.css"
EMBED_STYLESHEET = "assets/answerable/embed.css"
SCRIPT = "assets/answerable/answerable.js"

_SOURCES = {
    STYLESHEET: ("answerable.css", "charts.css"),
    EMBED_STYLESHEET: ("embed.css",),
    SCRIPT: ("answerable.js",),
}


def static_files() -> dict[str, str]:
    """The files by their address below the site's root."""
    folder = resources.files("answerable.site").joinpath("assets")
    return {
        address: "".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)
        for address, names in _SOURCES.items()
    }
