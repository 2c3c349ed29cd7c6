"""``answerable moderate``: what it writes, what it refuses, and what it says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from answerable.cli import thread_changes
from answerable.digests import source_digest
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
    COMMENT,
    COMMENT_BODY,
    FOLLOW_UP,
    PNG,
    REPLY,
    SLUG,
    THREAD,
    THREAD_ID,
    comment_text,
    follow_up_text,
    question,
    reply_text,
)

pytestmark = pytest.mark.usefixtures("desk")

NEW = f"threads/{NEUTRAL}"
AT = "2026-12-01T13:00:00+01:00"
WAS = "{decision: published, by: ben, at: 2026-11-01T15:40:00+01:00}"
PENDING = "{decision: pending}"
PICTURED = f"{COMMENT_BODY}\n![It](assets/hinge.png)\n"


def neutral() -> None:
    """The sample's thread in a folder that tells nothing."""
    Path("feedback", THREAD).rename(Path("feedback", NEW))


def test_withholding_changes_the_decision_and_appends_the_old_one_to_the_history():
    neutral()
    result = done(
        "moderate",
        NEUTRAL,
        "withhold",
        "--reason",
        "insult",
        "--facts",
        "It: is rude",
        "--prompted-by",
        "notice",
    )
    decided = (
        f"{{decision: withheld, by: ben, at: {AT}, reason: insult, prompted_by: notice, "
        'facts: "It: is rude"}'
    )
    before = comment_text()
    expected = before.replace(
        f"moderation: {WAS}\n", f"moderation: {decided}\nhistory:\n  - {WAS}\n"
    )
    assert text(f"{NEW}/comment.md") == expected
    assert result.stdout == f"feedback/{NEW}/comment.md\n"
    assert problems() == []


def test_after_publishing_the_next_steps_are_told():
    put(f"{THREAD}/comment.md", comment_text(moderation=PENDING))
    told = done("moderate", NAME, "publish").stderr
    steps = f"  answerable reply {NAME}\n  git add feedback/{COMMENT}\n"
    assert f"Next:\n{steps}  git commit -m 'Publish {NAME}'\n" in told


def test_a_message_that_comes_back_loses_reason_and_facts():
    neutral()
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
    result = done("moderate", NEUTRAL, "publish", "--by", "anna")
    assert (
        text(f"{NEW}/comment.md")
        .split("---\n")[1]
        .endswith(
            f"moderation: {{decision: published, by: anna, at: {AT}}}\nhistory:\n  - {WAS}\n"
            "  - {decision: withheld, by: ben, at: 2026-11-20T10:00:00+01:00, reason: insult, "
            "facts: It is rude}\n"
        )
    )
    assert "shown with it:\n  feedback" in result.stderr
    assert problems() == []


def test_that_nobody_had_decided_is_no_history():
    Path("feedback", REPLY).unlink()
    put(COMMENT, comment_text(moderation=PENDING))
    done("moderate", NAME, "publish")
    decided = f"moderation: {{decision: published, by: ben, at: {AT}}}"
    assert text(COMMENT) == comment_text(moderation=PENDING).replace(
        f"moderation: {PENDING}", decided
    )


@pytest.mark.parametrize(
    "moderation",
    [
        "\n  decision: pending # not yet\n",
        "{decision: pending} # not yet\n",
        "{\n  decision: pending, # not yet\n  }\n",
        '"x"',
    ],
)
def test_the_rest_of_an_unusual_file_stays_byte_for_byte(moderation):
    Path("feedback", REPLY).unlink()
    odd = comment_text(moderation=moderation.rstrip("\n"), tags="[delivery]   # ours")
    put(COMMENT, odd.replace("kind: problem", "kind:    'problem'"))
    if moderation == '"x"':
        assert "has errors: mend them first" in refused("moderate", NAME, "publish")
        return
    done("moderate", NAME, "publish")
    assert "tags: [delivery]   # ours\n" in text(COMMENT)
    assert "kind:    'problem'\n" in text(COMMENT)
    assert "# not yet" in text(COMMENT)
    assert text(COMMENT).endswith(COMMENT_BODY)
    assert problems() == []


