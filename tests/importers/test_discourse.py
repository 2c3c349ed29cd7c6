from __future__ import annotations

import pytest

from exports import discourse_post, discourse_topic

QUOTE = """<aside class="quote no-group" data-username="piltwort" data-post="1">
<div class="title">
<div class="quote-controls"></div>
<img alt="" width="20" height="20" src="https://a.example/40.png" class="avatar"> piltwort:</div>
<blockquote>
<p>It squeaks.</p>
</blockquote>
</aside>
<p>Here too.</p>"""
LIGHTBOX = """<p><div class="lightbox-wrapper"><a class="lightbox" href="https://c.example/big.png"
title="Door"><img src="https://c.example/small.png" alt="Door"><div class="meta"><svg></svg>
<span class="filename">Door</span><span class="informations">960x600</span></div></a></div></p>"""
ONEBOX = """<aside class="onebox githubblob"><header class="source">
<a href="https://github.com/a/b">github.com</a></header><article class="onebox-body">
<h4><a href="https://github.com/a/b/blob/x.cpp#L4">a/b/x.cpp#L4</a></h4>
<pre class="onebox"><code class="lang-cpp"><ol><li>int x;</li></ol></code></pre>
</article></aside>"""
VIDEO = """<div class="onebox lazyYT" data-youtube-id="i1" data-youtube-title="A film">
<a href="https://www.youtube.com/watch?v=i1"><img src="https://i.example/i1.jpg"></a></div>"""
CODE = '<pre><code class="lang-cpp">if (a &lt; b)\n  x["`"] = 1;\n</code></pre>'
EMOJI = '<p>Thanks <img src="https://e.example/w.png" class="emoji" alt=":wink:"></p>'


def test_a_topic_is_one_thread_with_its_title_tags_and_place(site):
    discourse_topic(
        site.export,
        discourse_post(1, cooked="<p>My door squeaks.</p>"),
        discourse_post(2, username="Eva", cooked="<p>Mine too.</p>"),
        tags=["Garden Doors", "oil", {"id": 3, "name": "hinge"}, "!!"],
    )

    site.report("discourse", "--url", "https://forum.example/", "--language", "en")

    thread = site.thread()
    assert (thread.title, thread.slug) == ("Doors that squeak", "doors-that-squeak")
    assert thread.tags == ("garden-doors", "oil", "hinge")
    assert thread.comment.sender == "cust"
    assert thread.comment.source.id == "1001"
    assert thread.comment.source.url == "https://forum.example/t/doors-that-squeak/7/1"
    assert [(each.sender, each.body) for each in thread.follow_ups] == [("Eva", "Mine too.\n")]
    site.check()


def test_tags_that_no_page_could_show_are_dropped(site):
    tags = ["oil", "x" * 81, *(f"tag-{number}" for number in range(30))]
    discourse_topic(site.export, discourse_post(1), tags=tags)

    site.report("discourse")

    assert site.thread().tags == ("oil", *(f"tag-{number}" for number in range(19)))


@pytest.mark.parametrize(
    ("cooked", "body"),
    [
        (QUOTE, "> piltwort:\n>\n> It squeaks.\n\nHere too."),
        (LIGHTBOX, "[Door](https://c.example/big.png)"),
        (ONEBOX, "[a/b/x.cpp#L4](https://github.com/a/b/blob/x.cpp#L4)"),
        (VIDEO, "[A film](https://www.youtube.com/watch?v=i1)"),
        (CODE, '```cpp\nif (a < b)\n  x["`"] = 1;\n```'),
        (EMOJI, "Thanks :wink:"),
        ('<p><a class="mention" href="/u/eva">@eva</a>, look</p>', "@eva, look"),
        ('<p><span class="hashtag">#define</span> X_Y</p>', "#define X_Y"),
        ('<p><a href="/t/other/9">other</a></p>', "[other](https://forum.example/t/other/9)"),
        ("<p>a<br>\nb</p>", "a  \nb"),
    ],
)
def test_the_forums_own_elements_become_plain_markdown(site, cooked, body):
    discourse_topic(site.export, discourse_post(1, cooked=cooked))

    site.report("discourse", "--url", "https://forum.example")

    assert site.thread().comment.body == body + "\n"
    site.check()


def test_pictures_of_the_forum_become_links_and_are_counted(site):
    discourse_topic(site.export, discourse_post(1, cooked=LIGHTBOX + EMOJI + QUOTE))

    assert site.report("discourse")["pictures_made_links"] == 1


