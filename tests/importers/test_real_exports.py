"""Exports of real sites, and hostile texts in every field of an export."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

import pytest

from answerable.model import Comment, Reply
from exports import discourse_post, discourse_topic
from nasty import NASTY, commonmark_examples, naughty_strings, needs_nasty_data, xss_lines
from page_exports import (
    disqus_export,
    disqus_post,
    disqus_thread,
    isso_comment,
    isso_database,
    remark_backup,
    remark_comment,
    stack_dump,
    stack_row,
    wxr_comment,
    wxr_export,
    wxr_item,
)
from real_exports import (
    CC_LABS,
    COFFEE,
    DATA,
    DISQUS,
    ISSO,
    MADE_MISTAKES,
    ONE_OF_EACH,
    THEME_TEST,
    TRAVIS_DOWNS,
    URHO3D,
    items_of,
    needs_exports,
)

IMPORTS = [
    pytest.param("staticman", MADE_MISTAKES, (), {"threads": 367, "follow_ups": 353, "replies": 0}),
    pytest.param(
        "staticman",
        MADE_MISTAKES,
        ("--staff", "Michael Rose=anna", "--url", "https://mademistakes.com/"),
        {"threads": 366, "follow_ups": 95, "replies": 258},
    ),
    pytest.param("staticman", TRAVIS_DOWNS, (), {"threads": 262, "follow_ups": 135, "replies": 0}),
    pytest.param(
        "staticman",
        TRAVIS_DOWNS,
        ("--staff", "Travis Downs=anna", "--by", "anna"),
        None,
    ),
    pytest.param("discourse", URHO3D, (), {"threads": 129, "follow_ups": 829, "replies": 0}),
    pytest.param(
        "discourse",
        URHO3D,
        ("--staff", "cadaver=anna", "--staff", "weitjong=anna", "--url", "https://d.example"),
        None,
    ),
    pytest.param("disqus", DISQUS, (), {"threads": 132, "follow_ups": 78, "replies": 0}),
    pytest.param("disqus", *ONE_OF_EACH["disqus"], None),
    pytest.param("isso", ISSO, (), {"threads": 282, "follow_ups": 152, "replies": 0}),
    pytest.param("isso", *ONE_OF_EACH["isso"], None),
    pytest.param("stackexchange", COFFEE, (), {"threads": 225, "follow_ups": 327, "replies": 0}),
    pytest.param("stackexchange", *ONE_OF_EACH["stackexchange"], None),
    pytest.param("wxr", CC_LABS, (), {"threads": 116, "follow_ups": 3, "replies": 0}),
    pytest.param("wxr", THEME_TEST, (), {"threads": 16, "follow_ups": 9, "replies": 0}),
]


@needs_exports
@pytest.mark.parametrize(("form", "path", "options", "new"), IMPORTS)
def test_a_real_site_comes_in_whole_and_passes_the_checks(site, form, path, options, new):
    report = site.report(form, *options, path=path)

    assert report["read"] == items_of(form, path)
    assert new is None or report["new"] == new
    kinds = Counter(type(message) for message in site.messages())
    threads = len(site.all_threads())
    assert report["new"] == {
        "threads": threads,
        "follow_ups": kinds[Comment] - threads,
        "replies": kinds[Reply],
    }
    site.check()


@needs_exports
@pytest.mark.parametrize(("form", "path", "options", "new"), IMPORTS)
def test_a_second_import_of_a_real_site_changes_nothing(site, form, path, options, new):
    first = site.report(form, *options, path=path)
    before = site.files()

    second = site.report(form, *options, path=path)

    assert sum(second["new"].values()) == 0
    assert second["already_there"] == sum(first["new"].values())
    assert second["left_out"] == first["left_out"]
    assert site.files() == before


@needs_exports
def test_no_address_field_of_a_real_site_is_in_any_file(site):
    site.report("staticman", path=MADE_MISTAKES)
    written = b"".join(site.files().values()).decode()
    sources = "".join(file.read_text("utf-8") for file in MADE_MISTAKES.rglob("_data/**/*.yml"))

    addresses = set(re.findall(r"^email: *['\"]?([0-9a-f]{32})", sources, re.MULTILINE))

    assert len(addresses) > 90
    assert not [address for address in addresses if address in written]


@needs_exports
def test_staff_of_a_real_site_answers_only_what_was_asked_before(site):
    site.report("staticman", "--staff", "Michael Rose=anna", path=MADE_MISTAKES)

    for thread in site.all_threads():
        asked = {each.stem: each.received for each in (thread.comment, *thread.follow_ups)}
        assert all(asked[reply.answers] <= reply.date for reply in thread.replies)


@needs_nasty_data
@pytest.mark.parametrize("texts", [naughty_strings, xss_lines, commonmark_examples])
def test_hostile_texts_in_every_field_leave_a_folder_that_passes_the_checks(site, texts):
    # Neighbours in the longest list differ in one word.
    step = 8 if texts is xss_lines else 1
    for at, text in enumerate(texts()[::step]):
        plain = text if isinstance(text, str) else text[0]
        cooked = text if isinstance(text, str) else text[1]
        page = site.export / "_data" / "comments" / f"page-{at % 40}"
        page.mkdir(parents=True, exist_ok=True)
        fields = {"_id": plain + str(at), "name": plain, "message": plain, "date": "2018-01-01"}
        fields |= {"_parent": plain, "replying_to": plain if at % 3 == 0 else ""}
        (page / f"c-{at}.json").write_text(json.dumps(fields))
        post = discourse_post(1, id=at, username=plain, cooked=cooked)
        topic = {"title": plain, "tags": [plain], "id": at, "slug": f"t{at}"}
        discourse_topic(site.export / "topics", post, **topic)

    staticman = site.report("staticman", "--url", "https://a.example/")
    discourse = site.report("discourse", path=site.export / "topics")

    assert sum(staticman["new"].values()) > 0.9 * staticman["read"]
    assert sum(discourse["new"].values()) > 0.5 * discourse["read"]
    site.check()


@needs_nasty_data
def test_hostile_yaml_is_left_out_by_name_and_stops_nothing(site):
    page = site.export / "_data" / "comments" / "page"
    page.mkdir(parents=True)
    names = []
    for folder in ("yaml-test-suite", "yaml-bomb", "front-matter-gray-matter"):
        for file in sorted((NASTY / folder).rglob("*.*")):
            names.append(f"page/{folder}-{file.stem}.yml")
            (site.export / "_data" / "comments" / names[-1]).write_bytes(file.read_bytes())
    (page / "z.yml").write_text("name: Tom\nmessage: Fine\ndate: 2018-01-01\n")

    left_out = site.left_out("staticman")

    assert sorted(left_out) == sorted(names)
    assert list(site.threads()) == ["Fine"]


@needs_exports
@pytest.mark.parametrize("name", ["", "-deleted-post", "-deleted-thread"])
def test_a_file_that_begins_before_its_xml_is_told_with_the_line(site, name):
    result = site.run("disqus", path=DATA / "disqus" / f"remark42-test-disqus{name}.xml")

    assert result.exit_code == 2
    assert "is not XML in line 1" in result.stderr


@needs_exports
def test_what_disqus_deleted_or_took_for_spam_is_in_no_file(site):
    site.report("disqus", path=DISQUS)
    written = {message.source.id for message in site.messages()}
    posts = re.findall(r'<post dsq:id="(\d+)">(.*?)</post>', DISQUS.read_text("utf-8"), re.DOTALL)

    hidden = {post for post, inner in posts if re.search("is(Deleted|Spam)>true", inner)}

    assert len(hidden) == 25
    assert written == {post for post, _ in posts} - hidden


@needs_nasty_data
@pytest.mark.parametrize("texts", [naughty_strings, xss_lines, commonmark_examples])
def test_hostile_texts_leave_a_folder_that_passes_the_checks_below_pages_too(site, texts):
    step = 16 if texts is xss_lines else 2
    found = [text if isinstance(text, str) else text[1] for text in texts()[::step]]
    numbered = list(enumerate(found, start=1))
    day: dict[str, Any] = {"date_gmt": "2018-05-01 10:00:00"}
    exports = {
        "disqus": disqus_export(
            site.export,
            *(disqus_thread(at, title=text, link=text) for at, text in numbered),
            *(
                disqus_post(at, text, text, at, message=text, createdAt="2018-05-01")
                for at, text in numbered
            ),
        ),
        "isso": isso_database(
            site.export,
            *(
                isso_comment(at, author=text, text=text, created=1525168800)
                for at, text in numbered
            ),
            threads=((1, found[0], found[-1]),),
        ),
        "remark42": remark_backup(
            site.export,
            *(
                remark_comment(at, text, text=text, title=text, time="2018-05-01", pid=text)
                for at, text in numbered
            ),
        ),
        "stackexchange": stack_dump(
            site.export,
            *(
                stack_row(at, 1, Body=text, Title=text, Tags=text, CreationDate="2018-05-01")
                for at, text in numbered
            ),
        ),
        "wxr": wxr_export(
            site.export,
            *(
                wxr_item(
                    wxr_comment(at, text, content=text, **day), title=text, link=text, post_id=at
                )
                for at, text in numbered
            ),
        ),
    }

    for form, path in exports.items():
        report = site.report(form, path=path)
        assert report["read"] == len(found)
        assert sum(report["new"].values()) > 0.5 * len(found)

    site.check()
