from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from samples import (
    ANNA,
    BEN,
    COMMENT,
    FOLLOW_UP,
    POLICY,
    POLICY_TEXT,
    REPLY,
    THREAD,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
    topic_text,
    write,
    write_sample,
)

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
SECOND = REPLY.replace("-anna", "-anna-2")
BENS = REPLY.replace("-anna", "-ben")
OTHERS = POLICY_TEXT.replace("promise: 5", "promise: 5\nwrite_for_others: true")

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")

Change = Callable[[Path], object]


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(site: Path) -> None:
    git(site, "add", "--all")
    git(site, "commit", "--quiet", "--allow-empty", "--message", "Change")


@pytest.fixture
def site(tmp_path, home, monkeypatch):
    """A repository whose branch is where anna, who is annaberg on a forge, begins to work."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_NAME", "Somebody")
        monkeypatch.setenv(f"GIT_{role}_EMAIL", "somebody@example.com")
    # Nothing here has to survive a power failure.
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsync")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "none")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    site = tmp_path / "site"
    write_sample(site / "feedback")
    write(site / "feedback", BEN, person_text(name="Ben Olsen", handles="{gitlab: '@BenO'}"))
    write(site, "mkdocs.yml", "plugins: [answerable]\n")
    git(site, "init", "--quiet", "--initial-branch", "main")
    commit(site)
    git(site, "switch", "--quiet", "--create", "answer")
    monkeypatch.chdir(site)
    return site


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def since(author: str, ref: str = "main") -> Result:
    return run("--author", author, "--since", ref)


def found(author: str, *arguments: str) -> list[tuple[str, str]]:
    """The file and the marked line of each answer that *author* may not touch."""
    result = run("--author", author, "--format", "json", *(arguments or ("--since", "main")))
    problems = json.loads(result.stdout)["problems"]
    assert result.exit_code == (1 if problems else 0)
    assert {problem["code"] for problem in problems} <= {"not-the-author"}
    return [(problem["path"].removeprefix("feedback/"), problem["source"]) for problem in problems]


def add(site: Path, name: str = SECOND, signer: str = "anna") -> None:
    write(site / "feedback", name, reply_text(signed_by=signer, body="We are still at it.\n"))


def change(site: Path) -> None:
    write(site / "feedback", REPLY, reply_text(body="We found nothing.\n"))


def put_signature(site: Path) -> None:
    write(site / "feedback", f"{REPLY}.sig", "not a signature\n")


def delete(site: Path) -> None:
    (site / "feedback" / REPLY).unlink()


def test_an_author_adds_an_answer_of_their_own(site):
    add(site)
    commit(site)

    result = since("annaberg")

    assert result.exit_code == 0, result.output
    assert result.stderr == "'@annaberg' was compared with the signers of 1 reply.\n"
    assert result.stdout == "Everything is in order: 1 thread, 2 replies.\n"


def test_an_answer_in_another_name_is_shown_at_its_signer(site):
    add(site)
    commit(site)

    result = since("BenO")

    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"feedback/{SECOND}:5:12: error[not-the-author]\n"
        "  5 | signed_by: anna\n"
        "    |            ^^^^ '@BenO' opened the pull request, and is not 'anna'\n"
        "  mend: 'anna' opens the pull request: annaberg on github, "
        "as feedback/people/anna.md says.\n"
    )
    assert run("--author", "BenO", "--since", "main", "--format", "github").stdout.startswith(
        f"::error file=feedback/{SECOND},line=5,col=12,"
    )


@pytest.mark.parametrize("handle", ["annaberg", "@annaberg", "AnnaBerg", "@ANNABERG"])
def test_a_handle_is_the_same_in_capitals_and_with_a_sign(site, handle):
    add(site)

    assert found(handle) == []


@pytest.mark.parametrize("handle", ["anna", "annaber", "annaberg2", "github", "ci[bot]"])
def test_who_is_in_no_file_can_touch_no_answer(site, handle):
    add(site)

    assert found(handle) == [(SECOND, "signed_by: anna")]


def test_a_handle_of_any_forge_counts(site):
    add(site, BENS, "ben")

    assert found("beno") == []
    assert found("annaberg") == [(BENS, "signed_by: ben")]


@pytest.mark.parametrize("handles", [None, "{}"])
def test_where_a_person_has_no_handle_the_line_to_add_is_shown(site, handles):
    write(site / "feedback", ANNA, person_text(handles=handles))
    git(site, "branch", "--force", "start")
    commit(site)
    git(site, "branch", "--force", "start")
    add(site)

    result = since("ci[bot]", "start")

    assert result.exit_code == 1
    assert "add 'handles: {github: \"ci[bot]\"}' to feedback/people/anna.md first." in result.stdout


@pytest.mark.parametrize("touch", [change, put_signature, delete])
@pytest.mark.parametrize("how", ["committed", "staged", "not staged"])
def test_to_touch_an_answer_in_any_way_takes_its_signer(site, touch, how):
    if touch is not put_signature:
        put_signature(site)
        git(site, "switch", "--quiet", "main")
        commit(site)
        git(site, "switch", "--quiet", "--create", "other")
    touch(site)
    if how != "not staged":
        git(site, "add", "--all")
    if how == "committed":
        commit(site)

    codes = {
        author: run("--author", author, "--since", "main", "--format", "github").stdout
        for author in ("annaberg", "BenO")
    }

    assert "not-the-author" not in codes["annaberg"]
    assert f"file=feedback/{REPLY},line=" in codes["BenO"]
    assert "not-the-author" in codes["BenO"]


def test_to_take_a_signature_away_takes_the_signer(site):
    put_signature(site)
    commit(site)
    git(site, "branch", "--force", "main")
    (site / "feedback" / f"{REPLY}.sig").unlink()
    commit(site)

    assert found("annaberg") == []
    assert found("BenO") == [(REPLY, "signed_by: anna")]


def test_a_deleted_answer_is_shown_where_it_was(site):
    delete(site)
    commit(site)

    result = since("BenO")

    assert result.stdout.startswith(
        f"feedback/{REPLY}:1:1: error[not-the-author]\n"
        "  the pull request of '@BenO' deletes this answer of 'anna'\n"
        "  mend: 'anna' opens the pull request"
    )
    assert result.exit_code == 1


def test_an_answer_that_git_ignores_is_seen(site):
    write(site, ".gitignore", "feedback/\n")
    add(site)

    assert found("BenO") == [(SECOND, "signed_by: anna")]


@pytest.mark.parametrize("committed", [True, False])
def test_an_answer_in_a_repository_within_the_repository_is_seen(site, committed):
    inner = site / "feedback" / "threads" / "2026" / "within"
    reply = reply_text(thread="w1th1n0000", signed_by="anna")
    write(inner, "comment.md", comment_text(id="w1th1n0000"))
    write(inner, "2026-11-03-anna.md", reply)
    git(inner, "init", "--quiet")
    commit(inner)
    if committed:
        commit(site)

    assert found("BenO") == [("threads/2026/within/2026-11-03-anna.md", "signed_by: anna")]
    assert found("annaberg") == []


def test_what_is_no_answer_can_be_changed_by_everybody(site):
    write(site / "feedback", COMMENT, comment_text(tags="[delivery, hinges]"))
    write(site / "feedback", FOLLOW_UP, follow_up_text())
    write(site / "feedback", "topics/prices.md", topic_text(title="Prices"))
    commit(site)

    assert found("somebody-else") == []


def test_names_of_any_bytes_are_no_trouble(site):
    name = os.fsdecode(b"x\xff\n'\"\\ \xc3\xa9.md")
    write(site / "feedback", f"{THREAD}/{name}", "x")
    write(site / "feedback", f"{THREAD}/new\nline/2026-11-03-anna.md", "x")
    add(site)
    commit(site)
    (site / "feedback" / THREAD / name).unlink()

    assert (
        f"file=feedback/{SECOND},"
        in run("--author", "BenO", "--since", "main", "--format", "github").stdout
    )


def move(site: Path) -> Path:
    moved = site / "feedback" / "threads" / "2026" / "hinges"
    (site / "feedback" / THREAD).rename(moved)
    return moved


def test_an_answer_that_only_moves_is_not_touched(site):
    put_signature(site)
    commit(site)
    git(site, "branch", "--force", "main")
    move(site)
    commit(site)

    result = run("--author", "BenO", "--since", "main", "--format", "github")

    assert "not-the-author" not in result.stdout
    assert "with the signers of 0 replies" in result.stderr


@pytest.mark.parametrize("what", ["words", "signature", "copy"])
def test_an_answer_that_moves_and_changes_is_touched(site, what):
    put_signature(site)
    commit(site)
    git(site, "branch", "--force", "main")
    moved = move(site) / "2026-11-03-anna.md"
    if what == "words":
        moved.write_text(reply_text(body="We found nothing.\n"))
    elif what == "signature":
        Path(f"{moved}.sig").unlink()
    else:
        for end in (".md", ".md.sig"):
            shutil.copy(moved.with_suffix(end), moved.with_name(f"2026-11-03-anna-2{end}"))
    commit(site)

    result = run("--author", "BenO", "--since", "main", "--format", "github")

    assert "title=not-the-author::" in result.stdout


def test_what_others_merged_in_the_meantime_is_not_the_authors(site):
    add(site, BENS, "ben")
    commit(site)
    git(site, "switch", "--quiet", "main")
    add(site)
    commit(site)
    git(site, "switch", "--quiet", "answer")

    assert found("BenO") == []
    git(site, "merge", "--quiet", "--no-edit", "main")
    assert found("BenO") == []


def test_a_pull_request_cannot_give_its_author_a_name(site):
    write(site / "feedback", ANNA, person_text(handles="{github: mallory}"))
    add(site)
    commit(site)

    result = since("mallory")

    assert result.exit_code == 1
    assert "merge that on its own first." in result.stdout
    git(site, "branch", "--force", "main", "HEAD~0")
    write(site / "feedback", SECOND, reply_text(body="We are nearly there.\n"))
    assert found("mallory") == []


def test_a_colleague_who_is_new_answers_in_the_same_pull_request(site):
    write(site / "feedback", "people/cleo.md", person_text(name="Cleo", handles="{github: cleo}"))
    add(site, REPLY.replace("anna", "cleo"), "cleo")

    assert found("cleo") == []


def test_an_answer_is_not_freed_by_deleting_its_signer(site):
    (site / "feedback" / ANNA).unlink()
    delete(site)
    commit(site)

    assert "not-the-author" in since("BenO").stdout


def test_a_policy_can_let_an_author_write_for_others(site):
    write(site / "feedback", POLICY, OTHERS)
    commit(site)
    git(site, "branch", "--force", "main")
    add(site)

    result = since("BenO")

    assert result.exit_code == 0
    assert result.stderr == (
        "policy.yml lets an author write for others: nobody was compared with the signers.\n"
    )
    assert run("--author", "BenO", "feedback").stderr == result.stderr


def test_a_pull_request_cannot_change_the_policy_for_itself(site):
    write(site / "feedback", POLICY, OTHERS)
    add(site)

    result = since("BenO")

    assert result.exit_code == 1
    assert "counts once it is merged" in result.stderr


def test_paths_name_the_answers_as_well(site):
    add(site, BENS, "ben")
    put_signature(site)
    only = ["--author", "BenO", "--format", "github"]

    assert run("--author", "BenO", f"feedback/{BENS}").exit_code == 0
    assert run("--author", "BenO", f"feedback/{COMMENT}").stderr.endswith(" of 0 replies.\n")
    for path in (REPLY, f"{REPLY}.sig", THREAD, "."):
        assert "title=not-the-author::" in run(*only, f"feedback/{path}").stdout


def test_the_settings_weigh_it(site):
    write(site, "mkdocs.yml", "plugins: [answerable: {checks: {not-the-author: warning}}]\n")
    add(site)

    result = since("BenO")

    assert result.exit_code == 0
    assert "warning[not-the-author]" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--since", "main"], "--since needs --author HANDLE"),
        (["--author", "annaberg"], "name them as PATHs, or say --since REF"),
        (["--author", "", "--since", "main"], "--author is empty"),
        (["--author", " @", "feedback"], "--author is empty"),
        (["--author", "annaberg", "--since", "origin/other"], "there is no commit 'origin/other'"),
        (["--author", "annaberg", "--since", "--all"], "there is no commit '--all' here"),
        (["--author", "annaberg", "--since", ""], "there is no commit '' here"),
    ],
)
def test_a_call_that_cannot_be_followed_ends_with_2(site, arguments, reason):
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_without_a_repository_there_is_nothing_to_compare(site, monkeypatch):
    shutil.rmtree(site / ".git")
    # Whatever lies around the tests.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(site.parent))

    result = since("annaberg")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "git cannot say what the pull request changes" in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
def test_the_program_that_watches_the_repository_is_not_run(site):
    program = write(site.parent, "watch", f"#!/bin/sh\ntouch {site.parent}/ran\n")
    program.chmod(0o755)
    git(site, "config", "core.fsmonitor", str(program))
    change(site)

    assert found("BenO") == [(REPLY, "signed_by: anna")]
    assert not (site.parent / "ran").exists()


def test_without_git_there_is_nothing_to_compare(site, monkeypatch):
    monkeypatch.setenv("PATH", str(site))

    result = since("annaberg")

    assert result.exit_code == 2
    assert "git is not installed" in result.stderr


def clone(site: Path, monkeypatch: pytest.MonkeyPatch, branch: str, *, depth: int) -> None:
    """Make a shallow clone of *branch*, as CI does, the current folder."""
    target = site.parent / "clone"
    options = ["--quiet", "--depth", str(depth), "--branch", branch]
    git(site.parent, "clone", *options, site.as_uri(), str(target))
    monkeypatch.chdir(target)


@pytest.fixture
def merged(site):
    """What a forge checks out: ben's answer merged into what main is today, with anna's."""
    add(site, BENS, "ben")
    commit(site)
    git(site, "switch", "--quiet", "main")
    add(site)
    commit(site)
    git(site, "switch", "--quiet", "--create", "merged")
    git(site, "merge", "--quiet", "--no-ff", "--no-edit", "answer")
    return site


def test_a_clone_of_two_commits_suffices(merged, monkeypatch):
    clone(merged, monkeypatch, "merged", depth=2)

    assert found("BenO", "--since", "HEAD^1") == []
    assert found("annaberg", "--since", "HEAD^1") == [(BENS, "signed_by: ben")]


def test_a_clone_of_one_commit_suffices_where_the_other_was_fetched(merged, monkeypatch):
    clone(merged, monkeypatch, "merged", depth=1)
    missing = since("BenO", "origin/main")
    git(Path.cwd(), "fetch", "--quiet", "--depth=1", "origin", "main:refs/remotes/origin/main")

    result = since("BenO", "origin/main")

    assert missing.exit_code == 2
    assert "fetch it first, as with 'git fetch --depth=1 origin main'" in missing.stderr
    assert result.exit_code == 0, result.output
    assert "with the signers of 1 reply." in result.stderr
    assert "does not reach back to where it began: compared with origin/main." in result.stderr
    assert since("annaberg", "origin/main").exit_code == 1


def test_feedback_can_lie_deeper_in_the_repository(site, monkeypatch):
    (site / "customers").mkdir()
    for name in ("feedback", "mkdocs.yml"):
        git(site, "mv", name, f"customers/{name}")
    commit(site)
    git(site, "branch", "--force", "main")
    add(site / "customers")
    monkeypatch.chdir(site / "customers")

    assert found("BenO") == [(SECOND, "signed_by: anna")]
