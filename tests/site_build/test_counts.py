"""Every number on the site is the length of the list that it leads to, and the data agrees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from statistics import median
from typing import Any, NamedTuple
from urllib.parse import urljoin

import pytest

from site_build.links import Links

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


class Claim(NamedTuple):
    """A number on a page, and the path of the list that it counts."""

    page: str
    number: float
    target: str


class Counted(Links):
    """A site whose numbers are read as a reader reads them."""

    def claims(self) -> Iterator[Claim]:
        """Every number that leads to a list: tiles, indexes and filters."""
        for path, page in self.pages.items():
            for tile in page.xpath("//ul[contains(@class, 'ans-figures')]//a"):
                yield from self._claim(path, tile, tile.xpath("./strong"))
            for choice in page.xpath("//div[contains(@class, 'ans-filters')]//a"):
                yield from self._claim(path, choice, choice.xpath("./span"))
            for entry in page.xpath("//ul[contains(@class, 'ans-index')]/li"):
                number = entry.xpath(".//*[contains(@class, 'ans-index__count')]")
                yield from self._claim(path, entry.xpath(".//a")[0], number)

    def _claim(self, path: str, link: Any, numbers: list[Any]) -> Iterator[Claim]:
        target = link.get("href")
        if "#" not in target:
            (number,) = numbers
            yield Claim(path, self.number(number), self.target(path, target))

    def number(self, element: Any) -> float:
        return float(NUMBER.search(element.text_content())[0].replace(",", "."))  # type: ignore[index]

    def target(self, path: str, link: str) -> str:
        """The path of the file to which *link* leads from *path*."""
        address = urljoin(self.address_of(path), link)
        found = self.file_at(address)
        assert found is not None, address
        return found

    def threads_of(self, path: str) -> list[str]:
        """The links of all threads in the list that begins at *path*, page after page."""
        threads: list[str] = []
        following = [path]
        for current in following:
            page = self.pages[current]
            titles = "//li[contains(@class, 'ans-item')]/p[1]/a/@href"
            threads += [self.target(current, link) for link in page.xpath(titles)]
            older = page.xpath("//a[contains(@class, 'ans-pager__older')]/@href")
            following += [self.target(current, link) for link in older]
        return threads

    def records(self) -> list[Any]:
        """The data of all threads."""
        paths = [path for path in self.site.files if re.fullmatch(r"api/threads/\w+\.json", path)]
        return [self.site.data(path) for path in paths]


@pytest.fixture(params=["english", "german", "paged"])
def site(request):
    if request.param == "paged":
        return Counted(request.getfixturevalue("paged"))
    return Counted(request.getfixturevalue("own_sites")[request.param == "german"])


def test_number_is_the_length_of_the_list_that_it_leads_to(site):
    claims = list(site.claims())
    assert {claim.page for claim in claims} >= {"index.html", "topics/index.html"}
    wrong = [claim for claim in claims if claim.number != len(site.threads_of(claim.target))]
    assert wrong == []


def test_list_names_no_thread_twice(site):
    for claim in site.claims():
        threads = site.threads_of(claim.target)
        assert len(threads) == len(set(threads))


def test_number_in_the_head_of_a_list_is_its_length(site):
    for path in {claim.target for claim in site.claims()}:
        (count,) = site.pages[path].xpath("//p[contains(@class, 'ans-count')]")
        assert site.number(count) == len(site.threads_of(path))


@pytest.mark.parametrize("page", ["index.html", "figures/index.html"])
def test_tiles_say_what_the_data_says(page, site):
    tiles = {c.target.removesuffix("index.html"): c.number for c in site.claims() if c.page == page}
    index = site.site.data("api/threads.json")
    assert tiles["threads/"] == index["count"] == sum(index["states"].values())
    states = {f"states/{state}/": count for state, count in index["states"].items() if count}
    assert {url: number for url, number in tiles.items() if url in states} == states


def test_lists_of_states_hold_what_the_data_says(site):
    for record in site.records():
        path = record["url"].removeprefix(site.site.url) + "index.html"
        states = [p for p in site.pages if re.fullmatch(r"states/\w+/index\.html", p)]
        listed = [state for state in states if path in site.threads_of(state)]
        assert listed == [f"states/{record['state']}/index.html"]


def test_median_and_charts_say_what_the_data_says(site):
    records = [record for record in site.records() if record["title"] is not None]
    days = [
        r["answered_in_working_days"] for r in records if r["answered_in_working_days"] is not None
    ]
    page = site.pages["figures/index.html"]
    (tile,) = page.xpath("//a[contains(@href, '#time-to-answer')]/strong")
    assert site.number(tile) == median(days)
    months, times = (
        [[int(cell.text) for cell in row.xpath("./td")] for row in table.xpath(".//tbody/tr")]
        for table in page.xpath("//table[contains(@class, 'ans-chart__table')]")
    )
    assert [sum(column) for column in zip(*months, strict=True)] == [
        len(days),
        len(records) - len(days),
    ]
    assert sum(count for (count,) in times) == len(days)


def test_person_s_page_counts_the_answers_and_their_threads(site):
    records = site.records()
    said = Counter(
        message["person"]["id"]
        for record in records
        for message in record["messages"]
        if message["type"] == "reply"
    )
    people = [p for p in site.pages if re.fullmatch(r"people/[a-z]+/index\.html", p)]
    for path in people:
        tiles = site.pages[path].xpath("//ul[contains(@class, 'ans-figures')]//strong")
        assert site.number(tiles[0]) == said[path.split("/")[1]]
        assert site.number(tiles[1]) == len(site.threads_of(path))
    assert len(people) == len({path.split("/")[1] for path in people}) >= len(said)
