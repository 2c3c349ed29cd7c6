"""How the command ends when the world around it does: streams, signals, odd names."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main
from samples import write, write_sample

SCRIPT = Path(sys.executable).with_name("answerable")
FULL = Path("/dev/full")

needs_a_full_device = pytest.mark.skipif(
    not FULL.exists(), reason="needs a device that is always full"
)
CALLS = [["--version"], ["--help"], ["check", "--help"], ["check"], ["check", "--format", "json"]]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site whose feedback is in order; the current folder is its own."""
    write_sample(tmp_path / "feedback")
    write(tmp_path, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796126400")
    return tmp_path


def run_script(*arguments: str | bytes, **streams: object) -> subprocess.CompletedProcess[str]:
    assert SCRIPT.exists(), "install the project first: pip install -e ."
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | streams
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [SCRIPT, *arguments], encoding="utf-8", errors="replace", check=False, **given
    )


def break_many(site: Path) -> None:
    for number in range(2000):
        write(site / "feedback", f"people/Wrong-{number}.md", "x")


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_reader_that_has_seen_enough_is_neither_wrong_nor_in_order(site, call):
    break_many(site)
    reader, writer = os.pipe()
    os.close(reader)

    result = run_script(*call, stdout=writer)
    os.close(writer)

    assert (result.returncode, result.stderr) == (141, "")


@needs_a_full_device
@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_a_full_disk_is_a_message_and_no_traceback(site, call):
    with FULL.open("w") as full:
        result = run_script(*call, stdout=full)

    assert (result.returncode, result.stderr) == (2, "Error: No space left on device\n")


@needs_a_full_device
def test_the_exit_code_holds_where_the_last_words_cannot_be_written(site):
    with FULL.open("w") as full:
        assert run_script("chek", stderr=full).returncode == 2
        assert run_script("check", stderr=full).returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="needs a shell that closes streams")
@pytest.mark.parametrize(
    ("call", "code"), [("check", 0), ("chek", 2), ("import staticman feedback", 0)]
)
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_change_no_exit_code(site, call, code, closed):
    command = f"'{SCRIPT}' {call} {closed}"
    shell = subprocess.run(["sh", "-c", command], capture_output=True, check=False)

    assert shell.returncode == code
    assert b"Traceback" not in shell.stdout + shell.stderr


def test_who_presses_ctrl_c_gets_one_line_and_130(site, monkeypatch):
    def interrupted(*_arguments: object, **_options: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("answerable.cli.check.load_feedback", interrupted)
    result = CliRunner().invoke(main, ["check"])

    assert (result.exit_code, result.stderr.strip()) == (130, "Stopped.")


@pytest.mark.skipif(sys.platform != "linux", reason="needs file names of any bytes")
@pytest.mark.parametrize("locale", [{"LC_ALL": "C"}, {"LC_ALL": "C", "PYTHONUTF8": "0"}, {}])
def test_names_of_any_bytes_are_shown_in_any_locale(site, locale):
    for folder in ("people", "threads/2026", "topics"):
        place = os.fsencode(site / "feedback" / folder)
        Path(os.fsdecode(place + b"/\xff\xc3\xa4.md")).write_text("x")
    env = {"PATH": os.environ["PATH"]} | locale

    for call in (["check"], ["check", b"feedback/people/\xff\xc3\xa4.md"], [b"\xff"]):
        result = run_script(*call, env=env)

        assert result.returncode == (2 if call == [b"\xff"] else 1)
        assert result.stdout or call == [b"\xff"]
        assert "Traceback" not in result.stderr


def test_a_current_folder_that_is_gone_is_a_message(site, tmp_path):
    gone = tmp_path / "gone"
    gone.mkdir()
    command = f"cd '{gone}' && rmdir '{gone}' && '{SCRIPT}' check"
    shell = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)

    assert shell.returncode == 2
    assert shell.stderr == "Error: No such file or directory\n"