@pytest.mark.parametrize(
    "word",
    [
        f"{THREAD_ID}#2026-11-05-customer",
        f"{NAME}#2026-11-05-customer",
        f"feedback/{FOLLOW_UP}",
        f"https://x.example/threads/{NAME}/#2026-11-05-customer",
        f"feedback/{THREAD}#2026-11-05-customer",
    ],
)
def test_a_follow_up_is_named_in_many_ways(word):
    put(FOLLOW_UP, follow_up_text())
    done("moderate", word, "withdraw")
    assert "decision: withdrawn" in text(FOLLOW_UP)
    assert text(COMMENT) == comment_text()


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("2026/nothing", "no thread '2026/nothing'"),
        (f"{NAME}#2026-11-09-customer", "there are comment"),
        (f"{NAME}#2026-11-03-anna", "is an answer"),
        (f"feedback/{REPLY}", "is an answer"),
        (f"{NAME}#\x1b]0;x", "no message '␛]0;x'"),
    ],
)
def test_what_is_no_customers_message_is_refused(word, why):
    assert why in refused("moderate", word, "publish", code=2)


@pytest.mark.parametrize(
    ("call", "why"),
    [
        (["withhold"], "--reason CODE"),
        (["withhold", "--reason", "insults"], "did you mean 'insult'?"),
        (["publish", "--reason", "insult"], "no --reason"),
        (["withdraw", "--facts", "x"], "belong to 'withhold'"),
        (["publish", "--by", "nobody"], "no person 'nobody'"),
        (["hide"], "hide"),
    ],
)
def test_an_unclear_call_is_refused(call, why):
    assert why in refused("moderate", NAME, *call, code=2)


def test_without_a_person_the_call_says_how_to_name_one():
    assert "say who decides with --by PERSON" in run("moderate", NAME, "withdraw", by=None).stderr


def test_whose_key_is_here_decides_without_being_named(site):
    done("moderate", NAME, "withdraw", "--rename", "--by", "anna", "--at", "2026-11-28T10:00")
    assert run("moderate", NEUTRAL, "publish", by=None).exit_code == 0
    assert "decision: published, by: anna" in text(f"{NEW}/comment.md")


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a pseudo-terminal")
@pytest.mark.parametrize("answer", ["y", "n"])
def test_at_a_terminal_it_asks(answer):
    make_public()
    outer, inner = os.openpty()
    os.write(outer, f"{answer}\n{answer}\n".encode())
    program = "from answerable.cli import main; main()"
    call = [sys.executable, "-c", program, "moderate", NAME, "withdraw", "--by", "ben"]
    ended = subprocess.run(call, stdin=inner, stdout=subprocess.PIPE, stderr=inner, check=False)
    said = os.read(outer, 65536).decode()
    os.close(inner)
    os.close(outer)
    assert f"Rename it to '{THREAD_ID}'?" in said
    if answer == "y":
        assert (ended.returncode, "words are deleted" in said) == (0, True)
        assert COMMENT_BODY not in text(f"{NEW}/comment.md")
    else:
        assert (ended.returncode, "nothing was written" in said) == (1, True)
        assert text(COMMENT) == comment_text()


@pytest.mark.parametrize("verb", ["moderate", "erase"])
def test_each_step_leaves_a_state_without_errors(verb, monkeypatch):
    make_public()
    put(COMMENT, comment_text(body=PICTURED))
    put(REPLY, reply_text(question=question(body=PICTURED)))
    put(f"{THREAD}/assets/hinge.png", PNG)
    found = []
    real_rename = Path.rename
    real_write = thread_changes.write_atomically  # type: ignore[attr-defined]

    def rename(path, target):
        result = real_rename(path, target)
        found.append(problems(public=True))
        return result

    def write(*arguments, **more):
        result = real_write(*arguments, **more)
        found.append(problems(public=True))
        return result

    monkeypatch.setattr(Path, "rename", rename)
    monkeypatch.setattr(thread_changes, "write_atomically", write)
    call = ["withdraw", "--yes"] if verb == "moderate" else []
    done(verb, NAME, *call, "--rename")
    assert found == [[], ["unused-asset"]]
    assert problems(public=True) == []


def test_a_decision_before_the_message_came_in_is_refused():
    Path("feedback", REPLY).unlink()
    put(COMMENT, comment_text(moderation=PENDING))
    said = refused("moderate", NAME, "publish", "--at", "2026-10-01T10:00:00+01:00")
    assert "error[decision-before-receipt]" in said


def test_a_decision_that_is_older_than_the_last_one_is_refused():
    neutral()
    said = refused("moderate", NEUTRAL, "withdraw", "--at", "2026-11-01T10:00:00+01:00")
    assert "error[history-order]" in said


def test_facts_that_tell_what_is_withheld_are_refused():
    neutral()
    said = refused(
        "moderate", NEUTRAL, "withhold", "--reason", "insult", "--facts", "P. M. is rude"
    )
    assert "error[facts-tell]" in said


