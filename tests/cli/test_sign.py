from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from samples import (
    ANNA,
    BEN,
    COMMENT,
    POLICY,
    REPLY,
    comment_text,
    follow_up_text,
    person_text,
    question,
    reply_text,
    write,
)
from signing_site import FILE, REQUIRED, SECOND, is_signed, run, signature, when_signed
from ssh_programs import (
    needs_ssh_keygen,
    sign_by_program,
)

pytestmark = needs_ssh_keygen

SCRIPT = Path(sys.executable).with_name("answerable")


def test_a_reply_is_signed_as_ssh_keygen_would(site, key):
    result = run("sign", FILE)

    assert result.exit_code == 0
    assert result.stdout == f"{FILE}.sig\n"
    message = (site / FILE).read_bytes()
    assert signature(site).read_bytes() == sign_by_program(key, message)
    assert is_signed(site, key)
    assert run("check").exit_code == 0


def test_what_is_signed_is_shown_before(site, key):
    body = "".join(f"line {number}\n" for number in range(1, 31))
    write(site / "feedback", REPLY, reply_text(body=body))

    shown = run("sign", FILE).stderr

    for part in (
        "Spare parts take six weeks",
        "I have waited six weeks for a hinge.",
        "line 20\n",
        "… and 10 more lines",
        "2026-11-03T10:05:00+01:00",
        "changed",
        "Anna Berg, Head of service (anna)",
        "SHA256:",
        f" in {key}",
    ):
        assert part in shown
    assert "line 21" not in shown


def test_it_is_said_how_much_of_a_long_line_is_signed_unseen(site, key):
    write(site / "feedback", REPLY, reply_text(body=f"{'x' * 500}And we pay all of it.\n"))

    shown = run("sign", FILE).stderr

    assert "x… and 21 more characters\n" in shown
    assert "we pay" not in shown


def test_what_no_page_shows_and_is_signed_is_shown_before(site, key):
    source = '{system: mail, id: "I owe you 100 euros", url: "https://desk.example/4711"}'
    write(site / "feedback", REPLY, reply_text(source=source))

    shown = run("sign", FILE).stderr

    assert "mail I owe you 100 euros https://desk.example/4711\n" in shown


def test_reply_to_a_follow_up_shows_what_it_answers(site):
    follow_up = REPLY.replace("2026-11-03-anna", "2026-11-05-customer")
    reply = REPLY.replace("11-03", "11-06")
    write(site / "feedback", follow_up, follow_up_text(resolved=None))
    digest = question("0123456789abcdef0123456789abcdef", "Thank you, the hinge came today.\n")
    text = reply_text(
        answers="2026-11-05-customer",
        date="2026-11-06T10:00:00+01:00",
        question=digest,
        title=None,
    )
    write(site / "feedback", reply, text)

    result = run("sign", f"feedback/{reply}")

    assert result.exit_code == 0, result.stderr
    assert "the hinge came today" in result.stderr


def test_nothing_in_a_text_drives_the_terminal_of_who_signs(site):
    settings = "{checks: {control-character: warning, bidi-control: warning}}"
    write(site, "mkdocs.yml", f"plugins: [answerable: {settings}]\n")
    write(site / "feedback", REPLY, reply_text(body="No refund.\x1b[2K\u202eFull refund.\n"))

    result = run("sign", FILE)

    assert "\x1b" not in result.output
    assert "\u202e" not in result.output


def test_signing_twice_leaves_the_first_signature_alone(site):
    run("sign", FILE)
    before = when_signed(site)

    result = run("sign", FILE)

    assert (result.exit_code, result.stdout) == (0, "")
    assert "is signed already: Anna Berg, SHA256:" in result.stderr
    assert when_signed(site) == before


def test_signature_that_is_no_longer_good_is_replaced_and_it_is_said(site, key):
    run("sign", FILE)
    write(site / "feedback", REPLY, reply_text(body="We found another cause.\n"))

    result = run("sign", FILE)

    assert result.exit_code == 0
    assert "is replaced: the file was changed after it was made" in result.stderr
    assert is_signed(site, key)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda one, two, text: b"nonsense", "it cannot be used"),
        (lambda one, two, text: b"", "it cannot be used"),
        (
            lambda one, two, text: sign_by_program(one, text, "file"),
            "it was made for another purpose",
        ),
        (lambda one, two, text: sign_by_program(two, text), "nobody here has the key"),
    ],
    ids=["nonsense", "empty", "other purpose", "unknown key"],
)
def test_each_bad_signature_makes_way(site, key, key_pair, wrong, why):
    text = (site / FILE).read_bytes()
    signature(site).write_bytes(wrong(*key_pair, text))

    result = run("sign", FILE)

    assert result.exit_code == 0
    assert f"is replaced: {why}" in result.stderr
    assert is_signed(site, key)


