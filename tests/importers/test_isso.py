from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from page_exports import isso_comment, isso_database

REDUCED = "tid, id, created, mode, text"


def test_a_comment_is_a_message_with_the_title_and_the_address_of_its_page(site):
    file = isso_database(
        site.export,
        isso_comment(1, author="Eva", text="Mine *squeaks*."),
        isso_comment(2, parent=1, author=None),
        isso_comment(3),
    )

    report = site.report("isso", "--url", "https://doors.example", path=file)

    assert report["new"] == {"threads": 2, "follow_ups": 1, "replies": 0}
    thread = next(each for each in site.all_threads() if each.follow_ups)
    assert (thread.title, thread.slug) == ("Squeaking doors", "squeaking-doors")
    assert (thread.comment.sender, thread.comment.body) == ("Eva", "Mine *squeaks*.\n")
    assert thread.comment.received.isoformat() == "2018-05-01T10:00:00+00:00"
    assert thread.comment.source.url == "https://doors.example/2018/squeaking/#isso-1"
    assert [each.sender for each in thread.follow_ups] == [None]
    site.check()


def test_what_came_from_disqus_is_html_and_the_rest_markdown(site):
    file = isso_database(
        site.export,
        isso_comment(1, text="<p>a <b>b</b></p><p>c</p>"),
        isso_comment(2, text="a **b**\n\n- c"),
    )

    site.report("isso", path=file)

    bodies = {thread.comment.source.id: thread.comment.body for thread in site.all_threads()}
    assert bodies == {"1": "a **b**\n\nc\n", "2": "a **b**\n\n- c\n"}


def test_what_isso_knows_of_people_is_counted_and_stays_out(site):
    comment = isso_comment(1, website="https://tom.example/")

    report = site.report("isso", path=isso_database(site.export, comment))

    names = ("email", "remote_addr", "voters", "website")
    assert report["dropped_fields"] == dict.fromkeys(names, 1)
    written = b"".join(site.files().values())
    assert not any(word in written for word in (b"home.example", b"192.0.2", b"tom.example"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"mode": 2}, "not approved"),
        ({"mode": 4, "text": ""}, "deleted"),
        ({"mode": 7}, "in the state 7"),
        ({"mode": None}, "in the state None"),
        ({"text": None}, "it holds no text"),
        ({"text": "x" * 300_000}, "its text is longer than 200000 characters"),
        ({"created": "soon"}, "has no date"),
        ({"tid": 9}, "its page is not in the database"),
    ],
)
def test_a_comment_that_must_not_or_cannot_be_shown_is_named_with_the_reason(site, fields, reason):
    file = isso_database(site.export, isso_comment(1), isso_comment(2, **fields))

    (left,) = site.report("isso", path=file)["left_out"]

    assert left == {"item": "comment 2", "reason": reason}
    assert site.thread().comment.source.id == "1"


def test_staff_answers_the_latest_customer_where_isso_shows_no_deeper_answers(site):
    file = isso_database(
        site.export,
        isso_comment(1),
        isso_comment(2, author="Eva", parent=1),
        isso_comment(3, author="Anna", parent=1),
    )

    site.report("isso", "--staff", "Anna=anna", path=file)

    (reply,) = site.thread().replies
    assert reply.answers == "2018-05-02-customer"


def test_a_database_of_an_older_version_is_read(site):
    file = isso_database(site.export, isso_comment(1), columns=REDUCED)

    site.report("isso", path=file)

    assert site.thread().comment.sender is None


def test_values_of_any_type_are_read(site):
    odd = isso_comment(1, author=b"\xffTom", text=b"Why\xff?", parent="x", created=1525168800)
    file = isso_database(site.export, odd, threads=((1, "", None),))

    site.report("isso", path=file)

    thread = site.thread()
    assert (thread.title, thread.comment.sender) == ("Why\ufffd?", "\ufffdTom")
    site.check()


def test_the_database_is_not_touched(site):
    file = isso_database(site.export, isso_comment(1))
    before = file.read_bytes(), file.stat().st_mtime_ns
    file.chmod(0o400)
    site.export.chmod(0o500)
    try:
        site.report("isso", path=file)
    finally:
        site.export.chmod(0o700)

    assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    assert list(site.export.iterdir()) == [file]


@pytest.mark.parametrize("ending", ["-wal", "-journal"])
def test_a_database_that_is_in_use_is_refused_with_the_way_out(site, ending):
    file = isso_database(site.export, isso_comment(1))
    Path(f"{file}{ending}").write_bytes(b"x")

    result = site.run("isso", path=file)

    assert result.exit_code == 2
    assert "is in use" in result.stderr
    assert "sqlite3 comments.db '.backup copy.db'" in result.stderr


@pytest.mark.parametrize("content", [b"", b"x" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_a_wrong_call(site, content):
    file = site.export / "comments.db"
    file.write_bytes(content)

    result = site.run("isso", path=file)

    assert result.exit_code == 2
    assert "PATH must be the database of Isso" in result.stderr


@pytest.mark.parametrize("damage", range(2, 12, 3))
def test_a_damaged_database_is_told_and_what_was_read_before_counts(site, damage):
    rows = [isso_comment(at, created=1525168800 + at, text="x" * 900) for at in range(1, 90)]
    file = isso_database(site.export, *rows)
    data = bytearray(file.read_bytes())
    start = len(data) * damage // 12
    data[start : start + 5000] = b"\xff" * 5000
    file.write_bytes(data)

    report = site.report("isso", path=file)

    (left,) = report["left_out"]
    assert left["reason"].startswith("is damaged (")
    assert left["reason"].endswith("; what comes behind was not read")
    assert 0 < report["new"]["threads"] < 89
    site.check()


def test_a_database_that_is_cut_off_is_a_wrong_call(site):
    rows = [isso_comment(at, created=1525168800 + at, text="x" * 900) for at in range(1, 90)]
    file = isso_database(site.export, *rows)
    file.write_bytes(file.read_bytes()[: 60 * 1024])

    result = site.run("isso", path=file)

    assert result.exit_code == 2
    assert "a damaged one" in result.stderr


@pytest.mark.parametrize(
    ("make", "words"),
    [
        ("DROP TABLE comments", "no table 'comments'"),
        ("DROP TABLE threads", "no table 'threads'"),
        ("DELETE FROM comments", "no comments in"),
        ("ALTER TABLE comments DROP COLUMN mode", "have no mode"),
        ("ALTER TABLE threads DROP COLUMN uri", "no id or no uri"),
    ],
)
def test_a_database_of_something_else_is_a_wrong_call(site, make, words):
    file = isso_database(site.export, isso_comment(1))
    execute(file, make)

    result = site.run("isso", path=file)

    assert result.exit_code == 2
    assert words in result.stderr


def test_a_table_that_computes_is_not_asked(site):
    file = isso_database(site.export, isso_comment(1))
    endless = "WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x) SELECT n FROM x"
    execute(file, "DROP TABLE comments")
    execute(file, f"CREATE VIEW comments AS {endless}")

    result = site.run("isso", path=file)

    assert result.exit_code == 2
    assert "no table 'comments'" in result.stderr


def test_a_database_may_be_named_by_a_link_and_have_any_name(site):
    file = isso_database(site.export, isso_comment(1))
    odd = file.rename(site.export / "a?mode=rwc&b#c %41.db")
    link = site.export / "link"
    link.symlink_to(odd)

    assert site.report("isso", path=link)["new"]["threads"] == 1


def execute(file: Path, statement: str) -> None:
    database = sqlite3.connect(file)
    with database:
        database.execute(statement)
    database.close()
