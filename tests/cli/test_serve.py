from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main
from samples import write

SCRIPT = Path(sys.executable).with_name("answerable")


def run(*arguments: str):
    return CliRunner().invoke(main, ["serve", *arguments])


def test_where_there_is_no_site_it_is_said(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    result = run()

    assert result.exit_code == 2
    assert "no mkdocs.yml" in result.stderr


def test_a_feedback_folder_alone_is_no_site(desk):
    (desk / "mkdocs.yml").unlink()

    result = run()

    assert result.exit_code == 2
    assert "a site needs one" in result.stderr


def test_where_mkdocs_is_missing_it_is_said(desk, monkeypatch):
    run("--help")  # which loads the verb
    monkeypatch.setattr(sys.modules["answerable.cli.serve"], "find_spec", lambda name: None)

    result = run()

    assert result.exit_code == 2
    assert "MkDocs is not installed" in result.stderr


def test_the_options_reach_mkdocs(desk, monkeypatch):
    calls = []
    monkeypatch.setattr(os, "execve", lambda program, call, environment: calls.append(call))
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 0))

    run("--dev-addr", "127.0.0.1:9000", "--open", "--", "--strict")

    (call,) = calls
    assert call[1:] == [
        *("-m", "mkdocs", "serve", "--livereload", "--config-file", str(desk / "mkdocs.yml")),
        *("--dev-addr", "127.0.0.1:9000", "--open", "--strict"),
    ]


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def shown_at(port: int) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        return str(answer.read().decode())


@pytest.mark.skipif(os.name != "posix", reason="there, the command cannot become MkDocs")
def test_the_site_is_shown_until_it_is_ended(desk):
    write(desk, "docs/index.md", "# Welcome\n")
    config = "site_name: Test\ntheme: {name: material, font: false}\nplugins: [answerable]\n"
    write(desk, "mkdocs.yml", config)
    port = free_port()
    process = subprocess.Popen(
        [SCRIPT, "serve", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=desk,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        page = ""
        began = time.monotonic()
        while not page and time.monotonic() < began + 120 and process.poll() is None:
            time.sleep(0.2)
            with contextlib.suppress(OSError):
                page = shown_at(port)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            told, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    assert "Welcome" in page, told.decode()
