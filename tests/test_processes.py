"""Several processes give what one would give, and none of them outlives its work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Generator

import pytest

import tasks
from answerable import processes
from answerable.processes import Team, WorkerError, how_many
from site_build.disturbing import Child, needs_fork

pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")

ANEW = pytest.param("anew", marks=pytest.mark.slow)
COPIED = pytest.param("copied", marks=needs_fork)


@pytest.fixture(params=[COPIED, ANEW])
def made(request, monkeypatch):
    """How processes are made: by copying this one, or by starting Python anew."""
    monkeypatch.setattr(processes, "FORKS", request.param == "copied")


@pytest.fixture(autouse=True)
def nobody_is_left():
    yield
    assert multiprocessing.active_children() == []


def results_of(work, job, count, *, todo=120, message=True):
    team = Team(work, job, list(range(todo)), count)
    team.tell(message)
    return list(team.results())


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_task_is_done_once(count):
    assert sorted(results_of(tasks.square, 7, count)) == [(n, n * n + 7) for n in range(120)]


@pytest.mark.parametrize("count", [0, 2])
@pytest.mark.parametrize("todo", [0, 1])
def test_there_can_be_fewer_tasks_than_processes(count, todo):
    assert len(results_of(tasks.square, 0, count, todo=todo)) == todo


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("count", [0, 2])
def test_everyone_hears_what_is_told(count):
    heard = results_of(tasks.listen, None, count, message={"shells": "<html>"})
    assert heard == [{"shells": "<html>"}] * 120


@pytest.mark.parametrize("count", [0, 2])
def test_results_and_messages_can_be_large(count):
    found = results_of(tasks.large, 100_000, count, message=bytes(3_000_000))
    assert sorted(one[0] for one in found) == list(range(120))
    assert {len(one) for one in found} == {100_000}


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("count", [0, 2])
def test_what_a_worker_raises_is_raised_here(count):
    with pytest.raises(LookupError, match="no luck for task 5"):
        results_of(tasks.fail, "luck", count)


def test_worker_that_fails_before_it_is_told_anything_says_so():
    team = Team(tasks.fail, "luck", list(range(10)), 1)
    time.sleep(0.2)
    team.tell("now")
    with pytest.raises(LookupError):
        list(team.results())


def test_error_that_cannot_be_sent_is_one_of_a_worker():
    with pytest.raises(WorkerError, match="cannot say why"):
        results_of(tasks.fail, "unsendable", 2)


@pytest.mark.usefixtures("made")
def test_killed_worker_is_an_error():
    with pytest.raises(WorkerError, match="ended before its work did"):
        results_of(tasks.die, None, 2)


def test_worker_that_is_killed_before_it_is_told_anything_is_an_error():
    team = Team(tasks.die, None, list(range(10)), 1)
    while multiprocessing.active_children():
        time.sleep(0.01)
    team.tell(bytes(1_000_000))
    with pytest.raises(WorkerError, match="ended before its work did"):
        list(team.results())


def test_dismissed_team_is_gone_at_once():
    team = Team(tasks.dawdle, 60, list(range(9)), 2)
    start = time.monotonic()
    team.dismiss()
    assert time.monotonic() - start < 5
    assert multiprocessing.active_children() == []


def test_team_can_be_dismissed_twice():
    team = Team(tasks.square, 0, [1], 1)
    team.dismiss()
    team.dismiss()


def test_team_whose_results_nobody_wants_any_more_is_dismissed():
    team = Team(tasks.large, 1000, list(range(1000)), 2)
    team.tell(True)
    results = team.results()
    assert isinstance(results, Generator)
    next(results)
    results.close()
    assert multiprocessing.active_children() == []


@needs_fork
@pytest.mark.parametrize(
    ("work", "job"), [(tasks.dawdle, 0.2), (tasks.square, 0), (tasks.large, 100_000)]
)
@pytest.mark.parametrize("told", [True, False])
def test_nobody_lives_on_when_the_parent_is_killed(work, job, told):
    def act():
        team = Team(work, job, list(range(9999)), 3)
        if told:
            team.tell(True)
        time.sleep(0.3)
        os.kill(os.getpid(), signal.SIGKILL)

    child = Child(act)
    assert child.wait() == -signal.SIGKILL
    assert child.left_over(seconds=5) == []


@pytest.mark.parametrize(("asked", "count"), [("0", 0), ("1", 1), ("7", 7)])
def test_environment_says_how_many(monkeypatch, asked, count):
    monkeypatch.setenv("ANSWERABLE_WORKERS", asked)
    assert how_many(1_000, 10) == count


@pytest.fixture
def four_cores(monkeypatch):
    monkeypatch.delenv("ANSWERABLE_WORKERS", raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 4)


@pytest.mark.usefixtures("four_cores")
@pytest.mark.parametrize(("todo", "count"), [(0, 0), (99, 0), (100, 2), (199, 3), (5000, 4)])
def test_little_work_is_done_here(todo, count, monkeypatch):
    # Servers of other tests have threads of their own.
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    assert how_many(todo, 50) == count


@pytest.mark.usefixtures("four_cores")
def test_work_is_done_here_beside_other_threads():
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert how_many(5000, 50) == 0
    finally:
        done.set()
        other.join()
