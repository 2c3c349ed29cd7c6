"""``answerable due``: who owes an answer, and the one issue that says so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from answerable.cli import main
from answerable.cli.due_issues import LABEL, handle_on
from answerable.forges import Forge
from fake_forge import REPOSITORY, TOKEN, FakeForge, Kind, fake_forge
from samples import BEN, COMMENT, REPLY, TOPIC, comment_text, person_text, topic_text, write

KINDS: tuple[Kind, ...] = ("github", "gitlab", "forgejo")
# Sunday 1 November; three working days are over after Wednesday, the 4th.
WAITING = "2026-11-01T09:12:00+01:00"
MONDAY, WEDNESDAY, THURSDAY = "1793610000", "1793782800", "1793869200"


@pytest.fixture
def site(desk, monkeypatch):
    """A site with one thread that waits for its first answer, on the Thursday after."""
    (desk / "feedback" / REPLY).unlink()
    at(monkeypatch, THURSDAY)
    return desk


def at(monkeypatch, epoch: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)


def due(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["due", *arguments])
    assert TOKEN not in result.output
    return result


def data(*arguments: str) -> Any:
    return json.loads(due("--format", "json", *arguments).stdout)["owners"]


def test_an_overdue_thread_is_listed_for_the_owner_of_its_topic(site):
    result = due()
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Anna Berg (anna): 1 thread",
        "  2026-11-04, overdue by 1 working day: Spare parts take six weeks",
        "    feedback/threads/2026/spare-parts-take-six-weeks",
    ]
    assert result.stderr == "1 answer is due.\n"


@pytest.mark.parametrize(
    ("epoch", "within", "listed"),
    [(MONDAY, "1", 0), (MONDAY, "2", 1), (WEDNESDAY, "0", 1), (THURSDAY, "0", 1)],
)
def test_what_is_due_soon_is_listed_as_far_as_asked(site, monkeypatch, epoch, within, listed):
    at(monkeypatch, epoch)
    assert len(data("--within", within)) == listed


def test_an_answered_thread_is_not_listed(desk):
    result = due()
    assert (result.stdout, result.stderr) == ("", "Nothing is due.\n")


def test_a_thread_is_listed_for_each_owner_who_works_here(site):
    write(site / "feedback", TOPIC, topic_text(owners="[anna, ben]"))
    assert [one["person"] for one in data()] == ["anna", "ben"]
    assert [one["person"] for one in data("--owner", "ben")] == ["ben"]

    write(site / "feedback", BEN, person_text(name="Ben Olsen", until="2026-10-31"))
    assert [one["person"] for one in data()] == ["anna"]


def test_what_nobody_owns_is_listed_for_nobody(site):
    write(site / "feedback", TOPIC, topic_text(owners="[]"))
    (nobody,) = data()
    assert nobody["person"] is None
    assert "Nobody owns these: 1 thread" in due().stdout


def test_a_title_cannot_drive_the_terminal(site):
    write(site / "feedback", COMMENT, comment_text(title='"\\e[2Jgone"'))
    assert "\x1b" not in due().output


def test_owner_who_does_not_exist_is_a_wrong_call(site):
    result = due("--owner", "ana")
    assert result.exit_code == 2
    assert "did you mean 'anna'" in result.stderr


@pytest.fixture(params=KINDS)
def forge(request, site, monkeypatch):
    with fake_forge(request.param) as server:
        setting = f"{{kind: {request.param}, url: https://forge.example/{REPOSITORY}}}"
        write(
            site,
            "mkdocs.yml",
            "site_name: Test\nsite_url: https://feedback.example.org/\n"
            f"plugins:\n  - answerable:\n      forge: {setting}\n",
        )
        monkeypatch.setenv("ANSWERABLE_FORGE_TOKEN", TOKEN)
        yield server


def update(server: FakeForge) -> Result:
    result = due("--issues", "--api", server.api)
    assert result.exit_code == 0, result.output
    return result


def test_an_issue_is_opened_for_who_owes_an_answer(forge):
    write(Path("feedback"), "people/anna.md", person_text(handles=f"{{{forge.kind}: '@annaberg'}}"))
    assert "opened #1 Answers that are due: Anna Berg" in update(forge).stderr
    (issue,) = forge.open_issues()
    assert issue["labels"] == [LABEL]
    assert issue["assignees"] == [17 if forge.kind == "gitlab" else "annaberg"]
    assert issue["body"].startswith("<!-- answerable-due: anna -->\n")
    link = "https://feedback.example.org/threads/2026/spare-parts-take-six-weeks/"
    assert f"[`Spare parts take six weeks`](<{link}>)" in issue["body"]
    assert "**2026-11-04** (overdue by one working day)" in issue["body"]


def test_a_second_run_changes_nothing(forge):
    update(forge)
    before, asked = dict(forge.issues), len(forge.asked)
    assert "unchanged #1" in update(forge).stderr
    assert forge.issues == before
    assert all(one.startswith("GET ") for one in forge.asked[asked:])


def test_the_issue_is_updated_closed_and_opened_again(forge, monkeypatch):
    update(forge)
    at(monkeypatch, "1793955600")
    assert "updated #1" in update(forge).stderr
    assert "overdue by 2 working days" in forge.issues[1]["body"]

    answered = comment_text(moderation="{decision: pending}")
    write(Path("feedback"), COMMENT, answered)
    assert "closed #1" in update(forge).stderr
    assert forge.open_issues() == []

    write(Path("feedback"), COMMENT, comment_text())
    assert "opened again #1" in update(forge).stderr
    assert len(forge.issues) == 1
    assert len(forge.open_issues()) == 1


def test_of_several_issues_of_an_owner_one_stays_open(forge):
    for _ in range(3):
        forge.add("Answers", "<!-- answerable-due: anna -->", LABEL)
    update(forge)
    assert [issue["number"] for issue in forge.open_issues()] == [1]


def test_no_later_issue_of_a_stranger_takes_the_place_of_ours(forge, monkeypatch):
    update(forge)
    forge.add("Mine", "<!-- answerable-due: anna -->", LABEL)
    at(monkeypatch, "1793955600")
    assert "updated #1" in update(forge).stderr
    assert [issue["number"] for issue in forge.open_issues()] == [1]


def test_an_issue_without_the_label_is_left_alone_whatever_it_says(forge):
    forge.add("Mine", "<!-- answerable-due: anna -->\nMy own words", "comment")
    update(forge)
    assert forge.issues[1]["body"].endswith("My own words")
    assert len(forge.open_issues()) == 2


def test_who_cannot_be_assigned_gets_the_issue_all_the_same(forge):
    write(Path("feedback"), "people/anna.md", person_text(handles=f"{{{forge.kind}: stranger}}"))
    update(forge)
    assert [issue["assignees"] for issue in forge.open_issues()] == [[]]


def test_a_title_can_neither_call_nor_order_anybody(forge):
    title = "`@everyone` closes #1 <!-- ]( --> `"
    write(Path("feedback"), COMMENT, comment_text(title=json.dumps(title)))
    update(forge)
    (issue,) = forge.open_issues()
    # Longer than any run of backticks in it, so it stays code.
    assert f"[`` {title} ``](<" in issue["body"]


def test_a_company_that_writes_german_gets_german_issues(forge):
    config = Path("mkdocs.yml").read_text()
    write(Path(), "mkdocs.yml", f"{config}theme: {{name: material, language: de}}\n")
    update(forge)
    assert [issue["title"] for issue in forge.open_issues()] == ["Fällige Antworten: Anna Berg"]


def test_a_wrong_token_is_told_in_words(forge, monkeypatch):
    monkeypatch.setenv("ANSWERABLE_FORGE_TOKEN", "wr0ng-t0ken")
    result = due("--issues", "--api", forge.api)
    assert result.exit_code == 2
    assert "does not accept the token" in result.stderr
    assert "wr0ng" not in result.output


@pytest.mark.parametrize("token", ["", "two\nlines"])
def test_without_a_usable_token_nothing_is_asked(forge, monkeypatch, token):
    monkeypatch.setenv("ANSWERABLE_FORGE_TOKEN", token)
    result = due("--issues", "--api", forge.api)
    assert (result.exit_code, forge.asked) == (2, [])
    assert "ANSWERABLE_FORGE_TOKEN" in result.stderr


def test_without_the_setting_the_line_for_it_is_told(site, monkeypatch):
    monkeypatch.setenv("ANSWERABLE_FORGE_TOKEN", TOKEN)
    result = due("--issues")
    assert result.exit_code == 2
    assert "{kind: github, url: https://github.com/example/feedback}" in result.stderr


def test_issues_are_for_all_owners(site):
    assert due("--issues", "--owner", "anna").exit_code == 2


@pytest.mark.parametrize(
    ("url", "handles", "handle"),
    [
        ("https://codeberg.org/a/b", {"codeberg": "one", "forgejo": "two"}, "one"),
        ("https://git.example.org/a/b", {"git.example.org": "one", "forgejo": "two"}, "one"),
        ("https://git.example.org/a/b", {"gitea": "@three"}, "three"),
        ("https://git.example.org/a/b", {"github": "four"}, None),
    ],
)
def test_the_handle_of_this_forge_is_taken(url, handles, handle):
    assert handle_on(Forge("forgejo", url), handles) == handle