def test_facts_are_compared_with_the_words_that_a_public_repository_is_about_to_lose():
    neutral()
    make_public()
    said = refused(
        "moderate",
        NEUTRAL,
        "withhold",
        "--reason",
        "insult",
        "--yes",
        "--facts",
        "I have waited six weeks",
    )
    assert "error[facts-tell]" in said


def test_an_address_that_tells_the_title_is_renamed_when_asked():
    assert "say --rename" in refused("moderate", NAME, "withdraw", code=2)
    result = done("moderate", NAME, "withdraw", "--rename")
    assert result.stdout == f"feedback/{NEW}/comment.md\n"
    assert not Path("feedback", THREAD).exists()
    assert f"new address, …/threads/{NEUTRAL}/" in result.stderr
    assert problems() == []


def test_a_name_that_is_taken_is_left_alone():
    put(f"{NEW}/comment.md", comment_text(id="a1b2c3d4e5"))
    assert "is there already" in refused("moderate", NAME, "withdraw", "--rename")


def test_the_same_decision_again_changes_nothing():
    before = tree()
    result = done("moderate", NAME, "publish")
    assert "Nothing to do" in result.stdout
    assert tree() == before


def test_what_is_erased_stays_erased():
    done("erase", NAME)
    assert "is erased" in refused("moderate", NAME, "publish")


def test_erase_is_a_decision_like_the_others():
    done("moderate", NAME, "erase", "--reason", "privacy")
    assert "decision: erased" in text(COMMENT)
    assert COMMENT_BODY not in text(COMMENT)


def test_other_errors_in_the_thread_do_not_stand_in_the_way():
    neutral()
    put(f"{NEW}/2026-11-03-anna.md", reply_text(question="none"))
    done("moderate", NEUTRAL, "withdraw")
    assert problems() == ["wrong-type"]


def test_it_says_what_vanishes_and_what_stays():
    put(FOLLOW_UP, follow_up_text())
    other = f"{THREAD}/2026-11-06-anna.md"
    put(other, reply_text(answers="2026-11-05-customer", date="2026-11-06T10:00:00+01:00"))
    said = done("moderate", f"{NAME}#2026-11-05-customer", "withhold", "--reason", "insult").stderr
    assert f"not shown any more:\n  feedback/{other}\n" in said
    assert REPLY not in said
    said = done("moderate", NAME, "withdraw", "--rename").stderr
    assert "still shown, as the company's own words:" in said
    assert "customer.md" not in said
    said = done("moderate", NEUTRAL, "withhold", "--reason", "insult").stderr
    for name in ("2026-11-03-anna", "2026-11-06-anna", "2026-11-05-customer"):
        assert f"feedback/{NEW}/{name}.md" in said


def test_in_a_private_repository_the_words_stay_in_the_file_and_it_says_so():
    neutral()
    said = done("moderate", NEUTRAL, "withhold", "--reason", "insult").stderr
    assert COMMENT_BODY in text(f"{NEW}/comment.md")
    assert "The words stay in this file and in git's history" in said


def test_in_a_public_repository_only_a_stub_stays():
    neutral()
    make_public()
    put(f"{NEW}/comment.md", comment_text(body=PICTURED, source='{system: forum, id: "1"}'))
    put(f"{NEW}/2026-11-03-anna.md", reply_text(body="You wrote: I have waited six weeks.\n"))
    put(f"{NEW}/assets/hinge.png", PNG)
    result = done("moderate", NEUTRAL, "withhold", "--reason", "insult", "--yes")
    assert text(f"{NEW}/comment.md") == (
        f"---\nid: {THREAD_ID}\nkind: problem\nchannel: email\n"
        f"suppressed: {source_digest(THREAD_ID, 'forum', '1')}\n"
        "received: 2026-11-01T09:12:00+01:00\nlanguage: en\ntopic: spare-parts\n"
        f"moderation: {{decision: withheld, by: ben, at: {AT}, reason: insult}}\n"
        f"history:\n  - {WAS}\n---\n"
    )
    assert not Path("feedback", NEW, "assets").exists()
    assert "Deleted with it:\n  assets/hinge.png\n" in result.stderr
    assert "2026-11-03-anna.md repeats its words" in result.stderr


def test_in_a_public_repository_nothing_is_deleted_without_a_yes():
    neutral()
    make_public()
    assert "say --yes" in refused("moderate", NEUTRAL, "withdraw", code=2)


