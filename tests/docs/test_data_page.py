"""docs/data.md says what the site publishes: its examples are valid, its names are true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import oracles
from answerable.site.oembed import embed_code
from publications import bytes_of, comment, files, follow_up, publication, reply, site, thread

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text(encoding="utf-8")
NAME = r"[a-z0-9-]+"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def section(title):
    return re.split(r"(?m)^#", PAGE.partition(f"# {title}\n")[2])[0]


def example(text):
    """The block of JSON that holds *text*."""
    (found,) = [block for block in blocks("json") if text in block]
    return found.encode()


@pytest.fixture(scope="module")
def addresses():
    """Where the build of a small site writes something."""
    dialogue = thread(comment(), reply(outcome="changed"), follow_up())
    return list(files(site(publication(dialogue, thread(comment(), number=2)))))


def table_of_addresses():
    column = [line.split("|")[1] for line in section("What lies where").splitlines() if "|" in line]
    named = re.findall(r"`([^`]+)`", "".join(column))
    # The sitemap holds the manual's pages as well, so it is written by the generator's adapter.
    return [address for address in named if address != "sitemap.xml"]


@pytest.mark.parametrize("address", table_of_addresses())
def test_address_in_the_table_is_written(address, addresses):
    pattern = "".join(
        NAME if part.startswith("<") else re.escape(part)
        for part in re.split(r"(<[a-z]+>)", address)
    )
    if address.endswith("/"):
        pattern += r"(index\.html)?"
    assert any(re.fullmatch(pattern, written) for written in addresses)


def test_example_of_an_entry_is_valid():
    (entry,) = blocks("xml")
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:thr="http://purl.org/syndication/thread/1.0"><id>https://answers.example/</id>'
        "<title>x</title><updated>2026-11-03T10:05:00Z</updated><author><name>x</name></author>"
        f'<link rel="self" href="https://answers.example/feed.xml"/>{entry}</feed>'
    )
    assert len(oracles.atom(feed.encode()).findall(f"{oracles.ATOM}entry")) == 1


def test_examples_of_data_are_valid():
    oracles.api(example('"latest"'), "threads.schema.json")
    record = oracles.api(example('"messages"'), "thread.schema.json")
    assert [message["type"] for message in record["messages"]] == ["comment", "reply", "stub"]


def test_example_of_the_extension_has_the_fields_of_a_real_entry():
    feed = files(site(publication(thread())))["feed.json"]
    real = json.loads(bytes_of(feed))["items"][0]["_answerable"]
    assert set(json.loads(example("_answerable"))["_answerable"]) == set(real)


def test_table_of_a_thread_names_every_field_once():
    rows = [line.split("|")[1] for line in section("A thread").splitlines() if "|" in line]
    named = re.findall(r"`([a-z_]+)`", "".join(rows))
    properties = oracles.published_schema("thread.schema.json")["properties"]
    assert sorted(named) == sorted(set(properties) - {"$schema", "version"})


@pytest.mark.parametrize("kind", ["comment", "reply", "stub"])
def test_table_of_messages_names_every_field_of_its_own(kind):
    (row,) = [line for line in section("A message").splitlines() if line.startswith(f"| `{kind}`")]
    named = set(re.findall(r"`([a-z_]+)`", row.split("|")[3]))
    properties = oracles.published_schema("thread.schema.json")["$defs"][kind]["properties"]
    shared = {"type", "stem", "url", "language", "markdown", "html"}
    assert named == set(properties) - shared


def test_example_of_the_frame_is_what_the_site_offers():
    (frame,) = oracles.html(blocks("html")[0]).iter("iframe")
    shown = publication(thread())
    (offered,) = oracles.html(embed_code(shown.threads[0], site(shown))).iter("iframe")
    changing = {"src", "title"}
    assert {name: value for name, value in frame.attrib.items() if name not in changing} == {
        name: value for name, value in offered.attrib.items() if name not in changing
    }
