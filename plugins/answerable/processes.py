"""Work that several processes share.

A team takes its tasks from one list, each as soon as it has done the last, so that nobody
waits while there is something to do. Where processes cannot be made by forking they are
started anew, and what they need is sent to them; without processes the same work is done
here. The results are the same, their order is not.

No worker outlives its work: one whose parent is gone stops by itself.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

FORKS = sys.platform == "linux"
"""Whether a process can be copied as it stands (macOS can, but its libraries cannot)."""

_BATCH = 50
_LONGEST_WAIT = 60.0


class WorkerError(Exception):
    """A worker ended without a word: it was killed, or ran out of memory."""


class Inbox:
    """What the parent tells its workers while they work, once."""

    def __init__(self, connection: Connection | None = None, message: object = None) -> None:
        self._connection = connection
        self._message = message

    def read(self, *, block: bool = False) -> Any:
        """What was told, None while nothing was; with *block*, wait for it."""
        if self._message is None and self._connection and (block or self._connection.poll()):
            self._message = self._connection.recv()
        return self._message


Work = Callable[[Any, Iterable[T], Inbox], Iterable[R]]
"""Does tasks for a job and gives their results; may look into the inbox on the way."""


@dataclass(frozen=True)
class _Failure:
    error: BaseException


class Team(Generic[T, R]):
    """*count* processes that do *work* for *job*; with none it is done here, when asked for.

    Nothing is sent back before :meth:`tell`: a parent that is busy would keep the workers
    waiting for it.
    """

    def __init__(self, work: Work[T, R], job: object, tasks: Sequence[T], count: int) -> None:
        self._work, self._job, self._tasks = work, job, tasks
        self._message: object = None
        self._connections: list[Connection] = []
        context: Any = multiprocessing.get_context("fork" if FORKS else "spawn")
        # Kept here: workers that are started anew look for it by its name.
        self._next_task = context.Value("Q", 0)
        self._processes = []
        for _ in range(count):
            ours, theirs = context.Pipe()
            self._connections.append(ours)
            # A copy of this process has our ends as well. While it does, nobody learns that
            # we are gone.
            copied = list(self._connections) if FORKS else []
            process = context.Process(
                target=_labour,
                args=(work, job, tasks, self._next_task, theirs, copied),
                daemon=True,
            )
            process.start()
            theirs.close()
            self._processes.append(process)

    def tell(self, message: object) -> None:
        """Put *message*, which is not None, into each inbox, and begin to listen."""
        self._message = message
        for connection in self._connections:
            # Who is gone by now is missed when it owes its results.
            with suppress(OSError):
                connection.send(message)

    def results(self) -> Iterator[R]:
        """All results, as they come. Raises what a worker raised, or WorkerError."""
        if not self._processes:
            yield from self._work(self._job, self._tasks, Inbox(message=self._message))
        try:
            open_still = list(self._connections)
            while open_still:
                for connection in wait(open_still):
                    assert isinstance(connection, Connection)
                    answer = _received(connection)
                    if answer is None:
                        open_still.remove(connection)
                    else:
                        yield from answer
        finally:
            self.dismiss()

    def dismiss(self) -> None:
        """Stop whoever still works."""
        for connection in self._connections:
            connection.close()
        for process in self._processes:
            process.terminate()
        for process in self._processes:
            process.join()
        self._connections, self._processes = [], []


def _received(connection: Connection) -> Any:
    try:
        answer = connection.recv()
    except (EOFError, OSError) as ended:
        raise WorkerError("a worker process ended before its work did") from ended
    except Exception as unread:
        raise WorkerError("a worker process failed, and cannot say why") from unread
    if isinstance(answer, _Failure):
        raise answer.error
    return answer


@contextmanager
def rare_collections() -> Iterator[None]:
    """Let Python look for circles of garbage seldom: many values are made here, and no circles."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def how_many(tasks: int, least: int) -> int:
    """How many processes *tasks* are worth, each of at least *least*; 0: do them here."""
    asked = os.environ.get("ANSWERABLE_WORKERS", "")
    if asked.isdecimal():
        return int(asked)
    # A process that is copied while another thread holds a lock waits for it forever.
    if threading.active_count() > 1:
        return 0
    cores = len(os.sched_getaffinity(0)) if FORKS else os.cpu_count() or 1
    wanted = min(cores, tasks // least)
    return wanted if wanted > 1 else 0


def _labour(
    work: Work[T, R],
    job: object,
    tasks: Sequence[T],
    next_task: Any,
    connection: Connection,
    copied: Sequence[Connection],
) -> None:
    for other in copied:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    gc.freeze()
    with rare_collections():
        _work_and_tell(work, job, tasks, next_task, connection)


def _work_and_tell(
    work: Work[T, R], job: object, tasks: Sequence[T], next_task: Any, connection: Connection
) -> None:
    inbox = Inbox(connection)
    results: list[R] = []
    try:
        for result in work(job, _taken(tasks, next_task), inbox):
            results.append(result)
            if len(results) >= _BATCH and inbox.read() is not None:
                connection.send(results)
                results = []
        inbox.read(block=True)
        connection.send(results)
        connection.send(None)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent is gone, and nobody wants to know
    except BaseException as error:  # noqa: BLE001 - the parent decides what becomes of it
        inbox.read(block=True)
        connection.send(_Failure(error))


def _taken(tasks: Sequence[T], next_task: Any) -> Iterator[T]:
    parent = os.getppid()
    while True:
        # Nobody needs the lock for long, but whoever was killed with it keeps it.
        if not next_task.get_lock().acquire(timeout=_LONGEST_WAIT):
            raise EOFError
        number = next_task.value
        next_task.value += 1
        next_task.get_lock().release()
        if number >= len(tasks):
            return
        if os.getppid() != parent:
            raise EOFError
        yield tasks[number]
