"""The watch in the browser sees what a hostile text would do: else the other tests say nothing."""

from __future__ import annotations

import pytest

from site_build.browsing import needs_chromium, walk
from site_build.building import BuiltSite

pytestmark = [pytest.mark.browser, needs_chromium]

ALIVE = {
    "<script>alert(1)</script>": "a script called alert(1)",
    "<img src=x onerror=alert(1)>": "a script called alert(1)",
    "<script>Date.constructor('confirm(1)')()</script>": "a script called confirm(1)",
    "<svg onclick=alert(1)></svg>": "an event handler: <svg onclick",
    "<a href=' javascript:alert(1)'>x</a>": "an address that is a program: <a href",
    "<img src=https://elsewhere.example/x.png>": "a request to https://elsewhere.example/x.png",
    "<iframe src=./></iframe>": "an element in the page: <iframe",
    "<p id=x></p><p id=x></p>": "an id for the second time: <p id",
    "<a href=https://elsewhere.example>x</a>": "a captured link: <a href",
    "<div class=ans-message__words><button>x</button></div>": "an element in a message: <button",
    "<script>throw Error('x')</script>": "an error: x",
    "<script>location = 'other.html'</script>": "the page went to",
    "<script>console.error('x')</script>": "the console: x",
}


@pytest.fixture(scope="module")
def visits(tmp_path_factory):
    root = tmp_path_factory.mktemp("alive")
    for number, text in enumerate(ALIVE):
        page = f"<!doctype html><meta charset=utf-8><title>x</title><main>{text}</main>"
        (root / f"{number}.html").write_text(page, encoding="utf-8")
    (root / "other.html").write_text("<!doctype html><title>other</title>", encoding="utf-8")
    site = BuiltSite(root, "https://example.org/", 0, "")
    names = [f"{number}.html" for number in range(len(ALIVE))]
    return {
        visit.address: visit.problems
        for visit in walk(site, lambda browser: browser.visit_all(names))
    }


@pytest.mark.parametrize("number", range(len(ALIVE)), ids=list(ALIVE))
def test_watch_sees(number, visits):
    seen = list(ALIVE.values())[number]
    assert any(problem.startswith(seen) for problem in visits[f"{number}.html"])
