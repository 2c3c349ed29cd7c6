from __future__ import annotations

import csv
from io import StringIO

import pytest
from click.testing import CliRunner

from answerable.cli import main
from answerable.importers.csv_export import Csv
from answerable.importers.interface import Conversation
from answerable.importers.placing import place_messages
from work import calls

HEADER = ["Ticket ID", "Subject", "Requester", "Requester email", "Created at", "Description"]
ROW = ["17", "My door squeaks", "Tom Weber", "tom@example.com", "2026-03-01T10:00:00Z", "Why?"]


def table(site, *rows, header=HEADER, name="t.csv", encoding="utf-8", **dialect):
    """A table in the export's folder."""
    text = StringIO()
    csv.writer(text, **dialect).writerows([header, *rows])
    file = site.export / name
    file.write_bytes(text.getvalue().encode(encoding))
    return file


def test_a_ticket_is_a_pending_thread_without_its_address(site):
    table(site, ROW)

    report = site.report("csv")

    thread = site.thread()
    assert (thread.title, thread.slug) == ("My door squeaks", "my-door-squeaks")
    assert (thread.comment.sender, thread.comment.body) == ("Tom Weber", "Why?\n")
    assert thread.comment.moderation.decision == "pending"
    assert report["pending"] == 1
    assert report["dropped_fields"] == {"email": 1}
    assert b"tom@example.com" not in b"".join(site.files().values())
    site.check()


def test_with_a_person_who_decides_it_is_published_when_that_was_decided(site):
    table(site, ROW)

    site.report("csv", "--by", "anna")

    moderation = site.thread().comment.moderation
    assert (moderation.decision, moderation.by) == ("published", "anna")
    assert moderation.at > site.thread().comment.received
    site.check()


def test_answers_come_with_the_next_import_after_the_decision(site):
    header = ["conversation_id", "author", "role", "created_at", "body"]
    asked = ["1", "Tom", "user", "2026-03-01 10:00", "Why?"]
    answered = ["1", "Anna", "admin", "2026-03-02 10:00", "Oil."]
    table(site, asked, answered, header=header)
    first = site.report("csv", "--staff", "Anna=anna")
    (file,) = (site.root / "threads").rglob("comment.md")
    decided = "{decision: published, by: anna, at: 2026-03-03T10:00:00Z}"
    file.write_text(file.read_text().replace("{decision: pending}", decided))

    second = site.report("csv", "--staff", "Anna=anna")

    assert first["new"] == {"threads": 1, "follow_ups": 0, "replies": 0}
    assert "is pending" in first["left_out"][0]["reason"]
    assert second["new"] == {"threads": 0, "follow_ups": 0, "replies": 1}
    site.check()


def test_in_a_public_repository_nothing_private_is_written(site):
    table(site, ROW)
    config = "site_name: S\nplugins:\n  - answerable:\n      repository: public\n"
    (site.root.parent / "mkdocs.yml").write_text(config)

    result = CliRunner().invoke(main, ["import", "csv", str(site.export)])

    assert result.exit_code == 0
    assert "unpublished-in-public" in result.stdout
    assert not (site.root / "threads").exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_told_by_the_file(site, encoding, delimiter):
    row = [*ROW[:5], "Schön, aber: zu laut; „leiser“ wäre besser\nund billiger"]
    table(site, row, encoding=encoding, delimiter=delimiter)

    site.report("csv")

    assert site.thread().comment.body.split() == row[5].split()


def test_a_wrong_byte_changes_no_other_character(site):
    file = table(site, [*ROW[:5], "Schön, schöner, am schönsten: grün"])
    file.write_bytes(file.read_bytes() + b'18,A,B,c@example.com,2026-03-01,"caf\xe9"\n')

    report = site.report("csv")

    assert "could not be read" in report["warnings"][0]
    assert site.threads()["My door squeaks"].comment.body == "Schön, schöner, am schönsten: grün\n"


@pytest.mark.parametrize(
    ("written", "options", "received"),
    [
        ("2026-03-01 10:00", (), "2026-03-01T10:00:00+00:00"),
        ("2026-03-01T10:00:00-08:00", (), "2026-03-01T10:00:00-08:00"),
        ("2026-03-01 10:00", ("--timezone", "Europe/Berlin"), "2026-03-01T10:00:00+01:00"),
        ("01.03.2026 10:00", (), "2026-03-01T10:00:00+00:00"),
        ("13/3/2026 2:05 PM", (), "2026-03-13T14:05:00+00:00"),
        ("3/13/26 12:05 am", (), "2026-03-13T00:05:00+00:00"),
        ("1/3/2026", ("--dates", "month-first"), "2026-01-03T00:00:00+00:00"),
        ("1/3/2026", ("--dates", "day-first"), "2026-03-01T00:00:00+00:00"),
        ("Sun, 1 Mar 2026 10:00:00 +0100", (), "2026-03-01T10:00:00+01:00"),
        ("Mar 1, 2026 at 10:00 AM", (), "2026-03-01T10:00:00+00:00"),
        ("1. März 2026 um 10:00 Uhr", (), "2026-03-01T10:00:00+00:00"),
        ("1772359200", (), "2026-03-01T10:00:00+00:00"),
    ],
)
def test_dates_are_read_as_people_write_them(site, written, options, received):
    table(site, [*ROW[:4], written, ROW[5]])

    site.report("csv", *options)

    assert site.thread().comment.received.isoformat() == received


