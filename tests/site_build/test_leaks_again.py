"""What was looked through is not looked through again, and nothing hidden gets through by that.

A file that was clean cannot say what came later. It can say what was public before.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from samples import PNG, TOPIC, comment_text, follow_up_text, write
from site_build import leaking
from site_build.building import BuiltSite, build_site
from site_build.leaking import SECOND, write_hidden

THREADS = [f"threads/2026/hinge-{number:02}" for number in range(30)]
LATER = "The parrot of my neighbour sings the anthem of your company at night."
NEW = "My grandmother wants her violet teapot back before the harvest festival."
PENDING = "{decision: pending}"
WITHHELD = "{decision: withheld, by: ben, at: 2026-11-20T10:00:00+01:00, reason: insult}"
PICTURE = PNG + b"a hinge in the rain, and more than thirty bytes of it"
# MkDocs empties its folder for each build, but what stays are the folders of the threads.
QUOTED = f"{THREADS[3]}/quoted.txt"
COPY = f"{THREADS[3]}/copy.png"
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
        text = {text!r}.encode()
        file.write_bytes(data[:200] + text + data[200 + len(text):])
"""
LEAVE = """
@event_priority(-5000)
def on_post_build(config):
    for name, content in {files!r}.items():
        file = Path(config.site_dir, name)
        if not file.exists() and not (HOME / "later").exists():
            file.write_bytes(content)
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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with hidden messages and many threads that hide nothing."""
    feedback = tmp_path / "feedback"
    write_hidden(feedback)
    for number, thread in enumerate(THREADS):
        id_ = f"hinge{number:05}"
        write(feedback, f"{thread}/comment.md", comment_text(id=id_))
        body = f"{LATER}\n" if thread == THREADS[7] else "Well?\n"
        write(feedback, f"{thread}/2026-11-05-customer.md", follow_up_text(thread=id_, body=body))
    return tmp_path


def build(
    root: Path,
    program: str = "",
    *,
    docs: Mapping[str, str] | None = None,
    settings: Mapping[str, object] | None = None,
) -> BuiltSite:
    tests = str(Path(leaking.__file__).parents[1])
    write(root, "hook.py", HOOK.format(tests=tests) + program)
    (root / "scanned").write_text("")
    config = {"hooks": ["hook.py"]}
    return build_site(root, root / "feedback", config=config, docs=docs, settings=settings)


def leaks(built: BuiltSite) -> set[str]:
    return {path for path, _ in FOUND.findall(built.log)}


def scanned(root: Path) -> set[str]:
    """The files that the last build looked through."""
    return set((root / "scanned").read_text().splitlines())


def page_of(thread: str) -> str:
    return f"{thread}/index.html"


def withhold(root: Path, thread: str) -> None:
    """What the customer wrote later in *thread* is public no more."""
    (root / "later").touch()
    text = follow_up_text(thread=f"hinge000{thread[-2:]}", body=f"{LATER}\n", moderation=WITHHELD)
    write(root / "feedback", f"{thread}/2026-11-05-customer.md", text)


def ask_anew(root: Path) -> None:
    """A new comment waits for a decision."""
    comment = comment_text(id="teapot0001", moderation=PENDING, body=f"{NEW}\n")
    write(root / "feedback", "threads/2026/teapot/comment.md", comment)


def test_first_build_looks_through_all_files(root):
    built = build(root)

    assert built.code == 0
    assert built.files.keys() - scanned(root) <= {".answerable/lock"}


def test_build_of_the_same_looks_through_nothing(root):
    assert build(root).code == 0

    assert build(root).code == 0
    assert not {path for path in scanned(root) if path.startswith("threads/2026/")}


def test_new_comment_that_waits_costs_no_look_at_the_threads_that_were_clean(root):
    assert build(root).code == 0
    ask_anew(root)

    assert build(root).code == 0
    assert not {path for path in scanned(root) if path.startswith("threads/2026/hinge")}


