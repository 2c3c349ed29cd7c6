"""The theme's links to the site in other languages, for search engines.

Material writes them relative, and its script goes on from there when a reader changes the
language. So they stay as they are, and a copy of a site still works on any host. Search
engines want the whole address beside ``hreflang`` (Google Search Central, "Tell Google about
localized versions of your page") and get it in a link of its own, which the script passes
over (``encoding.ALTERNATE``).
"""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

from answerable.site.encoding import ALTERNATE

_LINK = re.compile(r"""<link\b(?:"[^"]*"|'[^']*'|[^'">])*>""", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)""")
_HEAD_ENDS = re.compile(r"</head>|<body\b", re.IGNORECASE)


def whole_alternates(html: str, address: str) -> str:
    """The page *html* of *address* with whole addresses for what is there in other languages."""
    end = _HEAD_ENDS.search(html)
    place = end.start() if end else len(html)
    return _LINK.sub(lambda link: _parted(link[0], address), html[:place]) + html[place:]


def _parted(link: str, address: str) -> str:
    """The theme's *link* without its language, and one with the language and the address."""
    attributes = {
        attribute[1].lower(): unescape(attribute[2].strip("\"'"))
        for attribute in _ATTRIBUTE.finditer(link)
    }
    target, language = attributes.get("href"), attributes.get("hreflang")
    if attributes.get("rel") != "alternate" or target is None or language is None:
        return link
    whole = urljoin(address, target)
    return (
        f'<link rel="alternate" href="{escape(target)}">'
        f'<link rel="{ALTERNATE}" href="{escape(whole)}" hreflang="{escape(language)}">'
    )
