"""Changes of threads, and of the files that they lie in."""

from __future__ import annotations

import os
import shutil
from copy import deepcopy
from random import Random

from site_build.changing import change, toggle, word
from site_build.contents import Answer, Thread, picture
from site_build.project import Project


def any_thread(project: Project, random: Random) -> Thread:
    """One of the threads; a new one where there is none."""
    if not project.threads:
        add_thread(project, random)
    return project.threads[random.choice(sorted(project.threads))]


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
def give_reasons(project: Project, random: Random) -> None:
    moderated = any_thread(project, random).moderated
    moderated.prompted_by = random.choice(["own-initiative", "notice", "machine", None])
    moderated.facts = random.choice([f"It names {word(random)}.", None])


@change
def decide_again(project: Project, random: Random) -> None:
    before = random.choice(["published", "withdrawn"])
    moderated = any_thread(project, random).moderated
    moderated.history = random.choice(
        [f"[{{{{decision: {before}, by: moderator, at: {{0}}}}}}]", None]
    )


@change
def object_to_it(project: Project, random: Random) -> None:
    ended = random.choice(["", ", by: moderator, upheld: {2}", ", by: moderator, reversed: {2}"])
    appeal = random.choice([f"{{{{requested: {{1}}{ended}}}}}", None])
    any_thread(project, random).moderated.appeal = appeal


@change
def redact_or_undo_it(project: Project, random: Random) -> None:
    moderated = any_thread(project, random).moderated
    moderated.redacted = not moderated.redacted


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
        twin = deepcopy(any_thread(project, random))
        twin.title = f"The twin {word(random)}"
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
