from __future__ import annotations

import json

import pytest

from exports import staticman_comment


def reply_of(site):
    (reply,) = site.thread().replies
    return reply


def test_a_comment_is_published_with_what_the_page_knew(site):
    staticman_comment(
        site.export,
        "doors/comment-1",
        _id="8f0c",
        _parent="/articles/doors/",
        name="Tom  Berg",
        message="My door **squeaks** \u202eall day.\r\nWhy?\r\n",
    )

    site.report("staticman", "--url", "https://old.example/blog/", "--by", "ben", "--kind", "idea")

    thread = site.thread()
    comment = thread.comment
    assert (thread.year, thread.slug, thread.kind, thread.topic) == (
        "2016",
        "doors",
        "idea",
        "spare-parts",
    )
    assert thread.title == "My door squeaks all day. Why?"
    assert comment.sender == "Tom Berg"
    assert comment.body == "My door **squeaks** all day.\nWhy?\n"
    assert comment.received.isoformat() == "2016-08-21T22:33:25+00:00"
    assert comment.channel == "import"
    assert comment.source.system == "staticman"
    assert comment.source.id == "8f0c"
    assert comment.source.url == "https://old.example/articles/doors/"
    assert comment.moderation.decision == "published"
    assert comment.moderation.by == "ben"
    assert comment.moderation.at == comment.received


def test_no_address_of_a_person_is_written_and_the_report_counts_them(site):
    staticman_comment(
        site.export,
        "doors/comment-1",
        email="tom@home.example",
        ip="192.0.2.7",
        url="https://t.example",
    )

    report = site.report("staticman")

    assert report["dropped_fields"] == {"email": 1, "ip": 1, "url": 1}
    written = b"".join(site.files().values())
    assert b"home.example" not in written
    assert b"192.0.2.7" not in written


@pytest.mark.parametrize("above", [".", "_data", "_data/comments", "_data/comments/doors"])
def test_an_import_may_begin_at_any_folder_and_finds_the_same(site, above):
    staticman_comment(site.export, "doors/comment-1", _id=None)

    site.report("staticman", path=site.export / above)

    assert site.thread().comment.source.id == "doors/comment-1"
    assert site.report("staticman")["already_there"] == 1


def test_a_number_answers_the_comment_at_that_place_among_those_that_answer_nothing(site):
    staticman_comment(site.export, "doors/comment-1", name="Eva", message="First")
    staticman_comment(site.export, "doors/comment-2", message="Yes", replying_to="1")
    staticman_comment(site.export, "doors/comment-3", name="Ina", message="Second")
    staticman_comment(site.export, "doors/comment-4", message="No", replying_to="2")

    site.report("staticman")

    threads = site.threads()
    assert {title: [each.body for each in t.follow_ups] for title, t in threads.items()} == {
        "First": ["Yes\n"],
        "Second": ["No\n"],
    }


@pytest.mark.parametrize("field", ["replying_to_uid", "replying_to", "replyID", "reply_to"])
def test_an_id_answers_the_comment_that_has_it(site, field):
    staticman_comment(site.export, "doors/comment-1", _id="17", message="First")
    staticman_comment(site.export, "doors/comment-2", _id="1", message="Second")
    staticman_comment(site.export, "doors/comment-3", message="Third", **{field: "1"})

    site.report("staticman")

    assert [each.body for each in site.threads()["Second"].follow_ups] == ["Third\n"]


def test_an_id_with_odd_spaces_is_still_the_one_that_is_answered(site):
    staticman_comment(site.export, "doors/comment-1", _id="a  b\u202e", message="First")
    staticman_comment(site.export, "doors/comment-2", message="Second", replying_to="a  b\u202e")

    site.report("staticman")

    assert [each.body for each in site.thread().follow_ups] == ["Second\n"]


