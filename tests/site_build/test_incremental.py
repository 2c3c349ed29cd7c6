"""A build upon an earlier one gives the same bytes as one of a new folder without a cache."""

from __future__ import annotations

import shutil
import time
from datetime import timedelta
from random import Random

import pytest
from mkdocs.exceptions import Abort

from answerable import processes
from answerable.build import shared
from answerable.build.writer import FOLDERS
from answerable.site import pagefind
from answerable.source import stamps
from site_build.building import REPOSITORY, build_site
from site_build.changes import CHANGES
from site_build.contents import Answer, Key, Thread
from site_build.project import Project, differing, files_in
from software_keys import ed25519

OURS = (*(f"{name}/" for name in FOLDERS), "feed.", "sitemap.xml")
"""How the paths of files begin that MkDocs does not write anew in each build."""

LOST = {"lose_the_cache", "lose_the_site", "change_addresses"}
"""Changes after which nothing of an earlier build is of use."""

SIGNING = sorted(
    name
    for name, change in CHANGES.items()
    if change.__module__.endswith("signature_changes")
    or name in {"answer", "edit_answer", "edit_body", "edit_title", "moderate", "time_passes"}
)
"""Changes by which a seal becomes another one."""


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


@pytest.fixture
def trusted_times(monkeypatch):
    """What is older than 20 ms is trusted by its times; the tests cannot wait for seconds."""
    monkeypatch.setattr(stamps, "YOUNG", 20_000_000)


def ours(names):
    return {name for name in names if name.startswith(OURS)}


def rewritten(before, after):
    """Our files that are there with other times than *before*."""
    return {name for name in ours(after) if after[name] != before.get(name)}


@pytest.mark.slow
@pytest.mark.usefixtures("trusted_times")
@pytest.mark.parametrize("seed", range(3))
def test_after_any_changes_the_site_is_that_of_a_clean_build(project, seed):
    random = Random(seed)
    project.build()
    done = []
    left = random.sample(sorted(CHANGES), len(CHANGES))
    while left:
        names = [left.pop() for _ in range(min(len(left), random.choice([1, 1, 2])))]
        done.append(names)
        files, times = project.files(), project.times()
        time.sleep(0.025)
        for name in names:
            CHANGES[name](project, random)
        project.save()
        dirty = random.random() < 0.1
        project.build(workers=random.choice([0, 0, 0, 1, 2]), dirty=dirty)
        after = project.files()
        wrong = differing(after, project.clean())
        # MkDocs itself leaves pages out of its search then.
        assert (ours(wrong) if dirty else wrong) == (set() if dirty else []), (dirty, done)
        ids = [thread.id for thread in project.threads.values()]
        if not LOST & {*names} and len(ids) == len({*ids}):
            changed = ours(differing(files, after)) & {*after}
            assert rewritten(times, project.times()) - project.of_docs == changed - project.of_docs


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_several_changes_at_once_give_the_site_of_a_clean_build(project, seed):
    random = Random(seed)
    for _ in range(8):
        project.build()
        done = random.choices(sorted(CHANGES), k=4)
        for name in done:
            CHANGES[name](project, random)
        project.save()
        project.build()
        assert differing(project.files(), project.clean()) == [], done


@pytest.mark.slow
@pytest.mark.usefixtures("trusted_times")
@pytest.mark.parametrize("seed", range(3))
def test_after_changes_of_signatures_and_keys_the_site_is_that_of_a_clean_build(project, seed):
    random = Random(seed)
    CHANGES["sign_answers"](project, random)
    done = []
    for _ in range(20):
        done.append(random.choices(SIGNING, k=random.choice([1, 1, 2])))
        time.sleep(0.025)
        for name in done[-1]:
            CHANGES[name](project, random)
        project.save()
        project.build()
        assert differing(project.files(), project.clean()) == [], done


@pytest.mark.usefixtures("trusted_times")
def test_key_that_retires_within_a_second_is_retired_in_the_next_build(project, monkeypatch):
    until = project.now.replace(microsecond=0)
    keys = project.people["anna"].keys
    keys.append(Key("anna", until=f"{until:%Y-%m-%dT%H:%M:%SZ}"))
    (answer,) = project.threads["spare-parts"].answers
    answer.signature = ed25519("anna").signature(project.threads["spare-parts"].file_of(answer))
    project.save()
    time.sleep(0.025)
    page = "threads/2026/spare-parts/index.html"
    for seconds, state in ((0.5, "valid"), (2.5, "retired")):
        now = until + timedelta(seconds=seconds)
        monkeypatch.setattr("answerable.plugin.get_build_datetime", lambda now=now: now)
        project.build()
        assert f'data-ans-seal="{state}"'.encode() in project.files()[page], seconds


