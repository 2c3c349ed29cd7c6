"""What a thread weighs for a reader, beyond the theme.

The weight is what the browser receives of HTML, CSS and script for the page of a thread,
compressed, less what it receives for an empty page of the same theme without the plugin.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Request

from browser.hosting import hosted
from site_build.building import NAV, REPOSITORY, BuiltSite, build_site

MOST_BYTES = 15_000
COUNTED = ("document", "stylesheet", "script")
EMPTY = "---\ntitle: Empty\nhide: [navigation, toc]\n---\n"


@pytest.fixture(scope="module")
def with_threads(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    built = build_site(tmp_path_factory.mktemp("threads"), REPOSITORY / "feedback")
    assert built.code == 0, built.log
    return built


@pytest.fixture(scope="module")
def theme_alone(tmp_path_factory: pytest.TempPathFactory) -> BuiltSite:
    """The same navigation, and an empty page as deep as a thread."""
    built = build_site(
        tmp_path_factory.mktemp("theme"),
        REPOSITORY / "feedback",
        docs=dict.fromkeys((*NAV, "threads/2026/empty/index.md"), EMPTY),
        config={"plugins": ["search"]},
    )
    assert built.code == 0, built.log
    return built


@pytest.fixture(scope="module")
def homes(with_threads: BuiltSite, theme_alone: BuiltSite) -> Iterator[tuple[str, str]]:
    with ExitStack() as stack:
        threads, theme = (
            stack.enter_context(hosted(site.root)) for site in (with_threads, theme_alone)
        )
        yield threads, theme


def received(chromium: Browser, address: str) -> dict[str, int]:
    """The compressed bytes of each file that counts, by its address below the host."""
    finished: list[Request] = []

    def keep(request: Request) -> None:
        finished.append(request)

    context = chromium.new_context(viewport={"width": 375, "height": 800})
    page = context.new_page()
    page.on("requestfinished", keep)
    page.goto(address, wait_until="networkidle")
    sizes = {
        request.url: request.sizes()["responseBodySize"]
        for request in finished
        if request.resource_type in COUNTED
    }
    context.close()
    return sizes


def dialogues(site: BuiltSite, messages: int) -> list[str]:
    """The threads with that many messages."""
    return [
        path.removesuffix("index.html")
        for path in site.pages
        if path.startswith("threads/")
        and not path.endswith("/embed/index.html")
        and site.text(path).count('<section class="ans-message ') == messages
    ]


@pytest.mark.slow
def test_dialogue_of_three_messages_adds_little_to_the_theme(
    chromium: Browser, with_threads: BuiltSite, homes: tuple[str, str]
) -> None:
    threads, theme = homes
    base = received(chromium, f"{theme}threads/2026/empty/")
    added = {}
    for path in dialogues(with_threads, 3):
        loaded = received(chromium, threads + path)
        assert {f"{threads}{path}", f"{threads}assets/answerable/answerable.css"} <= set(loaded)
        added[path] = sum(loaded.values()) - sum(base.values())
    assert len(added) > 5
    assert {path: size for path, size in added.items() if not 0 < size <= MOST_BYTES} == {}


def test_what_is_weighed_is_each_file_as_gzip_makes_it(chromium: Browser, tmp_path: Path) -> None:
    files = {
        "index.html": "<!doctype html><title>.</title><link rel=stylesheet href=a.css>"
        "<script defer src=a.js></script><img src=a.png>",
        "a.css": "p { color: #123 } " * 100,
        "a.js": ";".join(str(number * number) for number in range(2000)),
        "a.png": "no picture",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with hosted(tmp_path) as home:
        assert received(chromium, home) == {
            home: compressed(files["index.html"]),
            f"{home}a.css": compressed(files["a.css"]),
            f"{home}a.js": compressed(files["a.js"]),
        }


def compressed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6, mtime=0))
