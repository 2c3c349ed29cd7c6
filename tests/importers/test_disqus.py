from __future__ import annotations

import gzip

import pytest

from page_exports import disqus_export, disqus_post, disqus_thread

COUNTED = "https://disq.us/url?url=https%3A%2F%2Foil.example%2F%3Fa%3Db%3A_xx_BYR7&amp;cuid=2163"


def test_a_post_is_a_message_with_the_title_and_the_address_of_its_page(site):
    file = disqus_export(
        site.export,
        disqus_thread(),
        disqus_post(1, "Eva", message="<p>Mine <b>squeaks</b>.</p>"),
        disqus_post(2, parent=1),
        disqus_post(3),
    )

    report = site.report("disqus", path=file)

    assert report["new"] == {"threads": 2, "follow_ups": 1, "replies": 0}
    first, second = site.all_threads()
    if first.follow_ups == ():
        first, second = second, first
    assert (first.title, first.slug) == ("Squeaking doors", "squeaking-doors")
    assert (first.comment.sender, first.comment.body) == ("Eva", "Mine **squeaks**.\n")
    assert first.comment.source.id == "1"
    page = "https://doors.example/2018/squeaking-doors.html"
    assert first.comment.source.url == f"{page}#comment-1"
    assert [each.source.id for each in first.follow_ups] == ["2"]
    assert second.slug == "squeaking-doors-2"
    site.check()


def test_mail_addresses_ip_addresses_and_accounts_are_counted_and_stay_out(site):
    file = disqus_export(site.export, disqus_thread(), disqus_post(1, username="tom_77"))

    report = site.report("disqus", path=file)

    assert report["dropped_fields"] == {"email": 1, "ipAddress": 1, "username": 1}
    written = b"".join(site.files().values())
    assert not any(word in written for word in (b"home.example", b"192.0.2", b"tom_77"))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"isDeleted": "true"}, "deleted"),
        ({"isDeleted": "yes"}, "deleted"),
        ({"isSpam": "true"}, "marked as spam"),
        ({"isApproved": "false"}, "not approved"),
        ({"isApproved": ""}, "not approved"),
        ({"message": ""}, "it holds no text"),
        ({"createdAt": None}, "has no date"),
        ({"createdAt": "soon"}, "'soon' is no date"),
        ({"thread": 1337}, "its page is not in the export"),
    ],
)
def test_a_post_that_must_not_or_cannot_be_shown_is_named_with_the_reason(site, fields, reason):
    post = disqus_post(2, **fields)
    file = disqus_export(site.export, disqus_thread(), disqus_post(1), post)

    (left,) = site.report("disqus", path=file)["left_out"]

    assert left == {"item": "post 2", "reason": reason}
    assert site.thread().comment.source.id == "1"


def test_every_post_of_a_deleted_page_stays_out(site):
    file = disqus_export(site.export, disqus_thread(isDeleted="true"), disqus_post(1))

    (left,) = site.report("disqus", path=file)["left_out"]

    assert left == {"item": "post 1", "reason": "its page is deleted"}


def test_a_post_without_an_id_is_named_by_its_line(site):
    post = disqus_post(2).replace('<post dsq:id="2">', "<post>")
    file = disqus_export(site.export, disqus_thread(), disqus_post(1), post)

    (left,) = site.report("disqus", path=file)["left_out"]

    assert left == {"item": "post in line 6", "reason": "has no dsq:id"}


def test_staff_is_known_by_its_account_whatever_others_call_themselves(site):
    file = disqus_export(
        site.export,
        disqus_thread(),
        disqus_post(1),
        disqus_post(2, "Anna Berg", "anna_b", parent=1),
        disqus_post(3, "user:anna_b", parent=1),
        disqus_post(4, "anna_b", parent=1),
        disqus_post(5, " USER : anna_b", parent=1),
    )

    site.report("disqus", "--staff", "user:anna_b=anna", path=file)

    thread = site.thread()
    assert [reply.source.id for reply in thread.replies] == ["2"]
    assert [each.source.id for each in thread.follow_ups] == ["3", "4", "5"]


def test_who_owns_the_pages_is_said_to_be_staff(site):
    owner = disqus_post(2, "Anna Berg", "doors_owner", parent=1)
    file = disqus_export(site.export, disqus_thread(), disqus_post(1), owner)

    report = site.report("disqus", path=file)

    assert report["likely_staff"] == [{"name": "Anna Berg", "messages": 1}]


def test_links_lead_where_they_say_and_not_through_the_counter(site):
    text = f'<p><a href="{COUNTED}">oil</a> <a href="https://disq.us/url?x">x</a></p>'
    file = disqus_export(site.export, disqus_thread(), disqus_post(1, message=text))

    site.report("disqus", path=file)

    body = site.thread().comment.body
    assert body == "[oil](https://oil.example/?a=b) [x](https://disq.us/url?x)\n"


def test_a_page_without_title_and_address_has_the_first_words_and_no_link(site):
    thread = disqus_thread(title="", link="")
    file = disqus_export(site.export, thread, disqus_post(1, name="", message="<p>Why?</p>"))

    site.report("disqus", path=file)

    thread = site.threads()["Why?"]
    assert thread.comment.sender is None
    assert thread.comment.source.url is None


def test_a_page_address_without_the_site_gets_it_from_the_option(site):
    thread = disqus_thread(link="/2018/squeaking.html")
    file = disqus_export(site.export, thread, disqus_post(1))

    site.report("disqus", "--url", "https://doors.example", path=file)

    url = site.thread().comment.source.url
    assert url == "https://doors.example/2018/squeaking.html#comment-1"


def test_entities_and_marks_in_a_title_become_text(site):
    thread = disqus_thread(title="A <em>B&#233zier</em> curve &amp; 1 < 2")
    file = disqus_export(site.export, thread, disqus_post(1))

    site.report("disqus", path=file)

    assert list(site.threads()) == ["A Bézier curve & 1 < 2"]


def test_a_packed_export_is_unpacked(site):
    file = disqus_export(site.export, disqus_thread(), disqus_post(1))
    packed = site.export / "disqus.xml.gz"
    packed.write_bytes(gzip.compress(file.read_bytes()))

    assert site.report("disqus", path=packed)["new"]["threads"] == 1


def test_an_export_without_posts_is_a_wrong_call(site):
    result = site.run("disqus", path=disqus_export(site.export, disqus_thread()))

    assert result.exit_code == 2
    assert "no posts in" in result.stderr
