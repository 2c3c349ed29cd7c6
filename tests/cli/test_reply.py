from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st

from answerable.cli import main
from samples import (
    ANNA,
    BEN,
    COMMENT,
    FOLLOW_UP,
    FOLLOW_UP_BODY,
    FOLLOW_UP_NONCE,
    NONCE,
    POLICY,
    REPLY,
    SLUG,
    THREAD,
    THREAD_ID,
    comment_text,
    follow_up_text,
    person_text,
    question,
    title,
    write,
    write_sample,
)
from signing_site import REQUIRED, entry
from ssh_programs import make_key, needs_ssh_keygen

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
NEW = f"{THREAD}/2026-12-01-anna.md"
SCRIPT = Path(sys.executable).with_name("answerable")


@pytest.fixture
def site(tmp_path, home, monkeypatch):
    """A site whose one question is answered; nobody's key is here, and git knows nobody."""
    site = tmp_path / "site"
    write_sample(site / "feedback")
    write(site, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    return site


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [*arguments], input=given)


def reply(*arguments: str, thread: str = THREAD_ID) -> Result:
    return run("reply", thread, "--as", "anna", "--text", "It is on its way.", *arguments)


def files(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in (site / "feedback").rglob("*")
        if path.is_file()
    }


def written(site: Path, name: str = NEW) -> str:
    """The words of a new reply, which ``check`` finds nothing wrong with."""
    assert run("check").exit_code == 0
    return (site / "feedback" / name).read_bytes().decode().split("\n---\n", 1)[1]


def field(site: Path, name: str, file: str = NEW) -> str | None:
    lines = (site / "feedback" / file).read_text().split("\n---\n")[0].splitlines()
    return dict(line.split(": ", 1) for line in lines[1:]).get(name)


def test_a_reply_is_bound_to_its_question_and_only_the_words_had_to_be_said(site):
    result = reply("--outcome", "planned")

    assert result.exit_code == 0, result.output
    assert result.stdout == f"feedback/{NEW}\n"
    assert (site / "feedback" / NEW).read_text() == (
        "---\n"
        f"thread: {THREAD_ID}\n"
        "answers: comment\n"
        f"question: {question()}\n"
        f"title: {title()}\n"
        "signed_by: anna\n"
        "date: 2026-12-01T13:00:00+01:00\n"
        "language: en\n"
        "outcome: planned\n"
        "---\n"
        "It is on its way.\n"
    )
    assert run("check").exit_code == 0


def test_what_to_do_next_is_told(site):
    told = reply().stderr

    assert told.startswith("anna answers 'comment' of 'Spare parts take six weeks'.\n")
    for step in (f"answerable sign feedback/{NEW}\n", f"git add feedback/{NEW} ", "pull request"):
        assert step in told
    assert f"git commit -m 'Answer to 2026/{SLUG}'\n" in told


def test_the_next_steps_name_the_same_folder(site, monkeypatch):
    monkeypatch.chdir(site.parent)

    told = reply("--feedback", "site/feedback").stderr

    assert f"  answerable sign site/feedback/{NEW} --feedback site/feedback\n" in told


@pytest.mark.parametrize(
    "thread",
    [
        THREAD_ID,
        f"2026/{SLUG}",
        f"2026/{SLUG}/",
        f"threads/2026/{SLUG}",
        f"feedback/{THREAD}",
        f"feedback/{THREAD}/",
        f"./feedback/{COMMENT}",
        f"https://feedback.example.com/{THREAD}/",
        f"https://example.com/de/site/{THREAD}.html",
        f"http://localhost:8000/{THREAD}/index.html?q=1#comment",
    ],
)
def test_a_thread_has_many_names(site, thread):
    assert reply(thread=thread).exit_code == 0
    assert (site / "feedback" / NEW).exists()


def test_the_thread_can_be_the_current_folder(site, monkeypatch):
    monkeypatch.chdir(site / "feedback" / THREAD)

    assert reply(thread=".").stdout == f"../../../{NEW}\n"


