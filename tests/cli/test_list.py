from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerable.build import archive
from answerable.cli import main
from answerable.terminal import columns
from samples import (
    COMMENT,
    SLUG,
    THREAD_ID,
    comment_text,
    follow_up_text,
    topic_text,
    write,
)

PENDING = "{decision: pending}"
WITHHELD = "{decision: withheld, by: ben, at: 2026-11-21T09:00:00+01:00, reason: insult}"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["list", *arguments])


def rows(*arguments: str) -> list[dict[str, object]]:
    result = run(*arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    value = json.loads(result.stdout)
    assert value["version"] == 1
    return list(value["threads"])


def ids(*arguments: str) -> list[object]:
    return [row["id"] for row in rows(*arguments)]


def add(site: Path, id_: str, day: str, **changes: str | None) -> None:
    """A thread that came on *day* of November 2026 at eight."""
    received = f"2026-11-{day}T08:00:00+01:00"
    published = f"{{decision: published, by: ben, at: {received}}}"
    values = {"id": id_, "received": received, "moderation": published, "tags": None, **changes}
    write(site / "feedback", f"threads/2026/{id_}/comment.md", comment_text(**values))


@pytest.fixture
def many(desk: Path) -> Path:
    """The answered sample, and threads of each sort; today is Tuesday, 1 December 2026."""
    feedback = desk / "feedback"
    write(feedback, "topics/delivery.md", topic_text(title="Delivery", owners="[ben]", promise="9"))
    add(desk, "overdue001", "24", kind="question")
    add(desk, "duetoday01", "26")
    add(desk, "duelater01", "25", topic="delivery", kind="idea", title="Later")
    add(desk, "pending001", "20", moderation=PENDING)
    add(desk, "withheld01", "20", moderation=WITHHELD, title=None, from_=None, nonce=None, body="")
    again = follow_up_text(resolved=None)
    write(feedback, f"threads/2026/{SLUG}/2026-11-05-customer.md", again)
    return desk


def test_what_waits_is_listed_and_what_was_promised_first_comes_first(many):
    assert ids() == [THREAD_ID, "overdue001", "duetoday01", "duelater01"]


def test_the_clock_says_how_it_stands_with_the_promise(many):
    found = {row["id"]: row for row in rows("--state", "all")}

    assert found["overdue001"]["promised"] == "2026-11-29"
    assert found["overdue001"]["working_days_left"] == -2
    assert found["overdue001"]["overdue"] is True
    assert found["duetoday01"]["working_days_left"] == 0
    assert found["duelater01"]["working_days_left"] == 5
    # It was answered in time, and asked again.
    assert found[THREAD_ID]["working_days_left"] is None
    assert found[THREAD_ID]["answered_in_working_days"] == 2
    assert found["pending001"]["promised"] is None
    table = run("--state", "all").stdout
    for words in ("overdue by 2", "due today", "due in 5", "asked again", "to decide"):
        assert words in table


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--overdue"], ["overdue001"]),
        (["--topic", "delivery"], ["duelater01"]),
        (["--kind", "question"], ["overdue001"]),
        (["--state", "pending"], ["pending001"]),
        (["--state", "withheld"], ["withheld01"]),
        (["--state", "answered"], []),
        (["--for", "ben"], ["duelater01"]),
        (["--for", "anna"], [THREAD_ID, "overdue001", "duetoday01"]),
        (["--for", "anna", "--overdue", "--kind", "idea"], []),
        (["--state", "pending", "--state", "withheld"], ["pending001", "withheld01"]),
    ],
)
def test_the_list_can_be_narrowed(many, arguments, expected):
    assert sorted(map(str, ids(*arguments))) == sorted(expected)


def test_a_follow_up_that_waits_for_a_decision_is_found_with_pending(desk):
    waits = follow_up_text(moderation=PENDING)
    write(desk / "feedback", f"threads/2026/{SLUG}/2026-11-05-customer.md", waits)

    (row,) = rows("--state", "pending")

    assert (row["id"], row["state"], row["waiting_for_decision"]) == (THREAD_ID, "resolved", 1)
    assert "[1 to decide] Spare parts" in run("--state", "pending").stdout


