"""The one gate between a message's HTML and a page: nh3 with a narrow allow-list.

From a message no style, class, identifier or event attribute comes through, and no address
but http, https, mailto and relative ones, which :mod:`answerable.markup.dress` judges.
"""

from __future__ import annotations

import nh3

from answerable.markup.footnotes import ATTRIBUTES
from answerable.markup.raw import KEPT_TAGS

_cleaner = nh3.Cleaner(
    tags=set(KEPT_TAGS),
    attributes={
        "*": set(),
        "a": {"href"},
        "img": {"src", "alt"},
        "ol": {"start"},
        "pre": {"lang"},
        **ATTRIBUTES,
    },
    tag_attribute_values={tag: {"align": {"left", "center", "right"}} for tag in ("th", "td")},
    url_schemes={"http", "https", "mailto"},
    # `dress` sets it: it knows which links lead away.
    link_rel=None,
)


def clean(html: str) -> str:
    """*html* with nothing but what is allowed, balanced, attributes in double quotes."""
    return _cleaner.clean(html)
