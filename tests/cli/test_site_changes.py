"""``answerable changes``: what a branch changes for the readers of the site."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.markup.gfm import to_html
from git_repositories import commit, git, identify, make_repository
from samples import (
    ANNA,
    COMMENT,
    FOLLOW_UP,
    POLICY,
    POLICY_TEXT,
    REPLY,
    SLUG,
    TOPIC,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
    topic_text,
    write,
)

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
PLACE = f"2026/{SLUG}"
SECOND = REPLY.replace("-anna", "-anna-2")
OTHER = COMMENT.replace(SLUG, "another-matter")
PENDING = "{decision: pending}"
SECRET = "Nobody but us may read this yet"

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture
def site(tmp_path, home, monkeypatch):
    """A repository with the sample on main; the branch ``answer`` begins there."""
    identify(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    site = make_repository(tmp_path / "site")
    git(site, "switch", "--quiet", "--create", "answer")
    monkeypatch.chdir(site)
    return site


def put(site: Path, name: str, text: str) -> None:
    write(site / "feedback", name, text)


def changes(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["changes", *arguments])


def found(*arguments: str) -> Any:
    result = changes(*(arguments or ("main",)), "--format", "json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def told(*arguments: str) -> list[tuple[str, ...]]:
    """Action, what, message and writer of each change."""
    return [
        (one["action"], one["what"], one["message"], one["by"])
        for one in found(*arguments)["changes"]
    ]


def figures(*arguments: str) -> dict[str, tuple[float | None, ...]]:
    """The figures that differ."""
    return {
        one["name"]: (one["before"], one["after"])
        for one in found(*arguments)["figures"]
        if one["before"] != one["after"]
    }


def test_a_branch_without_a_change_changes_nothing(site):
    assert changes("main").stdout == "Nothing changes on the site.\n"
    assert found()["changes"] == []
    assert figures() == {}


def test_a_new_answer_is_told_with_who_and_where(site):
    put(site, SECOND, reply_text(outcome="planned"))
    put(site, FOLLOW_UP, follow_up_text())
    assert sorted(told()) == [
        ("added", "answer", "2026-11-03-anna-2", "Anna Berg"),
        ("added", "follow-up", "2026-11-05-customer", "P. M."),
    ]
    assert {one["thread"] for one in found()["changes"]} == {PLACE}
    assert figures() == {"answers": (1, 2)}


def test_figures_are_told_before_and_after(site):
    put(site, OTHER, comment_text(id="abcdefghij"))
    assert figures() == {"received": (1, 2), "open": (0, 1)}
    assert "  received: 1 -> 2\n" in changes("main").stdout


def test_changed_words_are_told(site):
    put(site, REPLY, reply_text(body="We found nothing.\n", outcome="explained"))
    (change,) = found()["changes"]
    assert (change["action"], change["what"]) == ("changed", "answer")
    assert change["notes"] == ["other words", "outcome: changed -> explained"]


def test_what_is_no_longer_there_is_told(site):
    (site / "feedback" / REPLY).unlink()
    assert told() == [("removed", "answer", "2026-11-03-anna", "Anna Berg")]
    assert figures()["median working days to the first answer"] == (2, None)


def test_a_thread_that_moved_is_the_same(site):
    folder = site / "feedback" / COMMENT
    folder.parent.rename(folder.parent.with_name("moved"))
    (change,) = found()["changes"]
    assert change["notes"] == [f"address: threads/{PLACE}/ -> threads/2026/moved/"]


def test_people_topics_and_rules_are_told(site):
    put(site, ANNA, person_text(role="Director"))
    put(site, TOPIC, topic_text(promise="2"))
    put(site, POLICY, POLICY_TEXT.replace("Insults", "Rude words"))
    assert [(one["action"], one["what"], one["title"]) for one in found()["changes"]] == [
        ("changed", "person", "Anna Berg"),
        ("changed", "topic", "Spare parts"),
        ("changed", "rule", "Rude words"),
    ]


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_of_what_waits_or_is_withheld_only_the_number_is_told(site, form):
    words = {"title": SECRET, "body": f"{SECRET}.\n", "from_": SECRET}
    put(site, OTHER, comment_text(id="abcdefghij", moderation=PENDING, **words))
    assert figures() == {"waiting for a decision, not shown": (0, 1)}
    assert SECRET not in changes("main", "--format", form).output


def test_a_title_that_is_withheld_now_is_not_told_again(site):
    put(site, OTHER, comment_text(id="abcdefghij", title=SECRET))
    commit(site)
    decision = "{decision: withheld, by: ben, at: 2026-11-02T15:40:00+01:00, reason: insult}"
    put(site, OTHER, comment_text(id="abcdefghij", title=SECRET, moderation=decision))
    result = changes("HEAD")
    assert "published -> withheld" in result.stdout
    assert SECRET not in result.output


def test_only_what_the_branch_did_is_told_not_what_main_did_since(site):
    put(site, SECOND, reply_text())
    commit(site)
    git(site, "switch", "--quiet", "main")
    put(site, OTHER, comment_text(id="abcdefghij"))
    commit(site)
    git(site, "switch", "--quiet", "answer")
    assert [one[:2] for one in told()] == [("added", "answer")]


def test_without_base_it_is_the_main_branch(site):
    put(site, SECOND, reply_text())
    git(site, "branch", "--force", "origin/main", "main")
    assert changes().stdout == changes("main").stdout


def test_an_older_checkout_can_be_the_base(site, tmp_path):
    shutil.copytree(site, tmp_path / "was", ignore=shutil.ignore_patterns(".git"))
    put(site, SECOND, reply_text())
    assert told("../was") == told("main")


def test_what_git_keeps_in_another_form_counts_as_what_it_is(site):
    write(site, ".gitattributes", "feedback/** export-ignore ident\n")
    commit(site)
    assert changes("HEAD").stdout == "Nothing changes on the site.\n"


def test_nothing_in_the_repository_changes(site):
    put(site, SECOND, reply_text())
    before = git(site, "status", "--porcelain=v2", "--branch"), git(site, "worktree", "list")
    changes("main")
    assert before == (
        git(site, "status", "--porcelain=v2", "--branch"),
        git(site, "worktree", "list"),
    )


def test_a_link_in_a_commit_writes_nothing_anywhere(site, tmp_path):
    (tmp_path / "outside").mkdir()
    link = site / "feedback" / "threads" / "2027"
    link.symlink_to(tmp_path / "outside")
    commit(site)
    link.unlink()
    assert changes("HEAD").exit_code == 0
    assert list((tmp_path / "outside").iterdir()) == []


def test_a_shallow_clone_is_enough_where_the_base_is_in_it(site, tmp_path, monkeypatch):
    put(site, SECOND, reply_text())
    commit(site)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", "--branch=answer", site.as_uri(), str(clone))
    monkeypatch.chdir(clone)
    missing = changes("origin/main")
    assert missing.exit_code == 2
    assert "git fetch --depth=1 origin main" in missing.stderr
    fetched = "'git fetch --depth=1 origin main', then 'answerable changes FETCH_HEAD'"
    assert fetched in changes().stderr
    assert "git fetch --deepen=10" in changes("HEAD^1").stderr

    git(clone, "fetch", "--quiet", "--depth=1", "origin", "main")
    assert [one[:2] for one in told("FETCH_HEAD")] == [("added", "answer")]
    assert "does not reach back" in changes("FETCH_HEAD").stderr


def test_what_has_errors_is_said_not_to_be_in_it(site):
    put(site, SECOND, reply_text(signed_by="ana"))
    result = changes("main")
    assert result.exit_code == 0
    assert "'answerable check' names them" in result.stderr


@pytest.mark.parametrize("base", ["nowhere", "--help-me", "docs", "-"])
def test_a_base_that_is_nothing_is_a_wrong_call(site, base):
    (site / "docs").mkdir()
    assert changes("--", base).exit_code == 2


def test_without_git_an_older_checkout_is_needed(tmp_path, home, monkeypatch):
    site = make_repository_without_git(tmp_path)
    monkeypatch.chdir(site)
    result = changes("main")
    assert result.exit_code == 2
    assert "git cannot say" in result.stderr


def make_repository_without_git(folder: Path) -> Path:
    site = folder / "plain"
    write(site, "mkdocs.yml", "plugins: [answerable]\n")
    write(site / "feedback", POLICY, POLICY_TEXT)
    return site


def test_a_title_is_nothing_but_text_in_a_summary(site):
    title = "<b>`@all`</b> | [x](https://evil.example) <!-- #1"
    put(site, OTHER, comment_text(id="abcdefghij", title=json.dumps(title), from_='"*P*"'))
    page = to_html(changes("main", "--format", "markdown").stdout)
    assert "<a " not in page
    assert "<b>" not in page
    assert "&lt;b&gt;`@all`&lt;/b&gt; | [x](https://evil.example) &lt;!-- #1</code>" in page
    assert "<code>*P*</code>" in page


def test_markdown_shows_figures_as_a_table(site):
    put(site, OTHER, comment_text(id="abcdefghij"))
    page = changes("main", "--format", "markdown").stdout
    assert page.startswith("## What changes on the site\n\n### New\n\n- comment by `P. M.`: ")
    assert "| received | 1 | 2 |\n" in page


def test_a_title_cannot_drive_the_terminal(site):
    put(site, OTHER, comment_text(id="abcdefghij", title='"\\e[2Jgone"'))
    assert "\x1b" not in changes("main").output