@pytest.mark.parametrize(
    "thread",
    [
        "a1b2c3d4e5",
        "2026/spare-parts",
        "feedback",
        "..",
        "",
        "https://example.com/",
        f"https://example.com/{THREAD}s/",
        "https://[",
        "\x1b[2J\x00",
    ],
)
def test_a_thread_that_is_not_there_is_a_wrong_call(site, thread):
    result = reply(thread=thread)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no thread" in result.stderr
    assert "\x1b" not in result.stderr
    assert (f"did you mean '2026/{SLUG}'?" in result.stderr) == ("spare" in thread)


def follow_up(site: Path, name: str = FOLLOW_UP, **changes: str | None) -> None:
    day = name.rpartition("/")[2][:10]
    moderation = f"{{decision: published, by: ben, at: {day}T09:00:00+01:00}}"
    fields = {"received": f"{day}T08:00:00+01:00", "moderation": moderation, "resolved": None}
    write(site / "feedback", name, follow_up_text(**(fields | changes)))


def test_one_more_answer_to_the_same_message_is_told(site):
    assert "It has an answer already, this is one more: 2026-11-03-anna.md\n" in reply().stderr
    follow_up(site)
    assert "already" not in reply().stderr


def test_what_waits_for_an_answer_is_answered(site):
    follow_up(site)
    follow_up(site, f"{THREAD}/2026-11-06-customer.md", moderation="{decision: pending}")

    assert reply().exit_code == 0

    assert field(site, "answers") == "2026-11-05-customer"
    assert field(site, "question") == question(FOLLOW_UP_NONCE, FOLLOW_UP_BODY)
    assert field(site, "title") == title(FOLLOW_UP_NONCE)
    assert reply().exit_code == 0
    assert field(site, "answers", NEW.replace("anna", "anna-2")) == "2026-11-05-customer"
    assert run("check").exit_code == 0


@pytest.mark.parametrize(
    "arguments", [("--answers", "comment"), ("permalink",), ("--answers", "comment", "other")]
)
def test_another_message_can_be_named(site, arguments):
    follow_up(site)
    stems = {"permalink": "comment", "other": "2026-11-05-customer"}
    stem = next((stems[word] for word in arguments if word in stems), "")

    result = reply(
        *(word for word in arguments if word not in stems),
        thread=f"https://example.com/{THREAD}/#{stem}",
    )

    assert result.exit_code == 0
    assert field(site, "answers") == "comment"


@pytest.mark.parametrize(
    ("stem", "code", "reason"),
    [
        ("2026-11-09-customer", 2, "the customer's messages are comment, 2026-11-05-customer"),
        ("2026-11-03-anna", 2, "the customer's messages are"),
        ("2026-11-05-customer", 1, "'2026-11-05-customer' is pending"),
    ],
)
def test_only_what_the_public_sees_is_answered(site, stem, code, reason):
    follow_up(site, moderation="{decision: pending}")
    before = files(site)

    result = reply("--answers", stem)

    assert (result.exit_code, result.stdout) == (code, "")
    assert reason in result.stderr
    assert files(site) == before


def test_nothing_is_answered_where_nothing_is_published(site):
    (site / "feedback" / REPLY).unlink()
    write(site / "feedback", COMMENT, comment_text(moderation="{decision: pending}"))

    result = reply()

    assert result.exit_code == 1
    assert "'comment' is pending: only what is published is answered" in result.stderr


def test_a_thread_with_errors_is_mended_first(site):
    write(site / "feedback", COMMENT, comment_text(kind="problm"))

    result = reply()

    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[unknown-value]" in result.stderr


def git_user(home: Path, **settings: str) -> None:
    lines = "".join(f'{name} = "{value}"\n' for name, value in settings.items())
    write(home, ".gitconfig", f"[user]\n{lines}")


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"name": "Anna Berg"}, "by git's user.name 'Anna Berg'"),
        ({"name": "anna  berg", "email": "x@example.com"}, "by git's user.name"),
        ({"name": "annaberg"}, "by git's user.name 'annaberg'"),
        ({"name": "A.", "email": "AnnaBerg@example.com"}, "by git's user.email"),
        ({"email": "4711+annaberg@users.noreply.github.com"}, "by git's user.email"),
        ({"email": "anna@example.com"}, "by git's user.email 'anna@example.com'"),
    ],
)
def test_gits_user_answers(site, home, settings, told):
    git_user(home, **settings)

    result = run("reply", THREAD_ID, "--text", "It is on its way.")

    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith(f"anna ({told}")
    assert field(site, "signed_by") == "anna"


