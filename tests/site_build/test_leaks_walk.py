"""A check upon what earlier builds kept finds what one of a new folder without a cache finds."""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from logging.handlers import QueueHandler
from pathlib import Path
from queue import SimpleQueue
from random import Random

import pytest
from mkdocs.exceptions import Abort

from answerable.build import clean, leaks
from answerable.leaks import Scanner
from site_build.contents import Answer, Thread, picture
from site_build.project import TEMPLATE, Project

FOUND = re.compile(r"^  (\S.*) holds (.*)$", re.MULTILINE)
SENTENCES = [
    "My grandmother wants her violet teapot back before the harvest festival.",
    "The parrot of my neighbour sings the anthem of your company at night.",
    "Nobody in the workshop in Kleinmachnow has ever called me back.",
    "The fitter has left his sandwiches in my new oven, thank you.",
]
WAITS = "This message has to wait for ever and ever."
TITLE = "Sandwiches in the oven of my neighbour"
SLUG = "sandwiches-in-the-oven-of-my-neighbour"
RECEIPT = picture(11)
PIXELS = RECEIPT.decode("latin-1")
LENGTH = 10
STAFF = {"groups": {"service": "ANSWERABLE_PASSWORD_SERVICE"}}
GROUP_PASSWORD = "kettle-umbrella-verandah-31"

HOOK = """
import json
from pathlib import Path
from mkdocs.plugins import event_priority

def plant(config):
    for name, text in config.extra.get("plants", {}).items():
        file = Path(config.site_dir, name)
        before = file.read_bytes() if file.exists() else b""
        if text.encode("latin-1") not in before:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(before + text.encode("latin-1"))

@event_priority(-5000)
def on_post_build(config):
    plant(config)
"""


class Checked(Project):
    """A project with a hook that writes into the site what ``plants`` says, by path."""

    def __init__(self, root):
        hook = root / "hook.py"
        hook.write_text(HOOK)
        self.plants = {}
        self.more = {}
        project = root / "project"
        project.mkdir()
        super().__init__(project)
        self.settings["staff"] = STAFF
        self.settings["checks"] = {"telling-address": "warning"}
        self.config["hooks"] = [str(hook)]
        self.threads["secret"] = Thread(
            "secret0001", 3, "Never published", f"{WAITS}\n", decision="pending"
        )

    def wanted(self):
        self.config["extra"] = {"plants": dict(self.plants)}
        return super().wanted() | self.more

    def found(self):
        """How the check ends upon the last one."""
        self.save()
        return told(self.build)

    def found_anew(self):
        """How the check of a new folder ends."""
        return told(self.clean)


def told(build):
    """Whether *build* ends well, and the files in which it finds something."""
    heard: SimpleQueue[logging.LogRecord] = SimpleQueue()
    handler = QueueHandler(heard)
    log = logging.getLogger("mkdocs")
    log.addHandler(handler)
    try:
        build()
        ended = True
    except Abort:
        ended = False
    finally:
        log.removeHandler(handler)
    text = "\n".join(heard.get().getMessage() for _ in range(heard.qsize()))
    return ended, {path for path, _ in FOUND.findall(text)}


NOTHING: tuple[bool, set[str]] = (True, set())
ABOUT = {"about/index.html", "search/search_index.json"}


@pytest.fixture
def project(tmp_path, monkeypatch):
    # What is older than 10 ms is trusted by its times; the tests cannot wait for seconds.
    monkeypatch.setattr(clean, "YOUNG", 10_000_000)
    monkeypatch.setenv("ANSWERABLE_PASSWORD_SERVICE", GROUP_PASSWORD)
    return Checked(tmp_path)


def test_new_name_of_a_hidden_file_is_found_in_a_page(project):
    assets = "feedback/threads/2026/secret/assets"
    project.more[f"{assets}/a.png"] = RECEIPT
    project.docs["about.md"] = "Look at receipt-of-the-locksmith.png."
    assert project.found() == NOTHING
    project.more[f"{assets}/receipt-of-the-locksmith.png"] = project.more.pop(f"{assets}/a.png")

    assert project.found() == project.found_anew() == (False, ABOUT)