def test_build_without_a_change_writes_nothing(project):
    project.build()
    times = project.times()
    project.build()
    assert rewritten(times, project.times()) == set()


def test_edited_answer_writes_what_shows_it_and_no_more(project):
    project.settings["feed_entries"] = 20
    project.save()
    project.build()
    before = project.times()
    project.threads["spare-parts"].answers[0].body = "We found it, at last.\n"
    project.save()
    project.build()
    thread = "threads/2026/spare-parts"
    assert rewritten(before, project.times()) == {
        *(f"{thread}/index.html", f"{thread}/embed/index.html"),
        f"{thread}/2026-09-03-anna.md",
        *(f"{thread}/feed.json", f"{thread}/feed.xml"),
        "api/threads/spareparts.json",
        *("people/anna/feed.json", "people/anna/feed.xml"),
        *("states/answered/feed.json", "states/answered/feed.xml"),
        *("tags/delivery/feed.json", "tags/delivery/feed.xml"),
        *("topics/spare-parts/feed.json", "topics/spare-parts/feed.xml"),
        *("feed.json", "feed.xml"),
    }


def test_new_thread_leaves_the_later_pages_of_lists_as_they_are(project):
    for number in range(10):
        project.threads[f"more-{number}"] = Thread(f"more00000{number}", 31 + number)
    project.save()
    project.build()
    before, files = project.times(), project.files()
    project.threads["newest"] = Thread("newest0000", 60)
    project.save()
    project.build()
    pages = {name for name in files if "/page/" in name}
    assert len(pages) > 10
    # Where a page is added behind the first one, the page behind that leads to it.
    beside = {name.replace("/6/", "/5/") for name in {*project.files()} - pages if "/6/" in name}
    assert rewritten(before, project.times()) & pages <= beside
    assert beside & pages < pages


def test_no_summary_of_the_whole_is_on_a_later_page(project):
    project.build()
    later = files_in(project.site)["threads/page/1/index.html"].decode()
    project.threads["newest"] = Thread("newest0000", 60)
    project.save()
    project.build()
    assert files_in(project.site)["threads/page/1/index.html"].decode() == later


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_number_of_processes_does_not_change_a_byte(project, workers):
    for number in range(250):
        project.threads[f"more-{number}"] = Thread(f"more{number:06}", number % 80)
    project.save()
    clean = project.clean()
    project.build(workers=workers)
    assert differing(project.files(), clean) == []


@pytest.mark.slow
def test_processes_that_are_started_anew_give_the_same_site(project, monkeypatch):
    clean = project.clean()
    for module in (processes, shared):
        monkeypatch.setattr(module, "FORKS", False)
    project.build(workers=2)
    assert differing(project.files(), clean) == []


ADDS_FILES = """\
import os
from mkdocs.structure.files import File


def on_files(files, config):
    if "ADDS_FILES" in os.environ:
        files.append(File.generated(config, "people/extra.txt", content="extra"))
        files.append(File.generated(config, "topics/extra.md", content="# Extra"))
    return files
"""


def test_file_that_a_hook_adds_goes_away_with_it(project, tmp_path_factory, monkeypatch):
    hook = tmp_path_factory.mktemp("hook") / "hook.py"
    hook.write_text(ADDS_FILES, encoding="utf-8")
    project.config["hooks"] = [str(hook)]
    project.save()
    monkeypatch.setenv("ADDS_FILES", "1")
    project.build()
    assert "people/extra.txt" in project.files()
    assert differing(project.files(), project.clean()) == []
    monkeypatch.delenv("ADDS_FILES")
    project.build()
    assert differing(project.files(), project.clean()) == []


@pytest.mark.skipif(not pagefind.available(), reason="Pagefind is not installed")
def test_full_text_index_is_that_of_a_clean_build(project):
    random = Random(1)
    for name in ("nothing", "edit_title", "add_thread", "delete_thread", "moderate"):
        CHANGES[name](project, random)
        project.settings["search_limit"] = 1
        project.save()
        project.build()
        assert "assets/answerable/search/index.json" in project.files()
        assert differing(project.files(), project.clean()) == [], name
    project.settings["search_limit"] = 100
    project.save()
    project.build()
    assert differing(project.files(), project.clean()) == []


