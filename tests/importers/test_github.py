from __future__ import annotations

import json

import pytest

REPOSITORY = "example/doors"
PAGE = f"https://github.com/{REPOSITORY}/issues"
API = f"https://api.github.com/repos/{REPOSITORY}/issues"


def archived(number=1, *comments, **fields):
    """An issue as archive.json has it."""
    issue = {
        "number": number,
        "id": "MDU6SXNzdWUx",
        "title": "Doors squeak",
        "url": f"{PAGE}/{number}",
        "state": "OPEN",
        "author": "tom",
        "authorAssociation": "NONE",
        "assignees": [],
        "labels": ["Oil"],
        "body": "Why?",
        "createdAt": "2026-03-01T10:00:00Z",
        "comments": list(comments),
    }
    return issue | fields


def answer(day=2, **fields):
    """A comment as archive.json has it."""
    comment = {
        "author": "anna-b",
        "authorAssociation": "MEMBER",
        "body": "Oil.",
        "createdAt": f"2026-03-0{day}T10:00:00Z",
    }
    return comment | fields


def archive(site, *issues, pulls=(), name="archive.json"):
    value = {"repo": REPOSITORY, "issues": list(issues), "pulls": list(pulls)}
    (site.export / name).write_text(json.dumps(value))


def rest_issue(number=1, **fields):
    issue = {
        "number": number,
        "title": "Doors squeak",
        "html_url": f"{PAGE}/{number}",
        "url": f"{API}/{number}",
        "user": {"login": "tom", "type": "User"},
        "author_association": "NONE",
        "labels": [{"name": "Oil"}],
        "body": "Why?",
        "created_at": "2026-03-01T10:00:00Z",
        "comments": 1,
    }
    return issue | fields


def rest_comment(number=1, **fields):
    comment = {
        "id": 9,
        "issue_url": f"{API}/{number}",
        "html_url": f"{PAGE}/{number}#issuecomment-9",
        "user": {"login": "anna-b", "type": "User"},
        "author_association": "MEMBER",
        "body": "Oil.",
        "created_at": "2026-03-02T10:00:00Z",
    }
    return comment | fields


def test_an_issue_of_an_archive_is_a_public_thread(site):
    archive(site, archived(1, answer()))

    site.report("github", "--staff", "anna-b=anna")

    thread = site.thread()
    assert (thread.title, thread.tags) == ("Doors squeak", ("oil",))
    assert thread.comment.sender == "tom"
    assert thread.comment.moderation.decision == "published"
    assert thread.comment.source.url == f"{PAGE}/1"
    assert [(reply.signed_by, reply.body) for reply in thread.replies] == [("anna", "Oil.\n")]
    site.check()


def test_members_are_named_as_likely_staff_and_made_it_by_nobody(site):
    archive(site, archived(1, answer()))

    report = site.report("github")

    assert report["likely_staff"] == [{"name": "anna-b", "messages": 1}]
    assert report["new"] == {"threads": 1, "follow_ups": 1, "replies": 0}


def test_the_rest_interface_and_the_archive_give_the_same_messages(site):
    archive(site, archived(1, answer()))
    site.report("github", "--staff", "anna-b=anna")
    before = site.files()
    (site.export / "archive.json").unlink()
    # Two pages, as `gh api --paginate` writes them, and lists of lists, as with --slurp.
    pages = json.dumps([rest_issue()]) + json.dumps([])
    (site.export / "issues.json").write_text(pages)
    (site.export / "comments.json").write_text(json.dumps([[rest_comment()], []]))

    report = site.report("github", "--staff", "anna-b=anna")

    assert report["already_there"] == report["read"] == 2
    assert site.files() == before


def test_the_list_that_gh_writes_is_read(site):
    comment = answer(author={"login": "anna-b"})
    issue = archived(3, comment, author={"login": "tom"}, labels=[{"name": "Oil"}])
    (site.export / "list.json").write_text(json.dumps([issue]))

    site.report("github", "--staff", "anna-b=anna")

    assert [reply.signed_by for reply in site.thread().replies] == ["anna"]


def test_pull_requests_and_what_stands_in_them_stay_out(site):
    archive(site, archived(1), pulls=[archived(2, answer(), url=f"{PAGE[:-6]}pull/2")])
    pull = rest_issue(5, pull_request={"url": "x"})
    url = f"https://github.com/{REPOSITORY}/pull/5#issuecomment-9"
    (site.export / "rest.json").write_text(json.dumps([pull, rest_comment(5, html_url=url)]))

    left_out = site.left_out("github")

    assert left_out == {
        "pull request 2": "a pull request",
        "pull request 2 comment 1": "belongs to a pull request",
        "pull request 5": "a pull request",
        "issue 5 comment 1": "belongs to a pull request",
    }


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"isMinimized": True}, "hidden"),
        ({"minimized": {"reason": "spam"}}, "hidden"),
        ({"author": "dependabot[bot]"}, "written by a program"),
        ({"user": {"login": "ci", "type": "Bot"}, "author": None}, "written by a program"),
        ({"body": None}, "it holds no text"),
        ({"createdAt": None}, "has no date"),
        ({"createdAt": "soon"}, "'soon' is no date"),
    ],
)
def test_a_comment_that_must_not_be_published_stays_out(site, fields, reason):
    archive(site, archived(1, answer(**fields)))

    assert site.left_out("github") == {"issue 1 comment 1": reason}


def test_an_issue_that_was_locked_as_spam_stays_out_with_its_comments(site):
    archive(site, archived(1, answer(), activeLockReason="SPAM"))

    assert set(site.left_out("github").values()) == {"marked as spam"}


def test_an_account_that_is_gone_is_anonymous(site):
    archive(site, archived(1, author=None))

    site.report("github")

    assert site.thread().comment.sender is None


def test_two_comments_of_one_second_are_two_and_one_that_stands_twice_is_one(site):
    archive(site, archived(1, answer(), answer(body="And wait."), answer()))

    left_out = site.left_out("github")

    assert left_out == {"issue 1 comment 3": "stands in the export before"}
    assert [each.body for each in site.thread().follow_ups] == ["Oil.\n", "And wait.\n"]


def test_an_answer_by_mail_is_cut_to_its_own_words(site):
    body = (
        "Thanks!\n\nOn Mon, Mar 2, 2026 at 10:05 AM Anna <a@example.com> wrote:\n> Oil.\n>\n"
        "> —\n> You are receiving this because you authored the thread."
    )
    archive(site, archived(1, answer(author="tom", body=body)))

    report = site.report("github")

    assert [each.body for each in site.thread().follow_ups] == ["Thanks!\n"]
    assert report["dropped_fields"] == {"quoted text": 1}


@pytest.mark.parametrize(
    "text", ["", "{", "7", '"x"', '[{"a": 1}]', '{"issues": {}}', "[" * 5000, '{"message": "No"}']
)
def test_what_holds_no_issues_is_named_and_stops_nothing(site, text):
    (site.export / "a.json").write_text(text)
    archive(site, archived(1))

    left_out = site.left_out("github")

    assert all(item.startswith("a.json") for item in left_out)
    assert len(left_out) == 1
    assert len(site.all_threads()) == 1


def test_comments_without_their_issue_stay_out(site):
    (site.export / "comments.json").write_text(json.dumps([rest_comment(4)]))

    assert site.left_out("github") == {"issue 4 comment 1": "its issue is not in the export"}