@pytest.mark.parametrize(
    ("ben", "settings"),
    [
        ({}, {"name": "Somebody", "email": "annabergs@example.com"}),
        ({}, {}),
        ({"name": "Anna Berg"}, {"name": "Anna Berg"}),
        ({"until": "2026-11-30"}, {"name": "Ben Olsen"}),
    ],
    ids=["nobody", "no-user", "two", "left"],
)
def test_where_it_is_not_clear_who_answers_the_people_are_listed(site, home, ben, settings):
    write(site / "feedback", BEN, person_text(**({"name": "Ben Olsen", "handles": None} | ben)))
    git_user(home, **settings)

    result = run("reply", THREAD_ID, "--text", "It is on its way.")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "say who answers with --as PERSON" in result.stderr
    assert "anna" in result.stderr
    assert ("ben" in result.stderr) == ("until" not in ben)


def test_a_person_who_is_not_there_cannot_answer(site):
    result = run("reply", THREAD_ID, "--as", "ana", "--text", "x")

    assert result.exit_code == 2
    assert "no person 'ana' in feedback/people: did you mean 'anna'?" in result.stderr


@pytest.fixture(scope="module")
def pair(tmp_path_factory) -> Path:
    return make_key(tmp_path_factory.mktemp("keys") / "id_ed25519")


@pytest.fixture
def own_key(site, home, pair) -> Path:
    """The key of ben, which is here."""
    for end in ("", ".pub"):
        write(home, f".ssh/id_ed25519{end}", Path(f"{pair}{end}").read_bytes())
    key: Path = home / ".ssh" / "id_ed25519"
    key.chmod(0o600)
    ben = person_text(name="Ben Olsen", handles=None, keys=f"[{entry(key)}]")
    write(site / "feedback", BEN, ben)
    return key


@needs_ssh_keygen
def test_whose_key_is_here_answers_and_signs_in_one_go(site, home, own_key):
    git_user(home, name="Anna Berg")
    new = NEW.replace("anna", "ben")

    result = run("reply", THREAD_ID, "--text", "It is on its way.", "--sign")

    assert result.exit_code == 0, result.stderr
    assert result.stdout == f"feedback/{new}\nfeedback/{new}.sig\n"
    assert result.stderr.startswith(f"ben (whose key is in {own_key}) answers")
    assert "answerable sign" not in result.stderr
    write(site / "feedback", POLICY, REQUIRED)
    (site / "feedback" / REPLY).unlink()
    assert run("check").exit_code == 0


@needs_ssh_keygen
def test_a_key_names_its_person(site, home, own_key):
    key = own_key.rename(home / "work")
    Path(f"{own_key}.pub").rename(f"{key}.pub")

    result = run("reply", THREAD_ID, "--text", "It is on its way.", "--sign", "--key", str(key))

    assert result.exit_code == 0, result.stderr
    assert result.stdout.endswith("-ben.md.sig\n")


@needs_ssh_keygen
@pytest.mark.parametrize("arguments", [(), ("--key", ANNA)])
def test_where_it_cannot_be_signed_the_reply_stays(site, own_key, arguments):
    arguments = tuple(f"feedback/{a}" if a == ANNA else a for a in arguments)

    result = reply("--sign", *arguments)

    assert result.exit_code == 1
    assert result.stdout == f"feedback/{NEW}\n"
    assert "It is written, and not signed yet." in result.stderr
    assert f"  answerable sign feedback/{NEW}\n" in result.stderr
    assert written(site) == "It is on its way.\n"


def test_where_signatures_are_required_it_is_written_to_be_signed(site):
    write(site / "feedback", POLICY, REQUIRED)

    assert reply().exit_code == 0
    assert (site / "feedback" / NEW).exists()


