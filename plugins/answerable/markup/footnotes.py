"""Footnotes: cmark-gfm's identifiers replaced by the message's own.

cmark-gfm names footnotes after the author's labels. Two messages on a page would share those
names, and one could capture the other's links. So the labels go before the cleaner: its
output holds numbers in attributes, and these become identifiers that begin with the
message's stem. Markdown that itself holds their name gets no footnote links.
"""

from __future__ import annotations

import re
from html import escape

MARK = "data-footnote"
"""How the attributes begin that mark footnotes, cmark-gfm's and ours."""

ATTRIBUTES = {
    "sup": {"data-footnote-ref", "data-footnote-backref"},
    "li": {"data-footnote"},
    "section": {"data-footnotes"},
}
"""What the cleaner has to let through for :func:`link_footnotes`."""

REFERENCE = re.compile(r'<sup data-footnote-(?:ref|backref)="[^"]*">[^<]*</sup>')
"""A marked reference in the text, and a marked way back."""

_CMARK_REFERENCE = re.compile(
    r'<sup class="footnote-ref"><a href="#fn-([^"]*)" id="fnref-\1(-\d+)?" data-footnote-ref>'
    r"(\d+)</a></sup>"
)
_CMARK_WAY_BACK = re.compile(
    r'<a href="#fnref-[^"]*" class="footnote-backref" data-footnote-backref'
    r' data-footnote-backref-idx="(\d+(?:-\d+)?)"[^>]*>↩'
    r'(?:<sup class="footnote-ref">\d+</sup>)?</a>'
)
_CMARK_SECTION = '<section class="footnotes" data-footnotes>'
_CMARK_NOTE = re.compile(r'<li id="fn-([^"]*)">')

_SECTION = re.compile(r'<section data-footnotes="">')
_MARKED = re.compile(r'<(sup|li) data-footnote(-ref|-backref|)="(\d+)(-\d+)?">(?:\d*</sup>)?')


def mark_footnotes(html: str) -> str:
    """*html* as cmark-gfm made it, with numbers in place of labels."""
    text, _, notes = html.partition(_CMARK_SECTION)
    numbers: dict[str, str] = {}

    def reference(match: re.Match[str]) -> str:
        label, again, number = match.groups()
        numbers.setdefault(label, number)
        return f'<sup data-footnote-ref="{number}{again or ""}">{number}</sup>'

    def note(match: re.Match[str]) -> str:
        number = numbers.pop(match[1], None)
        return f'<li data-footnote="{number}">' if number else match[0]

    text = _CMARK_REFERENCE.sub(reference, text)
    notes = _CMARK_REFERENCE.sub(reference, notes)
    notes = _CMARK_NOTE.sub(note, notes)
    notes = _CMARK_WAY_BACK.sub(r'<sup data-footnote-backref="\1"></sup>', notes)
    return f'{text}<section data-footnotes="">{notes}'


def link_footnotes(html: str, stem: str, title: str, way_back: str) -> str:
    """*html*, marked and cleaned, with links between references and notes.

    *title* names the list of notes, *way_back* the link from a note to its reference.
    """
    prefix = escape(stem)

    def link(match: re.Match[str]) -> str:
        tag, kind, number, again = match[1], match[2], match[3], match[4] or ""
        if tag == "li":
            return f'<li id="{prefix}--fn-{number}">'
        if kind == "-ref":
            return (
                f'<sup><a href="#{prefix}--fn-{number}" id="{prefix}--fnref-{number}{again}"'
                f' role="doc-noteref">{number}</a></sup>'
            )
        return (
            f'<a href="#{prefix}--fnref-{number}{again}" role="doc-backlink"'
            f' aria-label="{escape(way_back)} ({number}{again})">↩\N{VARIATION SELECTOR-15}</a>'
        )

    section = f'<section class="ans-footnotes" role="group" aria-label="{escape(title)}">'
    return _MARKED.sub(link, _SECTION.sub(lambda _: section, html))
