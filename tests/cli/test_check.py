from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TextIO

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from samples import (
    ANNA,
    COMMENT,
    POLICY,
    REPLY,
    comment_text,
    person_text,
    reply_text,
    write,
    write_sample,
)

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
SCRIPT = Path(sys.executable).with_name("answerable")


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site whose feedback is in order; the current folder is its own."""
    write_sample(tmp_path / "feedback")
    write(tmp_path, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def sign_wrongly(site: Path) -> None:
    write(site / "feedback", REPLY, reply_text(signed_by="ana"))


def warn(site: Path) -> None:
    body = "Write to p.m@customers.example.net\n"
    write(site / "feedback", COMMENT, comment_text(body=body))
    (site / "feedback" / REPLY).unlink()


def test_a_folder_in_order_ends_with_0_and_its_figures(site):
    result = run("check")

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Everything is in order: 1 thread, 1 reply.\n"


def test_an_error_is_shown_with_its_place_and_mend_and_ends_with_1(site):
    sign_wrongly(site)

    result = run("check")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"feedback/{REPLY}:5:12: error[unknown-person]\n"
        "  5 | signed_by: ana\n"
        "    |            ^^^ no person 'ana'"
    )
    assert "\n  mend: did you mean 'anna'?" in result.stdout
    assert result.stdout.endswith("\n\n1 error in 1 file\n")


def test_a_warning_alone_ends_with_0(site):
    warn(site)

    result = run("check")

    assert result.exit_code == 0
    assert "warning[personal-email]" in result.stdout
    assert result.stdout.endswith("1 warning in 1 file\n")


def test_the_settings_weigh_a_check(site):
    warn(site)
    write(site, "mkdocs.yml", "plugins: [answerable: {checks: {personal-email: error}}]\n")
    assert run("check").exit_code == 1

    write(site, "mkdocs.yml", "plugins: [answerable: {checks: {personal-email: off}}]\n")
    assert "Everything is in order" in run("check").stdout


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif"])
def test_machines_get_results_and_people_the_summary(site, form):
    sign_wrongly(site)

    result = run("check", "--format", form)

    assert result.exit_code == 1
    assert "unknown-person" in json.dumps(json.loads(result.stdout))
    assert result.stderr == "1 error in 1 file\n"


def test_a_runner_gets_commands_and_nothing_else(site):
    assert run("check", "--format", "github").stdout == ""
    sign_wrongly(site)

    result = run("check", "--format", "github")

    assert result.stdout.startswith(f"::error file=feedback/{REPLY},line=5,col=12,")
    assert result.stdout.count("\n") == 1


def test_a_path_shows_only_its_own_problems(site):
    sign_wrongly(site)
    write(site / "feedback", ANNA, person_text(rol="x"))

    only_anna = run("check", f"feedback/{ANNA}")
    only_threads = run("check", "feedback/threads", "--format", "json")

    assert only_anna.exit_code == 1
    assert "unknown-field" in only_anna.stdout
    assert "signed_by" not in only_anna.stdout
    paths = {problem["path"] for problem in json.loads(only_threads.stdout)["problems"]}
    assert paths == {f"feedback/{REPLY}"}


def test_a_path_in_order_says_that_others_are_not(site):
    sign_wrongly(site)

    result = run("check", f"feedback/{POLICY}")

    assert result.exit_code == 0
    assert result.stdout == "Nothing is wrong here; elsewhere: 1 error in 1 file.\n"


@pytest.mark.parametrize(
    ("path", "reason"),
    [("feedback/people/nobody.md", "does not exist"), ("mkdocs.yml", "does not lie in")],
)
def test_a_path_that_cannot_be_checked_is_a_wrong_call(site, path, reason):
    result = run("check", path)

    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""


def test_paths_are_shown_from_the_current_folder(site, monkeypatch):
    sign_wrongly(site)
    monkeypatch.chdir(site / "feedback" / "threads")

    result = run("check", "2026")

    assert result.stdout.startswith(f"../{REPLY}:5")


def test_a_site_elsewhere_is_named(site, monkeypatch):
    sign_wrongly(site)
    monkeypatch.chdir(site.parent)

    result = run("--config", f"{site.name}/mkdocs.yml", "check")

    assert result.exit_code == 1
    assert result.stdout.startswith(f"{site.name}/feedback/{REPLY}:5")


def test_a_folder_without_a_site_can_be_checked(site, monkeypatch):
    (site / "mkdocs.yml").unlink()
    (site / "feedback").rename(site / "imported")

    assert run("check").exit_code == 2
    assert run("check", "--feedback", "imported").stdout.startswith("Everything is in order")


def test_the_present_is_taken_from_the_environment(site, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert "warning[future-date]" in run("check").stdout


@pytest.mark.parametrize(
    ("arguments", "config", "reason"),
    [
        (["check", "--form", "xml"], "", "No such option"),
        (["check", "--format", "xml"], "", "'xml' is not one of"),
        (["chek"], "", "No such command"),
        (["check"], "plugins: [answerable: {per_pag: 1}]", "unknown setting 'per_pag'"),
        (["--config", "other.yml", "check"], "", "does not exist"),
        (["check", "--feedback", "other"], "", "does not exist"),
    ],
)
def test_a_wrong_call_ends_with_2_and_a_reason(site, arguments, config, reason):
    write(site, "mkdocs.yml", config)

    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_a_hostile_file_name_cannot_drive_the_terminal(site):
    write(site / "feedback", "people/a\x1b[2J\n::error::b.md", "x")

    result = run("check")

    assert result.exit_code == 1
    assert "\x1b" not in result.output
    assert not any(line.startswith("::") for line in result.output.splitlines())


@pytest.mark.parametrize("verb", [[], *([name] for name in main.commands)])
def test_every_help_has_an_example(verb):
    result = run(*verb, "--help")

    assert result.exit_code == 0
    assert "  answerable " in result.stdout.split("Example", 1)[1]


def run_script(
    *arguments: str,
    stdout: int | TextIO = subprocess.PIPE,
    env: dict[str, str] | None = None,
    encoding: str = "utf-8",
) -> subprocess.CompletedProcess[str]:
    assert SCRIPT.exists(), "install the project first: pip install -e ."
    return subprocess.run(
        [SCRIPT, *arguments],
        stdout=stdout,
        stderr=subprocess.PIPE,
        env=env,
        encoding=encoding,
        check=False,
    )


def test_the_installed_command_checks_a_site(site):
    sign_wrongly(site)

    result = run_script("check")

    assert result.returncode == 1
    assert "error[unknown-person]" in result.stdout
    assert result.stderr == ""


def test_the_installed_command_knows_its_version():
    result = run_script("--version")

    assert result.returncode == 0
    assert result.stdout.startswith("answerable, version ")


def test_a_terminal_without_the_customers_alphabet_is_no_reason_to_fail(site):
    write(site / "feedback", REPLY, reply_text(signed_by="анна"))

    result = run_script(
        "check", env={**os.environ, "PYTHONIOENCODING": "cp1252"}, encoding="cp1252"
    )

    assert result.returncode == 1
    assert "signed_by: ????" in result.stdout
    assert "Traceback" not in result.stderr


def close(monkeypatch, folder: Path) -> None:
    """Let nobody read *folder*; as root its mode would not matter."""
    list_folder = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == folder:
            raise PermissionError(13, "Permission denied", path)
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)


@pytest.mark.parametrize("closed", ["", "people", "threads", "threads/2026"])
def test_a_folder_that_cannot_be_read_is_never_in_order(site, monkeypatch, closed):
    close(monkeypatch, site / "feedback" / closed)

    whole = run("check")
    part = run("check", str((site / "feedback" / (COMMENT if closed != "people" else ANNA)).parent))

    shown = f"feedback/{closed}".rstrip("/")
    for result in (whole, part):
        assert result.exit_code == 1
        assert f"{shown}:1:1: error[unreadable]\n  the folder cannot be read" in result.stdout
        assert "Everything is in order" not in result.output


def test_a_folder_without_a_policy_is_not_in_order(site):
    (site / "empty").mkdir()

    result = run("check", "--feedback", "empty")

    assert result.exit_code == 1
    assert "empty/policy.yml:1:1: error[unreadable]\n  there is no policy.yml" in result.stdout


def test_a_message_below_a_folder_with_a_wrong_name_was_not_checked(site):
    threads = site / "feedback" / "threads"
    (threads / "2026").rename(threads / "26")

    result = run("check", "feedback/threads/26/spare-parts-take-six-weeks/comment.md")

    assert result.exit_code == 1
    assert "'26' is no year" in result.stdout