def test_short_text_in_a_hidden_file_is_found_in_a_page(project):
    project.threads["secret"].assets = {"a.txt": b"Two for tea."}
    project.docs["about.md"] = "No one knew his parrot."
    assert project.found() == NOTHING
    project.threads["secret"].assets = {"a.txt": b"No one knew his parrot."}

    assert project.found() == project.found_anew() == (False, ABOUT)


def test_copy_of_a_picture_that_another_took_the_place_of_is_found(project):
    lamp = project.threads["lamp"]
    before = lamp.assets["a.png"]
    project.plants["threads/2026/hinge/copy.png"] = PIXELS
    lamp.assets = {"a.png": RECEIPT}
    assert project.found() == NOTHING
    lamp.assets = {"a.png": before}
    project.threads["secret"].assets = {"b.png": RECEIPT}

    assert project.found() == project.found_anew() == (False, {"threads/2026/hinge/copy.png"})


def test_address_of_an_erased_thread_may_say_the_title_of_one_that_waits(project):
    project.threads[SLUG] = Thread("sandwich01", 5, TITLE, decision="withdrawn")
    project.threads["z-again"] = Thread("sandwich02", 6, TITLE, decision="pending")
    assert project.found() == NOTHING
    project.threads[SLUG].decision = "erased"

    assert project.found() == project.found_anew() == NOTHING


def test_address_that_was_left_out_is_found_once_it_is_not_any_more(project):
    project.threads[SLUG] = Thread("sandwich01", 5, TITLE, decision="withdrawn")
    project.threads["secret"].body = "In the oven of my neighbour, sandwiches.\n"
    project.plants["threads/2026/hinge/x.txt"] = f"See {SLUG}, sandwiches."
    assert project.found() == NOTHING
    project.threads[SLUG].title = "Another title"

    assert project.found() == project.found_anew() == (False, {"threads/2026/hinge/x.txt"})


def test_page_in_a_folder_of_ours_is_of_others_although_the_same_file_was_ours(project):
    name = "threads/2026/hinge/said.txt"
    project.plants[name] = SENTENCES[0]
    assert project.found() == NOTHING
    project.docs[name] = project.plants.pop(name)
    assert project.found() == NOTHING
    project.threads["secret"].body = f"{SENTENCES[0]}\n"

    assert project.found() == project.found_anew() == (False, {name})


def test_what_the_theme_says_on_every_page_is_found_in_all(project):
    project.template = project.template.replace("<h1>", f"<p>{SENTENCES[0]}</p><h1>")
    assert project.found() == NOTHING
    project.threads["secret"].body = f"{SENTENCES[0]}\n"

    ended, files = project.found()
    assert (ended, files) == project.found_anew()
    assert "threads/2026/hinge/index.html" in files


def test_what_the_theme_says_on_our_pages_alone_is_found(project):
    ours = (
        f"{{% if not page.file.src_uri in ('index.md', 'about.md') %}}{SENTENCES[0]}{{% endif %}}"
    )
    project.template = project.template.replace("<h1>", f"{ours}<h1>")
    assert project.found() == NOTHING
    project.threads["secret"].body = f"{SENTENCES[0]}\n"

    ended, files = project.found()
    assert not ended
    assert (ended, files) == project.found_anew()


@pytest.mark.parametrize("table", ["shown", "clean", "said", "others"])
def test_damaged_table_hides_no_leak(table, project):
    project.threads["spare-parts"].body = f"{SENTENCES[0]}\n"
    name = "threads/2026/hinge/said.txt"
    project.plants[name] = SENTENCES[0]
    assert project.found() == NOTHING
    (file,) = (project.root / ".cache").rglob("*.site")
    with closing(sqlite3.connect(file)) as state:
        state.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = state.execute("PRAGMA page_size").fetchone()
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = state.execute(query, [table]).fetchone()
    data = bytearray(file.read_bytes())
    data[(page - 1) * size : page * size] = b"\xff" * size
    file.write_bytes(data)
    project.threads["spare-parts"].decision = "withdrawn"

    assert project.found() == project.found_anew() == (False, {name})


@pytest.mark.skipif(os.name == "nt", reason="all names are texts there")
def test_file_whose_name_is_no_text_is_looked_through(project):
    assert project.found() == NOTHING
    Path(project.site, "threads", os.fsdecode(b"\xff.txt")).write_text(WAITS)

    assert project.found() == (False, {r"threads/\udcff.txt"})


