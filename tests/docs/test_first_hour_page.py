"""The tutorial for owners: in both languages every command runs, one after the other."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import answerable
from answerable.cli import main
from scaffold.projects import texts
from ssh_programs import needs_ssh_keygen

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "first-hour.md").read_text(encoding="utf-8")
GERMAN = (DOCS / "de" / "erste-stunde.md").read_text(encoding="utf-8")
VERBS = ("init", "codeowners")
TUTORIAL = PAGE.partition("\n## answerable init\n")[0]
SCRIPTS = {
    slug: "\n".join(re.findall(r"(?ms)^```sh\n(.*?)^```$", page))
    for slug, page in {"the-hinge-squeaks": TUTORIAL, "das-scharnier-quietscht": GERMAN}.items()
}
SCRIPT = "\n".join(SCRIPTS.values())
"""All commands that run here; test_every_command.py looks for those of both pages in it."""
PROGRAM = f"""#!{sys.executable}
from answerable.cli import main
main()
"""


def options(verb):
    found = {
        name for one in main.commands[verb].params for name in (*one.opts, *one.secondary_opts)
    }
    return {name for name in found if name.startswith("--")}


@pytest.mark.parametrize("verb", VERBS)
def test_every_option_is_explained_and_none_that_does_not_exist(verb):
    section = PAGE.partition(f"\n## answerable {verb}\n")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| (`--.+?) \|", section)
    assert {name for row in rows for name in re.findall(r"`(--[a-z-]+)`", row)} == options(verb)


@pytest.fixture
def desk(tmp_path):
    """A computer with Answerable and git, on which nobody worked yet, and an empty forge."""
    for folder in ("bin", "home", "work"):
        (tmp_path / folder).mkdir()
    program = tmp_path / "bin" / "answerable"
    program.write_text(PROGRAM)
    program.chmod(0o755)
    forge = tmp_path / "forge.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", forge], check=True)
    (tmp_path / "home" / ".ssh").mkdir(mode=0o700)
    (tmp_path / "home" / ".gitconfig").write_text(
        "[user]\n\tname = Anna Berg\n\temail = anna@example.com\n"
        f'[url "{forge}"]\n\tinsteadOf = https://github.com/example/feedback\n'
    )
    return tmp_path


def run(desk, script):
    environment = {
        "HOME": str(desk / "home"),
        "PATH": f"{desk / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(Path(answerable.__path__[0]).parent),
        "GIT_CONFIG_NOSYSTEM": "1",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1796126400",  # in 2026
    }
    return subprocess.run(
        ["bash", "-eu"],
        cwd=desk / "work",
        env=environment,
        input=script,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
@needs_ssh_keygen
@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("slug", SCRIPTS)
def test_every_command_of_the_tutorial_runs(slug, desk):
    done = run(desk, SCRIPTS[slug])
    assert done.returncode == 0, done.stderr
    assert "Everything is in order: 1 thread, 1 reply." in done.stdout + done.stderr
    site = desk / "work" / "halden-quist"
    log = subprocess.run(
        ["git", f"--git-dir={desk / 'forge.git'}", "ls-tree", "-r", "--name-only", "main"],
        capture_output=True, text=True, check=True,
    ).stdout.splitlines()  # fmt: skip
    there = {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()}
    kept = {name for name in there if not name.startswith((".git/", ".cache/"))}
    assert set(log) == kept
    assert f"feedback/threads/2026/{slug}/2026-12-01-anna-berg.md.sig" in kept


@pytest.mark.parametrize(
    ("page", "begin", "project"),
    [
        (PAGE, "This is what you have now:", {}),
        (GERMAN, "Das haben Sie jetzt:", {"languages": ("de",), "topic": "Ersatzteile"}),
    ],
    ids=["en", "de"],
)
def test_table_of_files_names_what_is_there(page, begin, project):
    table = page.partition(begin)[2].partition("\n## ")[0]
    named = re.findall(r"(?m)^\| `([^`]+)` \|", table)
    assert len(named) > 5
    files = texts(**project)
    for name in named:
        assert any(file == name or file.startswith(name) for file in files), name