def test_a_picture_that_an_answer_shows_stays():
    neutral()
    make_public()
    put(f"{NEW}/comment.md", comment_text(body=PICTURED))
    put(f"{NEW}/2026-11-03-anna.md", reply_text(body="See ![it](assets/hinge.png).\n"))
    put(f"{NEW}/assets/hinge.png", PNG)
    done("moderate", NEUTRAL, "withdraw", "--yes")
    assert Path("feedback", NEW, "assets", "hinge.png").exists()


def test_a_message_of_a_public_repository_that_was_withheld_in_private_becomes_a_stub():
    neutral()
    done("moderate", NEUTRAL, "withhold", "--reason", "insult")
    make_public()
    done("moderate", NEUTRAL, "withhold", "--reason", "insult", "--yes")
    assert COMMENT_BODY not in text(f"{NEW}/comment.md")


def test_a_stub_is_not_published_and_it_says_how_to_bring_it_back():
    neutral()
    make_public()
    done("moderate", NEUTRAL, "withdraw", "--yes")
    assert f"git show COMMIT:./feedback/{NEW}/comment.md" in refused("moderate", NEUTRAL, "publish")


def test_the_recipe_names_the_files_in_their_repository(desk, monkeypatch):
    # The repository lies around the site, and around no other test's.
    subprocess.run(["git", "init", "-q"], check=True)
    (desk / "site").mkdir()
    for name in ("feedback", "mkdocs.yml"):
        Path(name).rename(desk / "site" / name)
    monkeypatch.chdir(desk / "site")
    make_public()
    said = done("moderate", NAME, "withdraw", "--rename", "--yes").stderr
    inside = Path.cwd().name
    top = subprocess.run(
        ["git", "rev-parse", "--show-prefix"], check=True, capture_output=True, text=True
    )
    assert top.stdout.strip() == f"{inside}/"
    for slug in (SLUG, THREAD_ID):
        assert f"--path {inside}/feedback/threads/2026/{slug}/comment.md" in said


def test_what_builds_keep_is_dropped(desk):
    put("../.cache/answerable/mkdocs.yml.sqlite", b"words")
    put("../.cache/other/file", b"theirs")
    done("moderate", NAME, "withdraw", "--rename")
    assert not (desk / ".cache" / "answerable").exists()
    assert (desk / ".cache" / "other" / "file").exists()


@pytest.mark.parametrize("step", ["write", "unlink"])
def test_what_fails_half_way_is_taken_back(step, monkeypatch):
    make_public()
    put(COMMENT, comment_text(body=PICTURED))
    put(f"{THREAD}/assets/hinge.png", PNG)
    before = tree()
    steps = {
        "write": (thread_changes, "write_atomically", "comment.md"),
        "unlink": (Path, "unlink", "hinge.png"),
    }
    place, name, file = steps[step]
    real = getattr(place, name)
    failed: list[Path] = []

    def fail_once(path, *arguments, **more):
        if path.name == file and path.is_relative_to(Path.cwd()) and not failed:
            failed.append(path)
            raise OSError(28, "No space left on device", str(path))
        return real(path, *arguments, **more)

    monkeypatch.setattr(place, name, fail_once)
    result = run("moderate", NAME, "withdraw", "--rename", "--yes")
    assert failed
    assert (result.exit_code, "No space left" in result.stderr) == (2, True)
    assert tree() == before


def test_what_another_program_writes_is_not_overwritten(monkeypatch):
    neutral()
    real = thread_changes.ThreadChange.check

    def check_and_change(change):
        real(change)
        put(f"{NEW}/comment.md", comment_text(body="New.\n"))

    monkeypatch.setattr(thread_changes.ThreadChange, "check", check_and_change)
    result = run("moderate", NEUTRAL, "withdraw")
    assert (result.exit_code, "another program" in result.stderr) == (1, True)
    assert text(f"{NEW}/comment.md") == comment_text(body="New.\n")


def test_no_copy_of_the_words_is_left_in_the_temporary_folder(tmp_path, monkeypatch):
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setenv("TMPDIR", str(spare))
    monkeypatch.setattr("tempfile.tempdir", None)
    done("moderate", NAME, "withdraw", "--rename")
    assert list(spare.iterdir()) == []


@pytest.mark.parametrize("verb", ["moderate", "erase", "redact", "appeal"])
def test_help_has_an_example(verb):
    assert f"answerable {verb} " in done(verb, "--help").stdout.partition("Example")[2]