def test_the_title_of_a_topic_names_every_thread_that_it_becomes(site):
    discourse_topic(
        site.export,
        discourse_post(1, username="anna_b", cooked="<p>We open on Sunday.</p>"),
        discourse_post(2, username="eva", cooked="<p>When?</p>"),
        discourse_post(3, username="tom", cooked="<p>Why?</p>"),
        discourse_post(4, username="anna_b", cooked="<p>At ten.</p>", reply_to_post_number=2),
        discourse_post(5, username="anna_b", cooked="<p>Because.</p>"),
    )

    report = site.report("discourse", "--staff", "anna_b=anna")

    assert report["left_out"] == [
        {
            "item": "doors-that-squeak.7.json post 1",
            "reason": "staff wrote it, and it answers no customer",
        }
    ]
    loaded = sorted((site.root / "threads" / "2018").iterdir())
    assert [folder.name for folder in loaded] == ["doors-that-squeak", "doors-that-squeak-2"]
    bodies = {f.name: sorted(each.name for each in f.iterdir()) for f in loaded}
    assert bodies == {
        "doors-that-squeak": ["2018-05-04-anna.md", "comment.md"],
        "doors-that-squeak-2": ["2018-05-05-anna.md", "comment.md"],
    }
    site.check()


def test_staff_is_known_by_its_full_name_as_well(site):
    discourse_topic(
        site.export, discourse_post(1), discourse_post(2, username="ab", name="Anna Berg")
    )

    site.report("discourse", "--staff", "Anna Berg=anna")

    assert [reply.signed_by for reply in site.thread().replies] == ["anna"]


def test_a_post_answers_the_post_that_it_names(site):
    discourse_topic(
        site.export,
        discourse_post(1),
        discourse_post(2),
        discourse_post(3),
        discourse_post(4, username="ab", reply_to_post_number=2),
        discourse_post(5, username="ab"),
    )

    site.report("discourse", "--staff", "ab=anna")

    assert [reply.answers for reply in site.thread().replies] == [
        "2018-05-02-customer",
        "2018-05-03-customer",
    ]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"hidden": True}, "hidden"),
        ({"deleted_at": "2018-06-01T00:00:00Z"}, "deleted"),
        ({"user_deleted": True}, "deleted"),
        ({"post_type": 2}, "an action of a moderator"),
        ({"post_type": 3}, "a notice of the forum"),
        ({"post_type": 4}, "a whisper among staff"),
        ({"post_type": "x"}, "not a post"),
        ({"cooked": ""}, "it holds no text"),
        ({"cooked": None}, "it holds no text"),
        ({"cooked": "<div>" * 5000 + "x"}, "its HTML is nested too deeply"),
        ({"cooked": "x" * 200_001}, "its text is longer than 200000 characters"),
        ({"created_at": None}, "has no date"),
        ({"id": None}, "has no id"),
        ({"id": True}, "has no id"),
    ],
)
def test_a_post_that_must_not_or_cannot_be_shown_is_named_with_the_reason(site, fields, reason):
    discourse_topic(site.export, discourse_post(1), discourse_post(2, **fields))

    assert site.left_out("discourse") == {"doors-that-squeak.7.json post 2": reason}
    assert site.thread().follow_ups == ()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"archetype": "private_message"}, "a private message"),
        ({"archetype": "banner"}, "not a regular topic"),
        ({"visible": False}, "the topic is not listed"),
        ({"deleted_at": "2018-06-01T00:00:00Z"}, "the topic is deleted"),
    ],
)
def test_every_post_of_a_topic_that_was_not_public_stays_out(site, fields, reason):
    discourse_topic(site.export, discourse_post(1), discourse_post(2), **fields)

    assert list(site.left_out("discourse").values()) == [reason, reason]
    assert site.threads() == {}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"\xff\xfe\x00", "is not JSON"),
        (b"[]", "is no topic"),
        (b'{"post_stream": {}}', "is no topic: it holds no post_stream with posts"),
        (b'{"post_stream": {"posts": []}}', "is no topic: it holds no post_stream with posts"),
    ],
)
def test_a_file_that_is_no_topic_is_named_and_stops_nothing(site, content, reason):
    discourse_topic(site.export, discourse_post(1), discourse_post(2), "no post")
    (site.export / "a.json").write_bytes(content)

    assert site.left_out("discourse") == {
        "a.json": reason,
        "doors-that-squeak.7.json post 3": "is no post",
    }
    assert len(site.thread().follow_ups) == 1


def test_a_topic_that_the_export_cut_off_is_said_to_be(site):
    discourse_topic(
        site.export,
        discourse_post(1),
        post_stream={"posts": [discourse_post(1)], "stream": [1001, 1002, 1003]},
    )

    assert site.report("discourse")["warnings"] == [
        "doors-that-squeak.7.json holds 1 of the topic's 3 posts"
    ]


def test_one_file_can_be_imported_alone(site):
    file = discourse_topic(site.export, discourse_post(1))
    discourse_topic(site.export, discourse_post(2), id=8)

    assert site.report("discourse", path=file)["read"] == 1


def test_a_folder_without_topics_is_a_wrong_call(site):
    result = site.run("discourse")

    assert result.exit_code == 2
    assert "no topics" in result.stderr
