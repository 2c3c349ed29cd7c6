from __future__ import annotations

import pytest

from page_exports import stack_dump, stack_element, stack_row

USERS = [
    stack_element({"Id": 101, "DisplayName": "Eva", "AboutMe": "<p>I sell doors</p>"}),
    stack_element({"Id": 102, "DisplayName": "Anna Berg"}),
    stack_element({"Id": 999, "DisplayName": "Nobody here"}),
]


def test_a_question_is_a_thread_with_its_title_tags_and_answers(site):
    file = stack_dump(
        site.export,
        stack_row(1, 1, Body="<p>Mine <em>does</em>.</p>", ClosedDate="2018-06-01T00:00:00"),
        stack_row(2, 2, ParentId=1),
        stack_row(3, 2, ParentId=1),
        users=USERS,
    )

    report = site.report(
        "stackexchange",
        *("--url", "https://doors.stackexchange.example/", "--staff", "user:102=anna"),
        path=file,
    )

    assert report["new"] == {"threads": 1, "follow_ups": 1, "replies": 1}
    thread = site.thread()
    assert (thread.title, thread.slug) == ("Why do doors squeak?", "why-do-doors-squeak")
    assert thread.tags == ("oil", "front-door")
    assert (thread.comment.sender, thread.comment.body) == ("Eva", "Mine *does*.\n")
    assert thread.comment.source.url == "https://doors.stackexchange.example/q/1"
    assert thread.replies[0].source.url == "https://doors.stackexchange.example/a/2"
    assert [each.sender for each in thread.follow_ups] == ["user 103"]
    assert b"I sell doors" not in b"".join(site.files().values())
    assert report["warnings"] == []
    site.check()


def test_without_names_an_author_is_called_by_the_number_of_the_account(site):
    file = stack_dump(
        site.export,
        stack_row(1, 1),
        stack_row(2, 2, ParentId=1, OwnerUserId=None, OwnerDisplayName="user:101"),
        stack_row(3, 2, ParentId=1, OwnerUserId=None),
        stack_row(4, 2, ParentId=1, OwnerDisplayName="Tom"),
    )

    report = site.report("stackexchange", "--staff", "user:101=anna", path=file)

    thread = site.threads()["Why do doors squeak?"]
    assert {"item": "post 1", "reason": "staff wrote it, and it answers no customer"} in report[
        "left_out"
    ]
    names = {each.comment.source.id: each.comment.sender for each in site.all_threads()}
    assert names == {"2": "user: 101", "3": None, "4": "Tom"}
    assert thread.replies == ()


def test_without_the_address_of_the_site_the_licence_is_pointed_out_once(site):
    rows = [stack_row(at, 1) for at in range(1, 4)]

    (warning,) = site.report("stackexchange", path=stack_dump(site.export, *rows))["warnings"]

    assert "CC BY-SA" in warning
    assert "--url" in warning


def test_tags_of_newer_dumps_are_read_too(site):
    site.report("stackexchange", path=stack_dump(site.export, stack_row(1, 1, Tags="|oil|door|")))

    assert site.thread().tags == ("oil", "door")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"PostTypeId": 4}, "a text about a tag"),
        ({"PostTypeId": 5}, "a text about a tag"),
        ({"PostTypeId": 7}, "neither a question nor an answer"),
        ({"PostTypeId": None}, "neither a question nor an answer"),
        ({"ParentId": None}, "does not say what it answers"),
        ({"ParentId": 99}, "its question is not in the export"),
        ({"DeletionDate": "2018-06-01T00:00:00"}, "deleted"),
        ({"Body": ""}, "it holds no text"),
        ({"CreationDate": None}, "has no date"),
    ],
)
def test_a_post_that_must_not_or_cannot_be_shown_is_named_with_the_reason(site, fields, reason):
    second = stack_row(2, 2, **({"ParentId": 1} | fields))
    file = stack_dump(site.export, stack_row(1, 1), second)

    (left,) = site.report("stackexchange", path=file)["left_out"]

    assert left == {"item": "post 2", "reason": reason}
    assert site.thread().comment.source.id == "1"


def test_answers_to_a_deleted_question_stay_out(site):
    question = stack_row(1, 1, DeletionDate="2018-06-01T00:00:00")
    file = stack_dump(site.export, question, stack_row(2, 2, ParentId=1))

    left_out = site.report("stackexchange", path=file)["left_out"]

    assert [left["reason"] for left in left_out] == ["deleted", "its question is deleted"]


def test_posts_without_or_with_the_same_id_are_named(site):
    rows = stack_row(1, 1), stack_row(2, 1, Id=None), stack_row(3, 1, Id=1)

    left_out = site.report("stackexchange", path=stack_dump(site.export, *rows))["left_out"]

    assert left_out == [
        {"item": "row in line 4", "reason": "has no Id"},
        {"item": "post 1", "reason": "another question of this file has the same Id"},
    ]


def test_the_folder_of_a_dump_can_be_named(site):
    stack_dump(site.export, stack_row(1, 1), users=USERS)

    site.report("stackexchange", path=site.export)

    assert site.thread().comment.sender == "Eva"


def test_users_that_break_off_cost_names_and_nothing_else(site):
    stack_dump(site.export, stack_row(1, 1), stack_row(2, 1), users=USERS)
    users = site.export / "Users.xml"
    users.write_text(users.read_text()[:-60])

    report = site.report("stackexchange", path=site.export)

    assert [left["item"] for left in report["left_out"]] == ["Users.xml"]
    assert report["new"]["threads"] == 2


def test_a_link_in_place_of_the_users_is_not_followed(site):
    file = stack_dump(site.export, stack_row(1, 1))
    (site.export / "Users.xml").symlink_to("/etc/passwd")

    result = site.run("stackexchange", path=file)

    assert result.exit_code == 2
    assert "Users.xml is a link, which is not followed" in result.stderr


def test_a_folder_without_posts_is_a_wrong_call(site):
    result = site.run("stackexchange", path=site.export)

    assert result.exit_code == 2
    assert "no Posts.xml in" in result.stderr