def test_staff_that_answers_in_a_branch_answers_whom_it_heard_last(site):
    staticman_comment(site.export, "doors/c-1", date="2018-01-01T10:00:00Z", message="Why?")
    staticman_comment(
        site.export, "doors/c-2", date="2018-01-02T10:00:00Z", message="Still?", replying_to="1"
    )
    staticman_comment(
        site.export,
        "doors/c-3",
        date="2018-01-03T10:00:00Z",
        name="Anna B.",
        message="Soon.",
        replying_to="1",
    )

    site.report("staticman", "--staff", "Anna B.=anna")

    assert reply_of(site).answers == "2018-01-02-customer"
    site.check()


def test_a_page_that_answers_answers_says_which_message_was_answered(site):
    staticman_comment(site.export, "doors/c-1", _id="a", date="2018-01-01", message="Why?")
    staticman_comment(
        site.export, "doors/c-2", _id="b", date="2018-01-02", message="Yes", replying_to_uid="a"
    )
    staticman_comment(
        site.export, "doors/c-3", _id="c", date="2018-01-03", message="No", replying_to_uid="b"
    )
    staticman_comment(
        site.export, "doors/c-4", date="2018-01-04", name="Anna", message="Ah.", replying_to_uid="a"
    )

    site.report("staticman", "--staff", "Anna=anna")

    assert reply_of(site).answers == "comment"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"hidden": True}, "hidden"),
        ({"hidden": "buy now"}, "spam"),
        ({"hp": "https://spam.example"}, "spam"),
        ({"spam": "true"}, "spam"),
        ({"deleted": True}, "deleted"),
        ({"message": None}, "no text"),
        ({"message": "  \n"}, "no text"),
        ({"date": None}, "no date"),
        ({"date": "yesterday"}, "'yesterday' is no date"),
        ({"date": "1066-10-14T09:00:00Z"}, "1066"),
        ({"message": "[x]: https://a.example" + "\n![y][x]" * 101}, "100 pictures"),
    ],
)
def test_what_must_not_or_cannot_be_shown_is_named_with_the_reason(site, fields, reason):
    staticman_comment(site.export, "doors/comment-1", **fields)
    staticman_comment(site.export, "doors/comment-2", message="Fine")

    left_out = site.left_out("staticman")

    assert list(left_out) == ["doors/comment-1.yml"]
    assert reason in left_out["doors/comment-1.yml"]
    assert list(site.threads()) == ["Fine"]


@pytest.mark.parametrize("value", ["", "false", False, 0])
def test_an_empty_trap_catches_nobody(site, value):
    staticman_comment(site.export, "doors/comment-1", hidden=value, hp="")

    assert site.left_out("staticman") == {}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.yml", b"message: [unclosed", "is not YAML in line 2"),
        ("a.yml", b"- a\n- b\n", "holds no fields"),
        ("a.yml", b"", "holds no fields"),
        ("a.yml", b"name: \xff\xfe", "is not UTF-8"),
        ("a.yml", b"x: " + b"[" * 5000, "is nested too deeply"),
        ("a.yml", b"name: " + b"x" * 300_000, "is larger than 256 KiB"),
        ("a.json", b"{", "is not JSON"),
        ("a.json", b"[" * 100_000, "is not JSON"),
        ("a.json", b"[]", "holds no fields"),
        ("notes.txt", b"hello", "is neither YAML nor JSON"),
    ],
)
def test_a_broken_file_is_named_and_stops_nothing(site, name, content, reason):
    good = staticman_comment(site.export, "doors/comment-1", message="Fine")
    (good.parent / name).write_bytes(content)

    assert site.left_out("staticman") == {f"doors/{name}": reason}
    assert list(site.threads()) == ["Fine"]


def test_aliases_of_a_bomb_are_never_built(site):
    file = staticman_comment(site.export, "doors/comment-1")
    bomb = "a: &a [x, x, x, x, x, x, x, x, x]\n"
    for one, other in zip("abcdefghi", "bcdefghij", strict=True):
        bomb += f"{other}: &{other} [{', '.join([f'*{one}'] * 9)}]\n"
    file.write_text(bomb + "name: *j\nmessage: Hello\ndate: 2018-01-01\n")

    site.report("staticman")

    assert site.thread().comment.sender is None


