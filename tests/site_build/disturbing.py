"""What goes wrong on machines: processes that are killed, disks that are full or read-only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

_CHANGING = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "sqlite3.connect")

needs_fork = pytest.mark.skipif(
    sys.platform != "linux", reason="processes are copied and listed as on Linux"
)


class Child:
    """A copy of this process that does *action* in a session of its own."""

    def __init__(self, action: Callable[[], object]) -> None:
        self.pid = os.fork()
        if self.pid == 0:
            _end_after(action)
        # Only a session of its own can be killed as a group.
        while os.getpgid(self.pid) != self.pid:
            time.sleep(0.001)

    def kill(self) -> None:
        """Kill it with all that it started."""
        os.killpg(self.pid, signal.SIGKILL)

    def wait(self) -> int:
        """Wait until it is gone; its exit code, negative where a signal ended it."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def left_over(self, seconds: float) -> list[int]:
        """Which processes that it started still live after so many seconds at most."""
        end = time.monotonic() + seconds
        while (found := list(_in_session(self.pid))) and time.monotonic() < end:
            time.sleep(0.02)
        return found


def _end_after(action: Callable[[], object]) -> None:
    try:
        os.setsid()
        action()
    except BaseException:  # noqa: BLE001  (the tests' own handlers must not run in here)
        os._exit(1)
    os._exit(0)


def _in_session(session: int) -> Iterator[int]:
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.read_text(encoding="utf-8", errors="replace").split(" ", 1)
        except OSError:
            continue  # ended meanwhile
        state, _, _, number = rest.rpartition(")")[2].split()[:4]
        if int(number) == session and state != "Z":
            yield int(pid)


def count_changes(reach: int = 0, reached: Callable[[], None] = lambda: None) -> Callable[[], int]:
    """Count what this process changes in folders; at number *reach* call *reached*, just before."""
    seen = 0
    process = os.getpid()

    def look(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if os.getpid() != process:
            return
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE
        if writes or event in _CHANGING:
            seen += 1
            if seen == reach:
                reached()

    # There is no way to take it back: it ends with the process.
    sys.addaudithook(look)
    return lambda: seen


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Callable[[str], None]]:
    """Put an empty disk of *size* at *folder*; what is given changes its options."""
    folder.mkdir(parents=True, exist_ok=True)
    _mount("-t", "tmpfs", "-o", f"size={size}", "answerable-test", folder)
    try:
        yield lambda options: _mount("-o", f"remount,{options}", folder)
    finally:
        _unmount(folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write below *folder*."""
    if os.geteuid() == 0:
        # Modes are nothing to root.
        _mount("--bind", folder, folder)
        try:
            _mount("-o", "remount,ro,bind", folder)
            yield
        finally:
            _unmount(folder)
    else:
        paths = [*folder.rglob("*"), folder]
        modes = [path.stat().st_mode for path in paths]
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode & 0o555)
        try:
            yield
        finally:
            for path, mode in zip(paths, modes, strict=True):
                path.chmod(mode)


def _unmount(folder: Path) -> None:
    # Lazily: a file that a test left open must not keep the disk for ever.
    subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*arguments: str | Path) -> None:
    try:
        done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    except FileNotFoundError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip(f"this user cannot mount a disk: {done.stderr.partition(chr(10))[0]}")