def test_where_signing_is_required_an_unsigned_reply_can_be_signed(site, key):
    write(site / "feedback", POLICY, REQUIRED)
    assert "error[not-signed]" in run("check").stdout

    assert run("sign", FILE).exit_code == 0
    assert run("check").exit_code == 0


@pytest.mark.parametrize("required", [False, True])
def test_reply_with_an_error_is_not_signed_and_the_error_is_shown(site, required):
    if required:
        write(site / "feedback", POLICY, REQUIRED)
    write(site / "feedback", REPLY, reply_text(outcome="fixd"))

    result = run("sign", FILE)

    assert (result.exit_code, result.stdout) == (1, "")
    assert f"{FILE}:8:10: error[" in result.stderr
    assert "outcome: fixd" in result.stderr
    assert "is not signed: check has an error for it" in result.stderr
    assert not signature(site).exists()


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize(
    ("path", "text"),
    [
        (COMMENT, comment_text(kind="problm")),
        (ANNA, person_text(name=None)),
        (BEN, "the comment's moderator"),
    ],
)
def test_error_in_what_the_reply_depends_on_keeps_it_from_being_signed(site, required, path, text):
    if required:
        write(site / "feedback", POLICY, REQUIRED)
    write(site / "feedback", path, text)

    result = run("sign", FILE)

    assert result.exit_code == 1
    assert f"feedback/{path}:" in result.stderr
    assert not signature(site).exists()


def test_question_that_was_changed_keeps_the_answer_from_being_signed(site):
    write(site / "feedback", COMMENT, comment_text(body="Why is it so quick?\n"))

    result = run("sign", FILE)

    assert result.exit_code == 1
    assert "error[question-changed]" in result.stderr


def test_warning_is_shown_before_it_is_too_late_to_heed_it(site, key):
    write(site / "feedback", REPLY, reply_text(title=None))

    result = run("sign", FILE)

    assert result.exit_code == 0
    assert "warning[title-unbound]" in result.stderr
    assert is_signed(site, key)


def test_errors_elsewhere_keep_nobody_from_signing(site, key):
    write(site / "feedback", SECOND, reply_text(outcome="fixd"))
    write(site / "feedback", "people/carl.md", "nonsense")

    result = run("sign", FILE)

    assert result.exit_code == 0
    assert "error[" not in result.stderr
    assert is_signed(site, key)


def test_one_bad_file_keeps_the_others_from_nothing(site, key):
    write(site / "feedback", SECOND, reply_text(outcome="fixd"))

    result = run("sign", f"feedback/{SECOND}", FILE)

    assert result.exit_code == 1
    assert result.stdout == f"{FILE}.sig\n"
    assert is_signed(site, key)
    assert result.stderr.endswith("1 reply signed, 1 not signed\n")


@pytest.mark.parametrize(
    "path", [f"feedback/{COMMENT}", f"feedback/{ANNA}", "mkdocs.yml", f"feedback/{POLICY}"]
)
def test_only_replies_are_signed(site, path):
    result = run("sign", FILE, path)

    assert result.exit_code == 2
    assert "is no reply" in result.stderr
    assert not signature(site).exists()


@pytest.mark.parametrize(
    "arguments",
    [[], ["--all-mine", FILE], [FILE, "--as", "ana"], ["--all-mine", "--as", "ana"], ["none.md"]],
)
def test_wrong_call_signs_nothing_and_ends_with_2(site, arguments):
    result = run("sign", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert not signature(site).exists()


def test_as_refuses_the_replies_of_others(site):
    result = run("sign", FILE, "--as", "ben")

    assert result.exit_code == 2
    assert "it is signed_by anna, not by ben" in result.stderr
    assert run("sign", FILE, "--as", "anna").exit_code == 0


def test_file_is_found_from_any_folder(site, key, monkeypatch):
    monkeypatch.chdir((site / FILE).parent)

    result = run("sign", Path(FILE).name)

    assert result.exit_code == 0
    assert is_signed(site, key)


def test_signature_that_cannot_be_written_is_said(site):
    signature(site).mkdir()

    result = run("sign", FILE)

    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert list(signature(site).iterdir()) == []


def test_nothing_but_the_signature_is_written(site, home):
    before = {path for path in site.parent.rglob("*") if path.is_file()}

    run("sign", FILE)

    after = {path for path in site.parent.rglob("*") if path.is_file()}
    assert after - before == {signature(site)}


def test_installed_command_signs_without_a_terminal(site, key):
    done = subprocess.run(
        [SCRIPT, "sign", FILE], stdin=subprocess.DEVNULL, capture_output=True, check=False
    )

    assert done.returncode == 0
    assert is_signed(site, key)
