"""What the build trusts of its own pages is not more than it may: nothing hidden gets through.

The pages of threads that hide nothing are looked through in a sample only, so that a large site
is looked through in time. These sites are large enough for that.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from answerable.build.leaks import controls
from samples import comment_text, follow_up_text, write
from site_build import leaking
from site_build.building import BuiltSite, build_site
from site_build.leaking import SECOND, write_hidden

THREADS = [f"threads/2026/hinge-{number:02}" for number in range(30)]
LATER = "The parrot of my neighbour sings the anthem of your company at night."
WITHHELD = "{decision: withheld, by: ben, at: 2026-11-20T10:00:00+01:00, reason: insult}"
FOUND = re.compile(r"^  (\S.*) holds (.*)$", re.MULTILINE)

HOOK = """
import sys
sys.path.append({tests!r})
from dataclasses import replace
from pathlib import Path
from mkdocs.plugins import event_priority
from answerable.build.threads import ThreadMaker
from answerable.leaks import Scanner
from site_build.leaking import SECOND

HOME = Path(__file__).parent
scan, write_page = Scanner.scan, ThreadMaker.write_page

def scan_and_tell(self, name, data):
    with (HOME / "scanned").open("a") as file:
        file.write(name + chr(10))
    return scan(self, name, data)

Scanner.scan = scan_and_tell
"""
PLANT = """
@event_priority(-5000)
def on_post_build(config):
    for path in {pages!r}:
        file = Path(config.site_dir, path)
        data = file.read_bytes()
        text = SECOND.encode()
        file.write_bytes(data[:200] + text + data[200 + len(text):])
"""
TEMPLATE = """
def leak(self, page, shells):
    write_page(self, replace(page, body=page.body + SECOND), shells)

ThreadMaker.write_page = leak
"""
FORGET = """
def forget(self, page, shells):
    if page.url != {url!r} or not (HOME / "later").exists():
        write_page(self, page, shells)

ThreadMaker.write_page = forget
"""


def leaks(built: BuiltSite) -> set[str]:
    return {path for path, _ in FOUND.findall(built.log)}


def page_of(thread: str) -> str:
    return f"{thread}/index.html"


def build(root: Path, program: str = "") -> BuiltSite:
    """A site with hidden messages and many threads that hide nothing."""
    feedback = root / "feedback"
    if not feedback.exists():
        write_hidden(feedback)
        for number, thread in enumerate(THREADS):
            id_ = f"hinge{number:05}"
            write(feedback, f"{thread}/comment.md", comment_text(id=id_))
            follow_up = follow_up_text(thread=id_, body=f"{LATER}\n" if number % 2 else "Well?\n")
            write(feedback, f"{thread}/2026-11-05-customer.md", follow_up)
    tests = str(Path(leaking.__file__).parents[1])
    write(root, "hook.py", HOOK.format(tests=tests) + program)
    (root / "scanned").write_text("")
    return build_site(root, feedback, config={"hooks": ["hook.py"]})


def trusted(root: Path) -> list[str]:
    """The threads whose pages the last build did not look through."""
    scanned = (root / "scanned").read_text().split()
    return [thread for thread in THREADS if page_of(thread) not in scanned]


def test_leak_in_a_page_of_a_public_thread_is_found_at_the_first_build(tmp_path):
    pages = [page_of(thread) for thread in THREADS[:2]]

    built = build(tmp_path, PLANT.format(pages=pages))

    assert (built.code, leaks(built)) == (1, set(pages))
    assert built.files.keys() & set(pages) == set()
    # Had one of them been in the sample, all others had been looked through as well.
    assert trusted(tmp_path)


def test_leak_that_another_program_puts_into_such_a_page_is_found_by_the_next_build(tmp_path):
    assert build(tmp_path).code == 0
    page = page_of(trusted(tmp_path)[0])
    file = tmp_path / "site" / page
    before = file.stat()
    data, text = file.read_bytes(), SECOND.encode()
    file.write_bytes(data[:200] + text + data[200 + len(text) :])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size

    assert leaks(build(tmp_path)) == {page}


def test_earlier_page_of_a_thread_that_hides_something_now_does_not_remain(tmp_path):
    assert build(tmp_path).code == 0
    thread = next(one for one in trusted(tmp_path) if int(one[-2:]) % 2)
    (tmp_path / "later").touch()
    for other in THREADS:
        # Elsewhere in public it would be no leak.
        if other != thread:
            follow_up = follow_up_text(thread=f"hinge000{other[-2:]}", body="Well?\n")
            write(tmp_path / "feedback", f"{other}/2026-11-05-customer.md", follow_up)
    id_ = f"hinge000{thread[-2:]}"
    text = follow_up_text(thread=id_, body=f"{LATER}\n", moderation=WITHHELD)
    write(tmp_path / "feedback", f"{thread}/2026-11-05-customer.md", text)

    built = build(tmp_path, FORGET.format(url=f"{thread}/"))

    assert (built.code, leaks(built)) == (1, {page_of(thread)})
    assert not built.has(page_of(thread))


def test_template_that_leaks_into_each_page_is_found_by_the_sample_and_none_is_left(tmp_path):
    built = build(tmp_path, TEMPLATE)

    assert built.code == 1
    assert {page_of(thread) for thread in THREADS} <= leaks(built)
    assert SECOND.encode() not in b"".join(built.files.values())


@pytest.mark.parametrize("threads", [100, 999, 1000, 2000, 5000])
def test_sample_has_files_of_each_kind(threads):
    kinds = ("index.html", "embed/index.html", "feed.xml", "feed.json", "oembed.json", "comment.md")
    paths = [f"threads/2026/t-{number}/{kind}" for number in range(threads) for kind in kinds]

    sample = controls(paths)

    assert {path.split("/", 3)[3] for path in sample} == set(kinds)
    assert len(sample) < len(paths) / 10