def test_what_changed_just_before_the_check_is_not_trusted_by_its_times(project, monkeypatch):
    read: list[bytes] = []

    def digest_of(data):
        read.append(data)
        return clean.digest_of(data)

    monkeypatch.setattr(leaks, "digest_of", digest_of)
    assert project.found() == NOTHING
    page = project.site.joinpath("threads/2026/hinge/index.html").read_bytes()
    for young, times in ((3_600_000_000_000, 1), (10_000_000, 1), (10_000_000, 0)):
        monkeypatch.setattr(clean, "YOUNG", young)
        read.clear()
        assert project.found() == NOTHING
        assert read.count(page) == times


STEPS: dict[str, Callable[[Checked, Random], None]] = {}


def step(function):
    """Enter a step of the walk."""
    STEPS[function.__name__] = function
    return function


def any_place(project, random):
    """Where a hook or another program could write."""
    return random.choice(
        [
            "threads/2026/hinge/index.html",
            "threads/2026/lamp/said.txt",
            "api/said.json",
            "feed.xml",
            "tags/delivery/index.html",
            "said.txt",
            "index.html",
            "answer/index.html",
        ]
    )


def any_words(random):
    return random.choice([*SENTENCES, TITLE, SLUG, "receipt-of-the-locksmith.png"])


@step
def decide(project, random):
    thread = project.threads[random.choice(sorted(project.threads))]
    thread.decision = random.choice(["published", "pending", "withheld", "withdrawn", "erased"])


@step
def write_thread(project, random):
    slug = random.choice([SLUG, "more", "z-more"])
    decision = random.choice(["published", "pending", "withheld"])
    body = f"{random.choice(SENTENCES)}\n"
    title = random.choice([TITLE, "More of it"])
    id_ = f"{slug.replace('-', '')[:4]}000001"
    project.threads[slug] = Thread(id_, random.randrange(60), title, body, decision=decision)


@step
def write_follow_up(project, random):
    thread = project.threads[random.choice(sorted(project.threads))]
    decision = random.choice(["published", "pending", "withheld", "withdrawn"])
    words = f"{random.choice(SENTENCES)}\n"
    thread.answers.append(Answer(random.randrange(90), words, None, decision=decision))


@step
def decide_follow_up(project, random):
    answers = [one for thread in project.threads.values() for one in thread.answers]
    for answer in random.sample(answers, min(len(answers), 1)):
        if answer.signer is None:
            answer.decision = random.choice(["published", "pending", "withheld", "withdrawn"])


@step
def move_follow_up(project, random):
    one, other = random.sample(sorted(project.threads), 2)
    if project.threads[one].answers:
        project.threads[other].answers.append(project.threads[one].answers.pop())


@step
def edit_comment(project, random):
    thread = project.threads[random.choice(sorted(project.threads))]
    thread.body = f"{random.choice(SENTENCES)}\n"


@step
def edit_title(project, random):
    thread = project.threads[random.choice(sorted(project.threads))]
    thread.title = random.choice([TITLE, "Another title"])


@step
def rename_thread(project, random):
    slug = random.choice(sorted(project.threads))
    project.threads[random.choice([SLUG, "renamed", "z-last"])] = project.threads.pop(slug)


@step
def delete_thread(project, random):
    if len(project.threads) > 3:
        del project.threads[random.choice(sorted(project.threads))]


@step
def show_picture(project, random):
    thread = project.threads[random.choice(sorted(project.threads))]
    name = random.choice(["a.png", "receipt-of-the-locksmith.png"])
    if name in thread.assets:
        del thread.assets[name]
    else:
        thread.assets[name] = random.choice([RECEIPT, picture(3)])


@step
def leave_a_file_that_nobody_shows(project, random):
    slug = random.choice(sorted(project.threads))
    name = random.choice(["a.png", "receipt-of-the-locksmith.png", "said.txt"])
    path = f"feedback/threads/2026/{slug}/assets/{name}"
    data = f"{random.choice(SENTENCES)}\n".encode() if name == "said.txt" else RECEIPT
    project.more = {} if project.more else {path: data}


