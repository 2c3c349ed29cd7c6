"""How the tests call the one door."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from answerable.markup import Labels, Picture, render_message

LABELS = Labels(
    table="Table",
    code="Code",
    image_missing="Not shown",
    footnotes="Footnotes",
    way_back="Back to the text",
)
ASSETS = {
    "crack.png": Picture(640, 480),
    "my photo.jpg": Picture(20, 30),
    "unknown size.webp": Picture(),
    "invoice.pdf": Picture(),
}

Render = Callable[..., str]


@pytest.fixture(scope="session")
def render() -> Render:
    """Render a customer's comment; keywords change what stands around it."""

    def render(markdown: str, **changes: object) -> str:
        options: dict[str, object] = {
            "stem": "comment",
            "trusted_links": False,
            "assets": ASSETS,
            "base": "",
            "labels": LABELS,
        }
        return render_message(markdown, **{**options, **changes})  # type: ignore[arg-type]

    return render
