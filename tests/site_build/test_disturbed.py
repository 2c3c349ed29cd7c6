"""A build that is killed, crowded or out of space never leaves a wrong site behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from functools import partial
from pathlib import Path
from random import Random

import pytest
from filelock import FileLock
from mkdocs.exceptions import Abort

from answerable.build import standing
from site_build.changes import CHANGES
from site_build.disturbing import Child, count_changes, needs_fork, read_only, small_disk
from site_build.project import Project, differing, files_in

EDITS = ("add_thread", "edit_title", "answer", "moderate", "delete_thread", "rename_person")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def edit(project, random, times=2):
    for name in random.choices(EDITS, k=times):
        CHANGES[name](project, random)
    project.save()


def changes_of_a_build(project, folder):
    """How many changes in folders a build with workers makes."""

    def build():
        count = count_changes()
        project.build(workers=2)
        (folder / "count").write_text(str(count()), encoding="utf-8")

    assert Child(build).wait() == 0
    return int((folder / "count").read_text(encoding="utf-8"))


@needs_fork
@pytest.mark.slow
@pytest.mark.parametrize("victims", ["parent", "everyone"])
def test_build_after_a_killed_one_gives_the_site_of_a_clean_one(project, tmp_path_factory, victims):
    random = Random(victims)
    most = changes_of_a_build(project, tmp_path_factory.mktemp("count"))
    killed = 0
    for part in range(16):
        edit(project, random)
        place = round((part + random.random()) * most / 16)

        def build(place=place):
            kill = os.killpg if victims == "everyone" else os.kill
            count_changes(place, lambda: kill(os.getpid(), signal.SIGKILL))
            project.build(workers=2)

        child = Child(build)
        killed += child.wait() == -signal.SIGKILL
        assert child.left_over(seconds=10) == []
        start = time.monotonic()
        project.build(workers=random.choice([0, 2]))
        assert time.monotonic() - start < 10
        assert differing(project.files(), project.clean()) == [], place
    assert killed > 8


@needs_fork
def test_workers_of_a_killed_build_end_while_they_wait_for_it(project):
    def end(event, arguments):
        # MkDocs writes its pages while the workers are at the threads.
        if event == "open" and str(arguments[0]).endswith("site/about/index.html"):
            os.kill(os.getpid(), signal.SIGKILL)

    def build():
        sys.addaudithook(end)
        project.build(workers=3)

    child = Child(build)
    assert child.wait() == -signal.SIGKILL
    assert child.left_over(seconds=5) == []


@needs_fork
@pytest.mark.slow
def test_build_after_one_killed_at_any_time_gives_the_site_of_a_clean_one(project):
    random = Random(1)
    for _ in range(12):
        edit(project, random)
        child = Child(partial(project.build, workers=2))
        time.sleep(random.uniform(0, 0.15))
        child.kill()
        child.wait()
        project.build()
        assert differing(project.files(), project.clean()) == []


@needs_fork
@pytest.mark.slow
def test_build_whose_worker_is_killed_says_so_and_the_next_is_right(project, caplog):
    def build():
        def end_a_child():
            os.kill(children(os.getpid())[0], signal.SIGKILL)

        count_changes(place, end_a_child)
        project.build(workers=2)

    project.build()
    for place in (40, 60, 80):
        edit(project, Random(place))
        assert Child(build).wait() in (0, 1)
        project.build()
        assert differing(project.files(), project.clean()) == []


def children(process):
    task = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in task.read_text(encoding="utf-8").split()]


@needs_fork
@pytest.mark.slow
def test_two_builds_at_the_same_time_leave_the_site_of_one(project):
    random = Random(2)
    for _ in range(5):
        edit(project, random)
        both = [Child(partial(project.build, workers=1)) for _ in range(2)]
        assert [child.wait() for child in both] == [0, 0]
        assert differing(project.files(), project.clean()) == []


@needs_fork
@pytest.mark.slow
def test_two_builds_of_different_sites_share_the_cache(project):
    random = Random(3)
    for _ in range(5):
        edit(project, random)
        both = [Child(partial(project.build, site=site)) for site in ("site", "site2")]
        assert [child.wait() for child in both] == [0, 0]
        clean = project.clean()
        assert differing(project.files(), clean) == []
        assert differing(files_in(project.root / "site2"), clean) == []


def test_build_says_when_another_one_does_not_end(project, monkeypatch, caplog):
    monkeypatch.setattr(standing, "LONGEST_WAIT", 0.1)
    project.build()
    files = project.files()
    with FileLock(project.site / ".answerable" / "lock"), pytest.raises(Abort):
        project.build()
    assert "another build writes into" in caplog.text
    assert project.files() == files


@pytest.mark.parametrize("known", [True, False])
def test_build_with_a_read_only_cache_is_right(project, known):
    cache = project.root / ".cache" / "answerable"
    cache.mkdir(parents=True)
    random = Random(4)
    if known:
        project.build()
    with read_only(cache):
        for _ in range(3):
            edit(project, random)
            project.build()
            assert differing(project.files(), project.clean()) == []
    project.build()
    assert differing(project.files(), project.clean()) == []


@pytest.mark.parametrize("size", ["16k", "48k", "64k", "100k"])
def test_build_whose_cache_is_on_a_full_disk_is_right(project, size):
    random = Random(size)
    with small_disk(project.root / ".cache" / "answerable", size) as change:
        for _ in range(3):
            edit(project, random)
            project.build(workers=random.choice([0, 2]))
            assert differing(project.files(), project.clean()) == []
        change("size=8m")
        for _ in range(2):
            edit(project, random)
            project.build()
            assert differing(project.files(), project.clean()) == []


def failed_build(project, caplog, workers=0):
    """What a build says that fails; what MkDocs writes itself fails in its own way."""
    caplog.clear()
    with pytest.raises((Abort, OSError)) as failure:
        project.build(workers=workers)
    return f"{failure.value}\n{caplog.text}"


@pytest.mark.parametrize("size", ["4k", "64k", "128k", "300k", "360k"])
def test_build_on_a_full_disk_says_so_and_the_next_is_right(project, caplog, size):
    random = Random(size)
    with small_disk(project.site, size) as change:
        for workers in (0, 2):
            assert "No space left on device" in failed_build(project, caplog, workers)
        change("size=8m")
        for _ in range(2):
            edit(project, random)
            project.build()
            assert differing(project.files(), project.clean()) == []


def test_site_that_does_not_fit_any_more_is_right_when_it_does(project, caplog):
    random = Random(5)
    with small_disk(project.site, "8m") as change:
        project.build()
        filling = project.site / ".filling"
        free = os.statvfs(project.site)
        filling.write_bytes(bytes(free.f_bavail * free.f_frsize - 8192))
        edit(project, random)
        project.template += "<p>longer</p>" * 1000
        project.save()
        assert "No space left on device" in failed_build(project, caplog)
        filling.unlink()
        change("size=16m")
        project.build()
        assert differing(project.files(), project.clean()) == []