@step
def say_it_under_docs(project, random):
    names = ["about.md", "threads/2026/note.md", "api/note.txt", "people/note.md"]
    project.docs[random.choice(names)] = f"# About\n\n{any_words(random)}\n"


@step
def say_it_under_docs_no_more(project, random):
    project.docs = {name: text for name, text in project.docs.items() if name == "index.md"}
    project.docs["about.md"] = "# About us\n"


@step
def give_access(project, random):
    name = random.choice(["staff-only.md", "threads/2026/staff-only.md"])
    access = random.choice(["access: service\n", ""])
    picture_of_it = random.choice(["", "\n![x](receipt-of-the-locksmith.png)\n"])
    text = f"---\ntitle: For staff\n{access}---\n{random.choice(SENTENCES)}\n{picture_of_it}"
    project.docs[name] = text


@step
def open_or_close_the_staff_area(project, random):
    project.settings["staff"] = {**STAFF, **random.choice([{}, {"area": "service"}])}


@step
def allow(project, random):
    project.settings["leak_exceptions"] = random.choice([[], [any_words(random)]])


@step
def say_it_in_a_topic(project, random):
    project.topics["service"] = (random.choice(["Service", TITLE]), None)


@step
def say_it_in_the_theme(project, random):
    words = random.choice(["", "", SENTENCES[0]])
    project.template = TEMPLATE.replace("<h1>", f"<p>{words}</p><h1>")


@step
def plant(project, random):
    project.plants[any_place(project, random)] = random.choice([any_words(random), PIXELS])


def plant_no_more(project, places):
    for name in places:
        (project.site / name).unlink(missing_ok=True)
        del project.plants[name]


@step
def check_no_more_or_again(project, random):
    project.settings["leak_check"] = not project.settings.get("leak_check", True)


@step
def hide_nothing(project, random):
    """For one build."""
    before = deepcopy((project.threads, project.docs, project.more))
    for thread in project.threads.values():
        thread.decision, thread.assets = "published", {}
        thread.answers = [one for one in thread.answers if one.signer]
    project.docs, project.more = {"index.md": "# Home\n", "about.md": "# About\n"}, {}
    project.found()
    project.threads, project.docs, project.more = before


@step
def change_addresses(project, random):
    project.config["use_directory_urls"] = not project.config.get("use_directory_urls", True)


@step
def change_language(project, random):
    project.language = "de" if project.language == "en" else "en"


@step
def change_search(project, random):
    project.settings["search_limit"] = random.choice([1, 1000])


@step
def touch(project, random):
    for path in project.site.rglob("*"):
        if path.is_file() and random.random() < 0.5:
            os.utime(path)


@step
def restore(project, random):
    """As from a copy: the same bytes and times in other files."""
    if project.site.exists():
        copy = project.site.with_name("clean-copy")
        shutil.copytree(project.site, copy)
        shutil.rmtree(project.site)
        copy.rename(project.site)


@step
def damage_the_cache(project, random):
    for file in (project.root / ".cache").rglob("*.site"):
        data = bytearray(file.read_bytes())
        place = random.randrange(len(data))
        data[place : place + 4096] = b"\xff" * 4096
        file.write_bytes(data)


@step
def interrupt(project, random):
    """The check ends while it looks."""

    def end(*_):
        raise OSError("The disk is gone.")

    project.save()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Scanner, "scan", end)
        told(project.build)


def walk(project, random):
    """Do some steps, and say which."""
    # What a hook leaves in our folders may say what a customer writes later.
    plant_no_more(project, [name for name in project.plants if name.startswith(clean.OUR_FOLDERS)])
    if random.random() < 0.3:
        plant_no_more(project, list(project.plants))
        say_it_under_docs_no_more(project, random)
    often = ["plant"] * 8 + ["decide", "write_follow_up", "write_thread"] * 3
    names = random.choices([*sorted(STEPS), *often], k=random.choice([1, 2, 3]))
    for name in names:
        STEPS[name](project, random)
    return names


@pytest.mark.parametrize("seed", range(2))
def test_after_any_steps_the_check_finds_what_one_from_nothing_finds(seed, project):
    random = Random(seed)
    done = []
    for _ in range(LENGTH):
        done.append(walk(project, random))
        assert project.found() == project.found_anew(), done
