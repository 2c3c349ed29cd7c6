"""What holds for every format, shown with small exports of the two that there are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.importers import run as running
from answerable.importers.formats import FORMATS
from answerable.source.write import write_atomically
from exports import discourse_post, discourse_topic, staticman_comment
from samples import BEN, comment_text, person_text, topic_text, write

TWO_DAYS = {"date": "2018-05-01T10:00:00Z"}, {"date": "2018-05-02T10:00:00Z"}


def dialogue(site, **answer: object) -> None:
    """A comment and an answer to it."""
    staticman_comment(site.export, "doors/c-1", message="Why?", **TWO_DAYS[0])
    fields = {"name": "Anna", "message": "Oil.", "replying_to": "1", **TWO_DAYS[1], **answer}
    staticman_comment(site.export, "doors/c-2", **fields)


def test_a_second_import_changes_nothing(site):
    dialogue(site)
    staticman_comment(site.export, "doors/c-3", hidden="spam")
    first = site.report("staticman", "--staff", "Anna=anna")
    before = site.files()

    second = site.report("staticman", "--staff", "Anna=anna")

    assert first["new"] == {"threads": 1, "follow_ups": 0, "replies": 1}
    assert second["new"] == {"threads": 0, "follow_ups": 0, "replies": 0}
    assert second["already_there"] == 2
    assert second["left_out"] == first["left_out"]
    assert site.files() == before


def test_what_came_later_joins_the_thread_that_is_there(site):
    discourse_topic(site.export, discourse_post(1))
    site.report("discourse")
    before = site.files()
    posts = [discourse_post(at) for at in (1, 2)]
    discourse_topic(site.export, *posts, discourse_post(3, username="ab"))

    report = site.report("discourse", "--staff", "ab=anna")

    assert report["new"] == {"threads": 0, "follow_ups": 1, "replies": 1}
    thread = site.thread()
    assert [reply.answers for reply in thread.replies] == ["2018-05-02-customer"]
    assert {path: site.files()[path] for path in before} == before
    site.check()


def test_a_thread_that_was_moved_or_edited_is_still_known(site):
    staticman_comment(site.export, "doors/c-1", message="Why?", **TWO_DAYS[0])
    site.report("staticman")
    folder = site.root / "threads" / "2018"
    (folder / "doors").rename(folder / "squeaking")
    file = folder / "squeaking" / "comment.md"
    file.write_text(file.read_text().replace("\nWhy?\n", "\nOh, why?\n"))
    dialogue(site)

    report = site.report("staticman", "--staff", "Anna=anna")

    assert report["new"] == {"threads": 0, "follow_ups": 0, "replies": 1}
    assert (folder / "squeaking" / "2018-05-02-anna.md").is_file()
    site.check()


def test_what_is_there_with_errors_or_unpublished_is_not_written_again(site):
    staticman_comment(site.export, "doors/c-1", **TWO_DAYS[0])
    site.report("staticman")
    (file,) = (site.root / "threads").rglob("comment.md")
    pending = file.read_text().replace("decision: published", "decision: pending")
    file.write_text(pending.replace("kind: question", "kind: moan"))

    assert site.report("staticman")["already_there"] == 1


@pytest.mark.parametrize("decision", ["pending", "withheld", "withdrawn", "erased"])
def test_nothing_joins_what_is_not_published(site, decision):
    dialogue(site)
    staticman_comment(site.export, "doors/c-3", replying_to="1", **TWO_DAYS[1])
    late = [file.rename(file.with_suffix(".late")) for file in site.export.rglob("c-[23].yml")]
    site.report("staticman")
    (file,) = (site.root / "threads").rglob("comment.md")
    file.write_text(file.read_text().replace("decision: published", f"decision: {decision}"))
    for each in late:
        each.rename(each.with_suffix(".yml"))

    left_out = site.left_out("staticman", "--staff", "Anna=anna")

    shown = "threads/2018/doors/comment.md"
    assert left_out == {
        "doors/c-2.yml": f"{shown}, which it answers, is {decision}",
        "doors/c-3.yml": f"{shown}, which it follows, is {decision}",
    }


def erase(site, file: str, *options: str) -> None:
    """Erase a message; it was imported, so nothing in it says where it came from after that."""
    named = ["erase", file, "--by", "ben", *options, "--feedback", str(site.root)]
    result = CliRunner().invoke(main, named)
    assert result.exit_code == 0, result.output
    (kept,) = (path for path in site.root.rglob("*.md") if "erased" in path.read_text())
    assert "suppressed: hmac-sha256:" in kept.read_text()
    assert "source" not in kept.read_text()


def test_what_was_erased_here_does_not_come_back_nor_what_stands_below_it(site):
    dialogue(site)
    staticman_comment(site.export, "doors/c-3", replying_to="1", **TWO_DAYS[1])
    staticman_comment(site.export, "doors/c-4", message="And I?", **TWO_DAYS[1])
    late = [file.rename(file.with_suffix(".late")) for file in site.export.rglob("c-[23].yml")]
    site.report("staticman")
    erase(site, "2018/doors", "--rename")
    for each in late:
        each.rename(each.with_suffix(".yml"))
    before = site.files()

    for _ in range(2):
        report = site.report("staticman", "--staff", "Anna=anna")

    left_out = {each["item"]: each["reason"] for each in report["left_out"]}
    (shown,) = (path for path in before if b"suppressed" in before[path])
    assert left_out == {
        "doors/c-1.yml": f"it was erased here; {shown} says so",
        "doors/c-2.yml": f"{shown}, which it answers, is erased",
        "doors/c-3.yml": f"{shown}, which it follows, is erased",
    }
    assert report["already_there"] == 1
    assert site.files() == before
    site.check()


def test_an_erased_follow_up_does_not_come_back_nor_the_answer_to_it(site):
    posts = [discourse_post(1), discourse_post(2)]
    answer = discourse_post(3, username="ab", reply_to_post_number=2)
    discourse_topic(site.export, *posts)
    site.report("discourse", "--staff", "ab=anna")
    erase(site, "2018/doors-that-squeak#2018-05-02-customer")
    discourse_topic(site.export, *posts, answer, discourse_post(4))
    shown = "threads/2018/doors-that-squeak/2018-05-02-customer.md"

    report = site.report("discourse", "--staff", "ab=anna")

    assert [each["reason"] for each in report["left_out"]] == [
        f"it was erased here; {shown} says so",
        f"{shown}, which it answers, is erased",
    ]
    assert report["new"] == {"threads": 0, "follow_ups": 1, "replies": 0}
    site.check()


def test_the_answers_to_what_was_erased_are_known_still(site):
    dialogue(site)
    site.report("staticman", "--staff", "Anna=anna")
    erase(site, "2018/doors")
    before = site.files()

    report = site.report("staticman", "--staff", "Anna=anna")

    assert (report["already_there"], len(report["left_out"])) == (1, 1)
    assert site.files() == before
    site.check()


def test_what_was_withdrawn_with_its_words_does_not_come_back(site):
    write(
        site.root.parent,
        "mkdocs.yml",
        "plugins:\n  - answerable:\n      repository: public\n",
    )
    staticman_comment(site.export, "doors/c-1", message="Why?", **TWO_DAYS[0])
    arguments = ["import", "staticman", str(site.export)]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    withdraw = ["moderate", "2018/doors", "withdraw", "--by", "ben", "--yes"]
    assert CliRunner().invoke(main, withdraw).exit_code == 0
    before = site.files()

    result = CliRunner().invoke(main, arguments)

    assert "it was withdrawn here; threads/2018/doors/comment.md says so" in result.stdout
    assert site.files() == before


def test_another_system_with_the_same_id_is_imported_all_the_same(site):
    staticman_comment(site.export, "doors/c-1", message="Why?", **TWO_DAYS[0])
    site.report("staticman")
    erase(site, "2018/doors")

    report = site.report("staticman", "--system", "another")

    assert report["new"]["threads"] == 1


def test_what_the_other_system_hides_later_is_named_with_its_place_here(site):
    staticman_comment(site.export, "doors/c-1")
    site.report("staticman")
    staticman_comment(site.export, "doors/c-1", hidden=True)

    reason = site.left_out("staticman")["doors/c-1.yml"]

    assert reason == "hidden; but threads/2016/doors/comment.md is it, look at that"


def test_two_sites_with_the_same_ids_are_told_apart(site):
    discourse_topic(site.export, discourse_post(1))
    site.report("discourse")
    other = site.export / "other"
    discourse_topic(other, discourse_post(1, created_at="2019-01-01T00:00:00Z"))

    (left,) = site.report("discourse", path=other)["left_out"]
    assert "--system" in left["reason"]
    report = site.report("discourse", "--system", "forum-two", path=other)

    assert report["new"]["threads"] == 1
    site.check()


def test_a_dry_run_says_the_same_and_writes_nothing(site):
    dialogue(site)
    before = site.files()

    dry = site.report("staticman", "--staff", "Anna=anna", "--dry-run")

    assert site.files() == before
    assert dry | {"written": True} == site.report("staticman", "--staff", "Anna=anna")
    assert not dry["written"]


def test_the_same_export_gives_the_same_names_ids_and_order_everywhere(site, tmp_path):
    for at in range(5):
        staticman_comment(site.export, f"doors/c-{at}", date=f"2018-05-0{at + 1}", message="Why?")
    site.report("staticman")
    first = {path: text.split(b"nonce")[0] for path, text in site.files().items()}
    for file in (site.root / "threads").rglob("*.md"):
        file.unlink()
    # What an interrupted import can leave: an empty folder.
    site.report("staticman")

    assert {path: text.split(b"nonce")[0] for path, text in site.files().items()} == first
    assert sorted(folder.name for folder in (site.root / "threads" / "2018").iterdir()) == [
        "doors",
        "doors-2",
        "doors-3",
        "doors-4",
        "doors-5",
    ]


@pytest.mark.parametrize("done", range(4))
def test_an_import_that_broke_off_is_finished_by_the_next(site, monkeypatch, done):
    discourse_topic(site.export, *(discourse_post(at) for at in range(1, 4)))
    discourse_topic(site.export, discourse_post(5), id=8)
    left = [done]

    def write_some(path: Path, data: bytes) -> bool:
        if not left[0]:
            raise OSError(28, "No space left on device", str(path))
        left[0] -= 1
        return write_atomically(path, data)

    monkeypatch.setattr(running, "write_atomically", write_some)
    broken = site.run("discourse")
    monkeypatch.undo()
    monkeypatch.chdir(site.root.parent)
    assert broken.exit_code == 2
    assert "No space left" in broken.stderr
    assert len(site.messages()) == done
    site.check()

    report = site.report("discourse")

    assert report["already_there"] == done
    assert len(site.messages()) == 4
    site.check()


def test_of_two_imports_at_once_one_says_to_run_it_again(site, monkeypatch):
    staticman_comment(site.export, "doors/c-1", message="Why?", **TWO_DAYS[0])
    staticman_comment(site.export, "doors/c-2", message="Where?", **TWO_DAYS[1])

    def write_late(path: Path, data: bytes) -> bool:
        monkeypatch.undo()
        monkeypatch.chdir(site.root.parent)
        site.report("staticman")
        return write_atomically(path, data)

    monkeypatch.setattr(running, "write_atomically", write_late)
    result = site.run("staticman")

    assert result.exit_code == 1
    assert "Run the same import again" in result.stderr
    assert "comment.md was written by another program" in result.stderr
    assert site.report("staticman")["already_there"] == 2
    assert len(site.messages()) == 2
    site.check()


def test_a_full_disk_is_told_with_the_file_and_leaves_no_empty_folder(site, monkeypatch):
    staticman_comment(site.export, "doors/c-1")

    def fail(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    result = site.run("staticman")

    assert result.exit_code == 2
    assert result.stderr.endswith("threads/2016/doors/comment.md: No space left on device\n")
    assert not (site.root / "threads").exists()


@pytest.mark.parametrize("name", ["threads", "threads/2018", "threads/2018/doors"])
def test_nothing_is_imported_through_a_link_in_the_feedback_folder(site, name):
    staticman_comment(site.export, "doors/c-1", **TWO_DAYS[0])
    elsewhere = site.export.parent / "elsewhere"
    elsewhere.mkdir()
    (site.root / name).parent.mkdir(parents=True, exist_ok=True)
    (site.root / name).symlink_to(elsewhere)

    result = site.run("staticman")

    assert result.exit_code == 1
    assert f"feedback/{name}. Mend them first" in result.stderr
    assert list(elsewhere.iterdir()) == []


@pytest.mark.parametrize("name", ["", "threads", "threads/2018"])
def test_nothing_is_imported_beside_a_folder_that_cannot_be_read(site, monkeypatch, name):
    staticman_comment(site.export, "doors/c-1", **TWO_DAYS[0])
    site.report("staticman")
    before = site.files()
    list_folder = os.scandir

    def scandir(path: str) -> object:
        if Path(path) == site.root / name:
            raise PermissionError(13, "Permission denied", str(path))
        return list_folder(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = site.run("staticman")

    monkeypatch.undo()
    assert result.exit_code == 1
    assert f"{site.root.name}/{name}".rstrip("/") + ". Mend them first" in result.stderr
    assert site.files() == before


def test_a_customer_who_wrote_before_the_opening_message_opens_a_thread(site):
    discourse_topic(
        site.export,
        discourse_post(1),
        discourse_post(2, created_at="2018-04-01T10:00:00Z", cooked="<p>Earlier</p>"),
    )

    report = site.report("discourse")

    assert report["new"] == {"threads": 2, "follow_ups": 0, "replies": 0}
    site.check()


def test_a_name_in_which_there_is_nothing_to_see_is_nobodys(site):
    staticman_comment(site.export, "doors/c-1", name="\u200b\u2060", message="Why?")

    site.report("staticman")

    assert site.thread().comment.sender is None


def test_a_message_that_stands_twice_in_an_export_comes_once(site):
    staticman_comment(site.export, "doors/c-1", _id="same", message="Why?")
    staticman_comment(site.export, "doors/c-2", _id="same", message="Why?")

    left_out = site.left_out("staticman")

    assert left_out == {"doors/c-2.yml": "another item of this import has the same id, same"}
    assert list(site.threads()) == ["Why?"]


def test_messages_of_one_day_get_numbers(site):
    same = "2018-05-02T10:00:00Z"
    discourse_topic(
        site.export,
        discourse_post(1),
        discourse_post(2, created_at=same),
        discourse_post(3, created_at=same),
        discourse_post(4, created_at=same, username="ab"),
        discourse_post(5, created_at=same, username="ab"),
    )

    site.report("discourse", "--staff", "ab=anna")

    (folder,) = (site.root / "threads" / "2018").iterdir()
    assert sorted(file.name for file in folder.iterdir()) == [
        "2018-05-02-anna-2.md",
        "2018-05-02-anna.md",
        "2018-05-02-customer-2.md",
        "2018-05-02-customer.md",
        "comment.md",
    ]
    site.check()


def test_nobody_is_staff_by_name_alone_and_the_report_says_who_may_be(site):
    dialogue(site, name="Anna Berg")
    staticman_comment(site.export, "doors/c-3", name="Anna Berg")

    result = site.run("staticman")

    assert all(not thread.replies for thread in site.threads().values())
    assert '--staff "Anna Berg=PERSON"' in result.stdout


def test_those_that_the_other_system_marks_are_named_first(site):
    discourse_topic(
        site.export,
        discourse_post(1),
        discourse_post(2, username="cust"),
        discourse_post(3, username="boss", staff=True),
    )

    assert site.report("discourse")["likely_staff"] == [{"name": "boss", "messages": 1}]


def test_staff_that_was_imported_as_a_customer_is_named(site):
    dialogue(site)
    site.report("staticman")

    (warning,) = site.report("staticman", "--staff", "Anna=anna")["warnings"]

    assert warning.startswith("1 messages of Anna are here as a customer's")


@pytest.mark.parametrize(
    ("answer", "staff", "reason"),
    [
        ({"date": "2018-04-30T10:00:00Z"}, "anna", "it is dated before what it answers"),
        ({}, "ben", "'ben' did not work here on 2018-05-02"),
        ({"replying_to": ""}, "anna", "staff wrote it, and it answers no customer"),
        ({"replying_to": "7"}, "anna", "what it answers is not in the export"),
        ({"replying_to": "gone"}, "anna", "what it answers is not in the export"),
    ],
)
def test_an_answer_that_cannot_be_one_is_named_with_the_reason(site, answer, staff, reason):
    write(site.root, BEN, person_text(name="Ben Olsen", handles=None, since="2019-01-01"))
    dialogue(site, **answer)

    assert site.left_out("staticman", "--staff", f"Anna={staff}") == {"doors/c-2.yml": reason}
    site.check()


def test_what_stands_below_something_left_out_is_not_lost(site):
    staticman_comment(site.export, "doors/c-1", _id="a", message="Buy!", hp="x", date="2018-05-01")
    staticman_comment(site.export, "doors/c-2", message="Spam?", replying_to="a", date="2018-05-02")
    staticman_comment(
        site.export,
        "doors/c-3",
        name="Anna",
        message="Yes.",
        replying_to="a",
        date="2018-05-03",
    )

    left_out = site.left_out("staticman", "--staff", "Anna=anna")

    assert list(site.threads()) == ["Spam?"]
    assert left_out["doors/c-3.yml"] == "what it answers is left out"


def test_parents_in_a_circle_are_published_all_the_same(site):
    for one, other in (("a", "b"), ("b", "c"), ("c", "a")):
        staticman_comment(site.export, f"doors/{one}", _id=one, replying_to_uid=other, message=one)
    staticman_comment(site.export, "doors/d", _id="d", replying_to_uid="d", message="d")

    report = site.report("staticman")

    assert sum(report["new"].values()) == 4
    site.check()


def test_a_very_long_thread_is_placed(site):
    posts = [discourse_post(1)]
    for at in range(2, 1501):
        time = f"2018-06-{at // 60 + 1:02}T10:{at % 60:02}:00Z"
        posts += [discourse_post(at, created_at=time, reply_to_post_number=at - 1)]
    discourse_topic(site.export, *reversed(posts))

    report = site.report("discourse", "--dry-run")

    assert sum(report["new"].values()) == 1500


def test_a_check_that_the_site_made_an_error_keeps_a_message_out(site):
    write(
        site.root.parent,
        "mkdocs.yml",
        "plugins:\n  - answerable:\n      checks: {personal-email: error}\n",
    )
    staticman_comment(site.export, "doors/c-1", message="Write to tom@home.example.net")

    # Without --feedback: the folder's own settings hold.
    result = CliRunner().invoke(main, ["import", "staticman", str(site.export)])

    assert "1 left out" in result.stdout
    assert "(personal-email)" in result.stdout


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--staff", "Anna"], "must be NAME=PERSON"),
        (["--staff", "Anna=ana"], "no person 'ana'"),
        (["--staff", "A=anna", "--staff", "A=ben"], "'A' is anna and ben"),
        (["--by", "ana"], "did you mean 'anna'?"),
        (["--topic", "spare-part"], "did you mean 'spare-parts'?"),
        (["--kind", "moan"], "moan"),
        (["--language", "English"], "language code"),
        (["--url", "forum.example"], "http or https"),
        (["--system", "My Forum"], "small letters"),
    ],
)
def test_a_wrong_call_writes_nothing_and_says_what_is_wrong(site, options, words):
    staticman_comment(site.export, "doors/c-1")
    before = site.files()

    result = site.run("staticman", *options)

    assert result.exit_code == 2
    assert words in result.stderr
    assert site.files() == before


@pytest.mark.parametrize("importer", FORMATS.values(), ids=FORMATS)
def test_the_help_names_every_format_and_its_path(importer):
    words = " ".join(CliRunner().invoke(main, ["import", "--help"]).stdout.split())

    assert f"{importer.name} {importer.description}" in words


def test_with_two_topics_one_must_be_named(site):
    staticman_comment(site.export, "doors/c-1")
    write(site.root, "topics/garden.md", topic_text(title="Garden"))

    result = site.run("staticman")

    assert result.exit_code == 2
    assert "garden, spare-parts" in result.stderr
    assert site.report("staticman", "--topic", "garden")["new"]["threads"] == 1


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("threads/2026/a/comment.md", "---\nid: [\n---\nx\n"),
        ("threads/2026/a/comment.md", "no front matter\n"),
        ("threads/2026/a/my notes.md", comment_text()),
        ("threads/2026/My Thread/comment.md", comment_text()),
    ],
)
def test_where_a_file_could_be_any_message_nothing_is_imported(site, path, text):
    write(site.root, path, text)
    staticman_comment(site.export, "doors/c-1")
    before = site.files()

    result = site.run("staticman")

    assert result.exit_code == 1
    assert "Mend them first" in result.stderr
    assert site.files() == before


def test_the_report_shows_names_that_cannot_drive_the_terminal(site):
    staticman_comment(site.export, "doors/c-1", name="\x1b]0;owned\x07", hidden=True)
    staticman_comment(site.export, "doors/\x1b[2Jc-2", name="\x1b]0;owned\x07", hidden=True)

    assert "\x1b" not in site.run("staticman").output


def test_long_imports_say_how_far_they_are(site):
    for page in range(3):
        posts = [discourse_post(1, id=page * 500 + at) for at in range(1, 500)]
        discourse_topic(site.export, *posts, id=page)

    result = site.run("discourse", "--dry-run")

    assert result.stderr == "1497 items\n"


def test_the_command_runs_as_installed(site):
    staticman_comment(site.export, "doors/c-1")
    script = Path(sys.executable).with_name("answerable")
    if not script.exists():
        pytest.skip("the command is not installed beside this Python")

    done = subprocess.run(
        [script, "import", "staticman", site.export],
        cwd=site.root.parent,
        env=os.environ | {"PYTHONWARNINGS": "error::ResourceWarning"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.startswith("1 item read.\n1 new: 1 thread, 0 follow-ups and 0 replies")
    assert done.stderr == ""
