"""What the HTML of a message may hold, written down a second time and read by html5lib.

The fragment is parsed where it would do the most harm: inside of a list item that a stray
``</div>`` or ``<li>`` would end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import html5lib

PLAIN = frozenset(
    "p br hr em strong b i s del ins mark kbd sub sup abbr code blockquote ul ol li details"
    " summary table thead tbody tr h3 h4 h5 h6 pre".split()
)
PICTURE = re.compile(r"[^/?#%\\]+\.(png|jpe?g|gif|webp|avif)", re.IGNORECASE)
NUMBER = r"\d+"

ATTRIBUTES: dict[str, dict[str, str]] = {
    "ol": {"start": NUMBER},
    "th": {"align": "left|center|right"},
    "td": {"align": "left|center|right"},
    "code": {"tabindex": "0", "role": "group", "aria-label": "Code"},
    "img": {
        "src": "{asset}",
        "alt": r"[\s\S]*",
        "loading": "lazy",
        "decoding": "async",
        "width": NUMBER,
        "height": NUMBER,
    },
    "a": {
        "href": r"(?i:https?://|mailto:)[\s\S]*|{asset}|{note}",
        "rel": "ugc nofollow noopener",
        "id": "{stem}--fnref-[0-9]+(-[0-9]+)?",
        "role": "doc-noteref|doc-backlink",
        "aria-label": r"Back to the text \([0-9]+(-[0-9]+)?\)",
    },
    "li": {"id": "{stem}--fn-[0-9]+", "class": "ans-task"},
    "pre": {"class": "ans-plain"},
    "span": {"class": "ans-image-missing|[a-z][a-z0-9]{{0,2}}"},
    "section": {"class": "ans-footnotes", "role": "group", "aria-label": "Footnotes"},
    "div": {
        "class": "highlight|ans-table",
        "id": "{stem}--code-[0-9]+",
        "role": "group",
        "tabindex": "0",
        "aria-label": "Table",
    },
}


@dataclass(frozen=True)
class Read:
    """What a browser finds in a message: all identifiers, and the text."""

    ids: list[str]
    text: str


def read(html: str, stem: str = "comment", base: str = "", assets: tuple[str, ...] = ()) -> Read:
    """Read the HTML of a customer's message; fails where it holds what it must not."""
    names = "|".join(re.escape(name.replace(" ", "%20")) for name in assets) or "(?!)"
    known = {
        "asset": f"{re.escape(base)}assets/(?:{names})",
        "note": f"#{re.escape(stem)}--fn(?:ref)?-[0-9]+(?:-[0-9]+)?",
        "stem": re.escape(stem),
    }
    slot = _slot(html)
    ids = []
    for element in slot.iter():
        if element is slot:
            continue
        assert isinstance(element.tag, str), "a comment"
        allowed = ATTRIBUTES.get(element.tag, {})
        assert element.tag in PLAIN or allowed, f"<{element.tag}>"
        for name, value in element.attrib.items():
            assert name in allowed, f"<{element.tag} {name}>"
            pattern = re.sub(r"\{(asset|note|stem)\}", lambda m: known[m[1]], allowed[name])
            pattern = pattern.replace("{{", "{").replace("}}", "}")
            assert re.fullmatch(pattern, value), f"<{element.tag} {name}={value!r}>"
        if "id" in element.attrib:
            ids.append(element.attrib["id"])
    return Read(ids, "".join(slot.itertext()))


def _slot(html: str) -> Any:
    page = f"<!doctype html><ul><li><div>{html}</div></li></ul><p>after</p>"
    document: Any = html5lib.parse(page, namespaceHTMLElements=False)
    body = document.find("body")
    assert [child.tag for child in body] == ["ul", "p"], "the message broke out of its place"
    (item,) = body[0]
    (slot,) = item
    assert (item.tag, slot.tag, body[1].text) == ("li", "div", "after")
    around = [item.text, slot.tail, item.tail, body[0].tail]
    assert not any(around)
    return slot
