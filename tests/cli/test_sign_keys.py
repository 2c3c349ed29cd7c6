from __future__ import annotations

import os
import pty
import select
import shutil
import sys
import time
from pathlib import Path

import pytest

from samples import (
    BEN,
    REPLY,
    person_text,
    reply_text,
    write,
)
from signing_site import FILE, SECOND, entry, give_anna, is_signed, put, run, signature, when_signed
from ssh_programs import (
    make_key,
    needs_ssh_agent,
    needs_ssh_keygen,
    path_without_ssh_keygen,
    running_agent,
)

pytestmark = needs_ssh_keygen

SCRIPT = Path(sys.executable).with_name("answerable")


def test_without_a_key_the_three_next_steps_are_told(site, home, key):
    give_anna(site)
    shutil.rmtree(home / ".ssh")

    result = run("sign", FILE)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "no key of Anna Berg is on this machine" in result.stderr
    steps = [line for line in result.stderr.splitlines() if line.startswith(("  1", "  2", "  3"))]
    assert [step.partition(": ")[2] for step in steps] == [
        "ssh-keygen -t ed25519",
        "answerable keys add anna --since 2026-11-03",
        f"answerable sign {FILE}",
    ]


def test_the_three_next_steps_lead_to_a_signature(site, home, key):
    give_anna(site)
    told = run("sign", FILE, "--key", str(key)).stderr
    add, sign = (line.partition("answerable ")[2].split() for line in told.splitlines()[-2:])

    assert run(*add, f"{key}.pub").exit_code == 0
    assert run(*sign).exit_code == 0
    assert is_signed(site, key)


def test_key_of_anybody_else_signs_nothing(site, key, key_pair):
    give_anna(site, entry(key_pair[1], note="old laptop"))

    result = run("sign", FILE)

    assert result.exit_code == 2
    assert "Only Anna Berg can sign it." in result.stderr
    assert "(old laptop)" in result.stderr
    assert "on this machine: SHA256:" in result.stderr
    assert not signature(site).exists()


@pytest.mark.parametrize(
    ("times", "reason"),
    [
        ({"since": "2026-11-04"}, "signs what is dated 2026-11-04 00:00:00 UTC or later"),
        ({"until": "2026-11-02"}, "signs what is dated 2026-11-02 23:59:59 UTC or earlier"),
        ({"until": "2026-11-20"}, "was retired on 2026-11-20 23:59:59 UTC"),
        ({"revoked": "2026-11-20"}, "was revoked on 2026-11-20"),
    ],
)
def test_key_outside_of_its_time_signs_nothing_and_says_why(site, key, times, reason):
    give_anna(site, entry(key, **times))

    result = run("sign", FILE)

    assert result.exit_code == 2
    assert reason in result.stderr
    assert "answerable keys add anna --since 2026-11-03" in result.stderr
    assert not signature(site).exists()


def test_of_several_keys_the_one_that_fits_signs(site, key, key_pair, home):
    put(key_pair[1], home / ".ssh" / "a")
    give_anna(site, entry(key_pair[1], until="2026-11-20"), entry(key, until="2027-11-20"))

    assert run("sign", FILE).exit_code == 0
    assert is_signed(site, key)


def test_key_file_that_is_named_is_the_only_one(site, key, key_pair, tmp_path):
    give_anna(site, entry(key), entry(key_pair[1]))
    other = put(key_pair[1], tmp_path / "other")

    assert run("sign", FILE, "--key", f"{other}.pub").exit_code == 0
    assert is_signed(site, other)


@pytest.mark.parametrize(
    ("content", "reason"), [("nonsense", "one line"), ("ssh-dss AAAA", "DSA key")]
)
def test_key_file_that_cannot_be_used_says_why(site, tmp_path, content, reason):
    write(tmp_path, "mine.pub", content)

    result = run("sign", FILE, "--key", str(tmp_path / "mine.pub"))

    assert result.exit_code == 2
    assert reason in result.stderr


@needs_ssh_agent
@pytest.mark.parametrize("program", [True, False], ids=["ssh-keygen", "our own signer"])
def test_key_that_only_the_agent_has_signs(site, key, home, tmp_path, monkeypatch, program):
    with running_agent(tmp_path, key) as address:
        moved = put(key, tmp_path / "moved")
        shutil.rmtree(home / ".ssh")
        monkeypatch.setenv("SSH_AUTH_SOCK", address)
        if not program:
            monkeypatch.setenv("PATH", path_without_ssh_keygen(tmp_path / "bin"))
        result = run("sign", FILE)

    assert result.exit_code == 0
    assert "in the ssh-agent" in result.stderr
    assert is_signed(site, moved)


def lock(site: Path, home: Path) -> Path:
    for file in (home / ".ssh").iterdir():
        file.unlink()
    locked = make_key(home / ".ssh" / "id_ed25519", passphrase="cheese")
    give_anna(site, entry(locked))
    return locked