def test_mine_is_what_belongs_to_who_sits_here(many, home):
    write(home, ".gitconfig", "[user]\nname = Ben Olsen\n")

    assert ids("--mine") == ["duelater01"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--mine"], "say who you are with --for PERSON"),
        (["--mine", "--for", "ben"], "say the same"),
        (["--for", "bem"], "did you mean 'ben'?"),
        (["--topic", "deliver"], "did you mean 'delivery'?"),
        (["--state", "done"], "'done' is not one of"),
    ],
)
def test_a_wrong_call_is_told(many, arguments, reason):
    result = run(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert reason in result.stderr


def test_what_has_an_error_is_left_out_and_told(many):
    write(many / "feedback", COMMENT, comment_text(kind="problm"))

    result = run()

    assert result.exit_code == 1
    assert THREAD_ID not in result.stdout
    assert "overdue001" in result.stdout
    assert "1 error in 1 file" in result.stderr


def test_the_second_thread_of_an_id_is_left_out_as_on_the_site(many):
    write(many / "feedback", "threads/2026/z/comment.md", comment_text(moderation=PENDING))

    result = run("--state", "all")

    assert result.stdout.count(THREAD_ID) == 1
    assert result.exit_code == 1


def test_a_title_cannot_drive_the_terminal(many):
    write(many, "mkdocs.yml", "plugins: [answerable: {checks: {control-character: warning}}]\n")
    add(many, "hostile001", "24", title='"\\e[31mred \\u202e"', body="x\n")

    assert "\x1b" not in run().stdout
    assert "\u202e" not in run().stdout


@pytest.mark.parametrize("width", [40, 60, 80, 120])
def test_on_a_terminal_no_line_is_wider_than_it(many, width, monkeypatch):
    add(many, "wide000001", "24", title="数" * 90)
    monkeypatch.setattr("answerable.cli.list_._width", lambda: width)

    lines = run("--state", "all").stdout.splitlines()

    assert max(map(columns, lines)) <= max(width, 42)
    assert all(re.search(r"2026/[a-z0-9-]{10}|[a-z0-9]{10}", line) for line in lines[1:])


def test_a_thread_is_listed_by_the_name_that_people_type_and_its_id(many, monkeypatch):
    assert {f"2026/{SLUG}", THREAD_ID} <= set(run().stdout.split())
    monkeypatch.setattr("answerable.cli.list_._width", lambda: 80)

    on_terminal = run().stdout.split()
    assert f"2026/{SLUG}" in on_terminal
    assert THREAD_ID not in on_terminal


def test_the_id_stands_where_a_name_leaves_no_room(many, monkeypatch):
    long = "a" * 60
    (many / f"feedback/threads/2026/{SLUG}").rename(many / f"feedback/threads/2026/{long}")
    monkeypatch.setattr("answerable.cli.list_._width", lambda: 60)

    words = run().stdout.split()
    assert THREAD_ID in words
    assert not any(long in word for word in words)


def test_nobody_to_wait_for_is_no_line_at_all(desk):
    result = run()

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "0 of 1 thread\n"


def test_what_waits_for_a_decision_is_not_forgotten(desk):
    add(desk, "pending001", "20", moderation=PENDING)

    assert "1 waits for a decision: answerable list --state pending\n" in run().stderr
    assert "decision" not in run("--state", "open").stderr


@pytest.fixture
def keeping(monkeypatch):
    """Even a small archive is kept, and files are trusted by their times at once."""
    monkeypatch.setattr(archive, "FEWEST_KEPT", 1)
    monkeypatch.setattr("answerable.source.stamps.YOUNG", -(10**18))


def test_what_is_kept_gives_the_same_list_and_holds_nothing_hidden(many, keeping):
    secret = "Kranichfeder"
    add(many, "pending001", "20", moderation=PENDING, title=secret, body=f"{secret}\n")

    first, second = (run("--state", "all", "--format", "json").stdout for _ in range(2))

    assert secret in first
    assert first == second
    kept = list((many / ".cache" / "answerable").iterdir())
    assert kept
    assert all(secret.encode() not in file.read_bytes() for file in kept)


def test_what_is_kept_is_not_read_again_until_it_changes(many, keeping, monkeypatch):
    run()
    read = []
    known = archive.read_entries

    def noting(job, chunks, inbox):
        for entry in known(job, chunks, inbox):
            read.append(entry.name)
            yield entry

    monkeypatch.setattr(archive, "read_entries", noting)

    run()
    # Those of which not all is public are always read.
    assert {name.slug for name in read} == {"pending001", "withheld01"}
    add(many, "duelater01", "25", topic="delivery", kind="praise")

    assert {row["kind"] for row in rows("--topic", "delivery")} == {"praise"}


def test_several_processes_find_the_same(many, monkeypatch):
    alone = run("--state", "all").stdout
    monkeypatch.setenv("ANSWERABLE_WORKERS", "2")

    assert run("--state", "all").stdout == alone


def test_a_folder_that_is_no_sites_gets_no_cache(many, tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FEWEST_KEPT", 1)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    assert run("--feedback", str(many / "feedback")).exit_code == 0
    assert list(elsewhere.iterdir()) == []


def test_progress_is_said_on_a_terminal_when_it_takes_long(many, monkeypatch):
    monkeypatch.setattr("answerable.cli.progress.on_terminal", lambda: True)
    monkeypatch.setattr("answerable.cli.progress.SILENCE", -1.0)

    assert "6 of 6 threads" in run().stderr
