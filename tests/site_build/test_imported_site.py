"""Real exports as sites: from the command ``import`` to pages, feeds and data that agree."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

import oracles
from real_exports import HAACKED, ONE_OF_EACH, OTHERS, needs_exports
from samples import ANNA, BEN, POLICY, POLICY_TEXT, TOPIC, person_text, topic_text, write
from site_build.building import BuiltSite, build_site
from site_build.links import Links

ANSWERABLE = Path(sys.executable).with_name("answerable")

pytestmark = [pytest.mark.slow, needs_exports]


@dataclass(frozen=True)
class Imported:
    """A site that was imported twice: what the commands said and what was built."""

    report: dict[str, Any]
    again: dict[str, Any]
    changed: bool
    check: subprocess.CompletedProcess[str]
    site: BuiltSite

    @property
    def messages(self) -> int:
        return sum(self.report["new"].values())

    def threads(self) -> dict[str, Any]:
        """The data of every thread by the path of its page."""
        pages = [self.site.data(path) for path in self.site.below("api/threads/page-")]
        summaries = [summary for page in pages for summary in page["threads"]]
        return {
            summary["url"].removeprefix(self.site.url): self.site.data(
                summary["data"].removeprefix(self.site.url)
            )
            for summary in summaries
        }


@pytest.fixture(scope="module", params=ONE_OF_EACH)
def imported(request, tmp_path_factory):
    root = tmp_path_factory.mktemp(request.param)
    feedback = nobody_wrote(root)
    export, options = ONE_OF_EACH[request.param]
    first = report(root, request.param, export, options)
    before = contents(feedback)
    again = report(root, request.param, export, options)
    # More than any thread has: so a feed holds every message.
    site = build_site(root, feedback, settings={"feed_entries": 10_000}, strict=True)
    return Imported(first, again, contents(feedback) != before, run(root, "check"), site)


def nobody_wrote(root: Path) -> Path:
    """A feedback folder below *root* without a thread."""
    feedback = root / "feedback"
    write(feedback, POLICY, POLICY_TEXT)
    write(feedback, ANNA, person_text(since="2005-01-01"))
    write(feedback, BEN, person_text(name="Ben Olsen", handles=None, since="2005-01-01"))
    write(feedback, TOPIC, topic_text())
    return feedback


def report(root: Path, form: str, export: Path, options: Sequence[str]) -> Any:
    """What the command says of an import."""
    return json.loads(run(root, "import", form, str(export), *options, "--format", "json").stdout)


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ANSWERABLE, *arguments], cwd=root, capture_output=True, text=True, check=False
    )


def contents(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_imported_folder_passes_the_checks(imported):
    assert imported.check.returncode == 0, imported.check.stdout
    assert "Traceback" not in imported.check.stderr


def test_strict_build_of_the_imported_folder_ends_well(imported):
    assert imported.site.code == 0, imported.site.log


def test_every_item_is_published_or_named_with_a_reason(imported):
    left_out = imported.report["left_out"]
    assert imported.report["read"] == imported.messages + len(left_out)
    assert all(item["item"] and item["reason"] for item in left_out)


def test_second_import_changes_nothing(imported):
    assert not imported.changed
    assert sum(imported.again["new"].values()) == 0
    assert imported.again["already_there"] == imported.messages
    assert imported.again["left_out"] == imported.report["left_out"]


def test_data_counts_what_the_report_counts(imported):
    threads = imported.threads()
    index = imported.site.data("api/threads.json")
    assert index["count"] == len(threads) == imported.report["new"]["threads"]
    assert sum(index["states"].values()) == index["count"]
    kinds = Counter(m["type"] for thread in threads.values() for m in thread["messages"])
    new = imported.report["new"]
    assert kinds["comment"] == new["threads"] + new["follow_ups"]
    assert kinds["reply"] == new["replies"]
    assert kinds.total() == imported.messages


def test_pages_show_what_the_data_holds(imported):
    for url, thread in imported.threads().items():
        page = html.document_fromstring(imported.site.files[f"{url}index.html"])
        shown = page.xpath("//section[contains(@class, 'ans-message')]/@id")
        assert shown == [message["stem"] for message in thread["messages"]]
    assert len(imported.site.below("threads/2")) >= len(imported.threads())


def test_lists_show_every_thread_once(imported):
    shown: Counter[str] = Counter()
    for path, content in imported.site.below("threads/").items():
        if path == "threads/index.html" or path.startswith("threads/page/"):
            page = html.document_fromstring(content)
            titles = page.xpath("//ul[contains(@class, 'ans-list')]//p[1]/a/@href")
            shown.update(href.replace("../", "") for href in titles)
    assert shown == Counter(list(imported.threads()))


def test_feeds_hold_every_message_once(imported):
    threads = imported.threads()
    wanted = Counter(m["url"] for thread in threads.values() for m in thread["messages"])
    assert entries(imported.site, "feed.xml") == wanted
    of_threads: Counter[str] = Counter()
    for url in threads:
        of_threads += entries(imported.site, f"{url}feed.xml")
    assert of_threads == wanted


def test_sitemap_names_every_thread(imported):
    root = oracles.sitemap(imported.site.files["sitemap.xml"])
    named = {node.text for node in root.iter(f"{oracles.SITEMAP}loc")}
    assert {thread["url"] for thread in imported.threads().values()} <= named


def test_links_lead_somewhere(imported):
    links = Links(imported.site)
    found = [*links.in_pages(), *links.in_data()]
    assert {problem for link in found if (problem := links.problem(link))} == set()


def test_all_other_exports_together_pass_the_checks_and_are_a_site(tmp_path):
    feedback = nobody_wrote(tmp_path)
    haacked = tmp_path / "haacked"
    shutil.unpack_archive(HAACKED, haacked)
    staff = ("--staff", "Haacked=anna", "--staff", "haacked=anna")
    reports = [
        report(tmp_path, form, path, options)
        for form, path, options in [*OTHERS, ("staticman", haacked, staff)]
    ]

    assert all(one["read"] == sum(one["new"].values()) + len(one["left_out"]) for one in reports)
    large = reports[-1]
    assert large["read"] == len(list(haacked.rglob("*.yml"))) == 5567
    assert large["new"]["replies"] > 60
    again = report(tmp_path, "staticman", haacked, staff)
    assert again["already_there"] == sum(large["new"].values())
    check = run(tmp_path, "check")
    assert check.returncode == 0, check.stdout
    site = build_site(tmp_path, feedback, strict=True)
    assert site.code == 0, site.log
    threads = sum(one["new"]["threads"] for one in reports)
    assert 2000 < site.data("api/threads.json")["count"] <= threads


def entries(site: BuiltSite, path: str) -> Counter[str]:
    """The identifiers of a feed's entries."""
    feed = etree.fromstring(site.files[path])
    return Counter(
        entry.findtext(f"{oracles.ATOM}id") for entry in feed.iter(f"{oracles.ATOM}entry")
    )