def test_a_date_that_can_be_read_in_two_ways_is_asked_about(site):
    table(site, [*ROW[:4], "3/4/2026", ROW[5]])

    result = site.run("csv", path=site.export / "t.csv")

    assert result.exit_code == 2
    assert "--dates day-first" in result.stderr


def test_one_date_that_is_clear_tells_how_the_others_are_read(site):
    rows = [[*ROW[:4], "3/4/2026", "a"], ["18", "B", *ROW[2:4], "3/14/2026", "b"]]
    table(site, *rows)

    site.report("csv")

    assert site.threads()["My door squeaks"].comment.received.month == 3


@pytest.mark.parametrize(
    "header",
    [
        "Id,Subject,Requester,Requester email,Created at,Description",  # Zendesk
        "Ticket ID,Subject,Full name,Email,Created time,Description",  # Freshdesk
        "Number,Subject,Customer,Customer Email,Created At,Body",  # Help Scout
        "conversation_id,title,message_author_name,message_author_email,message_created_at,message_body",
        "Vorgang,Betreff,Absender,E-Mail,Datum,Nachricht",
        "id,title,name,email,date,text",
    ],
)
def test_the_columns_of_the_usual_help_desks_are_known(site, header):
    table(site, ROW, header=header.split(","))

    report = site.report("csv")

    thread = site.thread()
    assert (thread.title, thread.comment.sender) == ("My door squeaks", "Tom Weber")
    assert report["dropped_fields"] == {"email": 1}


def test_columns_are_named_by_the_caller(site):
    header = ["A", "B", "C", "name"]
    table(site, ["Why?", "2026-03-01", "Doors", "secret"], header=header)

    site.report("csv", *(f"--column={pair}" for pair in ("text=A", "date=B", "title=C", "author=")))

    thread = site.thread()
    assert (thread.title, thread.comment.sender) == ("Doors", None)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), "no column is known as the text"),
        (("--column", "text=Z"), "there is no column 'Z'; there are A, date"),
        (("--column", "words=A"), "must be FIELD=NAME"),
        (("--column", "text"), "must be FIELD=NAME"),
        (("--column", "text=A", "--encoding", "no-such"), "no encoding that is known"),
        (("--column", "text=A", "--timezone", "Berlin"), "a name like Europe/Berlin"),
    ],
)
def test_what_the_caller_says_wrongly_is_explained(site, options, words):
    table(site, ["Why?", "2026-03-01"], header=["A", "date"])

    result = site.run("csv", *options, path=site.export / "t.csv")

    assert result.exit_code == 2
    assert words in result.stderr


def test_an_option_of_another_format_is_refused(site):
    result = site.run("staticman", "--column", "text=A")

    assert result.exit_code == 2
    assert "--column belongs to the format csv" in result.stderr


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("public", "false", "not public"),
        ("private", "TRUE", "an internal note"),
        ("message_type", "note", "an internal note"),
        ("message_type", "assignment", "neither public nor private, but 'assignment'"),
        ("status", "spam", "marked as spam"),
        ("status", "Deleted", "deleted"),
        ("Is spam", "yes", "marked as spam"),
        ("draft", "1", "a draft"),
        ("author_type", "bot", "written by a program"),
    ],
)
def test_what_is_not_for_everybody_stays_out(site, column, value, reason):
    table(site, [*ROW, value], header=[*HEADER, column])

    assert site.left_out("csv", "--by", "anna") == {"t.csv row 2": reason}


@pytest.mark.parametrize(
    ("column", "value"), [("public", "true"), ("private", "0"), ("status", "open"), ("spam", "no")]
)
def test_what_is_for_everybody_comes_in(site, column, value):
    table(site, [*ROW, value], header=[*HEADER, column])

    assert site.left_out("csv", "--by", "anna") == {}


def test_rows_of_a_ticket_are_one_thread_in_the_order_of_time(site):
    rows = [[*ROW[:4], f"2026-03-0{day}", f"Text {day}"] for day in (3, 1, 2)]
    table(site, *rows)

    site.report("csv", "--by", "anna")

    thread = site.thread()
    assert thread.comment.body == "Text 1\n"
    assert [each.body for each in thread.follow_ups] == ["Text 2\n", "Text 3\n"]


