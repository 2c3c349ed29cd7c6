from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from answerable.importers import remark42
from page_exports import remark_backup, remark_comment

BLOCKED = {"version": 1, "users": [{"id": "github_bad", "blocked": {"status": True}}], "posts": []}
ANNA = {"name": "Anna", "id": "github_anna", "admin": True}


def test_a_comment_is_a_message_with_the_title_and_the_address_of_its_page(site):
    file = remark_backup(
        site.export,
        remark_comment(1, "Eva &amp; Tom", text="<p>Mine <em>squeaks</em>.</p>"),
        remark_comment(2, pid="c-1"),
        remark_comment(3, locator={"site": "doors", "url": "https://doors.example/other/"}),
    )

    report = site.report("remark42", path=file)

    assert report["new"] == {"threads": 2, "follow_ups": 1, "replies": 0}
    thread = next(each for each in site.all_threads() if each.follow_ups)
    assert (thread.title, thread.slug) == ("Squeaking doors", "squeaking-doors")
    assert (thread.comment.sender, thread.comment.body) == ("Eva & Tom", "Mine *squeaks*.\n")
    assert thread.comment.received.isoformat() == "2018-05-01T10:00:00+02:00"
    page = "https://doors.example/2018/squeaking/"
    assert thread.comment.source.url == f"{page}#remark42__comment-c-1"
    site.check()


def test_what_remark_knows_of_people_is_counted_and_stays_out(site):
    voted: dict[str, Any] = {"votes": {"github_9": True}, "voted_ips": {"ae12": {}}}

    report = site.report("remark42", path=remark_backup(site.export, remark_comment(1, **voted)))

    names = ("ip", "picture", "voted_ips", "votes")
    assert report["dropped_fields"] == dict.fromkeys(names, 1)
    written = b"".join(site.files().values())
    assert not any(word in written for word in (b"ae12", b"a.png", b"github_9", b"anonymous_1"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"delete": True}, "deleted"),
        ({"delete": "yes"}, "deleted"),
        (
            {"user": {"name": "X", "id": "x", "block": True}, "delete": True},
            "its author is blocked",
        ),
        ({"user": {"name": "X", "id": "github_bad"}}, "its author is blocked"),
        ({"text": ""}, "it holds no text"),
    ],
)
def test_a_comment_that_must_not_be_shown_is_named_with_the_reason(site, fields, reason):
    lines = remark_comment(1), remark_comment(2, **fields)
    file = remark_backup(site.export, *lines, header=BLOCKED)

    (left,) = site.report("remark42", path=file)["left_out"]

    assert left == {"item": "line 3 comment c-2", "reason": reason}
    assert site.thread().comment.source.id == "c-1"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "is not JSON"),
        ("[" * 100_000, "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        ("[]", "is no comment"),
        ("7", "is no comment"),
        ("{}", "has no id"),
        ('{"id": 7}', "has no id"),
        ('{"id": "x"}', "has no date"),
        ('{"id": "x", "time": 9}', "has no date"),
        ("x" * 2000, "is larger than 1 KiB"),
    ],
)
def test_a_line_that_is_no_comment_is_named_and_stops_nothing(site, monkeypatch, line, reason):
    monkeypatch.setattr(remark42, "LONGEST_LINE", 1024 if "KiB" in reason else 10**6)
    file = remark_backup(site.export, line, "", remark_comment(1))

    (left,) = site.report("remark42", path=file)["left_out"]

    assert left == {"item": "line 2", "reason": reason}
    assert site.thread().comment.source.id == "c-1"


def test_fields_of_other_types_are_passed_over(site):
    odd: dict[str, Any] = {"user": 7, "locator": [], "title": {}, "pid": 3, "votes": 1}

    report = site.report("remark42", path=remark_backup(site.export, remark_comment(1, **odd)))

    assert report["new"]["threads"] == 1
    assert site.thread().comment.sender is None
    site.check()


def test_staff_is_known_by_its_account_and_its_mark(site):
    file = remark_backup(
        site.export,
        remark_comment(1),
        remark_comment(2, pid="c-1", user=ANNA),
        remark_comment(3, "user:github_anna", pid="c-1"),
    )

    report = site.report("remark42", "--staff", "user:github_anna=anna", path=file)

    assert [reply.source.id for reply in site.thread().replies] == ["c-2"]
    assert report["likely_staff"] == [{"name": "Anna", "messages": 1}]


def test_a_packed_backup_is_unpacked(site):
    file = remark_backup(site.export, remark_comment(1))
    packed = site.export / "backup-doors-20180501.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))

    assert site.report("remark42", path=packed)["new"]["threads"] == 1


def test_a_packed_backup_that_is_cut_off_gives_its_whole_lines(site):
    lines = [remark_comment(at, text=f"<p>{at**2500}</p>") for at in range(1, 29)]
    packed = gzip.compress(remark_backup(site.export, *lines).read_bytes())
    file = site.export / "cut.gz"
    file.write_bytes(packed[: len(packed) // 2])

    report = site.report("remark42", path=file)

    (left,) = report["left_out"]
    assert left["reason"] == "is packed, and damaged or cut off; what comes behind was not read"
    assert 10 < report["new"]["threads"] < 20
    site.check()


def test_a_backup_from_before_there_was_a_first_line_is_read(site):
    file = remark_backup(site.export, remark_comment(2), header=remark_comment(1))

    assert site.report("remark42", path=file)["new"]["threads"] == 2


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"version": 2}, "is of version 2, which is not known"),
        ("<xml/>", "does not begin with a line of JSON"),
        ({"version": 1}, "no comments in"),
    ],
)
def test_a_file_of_another_kind_is_a_wrong_call(site, header, words):
    text = header if isinstance(header, str) else json.dumps(header)

    result = site.run("remark42", path=remark_backup(site.export, header=text))

    assert result.exit_code == 2
    assert words in result.stderr