def test_new_comment_that_waits_is_found_where_it_leaks(root):
    assert build(root).code == 0
    ask_anew(root)
    page = page_of(THREADS[3])

    built = build(root, PLANT.format(pages=[page], text=NEW))

    assert (built.code, leaks(built)) == (1, {page})


def test_page_among_the_threads_that_says_what_waits_is_found_also_where_it_was_before(root):
    docs = {"threads/2026/notes.md": NEW}
    assert build(root, docs=docs).code == 0
    ask_anew(root)

    assert leaks(build(root, docs=docs)) >= {"threads/2026/notes/index.html"}


@pytest.mark.parametrize("pages", [THREADS[:1], THREADS[3:9]], ids=["one page", "several"])
def test_leak_in_a_page_of_a_public_thread_is_found_at_the_first_build(pages, root):
    paths = set(map(page_of, pages))

    built = build(root, PLANT.format(pages=sorted(paths), text=SECOND))

    assert (built.code, leaks(built)) == (1, paths)
    assert not built.files.keys() & paths


def test_leak_that_another_program_puts_into_a_clean_page_is_found_by_the_next_build(root):
    assert build(root).code == 0
    page = page_of(THREADS[12])
    file = root / "site" / page
    before = file.stat()
    data, text = file.read_bytes(), SECOND.encode()
    file.write_bytes(data[:200] + text + data[200 + len(text) :])
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert file.stat().st_size == before.st_size

    assert leaks(build(root)) == {page}


def test_template_that_leaks_into_each_page_leaves_none(root):
    built = build(root, TEMPLATE)

    assert built.code == 1
    assert set(map(page_of, THREADS)) <= leaks(built)
    assert SECOND.encode() not in b"".join(built.files.values())


def test_earlier_page_of_a_thread_that_hides_something_now_does_not_remain(root):
    assert build(root).code == 0
    withhold(root, THREADS[7])

    built = build(root, FORGET.format(url=f"{THREADS[7]}/"))

    assert (built.code, leaks(built)) == (1, {page_of(THREADS[7])})
    assert not built.has(page_of(THREADS[7]))


def test_what_was_public_is_found_in_files_that_stayed_as_they_were(root):
    program = LEAVE.format(files={QUOTED: f"They say: {LATER}".encode()})
    assert build(root, program).code == 0
    withhold(root, THREADS[7])

    built = build(root, program)

    assert (built.code, leaks(built)) == (1, {QUOTED})


def test_copy_of_a_picture_that_is_public_no_more_is_found(root):
    thread = THREADS[5]
    write(root / "feedback", f"{thread}/assets/hinge-in-the-rain.png", PICTURE)
    with_it = comment_text(id="hinge00005", body="![A hinge](assets/hinge-in-the-rain.png)\n")
    write(root / "feedback", f"{thread}/comment.md", with_it)
    program = LEAVE.format(files={COPY: PICTURE})
    assert build(root, program).code == 0
    (root / "later").touch()
    write(root / "feedback", f"{thread}/comment.md", comment_text(id="hinge00005"))

    built = build(root, program)

    assert (built.code, leaks(built)) == (1, {COPY})


def test_text_that_was_allowed_and_is_not_any_more_is_found_in_a_clean_file(root):
    program = LEAVE.format(files={QUOTED: SECOND.encode()})
    assert build(root, program, settings={"leak_exceptions": [SECOND]}).code == 0
    (root / "later").touch()

    built = build(root, program)

    assert (built.code, leaks(built)) == (1, {QUOTED})


def test_text_that_nobody_says_in_public_any_more_is_found_in_a_clean_file(root):
    # A topic says the same as the comment that waits.
    topic = root / "feedback" / TOPIC
    before = topic.read_text()
    topic.write_text(f"{before}\n{SECOND}\n")
    program = LEAVE.format(files={QUOTED: SECOND.encode()})
    assert build(root, program).code == 0
    (root / "later").touch()
    topic.write_text(before)

    built = build(root, program)

    assert (built.code, leaks(built)) == (1, {QUOTED})