def test_staff_is_recognised_by_name_or_address_and_only_if_it_was_named(site):
    header = ["thread", "author", "email", "role", "date", "text"]
    asked = ["1", "Tom", "tom@example.com", "", "2026-03-01", "Why?"]
    answered = ["1", "A. Berg", "Anna@Example.com", "agent", "2026-03-02", "Oil."]
    posing = ["1", "anna@example.com", "", "", "2026-03-03", "Ha."]
    table(site, asked, answered, posing, header=header)

    result = site.run("csv", "--by", "anna", "--dry-run")
    site.report("csv", "--by", "anna", "--staff", "anna@example.com=anna")

    assert "The other system marks as staff: A. Berg (1)" in result.stdout
    thread = site.thread()
    assert {reply.signed_by for reply in thread.replies} == {"anna"}


def test_a_name_that_is_an_address_is_shown_to_nobody(site):
    table(site, [*ROW[:2], "tom@example.com", "", *ROW[4:]])

    site.report("csv")

    assert site.thread().comment.sender is None


def test_equal_rows_without_an_id_are_one_message(site):
    table(site, ROW, ROW)

    left_out = site.left_out("csv")

    assert list(left_out) == ["t.csv row 3"]
    assert "the same id" in left_out["t.csv row 3"]


@pytest.mark.parametrize(
    ("cell", "options", "body"),
    [
        ("2 * 3 * 4 <b> #1", (), "2 \\* 3 \\* 4 \\<b> #1\n"),
        ("*so*", ("--markup", "markdown"), "*so*\n"),
        ("<p>so <b>it</b> is</p>", (), "so **it** is\n"),
        ("Why?\n\n-- \nTom\n+49 30 1234567", (), "Why?\n"),
        ("Why?\n\nAm 3. Nov. 2026 um 10:05 schrieb Anna <a@example.com>:\n> x", (), "Why?\n"),
    ],
)
def test_a_text_shows_as_it_was_written(site, cell, options, body):
    table(site, [*ROW[:5], cell])

    site.report("csv", *options)

    assert site.thread().comment.body == body


def test_a_row_that_is_broken_stops_no_other(site):
    table(site, ROW, ["18", "x", "y", "z", "never", "a"], [*ROW, "too", "many"], ["19"])

    left_out = site.left_out("csv")

    assert left_out == {
        "t.csv row 3": "'never' is no date",
        "t.csv row 4": "has 8 cells, and the table 6",
        "t.csv row 5": "has no date",
    }


def test_a_table_that_is_none_stops_no_other(site):
    table(site, ROW)
    (site.export / "empty.csv").write_bytes(b"")
    (site.export / "other.tsv").write_text("a\tb\n1\t2\n")

    left_out = site.left_out("csv")

    assert left_out["empty.csv"] == "is empty"
    assert left_out["other.tsv"].startswith("no column is known as the date")
    assert len(site.all_threads()) == 1


@pytest.mark.parametrize("first", ["", "m0"])
def test_a_chain_of_twice_as_many_answers_costs_twice_the_work(tmp_path, first):
    def read(size):
        rows = [[f"m{n}", f"m{n - 1}" if n else first, "2026-03-01", "Why?"] for n in range(size)]
        file = tmp_path / f"{size}.csv"
        with file.open("w") as opened:
            csv.writer(opened).writerows([["id", "parent_id", "date", "text"], *reversed(rows)])
        (found,) = Csv().items(file, None)
        assert isinstance(found, Conversation)
        assert len(found.messages) == size

    assert calls(lambda: read(800)) < 2.5 * calls(lambda: read(400))


def test_a_cell_without_end_stays_out(site):
    table(site, ROW, [*ROW[:5], "> a@b 2026:\n" * 200_000])

    assert list(site.left_out("csv").values()) == ["its text is longer than 2000000 characters"]


def test_a_thread_of_twice_as_many_answers_costs_twice_the_work(tmp_path):
    def place(size):
        asked = ["1", "2026-03-01", "Why?", "Tom"]
        rows = [["1", f"2026-03-02 {n // 60:02}:{n % 60:02}", "Oil.", "Anna"] for n in range(size)]
        file = tmp_path / f"{size}.csv"
        with file.open("w") as opened:
            csv.writer(opened).writerows([["thread", "date", "text", "author"], asked, *rows])
        (found,) = Csv().items(file, None)
        assert isinstance(found, Conversation)
        return calls(lambda: place_messages(found, {"Anna": "anna"}))

    assert place(800) < 2.5 * place(400)