@pytest.mark.parametrize("program", [True, False], ids=["ssh-keygen", "our own signer"])
def test_without_a_terminal_a_locked_key_is_not_asked_for(
    site, home, tmp_path, monkeypatch, program
):
    key = lock(site, home)
    if not program:
        monkeypatch.setenv("PATH", path_without_ssh_keygen(tmp_path / "bin"))

    result = run("sign", FILE)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"unlock it with ssh-add {key}" in result.stderr
    assert not signature(site).exists()


def at_a_terminal(arguments: list[str], answers: list[bytes]) -> tuple[int, str]:
    """Run the installed command at a terminal, and give *answers* to its questions in turn."""
    assert SCRIPT.exists(), "install the project first: pip install -e ."
    child, terminal = pty.fork()
    if child == 0:
        os.execv(SCRIPT, [str(SCRIPT), *arguments])
    shown = b""
    asked = 0
    end = time.monotonic() + 20
    while time.monotonic() < end and select.select([terminal], [], [], 20)[0]:
        try:
            part = os.read(terminal, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
        questions = shown.count(b"Passphrase of") + shown.count(b"Sign it?")
        if questions > asked and shown.endswith(b": "):
            os.write(terminal, answers[asked] + b"\n")
            asked += 1
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status), shown.decode()


def test_at_a_terminal_the_passphrase_is_asked_for_once_and_not_shown(site, home):
    key = lock(site, home)
    text = reply_text(date="2026-11-03T11:00:00+01:00")
    write(site / "feedback", SECOND, text)

    code, shown = at_a_terminal(["sign", "--all-mine"], [b"y", b"butter", b"cheese", b"y"])

    assert code == 0, shown
    assert shown.count("Passphrase of") == 2
    assert shown.count("That was not the passphrase.") == 1
    assert "cheese" not in shown
    assert is_signed(site, key)
    assert is_signed(site, key, SECOND)


def test_at_a_terminal_a_wrong_passphrase_ends_after_three_times(site, home):
    lock(site, home)

    code, shown = at_a_terminal(["sign", FILE], [b"butter"] * 3)

    assert code == 2
    assert "not the passphrase" in shown
    assert not signature(site).exists()


def test_at_a_terminal_all_mine_asks_before_each(site, key):
    code, shown = at_a_terminal(["sign", "--all-mine"], [b"n"])

    assert (code, "1 not signed" in shown) == (1, True), shown
    assert not signature(site).exists()


def test_all_mine_signs_what_has_no_signature_and_nothing_else(site, key):
    later = "2026-11-03T11:00:00+01:00"
    write(site / "feedback", SECOND, reply_text(date=later))
    third = REPLY.replace("-anna", "-anna-3")
    write(site / "feedback", third, reply_text(date=later))
    of_ben = REPLY.replace("-anna", "-ben")
    write(site / "feedback", of_ben, reply_text(signed_by="ben", date=later))
    run("sign", FILE, f"feedback/{third}")
    write(site / "feedback", third, reply_text(date=later, body="Altered.\n"))
    before = when_signed(site)

    result = run("sign", "--all-mine")

    assert result.exit_code == 1
    assert result.stdout.splitlines() == [f"feedback/{SECOND}.sig"]
    assert "(the file was changed after it was made): read it" in result.stderr
    assert result.stderr.endswith("1 reply signed, 1 signed already, 1 not signed\n")
    assert when_signed(site) == before
    assert not signature(site, of_ben).exists()


def test_all_mine_ends_with_0_when_nothing_is_left_to_sign(site, key):
    assert [run("sign", "--all-mine").exit_code for _ in range(2)] == [0, 0]


def test_all_mine_leaves_what_is_older_than_the_key_and_counts_it(site, key):
    give_anna(site, entry(key, since="2026-11-04"))

    result = run("sign", "--all-mine")

    assert (result.exit_code, result.stdout) == (1, "")
    assert "1 reply is not signed, because the key SHA256:" in result.stderr
    assert FILE in result.stderr


def test_all_mine_says_where_the_times_of_a_key_stand(site, key):
    give_anna(site, entry(key, since="2026-11-04"))

    assert "(its times stand in feedback/people/anna.md)" in run("sign", "--all-mine").stderr


def test_all_mine_goes_on_after_a_reply_with_an_error(site, key):
    write(site / "feedback", SECOND, reply_text(outcome="fixd"))

    result = run("sign", "--all-mine")

    assert result.exit_code == 1
    assert is_signed(site, key)


def test_all_mine_needs_to_know_who_where_two_people_have_keys_here(site, key, key_pair, home):
    put(key_pair[1], home / ".ssh" / "ben")
    keys = f"[{entry(key_pair[1])}]"
    write(site / "feedback", BEN, person_text(name="Ben Olsen", keys=keys))

    assert "--as PERSON" in run("sign", "--all-mine").stderr
    result = run("sign", "--all-mine", "--as", "anna")
    assert result.exit_code == 0
    assert is_signed(site, key)


@pytest.mark.parametrize("options", [[], ["--as", "ben"]])
def test_all_mine_without_a_key_tells_the_next_steps(site, options):
    if not options:
        give_anna(site)
    else:
        of_ben = REPLY.replace("-anna", "-ben")
        write(site / "feedback", of_ben, reply_text(signed_by="ben"))

    result = run("sign", "--all-mine", *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "answerable keys add" in result.stderr