@pytest.mark.parametrize("source", ["--text", "--file", "--file -", "-"])
def test_words_become_canonical_wherever_they_come_from(site, source):
    text = " \r\n\ufeffWir ha\u0308ngen\x08 es auf.\r\n\r\n\tcode \u202e\r\n\n \n"
    file = write(site, "answer.md", text)
    call = {"--text": ["--text", text], "--file": ["--file", str(file)]}.get(source)

    result = run("reply", THREAD_ID, "--as", "anna", *(call or source.split()), given=text)

    assert result.exit_code == 0, result.stderr
    assert written(site) == "Wir hängen es auf.\n\n\tcode\n"


@pytest.mark.parametrize(
    ("arguments", "given", "code", "reason"),
    [
        ([], "x", 2, "say the words with --text, with --file, or with '-'"),
        (["--text", "x", "-"], "x", 2, "give the words once"),
        (["--text", ""], None, 1, "there is no text: nothing was written"),
        (["--text", " \n\u200b\u00a0\n"], None, 1, "there is no text"),
        (["-"], "", 1, "there is no text"),
        (["-"], b"\xff", 1, "the input is not UTF-8"),
        (["-"], "x" * 1_100_000, 1, "the input is larger than 1 MiB"),
        (["-"], "x" * 1_048_500, 1, "file-too-large"),
        (["--file", "nothing.md"], None, 2, "does not exist"),
        (["--text", "x", "--language", "english!"], None, 2, "must be a language code"),
        (["--text", "x", "--date", "yesterday"], None, 2, "must be a time like"),
        (["--text", "x", "--date", "2026-13-01T10:00"], None, 2, "must be a time like"),
        (["--text", "x", "--key", "mkdocs.yml"], None, 2, "say --sign as well"),
        (["--text", "x", "--outcome", "done"], None, 2, "'done' is not one of"),
        (["--text", "x", "--date", "2026-10-01T10:00"], None, 1, "error[reply-before-question]"),
    ],
)
def test_what_cannot_be_written_leaves_nothing(site, arguments, given, code, reason):
    before = files(site)

    result = run("reply", THREAD_ID, "--as", "anna", *arguments, given=given)

    assert (result.exit_code, result.stdout) == (code, "")
    assert reason in result.stderr
    assert files(site) == before


def test_what_check_refuses_is_shown_as_check_shows_it(site):
    result = run("reply", THREAD_ID, "--as", "anna", "--text", "![The hinge](assets/hinge.png)")

    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"feedback/{NEW}:10:14: error[image-missing]\n"
        "  10 | ![The hinge](assets/hinge.png)\n"
        "     |              ^^^^^^^^^^^^^^^^ there is no 'assets/hinge.png'\n"
        "  mend: put the file into the folder assets.\n"
    )
    assert not (site / "feedback" / NEW).exists()


def test_refused_words_of_standard_input_are_kept(site, home):
    words = "See ![The hinge](assets/hinge.png)\n"

    result = run("reply", THREAD_ID, "--as", "anna", "-", given=words)

    (kept,) = home.glob("reply-*.md")
    assert kept.read_text() == words
    assert f"--file {kept}" in result.stderr


def test_a_warning_is_shown_and_the_reply_stays(site):
    result = reply("--date", "2026-12-24T10:00:00+02:00")

    assert result.exit_code == 0
    assert "warning[future-date]" in result.stderr
    assert field(site, "date", f"{THREAD}/2026-12-24-anna.md") == "2026-12-24T10:00:00+02:00"


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("2026-11-30T23:30", "2026-11-30T23:30:00+01:00"),
        ("2026-11-30T23:30:15.5Z", "2026-11-30T23:30:15+00:00"),
        ("2026-11-30T23:30:00-05:00", "2026-11-30T23:30:00-05:00"),
    ],
)
def test_a_date_keeps_its_offset_or_gets_that_of_the_policy(site, word, meant):
    assert reply("--date", word).exit_code == 0

    assert field(site, "date", f"{THREAD}/2026-11-30-anna.md") == meant


def test_the_language_is_that_of_the_question_or_as_said(site):
    follow_up(site, language="de-AT")
    reply()
    reply("--language", "nl", "--answers", "comment")

    assert field(site, "language") == "de-AT"
    assert field(site, "language", NEW.replace("anna", "anna-2")) == "nl"


