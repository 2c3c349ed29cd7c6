from __future__ import annotations

import os
import select
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from answerable.cli import main
from samples import write, write_sample
from signing_site import REQUIRED

EPOCH = "1796126400"  # 2026-12-01T12:00:00Z
SCRIPT = Path(sys.executable).with_name("answerable")
MAIL = """\
From: =?utf-8?q?Petra_M=C3=BCller?= <petra@example.org>
To: service@example.com
Subject: =?utf-8?q?AW=3A_Der_Schrank_h=C3=A4ngt_schief?=
Date: Tue, 3 Nov 2026 09:30:00 +0100
Message-ID: <1@example.org>
Content-Type: text/plain; charset=utf-8

Guten Tag,

der Schrank hängt schief.

Am 1.11.2026 schrieb Service <service@example.com>:
> Wie können wir helfen?

--\x20
Petra Müller
"""


@pytest.fixture
def site(tmp_path, home, monkeypatch):
    """A site in a private repository; nobody's key is here, and git knows nobody."""
    site = tmp_path / "site"
    write_sample(site / "feedback")
    write(site, "mkdocs.yml", "site_name: Test\nplugins: [search, answerable]\n")
    monkeypatch.chdir(site)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    monkeypatch.setattr(tempfile, "tempdir", str(home))
    return site


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, [*arguments], input=given)


def new(*arguments: str) -> Result:
    return run("new", "--channel", "phone", "--text", "The hinge squeaks.", *arguments)


def files(site: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(site)): path.read_bytes()
        for path in (site / "feedback").rglob("*")
        if path.is_file()
    }


def fields(site: Path, result: Result) -> dict[str, str]:
    """The front matter of the comment that *result* names, and its words as ``body``."""
    assert result.exit_code == 0, result.output
    assert run("check").exit_code == 0
    head, body = (site / result.stdout.strip()).read_text()[4:].split("\n---\n", 1)
    return {**dict(line.split(": ", 1) for line in head.splitlines()), "body": body}


def test_a_comment_waits_for_a_decision_and_has_all_that_check_wants(site):
    result = new("--title", "Squeaking hinge", "--from", "P. M.", "--kind", "problem")

    assert result.stdout == "feedback/threads/2026/squeaking-hinge/comment.md\n"
    found = fields(site, result)
    assert len(found.pop("id")) == 10
    assert len(found.pop("nonce")) == 32
    assert found == {
        "title": "Squeaking hinge",
        "from": "P. M.",
        "kind": "problem",
        "channel": "phone",
        "received": "2026-12-01T13:00:00+01:00",
        "language": "en",
        "topic": "spare-parts",
        "moderation": "{decision: pending}",
        "body": "The hinge squeaks.\n",
    }


def test_what_is_not_said_has_a_careful_default(site):
    found = fields(site, new())

    assert found["from"] == "anonymous"
    assert found["kind"] == "question"
    assert found["title"] == "The hinge squeaks."


def test_a_kind_that_nobody_said_is_told(site):
    assert "so it is taken for: question" in new().stderr
    assert "taken for" not in new("--kind", "problem").stderr


@pytest.mark.parametrize(
    ("day", "received"),
    [
        ("2026-11-03", "2026-11-03T12:00:00+01:00"),
        ("2026-07-03", "2026-07-03T12:00:00+02:00"),
        ("2026-12-01", "2026-12-01T12:00:00+01:00"),
    ],
)
def test_a_day_alone_is_its_noon(site, day, received):
    assert fields(site, new("--received", day))["received"] == received