@pytest.mark.parametrize(
    ("written", "sender"),
    [("no", "no"), ("007", "007"), ("'null'", "null"), ("null", None), ("~", None), ('""', None)],
)
def test_a_name_is_what_was_written(site, written, sender):
    file = staticman_comment(site.export, "doors/comment-1")
    file.write_text(f"name: {written}\nmessage: Hello\ndate: 2018-01-01\n")

    site.report("staticman")

    assert site.thread().comment.sender == sender


@pytest.mark.parametrize(
    ("written", "received"),
    [
        ("2016-08-21T22:33:25.272Z", "2016-08-21T22:33:25+00:00"),
        ("2013-05-01 10:00:00 Z", "2013-05-01T10:00:00+00:00"),
        ("2013-05-01T10:00:00", "2013-05-01T10:00:00+00:00"),
        ("2013-05-01 10:00:00 +0530", "2013-05-01T10:00:00+05:30"),
        ("2013-05-01 10:00:00 -5", "2013-05-01T10:00:00-05:00"),
        ("2013-05-01", "2013-05-01T00:00:00+00:00"),
        ("1601507235", "2020-09-30T23:07:15+00:00"),
        ("1601507235368", "2020-09-30T23:07:15+00:00"),
    ],
)
def test_a_date_is_read_in_every_style_that_sites_use(site, written, received):
    file = staticman_comment(site.export, "doors/comment-1")
    file.write_text(f"name: Tom\nmessage: Hello\ndate: {written}\n")

    site.report("staticman")

    assert site.thread().comment.received.isoformat() == received


def test_json_files_are_read_as_well(site):
    file = staticman_comment(site.export, "doors/comment-1")
    fields = {"name": 7, "message": "Hello", "date": 1601507235, "hp": None, "x": {"y": 1}}
    file.with_suffix(".json").write_text(json.dumps(fields))
    file.unlink()

    site.report("staticman")

    assert site.thread().comment.sender == "7"


def test_a_text_in_html_becomes_markdown(site):
    message = '<p>A <b>bold</b> door, <a href="https://d.example/">see</a>.</p>\n<p>Yes.</p>'
    staticman_comment(site.export, "doors/comment-1", message=message)

    site.report("staticman")

    body = site.thread().comment.body
    assert body == "A **bold** door, [see](https://d.example/).\n\nYes.\n"


@pytest.mark.parametrize(
    ("message", "body"),
    [
        ("See ![a door](https://p.example/d.png)!", "See [a door](https://p.example/d.png)!"),
        ("![](https://p.example/d.png)", "[picture](https://p.example/d.png)"),
        ("![d][p]\n\n[p]: https://p.example/d.png", "[d][p]\n\n[p]: https://p.example/d.png"),
        (
            "[![d](https://p.example/d.png)](https://p.example/)",
            "[d](https://p.example/)",
        ),
        ('<img src="https://p.example/d.png" alt="d">', "[d](https://p.example/d.png)"),
        ("`![d](https://p.example/d.png)`", "`![d](https://p.example/d.png)`"),
        ("    ![d](https://p.example/d.png)", "    ![d](https://p.example/d.png)"),
        ("[old](/files/a.pdf)", "[old](https://old.example/files/a.pdf)"),
    ],
)
def test_a_text_asks_no_other_host_and_keeps_its_words(site, message, body):
    staticman_comment(site.export, "doors/comment-1", message=message)

    site.report("staticman", "--url", "https://old.example/")

    assert site.thread().comment.body == body + "\n"
    site.check()


def test_a_link_within_the_old_site_becomes_text_where_nobody_knows_its_address(site):
    staticman_comment(site.export, "doors/comment-1", message="See [old](/files/a.pdf).")

    site.report("staticman")

    assert site.thread().comment.body == "See [old] (/files/a.pdf).\n"
    site.check()


def test_a_folder_without_comments_is_a_wrong_call(site):
    result = site.run("staticman")

    assert result.exit_code == 2
    assert "no comments" in result.stderr
