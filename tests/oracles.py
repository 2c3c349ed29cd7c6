"""What the specifications say of the documents that programs read, as checks.

Each function takes a document as it is published, fails where it breaks its specification,
and gives back what a program reads in it.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import html5lib
from jsonschema import Draft202012Validator
from lxml import etree

DATA = Path(__file__).parent / "data"
ATOM = "{http://www.w3.org/2005/Atom}"
THREADS = "{http://purl.org/syndication/thread/1.0}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def atom(document: bytes) -> Any:
    """RFC 4287: the grammar of its appendix, and what only its text says; RFC 4685."""
    feed = etree.fromstring(document)
    _relax_ng().assertValid(etree.ElementTree(feed))
    assert feed.findall(f"{ATOM}author"), "4.1.1: a feed names an author, or each entry does"
    assert _links(feed, "self"), "4.1.1: a feed should have a link to itself"
    for node in (feed, *feed.iter(f"{ATOM}entry")):
        kinds = [(link.get("type"), link.get("hreflang")) for link in _links(node, "alternate")]
        assert len(kinds) == len(set(kinds)), "4.1.1: one alternate of each type and language"
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)), "4.1.1: no two entries with an identifier at the same time"
    for address in [*ids, *(link.get("href") for link in feed.iter(f"{ATOM}link"))]:
        assert is_address(address), address
    for answer in feed.iter(f"{THREADS}in-reply-to"):
        assert set(answer.attrib) <= {"ref", "href", "type", "source"}
        assert is_address(answer.get("ref")), "RFC 4685, 3: ref is the identifier of an entry"
    return feed


def json_feed(document: bytes) -> Any:
    """JSON Feed 1.1."""
    feed = json.loads(document)
    _validate(json.loads((DATA / "jsonfeed.schema.json").read_bytes()), feed)
    ids = [item["id"] for item in feed["items"]]
    assert len(ids) == len(set(ids)), "an id is unique for its item"
    return feed


def api(document: bytes, schema: str) -> Any:
    """The schemas that the site itself publishes."""
    value = json.loads(document)
    _validate(published_schema(schema), value)
    return value


@cache
def published_schema(name: str) -> Any:
    """One of the site's own schemas, itself checked against JSON Schema 2020-12."""
    path = resources.files("answerable.site").joinpath("schema").joinpath(name)
    schema = json.loads(path.read_bytes())
    Draft202012Validator.check_schema(schema)
    return schema


def sitemap(document: bytes) -> Any:
    """The protocol of sitemaps.org: its schema and its limits."""
    root = etree.fromstring(document)
    _sitemap_schema().assertValid(etree.ElementTree(root))
    assert len(document) <= 52_428_800
    return root


def oembed(document: bytes) -> Any:
    """oEmbed 1.0, sections 2.3.4 and 2.3.4.4 (type rich)."""
    value = json.loads(document)
    allowed = {
        "type", "version", "title", "author_name", "author_url", "provider_name",
        "provider_url", "cache_age", "thumbnail_url", "thumbnail_width", "thumbnail_height",
        "html", "width", "height",
    }  # fmt: skip
    assert set(value) <= allowed
    assert value["version"] == "1.0"
    assert value["type"] == "rich"
    assert isinstance(value["html"], str)
    for length in ("width", "height", "cache_age"):
        assert isinstance(value[length], int)
    assert is_address(value["provider_url"])
    return value


TERMS = {
    "DiscussionForumPosting": {
        "author", "comment", "commentCount", "dateCreated", "datePublished", "headline", "image",
        "inLanguage", "interactionStatistic", "isPartOf", "keywords", "mainEntityOfPage", "text",
        "url",
    },
    "Comment": {
        "author", "comment", "dateCreated", "datePublished", "image", "inLanguage", "text", "url",
    },
    "ProfilePage": {"dateCreated", "dateModified", "mainEntity", "url"},
    "Person": {
        "agentInteractionStatistic", "identifier", "image", "jobTitle", "name", "url", "worksFor",
    },
    "Organization": {"name", "url"},
    "CollectionPage": {"name", "url"},
    "InteractionCounter": {"interactionType", "userInteractionCount"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"item", "name", "position"},
}  # fmt: skip
"""Terms of schema.org with those of their properties that make sense here."""

REQUIRED = {
    "DiscussionForumPosting": {"author", "datePublished", "text"},
    "Comment": {"author", "datePublished", "text"},
    "ProfilePage": {"mainEntity"},
    "Person": {"name"},
    "Organization": {"name"},
    "InteractionCounter": {"interactionType", "userInteractionCount"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"item", "name", "position"},
}
"""What Google's documentation of structured data requires."""


def json_ld(value: Any) -> Any:
    """Terms of schema.org, and what Google requires of discussions, profiles and breadcrumbs."""
    assert value["@context"] == "https://schema.org"
    _json_ld_node({name: part for name, part in value.items() if name != "@context"})
    return value


def html(markup: str) -> Any:
    """*markup* as a browser reads it in the body of a page."""
    return html5lib.parse(markup, namespaceHTMLElements=False)


def is_address(text: Any) -> bool:
    """Whether *text* is a whole address: RFC 3986, absolute, http or https."""
    checker = Draft202012Validator.FORMAT_CHECKER
    return (
        isinstance(text, str)
        and text.startswith(("http://", "https://"))
        and checker.conforms(text, "uri")
    )


def _json_ld_node(node: dict[str, Any]) -> None:
    type_ = node["@type"]
    properties = set(node) - {"@type"}
    assert properties <= TERMS[type_], f"{type_} has no {properties - TERMS[type_]}"
    assert properties >= REQUIRED.get(type_, set())
    for name, value in node.items():
        for part in value if isinstance(value, list) else [value]:
            assert part is not None
            if isinstance(part, dict):
                _json_ld_node(part)
            elif name in ("url", "item", "image", "interactionType", "mainEntityOfPage"):
                assert is_address(part), f"{name}: {part}"
            elif name.startswith("date"):
                assert datetime.fromisoformat(part).tzinfo or date.fromisoformat(part)


def _links(node: Any, rel: str) -> list[Any]:
    return [link for link in node.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def _validate(schema: Any, value: Any) -> None:
    checker = Draft202012Validator.FORMAT_CHECKER
    Draft202012Validator(schema, format_checker=checker).validate(value)


@cache
def _relax_ng() -> Any:
    return etree.RelaxNG(etree.parse(DATA / "atom.rng"))


@cache
def _sitemap_schema() -> Any:
    return etree.XMLSchema(etree.parse(DATA / "sitemap.xsd"))