def test_of_today_a_day_alone_is_not_later_than_now(site, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796108400")  # 07:00 UTC

    received = fields(site, new("--received", "2026-12-01"))["received"]
    assert received == "2026-12-01T08:00:00+01:00"


@pytest.mark.parametrize("when", ["2030-01-01", "2026-12-02", "2026-12-01T13:01"])
def test_what_is_still_to_come_has_not_come_and_nothing_is_written(site, when):
    before = files(site)

    result = new("--received", when)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "is still to come, so nothing was written: say with --received" in result.stderr
    assert files(site) == before
    assert not (site / "feedback/threads/2030").exists()


@pytest.mark.parametrize("when", ["tomorrow", "2026-13-01", "2026-11-31", "3.11.2026"])
def test_what_is_neither_a_day_nor_a_time_is_told(site, when):
    result = new("--received", when)

    assert result.exit_code == 2
    assert "must be a day or a time, like 2026-11-03 or 2026-11-03T10:05" in result.stderr


def steps_of(result: Result) -> list[str]:
    return [line.strip() for line in result.stderr.partition("Next:")[2].splitlines() if line]


def test_the_next_steps_name_the_same_folder_and_open_no_editor(site, monkeypatch):
    monkeypatch.chdir(site.parent)
    there = ("--feedback", "site/feedback")

    steps = steps_of(new("--publish", "--by", "ben", *there))

    file = "site/feedback/threads/2026/the-hinge-squeaks"
    assert steps == [
        "answerable reply 2026/the-hinge-squeaks --feedback site/feedback",
        f"git add {file}",
        "git commit -m 'Comment 2026/the-hinge-squeaks'",
    ]


def test_the_next_steps_name_the_same_settings(site, monkeypatch):
    monkeypatch.chdir(site.parent)

    steps = steps_of(run("--config", "site/mkdocs.yml", "new", "--channel", "phone", "--text", "x"))

    assert steps[0] == "answerable --config site/mkdocs.yml moderate 2026/x publish"


def test_what_to_do_next_is_told(site):
    told = new().stderr

    assert "waits for a decision" in told
    assert "answerable moderate 2026/the-hinge-squeaks publish" in told
    assert "git add feedback/threads/2026/the-hinge-squeaks" in told


def test_it_is_published_at_once_where_the_call_says_so_and_by_whom(site):
    found = fields(site, new("--publish", "--by", "ben", "--received", "2026-11-30T08:00"))

    assert found["received"] == "2026-11-30T08:00:00+01:00"
    assert found["moderation"] == "{decision: published, by: ben, at: 2026-12-01T13:00:00+01:00}"


def test_a_published_comment_can_be_answered(site):
    new("--publish", "--by", "ben")

    result = run("reply", "2026/the-hinge-squeaks", "--as", "anna", "--text", "We come.")

    assert result.exit_code == 0
    assert run("check").exit_code == 0


def test_a_public_repository_takes_only_what_is_decided(site):
    write(site, "mkdocs.yml", "plugins: [answerable: {repository: public}]\n")
    before = files(site)

    result = new()

    assert (result.exit_code, result.stdout) == (2, "")
    assert "say --publish" in result.stderr
    assert files(site) == before
    assert new("--publish", "--by", "ben").exit_code == 0
    assert run("check").exit_code == 0


def test_an_email_gives_subject_date_and_words_without_quotes_signature_and_address(site):
    found = fields(site, run("new", "--email", "--language", "de", given=MAIL))

    assert found["title"] == "Der Schrank hängt schief"
    assert found["channel"] == "email"
    assert found["received"] == "2026-11-03T09:30:00+01:00"
    assert found["from"] == "anonymous"
    assert found["body"] == "Guten Tag,\n\nder Schrank hängt schief.\n"
    assert not any(word in str(found) for word in ("Petra", "example.org", "helfen"))


def test_what_the_call_says_goes_before_what_the_email_says(site):
    file = write(site, "message.eml", MAIL)
    more = ("--title", "Cupboard", "--received", "2026-11-05T08:00", "--channel", "form")

    found = fields(site, run("new", "--email", "--file", str(file), *more))

    assert found["title"] == "Cupboard"
    assert found["channel"] == "form"
    assert found["received"] == "2026-11-05T08:00:00+01:00"


@pytest.mark.parametrize(
    ("arguments", "given", "code", "reason"),
    [
        (["--channel", "phone"], "x", 2, "say the words with --text, with --file, or with '-'"),
        (["--text", "x"], None, 2, "say how it came with --channel: form, email, letter"),
        (["--channel", "import", "--text", "x"], None, 2, "'import' is not one of"),
        (["--channel", "phone", "--text", "x", "-"], "x", 2, "give the words once"),
        (["--channel", "phone", "--text", " \u200b"], None, 1, "there is no text"),
        (["--channel", "phone", "-"], b"\xff", 1, "the input is not UTF-8"),
        (
            ["--channel", "phone", "--text", "x", "--title", " "],
            None,
            2,
            "'title' must not be empty",
        ),
        (["--channel", "phone", "--text", "x", "--title", "x" * 201], None, 2, "at most 200"),
        (["--channel", "phone", "--text", "x", "--from", "x" * 101], None, 2, "at most 100"),
        (["--channel", "phone", "--text", "x", "--tag", "Long wait"], None, 2, "'long-wait'"),
        (["--channel", "phone", "--text", "x", "--topic", "spare"], None, 2, "did you mean"),
        (["--channel", "phone", "--text", "x", "--by", "ben"], None, 2, "say --publish as well"),
        (["--channel", "phone", "--text", "x", "--publish"], None, 2, "with --by PERSON"),
        (["--channel", "phone", "--text", "x", "--language", "E"], None, 2, "a language code"),
        (["--email", "--text", "x"], None, 2, "the words twice"),
        (["--email"], "no letter", 1, "is no e-mail message: it does not begin"),
        (["--email"], MAIL.replace("der Schrank", "").split("Guten")[0], 1, "no text"),
        (
            ["--channel", "phone", "--text", "![x](assets/x.png)", "--title", "x"],
            None,
            1,
            "error[image-missing]",
        ),
        (
            [
                *("--channel", "phone", "--text", "x", "--publish", "--by", "ben"),
                *("--received", "2026-12-02T10:00"),
            ],
            None,
            2,
            "is still to come",
        ),
    ],
)
def test_what_cannot_be_written_leaves_nothing(site, arguments, given, code, reason):
    before = files(site)

    result = run("new", *arguments, given=given)

    assert (result.exit_code, result.stdout) == (code, ""), result.output
    assert reason in result.stderr
    assert files(site) == before


def test_refused_words_of_standard_input_are_kept(site, home):
    words = "See ![The hinge](assets/hinge.png)\n"

    result = run("new", "--channel", "letter", "--title", "Hinge", "-", given=words)

    (kept,) = home.glob("comment-*.md")
    assert kept.read_text() == words
    assert f"--file {kept}" in result.stderr


def test_two_of_a_name_lie_beside_each_other_and_nothing_is_overwritten(site):
    (site / "feedback/threads/2026/the-hinge-squeaks-2").mkdir(parents=True)
    new()
    before = files(site)

    result = new()

    assert result.stdout.endswith("/the-hinge-squeaks-3/comment.md\n")
    assert before.items() <= files(site).items()


def test_the_folder_tells_no_phone_number(site):
    result = new("--title", "Call 0171 1234567")

    assert "warning[personal-phone]" in result.stderr
    assert "1234567" not in result.stdout


def test_signatures_that_are_required_are_none_of_a_comments_business(site):
    write(site / "feedback", "policy.yml", REQUIRED)

    assert new().exit_code == 0


WORDS = st.text(st.characters(codec=None), max_size=60) | st.text(
    st.sampled_from("a\u0308 \n\r\t\x00\u202e\ufeff#:-[]{}\"'\\<!&*|>@`%_0"), max_size=30
)
TAGS = st.lists(st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True), max_size=3)


