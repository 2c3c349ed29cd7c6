from __future__ import annotations

import pytest

from page_exports import wxr_comment, wxr_export, wxr_item


def test_a_comment_is_a_message_with_title_tags_and_address_of_its_page(site):
    item = wxr_item(
        wxr_comment(1, "Eva", content="Mine <strong>squeaks</strong>."),
        wxr_comment(2, parent=1),
        title="It&#039;s &amp; squeaks",
        tags=("Front Doors", "oil"),
    )

    report = site.report("wxr", path=wxr_export(site.export, item))

    assert report["new"] == {"threads": 1, "follow_ups": 1, "replies": 0}
    thread = site.thread()
    assert (thread.title, thread.slug) == ("It's & squeaks", "it-s-squeaks")
    assert thread.tags == ("front-doors", "oil")
    assert (thread.comment.sender, thread.comment.body) == ("Eva", "Mine **squeaks**.\n")
    assert thread.comment.received.isoformat() == "2018-05-01T10:00:00+00:00"
    assert thread.comment.source.url == "https://doors.example/?p=18#comment-1"
    site.check()


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ("One\nline\r\n\r\n  Two", "One  \nline\n\nTwo"),
        ("See:\n<blockquote>It\n\nsqueaks</blockquote>\nYes", "See:\n\n> It\n>\n> squeaks\n\nYes"),
        ("<ul>\n<li>a</li>\n<li>b</li>\n</ul>", "- a\n- b"),
        ("Do\n<pre>a\n\n  b</pre>\nthen", "Do\n\n```\na\n\n  b\n```\n\nthen"),
        ("Do <code>a\n  b</code>", "Do\n\n```\na\n  b\n```"),
        ("Do <code>a</code>", "Do `a`"),
        ("<p>a</p>\n\n<p>b</p>", "a\n\nb"),
        ("5 * 3 * 2 &lt; 31", "5 * 3 * 2 < 31"),
    ],
)
def test_a_comment_has_the_paragraphs_that_it_was_shown_with(site, content, body):
    file = wxr_export(site.export, wxr_item(wxr_comment(1, content=content)))

    site.report("wxr", path=file)

    assert site.thread().comment.body.replace("\\", "") == body + "\n"


def test_mail_addresses_ip_addresses_and_pages_are_counted_and_stay_out(site):
    comment = wxr_comment(1, author_url="https://tom.example/", user=7)
    meta = "<wp:commentmeta><wp:meta_key>x</wp:meta_key></wp:commentmeta></wp:comment>"
    comment = comment.replace("</wp:comment>", meta)

    report = site.report("wxr", path=wxr_export(site.export, wxr_item(comment)))

    names = ("author_IP", "author_email", "author_url", "commentmeta")
    assert report["dropped_fields"] == dict.fromkeys(names, 1)
    written = b"".join(site.files().values())
    assert not any(word in written for word in (b"home.example", b"192.0.2", b"tom.example"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"approved": 0}, "not approved"),
        ({"approved": "hold"}, "not approved"),
        ({"approved": ""}, "not approved"),
        ({"approved": "spam"}, "marked as spam"),
        ({"approved": "trash"}, "in the trash"),
        ({"approved": "post-trashed"}, "in the trash"),
        ({"type": "pingback"}, "a pingback"),
        ({"type": "trackback"}, "a trackback"),
        ({"type": "order_note"}, "of the type 'order_note'"),
        ({"content": "  "}, "it holds no text"),
        ({"date": "x", "date_gmt": "0000-00-00 00:00:00"}, "'0000-00-00 00:00:00' is no date"),
        ({"date": None, "date_gmt": None}, "has no date"),
    ],
)
def test_a_comment_that_must_not_or_cannot_be_shown_is_named_with_the_reason(site, fields, reason):
    file = wxr_export(site.export, wxr_item(wxr_comment(1), wxr_comment(2, **fields)))

    (left,) = site.report("wxr", path=file)["left_out"]

    assert left == {"item": "comment 2", "reason": reason}
    assert site.thread().comment.source.id == "1"


@pytest.mark.parametrize(
    "state", ["draft", "private", "pending", "future", "trash", "wc-completed"]
)
def test_comments_on_a_page_that_is_not_published_stay_out(site, state):
    file = wxr_export(site.export, wxr_item(wxr_comment(1), status=state))

    (left,) = site.report("wxr", path=file)["left_out"]

    assert left == {"item": "comment 1", "reason": f"its page is not published but '{state}'"}


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"status": None}, "the export does not say that its page is published"),
        ({"post_password": "x"}, "its page needs a password"),
        (
            {"status": "inherit", "post_parent": 99},
            "the page that it belongs to is not in the export",
        ),
        ({"status": "inherit", "post_parent": 5}, "its page is not published but 'draft'"),
        ({"status": "inherit", "post_parent": 6}, "its page needs a password"),
        ({"status": "inherit", "post_parent": 18}, "its page is not published but 'inherit'"),
        ({"status": "inherit", "post_parent": 7}, None),
        ({"status": "inherit", "post_parent": 0}, None),
        ({"comment_status": "closed"}, None),
    ],
)
def test_a_page_is_as_public_as_what_it_belongs_to(site, fields, reason):
    file = wxr_export(
        site.export,
        wxr_item(wxr_comment(1), **fields),
        wxr_item(post_id=5, status="draft"),
        wxr_item(post_id=6, post_password="x"),
        wxr_item(post_id=7),
    )

    left_out = site.report("wxr", path=file)["left_out"]

    assert [left["reason"] for left in left_out] == ([] if reason is None else [reason])


def test_staff_is_known_by_its_account_whatever_others_call_themselves(site):
    item = wxr_item(
        wxr_comment(1),
        wxr_comment(2, "Anna Berg", user=2, parent=1),
        wxr_comment(3, "user:2", parent=1),
    )

    report = site.report("wxr", "--staff", "user:2=anna", path=wxr_export(site.export, item))

    assert [reply.source.id for reply in site.thread().replies] == ["2"]
    assert report["likely_staff"] == [{"name": "Anna Berg", "messages": 1}]


def test_other_versions_and_bare_or_wrapped_values_read_the_same(site):
    item = wxr_item(wxr_comment(1, type=("<![CDATA[comment]]>",), approved=("<![CDATA[1]]>",)))
    file = wxr_export(site.export, item)
    text = file.read_text().replace("http://wordpress.org/export/1.2/", "https://x.example/9/")
    file.write_text(text)

    assert site.report("wxr", path=file)["new"]["threads"] == 1


def test_a_page_that_breaks_off_keeps_its_comments_out(site):
    file = wxr_export(site.export, wxr_item(wxr_comment(1)), wxr_item(wxr_comment(2)))
    file.write_text(file.read_text().rpartition("</item>")[0])

    report = site.report("wxr", path=file)

    reasons = [left["reason"] for left in report["left_out"]]
    assert reasons[0].startswith("ends in the middle")
    assert reasons[1:] == ["its page could not be read"]
    assert report["new"]["threads"] == 1


def test_an_export_without_comments_is_a_wrong_call(site):
    result = site.run("wxr", path=wxr_export(site.export, wxr_item()))

    assert result.exit_code == 2
    assert "no comments in" in result.stderr
