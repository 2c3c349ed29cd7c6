"""What can happen to a project between two builds, one change at a time.

    CHANGES["edit_title"](project, Random(1))

Each change is made of the project as it stands and may find nothing to do.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TypeVar

from site_build.project import TEMPLATE, Answer, Person, Project, Thread

T = TypeVar("T")
Change = Callable[[Project, Random], None]

CHANGES: dict[str, Change] = {}


def change(function: Change) -> Change:
    CHANGES[function.__name__] = function
    return function


def picture(shade: int) -> bytes:
    """A grey picture of 2 x 2 pixels; all of them have the same number of bytes."""
    header = struct.pack(">2I5B", 2, 2, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes([0, shade, shade] * 2), 0)
    chunks = ((b"IHDR", header), (b"IDAT", rows), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def any_thread(project: Project, random: Random) -> Thread:
    """One of the threads; a new one where there is none."""
    if not project.threads:
        add_thread(project, random)
    return project.threads[random.choice(sorted(project.threads))]


def word(random: Random) -> str:
    return "".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=6))


def toggle(values: dict[str, T], name: str, value: T) -> None:
    """Take *name* out, or put it in."""
    if name in values:
        del values[name]
    else:
        values[name] = value


@change
def nothing(project: Project, random: Random) -> None:
    pass


@change
def add_thread(project: Project, random: Random) -> None:
    name = f"{random.choice('am')}-{word(random)}"
    thread = Thread(f"{word(random)}0000", random.randrange(60), f"About {name}")
    thread.kind = random.choice(["question", "idea", "problem", "praise"])
    thread.topic = random.choice(sorted(project.topics))
    if random.random() < 0.5:
        signer = random.choice(sorted(project.people))
        thread.answers = [Answer(random.randrange(1, 20), "So it is.\n", signer)]
    project.threads[name] = thread


@change
def delete_thread(project: Project, random: Random) -> None:
    any_thread(project, random)
    del project.threads[random.choice(sorted(project.threads))]


@change
def delete_all_threads(project: Project, random: Random) -> None:
    if random.random() < 0.2:
        project.threads.clear()


@change
def rename_thread(project: Project, random: Random) -> None:
    thread = any_thread(project, random)
    old = next(name for name, one in project.threads.items() if one is thread)
    project.threads[f"b-{word(random)}"] = project.threads.pop(old)


@change
def swap_names(project: Project, random: Random) -> None:
    if len(project.threads) > 1:
        one, other = random.sample(sorted(project.threads), 2)
        threads = project.threads
        threads[one], threads[other] = threads[other], threads[one]


@change
def edit_title(project: Project, random: Random) -> None:
    any_thread(project, random).title = f"A title of {word(random)}"


@change
def edit_body(project: Project, random: Random) -> None:
    any_thread(project, random).body = f"Words **of** {word(random)}.\n\n"


@change
def edit_fields(project: Project, random: Random) -> None:
    thread = any_thread(project, random)
    thread.tags = random.choice(["[]", "[delivery]", "[delivery, lamps]", "[screws]"])
    thread.kind = random.choice(["question", "idea", "problem", "praise"])
    thread.topic = random.choice(sorted(project.topics))
    thread.sender = random.choice(["P. M.", "anonymous", "Carla D."])
    thread.language = random.choice(["en", "de"])
    thread.day = random.randrange(60)


@change
def moderate(project: Project, random: Random) -> None:
    thread = any_thread(project, random)
    decisions = ["published", "published", "pending", "withheld", "withdrawn", "erased"]
    thread.decision = random.choice(decisions)


@change
def break_or_mend(project: Project, random: Random) -> None:
    thread = any_thread(project, random)
    thread.broken = not thread.broken


@change
def double_an_id(project: Project, random: Random) -> None:
    """A thread before or behind another one has its id, or has it no longer."""
    doubled = [name for name in project.threads if name.startswith(("0-twin", "z-twin"))]
    if doubled:
        del project.threads[random.choice(doubled)]
    else:
        twin = replace(any_thread(project, random), title=f"The twin {word(random)}")
        twin.decision = random.choice(["published", "published", "pending"])
        project.threads[random.choice(["0-twin", "z-twin"])] = twin


@change
def exchange_ids(project: Project, random: Random) -> None:
    if len(project.threads) > 1:
        one, other = (project.threads[n] for n in random.sample(sorted(project.threads), 2))
        one.id, other.id = other.id, one.id


@change
def answer(project: Project, random: Random) -> None:
    signer = random.choice([*sorted(project.people), None])
    outcome = random.choice([None, "explained", "planned"]) if signer else None
    decision = random.choice(["published", "pending", "withheld"]) if not signer else "published"
    said = Answer(random.randrange(1, 30), f"Said {word(random)}.\n", signer, outcome, decision)
    any_thread(project, random).answers.append(said)


@change
def edit_answer(project: Project, random: Random) -> None:
    if answers := any_thread(project, random).answers:
        random.choice(answers).body = f"Said {word(random)} instead.\n"


@change
def delete_answer(project: Project, random: Random) -> None:
    if answers := any_thread(project, random).answers:
        answers.pop(random.randrange(len(answers)))


@change
def add_or_remove_picture(project: Project, random: Random) -> None:
    name = random.choice(["a.png", "b.png"])
    toggle(any_thread(project, random).assets, name, picture(random.randrange(256)))


@change
def change_picture(project: Project, random: Random) -> None:
    """The bytes only: neither its name nor its size."""
    for thread in project.threads.values():
        for name in thread.assets:
            thread.assets[name] = picture(random.randrange(256))


@change
def change_person(project: Project, random: Random) -> None:
    person = project.people[random.choice(sorted(project.people))]
    field = random.choice(["name", "role", "until"])
    setattr(
        person, field, random.choice(["2026-11-30", None]) if field == "until" else word(random)
    )


@change
def change_portrait(project: Project, random: Random) -> None:
    person = project.people[random.choice(sorted(project.people))]
    person.portrait = random.choice([None, picture(random.randrange(256))])


@change
def add_person(project: Project, random: Random) -> None:
    project.people[word(random)] = Person(f"Dr. {word(random)}")


@change
def remove_person(project: Project, random: Random) -> None:
    if len(project.people) > 1:
        del project.people[random.choice(sorted(project.people))]


@change
def page_in_place_of_a_person(project: Project, random: Random) -> None:
    name = random.choice(sorted({*project.people, "ben"}))
    page = f"people/{name}.md"
    if page in project.docs:
        del project.docs[page]
        project.people[name] = Person("Come back")
    elif len(project.people) > 1 and name in project.people:
        del project.people[name]
        project.docs[page] = "# Who was here\n"


@change
def page_in_place_of_a_thread(project: Project, random: Random) -> None:
    pages = [name for name in project.docs if name.startswith("threads/2026/") and ".md" in name]
    if pages:
        del project.docs[pages[0]]
        slug = pages[0].split("/")[2].removesuffix(".md")
        project.threads.setdefault(slug, Thread(f"{word(random)}0000", 3))
    else:
        thread = any_thread(project, random)
        slug = next(name for name, one in project.threads.items() if one is thread)
        del project.threads[slug]
        project.docs[f"threads/2026/{slug}.md"] = "# What was here\n"


@change
def change_topic(project: Project, random: Random) -> None:
    name = random.choice(sorted(project.topics))
    project.topics[name] = (word(random), random.randrange(1, 9))


@change
def add_or_remove_topic(project: Project, random: Random) -> None:
    toggle(project.topics, random.choice(["delivery", "service"]), ("Another topic", 4))


@change
def change_policy(project: Project, random: Random) -> None:
    old, new = random.choice(
        [
            ("promise: 5", f"promise: {random.randrange(1, 9)}"),
            ("en: Insults,", f"en: {word(random)},"),
            ("holidays: [", f"holidays: [2026-09-0{random.randrange(1, 9)}, "),
            ("  insult:", "  rude:"),
        ]
    )
    project.policy = project.policy.replace(old, new)


@change
def change_setting(project: Project, random: Random) -> None:
    name, value = random.choice(
        [
            ("per_page", random.randrange(1, 5)),
            ("feed_entries", random.randrange(1, 6)),
            ("search_limit", random.randrange(6)),
            ("repository", random.choice(["private", "public"])),
            ("checks", {"unknown-person": random.choice(["error", "warning"])}),
        ]
    )
    project.settings[name] = value


@change
def change_theme(project: Project, random: Random) -> None:
    project.template = TEMPLATE.replace("<h1>", f"<h1><i>{word(random)}</i>")


@change
def change_page(project: Project, random: Random) -> None:
    project.docs["about.md"] = f"# About {word(random)}\n"


@change
def add_or_remove_page(project: Project, random: Random) -> None:
    names = [
        "people/extra.md",
        "topics/spare-parts/note.txt",
        "threads/2026/hinge/about.md",
        "x.md",
    ]
    toggle(project.docs, random.choice(names), f"# Extra {word(random)}\n")


@change
def change_language(project: Project, random: Random) -> None:
    project.language = "de" if project.language == "en" else "en"


@change
def change_site(project: Project, random: Random) -> None:
    project.config["site_name"] = f"Kitchens of {word(random)}"


@change
def time_passes(project: Project, random: Random) -> None:
    project.now += timedelta(days=random.choice([0.1, 1, 7]))


@change
def time_goes_back(project: Project, random: Random) -> None:
    """As where the time of the build is that of a commit."""
    project.now -= timedelta(days=random.choice([1, 7, 30]))


@change
def touch(project: Project, random: Random) -> None:
    for path in (project.root / "feedback").rglob("*"):
        if path.is_file() and random.random() < 0.5:
            path.touch()


@change
def copy_anew(project: Project, random: Random) -> None:
    """As in a fresh clone: other files with the same bytes."""
    feedback, copy = project.root / "feedback", project.root / "copy"
    shutil.copytree(feedback, copy, copy_function=shutil.copyfile)
    shutil.rmtree(feedback)
    copy.rename(feedback)


@change
def edit_without_a_trace(project: Project, random: Random) -> None:
    """The same number of bytes, and the times that were there before."""
    thread = any_thread(project, random)
    slug = next(name for name, one in project.threads.items() if one is thread)
    path = project.root / "feedback" / "threads" / "2026" / slug / "comment.md"
    project.save()
    before = path.stat()
    thread.title = "".join(random.choices("abcdefgh", k=len(thread.title)))
    project.save()
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@change
def lose_the_cache(project: Project, random: Random) -> None:
    shutil.rmtree(project.root / ".cache", ignore_errors=True)


@change
def lose_the_site(project: Project, random: Random) -> None:
    shutil.rmtree(project.site, ignore_errors=True)
