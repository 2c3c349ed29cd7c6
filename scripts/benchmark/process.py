"""Runs a program and says what it needed.

* Time is that on the clock from the start of the process to its end; the processor's time is
  that of the process and of all that it waited for.
* Memory is the peak of the sum of the proportional set sizes (PSS, proc(5)) of the process
  and of all below it, looked at every 50 ms. A page that several of them share counts once.
  Looking costs a little, so time and memory are never taken from the same build.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchmark.errors import BenchError
from benchmark.results import Build

LOOK_EVERY = 0.05

_PROC = Path("/proc")
_LAST_LINES = 15


def timed(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Build:
    """Run *command* and say what it took. Raises BenchError if it fails."""
    build, _ = _run(command, folder, environment, look=False)
    return build


def peak_memory(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> int | None:
    """Run *command* and say how many bytes it held at most, None where nobody can say."""
    _, memory = _run(command, folder, environment, look=_can_look())
    return memory


def _run(
    command: Sequence[str], folder: Path, environment: Mapping[str, str], *, look: bool
) -> tuple[Build, int | None]:
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    peak = 0
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        try:
            process = subprocess.Popen(  # noqa: S603 - no shell, and every command is written here
                command,
                cwd=folder,
                env={**inherited, **environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise BenchError(f"{command[0]} cannot be started: {error}") from error
        try:
            while look and os.waitid(os.P_PID, process.pid, _STILL_THERE) is None:
                peak = max(peak, _held_below(process.pid))
                time.sleep(LOOK_EVERY)
            _, status, used = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            process.wait()
            raise
        seconds = time.perf_counter() - start
        # The process was waited for behind its back.
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            text = output.read().decode("utf-8", "replace")
            said = "\n".join(text.splitlines()[-_LAST_LINES:])
            name = Path(command[0]).name
            raise BenchError(f"{name} in {folder} ended with {process.returncode}:\n{said}")
    return Build(seconds, used.ru_utime + used.ru_stime), peak if look else None


_STILL_THERE = os.WEXITED | os.WNOHANG | os.WNOWAIT


def _can_look() -> bool:
    return (_PROC / "self" / "smaps_rollup").exists()


def _held_below(process: int) -> int:
    """The memory of *process* and of all that it started, in bytes."""
    held, waiting = 0, [process]
    while waiting:
        current = waiting.pop()
        try:
            held += _held(current)
            for thread in (_PROC / str(current) / "task").iterdir():
                waiting += map(int, (thread / "children").read_text(encoding="ascii").split())
        except OSError:
            # It ended while we looked.
            continue
    return held


def _held(process: int) -> int:
    for line in (_PROC / str(process) / "smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0