@settings(max_examples=60, deadline=None)
@given(words=WORDS, title=WORDS, name=WORDS, tags=TAGS | st.lists(WORDS, max_size=1))
@example(words="---\nid: x\n---\n", title="no", name="null", tags=["1e3"])
@example(words="<!-- x", title="[removed: a name, by anna]", name="0x1F", tags=[])
@example(words="[//]: # (x)", title="\ud800", name="anonymous", tags=["a"])
@example(words="x", title="~", name="a\u0308\u200d", tags=["-"])
@example(words="x [name removed by anna]", title="2026-11-03", name="Anna Berg", tags=["a", "a"])
def test_what_is_written_always_passes_check(words, title, name, tags):
    # Not the fixture: it would be one for all examples.
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        site = Path(folder)
        write_sample(site / "feedback")
        before = files(site)
        call = ["--text", words, "--title", title, "--from", name]
        call += [part for tag in tags for part in ("--tag", tag)]

        result = run("new", "--channel", "phone", *call)

        assert result.exception is None or isinstance(result.exception, SystemExit)
        if result.exit_code == 0:
            assert run("check").exit_code == 0
            assert len(files(site)) == len(before) + 1
        else:
            assert result.exit_code in (1, 2)
            assert result.stderr.strip()
            assert files(site) == before


def at_terminal(
    site: Path, typed: str, *arguments: str, visual: str | None = None
) -> tuple[int, str]:
    """How ``new`` ends at a terminal where *typed* is typed, and what it shows.

    *visual* takes the place of an editor that works.
    """
    pty = pytest.importorskip("pty", reason="a terminal can be had on Unix only")
    assert SCRIPT.exists(), "install the project first: pip install -e ."
    lines = "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[1])\n"
    lines += "file.write_text('It squeaks.' + file.read_text())\n"
    editor = write(site.parent, "editor.py", lines)
    main_end, other_end = pty.openpty()
    process = subprocess.Popen(
        [SCRIPT, "new", *arguments],
        stdin=other_end,
        stdout=other_end,
        stderr=other_end,
        env={
            **os.environ,
            "VISUAL": f"{sys.executable} {shlex.quote(str(editor))}" if visual is None else visual,
            "TMPDIR": str(site.parent / "home"),
        },
    )
    os.close(other_end)
    os.write(main_end, typed.encode())
    shown = b""
    began = time.monotonic()
    while time.monotonic() < began + 60:
        if not select.select([main_end], [], [], 1)[0]:
            continue
        try:
            part = os.read(main_end, 4096)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(main_end)
    try:
        return process.wait(10), shown.decode()
    finally:
        process.kill()


def test_at_a_terminal_it_asks_for_what_the_call_does_not_say(site):
    code, shown = at_terminal(site, "phone\nproblem\nP. M.\nSqueaking hinge\n")

    assert code == 0, shown
    text = (site / "feedback/threads/2026/squeaking-hinge/comment.md").read_text()
    assert "channel: phone\n" in text
    assert "kind: problem\n" in text
    assert "taken for" not in shown
    assert "from: P. M.\n" in text
    assert text.endswith("\nIt squeaks.\n")
    assert run("check").exit_code == 0


@pytest.mark.parametrize("visual", ["no-such-editor", "false", "'"])
def test_an_editor_that_does_not_work_is_no_dead_end(site, visual):
    before = files(site)

    code, shown = at_terminal(site, "phone\nproblem\n\n", visual=visual)

    assert code == 1, shown
    told = " ".join(shown.split())
    for word in ("set $EDITOR", "--text", "--file"):
        assert word in told
    assert files(site) == before