def test_nothing_is_overwritten(site):
    write(site / "feedback", f"{NEW}.sig", "left behind")
    write(site / "feedback", NEW.replace("anna", "anna-2"), "x")
    (site / "feedback" / NEW.replace("anna", "anna-3")).symlink_to("nowhere")
    before = files(site)

    assert reply().stdout == f"feedback/{NEW.replace('anna', 'anna-4')}\n"
    assert before.items() <= files(site).items()


@given(st.text())
@example("---\nsigned_by: ben\n---\n")
@example("---")
@example("<!-- x")
@example("#: x")
def test_what_is_written_always_passes_check(text):
    # Not the fixture: it would be one for all examples.
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        site = Path(folder)
        write_sample(site / "feedback")
        before = files(site)

        result = run("reply", THREAD_ID, "--as", "anna", "--text", text)

        if result.exit_code == 0:
            assert run("check").exit_code == 0
            assert len(files(site)) == len(before) + 1
        else:
            assert result.exit_code == 1
            assert files(site) == before


def at_terminal(site: Path, editor: str) -> tuple[int, str]:
    """How ``reply`` ends at a terminal, and what it shows; *editor* is Python, on ``text``."""
    pty = pytest.importorskip("pty", reason="a terminal can be had on Unix only")
    assert SCRIPT.exists(), "install the project first: pip install -e ."
    program = write(
        site.parent,
        "editor.py",
        "import sys\nfrom pathlib import Path\n"
        "file = Path(sys.argv[1])\n"
        "text = file.read_text()\n"
        f"Path({str(site.parent / 'seen')!r}).write_text(text)\n"
        f"{editor}\nfile.write_text(text)\n",
    )
    shown = b""
    main_end, other_end = pty.openpty()
    process = subprocess.Popen(
        [SCRIPT, "reply", THREAD_ID, "--as", "anna"],
        stdin=other_end,
        stdout=other_end,
        stderr=other_end,
        env={
            **os.environ,
            "VISUAL": f"{sys.executable} {shlex.quote(str(program))}",
            "TMPDIR": str(site.parent / "home"),
        },
    )
    os.close(other_end)
    began = time.monotonic()
    while time.monotonic() < began + 60:
        try:
            part = os.read(main_end, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(main_end)
    return process.wait(10), shown.decode()


def test_an_editor_shows_the_question_and_takes_the_words_above_it(site, home):
    body = "I have waited.\n\n# Six weeks\n\x1b[2J for a hinge\n"
    write(site, "mkdocs.yml", "plugins: [answerable: {checks: {control-character: warning}}]\n")
    write(site / "feedback", COMMENT, comment_text(body=body))
    (site / "feedback" / REPLY).unlink()

    code, shown = at_terminal(site, "text = '# It is on its way\\n\\n> six weeks' + text")

    seen = (site.parent / "seen").read_text()
    assert code == 0, shown
    assert "#: # Six weeks\n#: ␛[2J for a hinge\n" in seen
    assert "#: P. M., 2026-11-01 09:12; you answer as anna\n" in seen
    assert written(site) == "# It is on its way\n\n> six weeks\n"
    assert field(site, "question") == question(NONCE, body)
    assert list(home.glob("reply-*")) == []


@pytest.mark.parametrize("editor", ["", "text = ''", "sys.exit(1)"])
def test_an_editor_that_gives_no_words_writes_nothing(site, home, editor):
    before = files(site)

    code, shown = at_terminal(site, editor)

    assert code == 1, shown
    assert files(site) == before
    assert list(home.glob("reply-*")) == []


def test_without_the_line_that_cuts_what_was_shown_is_left_out_all_the_same(site):
    lines = "text = 'Yes.\\n#: mine\\n' + '\\n'.join(text.splitlines()[3:])"

    code, shown = at_terminal(site, lines)

    assert code == 0, shown
    assert written(site) == "Yes.\n#: mine\n"


def test_refused_words_of_an_editor_are_kept_without_the_question(site, home):
    code, shown = at_terminal(site, "text = '![x](assets/x.png)' + text")

    (kept,) = home.glob("reply-*.md")
    assert code == 1
    assert kept.name in shown
    assert kept.read_text() == "![x](assets/x.png)\n"
