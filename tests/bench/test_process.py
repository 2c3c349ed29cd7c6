from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmark.errors import BenchError
from benchmark.process import peak_memory, timed

# Holds a hundred megabytes in itself and a hundred in a process that it starts.
HOLD = "import time; held = b'x' * 100_000_000; time.sleep(0.6)"
HOLD_TWICE = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {HOLD!r}]); {HOLD}"
SHARE = """
import os
held = b'x' * 100_000_000
if os.fork() == 0:
    import time; time.sleep(0.6); os._exit(0)
os.wait()
"""

needs_proc = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux's smaps_rollup"
)


def python(program: str) -> tuple[str, ...]:
    return (sys.executable, "-c", program)


def test_what_a_process_and_its_children_computed_counts(tmp_path):
    busy = "sum(range(3_000_000))"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"

    alone = timed(python("pass"), tmp_path, {})
    build = timed(python(child), tmp_path, {})

    assert build.processor > alone.processor
    assert build.seconds > 0


def test_the_program_runs_in_its_folder_with_its_environment(tmp_path):
    program = "import os; open('said', 'w').write(os.environ['WORD'])"

    timed(python(program), tmp_path, {"WORD": "hello"})

    assert (tmp_path / "said").read_text() == "hello"


def test_a_program_that_fails_is_an_error_with_its_last_words(tmp_path):
    with pytest.raises(BenchError, match=r"(?s)ended with 3.*no such theme"):
        timed(python("print('no such theme'); raise SystemExit(3)"), tmp_path, {})


def test_a_program_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(BenchError, match="cannot be started"):
        timed(("./no-such-program",), tmp_path, {})


@needs_proc
def test_memory_is_that_of_a_process_and_of_what_it_starts(tmp_path):
    assert 200_000_000 < (peak_memory(python(HOLD_TWICE), tmp_path, {}) or 0) < 300_000_000


@needs_proc
def test_memory_that_two_processes_share_counts_once(tmp_path):
    assert 100_000_000 < (peak_memory(python(SHARE), tmp_path, {}) or 0) < 190_000_000
