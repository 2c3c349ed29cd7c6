"""Where the links of a site lead: every address in its pages, feeds and data.

An address is resolved against the page that it stands in, as a browser does. One below the
site's own address must lead to a file, and a fragment to an identifier in that file.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from lxml import etree, html

from oracles import ATOM, SITEMAP
from site_build.building import BuiltSite

_ATTRIBUTES = ("href", "src", "action", "poster", "cite", "data", "xlink:href", "data-ans-answer")
_FETCHED = {"img", "script", "iframe", "source", "audio", "video", "embed", "object", "use"}
# Relations of a link element that only name another page.
_NAMED = {"canonical", "alternate", "next", "prev", "license", "author"}


class Link(NamedTuple):
    """An address as it stands in the file *source*, resolved; *fetched* by a mere reader."""

    source: str
    address: str
    fetched: bool


class Links:
    """The links of one site."""

    def __init__(self, site: BuiltSite, *, flat: bool = False) -> None:
        """*flat* says that pages are known by the names of their files."""
        self.site = site
        self._flat = flat

    @cached_property
    def pages(self) -> Mapping[str, Any]:
        """The parsed pages by path."""
        return {path: html.document_fromstring(self.site.files[path]) for path in self.site.pages}

    @cached_property
    def ids(self) -> Mapping[str, Counter[str]]:
        """How often each identifier stands in each page."""
        return {
            path: Counter(element.get("id") for element in page.iter() if element.get("id"))
            for path, page in self.pages.items()
        }

    def address_of(self, path: str) -> str:
        """Where the file at *path* is served."""
        return self.site.url + (path if self._flat else re.sub(r"(^|/)index\.html$", r"\1", path))

    def in_pages(self) -> Iterator[Link]:
        """Every address in a page: of elements, of previews, in texts to be copied."""
        for path, page in self.pages.items():
            place = self.address_of(path)
            for element in page.iter(etree.Element):
                for written, fetched in _written(element):
                    yield Link(path, urljoin(place, written), fetched)
            for written in page.xpath("//meta[@property='og:url']/@content"):
                yield Link(path, written, False)
            for written in page.xpath("//input[@readonly]/@value"):
                yield Link(path, written, False)
            for written in page.xpath("//textarea[@readonly]/text()"):
                yield from self._in_fragment(path, written)
            for script in page.xpath("//script[@type='application/ld+json']"):
                yield from self._in_json(path, json.loads(script.text))

    def in_data(self) -> Iterator[Link]:
        """Every address in feeds, sitemaps, oEmbed documents and data."""
        for path, content in self.site.files.items():
            if path.endswith(".json") and not path.startswith(("search/", "api/schema/")):
                yield from self._in_json(path, json.loads(content))
            elif path.endswith(".xml"):
                yield from self._in_xml(path, etree.fromstring(content))

    def problem(self, link: Link) -> str | None:
        """Why *link* leads nowhere, None where all is well."""
        address, fragment = urldefrag(link.address)
        if not address.startswith(self.site.url):
            if urlsplit(address).netloc == urlsplit(self.site.url).netloc:
                return f"{link.address} leads out of the site"
            # An empty icon keeps browsers from asking the host for one.
            elsewhere = link.fetched and address != "data:,"
            return f"fetches {address}" if elsewhere else None
        target = self.file_at(address)
        if target is None:
            return f"{link.address} leads to no file"
        if fragment and unquote(fragment) not in self.ids.get(target, {}):
            return f"{link.address} leads to no place in {target}"
        return None

    def file_at(self, address: str) -> str | None:
        """The path of the file that is served at *address*, None if there is none."""
        path = unquote(urlsplit(address.removeprefix(self.site.url)).path)
        path = f"{path}index.html" if path.endswith("/") or not path else path
        return path if self.site.has(path) else None

    def reachable(self, start: str = "index.html") -> set[str]:
        """The pages to which a reader comes from *start* by following links."""
        ways: dict[str, set[str]] = {path: set() for path in self.pages}
        for path, page in self.pages.items():
            for written in page.xpath("//a/@href | //a/@data-ans-answer"):
                address = urldefrag(urljoin(self.address_of(path), written.strip())).url
                if address.startswith(self.site.url) and (target := self.file_at(address)):
                    ways[path].add(target)
        seen, waiting = {start}, [start]
        while waiting:
            for target in ways.get(waiting.pop(), set()) - seen:
                seen.add(target)
                waiting.append(target)
        return seen & set(self.pages)

    def _in_json(self, path: str, value: Any, name: str = "") -> Iterator[Link]:
        if isinstance(value, dict):
            for key, part in value.items():
                yield from self._in_json(path, part, key)
        elif isinstance(value, list):
            for part in value:
                yield from self._in_json(path, part, name)
        elif name in ("html", "content_html"):
            yield from self._in_fragment(path, value)
        elif isinstance(value, str) and value.startswith(self.site.url):
            yield Link(path, value, False)

    def _in_xml(self, path: str, root: Any) -> Iterator[Link]:
        for element in root.iter():
            if element.tag in (f"{ATOM}id", f"{ATOM}uri", f"{SITEMAP}loc"):
                yield Link(path, element.text, False)
            elif element.tag == f"{ATOM}content":
                yield from self._in_fragment(path, element.text or "")
            for name in ("href", "ref"):
                if name in element.attrib:
                    yield Link(path, element.get(name), False)

    def _in_fragment(self, path: str, text: str) -> Iterator[Link]:
        """The addresses in HTML that other sites show: all must be absolute."""
        for element in html.fragment_fromstring(text, create_parent="div").iter(etree.Element):
            for written, fetched in _written(element):
                yield Link(path, written, fetched)


def _written(element: Any) -> Iterator[tuple[str, bool]]:
    for name in _ATTRIBUTES:
        if name in element.attrib:
            relations = set((element.get("rel") or "").split())
            fetched = element.tag in _FETCHED or (element.tag == "link" and not relations & _NAMED)
            yield element.get(name).strip(), fetched
    for candidate in (element.get("srcset") or "").split(","):
        if candidate.strip():
            yield candidate.split()[0], True
