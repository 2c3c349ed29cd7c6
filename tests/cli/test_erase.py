"""``answerable erase``: nothing of the customer's stays, and the rest is told."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from moderation_site import (
    NAME,
    NEUTRAL,
    done,
    make_public,
    problems,
    put,
    refused,
    run,
    text,
    tree,
)
from samples import (
    ANNA,
    COMMENT,
    COMMENT_BODY,
    FOLLOW_UP,
    FOLLOW_UP_BODY,
    PNG,
    REPLY,
    SLUG,
    THREAD,
    THREAD_ID,
    comment_text,
    follow_up_text,
    person_text,
    reply_text,
)
from signing import keys, sign
from site_build.building import build_site
from software_keys import ed25519

pytestmark = pytest.mark.usefixtures("desk")

AT = "2026-12-01T13:00:00+01:00"
WAS = "{decision: published, by: ben, at: 2026-11-01T15:40:00+01:00}"
TOMBSTONE = (
    f"---\nid: {THREAD_ID}\nkind: problem\nchannel: email\n"
    "received: 2026-11-01T09:12:00+01:00\nlanguage: en\ntopic: spare-parts\n"
    f"moderation: {{decision: erased, by: ben, at: {AT}}}\nhistory:\n  - {WAS}\n---\n"
)
SECRET = "Zuckerrüben quietschen nachts grässlich"
OWN_NONCE = "c0ffee00" * 4
NAMED = "Petra Quittenbaum"
# printf 'forum\0001' | openssl dgst -sha256 -hmac k7q2m9x4tb
FORUM_1 = "hmac-sha256:14355f610a73eb796a288c591b6a25599e7acce1f5de57c2e701c551c7b3d3d2"


@pytest.mark.parametrize("public", [True, False])
def test_a_tombstone_stays(public):
    if public:
        make_public()
    result = done("erase", NAME)
    assert text(COMMENT) == TOMBSTONE
    assert result.stdout == f"feedback/{COMMENT}\n"
    assert problems(public=public) == []


def test_a_follow_up_is_erased_alone():
    put(FOLLOW_UP, follow_up_text(source='{system: forum, id: "1"}'))
    done("erase", f"{NAME}#2026-11-05-customer", "--reason", "privacy")
    assert text(FOLLOW_UP) == (
        f"---\nthread: {THREAD_ID}\nchannel: email\nsuppressed: {FORUM_1}\n"
        "received: 2026-11-05T08:00:00+01:00\n"
        "language: en\n"
        f"moderation: {{decision: erased, by: ben, at: {AT}, reason: privacy}}\n"
        "history:\n  - {decision: published, by: ben, at: 2026-11-05T09:00:00+01:00}\n---\n"
    )
    assert text(COMMENT) == comment_text()
    assert problems() == []


def test_facts_redactions_and_comments_among_the_fields_go_as_well():
    past = (
        "{decision: withheld, by: anna, at: 2026-11-01T12:00:00+01:00, reason: insult, facts: X Y.}"
    )
    put(
        COMMENT,
        comment_text(
            from_="P. M. # Petra Meier",
            history=f"[{past}]",
            redactions="[{kind: health, by: anna, at: 2026-11-04T08:00:00+01:00}]",
            body="I have [██ details of health removed by Anna Berg ██].\n",
        ),
    )
    done("erase", NAME)
    for word in ("Petra", "facts", "health", "redactions"):
        assert word not in text(COMMENT)
    assert "decision: withheld, by: anna" in text(COMMENT)
    assert problems() == []


def test_what_was_withheld_can_be_erased():
    Path("feedback", THREAD).rename(Path("feedback", "threads", NEUTRAL))
    done(
        "moderate",
        NEUTRAL,
        "withhold",
        "--reason",
        "insult",
        "--facts",
        "It is rude",
        "--at",
        "2026-11-20T10:00",
    )
    done("erase", NEUTRAL)
    said = text(f"threads/{NEUTRAL}/comment.md")
    assert "{decision: withheld, by: ben, at: 2026-11-20T10:00:00+01:00, reason: insult}" in said


def test_erasing_again_changes_nothing_and_reports_again():
    done("erase", NAME)
    before = tree()
    result = done("erase", NAME)
    assert tree() == before
    assert "Nothing to do" in result.stdout
    assert "web archives" in result.stderr


def test_an_erased_message_with_remains_loses_them():
    put(COMMENT, comment_text(moderation=f"{{decision: erased, by: ben, at: {AT}}}"))
    done("erase", NAME, "--by", "anna")
    assert text(COMMENT) == TOMBSTONE.replace(f"history:\n  - {WAS}\n", "")


def test_pictures_go_unless_another_message_shows_them():
    shown = "![a](assets/a.png) ![b](assets/b.png) [c](assets/c.csv)"
    put(COMMENT, comment_text(body=f"{shown}\n"))
    put(REPLY, reply_text(body="See ![b](assets/b.png).\n"))
    for name in ("a.png", "b.png"):
        put(f"{THREAD}/assets/{name}", PNG)
    put(f"{THREAD}/assets/c.csv", "1\n")
    said = done("erase", NAME).stderr
    assert [each.name for each in Path("feedback", THREAD, "assets").iterdir()] == ["b.png"]
    assert "Deleted with it:\n  assets/a.png\n  assets/c.csv\n" in said


def test_while_another_message_cannot_be_read_no_picture_is_deleted():
    put(COMMENT, comment_text(body="![a](assets/a.png)\n"))
    put(f"{THREAD}/assets/a.png", PNG)
    put(REPLY, reply_text().encode().replace(b"cause", b"ca\xff"))
    assert "it may show a picture" in refused("erase", NAME)


def test_quotations_are_listed_for_people_to_decide_on():
    put(REPLY, reply_text(body="You say you HAVE waited\nsix weeks for a hinge?\n"))
    put(FOLLOW_UP, follow_up_text(body="> for a hinge\n\nYes.\n", from_="Q"))
    elsewhere = "threads/2026/other/comment.md"
    put(
        elsewhere,
        comment_text(id="a1b2c3d4e5", title="No", from_="Q", body="I am like P. M., no?\n"),
    )
    said = done("erase", NAME).stderr
    assert f"feedback/{REPLY} repeats its words" in said
    assert f"feedback/{FOLLOW_UP} repeats its words" in said
    assert elsewhere not in said


def test_a_full_name_is_found_in_every_thread():
    put(COMMENT, comment_text(from_=NAMED))
    elsewhere = "threads/2026/other/comment.md"
    put(elsewhere, comment_text(id="a1b2c3d4e5", title="No", body=f"I am not {NAMED.upper()}!\n"))
    said = done("erase", NAME).stderr
    assert f"feedback/{elsewhere} holds the name '{NAMED}'" in said


def test_a_telling_address_is_named_and_changed_when_asked():
    said = done("erase", NAME).stderr
    assert f"'{SLUG}' holds words of the title" in said
    result = done("erase", NAME, "--rename")
    assert result.stdout == f"feedback/threads/{NEUTRAL}/comment.md\n"
    assert text(f"threads/{NEUTRAL}/comment.md") == TOMBSTONE
    assert not Path("feedback", THREAD).exists()
    assert problems() == []


def test_where_it_was_imported_from_is_told_before_it_is_forgotten():
    put(COMMENT, comment_text(source='{system: forum, id: "17", url: "https://forum.example/17"}'))
    said = done("erase", NAME).stderr
    assert "imported from forum, where it has the id 17 (https://forum.example/17)" in said
    assert "forum" not in text(COMMENT)


def test_what_an_import_knows_it_by_stays_however_often_it_is_erased():
    put(COMMENT, comment_text(source='{system: forum, id: "1"}'))
    done("erase", NAME)
    once = text(COMMENT)
    done("erase", NAME)
    done("erase", NAME, "--rename")
    assert f"suppressed: {FORUM_1}\n" in once
    assert text(f"threads/{NEUTRAL}/comment.md") == once
    assert problems() == []


def test_a_stub_that_is_erased_is_still_known_to_imports():
    make_public()
    Path("feedback", THREAD).rename(Path("feedback", "threads", NEUTRAL))
    put(f"threads/{NEUTRAL}/comment.md", comment_text(source='{system: forum, id: "1"}'))
    done("moderate", NEUTRAL, "withdraw", "--yes")
    done("erase", NEUTRAL)
    assert f"suppressed: {FORUM_1}\n" in text(f"threads/{NEUTRAL}/comment.md")
    assert problems(public=True) == []


def test_it_tells_who_keeps_the_words_still():
    put(COMMENT, comment_text(body="![a](assets/a.png)\n"))
    put(f"{THREAD}/assets/a.png", PNG)
    subprocess.run(["git", "init", "-q"], check=True)
    said = done("erase", NAME).stderr
    for word in ("site/", "feeds", "archives", "clone and fork", "git push --force --all"):
        assert word in said
    recipe = next(line for line in said.splitlines() if "filter-repo --invert" in line)
    assert f"--path feedback/{COMMENT} --path feedback/{THREAD}/assets/a.png" in recipe


def test_the_recipe_knows_the_older_names_of_the_folder():
    git = ["git", "-c", "user.name=B", "-c", "user.email=b@x.example", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "init", "-q"], check=True)
    for slug in ("first", "middle", "second"):
        here = next(Path("feedback", "threads", "2026").iterdir())
        here.rename(here.with_name(slug))
        subprocess.run([*git, "add", "-A"], check=True)
        subprocess.run([*git, "commit", "-qm", slug], check=True)
    for _again in range(2):
        said = done("erase", "2026/second").stderr
        recipe = next(line for line in said.splitlines() if "filter-repo --invert" in line)
        assert "--path feedback/threads/2026/second/comment.md" in recipe
        for older in ("first", "middle"):
            assert f"--path feedback/threads/2026/{older}/comment.md" in recipe
        assert SLUG not in recipe


def test_an_unknown_reason_is_refused():
    assert "did you mean 'privacy'" in refused("erase", NAME, "--reason", "privac", code=2)


def test_somebody_has_to_decide():
    assert "say who decides with --by PERSON" in run("erase", NAME, by=None).stderr


@pytest.mark.parametrize("repository", ["private", "public"])
def test_after_a_build_nothing_of_it_is_anywhere_and_other_signatures_verify(desk, repository):
    words = [SECRET, "grässlich", "Runkelmühle", NAMED, "Quittenbaum", "Rübe &amp; Co", OWN_NONCE]
    put(ANNA, person_text(keys=keys(ed25519("anna"))))
    put(
        COMMENT,
        comment_text(
            title="Runkelmühle am Deich",
            from_=NAMED,
            nonce=OWN_NONCE,
            body=f"{SECRET}.\n\n![Rübe & Co](assets/hinge.png)\n",
            source='{system: forum, id: "Runkelmühle"}',
        ),
    )
    picture = PNG + b"zzyzx"
    put(f"{THREAD}/assets/hinge.png", picture)
    other = f"threads/2026/other/{Path(REPLY).name}"
    put("threads/2026/other/comment.md", comment_text(id="a1b2c3d4e5"))
    put(other, reply_text(thread="a1b2c3d4e5"))
    Path("feedback", REPLY).unlink()
    sign(Path("feedback"), ed25519("anna"), other)
    settings = {"repository": repository}
    first = build_site(desk, Path("feedback").resolve(), settings=settings)
    assert first.code == 0, first.log
    assert any(SECRET in data.decode(errors="replace") for data in first.files.values())

    done("erase", NAME)
    second = build_site(desk, Path("feedback").resolve(), settings=settings)

    assert second.code == 0, second.log
    assert run("check").exit_code == 0
    for path, data in tree(desk).items():
        if path.startswith("home/"):
            continue
        assert not [word for word in words if word.encode() in data], path
        assert picture not in data, path
        assert b"zzyzx" not in data, path
    # Other signatures hold on the site as well as in the folder.
    for place in ("site", "feedback"):
        assert "1 answer" in done("verify", place, "--require-signatures").stdout


def test_follow_up_body_is_not_touched_by_erasing_the_comment():
    put(FOLLOW_UP, follow_up_text())
    done("erase", NAME)
    assert text(FOLLOW_UP).endswith(FOLLOW_UP_BODY)
    assert COMMENT_BODY not in text(COMMENT)