def test_dirty_build_has_the_threads_of_a_clean_one(project):
    project.docs["people/extra.md"] = "# Extra\n"
    project.save()
    project.build()
    project.threads["hinge"].title = "The hinge still squeaks"
    project.threads["hinge"].answers.append(Answer(3, "Oil it.\n", "ben"))
    project.save()
    project.build(dirty=True)
    assert differing(project.files(), project.clean()) == []


def test_cache_holds_nothing_that_is_not_public(project):
    hinge = project.threads["hinge"]
    hinge.body = "wiretap-4711\n"
    hinge.decision = "pending"
    project.threads["lamp"].answers.append(Answer(3, "wiretap-4712\n", None, decision="withheld"))
    project.threads["table"].decision = "withdrawn"
    project.threads["table"].body = "wiretap-4713\n"
    project.save()
    project.build()
    project.build()
    cached = b"".join(path.read_bytes() for path in (project.root / ".cache").rglob("*.*"))
    assert b"We found it." in cached
    assert b"wiretap" not in cached


@pytest.mark.usefixtures("trusted_times")
def test_message_that_is_taken_back_leaves_the_cache(project):
    project.threads["hinge"].body = "wiretap-4711\n"
    project.save()
    project.build()
    project.threads["hinge"].decision = "withdrawn"
    project.save()
    project.build()
    assert all(b"wiretap" not in content for content in project.files().values())
    cached = b"".join(path.read_bytes() for path in (project.root / ".cache").rglob("*.*"))
    assert b"wiretap" not in cached


def test_site_is_made_anew_where_the_cache_is_that_of_another_site(project, tmp_path):
    project.build()
    project.threads["hinge"].title = "The hinge still squeaks"
    project.save()
    older = files_in(project.root / ".cache")
    project.build()
    for name, content in older.items():
        (project.root / ".cache" / name).write_bytes(content)
    project.threads["lamp"].title = "The lamp is dark"
    project.save()
    project.build()
    assert differing(project.files(), project.clean()) == []


def test_failed_build_is_followed_by_a_right_one(project):
    project.build()
    template = project.template
    project.threads["hinge"].title = "The hinge still squeaks"
    project.template = template.replace("<body>", "<body onload='{{ page.title }}'>")
    project.save()
    with pytest.raises(Abort):
        project.build()
    project.template = template
    project.save()
    project.build()
    assert differing(project.files(), project.clean()) == []


@pytest.mark.slow
def test_site_with_the_theme_of_material_is_that_of_a_clean_build(tmp_path):
    feedback = tmp_path / "feedback"
    shutil.copytree(REPOSITORY / "feedback", feedback)
    assert build_site(tmp_path / "one", feedback, language="de").code == 0
    answers = sorted(feedback.glob("threads/*/*/????-*.md"))
    answers[0].write_bytes(answers[0].read_bytes() + b"\nAnd one more thing.\n")
    shutil.rmtree(answers[-1].parent)
    again = build_site(tmp_path / "one", feedback, language="de")
    clean = build_site(tmp_path / "other", feedback, language="de")
    assert again.code == clean.code == 0, again.log
    assert differing(files_in(again.root), files_in(clean.root)) == []


def test_message_that_waits_changes_two_numbers_and_no_other_page(project):
    project.policy = f"least: 1\n{project.policy}"
    project.save()
    project.build()
    before = project.times()
    project.threads["new"] = Thread("new0000001", 60, "wiretap-4711", decision="pending")
    project.save()
    project.build()
    assert rewritten(before, project.times()) == {
        "transparency/index.html",
        "transparency/transparency.csv",
        "transparency/transparency.json",
    }
    files = project.files()
    rows = files["transparency/transparency.csv"].decode().splitlines()
    assert any(row.startswith("2026-10,3,1,2,0,0,0,0,0,") for row in rows)
    assert all(b"wiretap" not in data and b"new0000001" not in data for data in files.values())


@pytest.mark.parametrize("workers", [0, 2])
def test_waiting_messages_are_counted_by_every_process(project, workers):
    project.policy = f"least: 1\n{project.policy}"
    for number in range(320):
        decision = "pending" if number % 2 else "published"
        project.threads[f"more-{number}"] = Thread(
            f"more{number:06}", number % 80, decision=decision
        )
    project.save()
    project.build(workers=workers)
    project.build(workers=workers)
    total = project.files()["transparency/transparency.csv"].decode().splitlines()[-1]
    # With six messages of the project itself, of which a follow-up is withheld.
    assert total.startswith("all,326,160,165,0,1,0,0,1,")
