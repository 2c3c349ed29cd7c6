"""Work for the tests of processes: a process that is started anew must be able to import it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator

from answerable.processes import Inbox


def square(job: int, tasks: Iterable[int], inbox: Inbox) -> Iterator[tuple[int, int]]:
    """Each task, and what becomes of it."""
    for task in tasks:
        yield task, task * task + job


def listen(job: object, tasks: Iterable[int], inbox: Inbox) -> Iterator[object]:
    """What the inbox holds when all is done, once for each task."""
    count = sum(1 for _ in tasks)
    message = inbox.read(block=True)
    yield from [message] * count


def large(job: int, tasks: Iterable[int], inbox: Inbox) -> Iterator[bytes]:
    """As many bytes for each task as *job* says."""
    for task in tasks:
        yield bytes([task % 256]) * job


class UnsendableError(Exception):
    """One that no process can send to another."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(f"{one} and {other}")


def fail(job: str, tasks: Iterable[int], inbox: Inbox) -> Iterator[int]:
    """Raise at the fifth task."""
    for task in tasks:
        if task == 5 and job == "unsendable":
            raise UnsendableError("one", "other")
        if task == 5:
            raise LookupError(f"no {job} for task 5")
        yield task


def die(job: int, tasks: Iterable[int], inbox: Inbox) -> Iterator[int]:
    """Be killed at the fifth task."""
    for task in tasks:
        if task == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        yield task


def dawdle(job: float, tasks: Iterable[int], inbox: Inbox) -> Iterator[int]:
    """Take as many seconds for each task as *job* says."""
    for task in tasks:
        time.sleep(job)
        yield task
