"""The button and the program agree on every answer of this repository's own site.

So they do where somebody changed something on the way to the reader.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from answerable.site.trust_files import ALLOWED_SIGNERS, REVOKED_KEYS
from answerable.verification.site import verify_site
from site_build.browsing import served
from site_build.building import BuiltSite

NOW = datetime.now(timezone.utc)
THREAD = "threads/2026/charged-twice"
STEM = "2026-02-03-svenja"
PAGE, SOURCE = f"{THREAD}/index.html", f"{THREAD}/{STEM}.md"

PRESS_ALL = """
async () => {
  const places = [...document.querySelectorAll("details.ans-seal div.ans-seal__check")];
  const found = {};
  for (const place of places) {
    place.querySelector("button").click();
    const status = place.querySelector("[role=status]");
    while (!status.dataset.ansVerdict) await new Promise((done) => setTimeout(done, 10));
    found[place.closest("section").id] = [status.dataset.ansVerdict, status.dataset.ansFindings];
  }
  return found;
}
"""


class Pressed(NamedTuple):
    """What the button said: a verdict, and the names of its findings."""

    verdict: str
    findings: str


def press(page: Page, address: str) -> dict[str, Pressed]:
    """The results of all buttons of a page, by the names of the answers."""
    page.goto(address)
    return {stem: Pressed(*result) for stem, result in page.evaluate(PRESS_ALL).items()}


def states(root: Path, thread: str = "threads") -> dict[str, bool]:
    """Whether the program calls each answer below *thread* good, by its file."""
    verified = verify_site(
        root, now=NOW, shown_as="", wanted=lambda path: path.startswith(f"/{thread}")
    )
    trusted = not verified.problems
    return {
        verdict.file.removeprefix("/"): trusted and not verdict.fails(unsigned_fails=True)
        for verdict in verified.verdicts
    }


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("language", ["", "de/"])
def test_button_agrees_with_the_program_on_every_answer_of_the_own_site(language, own_site, page):
    root = own_site.root / language
    expected = states(root)
    pages = sorted({Path(file).parent for file in expected})
    said = {}
    with served(own_site.root, urlsplit(own_site.url).path, searched=False) as home:
        for folder in pages:
            for stem, pressed in press(page, f"{home}{language}{folder}/").items():
                said[f"{folder}/{stem}.md"] = pressed

    assert said.keys() == expected.keys()
    assert all(expected.values())
    assert {pressed.verdict for pressed in said.values()} <= {"good", "unclear"}
    # Nothing is left open but what was erased, and that is said.
    unclear = {file: one.findings for file, one in said.items() if one.verdict == "unclear"}
    assert all("gone" in findings for findings in unclear.values()), unclear


def altered(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of the first *old* into *new*."""

    def change(data: bytes) -> bytes:
        assert old in data
        return data.replace(old, new, 1)

    return change


def altered_page(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    """A change of what a page shows, not of what its head says."""

    def change(data: bytes) -> bytes:
        head, start, rest = data.partition(b'<header class="ans-head">')
        return head + start + altered(old, new)(rest)

    return change


def one_bit(place: int) -> Callable[[bytes], bytes]:
    """A change of one bit of the byte at *place*."""

    def change(data: bytes) -> bytes:
        changed = bytearray(data)
        changed[place] ^= 1
        return bytes(changed)

    return change


def key_of_svenja(data: bytes) -> bytes:
    """The lists of keys with another key of svenja's."""
    lines = data.splitlines(keepends=True)
    others = [line.split()[-1] for line in lines if line.startswith(b"merle ")]
    kinds = [line.split()[-2] for line in lines if line.startswith(b"merle ")]
    changed = [
        b" ".join([*line.split()[:-2], kinds[0], others[0]]) + b"\n"
        if line.startswith(b"svenja ")
        else line
        for line in lines
    ]
    assert changed != lines
    return b"".join(changed)


CHANGES: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a digit of the answer on the page": (PAGE, altered_page(b">289.00<", b">298.00<")),
    "a word taken from the answer": (
        PAGE,
        altered_page(b"should not have been", b"should have been"),
    ),
    "a word of the question on the page": (PAGE, altered_page(b"I am worried", b"I am furious")),
    "the title on the page": (PAGE, altered_page(b"Charged twice, told", b"Charged once, told")),
    "something added to the answer": (
        PAGE,
        altered_page(b"I looked. This is what I see:", b"I looked. This is what I see: <b>no.</b>"),
    ),
    "a name in the letterhead": (
        PAGE,
        altered_page(
            b'<h2><a href="../../../people/svenja/">Svenja Loh', b"<h2><a href=x>Merle Quist"
        ),
    ),
    "a bit of the source": (SOURCE, one_bit(-20)),
    "a bit of the front matter": (SOURCE, altered(b"outcome: explained", b"outcome: expl`ined")),
    "the source without its last line": (SOURCE, lambda data: data.rpartition(b"\n\n")[0] + b"\n"),
    "a bit of the signature": (f"{SOURCE}.sig", one_bit(150)),
    "no signature": (f"{SOURCE}.sig", lambda data: b""),
    "a line of another key": (ALLOWED_SIGNERS, key_of_svenja),
    "a key that ends earlier": (
        ALLOWED_SIGNERS,
        altered(
            b'svenja namespaces="answerable",valid-after="20250101000000Z"',
            b'svenja namespaces="answerable",valid-after="20260301000000Z"',
        ),
    ),
    "a person without a key": (ALLOWED_SIGNERS, altered(b"\nsvenja ", b"\nsvenjb ")),
    "a list of revoked keys that is no list": (REVOKED_KEYS, lambda data: b"everything is fine\n"),
    "a bit of the question's words": (f"{THREAD}/comment.txt", one_bit(40)),
    "another nonce": (f"{THREAD}/comment.nonce", lambda data: b"ab" * 16 + b"\n"),
}


@pytest.fixture(scope="module")
def changed_site(own_site: BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("changed") / "site"
    shutil.copytree(own_site.root, root)
    return root


@pytest.mark.parametrize("name", CHANGES)
def test_button_and_program_both_see_a_change(name, changed_site, own_site, page):
    path, change = CHANGES[name]
    file = changed_site / path
    before = file.read_bytes()
    try:
        file.write_bytes(change(before))
        with served(changed_site, urlsplit(own_site.url).path, searched=False) as home:
            pressed = press(page, f"{home}{THREAD}/")[STEM]
        good = states(changed_site, THREAD)[SOURCE]
    finally:
        file.write_bytes(before)

    assert (pressed.verdict, good) == ("bad", False), pressed.findings


def test_button_sees_that_the_key_was_revoked(changed_site, own_site, page):
    line = next(
        line.split(b" ", 2)[2]
        for line in (changed_site / ALLOWED_SIGNERS).read_bytes().splitlines(keepends=True)
        if line.startswith(b"svenja ")
    )
    file = changed_site / REVOKED_KEYS
    before = file.read_bytes()
    try:
        file.write_bytes(before + line)
        with served(changed_site, urlsplit(own_site.url).path, searched=False) as home:
            pressed = press(page, f"{home}{THREAD}/")[STEM]
        good = states(changed_site, THREAD)[SOURCE]
    finally:
        file.write_bytes(before)

    assert (pressed.verdict, "revoked" in pressed.findings, good) == ("bad", True, False)
