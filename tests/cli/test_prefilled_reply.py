"""What ``check`` says of an answer that was written in a browser, and of what was forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answerable.cli import main
from answerable.placeholders import PERSON, STEM, TIME, WORDS
from answerable.source.write import comment_file
from prefilled import ANSWER, DAY, MOMENT, filled, prefilled_text
from publications import comment as a_comment
from publications import thread as a_thread
from samples import COMMENT, POLICY, POLICY_TEXT, THREAD, THREAD_ID, write, write_sample

NAME = f"{THREAD}/{DAY}-anna.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with the sample; the current folder is its own."""
    write_sample(tmp_path / "feedback")
    write(tmp_path, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796126400")  # 2026-12-01T12:00:00Z
    return tmp_path


def check() -> Result:
    return CliRunner().invoke(main, ["check"])


def put(site: Path, text: str, name: str = NAME) -> str:
    """What ``check`` says of the file *name* with this *text*."""
    write(site / "feedback", name, text)
    return check().stdout


@pytest.mark.parametrize("language", ["en", "de"])
def test_an_answer_that_is_filled_in_passes(site, language):
    text = filled(prefilled_text(site / "feedback", language), to=language)
    told = put(site, text)
    assert told == "Everything is in order: 1 thread, 2 replies.\n"


def test_nothing_is_right_as_long_as_it_is_as_the_link_gave_it(site):
    told = put(site, prefilled_text(site / "feedback"), f"{THREAD}/{STEM}.md")
    assert "error[file-name]" in told
    assert "the day and the name are still to be filled in" in told
    assert "rename it after the day and yourself, like '2026-11-03-anna.md'" in told
    assert check().exit_code == 1


def test_a_name_that_was_forgotten_is_asked_for(site):
    told = put(site, filled(prefilled_text(site / "feedback"), person=PERSON))
    assert "error[unknown-person]" in told
    assert "the name of who answers is still to be filled in" in told
    assert "write your own in its place; the people are anna, ben." in told
    assert told.count("error[") == 1


def test_a_file_that_has_the_name_of_nobody_is_to_be_renamed(site):
    told = put(site, filled(prefilled_text(site / "feedback")), f"{THREAD}/{DAY}-{PERSON}.md")
    assert "error[file-name]" in told
    assert "mend: rename the file after yourself." in told


def test_a_time_that_was_forgotten_is_asked_for(site):
    told = put(site, filled(prefilled_text(site / "feedback"), moment=TIME))
    assert "error[wrong-type]" in told
    assert "'date' must be a date and time with an offset" in told
    assert "write it like 'date: 2026-11-03T10:05:00+01:00'" in told
    assert told.count("error[") == 1


@pytest.mark.parametrize("words", [WORDS["en"], f"{ANSWER}\n\n{WORDS['en']}", WORDS["de"]])
def test_the_line_that_asks_for_the_answer_is_no_answer(site, words):
    told = put(site, filled(prefilled_text(site / "feedback"), words=words))
    assert "error[empty-body]" in told
    assert "this line still stands where the answer belongs" in told
    assert "mend: write the answer in its place." in told
    assert told.count("error[") == 1


def test_nothing_in_place_of_the_line_is_no_answer(site):
    told = put(site, filled(prefilled_text(site / "feedback"), words=""))
    assert "write the answer below the front matter." in told


def test_a_last_line_without_an_end_is_told_in_plain_words(site):
    told = put(site, filled(prefilled_text(site / "feedback")).rstrip("\n"))
    assert "mend: press Enter once at the end of the file." in told


def test_where_answers_must_be_signed_it_is_said_how(site):
    write(site / "feedback", POLICY, f"{POLICY_TEXT}signing: required\nsigning_since: 2026-11-10\n")
    told = put(site, filled(prefilled_text(site / "feedback")))
    assert "error[not-signed]" in told
    assert f"'anna' signs it with 'answerable sign feedback/{NAME}'" in told
    assert f"'{DAY}-anna.md.sig'" in told


LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60)
ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(title=LINE, words=ANY, name=st.none() | LINE)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_answer_to_any_words_below_any_title_passes(site, title, words, name):
    one = a_thread(
        a_comment(f"x{words}\n", sender=f"x{name}" if name else None),
        id=THREAD_ID,
        title=f"x{title}",
    )
    root = site / "feedback"
    for reply in (root / THREAD).glob("2026-*"):
        reply.unlink()
    write(root, COMMENT, comment_file(one))
    text = filled(prefilled_text(root))
    write(root, NAME, text)
    told = check()
    assert f"{DAY}-anna" not in told.stdout


@pytest.mark.parametrize("answered", [True, False])
def test_the_link_and_the_command_give_the_same_file(site, answered):
    root = site / "feedback"
    if not answered:
        for message in (root / THREAD).glob("2026-*"):
            message.unlink()
    text = filled(prefilled_text(root))
    call = ["reply", THREAD_ID, "--as", "anna", "--date", MOMENT, "--text", ANSWER]
    path = CliRunner().invoke(main, call).stdout.strip()
    assert Path(path).read_text(encoding="utf-8") == text
